r"""Reads the query language.

    query     = [ any ]
    any       = all { "or" all }
    all       = one { "and" one }
    one       = "not" one | "(" any ")" | condition
    condition = name ( comparison value | "~" text | "contains" text
                     | "in" "(" value { "," value } ")" | "is" [ "not" ] "null" )

Keywords may be written in capitals.
"""

import re
from typing import NoReturn

from tidemill.domain.query import errors
from tidemill.domain.query.ast import (
    KINDS,
    STATISTICS,
    And,
    Comparison,
    In,
    IsNull,
    Name,
    Node,
    Not,
    Number,
    Or,
    Query,
    Text,
    Value,
)
from tidemill.domain.query.errors import QueryError
from tidemill.domain.query.lexer import (
    COMPARISONS,
    Token,
    TokenKind,
    segments,
    tokenize,
    unquoted,
)
from tidemill.domain.query.numbers import number_of

OPERATORS = (*COMPARISONS, "in", "~", "contains", "is")
TAG_OPERATORS = ("=", "!=", "in", "~", "contains", "is")

# Far more than a person writes, and far less than Python's own stack bears.
_MOST_NESTED = 100


def parse(text: str) -> Query:
    """Return the query a text stands for; an empty text takes every run. Raises `QueryError`."""
    return Parser(text).query()


def parse_name(text: str) -> Name:
    """Return the column a text such as `metrics.auc.best` names. Raises `QueryError`."""
    parser = Parser(text)
    name = parser.read_name()
    if parser.here().kind is not TokenKind.END:
        parser.fail(errors.THE_END)
    return name


def parse_sort(text: str) -> list[tuple[str, bool]]:
    """Return (column, descending) for each part of a text such as `-metrics.auc, name`."""
    parser = Parser(text)
    keys: list[tuple[str, bool]] = []
    while parser.here().kind is not TokenKind.END:
        if keys:
            parser.take(",")
        token = parser.here()
        descending = token.kind is TokenKind.WORD and token.raw.startswith("-")
        if descending:
            rest = Token(token.kind, token.raw[1:], token.start + 1, token.end)
            parser.tokens[parser.at] = rest
        keys.append((parser.read_name().to_text(), descending))
    return keys


class Parser:
    """Walks over the tokens of one text; `name` is the last column read, for completion."""

    def __init__(self, text: str) -> None:
        """Cut the text; raises `QueryError` where it holds an unclosed quote."""
        self.tokens = tokenize(text)
        self.at = 0
        self.name: Name | None = None
        self._nested = 0

    def here(self) -> Token:
        """The token to be read next."""
        return self.tokens[self.at]

    def fail(self, *expected: str, hint: str = "") -> NoReturn:
        """Say what was expected in place of the next token."""
        after = self.tokens[self.at - 1].raw if self.at else ""
        raise QueryError(self.here().start, expected, after=after, hint=hint)

    def query(self) -> Query:
        """Read to the end of the text."""
        if self.here().kind is TokenKind.END:
            return Query()
        where = self._any()
        if self.here().kind is not TokenKind.END:
            self.fail("and", "or", errors.THE_END)
        return Query(where)

    def take(self, word: str) -> None:
        """Read one word that must stand here."""
        if not self._took(word):
            self.fail(word)

    def read_name(self) -> Name:
        """Read a column's name: cut at its dots, kind in front, statistic behind."""
        token = self.here()
        is_name = token.kind is TokenKind.WORD and not token.word
        if not is_name or number_of(token.raw) is not None:
            self.fail(errors.A_NAME, hint="Put backquotes around a name that is a number or word.")
        parts = segments(token.raw)
        empty = next((n for n, (part, _) in enumerate(parts) if not part), None)
        if empty is not None:
            before = ".".join(raw for raw, _ in parts[:empty]) + "." if empty else ""
            at = token.start + len(before) if "`" not in token.raw else token.end
            raise QueryError(at, (errors.A_NAME,), after=before or self._before())
        self.at += 1
        self.name = _named(parts, token.start)
        return self.name

    def _before(self) -> str:
        return self.tokens[self.at - 1].raw if self.at else ""

    def _took(self, word: str) -> bool:
        if self.here().word != word:
            return False
        self.at += 1
        return True

    def _any(self) -> Node:
        parts = [self._all()]
        while self._took("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Node:
        parts = [self._one()]
        while self._took("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Node:
        if self.here().word not in {"not", "("}:
            return self._condition()
        if self._nested == _MOST_NESTED:
            self.fail(errors.LESS_NESTING)
        self._nested += 1
        node: Node
        if self._took("not"):
            node = Not(self._one())
        else:
            self.take("(")
            node = self._any()
            if not self._took(")"):
                self.fail("and", "or", ")")
        self._nested -= 1
        return node

    def _condition(self) -> Node:
        if self.here().kind is not TokenKind.WORD or self.here().word:
            self.fail(errors.A_NAME, "not", "(")
        name = self.read_name()
        operator = self.here().word
        if operator not in (TAG_OPERATORS if name.is_tag else OPERATORS):
            self.fail(*(TAG_OPERATORS if name.is_tag else OPERATORS))
        self.at += 1
        if operator == "in":
            return In(name, self._values())
        if operator == "is":
            return self._null(name)
        if operator == "contains":
            return Comparison(name, operator, self._text())
        if operator == "~":
            return Comparison(name, operator, self._regular_expression())
        return Comparison(name, operator, self._value())

    def _null(self, name: Name) -> IsNull:
        negated = self._took("not")
        if not self._took("null"):
            self.fail(*(("null",) if negated else ("null", "not")))
        return IsNull(name, negated)

    def _values(self) -> tuple[Value, ...]:
        self.take("(")
        values = [self._value()]
        while self._took(","):
            values.append(self._value())
        if not self._took(")"):
            self.fail(",", ")")
        return tuple(values)

    def _value(self) -> Value:
        token = self.here()
        text = self._written(errors.A_NUMBER, errors.TEXT)
        number = number_of(text) if token.kind is TokenKind.WORD else None
        return Text(text, token.start) if number is None else Number(number, token.start)

    def _text(self) -> Text:
        start = self.here().start
        return Text(self._written(errors.TEXT), start)

    def _regular_expression(self) -> Text:
        start, after = self.here().start, self._before()
        text = self._written(errors.A_REGULAR_EXPRESSION)
        try:
            re.compile(text)
        except (re.error, OverflowError, RecursionError) as why:
            raise QueryError(
                start,
                (errors.A_REGULAR_EXPRESSION,),
                after=after,
                hint=f"This one cannot be read: {why}.",
            ) from None
        return Text(text, start)

    def _written(self, *expected: str) -> str:
        token = self.here()
        if token.kind is TokenKind.TEXT:
            self.at += 1
            return unquoted(token.raw)
        if token.kind is not TokenKind.WORD or "`" in token.raw or token.word:
            hint = "Put quotes around it to mean the word itself." if token.word else ""
            self.fail(*expected, hint=hint)
        self.at += 1
        return token.raw


def _named(parts: list[tuple[str, bool]], position: int) -> Name:
    kind = None
    first, first_backquoted = parts[0]
    if len(parts) > 1 and first in KINDS and not first_backquoted:
        kind = first
        parts = parts[1:]
    statistic = None
    last, last_backquoted = parts[-1]
    takes_statistic = kind in {None, "metrics"} and len(parts) > 1
    if takes_statistic and last in STATISTICS and not last_backquoted:
        statistic = last
        parts = parts[:-1]
    return Name(kind, ".".join(part for part, _ in parts), statistic, position)

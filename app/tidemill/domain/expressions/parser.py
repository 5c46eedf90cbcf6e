"""Reads an expression.

    price * 1.2            length(name) > 3 and not country = "DE"
    if age < 18 then "child" else "adult"          status in ("open", "late")
    year(signed_at)        `unit price` is missing

Weakest first: `or`, `and`, `not`, comparisons, `+ -`, `* / %`, a leading minus, `^`. A name with
blanks or signs stands in backquotes, a text in quotes of either kind, doubled inside.
"""

import re
from dataclasses import dataclass

from tidemill.domain.expressions.ast import Call, Literal, Name, Node
from tidemill.domain.expressions.errors import ExpressionError
from tidemill.domain.expressions.functions import FUNCTIONS

MOST_CHARACTERS = 5_000
_DEEPEST = 60
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r'|(?P<text>"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\')'
    r"|(?P<quoted>`(?:[^`]|``)+`)"
    r"|(?P<word>[^\W0-9]\w*)"
    r"|(?P<sign><=|>=|!=|<>|==|\*\*|[-+*/%^=<>(),]))"
)
_WORDS = frozenset(
    "and or not in is if then else true false missing null contains".split(),
)
_COMPARISONS = {"=": "=", "==": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">"}
_COMPARISONS[">="] = ">="
_END = "the end"


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


def parsed(text: str) -> Node:
    """The tree of an expression; `ExpressionError` says what was expected where."""
    if len(text) > MOST_CHARACTERS:
        raise ExpressionError(
            MOST_CHARACTERS, f"an expression has at most {MOST_CHARACTERS:,} characters."
        )
    reader = _Reader(_tokens(text))
    tree = reader.whole()
    reader.finish()
    return tree


def _tokens(text: str) -> list[_Token]:
    found = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            if text[start] in "\"'`":
                raise ExpressionError(start, f"the quote {text[start]} is not closed.")
            raise ExpressionError(start, f"{text[start]} means nothing here.")
        kind = str(match.lastgroup)
        written = match[kind]
        if kind == "word" and written.lower() in _WORDS:
            kind, written = "sign", written.lower()
        found.append(_Token(kind, written, match.start(str(match.lastgroup))))
        place = match.end()
    return [*found, _Token("end", _END, len(text))]


class _Reader:
    """Walks over the tokens, one method a level of strength."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _took(self, *signs: str) -> _Token | None:
        here = self._here
        if here.kind == "sign" and here.text in signs:
            self._at += 1
            return here
        return None

    def _need(self, sign: str) -> None:
        if self._took(sign) is None:
            raise self._wrong(f"{sign} was expected")

    def _wrong(self, expected: str) -> ExpressionError:
        here = self._here
        what = "the expression ends" if here.kind == "end" else f"{here.text} stands here"
        return ExpressionError(here.position, f"{what}, but {expected}.")

    def finish(self) -> None:
        """Nothing may follow."""
        if self._here.kind != "end":
            raise self._wrong("an operator or the end was expected")

    def whole(self) -> Node:
        """An expression of any strength."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionError(self._here.position, "the expression is nested too deeply.")
        left = self._conjunction()
        while (sign := self._took("or")) is not None:
            left = Call("or", (left, self._conjunction()), sign.position)
        self._depth -= 1
        return left

    def _conjunction(self) -> Node:
        left = self._negation()
        while (sign := self._took("and")) is not None:
            left = Call("and", (left, self._negation()), sign.position)
        return left

    def _negation(self) -> Node:
        signs = []
        while (sign := self._took("not")) is not None:
            signs.append(sign)
        found = self._comparison()
        for sign in reversed(signs):
            found = Call("not", (found,), sign.position)
        return found

    def _comparison(self) -> Node:
        left = self._sum()
        if (sign := self._took(*_COMPARISONS)) is not None:
            return Call(_COMPARISONS[sign.text], (left, self._sum()), sign.position)
        if (sign := self._took("contains")) is not None:
            return Call("contains", (left, self._sum()), sign.position)
        if (sign := self._took("is")) is not None:
            is_not = self._took("not")
            if self._took("missing", "null") is None:
                raise self._wrong("missing was expected")
            found = Call("is_missing", (left,), sign.position)
            return found if is_not is None else Call("not", (found,), is_not.position)
        is_not = self._took("not")
        if (sign := self._took("in")) is not None:
            self._need("(")
            found = Call("in", (left, *self._arguments()), sign.position)
            return found if is_not is None else Call("not", (found,), is_not.position)
        if is_not is not None:
            raise self._wrong("in was expected")
        return left

    def _sum(self) -> Node:
        left = self._product()
        while (sign := self._took("+", "-")) is not None:
            left = Call(sign.text, (left, self._product()), sign.position)
        return left

    def _product(self) -> Node:
        left = self._signed()
        while (sign := self._took("*", "/", "%")) is not None:
            left = Call(sign.text, (left, self._signed()), sign.position)
        return left

    def _signed(self) -> Node:
        signs = []
        while (sign := self._took("-", "+")) is not None:
            signs.append(sign)
        found = self._power()
        for sign in reversed(signs):
            if sign.text == "-":
                found = Call("negative", (found,), sign.position)
        return found

    def _power(self) -> Node:
        left = self._atom()
        if (sign := self._took("^", "**")) is not None:
            self._depth += 1
            if self._depth > _DEEPEST:
                raise ExpressionError(sign.position, "the expression is nested too deeply.")
            left = Call("^", (left, self._signed()), sign.position)
            self._depth -= 1
        return left

    def _atom(self) -> Node:
        here = self._here
        if self._took("if") is not None:
            return self._choice(here)
        if self._took("(") is not None:
            found = self.whole()
            self._need(")")
            return found
        if (sign := self._took("true", "false", "missing", "null")) is not None:
            value = {"true": True, "false": False}.get(sign.text)
            return Literal(value, sign.position)
        if here.kind not in ("number", "text", "quoted", "word"):
            raise self._wrong("a column, a value or a function was expected")
        self._at += 1
        if here.kind == "number":
            is_whole = here.text.isdecimal() and len(here.text) < 19
            return Literal(int(here.text) if is_whole else float(here.text), here.position)
        if here.kind == "text":
            return Literal(_unquoted(here.text), here.position)
        if here.kind == "quoted":
            return Name(_unquoted(here.text), here.position)
        if self._took("(") is not None:
            return self._call(here)
        return Name(here.text, here.position)

    def _call(self, name: _Token) -> Node:
        function = FUNCTIONS.get(name.text.lower())
        if function is None:
            raise ExpressionError(
                name.position,
                f"there is no function {name.text}.",
                "There are " + ", ".join(sorted(FUNCTIONS)) + ".",
            )
        arguments = self._arguments()
        if not function.fewest <= len(arguments) <= function.most:
            raise ExpressionError(
                name.position, f"{name.text} is used as {function.usage}.", function.help
            )
        return Call(name.text.lower(), arguments, name.position)

    def _arguments(self) -> tuple[Node, ...]:
        """What stands between brackets of which the first is read."""
        if self._took(")") is not None:
            return ()
        found = [self.whole()]
        while self._took(",") is not None:
            found.append(self.whole())
        self._need(")")
        return tuple(found)

    def _choice(self, start: _Token) -> Node:
        """`if a then b else c`, or `if(a, b, c)`."""
        before = self._at
        if self._took("(") is not None:
            condition = self.whole()
            if self._took(",") is not None:
                yes = self.whole()
                self._need(",")
                no = self.whole()
                self._need(")")
                return Call("if", (condition, yes, no), start.position)
            self._at = before
        condition = self.whole()
        self._need("then")
        yes = self.whole()
        self._need("else")
        return Call("if", (condition, yes, self.whole()), start.position)


def _unquoted(text: str) -> str:
    return text[1:-1].replace(text[0] * 2, text[0])

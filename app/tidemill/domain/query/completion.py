"""What could be typed next in a query."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tidemill.domain.query import errors
from tidemill.domain.query.ast import STATISTICS
from tidemill.domain.query.errors import QueryError
from tidemill.domain.query.lexer import Token, TokenKind, quoted, tokenize, unquoted
from tidemill.domain.query.numbers import number_of
from tidemill.domain.query.parser import OPERATORS, Parser

_MOST = 50
_VALUES = frozenset({errors.A_NUMBER, errors.TEXT, errors.A_REGULAR_EXPRESSION})
_WHOLE_OPERATORS = {"is": ("is null", "is not null"), "in": ("in (",)}


@dataclass(frozen=True)
class Completion:
    """Put `text` in place of `start` to `end`; `kind` is name, operator, value or keyword."""

    text: str
    start: int
    end: int
    kind: str


def complete(
    text: str,
    cursor: int,
    names: Sequence[str],
    values: Callable[[str], Iterable[str]],
) -> list[Completion]:
    """Return what fits at the cursor, best first and at most 50.

    `names` are columns as `RunColumns.column_names` writes them; `values` gives the values to
    offer for one of them. Empty where the text before the cursor is wrong already.
    """
    start, end = _touched(text, cursor)
    typed = text[start:cursor]
    parser, expected = _expected(text[:start])
    offers: list[tuple[str, str]] = []
    if errors.A_NAME in expected:
        offers += [(name, "name") for name in _with_statistics(names, typed)]
    if _VALUES.intersection(expected) and parser is not None and parser.name is not None:
        offers += [(_value(value), "value") for value in values(parser.name.to_text())]
    for word in expected:
        if word in OPERATORS:
            offers += [(whole, "operator") for whole in _WHOLE_OPERATORS.get(word, (word,))]
        elif word not in errors.PHRASES:
            offers.append((word, "keyword"))
    return _ranked(offers, typed, start, end)


def _touched(text: str, cursor: int) -> tuple[int, int]:
    """The span of the word or quoted text that the cursor stands in or right behind."""
    try:
        tokens = tokenize(text)
    except QueryError:
        tokens = _readable(text[:cursor])
    for token in tokens:
        open_ended = token.kind in {TokenKind.WORD, TokenKind.TEXT}
        if open_ended and token.start < cursor <= token.end:
            return token.start, token.end
    return cursor, cursor


def _readable(text: str) -> list[Token]:
    """The last token of a text that ends inside a quote, the open quote taken as closed there."""
    try:
        return tokenize(text)
    except QueryError as error:
        start = error.position
    before = tokenize(text[:start])[-2:]
    if text[start] == "`" and before[0].kind is TokenKind.WORD and before[0].end == start:
        start = before[0].start
    return [Token(TokenKind.WORD, text[start:], start, len(text))]


def _expected(before: str) -> tuple[Parser | None, tuple[str, ...]]:
    try:
        parser = Parser(before)
    except QueryError:
        return None, ()
    try:
        empty = parser.query().where is None
    except QueryError as error:
        here = parser.here()
        at_end = here.kind is TokenKind.END and error.position == here.start
        return parser, error.expected if at_end else ()
    return parser, (errors.A_NAME, "not", "(") if empty else ("and", "or")


def _with_statistics(names: Sequence[str], typed: str) -> list[str]:
    found = list(names)
    for name in names:
        if name.startswith("metrics.") and typed.startswith(name + "."):
            found += [f"{name}.{statistic}" for statistic in STATISTICS]
    return found


def _value(value: str) -> str:
    return quoted(value) if number_of(value) is None else value


def _plain(text: str) -> str:
    if text[:1] in {'"', "'"}:
        return unquoted(text if text[-1] == text[0] and len(text) > 1 else text + text[0]).lower()
    return text.replace("`", "").lower()


def _ranked(offers: list[tuple[str, str]], typed: str, start: int, end: int) -> list[Completion]:
    """Those that begin with what was typed, then parts of a name that do, then those with it."""
    sought = _plain(typed)
    ranked: list[tuple[int, Completion]] = []
    for text, kind in offers:
        plain = _plain(text)
        if plain.startswith(sought):
            rank = 0
        elif "." + sought in plain:
            rank = 1
        elif sought in plain:
            rank = 2
        else:
            continue
        ranked.append((rank, Completion(text, start, end, kind)))
    ranked.sort(key=lambda pair: pair[0])
    return [completion for _, completion in ranked[:_MOST]]

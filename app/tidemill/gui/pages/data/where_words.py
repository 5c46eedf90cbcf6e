"""What could be typed next in a condition over columns, and where the engine stumbled."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_WORD = re.compile(r'"(?:[^"]|"")*"?|\'(?:[^\']|\'\')*\'?|\w+|[<>=!]+|\S')
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_COMPARING = frozenset({"=", "!=", "<>", "<", ">", "<=", ">=", "like", "ilike"})
_JOINING = frozenset({"and", "or", "not", "("})
_AFTER_COLUMN = ("=", "!=", ">", "<", "in (", "is null", "is not null", "between", "like")
_KEYWORDS = frozenset(
    "select from where and or not in is null like between case when then else end as order by "
    "group having limit offset distinct all any some true false cast desc asc table user".split()
)
_NAMED = re.compile(r'"((?:[^"]|"")+)"')
_MOST = 50


@dataclass(frozen=True)
class Offer:
    """Put `text` in place of `start` to `end`; `kind` is column, value, operator or word."""

    text: str
    start: int
    end: int
    kind: str


def as_name(column: str) -> str:
    """A column's name as a condition takes it, in quotes where it needs them."""
    is_plain = _PLAIN.fullmatch(column) and column.lower() not in _KEYWORDS
    return column if is_plain else '"' + column.replace('"', '""') + '"'


def as_text(value: str) -> str:
    """A text as a condition takes it."""
    return "'" + value.replace("'", "''") + "'"


def offers(
    text: str, cursor: int, columns: Sequence[str], values: Mapping[str, Iterable[str]]
) -> list[Offer]:
    """What fits at the cursor: columns at the start of a condition, then operators, then the
    values known of the column before."""
    tokens = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text[:cursor])]
    typed, start = "", cursor
    is_inside = bool(tokens) and tokens[-1][2] == cursor and tokens[-1][0][0] not in "(,"
    if is_inside and not set(tokens[-1][0]) <= set("<>=!"):
        typed, start, _ = tokens.pop()
    before = tokens[-1][0].lower() if tokens else "and"
    end = cursor
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    column = _column_before([t for t, _, _ in tokens], columns)
    if before in _COMPARING or (before in {"(", ","} and column and _is_in_list(tokens)):
        known = [(as_text(v), "value") for v in values.get(column or "", ())]
        return _ranked([*known, *((as_name(c), "column") for c in columns)], typed, start, end)
    if before in _JOINING or before == ",":
        found = [(as_name(c), "column") for c in columns]
        return _ranked([*found, ("not", "word")], typed, start, end)
    if column is not None and as_name(column).lower() == before:
        return _ranked([(word, "operator") for word in _AFTER_COLUMN], typed, start, end)
    return _ranked([("and", "word"), ("or", "word")], typed, start, end)


def _is_in_list(tokens: Sequence[tuple[str, int, int]]) -> bool:
    """Whether the open bracket before is one of `in (`."""
    words = [t.lower() for t, _, _ in tokens]
    if "(" not in words:
        return False
    at = len(words) - 1 - words[::-1].index("(")
    return at > 0 and words[at - 1] == "in"


def _column_before(tokens: Sequence[str], columns: Sequence[str]) -> str | None:
    by_word = {as_name(c).lower(): c for c in columns} | {c.lower(): c for c in columns}
    return next((by_word[t.lower()] for t in reversed(tokens) if t.lower() in by_word), None)


def _ranked(found: Iterable[tuple[str, str]], typed: str, start: int, end: int) -> list[Offer]:
    """Those that begin with what was typed, then those that hold it."""
    wanted = typed.strip("\"'").casefold()
    every = [(word, kind, word.strip("\"'").casefold()) for word, kind in found]
    begin = [(w, k) for w, k, bare in every if bare.startswith(wanted) and w != typed]
    within = [(w, k) for w, k, bare in every if wanted in bare and not bare.startswith(wanted)]
    return [Offer(word, start, end, kind) for word, kind in (*begin, *within)][:_MOST]


def wrong_at(message: str, text: str) -> tuple[int, int] | None:
    """Where the engine stumbled, from what it says: the name or the word it did not know."""
    for found in (*_NAMED.findall(message), *re.findall(r'near "([^"]+)"', message)):
        at = text.casefold().find(found.casefold())
        if at >= 0:
            return at, at + len(found)
    return None

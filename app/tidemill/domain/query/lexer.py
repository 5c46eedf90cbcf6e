"""Cuts the text of a query into tokens, and knows how names and texts are quoted."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from tidemill.domain.query.errors import A_CLOSING_BACKQUOTE, A_CLOSING_QUOTE, QueryError
from tidemill.domain.query.numbers import number_of

KEYWORDS = frozenset({"and", "or", "not", "in", "is", "null", "contains"})
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<operator><=|>=|!=|[=<>~])
    | (?P<mark>[(),])
    | (?P<word>(?:[^\s(),"'`=<>!~]|`(?:[^`]|``)*`)+)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(r"[^\s(),\"'`=<>!~.]+")
_SEGMENT = re.compile(r"(?:[^`.]|`(?:[^`]|``)*`)*", re.DOTALL)
_BACKQUOTED = re.compile(r"`((?:[^`]|``)*)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class TokenKind(StrEnum):
    """A word may hold backquoted parts; a mark is a bracket or comma."""

    WORD = "word"
    TEXT = "text"
    OPERATOR = "operator"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True)
class Token:
    """A piece of the query as written, with the span it covers."""

    kind: TokenKind
    raw: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """What this token says if it is a keyword, mark or operator; empty otherwise."""
        if self.kind is TokenKind.WORD:
            return self.raw.lower() if self.raw.lower() in KEYWORDS else ""
        return self.raw if self.kind in {TokenKind.OPERATOR, TokenKind.MARK} else ""


def tokenize(text: str) -> list[Token]:
    """Cut a query into tokens, the last of kind END; raises `QueryError` where none fits."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            _unreadable(text, at, tokens)
        if match.lastgroup != "space":
            kind = TokenKind(str(match.lastgroup))
            tokens.append(Token(kind, match.group(), at, match.end()))
        at = match.end()
    end = tokens[-1].end if tokens else 0
    tokens.append(Token(TokenKind.END, "", end, end))
    return tokens


def _unreadable(text: str, at: int, tokens: list[Token]) -> NoReturn:
    expected = {"`": A_CLOSING_BACKQUOTE, "!": "!="}.get(text[at], A_CLOSING_QUOTE)
    raise QueryError(at, (expected,), after=tokens[-1].raw if tokens else "")


def segments(word: str) -> list[tuple[str, bool]]:
    """Cut a word at its dots into (part, was it backquoted); a part may be empty."""
    parts: list[tuple[str, bool]] = []
    at = 0
    while True:
        match = _SEGMENT.match(word, at)
        raw = match.group() if match else ""
        part = _BACKQUOTED.sub(lambda m: m.group(1).replace("``", "`"), raw)
        parts.append((part, "`" in raw))
        at += len(raw)
        if at >= len(word):
            return parts
        at += 1


def is_plain_name(name: str) -> bool:
    """Whether a name needs no backquotes where it stands alone."""
    if _PLAIN.fullmatch(name) is None or name.lower() in KEYWORDS:
        return False
    return number_of(name) is None


def backquoted(name: str) -> str:
    """A name in backquotes, those inside doubled."""
    return "`" + name.replace("`", "``") + "`"


def quoted(text: str) -> str:
    """A text in double quotes with its escapes."""
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def unquoted(raw: str) -> str:
    r"""The text between quotes; an unknown escape keeps its backslash, so "\d" is a digit."""
    return _ESCAPE.sub(lambda m: _ESCAPED.get(m.group(1), m.group()), raw[1:-1])

"""What is said when a query is wrong: where, after what, and what was expected there."""

from tidemill.base.errors import NeedsYou

A_NAME = "a name"
A_NUMBER = "a number"
TEXT = "text"
A_TIME = "a time"
A_REGULAR_EXPRESSION = "a regular expression"
A_CLOSING_QUOTE = "a closing quote"
A_CLOSING_BACKQUOTE = "a closing backquote"
LESS_NESTING = "less nesting"
THE_END = "the end"

# Phrases stand as they are in the sentence; every other expected word is something to type.
PHRASES = frozenset(
    {
        A_NAME,
        A_NUMBER,
        TEXT,
        A_TIME,
        A_REGULAR_EXPRESSION,
        A_CLOSING_QUOTE,
        A_CLOSING_BACKQUOTE,
        LESS_NESTING,
        THE_END,
    }
)


class QueryError(NeedsYou):
    """A query that cannot be read or does not fit its columns.

    `position` counts the characters before the place where something else was expected, so a
    cursor set there stands right; `expected` are the words or phrases that would have fitted.
    """

    def __init__(
        self, position: int, expected: tuple[str, ...], *, after: str = "", hint: str = ""
    ) -> None:
        """Build the sentence; `after` is what stands just before, empty at the start."""
        place = f"after `{after}`" if after else "at the start"
        super().__init__(
            f"At position {position}, {place}: {_joined(expected)} was expected.", hint
        )
        self.position = position
        self.expected = expected
        self.after = after

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.position, self.expected, self.after, self.hint))


def _joined(expected: tuple[str, ...]) -> str:
    words = [word if word in PHRASES else f"`{word}`" for word in expected]
    if len(words) == 1:
        return words[0]
    return ", ".join(words[:-1]) + " or " + words[-1]


def _rebuild(position: int, expected: tuple[str, ...], after: str, hint: str) -> QueryError:
    return QueryError(position, expected, after=after, hint=hint)

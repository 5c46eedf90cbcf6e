"""What is wrong with an expression, and where."""

from tidemill.base.errors import NeedsYou


class ExpressionError(NeedsYou):
    """An expression that cannot be understood; `position` counts characters before the place."""

    def __init__(self, position: int, what: str, hint: str = "") -> None:
        """Say what is wrong at a place."""
        super().__init__(f"At position {position + 1}: {what}", hint)
        self.position = position
        self.what = what

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.position, self.what, self.hint))

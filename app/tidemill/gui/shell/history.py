"""Where the person has been: back and forward over addresses."""

_MOST = 200


class History:
    """A walk over addresses with a present one."""

    def __init__(self) -> None:
        self._walk: list[str] = []
        self._at = -1

    def go(self, address: str) -> None:
        """Go to a new address; what lay ahead is forgotten."""
        if self.here() == address:
            return
        self._walk = [*self._walk[: self._at + 1], address][-_MOST:]
        self._at = len(self._walk) - 1

    def replace(self, address: str) -> None:
        """Correct the present address, for example after a choice inside the page."""
        if self._at >= 0:
            self._walk[self._at] = address

    def here(self) -> str | None:
        """The present address."""
        return self._walk[self._at] if self._at >= 0 else None

    def can_step(self, by: int) -> bool:
        """Whether there is anything `by` steps away."""
        return 0 <= self._at + by < len(self._walk)

    def step(self, by: int) -> str | None:
        """Go back (-1) or forward (1); the address to show, or None at the end."""
        if not self.can_step(by):
            return None
        self._at += by
        return self._walk[self._at]

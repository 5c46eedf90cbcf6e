"""News of the store for faces: what changed since the last look."""

from tidemill.services.workspace import Workspace
from tidemill.store.feed import FeedReader, News

__all__ = ["News", "Reader"]


class Reader:
    """Reads news in order; not for use by two threads at once. `close` ends it."""

    def __init__(self, workspace: Workspace) -> None:
        self._reader = FeedReader(workspace.store)

    def poll(self) -> list[News] | None:
        """News since the last call; None means "too far behind, reload everything".

        A database that can't be read just now (locked, gone) raises `WorldError`.
        """
        return self._reader.poll()

    def close(self) -> None:
        """Close the connection."""
        self._reader.close()

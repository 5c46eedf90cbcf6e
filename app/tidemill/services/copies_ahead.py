"""Files copied into the workspace some ahead of their turn."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tidemill.domain.watches import ArrivedFile
from tidemill.services import file_reads
from tidemill.services.workspace import Workspace

N_COPIED = 4
"""How many files are copied at the same time."""


class CopiesAhead:
    """Copies files into the workspace some ahead: the disk is waited for while others are read."""

    def __init__(self, workspace: Workspace) -> None:
        self._blobs = workspace.blobs
        self._threads = ThreadPoolExecutor(N_COPIED, "copy")
        self._asked: deque[ArrivedFile] = deque()
        self._begun: dict[int, Future[str | None]] = {}

    def ask(self, wanted: Sequence[ArrivedFile]) -> None:
        """Copy these, in this order."""
        self._asked.extend(wanted)
        self._go_on()

    def _go_on(self) -> None:
        while self._asked and len(self._begun) < 2 * N_COPIED:
            file = self._asked.popleft()
            self._begun[file.id] = self._threads.submit(self._copied, file)

    def _copied(self, file: ArrivedFile) -> str | None:
        path, seen = Path(file.path), (file.n_bytes, file.modified_ns)
        if file_reads.stamp_of(path) != seen:
            return None
        blob = self._blobs.put_file(path)
        return blob if file_reads.stamp_of(path) == seen else None

    def of(self, file: ArrivedFile) -> str | None:
        """The copy of a file by its name; None where it changed. Raises what copying raised."""
        found = self._begun.pop(file.id, None)
        if found is None:
            return self._copied(file)
        self._go_on()
        return found.result()

    def close(self) -> None:
        """Leave what is not begun, and wait for what is."""
        self._asked.clear()
        self._threads.shutdown(cancel_futures=True)

"""A process and all that it started: letting it rest, go on, end; the memory and cores it has."""

import contextlib
from collections.abc import Iterator

import psutil

_MOST_ROUNDS = 5


class ProcessTree:
    """A child process with its descendants, as they come and go."""

    def __init__(self, pid: int) -> None:
        self._root: psutil.Process | None = None
        with contextlib.suppress(psutil.Error):
            self._root = psutil.Process(pid)

    def members(self) -> list[psutil.Process]:
        """The process and its living descendants; empty once it is gone."""
        if self._root is None:
            return []
        try:
            return [self._root, *self._root.children(recursive=True)]
        except psutil.Error:
            return []

    def rest(self) -> None:
        """Let all of them stand still, also those that are started while this is done."""
        still: set[int] = set()
        for _ in range(_MOST_ROUNDS):
            new = [one for one in self.members() if one.pid not in still]
            if not new:
                return
            for one in new:
                still.add(one.pid)
                with contextlib.suppress(psutil.Error):
                    one.suspend()

    def go_on(self) -> None:
        """Let all of them go on."""
        for one in self.members():
            with contextlib.suppress(psutil.Error):
                one.resume()

    def end(self) -> None:
        """Kill all of them, those started meanwhile as well; does not wait for the first."""
        ended: list[psutil.Process] = []
        for _ in range(_MOST_ROUNDS):
            left = [one for one in self.members() if one not in ended]
            if not left:
                break
            for one in left:
                ended.append(one)
                with contextlib.suppress(psutil.Error):
                    one.kill()

    def memory_mb(self) -> float:
        """Memory that all of them hold, in MB of 10^6 bytes.

        Where the system tells it (Linux), without what is mapped from files: those pages are
        taken back when another needs them.
        """
        return sum(self._held(one) for one in self.members()) / 1e6

    @staticmethod
    def _held(one: psutil.Process) -> int:
        try:
            facts = one.memory_info()
        except psutil.Error:
            return 0
        return max(0, int(facts.rss) - int(getattr(facts, "shared", 0)))

    def confine(self, cores: list[int]) -> None:
        """Let all of them use these cores only; an empty list lets them use all.

        Where the system knows no such thing (macOS), nothing is done.
        """
        for one in self.members():
            with contextlib.suppress(psutil.Error, AttributeError, ValueError, OSError):
                one.cpu_affinity(cores)


def cores() -> list[int]:
    """The numbers of the cores this process may use."""
    process = psutil.Process()
    if hasattr(process, "cpu_affinity"):
        return list(process.cpu_affinity())
    return list(range(psutil.cpu_count() or 1))


def go_on(pid: int, born: float) -> bool:
    """Let a process that stands still go on, if the number is still its; True if it was there."""
    with contextlib.suppress(psutil.Error):
        one = psutil.Process(pid)
        if abs(one.create_time() - born) < 1.0:
            one.resume()
            return True
    return False


def told(pids: list[psutil.Process]) -> Iterator[tuple[int, float]]:
    """The number and the birth of each process that still lives."""
    for one in pids:
        with contextlib.suppress(psutil.Error):
            yield one.pid, float(one.create_time())

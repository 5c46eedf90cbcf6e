"""How much of the computer a run uses, looked at now and then from the sender's thread."""

from typing import Any

EVERY_S = 5.0


class Meter:
    """Measures this process and its computer; shares are from 0 to 1, memory in bytes.

    A process that keeps two cores busy has a `process_cpu` of 2.
    """

    def __init__(self) -> None:
        import psutil

        self._psutil: Any = psutil
        self._process: Any = None
        try:
            self._process = psutil.Process()
            self._process.cpu_percent()
            psutil.cpu_percent()
        except (psutil.Error, OSError):  # a system that does not let us look
            self._process = None

    def read(self) -> dict[str, float]:
        """The use since the last call; empty where the system does not tell."""
        if self._process is None:
            return {}
        try:
            with self._process.oneshot():
                used = {
                    "process_cpu": self._process.cpu_percent() / 100.0,
                    "process_memory": float(self._process.memory_info().rss),
                }
            used["computer_cpu"] = self._psutil.cpu_percent() / 100.0
            used["computer_memory"] = self._psutil.virtual_memory().percent / 100.0
        except (self._psutil.Error, OSError):
            return {}
        return used

"""What records of a spool say, gathered by run: many calls become few changes.

A record is a list: what it is, the run's id, and its values. `Batch.of` reads them in order; of
values that replace each other the last one stays, points of metrics all stay.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tidemill.domain.run_inputs import RunInput

METRIC, SYSTEM = "metric", "system"
ORIGIN = "origin"


@dataclass(frozen=True)
class Begun:
    """A run that was started or taken up again."""

    id: str
    at: float
    project: str
    experiment: str
    name: str
    user: str
    process: str | None
    parent: str | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Staged:
    """A file put beside the spool; `is_shared` where other records name it too."""

    name: str
    is_shared: bool


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    state: str
    error: str | None
    at: float


@dataclass
class Batch:
    """Changes of some records, by run's id."""

    begun: dict[str, Begun] = field(default_factory=dict)
    ended: dict[str, Ended] = field(default_factory=dict)
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)
    points: list[tuple[str, str, str, int | None, float, float]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    files: dict[tuple[str, str], Staged] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    printed: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    inputs: dict[str, Sequence[RunInput]] = field(default_factory=dict)
    """What new runs read: not spooled, told when runs of elsewhere are taken over."""
    ids: dict[str, None] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[list[Any]]) -> "Batch":
        """Gather records; ones of a kind not known here (a newer Tidemill's) raise `KeyError`."""
        batch = cls()
        for kind, run_id, *values in records:
            batch.ids[run_id] = None
            _TAKERS[kind](batch, run_id, *values)
        return batch

    def _run(self, run_id: str, facts: dict[str, Any]) -> None:
        self.begun[run_id] = Begun(id=run_id, **facts)
        self.ended.pop(run_id, None)

    def _metric(self, run_id: str, name: str, value: float, step: int | None, at: float) -> None:
        self.points.append((run_id, METRIC, name, step, at, value))

    def _metrics(self, run_id: str, values: dict[str, float], step: int | None, at: float) -> None:
        for name, value in values.items():
            self.points.append((run_id, METRIC, name, step, at, value))

    def _system(self, run_id: str, values: dict[str, float], at: float) -> None:
        for name, value in values.items():
            self.points.append((run_id, SYSTEM, name, None, at, value))

    def _params(self, run_id: str, values: dict[str, str]) -> None:
        self.texts |= {(run_id, "param", name): text for name, text in values.items()}

    def _tags(self, run_id: str, values: dict[str, str]) -> None:
        self.texts |= {(run_id, "tag", name): text for name, text in values.items()}

    def _note(self, run_id: str, text: str) -> None:
        self.notes[run_id] = text

    def _file(self, run_id: str, path: str, name: str, is_shared: bool) -> None:
        self.files[run_id, path] = Staged(name, is_shared)

    def _dataset(self, run_id: str, address: str) -> None:
        self.data[run_id] = address

    def _console(self, run_id: str, text: str, at: float) -> None:
        self.printed.setdefault(run_id, []).append((at, text))

    def _facts(self, run_id: str, facts: dict[str, Any]) -> None:
        self.facts.setdefault(run_id, {}).update(facts)

    def _origin(self, run_id: str, spool_id: str, at: float) -> None:
        """Where a run of another process was begun: read before, by who waits for it."""

    def _end(self, run_id: str, state: str, error: str | None, at: float) -> None:
        self.ended[run_id] = Ended(state, error, at)


_TAKERS: dict[str, Callable[..., None]] = {
    "run": Batch._run,
    ORIGIN: Batch._origin,
    "m": Batch._metric,
    "mm": Batch._metrics,
    "system": Batch._system,
    "params": Batch._params,
    "tags": Batch._tags,
    "note": Batch._note,
    "file": Batch._file,
    "data": Batch._dataset,
    "console": Batch._console,
    "facts": Batch._facts,
    "end": Batch._end,
}

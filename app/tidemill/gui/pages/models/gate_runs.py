"""Every time gates ran over the shown version, read when a person looks at the tab Gates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.popover import Option

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.gate_sets import GateRun


@dataclass(frozen=True)
class ShownRuns:
    """The times gates ran over a version, newest first, and which of them is looked at.

    `newest` are the answers that count now; they stand alone where no run was kept.
    """

    name: str = ""
    number: int = 0
    newest: Sequence[Mapping[str, Any]] = ()
    runs: "tuple[GateRun, ...]" = ()
    people: Mapping[str, str] = field(default_factory=dict)
    at: int = 0

    @property
    def run(self) -> "GateRun | None":
        """The run looked at, if one was kept."""
        return self.runs[self.at] if self.at < len(self.runs) else None

    @property
    def gates(self) -> Sequence[Mapping[str, Any]]:
        """The answers looked at."""
        run = self.run
        return self.newest if run is None or self.at == 0 else run.gates

    @property
    def options(self) -> list[Option]:
        """One for each run: when, how many passed, which set."""
        return [
            Option(
                at,
                f"{numbers.day(run.at)}, {numbers.clock(run.at)}",
                f"{_passed(run.gates)}, {run.gate_set}",
            )
            for at, run in enumerate(self.runs)
        ]

    @property
    def title(self) -> str:
        """Which version, and how many of its gates passed."""
        if not self.gates:
            return tr("Not run yet")
        return tr("v{number}: {n_of} passed", number=self.number, n_of=_passed(self.gates))

    @property
    def words(self) -> str:
        """Which set it was, on which rows, against whom, and who let it run."""
        run = self.run
        if run is None:
            return ""
        told = [tr("The set {gate_set}", gate_set=run.gate_set)]
        if run.judged_on:
            told.append(f"on {run.judged_on}")
        if run.against:
            told.append(f"against {run.against}")
        by = self.people.get(run.by, run.by)
        earlier = tr(" An earlier run; the newest one counts.") if self.at else ""
        return tr("{names}, run by {by}.{earlier}", names=" ".join(told), by=by, earlier=earlier)


class RunsOfGates(QObject):
    """Holds `shown`; `changed(ShownRuns)` tells of something new."""

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._context = context
        self.shown = ShownRuns()
        self._stamp: object = None

    def show(
        self, name: str, number: int, newest: Sequence[Mapping[str, Any]], stamp: object
    ) -> None:
        """Be about a version; `stamp` is another one where something of the model changed."""
        is_same = (name, number) == (self.shown.name, self.shown.number)
        if is_same and (stamp, newest) == (self._stamp, self.shown.newest):
            return
        self._stamp = stamp
        runs = self.shown.runs if is_same else ()
        self._set(ShownRuns(name, number, newest, runs, self.shown.people))
        workspace, address = self._context.workspace, f"{name}@{number}"

        def work(_reporter: "Reporter") -> ShownRuns:
            from tidemill.services import gate_sets, people

            found = tuple(gate_sets.runs(workspace, address))
            return ShownRuns(name, number, newest, found, people.display_names(workspace))

        self._context.operations.run("models.gate_runs", work, self._on_read, self._context.problem)

    def look_at(self, at: int) -> None:
        """Look at another run."""
        if at != self.shown.at:
            self._set(replace(self.shown, at=at))

    def _on_read(self, found: ShownRuns) -> None:
        if (found.name, found.number) == (self.shown.name, self.shown.number):
            self._set(found)

    def _set(self, shown: ShownRuns) -> None:
        self.shown = shown
        self.changed.emit(shown)


def _passed(gates: Sequence[Mapping[str, Any]]) -> str:
    return tr("{n} of {total}", n=sum(bool(one["passed"]) for one in gates), total=len(gates))

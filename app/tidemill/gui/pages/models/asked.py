"""What the worker is asked about versions on this page: rehearsals, and why a score changed."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.business_value import Costs
from tidemill.domain.rehearsals import Rehearsal
from tidemill.gui.bridge.job_waiting import seen_done

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.score_changes import ScoreChange


@dataclass(frozen=True)
class ShownRehearsal:
    """The last rehearsal of a version, if there is one; `words` say what is under way."""

    address: str = ""
    found: Rehearsal | None = None
    is_busy: bool = False
    words: str = ""
    problem: TidemillError | None = None


@dataclass(frozen=True)
class ShownChange:
    """Why the score of a row changed between two versions; `row` is what was asked for."""

    before: str = ""
    after: str = ""
    row: str = ""
    found: "ScoreChange | None" = None
    is_busy: bool = False
    problem: TidemillError | None = None


class AskedModel(QObject):
    """Asks and waits off the window's thread; `rehearsed` and `explained` tell of news."""

    rehearsed = Signal(object)
    explained = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._context = context
        self.rehearsal = ShownRehearsal()
        self.change = ShownChange()

    def read_rehearsal(self, name: str, number: int) -> None:
        """Read the last rehearsal of a version."""
        workspace, address = self._context.workspace, f"{name}@{number}"
        self.rehearsal = ShownRehearsal(address)

        def work(_reporter: "Reporter") -> Rehearsal | None:
            from tidemill.services import rehearsing

            return rehearsing.newest(workspace, address)

        self._context.operations.run(
            "models.rehearsal", work, self._on_rehearsed, self._on_not_rehearsed
        )

    def rehearse_with(self, amounts: dict[str, float], unit: str) -> None:
        """Keep what wrong decisions of the model cost, then hold the rehearsal again."""
        self.rehearse(Costs(amounts, unit=unit))

    def rehearse(self, costs: "Costs | None" = None) -> None:
        """Hold a rehearsal of the version that was read last; `costs` are kept before."""
        workspace, address = self._context.workspace, self.rehearsal.address
        self._set_rehearsal(
            replace(self.rehearsal, is_busy=True, problem=None, words=tr("Waiting"))
        )

        def work(reporter: "Reporter") -> Rehearsal | None:
            from tidemill.services import business_value, rehearsing

            if costs is not None:
                name = address.rpartition("@")[0]
                kept = business_value.of_model(workspace, name).costs
                threshold = 0.5 if kept is None else kept.costs.threshold
                business_value.set_costs(
                    workspace, name, costs.amounts, threshold=threshold, unit=costs.unit
                )
            seen_done(workspace, rehearsing.ask(workspace, address), reporter)
            return rehearsing.newest(workspace, address)

        self._context.operations.run(
            "models.rehearse",
            work,
            self._on_rehearsed,
            self._on_not_rehearsed,
            progress=self._on_progress,
        )

    def explain(self, before: str, after: str, row: str, data: str | None = None) -> None:
        """Ask why the score of a row changed; `data` is where both read it, else the newest."""
        workspace = self._context.workspace
        self._set_change(ShownChange(before, after, row, is_busy=True))

        def work(reporter: "Reporter") -> "ScoreChange":
            from tidemill.services import score_changes

            job_id = score_changes.ask(
                workspace, before, after, row, data_before=data, data_after=data
            )
            return score_changes.of_job(seen_done(workspace, job_id, reporter))

        self._context.operations.run("models.why", work, self._on_explained, self._on_not_explained)

    def _on_rehearsed(self, found: Rehearsal | None) -> None:
        self._set_rehearsal(replace(self.rehearsal, found=found, is_busy=False, words=""))

    def _on_not_rehearsed(self, error: TidemillError) -> None:
        self._set_rehearsal(replace(self.rehearsal, problem=error, is_busy=False, words=""))

    def _on_progress(self, _share: float, words: str) -> None:
        self._set_rehearsal(replace(self.rehearsal, words=words))

    def _on_explained(self, found: "ScoreChange") -> None:
        self._set_change(replace(self.change, found=found, is_busy=False))

    def _on_not_explained(self, error: TidemillError) -> None:
        self._set_change(replace(self.change, problem=error, is_busy=False))

    def _set_rehearsal(self, shown: ShownRehearsal) -> None:
        self.rehearsal = shown
        self.rehearsed.emit(shown)

    def _set_change(self, shown: ShownChange) -> None:
        self.change = shown
        self.explained.emit(shown)

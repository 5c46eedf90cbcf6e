"""What is done with versions that scripts registered: judged on data that a person names."""

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.models.outside_part import OutsidePart
from tidemill.gui.pages.models.outside_state import OutsideRow
from tidemill.gui.pages.models.view_model import ModelsViewModel
from tidemill.gui.sheets.version_wish import VersionWish, Wished, load_choices
from tidemill.gui.shell.page import PageContext, address_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace


class JudgeSheet(Sheet):
    """Asks which data a version answers for; closes once its gates are asked for."""

    def __init__(self, context: PageContext, row: OutsideRow) -> None:
        """Make it for a version."""
        super().__init__(
            context.sheet_host,
            tr("Judge {name} v{number} on data", name=row.name, number=row.number),
            tr("The worker loads it in a process of its own and runs its gates."),
            tr("Judge it"),
            "shield-check",
            recorded_as=tr("Recorded as {display}", display=context.workspace.person.display),
        )
        self._context, self._row = context, row
        self.wish = VersionWish(row.name, row.columns, is_fixed=True)
        self._failure = ErrorPanel()
        show_if(self._failure, False)
        self.body.addWidget(self.wish)
        self.body.addWidget(self._failure)
        self.wish.changed.connect(self._on_changed)
        self.accepted.connect(self._on_accepted)
        self._on_changed()
        context.operations.run(
            "models.judge.choices",
            lambda _: load_choices(context),
            self.wish.show_choices,
            self._on_failed,
        )

    def _on_changed(self) -> None:
        is_whole = self.wish.is_whole()
        self.primary.setEnabled(is_whole)
        self.primary.setToolTip("" if is_whole else tr("Say which data it answers for."))
        self.fit()

    def _on_accepted(self) -> None:
        said = self.wish.wish()
        if said is not None:
            wished = replace(said, model=self._row.name)
            work = partial(_asked, self._context.workspace, self._row.number, wished)
            self._context.operations.run(
                "models.judge", work, self._on_asked, self._on_failed, self.primary.set_busy
            )

    def _on_asked(self, _job: int) -> None:
        self._context.start_worker()
        self._context.toast(
            tr("{name} v{number} is being judged", name=self._row.name, number=self._row.number)
        )
        self.close_sheet()

    def _on_failed(self, error: TidemillError) -> None:
        self._failure.set_error(error.message, error.hint, error.detail)
        show_if(self._failure, True)
        self.fit()


def _asked(workspace: "Workspace", number: int, wish: Wished, _reporter: "Reporter") -> int:
    from tidemill.services import judging_outside
    from tidemill.services.imported_versions import AsVersion

    return judging_outside.ask(workspace, number, AsVersion(**asdict(wish)))


class OutsideDeeds(QObject):
    """Carries out what is said on the card; `sheet` is the open one."""

    def __init__(self, context: PageContext, model: ModelsViewModel, part: OutsidePart) -> None:
        """No sheet yet."""
        super().__init__(model)
        self._context, self._model = context, model
        self.sheet: JudgeSheet | None = None
        part.judge_wanted.connect(self.open)
        part.run_wanted.connect(self._on_run)

    def open(self, number: int) -> None:
        """Ask which data a version of the shown model answers for."""
        rows = self._model.state.outside
        row = next((one for one in rows if one.number == number and one.can_judge), None)
        if row is None or self.sheet is not None:
            return
        self.sheet = JudgeSheet(self._context, row)
        self.sheet.closed.connect(self._on_closed)
        self._context.open_sheet(self.sheet)

    def _on_closed(self) -> None:
        self.sheet = None

    def _on_run(self, run_id: str) -> None:
        self._context.navigate(address_of("experiments", run_id))

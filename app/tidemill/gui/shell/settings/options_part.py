"""The options of a section, each kept as it is changed, on this computer or in the workspace."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.domain.options.every import of_section
from tidemill.domain.options.option import Kept, Option, Value
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.option_row import OptionRow
from tidemill.gui.shell.settings.section import Desk

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

Values = Mapping[Option, Value]


class OptionsPart(QWidget):
    """Rows for the options of a section, after what the section may put `above` them.

    Those of the workspace follow what colleagues and commands choose meanwhile.
    """

    def __init__(self, section: str, desk: Desk, above: QWidget | None = None) -> None:
        """Show the present values; those of the workspace once they are read."""
        super().__init__()
        self._desk, self._section = desk, section
        self.options = _shown(section, desk)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if above is not None:
            column.addWidget(above)
        self.refused = Paragraph("", "small", "text2")
        self.refused.hide()
        column.addWidget(self.refused)
        self.rows: dict[str, OptionRow] = {}
        for option in self.options:
            if self.rows or above is not None:
                column.addWidget(Divider())
            row = OptionRow(option, desk.own.get(option.key, option.default))
            row.chosen.connect(self._on_chosen)
            self.rows[option.key] = row
            column.addWidget(row)
        column.addStretch(1)
        self._n_keeping = 0  # changes on their way
        self._is_outdated = False  # whether what is being read may be from before a change
        self._shared = tuple(o for o in self.options if o.kept is Kept.WORKSPACE)
        if self._shared and desk.context is not None:
            desk.context.feed.news.connect(self._on_news)
            desk.context.feed.reload.connect(self.load)
            self._bar_those_who_may_not()
            self.load()

    def _bar_those_who_may_not(self) -> None:
        assert self._desk.context is not None
        person = self._desk.context.workspace.person
        barred = {option: option.why_not(person) for option in self._shared}
        for option, why in barred.items():
            self.rows[option.key].control.setEnabled(not why)
            self.rows[option.key].setToolTip(why)
        whys = {why for why in barred.values() if why}
        self.refused.set_text(" ".join(sorted(whys)))
        show_if(self.refused, bool(whys))

    def load(self) -> None:
        """Read what the workspace says."""
        if self._desk.context is None:
            return
        self._is_outdated = self._n_keeping > 0
        work = partial(_read, self._desk.context.workspace, self._shared)
        key = f"settings.{self._section}.read"
        self._desk.context.operations.run(key, work, self._on_read)

    def _on_read(self, values: Values) -> None:
        if self._n_keeping:
            return  # read again once they are kept: what is shown now is newer
        if self._is_outdated:
            self.load()
            return
        for option, value in values.items():
            row = self.rows[option.key]
            if row.value() != value:
                row.show_value(value)

    def _on_news(self, news: list[object]) -> None:
        if any(getattr(one, "topic", "") == "setting" for one in news):
            self.load()

    def _on_chosen(self, option: Option, value: Value) -> None:
        self._keep({option: value})

    def reset(self) -> None:
        """Back to the defaults, those of the workspace as one change."""
        self._keep({o: o.default for o in self.options if self._may(o)})
        for option in self.options:
            if self._may(option):
                self.rows[option.key].show_value(option.default)
                self.rows[option.key].say("")

    def _may(self, option: Option) -> bool:
        context = self._desk.context
        is_own = option.kept is Kept.COMPUTER
        return is_own or (context is not None and not option.why_not(context.workspace.person))

    def _keep(self, values: Values) -> None:
        for option, value in values.items():
            if option.kept is Kept.COMPUTER:
                self._desk.choose(option.key, value)
        shared = {o: v for o, v in values.items() if o.kept is Kept.WORKSPACE}
        if not shared or self._desk.context is None:
            return
        work = partial(_choose, self._desk.context.workspace, shared)
        failed = _Failed(self, next(iter(shared)))
        self._n_keeping += 1
        self._is_outdated = True
        self._desk.context.operations.change(
            f"settings.{self._section}.choose", work, self._on_kept, failed.tell
        )

    def _on_kept(self, _changed: bool) -> None:
        self.kept()

    def kept(self) -> None:
        """A change is done, or refused: what is so is read."""
        self._n_keeping -= 1
        if not self._n_keeping:
            self.load()


class _Failed(QObject):
    """Tells why an option could not be kept, where it was chosen, and shows what is so."""

    def __init__(self, part: OptionsPart, option: Option) -> None:
        super().__init__(part)
        self._part, self._option = part, option

    def tell(self, error: TidemillError) -> None:
        """Say it below the row; the values are read again."""
        self._part.kept()
        self._part.rows[self._option.key].say(f"{error.message} {error.hint}".strip())


def _shown(section: str, desk: Desk) -> tuple[Option, ...]:
    has_workspace = desk.context is not None
    return tuple(o for o in of_section(section) if has_workspace or o.kept is Kept.COMPUTER)


def _read(
    workspace: "Workspace", wanted: tuple[Option, ...], _reporter: Reporter
) -> dict[Option, Value]:
    from tidemill.services import settings

    return settings.values(workspace, wanted)


def _choose(workspace: "Workspace", wanted: Values, _reporter: Reporter) -> bool:
    from tidemill.services import settings

    return settings.choose(workspace, wanted)

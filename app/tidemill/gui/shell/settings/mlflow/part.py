"""The section MLflow: scripts that log to it are answered here, and how they find the way."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.mlflow.doors import FIRST_PORT, LAST_PORT, PORT
from tidemill.gui.kit import painting
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.leaving import WorkRow
from tidemill.gui.shell.settings.mlflow.state import SwitchState
from tidemill.gui.shell.settings.mlflow.view_model import SwitchViewModel
from tidemill.gui.shell.settings.section import Desk, SettingRow

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

_ANSWER = tr("Runs and models of unchanged scripts come into this workspace as they happen")
_TAKE = tr(
    "Runs with every point, files and tags, models and their versions. The store "
    "is only read, and again only what is new comes."
)
_PORT_WIDE = 96


class MlflowPart(QWidget):
    """Draws the state; sends what is wanted to the view-model."""

    def __init__(self, desk: Desk) -> None:
        """Load at once."""
        super().__init__()
        assert desk.context is not None
        self._context = desk.context
        self.view_model = SwitchViewModel(desk.context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.on = Switch("", False, tr("Answer scripts that log to MLflow"))
        self.on.clicked.connect(self._on_switch)
        column.addWidget(SettingRow(tr("Answer scripts that log to MLflow"), _ANSWER, self.on))
        column.addLayout(self._standing())
        column.addSpacing(8)
        for row in self._rows():
            column.addWidget(Divider())
            column.addWidget(row)
        column.addWidget(Divider())
        column.addLayout(self._moving_in())
        column.addStretch(1)
        self.view_model.changed.connect(self.show_state)
        self.show_state(self.view_model.state)
        self.take.look()

    def _moving_in(self) -> QVBoxLayout:
        """What MLflow kept so far, taken over by the worker."""
        column = QVBoxLayout()
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(tr("Take over what MLflow kept"), "strong"))
        column.addWidget(Paragraph(_TAKE, "small", "text2"))
        self.source = LineEdit("A folder mlruns, a file mlflow.db, or http://host:5000")
        self.source.setAccessibleName(tr("Store of MLflow's"))
        self.source.returnPressed.connect(self._on_take)
        column.addWidget(self.source)
        self.take = WorkRow(self._context, "runs.import", tr("Take over"))
        self.take.wanted.clicked.connect(self._on_take)
        column.addWidget(self.take)
        return column

    def _standing(self) -> QVBoxLayout:
        """How it is now, and the lines that scripts need."""
        column = QVBoxLayout()
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.mark = StatusMark()
        self.words = Paragraph("", "body", "text2")
        line.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.words, 1)
        column.addLayout(line)
        self.failure = Paragraph("", "small", "bad")
        column.addWidget(self.failure)
        self.lines = _Lines(tr("What a script's surroundings must say"))
        self.lines.copy.clicked.connect(self._on_copy)
        column.addWidget(self.lines)
        return column

    def _rows(self) -> list[SettingRow]:
        self.port = NumberField(PORT, FIRST_PORT, LAST_PORT, is_integer=True)
        self.port.edit.setAccessibleName(tr("Port"))
        self.port.setFixedWidth(_PORT_WIDE)
        self.port.edit.editingFinished.connect(self._on_port)
        reaches = (("here", tr("This computer")), ("all", tr("Other computers too")))
        self.reach = Segment(reaches, "here", name=tr("Reached from"))
        self.reach.changed.connect(self._on_reach)
        self.stay = Switch("", False, tr("Answer without a window"))
        self.stay.clicked.connect(self._on_stay)
        token = QWidget()
        buttons = QHBoxLayout(token)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        self.drop_token = Button(tr("Ask for none"), kind="ghost", height=28)
        self.drop_token.clicked.connect(self.view_model.drop_token)
        self.new_token = Button(tr("Make a token"), "key-round", height=28)
        self.new_token.clicked.connect(self.view_model.make_token)
        buttons.addWidget(self.drop_token)
        buttons.addWidget(self.new_token)
        self.token = SettingRow(tr("Token"), "", token)
        bounds = tr(
            "From {first_port} to {last_port}; MLflow's own is {port}",
            first_port=FIRST_PORT,
            last_port=LAST_PORT,
            port=PORT,
        )
        reach = tr("Beyond this computer a token is always asked for")
        stay = tr("Else it ends a little after the last window of this workspace is closed")
        return [
            SettingRow(tr("Port"), bounds, self.port),
            SettingRow(tr("Reached from"), reach, self.reach),
            self.token,
            SettingRow(tr("Answer without a window"), stay, self.stay),
        ]

    def show_state(self, state: SwitchState) -> None:
        """Draw all of it."""
        self.mark.set_status(state.mark, state.words or tr("Not known yet"))
        self.words.set_text(state.words)
        self.failure.set_text(state.failure)
        show_if(self.failure, bool(state.failure))
        is_on = state.door is not None and state.door.switch.is_on
        self.lines.set_text(state.lines)
        show_if(self.lines, is_on or bool(state.token))
        for control in (self.on, self.stay, self.reach, self.new_token, self.port):
            control.setEnabled(state.door is not None)
        self.token.means.set_text(state.token_words)
        show_if(self.drop_token, state.can_drop_token)
        if state.door is None:
            return
        switch = state.door.switch
        self.on.setChecked(switch.is_on)
        self.stay.setChecked(switch.keeps_on)
        self.reach.set_value("here" if switch.http.is_loopback else "all")
        self.new_token.set_text(tr("New token") if switch.http.token_hash else tr("Make a token"))
        if not self.port.edit.hasFocus() or self.port.value() is None:
            self.port.set_value(switch.http.port)

    def reset(self) -> None:
        """Off, and as it would listen from the start; what scripts logged stays."""
        self.view_model.reset()

    def _on_switch(self) -> None:
        self.view_model.switch(self.on.isChecked())

    def _on_port(self) -> None:
        port = self.port.value()
        if port is not None:
            self.view_model.choose_port(int(port))

    def _on_reach(self, value: str) -> None:
        self.view_model.choose_reach(value == "all")

    def _on_stay(self) -> None:
        self.view_model.keep_on(self.stay.isChecked())

    def _on_take(self) -> None:
        if self.take.wanted.isEnabled():
            self.take.start(partial(_ask, self.source.text()))

    def _on_copy(self) -> None:
        self._context.copy(self.view_model.state.lines)


def _ask(source: str, workspace: "Workspace") -> int:
    from tidemill.services.run_imports import asked

    return asked.ask_mlflow(workspace, source)


class _Lines(QWidget):
    """Lines to copy, on a sunken ground."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        self.text = Label("", "mono")
        self.token = Label("", "mono")
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self.text)
        words.addWidget(self.token)
        row.addLayout(words, 1)
        self.copy = Button(tr("Copy"), "copy", "ghost", height=28)
        self.copy.setAccessibleName(tr("Copy the lines"))
        row.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)

    def set_text(self, text: str) -> None:
        """Show one line or two."""
        first, _, second = text.partition("\n")
        self.text.set_text(first)
        self.token.set_text(second)
        show_if(self.token, bool(second))
        self.setAccessibleName(f"{self._name}: {text}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 8, "sunken")

"""The shell's own sheets: settings, and the list of all keys."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.gui.kit.avatar import Avatar
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.keycap import KeyCap
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.switch import Switch
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.memory import Look
from tidemill.gui.shell.palette import key_caps

_SCALES = {"0.9": "90%", "1.0": "100%", "1.1": "110%", "1.25": "125%"}


def _row(title: str, text: str, control: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 8, 0, 8)
    row.setSpacing(16)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(title, "strong"))
    words.addWidget(Label(text, "small", "text2"))
    row.addLayout(words, 1)
    row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
    return holder


class SettingsSheet(Sheet):
    """Look and person; everything takes effect and is kept as it is changed.

    Emits `look_chosen(field, value)` and `name_chosen(str)`.
    """

    look_chosen = Signal(str, object)
    name_chosen = Signal(str)

    def __init__(self, host: QWidget, look: Look, name: str, login: str, role: str) -> None:
        """Show the present choices; an empty `login` (no workspace open) hides the person."""
        super().__init__(host, "Settings", width=640, cancel="Close")
        self.set_note("Saved as you change it", "check")
        self.body.setSpacing(0)
        self.body.addWidget(Label("Look", "h2"))
        themes = (("system", "System"), ("light", "Light"), ("dark", "Dark"))
        self.theme = Segment(themes, look.theme, name="Theme")
        self.theme.changed.connect(self._on_theme)
        self.body.addWidget(_row("Theme", "Light, dark, or what the system says", self.theme))
        self.scale = Segment(list(_SCALES.items()), _scale_key(look.text_scale), name="Text size")
        self.scale.changed.connect(self._on_scale)
        self.body.addWidget(Divider())
        self.body.addWidget(_row("Text size", "Rows and buttons grow along", self.scale))
        self.motion = Switch("", look.is_motion_reduced, "Less motion")
        self.motion.toggled.connect(self._on_motion)
        self.body.addWidget(Divider())
        self.body.addWidget(_row("Less motion", "Things appear without moving", self.motion))
        self.letters = Switch("", look.has_letter_keys, "Single-letter keys")
        self.letters.toggled.connect(self._on_letters)
        self.body.addWidget(Divider())
        text = "G then H goes home, / filters; never while you type"
        self.body.addWidget(_row("Single-letter keys", text, self.letters))
        self.name = LineEdit("Your name", parent=self.panel())
        self.name.setText(name)
        self.name.setAccessibleName("Your name")
        self.name.setFixedWidth(220)
        self.name.editingFinished.connect(self._on_name)
        self.name.setVisible(bool(login))
        self._said_name = name
        self.problem = ErrorPanel(parent=self.panel())
        if login:
            self._add_person(name, login, role)

    def _add_person(self, name: str, login: str, role: str) -> None:
        self.body.addSpacing(18)
        self.body.addWidget(Label("Person", "h2"))
        text = f"Stands beside what you do; you sign in as {login}"
        self.body.addWidget(_row("Name", text, self.name))
        self.body.addWidget(self.problem)
        self.body.addWidget(Divider())
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Avatar(name, size=20))
        row.addWidget(Label(role.capitalize(), "body", elide="none"))
        self.body.addWidget(_row("Role", "An approver may promote past a failed gate", words))

    def show_problem(self, error: TidemillError) -> None:
        """Say why the name can't be kept, where it was typed."""
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()
        self.fit()

    def _on_theme(self, value: str) -> None:
        self.look_chosen.emit("theme", value)

    def _on_scale(self, value: str) -> None:
        self.look_chosen.emit("text_scale", float(value))
        self.fit()

    def _on_motion(self, is_on: bool) -> None:
        self.look_chosen.emit("is_motion_reduced", is_on)

    def _on_letters(self, is_on: bool) -> None:
        self.look_chosen.emit("has_letter_keys", is_on)

    def _on_name(self) -> None:
        wanted = self.name.text().strip()
        if wanted and wanted != self._said_name:
            self._said_name = wanted
            self.name_chosen.emit(wanted)


def _scale_key(scale: float) -> str:
    return next((key for key in _SCALES if float(key) == scale), "1.0")


class KeysSheet(Sheet):
    """Every command that has a key, as it is now."""

    def __init__(self, host: QWidget, commands: Iterable[Command]) -> None:
        """List the commands."""
        super().__init__(host, "Keys", "A key after G is a place; alone it acts.", width=640)
        self.cancel.set_text("Close")
        self.body.setSpacing(0)
        for command in commands:
            if command.shortcut:
                self.body.addWidget(self._line(command))
                self.body.addWidget(Divider())

    def _line(self, command: Command) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(4)
        row.addWidget(Label(command.title, "body"), 1)
        for at, way in enumerate(command.ways()):
            if at:
                row.addWidget(Label("or", "small", "text3", elide="none"))
            for cap in key_caps(way):
                row.addWidget(KeyCap(cap))
        return holder

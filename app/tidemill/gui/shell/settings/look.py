"""How the window looks and moves, and whether single letters are keys."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.switch import Switch
from tidemill.gui.shell.memory import Look
from tidemill.gui.shell.settings.section import Desk, SettingRow

_SCALES = {"0.9": "90%", "1.0": "100%", "1.1": "110%", "1.25": "125%"}
_THEMES = (("system", "System"), ("light", "Light"), ("dark", "Dark"))


class LookPart(QWidget):
    """Every choice takes effect and is kept as it is made."""

    def __init__(self, desk: Desk) -> None:
        """Show the present choices."""
        super().__init__()
        self._desk = desk
        look = desk.look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.theme = Segment(_THEMES, look.theme, name="Theme")
        self.theme.changed.connect(self._on_theme)
        self.scale = Segment(list(_SCALES.items()), _scale_key(look.text_scale), name="Text size")
        self.scale.changed.connect(self._on_scale)
        self.motion = Switch("", look.is_motion_reduced, "Less motion")
        self.motion.toggled.connect(self._on_motion)
        self.letters = Switch("", look.has_letter_keys, "Single-letter keys")
        self.letters.toggled.connect(self._on_letters)
        keys = "G then H goes home, / filters; never while you type"
        rows = (
            ("Theme", "Light, dark, or what the system says", self.theme),
            ("Text size", "Rows and buttons grow along", self.scale),
            ("Less motion", "Things appear without moving", self.motion),
            ("Single-letter keys", keys, self.letters),
        )
        for at, (title, text, control) in enumerate(rows):
            if at:
                column.addWidget(Divider())
            column.addWidget(SettingRow(title, text, control))
        column.addStretch(1)

    def reset(self) -> None:
        """As the window looks from the start."""
        usual = Look()
        self.theme.set_value(usual.theme)
        self.scale.set_value(_scale_key(usual.text_scale))
        self.motion.setChecked(usual.is_motion_reduced)
        self.letters.setChecked(usual.has_letter_keys)
        self._on_theme(usual.theme)
        self._desk.choose_look("text_scale", usual.text_scale)

    def _on_theme(self, value: str) -> None:
        self._desk.choose_look("theme", value)

    def _on_scale(self, value: str) -> None:
        self._desk.choose_look("text_scale", float(value))

    def _on_motion(self, is_on: bool) -> None:
        self._desk.choose_look("is_motion_reduced", is_on)

    def _on_letters(self, is_on: bool) -> None:
        self._desk.choose_look("has_letter_keys", is_on)


def _scale_key(scale: float) -> str:
    return next((key for key in _SCALES if float(key) == scale), "1.0")

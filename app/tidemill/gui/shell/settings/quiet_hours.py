"""From when until when nothing is told, and whether there is such a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.switch import Switch

_USUAL = ("22:00", "06:00")


class QuietHours(QWidget):
    """Two times of day and a switch. Emits `chosen(hours)`: two texts, or none where it is off."""

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        """Make it switched off; `name` says whose hours they are."""
        super().__init__()
        self.setAccessibleName(name)
        self._hours: tuple[str, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.fields = [LineEdit("22:00"), LineEdit("06:00")]
        for field, which in zip(self.fields, ("from", "until"), strict=True):
            field.setFixedWidth(metrics.current().scaled(76))
            field.setAccessibleName(f"{name} {which}")
            field.editingFinished.connect(self._on_hours)
        self.switch = Switch("", False, name)
        self.switch.clicked.connect(self._on_switch)
        row.addWidget(self.fields[0])
        row.addWidget(Label("to", "small", "text2", elide="none"))
        row.addWidget(self.fields[1])
        row.addWidget(self.switch)

    def set_hours(self, hours: tuple[str, ...]) -> None:
        """Show hours, or none; what is being typed stays."""
        self._hours = hours
        self.switch.setChecked(bool(hours))
        for field, at in zip(self.fields, hours or _USUAL, strict=True):
            field.setEnabled(bool(hours))
            if not field.hasFocus():
                field.setText(at)

    def _typed(self) -> tuple[str, ...]:
        return tuple(field.text().strip() for field in self.fields)

    def _on_switch(self) -> None:
        self.chosen.emit(self._typed() if self.switch.isChecked() else ())

    def _on_hours(self) -> None:
        if self._hours and self._typed() != self._hours:
            self.chosen.emit(self._typed())

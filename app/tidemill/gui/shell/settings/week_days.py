"""Days of the week to tick, in the order of the region's week."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.domain.quiet_hours import DAYS, days_in, days_of
from tidemill.gui.kit import numbers
from tidemill.gui.kit.checkbox import CheckBox


class WeekDays(QWidget):
    """Emits `chosen(text)` such as `mon,tue`; the last day that is ticked stays."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        """Tick none; `name` says what the days are for."""
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.boxes: dict[str, CheckBox] = {}
        for day in numbers.week():
            box = CheckBox(numbers.weekday(day))
            box.setAccessibleName(f"{name}: {numbers.weekday(day, is_long=True)}")
            box.clicked.connect(self._on_clicked)
            self.boxes[DAYS[day]] = box
            row.addWidget(box)

    def set_days(self, text: str) -> None:
        """Tick the days of a text."""
        self._tick(days_in(text))

    def days(self) -> str:
        """The days that are ticked, as one text."""
        return days_of(day for day, box in self.boxes.items() if box.isChecked())

    def _tick(self, days: Iterable[str]) -> None:
        ticked = set(days)
        for day, box in self.boxes.items():
            box.setChecked(day in ticked)

    def _on_clicked(self) -> None:
        if self.days():
            self.chosen.emit(self.days())
        else:  # no day at all would be no quiet hours: that is said by their switch
            sender = self.sender()
            if isinstance(sender, CheckBox):
                sender.setChecked(True)

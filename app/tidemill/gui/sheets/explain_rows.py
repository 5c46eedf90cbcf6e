"""A column of an explained row: its value, to be changed, and what it did."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.explanations import ColumnPart
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.signed_bar import SignedBar
from tidemill.gui.kit.step_slider import StepSlider
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets import explain_state as told

_NAME, _VALUE = 170, 100


class ColumnRow(QWidget):
    """Emits `moved(name, shown value)` while a person looks for a value, `changed(name, plain)`
    for one that is to take the place of the row's."""

    moved = Signal(str, str)
    changed = Signal(str, object)

    def __init__(self, part: ColumnPart, output: int, reach: float, unit: str) -> None:
        """Draw a column; `reach` is the largest contribution that is drawn."""
        super().__init__()
        self.part = part
        self._choices = told.choices(part)
        self.slider: StepSlider | None = None
        self.choice: Choice | None = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 3, 0, 3)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(0)
        name = Label(part.name, "strong", elide="middle")
        name.setFixedWidth(_NAME)
        grid.addWidget(name, 0, 0)
        grid.addLayout(self._make_value(), 0, 1)
        self.bar = SignedBar()
        self.bar.show_bar(part.name, part.by[output], reach, told.by_words(part.by[output], unit))
        grid.addWidget(self.bar, 0, 2)
        words = told.seen_words(part)
        self.seen = Label(words, "caption", "warn" if part.is_beyond else "text3")
        grid.addWidget(self.seen, 1, 1)
        show_if(self.seen, bool(words))
        grid.setColumnStretch(1, 10)
        grid.setColumnStretch(2, 11)

    def _make_value(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        self.value = Label(self.part.value, "body", numeric=True, elide="middle", parent=self)
        self.value.setFixedWidth(_VALUE)
        found = self._choices
        if found is None:
            line.addWidget(self.value)
            line.addStretch(1)
        elif found.is_slider:
            self.slider = StepSlider(
                tr("What if {name}", name=self.part.name), len(found.shown), found.own
            )
            self.slider.say(self.part.value)
            self.slider.valueChanged.connect(self._on_moved)
            self.slider.sliderReleased.connect(self._on_released)
            line.addWidget(self.value)
            line.addWidget(self.slider, 1)
        else:
            self.value.hide()
            options = [Option(at, word) for at, word in enumerate(found.shown)]
            self.choice = Choice(
                options,
                found.own,
                self.part.value,
                height=28,
                name=tr("What if {name}", name=self.part.name),
            )
            self.choice.chosen.connect(self._on_chosen)
            line.addWidget(self.choice, 1)
        return line

    def plain(self) -> Any:
        """The value that is chosen now, as it is sent."""
        assert self._choices is not None
        at = self.slider.value() if self.slider is not None else self._chosen()
        return self._choices.plain[at]

    def _chosen(self) -> int:
        assert self.choice is not None
        return int(self.choice.value())

    def _on_moved(self, at: int) -> None:
        assert self._choices is not None
        assert self.slider is not None
        words = self._choices.shown[at]
        self.value.set_text(words)
        self.slider.say(words)
        self.moved.emit(self.part.name, words)
        if not self.slider.isSliderDown():
            self.changed.emit(self.part.name, self.plain())

    def _on_released(self) -> None:
        self.changed.emit(self.part.name, self.plain())

    def _on_chosen(self, at: object) -> None:
        if isinstance(at, int):
            self.changed.emit(self.part.name, self.plain())

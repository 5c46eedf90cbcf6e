"""Columns as chips in a field; the plus adds another."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tidemill.domain.columns import Schema
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.fields import paint_field_frame
from tidemill.gui.kit.inputs import CompoundInput, Value
from tidemill.gui.kit.popover import ListPopover, Option
from tidemill.gui.pages.data.flow import Flow
from tidemill.gui.pages.data.profile_state import KIND_ICONS


def options_of(schema: Schema, names: Sequence[str]) -> list[Option]:
    """Columns as they stand in a list, with the sign of their kind."""
    return [Option(n, n, icon=KIND_ICONS[schema[n].kind] if n in schema else None) for n in names]


class ColumnChips(CompoundInput):
    """Emits `added(column)` and `removed(column)`."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, add: str, pressed: str) -> None:
        """Hold no chip; `add` says what the plus does, `pressed` what pressing a chip does."""
        super().__init__()
        self._pressed = pressed
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 4, 5)
        row.setSpacing(6)
        self._holder = QWidget()
        self._flow = Flow(self._holder, 6)
        row.addWidget(self._holder, 1)
        self.add = IconButton("plus", add, size=24, icon_size=14)
        self.add.clicked.connect(self._on_add)
        row.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.chips: dict[str, ChipButton] = {}
        self._shown: tuple[tuple[str, str], ...] = ()
        self._others: list[Option] = []
        self._list: ListPopover | None = None

    def show_columns(self, shown: Sequence[tuple[str, str]], others: list[Option]) -> None:
        """Draw columns, each with a word behind it or none, and offer others."""
        self._others = others
        self.add.setEnabled(bool(others))
        if tuple(shown) == self._shown:
            return
        self._shown = tuple(shown)
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for name, tag in shown:
            chip = ChipButton(name, tone="accent", is_removable=True, strong=tag)
            chip.setObjectName(name)
            said = ", ".join(filter(None, (name, tag)))
            chip.setAccessibleName(f"{said}. {self._pressed}")
            chip.removed.connect(self._on_removed)
            chip.clicked.connect(self._on_removed)
            self._flow.addWidget(chip)
            chip.show()
            self.chips[name] = chip
        self.updateGeometry()

    def _on_removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, ChipButton):
            self.removed.emit(chip.objectName())
            self.entered.emit()

    def _on_add(self) -> None:
        self._list = ListPopover(self._others, None, self)
        self._list.chosen.connect(self._on_chosen)
        self._list.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list.open_for(self.add, True)

    def _on_chosen(self, name: object) -> None:
        self.added.emit(str(name))
        self.entered.emit()

    def entry(self) -> list[str]:
        """The columns that are in it."""
        return [name for name, _ in self._shown]

    def enter(self, value: Value) -> None:
        """Put columns in and take the others out, each as a person does."""
        wanted = [str(name) for name in value] if isinstance(value, list) else []
        offered = {option.value for option in self._others}
        for name in self.entry():
            if name not in wanted:
                self.removed.emit(name)
        for name in wanted:
            if name in offered:
                self.added.emit(name)

    def minimumSizeHint(self) -> QSize:
        """Never lower than a field."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(metrics.current().control, hint.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame of a field."""
        painter = QPainter(self)
        paint_field_frame(painter, QRectF(self.rect()), False, False, True)

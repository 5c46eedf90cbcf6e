"""The legend of a comparison: what stands for which run, to point at and to keep forward."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.popover import Offers
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import DASHES, MARKERS

_SIGN = 32
_MOST = 220


class LegendButton(Control):
    """A run in the legend; pointing at it or reaching it by keyboard brings it forward."""

    pointed = Signal(bool)

    def __init__(self, at: int, name: str, parent: QWidget | None = None) -> None:
        """Show a run by its place."""
        super().__init__(name, parent)
        self._at = at
        self.setToolTip(f"{name}\nClick to keep it forward")
        self._is_forward = False
        self.setCheckable(True)

    def place(self) -> int:
        """The run's place among those compared."""
        return self._at

    def set_forward(self, is_forward: bool) -> None:
        """Show that the run stands forward."""
        if is_forward != self._is_forward:
            self._is_forward = is_forward
            self.update()

    def sizeHint(self) -> QSize:
        """Line with marker, and the name."""
        wide = _SIGN + 6 + face("small").width(self._words) + 9
        return QSize(min(_MOST, round(wide + 0.5)), metrics.current().control_tiny)

    def minimumSizeHint(self) -> QSize:
        """The legend breaks into lines; entries do not shrink."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Bring the run forward."""
        super().enterEvent(event)
        self.pointed.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Let the run go back."""
        super().leaveEvent(event)
        self.pointed.emit(False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Bring the run forward."""
        super().focusInEvent(event)
        self.pointed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let the run go back."""
        super().focusOutEvent(event)
        self.pointed.emit(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line, marker and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        middle = round(self.height() / 2)
        token = f"chart.{self._at}"
        painter.setPen(painting.dashed(token, 2, DASHES[self._at]))
        painter.drawLine(QPointF(4, middle), QPointF(4 + _SIGN, middle))
        spot = QPointF(4 + _SIGN / 2, middle)
        paint_marker(painter, spot, MARKERS[self._at], colour(token), 10)
        rect = QRectF(_SIGN + 10, 0, self.width() - _SIGN - 12, self.height())
        is_forward = self.is_hovered() or self.isChecked() or self._is_forward
        tone = "text" if is_forward else "text2"
        painting.text(painter, rect, self._words, "small", tone, elide="middle")
        if self.is_focus_shown():
            painting.box(painter, QRectF(self.rect()), 6, None, "focus", 2.0)


class LegendRow(QWidget):
    """Entries side by side, on more lines where one is too short.

    Behind them stands how many more runs there are: it opens a list of all of them to be searched,
    and the one chosen is held forward in every plot.
    Emits `pointed(run)`, -1 for none, and `kept(run)` when a click holds a run forward.
    """

    pointed = Signal(int)
    kept = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty legend."""
        super().__init__(parent)
        self._buttons: list[LegendButton] = []
        self._names: tuple[tuple[int, str], ...] = ()
        self._every: Sequence[str] = ()
        self._n_runs = 0
        self.more = Choice(look="ghost", height=24, name=tr("Find a run"), parent=self)
        self.more.chosen.connect(self._on_found)
        self.more.hide()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def buttons(self) -> list[LegendButton]:
        """The entries in order."""
        return list(self._buttons)

    def set_names(
        self, names: Sequence[tuple[int, str]], n_runs: int = 0, every: Sequence[str] = ()
    ) -> None:
        """Show these runs by their places.

        `n_runs` is how many there are at all, and `every` names them in their places where it is
        known.
        """
        if tuple(names) != self._names:
            self._show_buttons(names)
        if n_runs != self._n_runs or every is not self._every:
            self._n_runs, self._every = n_runs, every
            more = n_runs - len(names)
            shown = more > 0 and bool(names)
            self.more.set_placeholder(tr("and {more:,} more", more=more))
            known = every if shown else ()
            self.more.set_options(Offers(range(len(known)), known))
            self.more.setEnabled(bool(known))
            self.more.setToolTip(
                tr("Find a run, to bring it forward in every plot") if known else ""
            )
            self.more.setVisible(shown)
        self.updateGeometry()
        self._lay_out(self.width())

    def _show_buttons(self, names: Sequence[tuple[int, str]]) -> None:
        self._names = tuple(names)
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        for at, name in names:
            made = LegendButton(at, name, self)
            made.pointed.connect(self._on_pointed)
            made.toggled.connect(self._on_toggled)
            made.show()
            self._buttons.append(made)

    def _on_found(self, place: object) -> None:
        """Hold the run that was chosen forward; its own entry shows it where it has one."""
        if not isinstance(place, int):
            return
        self._release(place)
        for button in self._buttons:
            if button.place() == place:
                button.setChecked(True)
                return
        self.kept.emit(place)

    def _release(self, but: int) -> None:
        for button in self._buttons:
            if button.place() != but:
                button.blockSignals(True)
                button.setChecked(False)
                button.blockSignals(False)
                button.update()

    def let_go(self) -> None:
        """Nothing is held forward any more."""
        self._release(-1)
        self.more.set_value(None)

    def highlight(self, run: int) -> None:
        """Show which run stands forward; -1 is none."""
        for button in self._buttons:
            button.set_forward(button.place() == run)

    def retheme(self) -> None:
        """Take the new text size."""
        self.updateGeometry()
        self._lay_out(self.width())

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the lines at a width."""
        return self._places(width)[1]

    def sizeHint(self) -> QSize:
        """All on one line."""
        wide = sum(self._wide(one) + 6 for one in self._entries())
        return QSize(wide, metrics.current().control_tiny)

    def minimumSizeHint(self) -> QSize:
        """One entry a line."""
        return QSize(0, metrics.current().control_tiny)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._lay_out(event.size().width())

    def _places(self, width: int) -> tuple[list[tuple[int, int]], int]:
        tall = metrics.current().control_tiny
        left, top = 0, 0
        places = []
        for entry in self._entries():
            wide = self._wide(entry)
            if left and left + wide > width:
                left, top = 0, top + tall + 2
            places.append((left, top))
            left += wide + 6
        return places, top + tall

    def _entries(self) -> list[QWidget]:
        return [*self._buttons, *([self.more] if not self.more.isHidden() else [])]

    def _wide(self, entry: QWidget) -> int:
        return min(_MOST, entry.sizeHint().width())

    def _lay_out(self, width: int) -> None:
        places, _ = self._places(width)
        for entry, (left, top) in zip(self._entries(), places, strict=True):
            wide = min(self._wide(entry), max(1, width))
            entry.setGeometry(left, top, wide, metrics.current().control_tiny)

    def _place_of_sender(self) -> int:
        sender = self.sender()
        return next((one.place() for one in self._buttons if one is sender), -1)

    def _on_pointed(self, is_in: bool) -> None:
        self.pointed.emit(self._place_of_sender() if is_in else -1)

    def _on_toggled(self, is_on: bool) -> None:
        at = self._place_of_sender()
        if is_on:
            self._release(at)
        self.more.set_value(at if is_on and at >= len(self._buttons) else None)
        self.kept.emit(at if is_on else -1)

"""The plots of a comparison in a grid that a person arranges: order, width, one over the page."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from tidemill.gui.pages.experiments.compare.brushing import mask_of
from tidemill.gui.pages.experiments.compare.linking import Linking
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec, moved, places

_GAP = 12
_TWO_FROM = 720

Make = Callable[[PlotSpec], "PlotCard | None"]
"""Makes the card of a plot; None while what it draws is still being read."""


class PlotGrid(QWidget):
    """Cards by specs; one card is made a turn of the event loop, for a chart takes a while.

    Emits `arranged(specs)` when a person changed something, `table_wanted(chart, title)`,
    `full_changed(is one over the page)`.
    """

    arranged = Signal(object)
    table_wanted = Signal(object, str)
    full_changed = Signal(bool)

    def __init__(self, link: Linking, make: Make, parent: QWidget | None = None) -> None:
        """Make an empty grid."""
        super().__init__(parent)
        self._link, self._make = link, make
        self._specs: tuple[PlotSpec, ...] = ()
        self._made: dict[int, PlotCard] = {}
        self._full = -1
        self._n_columns = 2
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._make_next)
        link.pointed.connect(self._on_pointed)
        link.brushed.connect(self._on_brushed)

    def cards(self) -> list[PlotCard]:
        """The cards that have been made, in their order."""
        return [self._made[at] for at in sorted(self._made)]

    def specs(self) -> tuple[PlotSpec, ...]:
        """The plots in their order."""
        return self._specs

    def is_drawn(self) -> bool:
        """Whether every plot that can be drawn has been."""
        is_made = not self._turn.isActive()
        return is_made and all(card.is_drawn() for card in self._made.values())

    def set_specs(self, specs: Sequence[PlotSpec]) -> None:
        """Show these plots; cards of plots that stay are kept."""
        wanted = tuple(specs)
        if wanted == self._specs:
            self._turn.start()
            return
        kept = {}
        free = dict(self._made)
        for at, spec in enumerate(wanted):
            found = next((key for key, card in free.items() if card.spec == spec), None)
            if found is None:
                found = next(
                    (k for k, card in free.items() if _is_same_plot(card.spec, spec)), None
                )
            if found is not None:
                kept[at] = free.pop(found)
                kept[at].spec = spec
        for card in free.values():
            self._drop(card)
        self._specs, self._made = wanted, kept
        if self._full >= len(wanted):
            self._set_full(-1)
        self._lay_out()
        self._turn.start()

    def remake(self, kinds: set[str] | None = None) -> None:
        """Make the cards of these kinds anew, for what they draw is other; None is all of them."""
        for at, card in list(self._made.items()):
            if kinds is None or card.spec.kind in kinds:
                self._drop(self._made.pop(at))
        self._turn.start()

    def _drop(self, card: PlotCard) -> None:
        self._grid.removeWidget(card)
        card.stop()
        self._link.brush(f"card {id(card)}", None)
        card.hide()
        card.deleteLater()

    def _make_next(self) -> None:
        for at, spec in enumerate(self._specs):
            if at in self._made:
                continue
            card = self._make(spec)
            if card is None:
                continue
            self._made[at] = card
            self._connect(card)
            card.setParent(self)
            self._place_all()
            card.highlight(self._link.forward())
            card.restrict(self._link.rows())
            self._turn.start()
            return

    def _connect(self, card: PlotCard) -> None:
        card.pointed.connect(self._link.point)
        card.brushed.connect(self._on_card_brushed)
        card.acted.connect(self._on_acted)
        card.dropped.connect(self._on_dropped)
        card.spec_changed.connect(self._on_spec)
        card.table_wanted.connect(self.table_wanted)

    # Linking

    def _on_pointed(self, run: int) -> None:
        for card in self._made.values():
            card.highlight(run)

    def _on_card_brushed(self, rows: object) -> None:
        card = self.sender()
        mask = mask_of(rows, self._link.n_runs())  # type: ignore[arg-type]
        self._link.brush(f"card {id(card)}", mask)

    def _on_brushed(self) -> None:
        if not self._link.is_brushed():
            for card in self._made.values():
                card.clear_brushes()
        for card in self._made.values():
            card.restrict(self._link.rows(without=f"card {id(card)}"))

    # Arranging

    def _place_of(self, card: object) -> int:
        return next((at for at, one in self._made.items() if one is card), -1)

    def _on_acted(self, verb: str) -> None:
        at = self._place_of(self.sender())
        if at < 0:
            return
        if verb == "full":
            self._set_full(-1 if self._full == at else at)
        elif verb == "remove":
            self._link.brush(f"card {id(self._made[at])}", None)
            self.arranged.emit((*self._specs[:at], *self._specs[at + 1 :]))
        elif verb in {"wide", "half"}:
            self._change(at, replace(self._specs[at], is_wide=verb == "wide"))
        else:
            self.move_plot(at, at + (1 if verb == "later" else -1))

    def _on_spec(self, spec: PlotSpec) -> None:
        at = self._place_of(self.sender())
        if at >= 0:
            self._change(at, spec)

    def _change(self, at: int, spec: PlotSpec) -> None:
        self.arranged.emit((*self._specs[:at], spec, *self._specs[at + 1 :]))

    def move_plot(self, at: int, to: int) -> None:
        """Put a plot at another place, and tell."""
        to = max(0, min(len(self._specs) - 1, to))
        if at == to:
            return
        order = list(range(len(self._specs)))
        order.insert(to, order.pop(at))
        made = self._made
        specs = moved(self._specs, at, to)
        self._made = {new: made[old] for new, old in enumerate(order) if old in made}
        self._specs = specs
        self._lay_out()
        self.arranged.emit(specs)

    def _on_dropped(self, spot: QPoint) -> None:
        at = self._place_of(self.sender())
        inside = self.mapFromGlobal(spot)
        for to, card in self._made.items():
            if to != at and card.geometry().contains(inside):
                self.move_plot(at, to)
                return

    # Laying out

    def is_full(self) -> bool:
        """Whether one plot fills the page."""
        return self._full >= 0

    def leave_full(self) -> bool:
        """Show all plots again; False if they were."""
        was = self.is_full()
        self._set_full(-1)
        return was

    def _set_full(self, at: int) -> None:
        if at == self._full:
            return
        for place, card in self._made.items():
            card.set_full(place == at)
            card.setMaximumHeight(_UNBOUND)
        self._full = at
        self._lay_out()
        self.full_changed.emit(at >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column of cards where two would be too narrow."""
        super().resizeEvent(event)
        n = 2 if self.width() >= _TWO_FROM else 1
        if n != self._n_columns:
            self._n_columns = n
            self._lay_out()

    def _lay_out(self) -> None:
        for card in self._made.values():
            self._grid.removeWidget(card)
        self._place_all()

    def _place_all(self) -> None:
        spots = places(self._specs, self._n_columns)
        for at, card in self._made.items():
            row, column, wide = spots[at]
            if self._full >= 0:
                card.setVisible(at == self._full)
                if at == self._full:
                    self._grid.addWidget(card, 0, 0, 1, self._n_columns)
                continue
            self._grid.addWidget(card, row, column, 1, wide)
            card.show()
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._n_columns else 0)


_UNBOUND = 16_777_215


def _is_same_plot(one: PlotSpec, other: PlotSpec) -> bool:
    return one.kind == other.kind and one.options == other.options

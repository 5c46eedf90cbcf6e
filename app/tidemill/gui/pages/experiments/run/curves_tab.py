"""The Curves of a run: every metric with more than one point as a chart, and the computer's use."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.smoothing import Kind, Smoothing
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.curve_chart import Axes, CurveChart, CurveSeries
from tidemill.gui.kit.charts.curve_series import XKind
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.popover import Offers
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed, rival_words
from tidemill.gui.pages.experiments.run.state import (
    FIRST_CURVES,
    CurveWish,
    RunPageState,
    shown_metrics,
    shown_system,
)

if TYPE_CHECKING:
    from tidemill.gui.kit.charts.curve_canvas import Runner
    from tidemill.services.run_curves import Curve

_GAP = 10
_THREE_FROM, _TWO_FROM = 1080, 600
_KINDS: Mapping[str, tuple[XKind, str]] = {
    "step": ("number", "steps"),
    "time": ("time", ""),
    "relative": ("duration", ""),
}
_WEIGHTS = (0.0, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99)


_SYSTEM = {
    "process_cpu": tr("Processor, this process"),
    "process_memory": tr("Memory, this process"),
    "computer_cpu": tr("Processor, whole computer"),
    "computer_memory": tr("Memory, whole computer"),
}


def _share(value: float) -> str:
    return numbers.percent(value, 1)


class CurveTile(Headed):
    """One metric as a chart; `is_system` is one that tells of the computer."""

    def __init__(self, name: str, run: "Runner", is_system: bool = False) -> None:
        """Make it empty."""
        title = _SYSTEM.get(name, name) if is_system else name
        super().__init__(title)
        self.name = name
        self._said: Callable[[float], str] = numbers.plain
        if is_system and name in _SYSTEM:
            self._said = numbers.size if name == "process_memory" else _share
        words = self._said if self._said is not numbers.plain else None
        kind = "system" if is_system else "metric"
        operation = f"experiments.chart.{kind}.{name}"
        # A share of the whole computer is looked at against the whole.
        ends = (0.0, 1.0) if is_system and name.startswith("computer_") else None
        self.chart = CurveChart(title, run, operation, 168, words, y_range=ends)
        self.body.addWidget(self.chart)
        self._drawn: tuple[object, ...] = ()

    def show_curve(
        self,
        curve: "Curve | None",
        rival: "Curve | None",
        other: "Curve | None",
        wish: CurveWish,
        label: str,
    ) -> None:
        """Draw a curve as it is wished; what did not change is left alone."""
        now = (curve, rival, other, wish.across, wish.smoothing, wish.is_log, label)
        if now == self._drawn or curve is None:
            return
        self._drawn = now
        is_over_metric = wish.across.startswith("metric:")
        kind, unit = _KINDS.get(wish.across, ("number", wish.across.removeprefix("metric:")))
        self.chart.set_x_unit(unit)
        self.chart.set_axes(Axes(kind, is_y_log=wish.is_log))
        self.chart.set_smoothing(wish.smoothing)
        across = "metric" if is_over_metric else wish.across
        x, y = curve.points(across, other)  # type: ignore[arg-type]
        series = [CurveSeries("run", curve.run_name, x, y, "accent")]
        if rival is not None and rival.n > 1 and not is_over_metric:
            x, y = rival.points(across)  # type: ignore[arg-type]
            series.insert(0, CurveSeries("rival", label, x, y, "gold_fill", (5, 3)))
        self.chart.set_series(series)
        points = f"{numbers.plural(curve.n, 'point')}"
        last = self._said(float(curve.values[-1])) if curve.n else ""
        self.subtitle.set_text(
            tr("{points}, last {last}", points=points, last=last) if last else points
        )
        self.chart.set_heading(self.title.text(), self.subtitle.text())


class TileGrid(QWidget):
    """Tiles in as many columns as there is room for; the crosshair goes through all of them."""

    def __init__(self, is_system: bool = False) -> None:
        """Make it empty."""
        super().__init__()
        self._is_system = is_system
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self.tiles: dict[str, CurveTile] = {}
        self._order: list[str] = []
        self._n_columns = 0

    def show_names(self, names: list[str], run: "Runner") -> None:
        """Have a tile for each name in this order; tiles that stay are kept."""
        if names == self._order:
            return
        for name in [each for each in self.tiles if each not in names]:
            tile = self.tiles.pop(name)
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        for name in names:
            if name not in self.tiles:
                tile = CurveTile(name, run, self._is_system)
                tile.chart.pointed.connect(self._on_pointed)
                self.tiles[name] = tile
        self._order = list(names)
        self._place()

    def resizeEvent(self, event: object) -> None:
        """Two or three columns where there is room."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._place()

    def _place(self) -> None:
        wide = self.width()
        n = 3 if wide >= _THREE_FROM else 2 if wide >= _TWO_FROM else 1
        for at in range(3):
            self._grid.setColumnStretch(at, 1 if at < n else 0)
        for at, name in enumerate(self._order):
            self._grid.addWidget(self.tiles[name], at // n, at % n)
            self.tiles[name].show()

    def _on_pointed(self, place: object) -> None:
        source = self.sender()
        for tile in self.tiles.values():
            if tile.chart is not source:
                tile.chart.set_crosshair(place if isinstance(place, float) else None)

    def is_drawn(self) -> bool:
        """Whether every chart is ready."""
        return all(tile.chart.is_settled() for tile in self.tiles.values())


class CurvesTab(QWidget):
    """Draws the second tab; emits `wished(CurveWish)`."""

    wished = Signal(object)

    def __init__(self, run: "Runner") -> None:
        """Make the bar and the grids."""
        super().__init__()
        self._run = run
        self._wish = CurveWish()
        self._points: Mapping[str, int] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._make_bar())
        self.empty = Paragraph("", "body", "text2")
        column.addWidget(self.empty)
        self.grid = TileGrid()
        column.addWidget(self.grid)
        self.more = Button(tr("Show more"), "chevron-down", height=28)
        self.more.clicked.connect(self._on_more)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.fold = Button(tr("Computer"), "chevron-right", "ghost", height=28)
        self.fold.clicked.connect(self._on_fold)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.system = TileGrid(is_system=True)
        column.addWidget(self.system)
        column.addStretch(1)

    def _make_bar(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.search = LineEdit(tr("Find a metric"), "search", 28)
        self.search.setMaximumWidth(current().scaled(220))
        self.search.textChanged.connect(self._on_search)
        self.across = Choice((), "step", look="button", height=28, name=tr("Over"))
        self.across.chosen.connect(self._on_across)
        kinds = (("ema", tr("Exponential")), ("median", tr("Median")), ("gaussian", tr("Gaussian")))
        self.kind = Choice(kinds, "ema", look="button", height=28, name=tr("Smoothing kind"))
        self.kind.chosen.connect(self._on_smoothing)
        weights = [(w, tr("Smoothing {w:g}", w=w) if w else tr("No smoothing")) for w in _WEIGHTS]
        self.weight = Choice(weights, 0.0, look="button", height=28, name=tr("Smoothing"))
        self.weight.chosen.connect(self._on_smoothing)
        self.log = Switch(tr("Logarithmic"), False)
        self.log.toggled.connect(self._on_log)
        self.rival = Switch("", False)
        self.rival.toggled.connect(self._on_rival)
        row.addWidget(self.search, 1)
        for part in (self.across, self.weight, self.kind, self.log, self.rival):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def show_state(self, state: RunPageState) -> None:
        """Draw the curves there are."""
        page, wish = state.page, state.wish
        if page is None:
            return
        self._wish = wish
        self._show_bar(state)
        names = shown_metrics(page, wish)
        system = shown_system(page, wish)
        self.empty.set_text(_nothing(state, bool(names)))
        show_if(self.empty, not names)
        self.grid.show_names(names[: wish.most], self._run)
        show_if(self.more, len(names) > wish.most)
        n_more = min(FIRST_CURVES, len(names) - wish.most)
        self.more.set_text(
            tr(
                "Show {n_more} more of {integer}",
                n_more=n_more,
                integer=numbers.integer(len(names)),
            )
        )
        show_if(self.fold, bool(system))
        self.fold.set_text(
            tr("Computer: {n_curves}", n_curves=numbers.plural(len(system), "curve"))
        )
        self.fold.set_icon("chevron-down" if wish.has_system else "chevron-right")
        self.system.show_names(system[: wish.most] if wish.has_system else [], self._run)
        show_if(self.system, wish.has_system and bool(system))
        other = state.curves.get((wish.across.removeprefix("metric:"), "metric"))
        label = rival_words(page)
        for name, tile in self.grid.tiles.items():
            curve = state.curves.get((name, "metric"))
            rival = state.curves.get((name, "rival")) if wish.has_rival else None
            is_joined = wish.across.startswith("metric:")
            tile.show_curve(curve, rival, other if is_joined else None, wish, label)
        # A step of the model says nothing of the computer; a logarithm of its use neither.
        across = "time" if wish.across == "time" else "relative"
        plain = replace(wish, across=across, is_log=False, smoothing=Smoothing())
        for name, tile in self.system.tiles.items():
            tile.show_curve(state.curves.get((name, "system")), None, None, plain, label)

    def _show_bar(self, state: RunPageState) -> None:
        page, wish = state.page, state.wish
        assert page is not None
        if page.points is not self._points:
            self._points = page.points
            names = shown_metrics(page, replace(wish, search=""))
            values = ["step", "time", "relative", *(f"metric:{name}" for name in names)]
            words = [tr("By step"), tr("By time"), tr("Since the start"), *names]
            self.across.set_options(Offers(values, words), wish.across)
        self.across.set_value(wish.across)
        self.weight.set_value(wish.smoothing.weight)
        if wish.smoothing.kind != "none":
            self.kind.set_value(wish.smoothing.kind)
        show_if(self.kind, wish.smoothing.is_on)
        self.log.setChecked(wish.is_log)
        show_if(self.rival, page.rival_run is not None)
        self.rival.set_text(tr("With {rival_words}", rival_words=rival_words(page)))
        self.rival.setChecked(wish.has_rival)
        if self.search.text() != wish.search:
            self.search.setText(wish.search)

    def is_drawn(self) -> bool:
        """Whether every chart is ready."""
        return self.grid.is_drawn() and self.system.is_drawn()

    def focus_search(self) -> None:
        """Put the focus into the search."""
        self.search.setFocus()

    # Intentions

    def _tell(self, wish: CurveWish) -> None:
        if wish != self._wish:
            self._wish = wish
            self.wished.emit(wish)

    def _on_search(self, text: str) -> None:
        self._tell(replace(self._wish, search=text, most=FIRST_CURVES))

    def _on_across(self, value: object) -> None:
        self._tell(replace(self._wish, across=str(value)))

    def _on_smoothing(self, _value: object) -> None:
        weight = float(self.weight.value() or 0.0)
        kind: Kind = self.kind.value() if weight else "none"
        self._tell(replace(self._wish, smoothing=Smoothing(kind, weight)))

    def _on_log(self, is_on: bool) -> None:
        self._tell(replace(self._wish, is_log=is_on))

    def _on_rival(self, is_on: bool) -> None:
        self._tell(replace(self._wish, has_rival=is_on))

    def _on_more(self) -> None:
        self._tell(replace(self._wish, most=self._wish.most + FIRST_CURVES))

    def _on_fold(self) -> None:
        self._tell(replace(self._wish, has_system=not self._wish.has_system))


def _nothing(state: RunPageState, has_curves: bool) -> str:
    if has_curves or state.page is None:
        return ""
    if state.wish.search:
        return tr("No metric with a curve has {search} in its name.", search=state.wish.search)
    return tr("No metric was logged more than once. Log one with a step to see its course here.")

"""A comparison of more runs than there are lines and matrices for: every one can be reached."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base import places
from tidemill.base.progress import Silent
from tidemill.domain.recipes import Task
from tidemill.gui.kit.charts.confusion import ConfusionChart
from tidemill.gui.kit.charts.dots import Dots
from tidemill.gui.pages.experiments.compare import (
    curve_card,
    figures,
    hold_out_cards,
    loading,
    plots,
)
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec
from tidemill.services import hold_outs, runs, tiers
from tidemill.services.run_list import RunList
from tidemill.services.workspace import Workspace
from tidemill.store import histories
from tidemill.store import runs as rows

Open = Callable[[list[str]], ComparePart]
N = 14


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How plots are arranged is kept for a person; here for one test."""
    kept = tmp_path / "settings" / "settings.json"
    monkeypatch.setattr(places, "settings_file", lambda: kept)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that begins with hundreds of runs begins with a handful."""
    monkeypatch.setattr(hold_out_cards, "MOST_LINES", 3)
    for module in (loading, curve_card):
        monkeypatch.setattr(module, "FIRST_DRAWN", 5)
    monkeypatch.setattr(tiers, "FEW", 4)
    monkeypatch.setattr(tiers, "MOST_IN_PAIRS", 4)
    monkeypatch.setattr(hold_outs, "MOST_BYTES", 9_000)
    monkeypatch.setattr(hold_outs, "_kept", hold_outs._Kept(9_000))


@pytest.fixture
def keys(workspace: Workspace, write: Callable[..., str], few: None) -> list[int]:
    """Keys of fourteen runs, each with a curve it logged."""
    assert few is None
    found = [runs.one(workspace, write(number)).pk for number in range(1, N + 1)]
    with workspace.store.write() as tx:
        number = rows.key_ids(tx, [("metric", "val_loss")])["metric", "val_loss"]
        points = []
        for place, key in enumerate(found):
            points += [
                (key, number, step, 1.7e9 + step, 1.0 / (1 + step) + 0.01 * place)
                for step in range(40)
            ]
        histories.append(tx, points)
    return found


def card_of(part: ComparePart, kind: str) -> Any:
    return next(card for card in part.plots.cards() if card.spec.kind == kind)


def opened(open_compare: Open, keys: list[int], settle: Callable[[Any], None]) -> ComparePart:
    part = open_compare([])
    part.show_selection(keys)
    settle(part)
    return part


def point_at(chart: QWidget, spot: QPointF) -> None:
    none = Qt.MouseButton.NoButton
    place = chart.mapToGlobal(spot)
    kind = QMouseEvent.Type.MouseMove
    move = QMouseEvent(kind, spot, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(chart, move)


def test_all_runs_are_drawn_though_the_first_come_sooner(
    open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    seen: list[tuple[int, str]] = []
    part = open_compare([])
    part._model.changed.connect(
        lambda state: seen.append(
            (len(state.pictures.runs), plots._drawn_words(state)) if state.pictures else (0, "")
        )
    )
    part.show_selection(keys)
    settle(part)
    counts = [n for n, _ in seen]
    assert 5 in counts
    assert counts[-1] == N
    early = next(words for n, words in seen if n == 5)
    assert early.startswith("5 of 14 runs are drawn; the others are being read")
    assert seen[-1][1] == ""
    for kind in ("roc", "precision_recall", "calibration"):
        curves = card_of(part, kind).curves
        assert len(curves.crowd()) == N - 8
        assert {one.key for one in curves.series()} >= set(range(8))


def test_runs_past_the_bound_are_said(
    open_compare: Open,
    keys: list[int],
    settle: Callable[[Any], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (loading, plots, curve_card):
        monkeypatch.setattr(module, "MOST_DRAWN", 10)
    for name in ("pictures", "tiers", "metrics"):
        read = getattr(loading, name)
        monkeypatch.setattr(loading, name, _bound(read, 10))
    part = opened(open_compare, keys, settle)
    words = part.plots._note_words.text()
    assert "Curves are drawn, and tests made, of the first 10 of 14 runs." in words


def _bound(read: Callable[..., Any], most: int) -> Callable[..., Any]:
    return lambda workspace, keys, reporter, *more: read(workspace, keys[:most], reporter, *more)


def test_a_run_of_the_crowd_is_found_by_pointing_and_shown_everywhere(
    qtbot: QtBot, open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    part = opened(open_compare, keys, settle)
    roc = card_of(part, "roc").curves
    part._scroll.ensureWidgetVisible(roc)
    qtbot.waitUntil(lambda: not roc.visibleRegion().isEmpty())
    roc.grab()  # laid for the size it is painted in
    qtbot.waitUntil(roc.is_settled)
    plot = roc.plot_rect()
    # Where the best run's curve lies farthest from all others.
    crowd, across = roc.crowd(), np.linspace(0.001, 0.2, 200)
    lines = [np.interp(across, *one.points()) for one in (*roc.series(), *crowd.every())]
    best = lines.pop()
    at = int(np.min(np.abs(np.array(lines) - best), axis=0).argmax())
    x, y = float(across[at]), float(best[at])
    point_at(roc, QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height()))
    assert part.link.forward() >= 8
    shown = roc.drawn()[-1].ready.series
    assert shown.key == part.link.forward()
    assert shown.tone == "text"
    confusion = card_of(part, "confusion").chart
    assert isinstance(confusion, ConfusionChart)
    assert confusion.shown()[-1].run == part.link.forward()
    assert confusion.shown()[0].run == 0


def test_any_run_is_found_by_its_name_and_held_forward_until_esc(
    open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    part = opened(open_compare, keys, settle)
    more = part.plots.legend.more
    assert not more.isHidden()
    assert more.text() == "and 6 more"
    more.open_list()
    popover = more.list_popover()
    assert popover is not None
    assert popover._find is not None
    popover._find.setText("crane-13")
    popover._choose(popover.view.currentIndex())
    assert part.link.kept() == 12
    assert card_of(part, "roc").curves.highlighted() == 12
    assert more.text() == "calm-crane-13"
    assert part.step_back()
    assert part.link.forward() == -1
    assert more.text() == "and 6 more"
    part.plots.legend._on_found(2)
    assert part.link.kept() == 2
    assert part.plots.legend.buttons()[2].isChecked()


def test_a_brush_leaves_the_runs_outside_it_out_of_the_crowd(
    open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    part = opened(open_compare, keys, settle)
    inside = np.zeros(N, dtype=bool)
    inside[[1, 9, 12]] = True
    part.link.brush("test", inside)
    settle(part)
    roc = card_of(part, "roc").curves
    assert roc.crowd().keys.tolist() == [9, 12]
    curves = card_of(part, "curves").curves
    drawn = {one.key for one in curves.series()} | set(curves.crowd().keys.tolist())
    assert drawn == {1, 9, 12}
    part.link.clear_brushes()
    settle(part)
    assert len(roc.crowd()) == N - 8


def test_a_rectangle_over_the_crowd_brushes_its_runs(
    open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    part = opened(open_compare, keys, settle)
    roc = card_of(part, "roc").curves
    roc.grab()
    met = roc.keys_in(roc.plot_rect())
    assert {key for key in met if isinstance(key, int) and key >= 0} == set(range(N))


def test_logged_curves_of_many_runs_are_put_together_off_the_window(
    open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    part = opened(open_compare, keys, settle)
    card = card_of(part, "curves")
    assert len(card.curves.crowd()) == N - 8
    table = card.curves.rows_source()
    assert table is None or table.row_count() == N * 40
    card.choose("across", "relative")
    settle(part)
    assert len(card.curves.crowd()) == N - 8
    figures = part._model.state.figures
    band = next(name for name in figures.params if "max_depth" in name)
    card.choose("band", band)
    settle(part)
    assert len(card.curves.crowd()) == 0
    assert len(card.curves.series()) == N


def test_many_runs_are_tested_against_the_best_and_the_page_says_so(
    open_compare: Open, keys: list[int], settle: Callable[[Any], None]
) -> None:
    part = opened(open_compare, keys, settle)
    words = part._model.state.verdict()
    assert "each against the best, corrected as for all 91 pairs" in words
    assert len(part._model.state.tiers.standings) == N


def test_dots_of_many_runs_are_stripes_and_each_is_still_found(qtbot: QtBot) -> None:
    from tidemill.gui.kit.charts.dots import DotRow

    chart = Dots("AUC by slice", has_zero=False)
    qtbot.addWidget(chart)
    rng = np.random.default_rng(4)
    values = tuple(rng.random(500).tolist())
    chart.set_rows([DotRow("a", values), DotRow("b", (*values[:-1], None))], [""] * 500)
    chart.resize(900, 80)
    plain = chart.grab().toImage()
    chart.highlight(400)
    assert chart.grab().toImage() != plain
    x = float(chart._xs(0, chart._plot())[400])
    found = chart.dot_near(QPointF(x, 8))
    assert found is not None
    assert abs(float(chart._xs(0, chart._plot())[found[1]]) - x) < 1
    head, lines = chart.as_table()
    assert head == ["Run", "a", "b"]
    assert len(lines) == 500


def test_predictions_of_any_run_are_seen_while_it_is_forward(
    workspace: Workspace,
    write: Callable[..., str],
    few: None,
    open_compare: Open,
    settle: Callable[[Any], None],
) -> None:
    assert few is None
    some = [runs.one(workspace, write(n, Task.REGRESSION)).pk for n in range(1, 12)]
    part = opened(open_compare, some, settle)
    part._model.arrange([PlotSpec("actual"), PlotSpec("residuals")], is_kept=False)
    settle(part)
    scatter = card_of(part, "actual").chart
    assert len(scatter._drawn()) == 8
    part.link.point(10)
    assert [cloud.run for cloud in scatter._drawn()][-1] == 10
    assert not scatter.grab().isNull()
    assert len(card_of(part, "residuals").curves.crowd()) == 0  # three are few enough for lines


def test_a_comparison_of_many_names_shows_some_and_finds_the_rest(
    qtbot: QtBot,
    workspace: Workspace,
    write: Callable[..., str],
    open_compare: Open,
    settle: Callable[[Any], None],
) -> None:
    ids = [write(1), write(2)]
    with workspace.store.write() as tx:
        for place, run_id in enumerate(ids):
            values = {f"layer{n}.norm": float(n + place) for n in range(300)}
            rows.put_values(tx, runs.one(workspace, run_id).pk, metrics=values)
    part = open_compare(ids)
    metrics = part._model.state.sections[0]
    assert metrics.n_left > 200
    assert part.find_row.isVisibleTo(part)
    part.find_row.setText("layer299")
    assert [row.title for row in part._model.state.sections[0].rows] == ["layer299.norm"]
    part.find_row.clear()
    n_rows = len(part._model.state.sections[0].rows)
    top, tall = next(
        (top, tall) for top, tall, line in part.table._placed() if type(line).__name__ == "_More"
    )
    qtbot.mouseClick(part.table, Qt.MouseButton.LeftButton, pos=QPoint(60, top + tall // 2))
    assert len(part._model.state.sections[0].rows) > n_rows
    assert not part.table.grab().isNull()
    assert any(one.id == "compare.more" for one in part.commands())


def test_of_runs_with_many_metrics_the_first_are_compared_at_once_and_all_behind_that(
    workspace: Workspace, write: Callable[..., str]
) -> None:
    ids = [write(1), write(2)]
    with workspace.store.write() as tx:
        for place, run_id in enumerate(ids):
            values = {f"layer{n}.norm": float(n + place) for n in range(600)}
            rows.put_values(tx, runs.one(workspace, run_id).pk, metrics=values)
    loaded = loading.load(workspace, ids, (), (), False, Silent())
    first = [row.name for row in loaded.compared.metrics]
    assert not loaded.is_whole
    assert "layer0.norm" in first
    assert "auc" in first
    assert "layer599.norm" not in first
    whole = loading.whole(workspace, loaded, Silent())
    every = [row.name for row in whole.compared.metrics]
    assert whole.is_whole
    assert "layer599.norm" in every
    assert every[:50] == first[:50]
    again = loading.load(workspace, ids, (), (), True, Silent())
    assert again.compared == whole.compared


def test_runs_that_name_no_measure_are_drawn_by_the_usual_one_of_all(
    workspace: Workspace, write: Callable[..., str]
) -> None:
    write(1)
    nobody = np.asarray([], dtype=np.int64)
    measured = ["metrics.train_loss", "metrics.auc"]
    assert figures._main(RunList(workspace), nobody, measured) == "metrics.auc"

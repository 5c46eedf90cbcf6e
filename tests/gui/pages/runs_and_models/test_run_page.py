"""The page of one run: what stands out, its tabs, live runs, what is missing, the trash."""

import math
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.domain.jobs import JobRequest
from tidemill.domain.runs import RunState
from tidemill.gui.kit import theme as themes
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.gui.pages.experiments.run.part import RunPart
from tidemill.jobs import queue
from tidemill.services import run_changes, runs, trash
from tidemill.services.workspace import Workspace
from tidemill.store import histories, jobs, run_writing
from tidemill.store import runs as rows
from tidemill.store.run_writing import Keys, NewRun

CANDIDATE = "23" + "ab" * 15
CHAMPION = "22" + "ab" * 15
TABS = ("overview", "curves", "parameters", "files", "log", "lineage")


def texts(widget: Any) -> list[str]:
    """What can be read."""
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]


def new_run(workspace: Workspace, name: str = "fresh-crane", **more: Any) -> tuple[int, str]:
    """A run that logs just now."""
    uuid = new_id()
    now = workspace.clock.now()
    state = more.pop("state", "running")
    one = NewRun(uuid, "default", "by hand", name, "tester", state, now, **more)
    with workspace.store.write() as tx:
        pk = run_writing.insert_runs(tx, [one], run_writing.next_seq(tx))[uuid]
        rows.update(tx, [pk], status=state)
    return pk, uuid


def log(workspace: Workspace, pk: int, metric: str, values: list[float], first: int = 0) -> None:
    """Log a metric step by step, and bring the news."""
    with workspace.store.write() as tx:
        key = Keys().ids(tx, [("metric", metric)])["metric", metric]
        points = [(pk, key, first + at, 1.7e9 + at, value) for at, value in enumerate(values)]
        histories.append(tx, points)
        rows.update(tx, [pk])


@pytest.fixture
def open_run(open_page: Any, settle: Any) -> Any:
    """Open the page of a run: `open_run(id, tab)` is the part."""

    def opened(run_id: str, tab: str = "") -> RunPart:
        view = open_page(PAGE, f"experiments/{run_id}" + (f"/{tab}" if tab else ""))
        settle(view)
        part: RunPart = view.one
        return part

    return opened


def show_tab(part: RunPart, tab: str, settle: Any) -> Any:
    """Go to a tab as its address would."""
    part.show_run(part.run().id, tab)  # type: ignore[union-attr]
    settle(part)
    return part.part(tab)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_stands_out_stands_first_with_its_evidence(
    open_run: Any, team: Any, theme: Any
) -> None:
    themes.set_theme(theme)
    try:
        part = open_run(CANDIDATE)
        said = texts(part)
        assert "Better than champion v2" in said
        assert any(word.startswith("AUC +0.") and "same 1,000 rows" in word for word in said)
        overview = part.part("overview")
        assert len(overview.hold_out.plots) == 4
        assert "hold-out, 1,000 rows, 95%" in said
        assert "v2" in overview.metrics.legend.text()
        assert not part.grab().isNull()
    finally:
        themes.set_theme("light")


def test_bar_and_crumbs_are_those_of_the_run(
    open_run: Any, page_context: Any, qtbot: QtBot, team: Any
) -> None:
    part = open_run(CANDIDATE)
    assert [crumb.text for crumb in part.crumbs()] == [
        "Experiments", "flights-late", "calm-crane-23",
    ]  # fmt: skip
    compare = part.bar_actions()[-1]
    assert compare.text() == "Compare with v2"
    part.compare()
    assert page_context.navigated[-1].endswith(f"compare/{CHAMPION}%2C{CANDIDATE}")
    titles = [command.title for command in part.commands()]
    assert "Compare with v2" in titles
    assert "Register…" in titles


def test_the_champion_is_held_against_the_one_before(open_run: Any, team: Any) -> None:
    part = open_run(CHAMPION)
    assert part.bar_actions()[-1].text() == "Compare with v1"


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_by_its_address_and_is_drawn(open_run: Any, team: Any, tab: str) -> None:
    part = open_run(CANDIDATE, tab)
    assert part.address() == ([CANDIDATE] if tab == "overview" else [CANDIDATE, tab])
    assert part.part(tab).isVisibleTo(part)
    assert part.state_word() == "ready"
    assert not part.grab().isNull()


def test_a_click_on_a_tab_goes_to_its_address(
    open_run: Any, page_context: Any, qtbot: QtBot, team: Any
) -> None:
    part = open_run(CANDIDATE)
    spot = part.tabs.tabRect(TABS.index("files")).center()
    qtbot.mouseClick(part.tabs, Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert page_context.navigated[-1] == f"tidemill://experiments/{CANDIDATE}/files"


def test_a_run_without_answers_says_what_would_be_needed(
    open_run: Any, workspace: Workspace, team: Any
) -> None:
    _, uuid = new_run(workspace, state="finished")
    part = open_run(uuid)
    said = " ".join(texts(part))
    assert "kept no hold-out answers. Log them with run.log_predictions" in said
    assert "No metric was logged yet." in said
    assert "No metric was logged more than once." in said
    assert "No parameter was logged." in said


def test_a_run_that_failed_says_why_first(open_run: Any, workspace: Workspace, team: Any) -> None:
    _, uuid = new_run(workspace, state="failed", error="Traceback\nValueError: no rows")
    part = open_run(uuid)
    titles = [widget.accessibleName() for widget in part.part("overview").findings.parts]
    assert titles == ["Bad: It failed. ValueError: no rows"]


def test_curves_of_a_living_run_follow_what_it_logs(
    open_run: Any, workspace: Workspace, qtbot: QtBot, settle: Any, team: Any
) -> None:
    pk, uuid = new_run(workspace)
    log(workspace, pk, "loss", [1.0, 0.8, 0.7])
    part = open_run(uuid, "curves")
    tile = part.part("curves").grid.tiles["loss"]
    qtbot.waitUntil(lambda: tile.subtitle.text() == "3 points, last 0.7")
    log(workspace, pk, "loss", [0.6, math.nan, 0.5], first=3)
    qtbot.waitUntil(lambda: tile.subtitle.text() == "6 points, last 0.5")
    assert tile.chart.note() == "1 point is not a number"
    assert any(word.startswith("Running for") for word in texts(part))


def test_curves_are_searched_smoothed_and_drawn_over_another_metric(
    open_run: Any, workspace: Workspace, qtbot: QtBot, settle: Any, team: Any
) -> None:
    pk, uuid = new_run(workspace)
    log(workspace, pk, "loss", [1.0, 0.8, 0.7])
    log(workspace, pk, "examples", [10.0, 20.0, 30.0])
    part = open_run(uuid, "curves")
    tab = part.part("curves")
    assert sorted(tab.grid.tiles) == ["examples", "loss"]
    tab.search.setText("los")
    settle(part)
    assert list(tab.grid.tiles) == ["loss"]
    tab.across.set_value("metric:examples")
    tab.across.chosen.emit("metric:examples")
    settle(part)
    chart = tab.grid.tiles["loss"].chart
    qtbot.waitUntil(lambda: chart.view().x0 == 10.0)
    assert chart.x_head() == "Examples"
    tab.weight.set_value(0.6)
    tab.weight.chosen.emit(0.6)
    tab.log.setChecked(True)
    settle(part)
    assert chart.axes().is_y_log
    assert chart.drawn()[0].raw is not None
    tab.search.setText("nothing like it")
    settle(part)
    assert "No metric with a curve has nothing like it in its name." in texts(tab)


def test_thousands_of_metrics_open_a_page_at_a_time(
    open_run: Any, workspace: Workspace, settle: Any, team: Any
) -> None:
    pk, uuid = new_run(workspace)
    with workspace.store.write() as tx:
        names = [("metric", f"layer {at:04d}/norm") for at in range(1500)]
        keys = Keys().ids(tx, names)
        histories.append(
            tx, [(pk, keys[name], step, 1.7e9, 0.5) for name in names for step in range(2)]
        )
        rows.update(tx, [pk])
    part = open_run(uuid, "curves")
    tab = part.part("curves")
    assert len(tab.grid.tiles) == 12
    assert tab.more.text() == "Show 12 more of 1,500"
    tab.more.click()
    settle(part)
    assert len(tab.grid.tiles) == 24


def test_parameters_are_searched_and_differences_marked(
    open_run: Any, settle: Any, team: Any
) -> None:
    tab = open_run(CANDIDATE, "parameters").part("parameters")
    shown = tab.table.source()
    assert shown.block(0, 1, "name") == ["estimator"]
    assert shown.block(0, 1, "differs")[0][0].text == "differs"
    tab.only.setChecked(True)
    n_differing = tab.table.source().row_count()
    assert 0 < n_differing < shown.row_count()
    tab.only.setChecked(False)
    tab.search.setText("learning")
    assert tab.table.source().block(0, 9, "name") == ["learning_rate"]
    tab.search.setText("no such thing")
    assert "No parameter fits." in texts(tab)


def test_files_are_looked_into_and_saved(
    open_run: Any, settle: Any, qtbot: QtBot, workspace: Workspace, page_context: Any, team: Any
) -> None:
    [run] = runs.find(workspace, runs.keys(workspace, [CANDIDATE]))
    with workspace.store.write() as tx:
        for path, data in (("plots/a.txt", b"hello"), ("table.csv", b"a,b\n1,2\n")):
            rows.put_artifact(tx, run.pk, path, workspace.blobs.put_bytes(data), len(data))
    part = open_run(CANDIDATE, "files")
    tab = part.part("files")
    assert tab.table.source().group(4).title == "plots"
    qtbot.waitUntil(lambda: tab.preview.text.toPlainText().startswith("{"))
    tab.table.current_changed.emit("plots/a.txt")
    qtbot.waitUntil(lambda: tab.preview.text.toPlainText() == "hello")
    tab.table.current_changed.emit("table.csv")
    qtbot.waitUntil(lambda: tab.preview.table.source().row_count() == 1)
    assert tab.preview.table.source().block(0, 1, "1") == ["2"]
    tab.table.group_toggled.emit("folder:plots")
    assert tab.table.source().row_count() == 5


def test_a_picture_is_shown_and_a_broken_one_says_so(
    open_run: Any, qtbot: QtBot, workspace: Workspace, team: Any
) -> None:
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(buffer, "PNG")
    pk, uuid = new_run(workspace)
    with workspace.store.write() as tx:
        for path, data in (("a.png", bytes(buffer.data().data())), ("b.png", b"\x89PNG no more")):
            rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
    tab = open_run(uuid, "files").part("files")
    qtbot.waitUntil(lambda: "60 by 40 pixels" in texts(tab.preview))
    tab.table.current_changed.emit("b.png")
    qtbot.waitUntil(
        lambda: any(word.startswith("The picture can't be read") for word in texts(tab.preview))
    )


def test_the_log_shows_what_the_job_wrote_and_finds_words(
    open_run: Any, workspace: Workspace, settle: Any, team: Any
) -> None:
    with workspace.store.write() as tx:
        job_id = queue.enqueue(tx, JobRequest("model.train"))
        now = tx.clock.now()
        lines = ("Loading flights v3", "Learning from 12 rows", "Learned")
        jobs.log(tx, job_id, [(now, line) for line in lines])
    _, uuid = new_run(workspace, job_id=job_id, state="finished")
    tab = open_run(uuid, "log").part("log")
    assert [line[10:] for line in tab.text.toPlainText().splitlines()] == [
        "Loading flights v3", "Learning from 12 rows", "Learned",
    ]  # fmt: skip
    tab.search.setText("learn")
    assert "2 found" in texts(tab)
    first = tab.text.textCursor().position()
    tab.find_next()
    assert tab.text.textCursor().position() > first
    tab.find_next()
    assert tab.text.textCursor().position() == first
    tab.search.setText("no such word")
    assert "Not found" in texts(tab)


def test_lineage_goes_from_the_file_to_what_serves(
    open_run: Any, page_context: Any, team: Any
) -> None:
    part = open_run(CHAMPION, "lineage")
    steps = [(step.title, step.text) for step in part._model.state.page.lineage]
    assert steps == [
        ("flights_3.csv", "dropped in"),
        ("flights v3", "30,000 rows, 3 columns"),
        ("calm-crane-22", "this run"),
        ("flights-late v2", "champion, 3 of 3 gates"),
        ("serves flights-late", "it is the champion"),
    ]
    part.part("lineage").timeline.step_clicked.emit(1)
    assert page_context.navigated[-1] == "tidemill://data/flights/3"


def test_the_lineage_of_a_run_is_drawn_with_what_came_of_it(
    open_run: Any, page_context: Any, settle: Any, team: Any, qtbot: QtBot
) -> None:
    part = open_run(CHAMPION, "lineage")
    drawn = part.part("lineage").drawn
    qtbot.waitUntil(lambda: drawn.state.drawing is not None)
    graph = drawn.state.drawing.graph
    assert graph.start.kind == "run"
    named = {node.name: node.key for node in graph.nodes}
    assert {"calm-crane-22", "flights v3", "flights-late v2"} <= set(named)
    drawn.open(named["flights-late v2"])
    assert page_context.navigated[-1] == "tidemill://models/flights-late/2"


def test_tags_and_note_are_written_from_the_inspector(
    open_run: Any, page_context: Any, qtbot: QtBot, workspace: Workspace, team: Any
) -> None:
    part = open_run(team.runs[0])
    keys = runs.keys(workspace, [team.runs[0]])
    run_changes.tag(workspace, keys, "old")
    qtbot.waitUntil(lambda: "old" in texts(part.inspector()))
    part.edit_note()
    sheet = part._sheet
    assert sheet.tags.text() == "old"
    sheet.tags.set_text("shortlist, november")
    sheet.note.setPlainText("Holds up in the north.")
    sheet.primary.click()
    qtbot.waitUntil(lambda: "Holds up in the north." in texts(part.inspector()))
    assert {"shortlist", "november"} <= set(texts(part.inspector()))
    assert "old" not in texts(part.inspector())


def test_a_run_in_the_trash_says_so_and_comes_back(
    open_run: Any, qtbot: QtBot, workspace: Workspace, team: Any
) -> None:
    trash.delete(workspace, runs.keys(workspace, [team.runs[0]]))
    part = open_run(team.runs[0])
    assert "This run is in the trash" in texts(part)
    assert len(part.bar_actions()) == 2
    part._restore.click()
    qtbot.waitUntil(lambda: "This run is in the trash" not in texts(part))
    [run] = runs.find(workspace, runs.keys(workspace, [team.runs[0]]))
    assert run.deleted_at is None


def test_nested_runs_lead_to_each_other(
    open_run: Any, page_context: Any, workspace: Workspace, team: Any
) -> None:
    parent, uuid = new_run(workspace, "parent", state="finished")
    _, child = new_run(workspace, "child", parent_pk=parent)
    part = open_run(uuid)
    nested = part.part("overview").nested
    assert "1 run started in this one" in texts(nested)
    nested.rows[0].click()
    assert page_context.navigated[-1] == f"tidemill://experiments/{child}"
    part.show_run(child)
    assert part._model.state.word == "loading"


def test_up_and_down_walk_the_list_it_was_opened_from(
    open_run: Any, page_context: Any, qtbot: QtBot, workspace: Workspace, team: Any
) -> None:
    part = open_run(team.runs[1])
    keys = runs.keys(workspace, list(team.runs[:3]))
    part.walk_in(keys)
    before, behind = part.bar_actions()[:2]
    assert before.isEnabled()
    behind.click()
    address = f"tidemill://experiments/{team.runs[2]}"
    qtbot.waitUntil(lambda: page_context.navigated[-1:] == [address])
    part.walk_in(keys[1:2])
    assert not before.isEnabled()
    assert not behind.isEnabled()


def test_going_on_while_a_long_curve_is_made_ready_leaves_nothing_waiting(
    open_run: Any, workspace: Workspace, settle: Any, team: Any
) -> None:
    pk, uuid = new_run(workspace)
    log(workspace, pk, "loss", [0.5] * 30_000)
    part = open_run(team.runs[0])
    part.show_run(uuid, "curves")
    part.show_run(team.runs[1], "overview")
    settle(part)
    assert part.run().id == team.runs[1]  # type: ignore[union-attr]


def test_the_state_is_in_words_beside_the_name(open_run: Any, workspace: Workspace, team: Any):
    part = open_run(team.runs[0])
    assert any(word.startswith("Done in") for word in texts(part))
    _, uuid = new_run(workspace, state=str(RunState.STOPPED))
    part.show_run(uuid)
    assert part.state_word() == "loading"

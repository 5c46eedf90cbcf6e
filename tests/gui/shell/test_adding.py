"""Looking at data before it is added, answering what it asks, and what is said once it is there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tidemill.domain.columns import Kind, Role
from tidemill.domain.jobs import Job
from tidemill.domain.people import WORKER
from tidemill.domain.watches import FileState
from tidemill.gui.kit.cards import CardButton
from tidemill.gui.kit.toast import Toast
from tidemill.gui.sheets.add_sheet import AddSheet
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.status_bar import Facts
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, ingesting, jobs, watching, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import files

pytestmark = pytest.mark.slow_loop("the test does the worker's jobs in the window's thread")

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


@pytest.fixture
def window(
    main_window: Callable[..., MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    # The test does the worker's jobs itself.
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    return main_window(tmp_path / "store", address="data")


@pytest.fixture
def workspace(window: MainWindow) -> Workspace:
    found = window.workspace()
    assert found is not None
    return found


@pytest.fixture
def drain(workspace: Workspace) -> Callable[[], list[Job]]:
    """Do every queued job as the worker does."""

    def done() -> list[Job]:
        ended = []
        while (claimed := queue.claim(workspace.store, "w")) is not None:
            job = queue.begin(workspace.store, claimed.id, claimed.attempts)
            assert job is not None
            reporter = JobReporter(workspace.store, job.id, job.attempts)
            perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)
            ended.append(jobs.find(workspace, job.id))
        return ended

    return done


def clean(path: Path, n: int = 80) -> Path:
    rows = [f"c{i},{i % 7}.5,{'yes' if i % 3 else 'no'}" for i in range(n)]
    path.write_text("\n".join(["customer_id,amount,churned", *rows]) + "\n")
    return path


def both_ways(path: Path) -> Path:
    rows = [f"{1 + i % 9:02}/0{1 + i % 8}/2024,{i}" for i in range(40)]
    path.write_text("\n".join(["sold,n", *rows]) + "\n")
    return path


def with_bad_line(path: Path) -> Path:
    clean(path)
    lines = path.read_text().splitlines()
    lines[4] = "c3,1.5,yes,left over"
    path.write_text("\n".join(lines) + "\n")
    return path


def drop(window: MainWindow, qtbot: QtBot, path: Path, on: str) -> None:
    """Drag a file over the window and let it go on a card, or on the quiet button."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, PLAIN))
    overlay = window.drops.overlay
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    spots: list[QWidget] = [overlay.look]
    if on != "look":
        kinds_ = [target.kind for target in window.drops.targets()]
        shown = [c for c in overlay.findChildren(CardButton) if c.isVisible()]
        spots = [shown[kinds_.index(on)]]  # type: ignore[arg-type]
    at = spots[0].mapTo(overlay, spots[0].rect().center())
    QApplication.sendEvent(window, QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN))


def toast_with(window: MainWindow, qtbot: QtBot, action: str) -> Toast:
    def there() -> list[Toast]:
        return [toast for toast in window.toasts.toasts() if toast.action == action]

    qtbot.waitUntil(lambda: bool(there()))
    return there()[0]


def sheet_of(window: MainWindow, qtbot: QtBot) -> AddSheet:
    def there() -> list[AddSheet]:
        return [sheet for sheet in window.findChildren(AddSheet) if sheet.isVisible()]

    qtbot.waitUntil(lambda: bool(there()))
    return there()[0]


def said(part: QWidget) -> str:
    labels = part.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisibleTo(part))


def settled(sheet: AddSheet, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not sheet.model.state.is_reading)


def test_one_drop_makes_a_checked_version_and_two_clicks_more_start_the_training(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    drop(window, qtbot, clean(tmp_path / "shop.csv"), "new")  # the first, and all a version takes
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)))
    drain()
    version = datasets.version(workspace, "shop")
    assert (version.number, version.rows) == (1, 80)
    assert version.checks
    toast = toast_with(window, qtbot, "Train…")
    assert toast.text() == "shop v1 is there, 80 new rows"
    toast.acted.emit()  # the second
    from tidemill.gui.pages.data.train_sheet import TrainSheet

    def training() -> list[TrainSheet]:
        return [sheet for sheet in window.findChildren(TrainSheet) if sheet.isVisible()]

    qtbot.waitUntil(lambda: bool(training()) and training()[0].primary.isEnabled())
    qtbot.mouseClick(training()[0].primary, LEFT)  # the third
    qtbot.waitUntil(lambda: any(job.kind == "model.train" for job in jobs.newest(workspace)))


def test_a_file_is_looked_at_before_it_is_added_and_roles_go_with_it(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    drop(window, qtbot, clean(tmp_path / "shop.csv"), "look")
    sheet = sheet_of(window, qtbot)
    state = sheet.model.state
    assert state.peek is not None
    assert state.peek.facts.encoding == "utf-8"
    assert "point, as in 1.5" in said(sheet.choices)
    assert sheet.columns.table.source().row_count() == 3
    assert state.peek.schema["customer_id"].role is Role.IDENTIFIER
    sheet.columns.table.set_current("churned")
    sheet.model.choose_column("churned")
    sheet.choices.role.chosen.emit(Role.TARGET)
    sheet.choices.name.set_text("customers")
    sheet.choices.replace.click()
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)))
    drain()
    view = datasets.find(workspace, "customers")
    assert (view.dataset.schema.target, str(view.dataset.series)) == ("churned", "replace")
    qtbot.waitUntil(lambda: not window.is_covered())


def test_of_a_known_dataset_only_what_is_new_can_be_said(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    ingesting.add(workspace, [clean(tmp_path / "a.csv")], dataset="shop")
    drain()
    more = clean(tmp_path / "b.csv")
    text = more.read_text().splitlines()
    more.write_text("\n".join([text[0] + ",code", *(f"{row},00{i}" for i, row in
                                                    enumerate(text[1:]))]))  # fmt: skip
    drop(window, qtbot, more, "look")
    sheet = sheet_of(window, qtbot)
    assert sheet.model.state.dataset == "shop"
    assert "1 column new" in said(sheet)
    assert sheet.columns.table.source().key(0) == "code"
    assert sheet.choices.role.isEnabled()
    sheet.model.choose_column("amount")
    assert not sheet.choices.role.isEnabled()
    assert "shop says so" in said(sheet.choices)


def test_a_question_is_answered_from_the_toast_and_the_file_is_taken_in(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    drop(window, qtbot, both_ways(tmp_path / "sales.csv"), "new")
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)))
    drain()
    toast_with(window, qtbot, "Answer…").acted.emit()
    sheet = sheet_of(window, qtbot)
    (card,) = sheet.asked.cards
    assert "day or the month" in said(card)
    assert not sheet.primary.isEnabled()
    qtbot.mouseClick(card.ways.radios["month first"], LEFT, pos=QPoint(8, 8))
    settled(sheet, qtbot)
    assert sheet.primary.isEnabled()
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: len(jobs.newest(workspace)) == 2)
    drain()
    column = datasets.version(workspace, "sales").schema["sold"]
    assert (column.kind, column.reading) == (Kind.DATETIME, "month first")


def test_the_first_bad_line_is_named_and_such_rows_are_set_aside(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    drop(window, qtbot, with_bad_line(tmp_path / "shop.csv"), "new")
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)))
    drain()
    assert watching.arrived(workspace)[0].state is FileState.SET_ASIDE
    toast_with(window, qtbot, "Look at it…").acted.emit()
    sheet = sheet_of(window, qtbot)
    assert "line 5" in said(sheet.asked)
    assert "It has 4 values; the first line names 3 columns." in said(sheet.asked)
    assert "c3,1.5,yes,left over" in said(sheet.asked)
    qtbot.mouseClick(sheet.asked.bad_rows.radios["set aside"], LEFT, pos=QPoint(8, 8))
    settled(sheet, qtbot)
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: len(jobs.newest(workspace)) == 2)
    drain()
    assert datasets.version(workspace, "shop").rows == 79


def test_another_delimiter_is_looked_at_at_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(window, qtbot, clean(tmp_path / "shop.csv"), "look")
    sheet = sheet_of(window, qtbot)
    sheet.choices.delimiter.chosen.emit(";")
    settled(sheet, qtbot)
    peek = sheet.model.state.peek
    assert peek is not None
    assert peek.schema.names == ("customer_id,amount,churned",)
    sheet.choices.encoding.chosen.emit("utf-16")
    settled(sheet, qtbot)
    assert "shop.csv is not written in utf-16" in said(sheet)
    assert not sheet.primary.isEnabled()
    sheet.choices.encoding.chosen.emit("")
    settled(sheet, qtbot)
    assert sheet.model.state.error is None


def test_a_column_is_kept_as_text_where_a_person_says_so(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    drop(window, qtbot, clean(tmp_path / "shop.csv"), "look")
    sheet = sheet_of(window, qtbot)
    sheet.model.choose_column("amount")
    sheet.choices.reading.chosen.emit("text")
    settled(sheet, qtbot)
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(lambda: bool(jobs.newest(workspace)))
    drain()
    assert datasets.version(workspace, "shop").schema["amount"].kind is Kind.CATEGORICAL


def test_a_file_that_ended_its_reader_is_not_opened_by_the_window(
    window: MainWindow, workspace: Workspace, drain: Callable[[], list[Job]], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    added = ingesting.add(workspace, [with_bad_line(tmp_path / "shop.csv")], dataset="shop")
    drain()
    with workspace.store.write() as tx:
        files.update(tx, added.file_ids[0], opened=1)
    window.look_at_file(added.file_ids[0])
    sheet = sheet_of(window, qtbot)
    assert "is not opened here" in said(sheet)
    assert not sheet.rows.isVisible()
    assert sheet.primary.isEnabled()  # asked again by a person, it is read in the background


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1100, 700)])
def test_the_sheet_of_a_table_with_thousands_of_columns_fits_the_window(
    main_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, theme: str,
    size: tuple[int, int],
) -> None:  # fmt: skip
    wide = tmp_path / "wide.csv"
    names = [f"a rather long name of column {i}" for i in range(300)]
    wide.write_text("\n".join([",".join(names), *(",".join(["1"] * 300) for _ in range(5))]))
    window = main_window(tmp_path / "store", address="data", size=size)
    drop(window, qtbot, wide, "look")
    sheet = sheet_of(window, qtbot)
    assert sheet.panel().width() <= size[0] - 48
    assert sheet.panel().height() <= size[1] * 0.88
    assert sheet.columns.table.source().row_count() == 300
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not window.is_covered()


def test_what_is_under_way_is_stopped_in_the_status_bar(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    added = ingesting.add(workspace, [clean(tmp_path / "shop.csv")], dataset="shop")
    bar = window.status_bar
    bar.set_facts(Facts("working", "Worker running", "Reading shop.csv", 0.4, job_id=added.job_id))
    assert bar.stop.isVisible()
    qtbot.mouseClick(bar.stop, LEFT)
    qtbot.waitUntil(lambda: not jobs.find(workspace, added.job_id).is_open)
    bar.set_facts(Facts("good", "Worker ready"))
    assert not bar.stop.isVisible()

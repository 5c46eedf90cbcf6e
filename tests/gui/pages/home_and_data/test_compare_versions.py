"""Two versions side by side: what differs, where it comes from, the rows behind it."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.base.ids import new_id
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.jobs import JobState
from tidemill.domain.profiles import profile
from tidemill.domain.suggestions import facts_of
from tidemill.domain.version_diffs import RowKind
from tidemill.gui.kit.cells import ChangedCell
from tidemill.gui.pages.data.compare import view_model
from tidemill.gui.pages.data.compare.addresses import Wish, address_parts, wish_of
from tidemill.gui.pages.data.page import PAGE
from tidemill.services import jobs, kept_diffs, rules, tables
from tidemill.services.workspace import Workspace
from tidemill.store import datasets as rows

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton
SCHEMA = Schema(
    (
        Column("customer", Kind.TEXT, Role.IDENTIFIER),
        Column("region", Kind.CATEGORICAL),
        Column("usage", Kind.NUMERIC),
        Column("churned", Kind.BOOLEAN, Role.TARGET),
    )
)


def customers(n: int, *, is_later: bool = False) -> Frame:
    draw = np.random.default_rng(1)
    region = draw.choice(["north", "east", "south"], n).tolist()
    usage = np.round(draw.normal(80.0, 20.0, n), 1)
    churned = (draw.random(n) < 0.2).astype(np.int32)
    names = [f"C-{i:04d}" for i in range(n)]
    if is_later:
        usage[np.array([r == "north" for r in region]) & (np.arange(n) % 2 == 0)] = np.nan
        names[-10:] = [f"N-{i}" for i in range(10)]
    return Frame(
        (
            coded("customer", Kind.TEXT, names),
            coded("region", Kind.CATEGORICAL, region),
            ColumnData("usage", Kind.NUMERIC, usage),
            ColumnData("churned", Kind.BOOLEAN, churned, ("false", "true")),
        )
    )


def add(workspace: Workspace, name: str, frames: list[Frame]) -> list[DatasetVersion]:
    made = []
    with workspace.store.write() as tx:
        now = tx.clock.now()
        key = rows.insert(tx, Dataset(0, name, "default", Series.REPLACE, SCHEMA, now, "ada"))
    for number, frame in enumerate(frames, start=1):
        kept = tables.put(workspace, frame)
        version = DatasetVersion(
            0, key, name, number, frame.n_rows, frame.n_rows, new_id(), new_id(), kept.blob,
            kept.n_bytes, SCHEMA, f"{name}_{number}.csv", None, now, "ada", (), None, None,
            is_chunked=kept.is_chunked,
        )  # fmt: skip
        stored = {"profile": profile(frame, SCHEMA).to_dict(), "facts": facts_of(frame).to_dict()}
        with workspace.store.write() as tx:
            made.append(
                replace(
                    version,
                    id=rows.insert_version(tx, version, profile=stored, source_blob=None),
                )
            )
    return made


@pytest.fixture
def churn(workspace: Workspace) -> list[DatasetVersion]:
    """Two versions: usage went missing in the north, ten customers left and ten came."""
    return add(workspace, "churn", [customers(300), customers(300, is_later=True)])


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Both themes."""
    return str(request.param)


def words_of(view: Any, column: int) -> list[str]:
    table = view.compare.columns.table
    model = table.table_model()
    return [model.text(row, column) for row in range(table.source().row_count())]


@pytest.mark.usefixtures("churn")
def test_columns_stand_most_changed_first_with_what_happened(open_page: Open, theme: str) -> None:
    assert theme
    view = open_page(PAGE, "data/churn/diff/1..2")
    view.grab()
    part = view.compare
    assert view.crumbs()[-1].text == "v1 and v2"
    diff = part.model.state.loaded.diff
    n = diff.rows.changed
    assert part.head._words.text() == (
        f"10 rows are new, {n} changed, 10 are gone. usage needs a look."
    )
    assert words_of(view, 0)[0] == "usage"
    assert words_of(view, 0)[-1] == "customer, id"
    assert words_of(view, 5)[0] == "missing rose, most in north"
    assert words_of(view, 4)[0] == str(n)
    inspector = view.inspector()
    assert inspector is part.column
    inspector.grab()
    assert inspector._title.text() == "usage"
    assert inspector.show_rows.words() == f"Show these {n} rows"


@pytest.mark.usefixtures("churn")
def test_the_changed_rows_are_one_click_away_with_the_old_value_struck_out(
    open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "data/churn/diff/1..2")
    part = view.compare
    qtbot.mouseClick(part.column.show_rows, LEFT)
    qtbot.waitUntil(view.is_settled)
    table = part.rows.rows.table
    n = part.model.state.loaded.diff.rows.changed
    assert table.source().row_count() == n
    view.grab()
    cells = table.source().block(0, n, "usage")
    assert all(isinstance(cell, ChangedCell) and cell.now == "–" for cell in cells)
    assert table.source().block(0, 1, "region") == ["north"]
    part.rows.kinds.changed.emit("removed")
    qtbot.waitUntil(lambda: view.is_settled() and table.source().row_count() == 10)
    assert table.source().block(0, 1, "customer") == ["C-0290"]
    assert view.step_back()
    assert part.model.state.segment == "columns"


@pytest.mark.usefixtures("churn")
def test_an_address_opens_the_rows_of_one_column(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "data/churn/diff/1..2?rows=changed&column=usage")
    qtbot.waitUntil(view.is_settled)
    state = view.compare.model.state
    assert (state.segment, state.kind, state.rows_column) == ("rows", RowKind.CHANGED, "usage")
    n = state.loaded.diff["usage"].changed
    assert view.compare.rows.rows.total() == n


@pytest.mark.usefixtures("churn")
def test_versions_can_be_swapped_and_picked_and_the_key_chosen(
    open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "data/churn/diff/1..2")
    part = view.compare
    qtbot.mouseClick(part.head.swap, LEFT)
    qtbot.waitUntil(view.is_settled)
    assert view.address() == ["churn", "diff", "2..1"]
    assert part.model.state.loaded.diff["usage"].words == "missing fell"
    part.head.before.chosen.emit("churn@1")
    qtbot.waitUntil(view.is_settled)
    assert part.model.state.loaded.diff.is_same
    view.grab()
    part.model.show_segment("rows")
    assert part._parts.currentWidget() is part._same
    part.head.key_chosen.emit(("customer", "region"))
    qtbot.waitUntil(view.is_settled)
    assert part.model.state.loaded.diff.key == ("customer", "region")
    assert view.address()[-1] == "?key=customer&key=region"
    part.head.key_chosen.emit(())
    qtbot.waitUntil(view.is_settled)
    assert part.model.state.loaded.diff.key == ()


@pytest.mark.usefixtures("churn")
def test_only_changed_columns_and_the_schema(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "data/churn/diff/1..2")
    part = view.compare
    qtbot.mouseClick(part._only, LEFT)
    assert "churned, target" not in words_of(view, 0)
    part.model.show_segment("schema")
    view.grab()
    assert not part.schema._same.isHidden()


@pytest.mark.usefixtures("churn")
def test_what_was_seen_becomes_a_check(
    open_page: Open, qtbot: QtBot, workspace: Workspace, page_context: Any
) -> None:
    view = open_page(PAGE, "data/churn/diff/1..2")
    part = view.compare
    qtbot.mouseClick(part.column.make_check, LEFT)
    sheet = part.deeds.sheet
    sheet.fields["missing"].edit.setText("much")
    sheet.accepted.emit()
    assert "no number" in sheet.fields["missing"].error()
    sheet.fields["missing"].edit.setText("5")
    with qtbot.waitSignal(sheet.added):
        sheet.accepted.emit()
    [rule] = [r for r in rules.rules(workspace, "churn") if r.check == "column_values"]
    assert rule.settings["column"] == "usage"
    assert rule.settings["missing"] == 0.05


@pytest.mark.usefixtures("churn")
def test_a_version_that_is_not_there_and_a_disk_that_fails_are_told(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = open_page(PAGE, "data/churn/diff/1..9")
    assert view.state_word() == "error"
    assert view.compare.model.state.error.message == "churn has no version 9."
    view.grab()

    def fails(*_: object, **__: object) -> None:
        raise WorldError("The disk is full.", "Free some room.")

    monkeypatch.setattr(kept_diffs, "found", fails)
    view.show_address(["churn", "diff", "1..2"])
    qtbot.waitUntil(lambda: view.state_word() == "error")
    monkeypatch.undo()
    view.compare._error.acted.emit()
    qtbot.waitUntil(lambda: view.state_word() == "ready")


def test_two_datasets_are_compared_as_well(
    open_page: Open, workspace: Workspace, churn: list[DatasetVersion]
) -> None:
    assert churn
    add(workspace, "other", [customers(200)])
    view = open_page(PAGE, "data/churn/diff/2..other@1")
    assert view.compare.head._title.text() == "Compare churn and other"
    assert view.address() == ["churn", "diff", "2..other@1"]
    assert [p.title for p in view.compare.model.state.loaded.picks] == [
        "churn v2", "churn v1", "other v1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wish",
    [
        Wish("churn@1", "churn@2"),
        Wish("a b@1", "other@7", ("x & y", "z")),
        Wish("churn@1", "churn@2", (), "rows", RowKind.ADDED),
        Wish("churn@1", "churn@2", None, "rows", RowKind.CHANGED, "a=b"),
    ],
)
def test_an_address_says_all_that_is_asked_for(wish: Wish) -> None:
    assert wish_of(address_parts(wish)) == wish
    assert wish_of(["churn", "diff", "1-2"]) is None
    assert wish_of(["churn", "profile"]) is None


@pytest.mark.usefixtures("churn")
def test_large_versions_are_compared_by_the_worker(
    open_page: Open, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def by_worker(_workspace: Workspace, job_id: int, reporter: Any) -> None:
        kept_diffs.run(workspace, jobs.find(workspace, job_id), reporter)
        done.append(job_id)

    monkeypatch.setattr(view_model, "CELLS_HERE", 0)
    monkeypatch.setattr(view_model, "seen_done", by_worker)
    view = open_page(PAGE, "data/churn/diff/1..2")
    assert view.state_word() == "ready"
    [job_id] = done
    assert jobs.find(workspace, job_id).kind == "dataset.compare"
    view.compare.model.reload()
    assert len(done) == 1


@pytest.mark.usefixtures("churn")
def test_comparing_can_be_stopped_and_the_job_with_it(
    open_page: Open, qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Event()

    def waits(_workspace: Workspace, _job_id: int, reporter: Any) -> None:
        reporter.report(0.3, "Comparing usage")
        begun.set()
        while True:
            reporter.check()
            stopping.wait(0.005)

    stopping = Event()
    view = open_page(PAGE, "data/churn/diff/1..1")
    monkeypatch.setattr(view_model, "CELLS_HERE", 0)
    monkeypatch.setattr(view_model, "seen_done", waits)
    view.show_address(["churn", "diff", "1..2"])
    qtbot.waitUntil(lambda: begun.is_set() and view.compare._doing.text() == "Comparing usage")
    view.grab()
    qtbot.mouseClick(view.compare._stop, LEFT)
    assert view.state_word() == "error"
    assert view.compare.model.state.error.message == "The comparing was stopped."
    qtbot.waitUntil(lambda: jobs.newest(workspace)[0].state is JobState.CANCELLED)

"""The Prepare and Label tabs: steps as sentences with a live preview, labels by key."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.people import WORKER
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.pages.data.page import PAGE
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import datasets, ingesting, label_pages, labelling, steps, tables, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests do the worker's jobs themselves."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)


def work(view: Any, qtbot: QtBot) -> None:
    """Do what is queued, as the worker would, beside the window's thread."""
    workspace, done = view.context.workspace, list[bool]()
    view.context.operations.run("test.work", lambda _: _do_all(workspace), done.append)
    qtbot.waitUntil(lambda: bool(done))


def _do_all(workspace: Workspace) -> bool:
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)
    return True


@pytest.fixture
def prepare(open_page: Open, flights: Any, qtbot: QtBot) -> Any:
    """The Prepare tab of flights."""
    view = open_page(PAGE, "data/flights/prepare")
    qtbot.waitUntil(view.is_settled)
    return view


@pytest.fixture
def label(open_page: Open, flights: Any, qtbot: QtBot) -> Any:
    """The Label tab of flights."""
    view = open_page(PAGE, "data/flights/label")
    qtbot.waitUntil(view.is_settled)
    return view


def typed(sheet: Any, name: str, words: str) -> None:
    part = sheet.form.parts[name]
    assert isinstance(part, Field)
    part.edit.setText(words)


def test_no_steps_yet_says_what_steps_are_and_offers_one(prepare: Any, qtbot: QtBot) -> None:
    part = prepare.dataset.prepare
    assert part.tab.empty.isVisible()
    qtbot.mouseClick(part.tab.empty.button, Qt.MouseButton.LeftButton)
    assert part.sheet is not None
    part.sheet.close_sheet()
    qtbot.waitUntil(lambda: part.sheet is None)


def test_a_step_shows_what_it_would_do_while_it_is_typed_and_then_stands_as_a_sentence(
    prepare: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = prepare.dataset.prepare
    part.open_new()
    sheet = part.sheet
    qtbot.waitUntil(lambda: not sheet.is_waiting())
    sheet.choose("derive")
    typed(sheet, "name", "miles_per_knot")
    typed(sheet, "expression", "distance / wind_sped")
    qtbot.waitUntil(lambda: "no column wind_sped" in sheet.form.problem.text())
    assert sheet.form.problem.isVisible()
    assert not sheet.primary.isEnabled()
    typed(sheet, "expression", "distance / wind_speed")
    qtbot.waitUntil(lambda: sheet.primary.isEnabled() and not sheet.is_waiting())
    assert not sheet.form.problem.isVisible()
    assert sheet.sentence.text() == "Derive miles_per_knot as distance / wind_speed"
    assert "of 1,600 rows change" in sheet.effect.text()
    assert sheet.after.table.source().block(0, 1, "miles_per_knot")[0]
    sheet.accepted.emit()
    qtbot.waitUntil(lambda: part.sheet is None)
    work(prepare, qtbot)
    qtbot.waitUntil(lambda: not part.is_busy() and not part.model.state.is_busy)
    assert [one.title for one in cards(part)] == ["Derive miles_per_knot as distance / wind_speed"]
    assert datasets.version(workspace, "flights").number == 5
    assert prepare.context.toasts


def cards(part: Any) -> Any:
    from tidemill.gui.pages.data.steps_state import cards_of

    return cards_of(part.model.state.lines)


def test_a_step_is_undone_by_its_switch_changed_and_moved(
    prepare: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = prepare.dataset.prepare
    first = steps.add(workspace, "flights", "derive", {"name": "a", "expression": "distance"})
    steps.add(workspace, "flights", "filter_rows", {"condition": "a > 500"})
    work(prepare, qtbot)
    part.model.reload()
    qtbot.waitUntil(lambda: len(part.model.state.lines) == 2 and not part.is_busy())
    n = datasets.version(workspace, "flights").rows
    part.tab.switches[first.step.id].click()  # a later step stands on it
    qtbot.waitUntil(lambda: part.model.state.failure is not None and not part.is_busy())
    assert "no column a" in part.model.state.failure.message
    assert part.tab.failure.isVisible()
    last = part.model.state.lines[1].step.id
    part.tab.switches[last].click()
    qtbot.waitUntil(lambda: not part.model.state.lines[1].step.in_force)
    work(prepare, qtbot)
    qtbot.waitUntil(lambda: not part.model.state.is_busy)
    assert datasets.version(workspace, "flights").rows == 1600 > n
    part.open_step(first.step.id)
    sheet = part.sheet
    qtbot.waitUntil(lambda: sheet.form is not None and not sheet.is_waiting())
    assert sheet.form.settings()["expression"] == "distance"
    sheet.close_sheet()
    part.tab.moved.emit(last, -1)
    qtbot.waitUntil(lambda: part.model.state.lines[0].step.id == last)
    work(prepare, qtbot)
    qtbot.waitUntil(lambda: not part.model.state.is_busy and not part.is_busy())


def test_every_kind_of_step_has_a_form(prepare: Any, qtbot: QtBot) -> None:
    part = prepare.dataset.prepare
    part.open_new()
    sheet = part.sheet
    qtbot.waitUntil(lambda: not sheet.is_waiting())
    for entry in sheet.entries:
        sheet.choose(entry.id)
        assert set(sheet.form.settings()) == {p.id for p in entry.parameters}
    sheet.choose("drop_columns")
    sheet.form.parts["columns"].toggled.emit("distance", True)
    qtbot.waitUntil(lambda: sheet.primary.isEnabled() and not sheet.is_waiting())
    assert sheet.sentence.text() == "Drop distance"
    sheet.close_sheet()


def test_keys_label_rows_one_after_another_and_u_takes_the_last_back(
    label: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = label.dataset.label
    tab, model = part.tab, part.model
    assert model.state.column == "late"
    assert model.state.choices == ("false", "true")
    assert [button.text() for button in tab.value_buttons] == ["no", "yes"]
    page = model.state.page
    assert (page.key_column, page.labelled, page.total) == ("flight_id", 1600, 1600)
    shown = tab.table.table_model().text(0, 0)
    assert shown == {"false": "no", "true": "yes"}[page.rows[0].label]
    tab.table.setFocus()
    first = tab.table.current_key()
    before = page.rows[0].label
    other = "2" if before == "false" else "1"
    qtbot.keyClicks(tab.table, other)
    assert tab.table.current_key() == page.rows[1].key
    qtbot.waitUntil(lambda: len(model.state.done) == 1)
    [entry] = labelling.history(workspace, "flights")
    assert (entry.key, entry.value) == (first, model.state.choices[int(other) - 1])
    qtbot.keyClicks(tab.table, "s")
    assert tab.table.current_key() == page.rows[2].key
    qtbot.keyClicks(tab.table, "b")
    qtbot.keyClicks(tab.table, "u")
    qtbot.waitUntil(lambda: not model.is_busy() and not model.state.done)
    assert tab.table.current_key() == first
    assert labelling.history(workspace, "flights")[0].undone_at is not None
    assert model.state.page.rows[0].label == before
    assert not tab.save.isEnabled()


@pytest.fixture
def slow_labels(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Labels are written once the event is set."""
    may_write = threading.Event()
    put = labelling.put

    def slowly(*told: Any, **more: Any) -> Any:
        assert may_write.wait(60)
        return put(*told, **more)

    monkeypatch.setattr(labelling, "put", slowly)
    yield may_write
    may_write.set()


def _given(model: Any, n: int) -> dict[str, str]:
    """Give the first rows another label; what was given."""
    given = {}
    for row in model.state.page.rows[:n]:
        given[row.key] = "true" if row.label == "false" else "false"
        model.put(row.key, given[row.key])
    return given


def test_labels_that_wait_are_written_though_the_tab_is_left(
    label: Any, qtbot: QtBot, workspace: Workspace, slow_labels: threading.Event
) -> None:
    model = label.dataset.label.model
    given = _given(model, 3)
    model.close()
    slow_labels.set()
    qtbot.waitUntil(lambda: len(labelling.history(workspace, "flights")) == 3)
    entries = labelling.history(workspace, "flights")
    assert [(one.key, one.value) for one in reversed(entries)] == list(given.items())


def test_rows_read_before_a_label_was_given_do_not_take_it_back(
    label: Any, qtbot: QtBot, slow_labels: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = label.dataset.label.model
    has_read, may_tell = threading.Event(), threading.Event()
    read = label_pages.page

    def slow_at_first(*told: Any, **more: Any) -> Any:
        found = read(*told, **more)
        is_first = not has_read.is_set()
        has_read.set()
        assert not is_first or may_tell.wait(60)
        return found

    monkeypatch.setattr(label_pages, "page", slow_at_first)
    model.reload()
    assert has_read.wait(60)
    given = _given(model, 1)
    slow_labels.set()
    qtbot.waitUntil(lambda: len(model.state.done) == 1)
    may_tell.set()
    qtbot.waitUntil(lambda: not model.is_busy())
    [(key, value)] = given.items()
    assert next(row.label for row in model.state.page.rows if row.key == key) == value


def test_a_new_column_gets_values_of_ones_own_and_is_saved_as_a_version(
    label: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = label.dataset.label
    tab, model = part.tab, part.model
    tab.column_chosen.emit("urgency")
    qtbot.waitUntil(lambda: model.state.page is not None and not model.is_busy())
    assert model.state.page.labelled == 0
    tab.new_value.edit.setText("high")
    tab.new_value.submitted.emit("high")
    tab.value_named.emit("low")
    assert model.state.choices == ("high", "low")
    tab.table.setFocus()
    for key in "1210":
        qtbot.keyClicks(tab.table, key)
    qtbot.waitUntil(lambda: len(model.state.done) == 3 and not model.is_busy())
    assert model.state.page.labelled == 3
    assert tab.save.isEnabled()
    tab.save.click()
    qtbot.waitUntil(lambda: len(label.context.workers) > 0)
    work(label, qtbot)
    qtbot.waitUntil(lambda: not model.state.is_saving and not model.is_busy())
    version = datasets.version(workspace, "flights")
    assert version.steps[-1]["kind"] == "labels"
    found = tables.whole(workspace, version)["urgency"].to_list()
    assert sorted(one for one in found if one is not None) == ["high", "high", "low"]
    assert model.state.page.n_new == 0


def test_a_column_that_cannot_be_read_is_told_where_the_rows_would_be(
    label: Any, qtbot: QtBot
) -> None:
    part = label.dataset.label
    part.tab.key_chosen.emit("nothing")
    qtbot.waitUntil(lambda: part.model.state.word == "error")
    assert "no column nothing" in part.model.state.error.message
    part.tab.key_chosen.emit("flight_id")
    qtbot.waitUntil(lambda: part.model.state.word == "ready")


def test_the_history_tells_what_stood_before_and_undoes_one_label_by_itself(
    label: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    part = label.dataset.label
    key = part.model.state.page.rows[0].key
    first = labelling.put(workspace, "flights", "late", {key: "true"})
    labelling.put(workspace, "flights", "late", {key: "false"})
    part.tab.history.click()
    sheet = part.sheet
    qtbot.waitUntil(lambda: len(sheet.said) == 2)
    newest, oldest = sheet.said
    assert (newest.entry.value, newest.before) == ("false", "true")
    assert oldest.is_first
    said = [each.text() for each in sheet.findChildren(Label)]
    assert any(words.endswith(": no, before yes") for words in said)
    assert set(sheet.buttons) == {newest.entry.batch, first}
    sheet.buttons[newest.entry.batch].click()
    qtbot.waitUntil(lambda: set(sheet.buttons) == {first} and not part.is_busy())
    assert labelling.history(workspace, "flights")[0].undone_at is not None
    assert part.model.state.page.rows[0].label == "true"
    sheet.close_sheet()
    qtbot.waitUntil(lambda: part.sheet is None)


def test_a_version_of_one_row_is_labelled_and_saved(
    open_page: Open, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "one.csv").write_text("code,late\nA-1,yes\n")
    ingesting.add(workspace, [tmp_path / "one.csv"], dataset="one", target="late")
    _do_all(workspace)
    view = open_page(PAGE, "data/one/label")
    qtbot.waitUntil(view.is_settled)
    part = view.dataset.label
    page = part.model.state.page
    assert page is not None
    assert page.total == 1
    values = part.model.state.choices
    part.tab.value_named.emit("no")
    qtbot.waitUntil(lambda: len(part.model.state.choices) == len(values) + 1)
    part.tab.table.setFocus()
    qtbot.keyClicks(part.tab.table, str(len(values) + 1))
    qtbot.waitUntil(lambda: part.model.state.page.n_new == 1)
    assert part.tab.table.current_key() == page.rows[0].key
    assert part.tab.save.isEnabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_title_of_a_sheet_with_little_in_it_is_whole(
    prepare: Any, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    assert theme
    prepare.dataset.prepare.open_new()
    [sheet] = page_context.sheets
    [title] = [one for one in sheet.findChildren(Label) if one.text() == "Add a step to flights"]
    qtbot.waitUntil(lambda: title.height() >= title.sizeHint().height())
    sheet.close_sheet()


def test_only_the_rows_of_an_incident_are_labelled_until_all_are_asked_for(
    open_page: Open, flights: Any, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    from tidemill.services import rows_to_label

    chosen = SimpleNamespace(rows=[2, 5, 7])
    monkeypatch.setattr(rows_to_label, "of_incident", lambda _workspace, _incident: chosen)
    view = open_page(PAGE, "data/flights/label/%3Fincident%3D9")
    qtbot.waitUntil(view.is_settled)
    part = view.dataset.label
    page = part.model.state.page
    assert (page.total, len(page.rows)) == (3, 3)
    assert part.tab._words.text().endswith("of 3 rows of incident 9 are labelled")
    assert part.tab.all.isVisible()
    qtbot.mouseClick(part.tab.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.model.state.page is not None and part.model.state.page.total > 3)
    assert not part.tab.all.isVisible()

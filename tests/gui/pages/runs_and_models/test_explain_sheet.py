"""One prediction explained in the window: drawn, changed by slider and word, told by class."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.explanations import ColumnPart, Course, Explanation, SimilarRow
from tidemill.domain.jobs import JobRequest
from tidemill.domain.recipes import Task
from tidemill.gui.pages.experiments.page import PAGE as EXPERIMENTS
from tidemill.gui.pages.models.page import PAGE
from tidemill.gui.sheets import explain_state
from tidemill.gui.sheets.explain_sheet import ExplainSheet
from tidemill.jobs import queue
from tidemill.services import explaining, workers
from tidemill.services.workspace import Workspace

DISTANCE = ColumnPart(
    "distance", Kind.NUMERIC, "1,200", 1200.0, (0.2,), "100", "900", True,
    course=Course(("100", "500", "900"), ((0.2,), (0.4,), (0.6,)), (100.0, 500.0, 900.0)),
)  # fmt: skip
CARRIER = ColumnPart(
    "carrier", Kind.CATEGORICAL, "Blue", "Blue", (-0.05,),
    course=Course(("Red", "Blue"), ((0.5,), (0.65,))),
)  # fmt: skip
NAME = ColumnPart("name", Kind.CATEGORICAL, "∗∗∗", None, (0.0,), is_hidden=True)
FOUND = Explanation(
    "flights-late@3", "flights-late v3", "row 12 of flights v3", "flights@3", Task.BINARY, "late",
    ("yes",), "probability", "Shapley values against 100 rows learned from", False,
    (0.5,), (0.65,), (0.65,), "yes", "no", (CARRIER, NAME, DISTANCE),
    (SimilarRow(17, "", "yes", "yes 0.71", 0.25, ("1,100", "Blue")),),
    ("distance", "carrier"), "The nearest of the 900 rows it learned from.",
)  # fmt: skip


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


@pytest.fixture
def asked(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the worker was asked for; it answers at once with what is explained above."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    seen: list[tuple[Any, ...]] = []

    def ask(_workspace: Workspace, address: str, row: str, **other: Any) -> int:
        seen.append((address, row, other["changes"]))
        if row == "nobody":
            raise NeedsYou("flights v3 has no row whose id is nobody.", "Name another row.")
        found = replace(FOUND, changed=tuple(other["changes"]))
        with workspace.store.write() as tx:
            job_id = queue.enqueue(tx, JobRequest(explaining.KIND))
        job = queue.claim(workspace.store, "worker")
        assert job is not None
        queue.succeed(workspace.store, job, {"explanation": found.to_dict()}, "Done")
        return int(job_id)

    monkeypatch.setattr(explaining, "ask", ask)
    return seen


@pytest.fixture
def sheet(
    open_page: Any, settle: Any, page_context: Any, team: Any, asked: list[Any], qtbot: QtBot
) -> ExplainSheet:
    """The sheet as Models opens it for a version and a row."""
    settle(open_page(PAGE, "models/flights-late/3/explain/12"))
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    made = page_context.sheets[0]
    assert isinstance(made, ExplainSheet)
    qtbot.waitUntil(lambda: bool(made.rows()))
    return made


def test_an_address_opens_it_and_the_strongest_column_stands_first(
    sheet: ExplainSheet, asked: list[Any]
) -> None:
    assert asked == [("flights-late@3", "12", {})]
    assert sheet.words.text() == FOUND.summary
    assert sheet.answer.text() == "Probability of yes 0.650"
    assert [row.part.name for row in sheet.rows()] == ["distance", "carrier", "name"]
    distance, carrier, hidden = sheet.rows()
    assert distance.bar.accessibleDescription() == "+0.200"
    assert "beyond what was seen in training: 100 to 900" in distance.seen.text()
    assert carrier.bar.accessibleDescription() == "\N{MINUS SIGN}0.050"
    assert hidden.slider is None
    assert hidden.choice is None
    model = sheet.similar.table_model()
    assert [model.index(0, at).data() for at in range(3)] == ["18", "yes", "yes 0.71"]
    assert not sheet._classes.isVisibleTo(sheet)


def test_a_slider_says_at_once_what_would_be_said_and_then_has_the_row_explained(
    sheet: ExplainSheet, asked: list[Any], qtbot: QtBot
) -> None:
    distance = sheet.rows()[0]
    assert distance.slider is not None
    assert distance.slider.value() == 2, "the nearest of what was seen"
    distance.slider.setFocus()
    qtbot.keyClick(distance.slider, Qt.Key.Key_Left)
    assert distance.value.text() == "500"
    assert sheet.answer.text() == "Probability of yes 0.400"
    qtbot.keyClick(distance.slider, Qt.Key.Key_Left)
    assert sheet.answer.text() == "Probability of yes 0.200"
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == ("flights-late@3", "12", {"distance": 100.0}), "asked once, for the last"
    qtbot.waitUntil(lambda: sheet.back.isVisibleTo(sheet))
    click(qtbot, sheet.back)
    qtbot.waitUntil(lambda: len(asked) == 3)
    assert asked[2] == ("flights-late@3", "12", {})
    qtbot.waitUntil(lambda: not sheet.back.isVisibleTo(sheet))


def test_a_word_is_chosen_beside_what_was_changed_before(
    sheet: ExplainSheet, asked: list[Any], qtbot: QtBot
) -> None:
    distance, carrier, _ = sheet.rows()
    assert distance.slider is not None
    assert carrier.choice is not None
    distance.slider.setValue(1)
    carrier.choice._take(0)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1][2] == {"distance": 500.0, "carrier": "Red"}


def test_what_is_refused_is_said_and_what_was_found_stays(
    sheet: ExplainSheet, qtbot: QtBot
) -> None:
    sheet.field.set_text("nobody")
    click(qtbot, sheet.ask)
    qtbot.waitUntil(lambda: sheet.failure.isVisibleTo(sheet))
    assert len(sheet.rows()) == 3
    assert not sheet.ask.is_busy()


def test_of_several_classes_one_is_chosen_and_told(sheet: ExplainSheet, qtbot: QtBot) -> None:
    parts = (replace(CARRIER, by=(0.1, -0.3), course=None),)
    several = replace(
        FOUND, task=Task.MULTICLASS, outputs=("red", "blue"), base=(0.5, 0.5), said=(0.6, 0.2),
        answers=(0.6, 0.2), columns=parts,
    )  # fmt: skip
    sheet.show_found(several)
    assert sheet._classes.isVisibleTo(sheet)
    assert sheet.answer.text() == "Probability of red 0.600"
    sheet.output._take(1)
    assert sheet.answer.text() == "Probability of blue 0.200"
    assert sheet.rows()[0].bar.accessibleDescription() == "\N{MINUS SIGN}0.300"


def test_any_row_is_taken_by_its_number(
    sheet: ExplainSheet, asked: list[Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "n_rows", lambda *_: 1)
    click(qtbot, sheet.any)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1][1] == "#1"


def test_times_are_sent_as_they_are_written_and_long_words_not_at_all() -> None:
    course = Course(("2024-01-01", "2024-06-01"), ((0.1,), (0.2,)), (1704067200.0, 1717200000.0))
    day = ColumnPart("day", Kind.DATETIME, "2024-05-30", "2024-05-30", (0.0,), course=course)
    found = explain_state.choices(day)
    assert found is not None
    assert found.plain == ("2024-01-01 00:00:00", "2024-06-01 00:00:00")
    assert found.own == 1
    words = Course(("a" * 59 + "…", "b"), ((0.1,), (0.2,)))
    assert explain_state.choices(replace(CARRIER, course=words)) is None
    yes = Course(("yes", "no"), ((0.1,), (0.2,)))
    paid = explain_state.choices(replace(CARRIER, kind=Kind.BOOLEAN, value="no", course=yes))
    assert paid is not None
    assert (paid.plain, paid.own) == ((True, False), 1)


def test_the_page_of_a_run_that_keeps_its_model_explains_it(
    open_page: Any, page_context: Any, team: Any, asked: list[Any], settle: Any, qtbot: QtBot
) -> None:
    run_id = team.runs[0]
    view = open_page(EXPERIMENTS, f"experiments/{run_id}")
    settle(view)
    qtbot.waitUntil(lambda: any(one.id == "run.explain" for one in view.commands()))
    next(one for one in view.commands() if one.id == "run.explain").run()
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    page_context.sheets[0].show_row("#3")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [(f"run:{run_id}", "#3", {})]

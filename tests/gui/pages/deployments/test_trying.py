"""Try it with real events: values as typed, rows taken and pasted, the prediction and why."""

import ast
import json
import subprocess
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.contributions import Contribution
from tidemill.domain.deployments import Deployment
from tidemill.domain.jobs import Job, JobState
from tidemill.gui.pages.deployments.page import PAGE
from tidemill.gui.pages.deployments.try_state import (
    as_curl,
    as_python,
    result_of,
    row_of_json,
    value_of,
)
from tidemill.gui.pages.deployments.view import DeploymentsView
from tidemill.services import deploying, jobs, trying, workers
from tidemill.services.serving.tries import MANY_CLASSES, Tried
from tidemill.services.trying import Tryable, TryField
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as job_rows

SAID = Tried(
    "flights-late",
    1,
    "true",
    0.63,
    "true",
    0.63,
    0.42,
    (Contribution("wind_speed", 31.5, 0.25), Contribution("distance", 120, -0.04)),
)
Asked = list[tuple[str, dict[str, Any], dict[str, Any]]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What a service was asked: token, row, usual row; it always says the same."""
    found: Asked = []

    def answer(_one: Deployment, token: str, row: Any, usual: Any) -> tuple[Tried, float]:
        if row["distance"] == "far":
            raise NeedsYou("Row 1, field distance: expected a number.", "Mend the value.")
        found.append((token, row, usual))
        return SAID, 0.0051

    monkeypatch.setattr(trying, "through_service", answer)
    return found


def opened(open_page: Any, qtbot: QtBot) -> DeploymentsView:
    """The page with its fields there, and its inspector shown as the window does."""
    view: DeploymentsView = open_page(PAGE)
    qtbot.waitUntil(lambda: view.try_model.state.tryable is not None)
    view.details.show()
    return view


def click(qtbot: QtBot, widget: Any) -> None:
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def write(qtbot: QtBot, edit: Any, text: str) -> None:
    edit.selectAll()
    qtbot.keyClicks(edit, text)


def test_values_that_are_typed_are_asked_and_the_answer_says_why(
    open_page: Any, ready: Deployment, asked: Asked, qtbot: QtBot
) -> None:
    view = opened(open_page, qtbot)
    part = view.details.part
    assert list(part.edits) == ["carrier", "distance", "wind_speed", "is_weekend", "flight_id"]
    assert part.more.words() == "1 more field, filled with usual values"
    write(qtbot, part.edits["distance"], "120")
    part.edits["wind_speed"].setFocus()
    write(qtbot, part.edits["wind_speed"], "31.5")
    qtbot.keyClick(part.edits["wind_speed"], Qt.Key.Key_Return)
    qtbot.waitUntil(part.value.isVisible)
    token, row, usual = asked[0]
    assert token == ""
    assert (row["distance"], row["wind_speed"], row["is_weekend"]) == (120, 31.5, False)
    assert usual["distance"] != 120
    assert (part.value.text(), part.words.text(), part.took.text()) == (
        "0.63",
        "late is probably true",
        "5 ms",
    )
    assert part.bars.as_table()[1] == [["wind_speed = 31.5", "+0.25"], ["distance = 120", "−0.04"]]
    write(qtbot, part.edits["distance"], "9")
    assert part.value.isHidden() or not part.value.isVisible(), "it was said of other values"


def test_a_random_row_is_taken_and_tried(
    open_page: Any, ready: Deployment, asked: Asked, qtbot: QtBot
) -> None:
    view = opened(open_page, qtbot)
    click(qtbot, view.details.part.random)
    qtbot.waitUntil(lambda: view.try_model.state.result is not None)
    row = asked[0][1]
    assert row["carrier"] in ("UA", "AA", "DL", "B6", "F9")
    assert view.details.part.edits["carrier"].text() == row["carrier"]


def test_pasted_json_fills_the_fields_it_has(
    open_page: Any, ready: Deployment, asked: Asked, qtbot: QtBot
) -> None:
    view = opened(open_page, qtbot)
    part = view.details.part
    QGuiApplication.clipboard().setText('{"rows": [{"distance": 1400, "carrier": null, "z": 1}]}')
    click(qtbot, part.paste)
    qtbot.waitUntil(lambda: bool(asked))
    assert (asked[0][1]["distance"], asked[0][1]["carrier"]) == (1400, None)
    QGuiApplication.clipboard().setText("nothing of the kind")
    click(qtbot, part.paste)
    qtbot.waitUntil(part.failure.isVisible)
    assert view.try_model.state.error is not None
    assert "is no JSON" in view.try_model.state.error.message


def test_a_row_that_is_refused_says_why_and_can_be_mended(
    open_page: Any, ready: Deployment, asked: Asked, qtbot: QtBot
) -> None:
    view = opened(open_page, qtbot)
    part = view.details.part
    write(qtbot, part.edits["distance"], "far")
    click(qtbot, part.predict)
    qtbot.waitUntil(part.failure.isVisible)
    write(qtbot, part.edits["distance"], "12")
    assert not part.failure.isVisible()
    click(qtbot, part.predict)
    qtbot.waitUntil(part.value.isVisible)


def test_without_a_service_the_worker_is_asked(
    workspace: Workspace,
    open_page: Any,
    service: Deployment,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    started: list[Workspace] = []
    monkeypatch.setattr(workers, "ensure", started.append)
    deploying.stop(workspace, service.name)
    view = opened(open_page, qtbot)
    assert not view.try_model.state.is_service
    click(qtbot, view.details.part.predict)

    def asked() -> list[Job]:
        return [job for job in jobs.newest(workspace) if job.kind == "model.try"]

    qtbot.waitUntil(lambda: bool(asked()))
    (job,) = asked()
    assert job.params["model"] == "flights-late@1"
    qtbot.waitUntil(lambda: bool(started))
    assert view.try_model.state.is_busy
    with workspace.store.write() as tx:
        result = {"tried": SAID.to_dict()}
        state = str(JobState.SUCCEEDED)
        job_rows.update(tx, job.id, state=state, result=result, ended_at=tx.clock.now())
    qtbot.waitUntil(lambda: view.try_model.state.result is not None)
    assert view.details.part.value.text() == "0.63"


def test_a_service_with_a_token_is_asked_once_the_token_is_typed(
    workspace: Workspace, open_page: Any, ready: Deployment, asked: Asked, qtbot: QtBot
) -> None:
    token = deploying.new_token(workspace, ready.name).token
    view = opened(open_page, qtbot)
    part = view.details.part
    assert part.token.isVisible()
    assert not view.try_model.state.is_service
    qtbot.keyClicks(part.token, token)
    qtbot.keyClick(part.token, Qt.Key.Key_Return)
    assert not part.token.isVisible()
    click(qtbot, part.predict)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0][0] == token


def test_the_request_is_copied_for_other_programs(
    open_page: Any, page_context: Any, ready: Deployment, qtbot: QtBot
) -> None:
    view = opened(open_page, qtbot)
    part = view.details.part
    click(qtbot, part.more)
    assert len(part.edits) == len(view.try_model.state.tryable.fields)
    click(qtbot, part.curl)
    click(qtbot, part.python)
    curl, python = page_context.copied
    assert curl.startswith(f"curl {ready.http.address}/predict ")
    assert '"distance"' in curl
    assert f"{ready.http.address}/predict" in python


def test_copies_hold_any_value_and_name_the_token_without_telling_it() -> None:
    row = {"name": 'it\'s "so"', "x": None, "ok": True, "n": 1.5}
    shell = as_curl("http://127.0.0.1:1/predict", row, True).replace("curl ", "printf '%s\\n' ", 1)
    lines = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True).stdout
    assert json.loads(lines.splitlines()[-1]) == {"rows": [row]}
    assert "Authorization: Bearer $TOKEN" in as_curl("http://127.0.0.1:1", row, True)
    for has_token in (True, False):
        program = as_python("http://127.0.0.1:1/predict", row, has_token)
        tree = ast.parse(program)
        assert ("os.environ" in program) is has_token
        assert ast.literal_eval(tree.body[2 + has_token].value) == row  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("", Kind.NUMERIC, None),
        (" 7 ", Kind.NUMERIC, 7),
        ("−3.5", Kind.NUMERIC, -3.5),
        ("nan", Kind.NUMERIC, "nan"),
        ("far", Kind.NUMERIC, "far"),
        ("TRUE", Kind.BOOLEAN, True),
        ("perhaps", Kind.BOOLEAN, "perhaps"),
        ("7", Kind.CATEGORICAL, "7"),
        ("2024-05-31", Kind.DATETIME, "2024-05-31"),
    ],
)
def test_what_is_typed_becomes_json(text: str, kind: Kind, value: Any) -> None:
    found = value_of(text, kind)
    assert found == value
    assert type(found) is type(value)


def test_json_with_none_of_the_fields_is_told() -> None:
    tryable = Tryable("m", 1, "y", "d", (TryField("x", Kind.NUMERIC, 1.0),))
    assert row_of_json('{"x": 2, "other": 3}', tryable) == {"x": 2}
    for wrong in ("[1, 2]", '{"other": 3}', '{"rows": []}', "3"):
        with pytest.raises(NeedsYou, match="none of this model's fields"):
            row_of_json(wrong, tryable)


def test_numbers_classes_and_rows_that_are_left_out_have_their_own_words() -> None:
    number = result_of(
        Tried("m", 1, 41.25, None, contributions=(Contribution("x", None, -2.5),)), "price", None
    )
    assert (number.value, number.words, number.share) == ("41.25", "price", None)
    assert (number.bars[0].text, number.bars[0].words) == ("x = missing", "−2.5")
    assert number.why_note == "change of price"
    many = result_of(Tried("m", 1, "b", 0.7, missing=MANY_CLASSES), "kind", 0.002)
    assert (many.value, many.words, many.missing) == ("0.70", "kind is probably b", MANY_CLASSES)
    out = result_of(Tried("m", 1, None, None, missing="A step leaves it out."), "kind", None)
    assert (out.value, out.words) == ("–", "not predicted")
    usual = result_of(Tried("m", 1, "true", 0.6, "true", 0.6, 0.6), "late", None)
    assert usual.missing == "Every field is as usual, so nothing moved the prediction."

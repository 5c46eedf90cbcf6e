"""Versions that scripts registered, on the page Models: what they are, and judging them."""

import json
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tidemill.gui.pages.models.page import PAGE
from tidemill.services import jobs
from tidemill.services.mlflow import artifacts, logged_models, model_versions, registered, runs
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton


def register(workspace: Workspace, name: str, file: str) -> str:
    """A version of a model as a script registers one; the id of its run."""
    tracker = Tracker(workspace, "default")
    run_id = str(runs.create(tracker, {"experiment_id": "0"})["run"]["info"]["run_id"])
    made = logged_models.create(
        tracker, {"experiment_id": "0", "name": "m", "source_run_id": run_id}
    )
    key = made["model"]["info"]["model_id"]
    page = {
        "flavors": {"sklearn": {"pickled_model": file}},
        "mlflow_version": "3.17.2",
        "signature": {
            "inputs": '[{"type": "double", "name": "distance"}]',
            "outputs": '[{"type": "string"}]',
        },
    }
    data = b"\x80\x04N." if file.endswith(".pkl") else _skops()
    for path, content in ((file, data), ("MLmodel", json.dumps(page).encode())):
        where = artifacts.address(tracker, f"0/models/{key}/artifacts/{path}")
        with workspace.blobs.scratch() as temporary:
            temporary.write_bytes(content)
            artifacts.put(tracker, where, temporary)
    if name not in {m["name"] for m in registered.search(tracker, {})["registered_models"]}:
        registered.create(tracker, {"name": name})
    model_versions.create(tracker, {"name": name, "source": f"models:/{key}", "model_id": key})
    return run_id


def _skops() -> bytes:
    import skops.io
    from sklearn.linear_model import LinearRegression

    data: bytes = skops.io.dumps(LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0]))
    return data


def words(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_pickle_of_a_script_stands_under_the_models_versions_and_says_what_it_can_not_do(
    open_page: Any, page_context: Any, qtbot: QtBot, team: Any
) -> None:
    run_id = register(team.workspace, "flights-late", "model.pkl")
    view = open_page(PAGE, "models/flights-late")
    card = view.part.outside
    assert card.isVisibleTo(view)
    [row] = view._model.state.outside
    assert (row.number, row.inputs, row.outputs) == (4, "distance (double)", "string")
    assert "pickle" in row.why_not
    assert "It is a pickle" in words(card)
    assert card.judge == {}
    assert view.part.table.isVisibleTo(view)
    qtbot.mouseClick(card.runs[4], LEFT)
    assert page_context.navigated[-1] == f"tidemill://experiments/{run_id}"


def test_model_that_only_scripts_know_is_listed_and_judged_on_data_that_a_person_names(
    open_page: Any, settle: Any, qtbot: QtBot, team: Any
) -> None:
    register(team.workspace, "theirs", "model.skops")
    view = open_page(PAGE, "models/theirs")
    assert view.models.rows["theirs"].accessibleName() == "theirs, none yet, Not judged yet"
    part = view.part
    assert not part.tabs.isVisibleTo(view)
    assert not part.table.isVisibleTo(view)
    assert view.inspector() is None
    assert "LinearRegression" in words(part.outside)
    qtbot.mouseClick(part.outside.judge[1], LEFT)
    sheet = view.outside.sheet
    assert sheet is not None
    qtbot.waitUntil(lambda: sheet.wish._choices is not None)
    assert not sheet.wish.model.isVisibleTo(sheet)
    assert not sheet.wish.name.isVisibleTo(sheet)
    [data] = sheet.wish._choices.data
    sheet.wish.data.set_value(data.address)
    sheet.wish._on_data()
    sheet.wish.target.set_value(data.columns[-1])
    sheet.wish.changed.emit()
    assert sheet.primary.isEnabled()
    with qtbot.waitSignal(sheet.closed):
        qtbot.mouseClick(sheet.primary, LEFT)
    asked = next(job for job in jobs.newest(team.workspace) if job.kind == "model.judge")
    qtbot.waitUntil(lambda: view._model.state.outside[0].is_asked, timeout=30_000)
    assert f"job {asked.id}" in words(part.outside)
    assert part.outside.judge == {}
    assert asked.params["number"] == 1
    assert asked.params["version"]["model"] == "theirs"
    assert asked.params["version"]["on"] == data.address
    assert view.outside.sheet is None


def test_card_is_not_there_where_scripts_registered_nothing(open_page: Any, team: Any) -> None:
    view = open_page(PAGE, "models/flights-late")
    assert not view.part.outside.isVisibleTo(view)
    assert view.part.tabs.isVisibleTo(view)

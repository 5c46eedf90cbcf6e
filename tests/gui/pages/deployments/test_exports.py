"""Exports asked for in the window: the form, the file, the proof, and the card that stays."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import Model
from tidemill.domain.outgoing import Comparison, DifferentRow
from tidemill.gui.kit import numbers
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.pages.deployments.page import PAGE
from tidemill.gui.pages.models.page import PAGE as MODELS
from tidemill.gui.sheets.export_sheet import ExportSheet
from tidemill.jobs import queue
from tidemill.services import exporting, exports, job_kinds, workers
from tidemill.services.workspace import Workspace
from tidemill.store import activities, jobs

PROOF = Comparison(400, 62, 0.0, 0)


def click(qtbot: QtBot, widget: Any) -> None:
    assert widget is not None
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def said(sheet: ExportSheet) -> str:
    labels = [*sheet.findChildren(Label), *sheet.findChildren(Paragraph)]
    return " | ".join(one.text() for one in labels if one.isVisibleTo(sheet))


@pytest.fixture
def sheet(
    open_page: Any, page_context: Any, flights_late: Model, qtbot: QtBot, tmp_path: Path
) -> ExportSheet:
    """The sheet as Deployments opens it, a file of the test's folder in it."""
    view = open_page(PAGE, "deployments/new/export")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    assert view.exports.exporting.sheet is page_context.sheets[0]
    made = page_context.sheets[0]
    assert isinstance(made, ExportSheet)
    made.path.set_path(str(tmp_path / "late.onnx"))
    qtbot.waitUntil(made.primary.isEnabled)
    return made


@pytest.fixture
def worker(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands in for the worker: does the newest export, or refuses it as a real one would."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)

    def do(refusal: NeedsYou | None = None) -> None:
        job = queue.claim(workspace.store, "worker")
        assert job is not None
        assert job.kind == exporting.KIND
        if refusal is not None:
            queue.fail(workspace.store, job_kinds.kinds(), workspace, job, refusal)
            return
        path = Path(job.params["out"])
        path.write_bytes(b"x" * 1_500_000)
        model, _, number = job.params["model"].rpartition("@")
        done = exporting.Exported(
            f"{model} v{number}", job.params["to"], path, 1_500_000, PROOF, ("Mind the gap.",)
        )
        with workspace.store.write() as tx:
            exporting.record(tx, job, done)
        queue.succeed(workspace.store, job, done.to_dict(), "Written")

    return do


def test_what_is_asked_is_looked_at_first_and_names_a_file_that_goes(
    sheet: ExportSheet, tmp_path: Path, qtbot: QtBot
) -> None:
    words = [sheet.form.part(one.id).text() for one in exporting.forms()]
    assert words == ["ONNX", "Python package", "skops"]
    (tmp_path / "late.zip").write_text("old")
    click(qtbot, sheet.form.part("package"))
    assert sheet.path.text() == str(tmp_path / "late.zip"), "the ending follows the form"
    assert "it retrains with one command" in said(sheet)
    qtbot.waitUntil(lambda: "late.zip is there already and is replaced." in said(sheet))
    assert sheet.primary.isEnabled()
    sheet.path.set_path(str(tmp_path / "nowhere" / "late.zip"))
    assert not sheet.primary.isEnabled()
    qtbot.waitUntil(lambda: f"The folder {tmp_path / 'nowhere'} is made." in said(sheet))
    assert not (tmp_path / "nowhere").exists(), "looking makes nothing"
    sheet.path.set_path(str(tmp_path / "late.txt"))
    qtbot.waitUntil(lambda: "Name a file that ends in .zip." in said(sheet))
    assert not sheet.primary.isEnabled()


def test_the_proof_is_shown_when_it_is_written_and_a_card_stays(
    sheet: ExportSheet,
    workspace: Workspace,
    worker: Any,
    page_context: Any,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: queue_length(workspace) == 1)
    assert sheet.bar.isVisible()
    assert not sheet.path.isEnabled()
    worker()
    qtbot.waitUntil(sheet.is_done)
    assert f"late.onnx is written, {numbers.size(1_500_000)}" in said(sheet)
    assert PROOF.words in said(sheet)
    assert "Mind the gap." in said(sheet)
    assert not sheet.primary.isVisible()
    click(qtbot, sheet.copier)
    assert page_context.copied == [str(tmp_path / "late.onnx")]
    (one,) = exports.every(workspace)
    assert (one.model, one.number, one.form, one.n_rows) == ("flights-late", 1, "onnx", 400)
    assert one.is_here


def queue_length(workspace: Workspace) -> int:
    with workspace.store.read() as connection:
        return jobs.n_queued(connection)


def test_one_answer_otherwise_and_the_rows_are_shown_instead(
    sheet: ExportSheet, workspace: Workspace, worker: Any, tmp_path: Path, qtbot: QtBot
) -> None:
    row = DifferentRow("row 7 of flights v1", {"distance": 90}, (0.2, 0.8), (0.9, 0.1))
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: queue_length(workspace) == 1)
    worker(exporting.Differs("ONNX of flights-late v1", Comparison(400, 62, 0.7, 1, (row,))))
    qtbot.waitUntil(sheet.failure.isVisible)
    told = said(sheet)
    assert "ONNX of flights-late v1 was not written." in told
    assert "Row 7 of flights v1: the model says 0.2, 0.8, the export 0.9, 0.1." in told
    assert sheet.primary.isEnabled(), "another form can be tried at once"
    assert not (tmp_path / "late.onnx").exists()
    assert exports.every(workspace) == ()


def test_an_export_goes_on_when_its_sheet_is_closed(
    sheet: ExportSheet, workspace: Workspace, worker: Any, page_context: Any, qtbot: QtBot
) -> None:
    click(qtbot, sheet.primary)
    qtbot.waitUntil(lambda: queue_length(workspace) == 1)
    click(qtbot, sheet.cancel)
    worker()
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert page_context.toasts[0][:2] == ("late.onnx is written", "Open its folder")


def test_an_exported_file_has_a_card_with_its_proof_and_how_far_it_is_behind(
    workspace: Workspace,
    open_page: Any,
    page_context: Any,
    flights_late: Model,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    file = tmp_path / "late.onnx"
    file.write_bytes(b"x")
    for number, path in ((1, file), (1, tmp_path / "gone.onnx")):
        with workspace.store.write() as tx:
            activities.add(
                tx,
                by=workspace.person.login,
                kind=exports.KIND,
                subject=f"models/{flights_late.name}/{number}",
                sentence="exported",
                detail={
                    "file": str(path),
                    "bytes": 1,
                    "form": "onnx",
                    "rows": 400,
                    "made_up_rows": 62,
                },
            )
    view = open_page(PAGE)
    assert view.state_word() == "ready", "a file that left is something to show"
    gone, here = view.exports.files.cards
    assert (here.state.words, gone.state.words) == ("Exported", "Moved or deleted")
    facts = {caption: (value, note) for caption, value, note in here.facts.words()}
    assert facts["Same answers"] == ("400 of 400", "and 62 made up to be odd")
    assert facts["Behind champion"] == ("not behind", "it is the champion")
    assert not gone.copy.isVisible()
    click(qtbot, here.copy)
    assert page_context.copied == [str(file)]
    here.wanted.emit(here.state.key, "again")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    assert page_context.sheets[0].asked().address == "flights-late@1"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_version_leaves_from_the_page_of_its_model(
    open_page: Any, page_context: Any, flights_late: Model, qtbot: QtBot, theme: str
) -> None:
    view = open_page(MODELS, "models/flights-late/2")
    known = {command.id: command for command in view.commands()}
    assert known["models.export"].title == "Export flights-late v2…"
    known["models.export"].run()
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    sheet = page_context.sheets[0]
    assert sheet.asked().address == "flights-late@2"
    assert sheet.asked().out.name == "flights-late-v2.onnx"
    assert not sheet.version.isVisible(), "there is nothing to choose"

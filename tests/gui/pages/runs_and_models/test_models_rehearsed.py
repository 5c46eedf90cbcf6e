"""Models page: the rehearsal in the promotion sheet, and why the score of a row changed."""

import json
from typing import Any

import pytest
import zstandard
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobRequest
from tidemill.domain.models import ModelVersion
from tidemill.domain.rehearsals import FlippedRow, Flow, Rehearsal, Segment
from tidemill.gui.pages.models import asked_state
from tidemill.gui.pages.models.page import PAGE
from tidemill.jobs import queue
from tidemill.services import registry, rehearsing, score_changes, workers
from tidemill.services.score_changes import ColumnChange, ScoreChange, Side
from tidemill.services.workspace import Workspace
from tidemill.store import rehearsals


def click(qtbot: QtBot, widget: Any) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def rehearsal_of(workspace: Workspace, version: ModelVersion, against: int) -> Rehearsal:
    return Rehearsal(
        version.model, version.number, against, workspace.clock.now(), "ada", "stored",
        "the newest 1,000 rows of flights@3", "flights@3", "yes from a probability of 0.5 up",
        1_000, 1_000, 42, (Flow("no", "no", 958), Flow("no", "yes", 30), Flow("yes", "no", 12)),
        1_000, 26, 16,
        (
            Segment((("carrier", "Blue"),), 200, 30, 21.5, 1e-6),
            Segment((("distance", "over 900"),), 250, 14, 1.1, 1.0),
        ),
        44, ("distance", "carrier"),
        (
            FlippedRow(17, "F-17", "no", "yes", 0.21, 0.68, "yes", True, ("1,200", "Blue")),
            FlippedRow(20, "F-20", "yes", "no", 0.57, 0.24, "yes", False, ("300", "Red")),
        ),
        {}, None,
    )  # fmt: skip


def keep(workspace: Workspace, number: int) -> Rehearsal:
    """Keep a rehearsal as the worker does."""
    view = registry.find(workspace, "flights-late")
    assert view.champion is not None
    version = next(one for one in view.versions if one.number == number)
    found = rehearsal_of(workspace, version, view.champion.number)
    packed = zstandard.ZstdCompressor().compress(json.dumps(found.to_dict()).encode())
    blob = workspace.blobs.put_bytes(packed)
    with workspace.store.write() as tx:
        rehearsals.insert(
            tx, version.model, version_id=version.id, against_id=view.champion.id, by="ada",
            n_rows=found.n_rows, n_flips=found.n_flips, blob=blob,
        )  # fmt: skip
    return found


@pytest.fixture
def ended(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands in for the worker: `ended(kind, result)` is a job that ended well."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)

    def done(kind: str, result: dict[str, Any]) -> int:
        with workspace.store.write() as tx:
            job_id = queue.enqueue(tx, JobRequest(kind))
        job = queue.claim(workspace.store, "worker")
        assert job is not None
        queue.succeed(workspace.store, job, result, "Done")
        return job_id

    return done


def change_of(before: str, after: str, row: str) -> ScoreChange:
    columns = (
        ColumnChange("distance", "1,200", "1,200", 0.0, 0.3),
        ColumnChange("carrier", "Blue", "Blue", 0.0, 0.12),
    )
    return ScoreChange(
        row, "Probability of yes", Side(before, "flights@3", 17, 0.21),
        Side(after, "flights@3", 17, 0.68), columns, 0.05, True,
    )  # fmt: skip


def test_the_sheet_shows_what_flips_for_whom_and_the_rows_to_open(
    open_page: Any, settle: Any, page_context: Any, team: Any, qtbot: QtBot
) -> None:
    found = keep(team.workspace, 3)
    view = open_page(PAGE, "models/flights-late/3/promote")
    settle(view)
    sheet = page_context.sheets[0]
    part = sheet.rehearsal
    qtbot.waitUntil(lambda: found.summary in part.words.text())
    assert part.isHidden()
    sheet.show_tab("rehearsal")
    assert part.isVisible()
    assert "30" in part.flows.text()
    assert len(part.segments.as_table()[1]) == 2
    assert part.rows.table_model().rowCount() == 2
    assert sheet.grab().width() > 0
    sheet.show_tab("decision")
    assert part.isHidden()


def test_a_rehearsal_is_held_from_the_sheet(
    open_page: Any,
    settle: Any,
    page_context: Any,
    team: Any,
    ended: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask(workspace: Workspace, address: str) -> int:
        keep(workspace, int(address.rpartition("@")[2]))
        return int(ended("model.rehearse", {}))

    monkeypatch.setattr(rehearsing, "ask", ask)
    view = open_page(PAGE, "models/flights-late/3/promote")
    settle(view)
    sheet = page_context.sheets[0]
    sheet.show_tab("rehearsal")
    assert "before anything is promoted" in sheet.rehearsal.words.text()
    click(qtbot, sheet.rehearsal.hold)
    qtbot.waitUntil(lambda: "42 of 1,000 decisions flip" in sheet.rehearsal.words.text())
    assert not sheet.rehearsal.hold.is_busy()


def test_a_rehearsal_that_fails_says_why_in_the_sheet(
    open_page: Any,
    settle: Any,
    page_context: Any,
    team: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_workspace: Workspace, _address: str) -> int:
        raise NeedsYou("flights@3 has no rows.", "Add data.")

    monkeypatch.setattr(rehearsing, "ask", refuse)
    view = open_page(PAGE, "models/flights-late/3/promote")
    settle(view)
    sheet = page_context.sheets[0]
    sheet.show_tab("rehearsal")
    click(qtbot, sheet.rehearsal.hold)
    qtbot.waitUntil(sheet.rehearsal.error.isVisible)
    assert not sheet.rehearsal.hold.is_busy()


def test_a_row_that_flips_opens_why_its_score_changed(
    open_page: Any,
    settle: Any,
    page_context: Any,
    team: Any,
    ended: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Any, ...]] = []

    def ask(_workspace: Workspace, before: str, after: str, row: str, **data: Any) -> int:
        asked.append((before, after, row, data["data_before"]))
        change = change_of(before, after, row)
        return int(ended("model.why-score", {"change": change.to_dict()}))

    monkeypatch.setattr(score_changes, "ask", ask)
    found = keep(team.workspace, 3)
    view = open_page(PAGE, "models/flights-late/3/promote")
    settle(view)
    sheet = page_context.sheets[0]
    qtbot.waitUntil(lambda: found.summary in sheet.rehearsal.words.text())
    sheet.rehearsal.row_opened.emit(17)
    pair = f"flights-late@{found.against}", "flights-late@3"
    qtbot.waitUntil(
        lambda: (
            view.part.difference is not None
            and view.part.difference.why is not None
            and "distance did most" in view.part.difference.why.words.text()
        )
    )
    assert asked == [(*pair, "F-17", "flights@3")]
    why = view.part.difference.why
    assert why.field.text() == "F-17"
    assert why.table.table_model().rowCount() == 3
    why.field.set_text("F-20")
    click(qtbot, why.ask)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == (*pair, "F-20", None)
    settle(view)


def test_facts_say_whether_money_is_certain(workspace: Workspace, team: Any) -> None:
    found = keep(team.workspace, 3)
    assert asked_state.facts(found)[0] == ("Decisions that flip", "42", "4.2% of 1,000")
    assert asked_state.facts(found)[1][1] == "26 to 16"
    assert asked_state.facts(found)[2][2] == "no costs are set"
    assert asked_state.flow_words(found) == "no → yes: 30 · yes → no: 12"


def test_an_address_leads_to_the_rehearsal(
    open_page: Any, settle: Any, page_context: Any, team: Any, workspace: Workspace
) -> None:
    keep(team.workspace, 3)
    addresses = dict(PAGE.picture_addresses(workspace))
    address = addresses["models_flights-late_rehearsal"].removeprefix("tidemill://")
    settle(open_page(PAGE, address))
    assert page_context.sheets[0].rehearsal.isVisible()

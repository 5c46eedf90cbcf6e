"""The worst slices of a run, on its page and beside the gates of a version, and gates of them."""

import json
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.deep_slices import PartFigure
from tidemill.gui.pages.experiments.page import PAGE as EXPERIMENTS
from tidemill.gui.pages.models.page import PAGE as MODELS
from tidemill.services import gate_sets, slice_looks
from tidemill.services.worst_slices import WorstSlices
from tidemill.store import runs

PARTS = (
    PartFigure(("distance", "carrier"), "distance up to 300 and carrier = EV", 84,
               0.61, -0.2, -0.31, -0.09),
    PartFigure(("carrier",), "carrier = B6", 120, 0.7, -0.11, -0.2, -0.02),
)  # fmt: skip


def _found(parts: tuple[PartFigure, ...] = PARTS) -> WorstSlices:
    return WorstSlices(
        "calm-crane-23", "auc", "AUC", 4, 1_000, 0.81, ("distance", "carrier"), parts, 60, 3
    )


@pytest.fixture
def keep(team: Any) -> Any:
    """Keep what was found with a run."""

    def put(run_id: str, found: WorstSlices) -> None:
        data = json.dumps(found.to_dict()).encode()
        run = _run(team, run_id)
        with team.workspace.store.write() as tx:
            blob = team.workspace.blobs.put_bytes(data)
            runs.put_artifact(tx, run.pk, slice_looks.FILE, blob, len(data))

    return put


def _run(team: Any, run_id: str) -> Any:
    from tidemill.services import runs as service

    return service.one(team.workspace, run_id)


VERSIONS_RUN = "23" + "ab" * 15


def test_the_page_of_a_run_shows_them_and_makes_a_gate_of_one(
    open_page: Any, team: Any, keep: Any, page_context: Any, qtbot: QtBot, settle: Any
) -> None:
    keep(VERSIONS_RUN, _found())
    view = open_page(EXPERIMENTS, f"experiments/{VERSIONS_RUN}")
    settle(view)
    panel = view._one.part("overview").worst
    qtbot.waitUntil(lambda: panel.table.model().rowCount() == 2)
    assert panel.said.text().startswith("AUC is 0.8100 on the whole and surely worse on 2 of 60")
    assert panel.look.text() == "Look again"
    first = panel.table.model().source.rows[0]
    assert first["words"] == "distance up to 300 and carrier = EV"
    assert first["reach"] == "−0.3100 to −0.0900"
    assert panel.chosen() == PARTS[0]
    assert panel.make.isEnabled()
    panel.make.click()
    qtbot.waitUntil(lambda: len(_gates(team)) == 4)
    assert _gates(team)[-1] == "not_worse_on_slices:columns=distance,carrier:depth=2"
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    words, action, undo = page_context.toasts[-1]
    assert "flights-late" in words
    assert action == "Undo"
    undo()
    qtbot.waitUntil(lambda: len(_gates(team)) == 3)
    settle(view)


def _gates(team: Any) -> list[str]:
    return [str(one) for one in gate_sets.of_model(team.workspace, "flights-late").gates]


def test_the_worker_looks_where_nobody_did_and_a_run_without_a_model_makes_no_gate(
    open_page: Any,
    team: Any,
    keep: Any,
    done_by_worker: Any,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    settle: Any,
) -> None:
    asked = []

    def ask(_workspace: Any, run_id: str) -> int:
        asked.append(run_id)
        keep(run_id, _found())
        return int(done_by_worker(slice_looks.KIND, "1"))

    monkeypatch.setattr(slice_looks, "ask", ask)
    view = open_page(EXPERIMENTS, f"experiments/{team.runs[4]}")
    settle(view)
    panel = view._one.part("overview").worst
    qtbot.waitUntil(lambda: not panel.isHidden())
    assert panel.said.text().endswith("Nobody has looked yet.")
    assert panel.table.isHidden()
    assert panel.make.isHidden()
    panel.look.click()
    qtbot.waitUntil(lambda: panel.table.model().rowCount() == 2)
    assert asked == [team.runs[4]]
    assert not panel.make.isHidden()
    assert not panel.make.isEnabled()  # no model has a version of the run
    assert "Register" in panel.make.toolTip()
    settle(view)


def test_they_stand_beside_the_gates_of_a_version_and_follow_it(
    open_page: Any, team: Any, keep: Any, qtbot: QtBot, settle: Any
) -> None:
    keep(VERSIONS_RUN, _found(()))
    view = open_page(MODELS, "models/flights-late/3/gates")
    settle(view)
    panel = view.gates.slices
    qtbot.waitUntil(lambda: panel.state.found is not None)
    assert panel.said.text().startswith("On none of 60 slices")
    assert panel.table.isHidden()
    view._model.choose(2)
    qtbot.waitUntil(lambda: panel.state.is_read and panel.state.found is None)
    assert panel.said.text().endswith("Nobody has looked yet.")
    settle(view)


def test_a_look_that_is_refused_says_why_in_its_place(
    open_page: Any, team: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, settle: Any
) -> None:
    def refuse(_workspace: Any, _run: str) -> int:
        raise NeedsYou("calm-crane-5 keeps no answers to rows held out.", "Train it here.")

    monkeypatch.setattr(slice_looks, "ask", refuse)
    view = open_page(EXPERIMENTS, f"experiments/{team.runs[4]}")
    settle(view)
    panel = view._one.part("overview").worst
    qtbot.waitUntil(lambda: not panel.isHidden())
    panel.look.click()
    qtbot.waitUntil(lambda: panel.state.problem is not None)
    assert not panel.problem.isHidden()
    assert not panel.state.busy
    settle(view)

"""Each kind of change that services take back, made where it is made: Ctrl+Z takes it back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.domain.activities import Activity
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.cuts import Unit
from tidemill.domain.incident_gates import COLUMN, MEDIAN, IncidentGate
from tidemill.domain.options.of_workspace import PATIENCE
from tidemill.domain.recipes import Task
from tidemill.gui.pages.monitoring.value_facts import Figure
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.services import (
    business_value,
    gate_sets,
    incident_gates,
    monitoring,
    outside_models,
    promotion,
    registry,
    undoing,
    watching,
    withdrawing,
    workers,
)
from tidemill.services import runs as run_service
from tidemill.services.workspace import Workspace
from tidemill.store import activities, files, runs
from tidemill.store import incidents as incident_rows
from tidemill.store import registered_models as registered

Opens = Callable[..., MainWindow]
CTRL = Qt.KeyboardModifier.ControlModifier
MODEL = "flights-late"
RULE = AlertRule(None, "Wind moved", Watches.COLUMN, Comparison.OVER, 0.15, MODEL, "wind_speed")
GATE = {"kind": COLUMN, "column": "wind_speed", "figure": MEDIAN, "limit": 14.0}


@dataclass
class Stage:
    """The window on a page of a workspace with something on each, and a person's hands."""

    window: MainWindow
    workspace: Workspace
    qtbot: QtBot
    folder: Path

    @property
    def view(self) -> Any:
        """The page shown."""
        return self.window.navigator.view()

    def ready(self) -> None:
        """Wait until the page has read what it shows."""
        self.qtbot.waitUntil(self.window.is_settled)

    def newest(self, by: str = "") -> Activity:
        """The newest entry in Activity, one's own unless somebody is named."""
        login = by or self.workspace.person.login
        with self.workspace.store.read() as connection:
            (found,) = activities.recent(connection, by=login, limit=1)
        return found

    @property
    def runs(self) -> list[int]:
        """The runs in the list."""
        return run_service.keys(self.workspace, ["calm-crane-0", "calm-crane-1"])


@dataclass(frozen=True)
class Case:
    """How a change of one kind is made on the page at `address`."""

    kind: str
    address: str
    make: Callable[[Stage], object]


# Runs


def _runs(field: str, make: Callable[[Any, list[int]], object]) -> Case:
    return Case(f"runs {field}", "experiments", lambda s: make(s.view.acts.changer, s.runs))


def _delete_spare(changer: Any, _keys: list[int]) -> None:
    changer.delete(run_service.keys(changer._context.workspace, ["spare"]))


# Data


def _label(s: Stage) -> None:
    model = s.view.dataset.label.model
    s.qtbot.waitUntil(lambda: model.state.page is not None)
    model.put(model.state.page.rows[0].key, "true")


def _step(s: Stage) -> None:
    s.view.dataset.prepare.model.add("derive", {"name": "twice", "expression": "distance * 2"})
    s.qtbot.waitUntil(lambda: undoing.kind_of(s.newest()) == "steps")
    assert s.window.session is not None
    s.window.session.operations.cancel_all("steps.prepare")  # no worker is there to do it


def _switch_rule(s: Stage) -> None:
    s.qtbot.waitUntil(lambda: s.view.rules.book is not None)
    one = s.view.rules.book.rules[0]
    s.view.rules.switch(one.key, not one.is_on)


# Models


def _roll_back(s: Stage) -> None:
    promotion.promote(s.workspace, f"{MODEL}@2", anyway=True, reason="because it is a test")
    s.qtbot.waitUntil(lambda: s.view._model.state.champion == 2)
    s.ready()
    s.view._model.roll_back()


def _four_eyes(s: Stage) -> None:
    s.view._model.switch_four_eyes(True)


def _propose(s: Stage) -> None:
    _four_eyes(s)
    s.qtbot.waitUntil(lambda: s.newest().kind == "four-eyes")
    s.ready()
    s.view._model.propose(MODEL, 2, "It is better.")


def _by_mlflow(s: Stage, deed: str) -> None:
    """What the person's own script does by MLflow's client stands in Activity as the person's."""
    by = s.workspace.person.login
    with s.workspace.store.write() as tx:
        outside_models.create_in(tx, "scripted", project="default", description="", tags={}, by=by)
        if deed == "model":
            return
        named = registered.named(tx.connection, "scripted")
        assert named is not None
        said = {"version_id": None, "run_uuid": "", "source": "s", "run_link": "", "stage": "None"}
        outside_models.register_in(tx, named, by=by, facts={}, description="", tags={}, **said)
        if deed == "alias":
            one = outside_models.find_in(tx.connection, "scripted")
            assert one is not None
            outside_models.put_alias_in(tx, one, "best", 1, project="default", by=by)


# Monitoring


def _incident(s: Stage) -> int:
    return s.view.incident.view_model.state.id


def _mark_days(s: Stage) -> None:
    now = s.workspace.clock.now()
    s.view.rules.view_model.mark(now - timedelta(days=3), now - timedelta(days=1), True)


def _new_rule(s: Stage) -> None:
    model = s.view.rules.view_model
    s.qtbot.waitUntil(lambda: model.rule() is not None)
    model.switch(not model.rule().is_on)


def _costs(s: Stage) -> None:
    s.view.view_model.set_costs({"false:true": -3.0, "true:true": 40.0}, 0.5, "£")


def _figures(s: Stage) -> None:
    file = s.folder / "takings.csv"
    file.write_text("day,takings\n2026-01-05,10\n2026-01-06,12\n", encoding="utf-8")
    s.view.view_model.add_figure(Figure(file, "day", "takings", "Takings", "£", False))


# Settings


def _in_settings(s: Stage, section: str, make: Callable[[Any], object]) -> None:
    s.window.open_settings(section)
    (sheet,) = (one for one in s.window.findChildren(SettingsSheet) if one.isVisible())
    part = sheet.part(section)
    s.qtbot.waitUntil(lambda: not s.window.session.operations.is_busy())
    before = s.newest().id
    make(part)
    s.qtbot.waitUntil(lambda: s.newest().id != before)
    sheet.leave()


def _option(part: Any) -> None:
    options = part if isinstance(part, OptionsPart) else part.findChild(OptionsPart)
    options.rows[PATIENCE.key].chosen.emit(PATIENCE, "10 s")


CASES = [
    _runs("name", lambda c, keys: c.rename(keys[0], "brave-otter")),
    _runs("note", lambda c, keys: c.note(keys, "look again")),
    _runs("colour", lambda c, keys: c.colour(keys, "gold")),
    _runs("pinned", lambda c, keys: c.pin(keys, True)),
    _runs("starred", lambda c, keys: c.star(keys, True)),
    _runs("archived", lambda c, keys: c.archive(keys, True)),
    _runs("tag:", lambda c, keys: c.tag(keys, "good")),
    _runs("deleted", _delete_spare),
    Case("data", "data/flights/versions", lambda s: s.view.version_acts.delete("flights@4")),
    Case("rule", "data/flights/checks", _switch_rule),
    Case("steps", "data/flights/prepare", _step),
    Case("labels", "data/flights/label", _label),
    Case("promotion", f"models/{MODEL}/2", lambda s: s.view._model.promote(
        MODEL, 2, "", "because it is a test", True)),
    Case("rollback", f"models/{MODEL}", _roll_back),
    Case("rejection", f"models/{MODEL}/2", lambda s: s.view._model.reject(2)),
    Case("alias", f"models/{MODEL}/2", lambda s: s.view._model.label(2, "shadow")),
    Case("comment", f"models/{MODEL}/2", lambda s: s.view._model.comment(2, "Looks good.")),
    Case("four_eyes", f"models/{MODEL}", _four_eyes),
    Case("agreement", f"models/{MODEL}/2", _propose),
    Case("rulebook", f"models/{MODEL}/2/gates", lambda s: s.view._model.take_gate(
        gate_sets.of_model(s.workspace, MODEL).gates[0])),
    Case("card", f"models/{MODEL}/2/card",
         lambda s: s.view._told.write({"purpose": "Late flights."})),
    Case("registered_model", "models", lambda s: _by_mlflow(s, "model")),
    Case("registered_version", "models", lambda s: _by_mlflow(s, "version")),
    Case("outside_alias", "models", lambda s: _by_mlflow(s, "alias")),
    Case("costs", f"monitoring/{MODEL}", _costs),
    Case("kpi", f"monitoring/{MODEL}", _figures),
    Case("muted", f"monitoring/{MODEL}",
         lambda s: s.view.view_model.mute("wind_speed", "A new sensor.", 7)),
    Case("reference", f"monitoring/{MODEL}", lambda s: s.view.view_model.compare_with("previous")),
    Case("cut", f"monitoring/{MODEL}", lambda s: s.view.view_model.cut_by(Unit.WEEK, 0)),
    Case("alert", f"monitoring/{MODEL}", lambda s: s.view.view_model.close_alert(
        monitoring.alerts(s.workspace)[0].id, "It was the season.")),
    Case("alert_rule", "monitoring/alert-rules/drift", _new_rule),
    Case("real_fall", "monitoring/alert-rules/drift", _mark_days),
    Case("incident", "incidents/1", lambda s: s.view.incident.view_model.snooze(3)),
    Case("incident_gate", "incidents/1", lambda s: s.view.incident.view_model.keep_gate(True)),
    Case("set_aside", "incidents/1", lambda s: s.view.incident.view_model.set_aside()),
    Case("setting", "automations", lambda s: _in_settings(s, "worker", _option)),
    Case("channel", "home", lambda s: _in_settings(
        s, "notifications", lambda part: part.view_model.add("log", "file", str(s.folder / "n")))),
    Case("notices", "home", lambda s: _in_settings(
        s, "notifications", lambda part: part.view_model.choose_digest(False))),
]  # fmt: skip
BY_THE_WORKER = {withdrawing.MARK}


@pytest.fixture
def stage(
    filled: Workspace, main_window: Opens, qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Stage]:  # fmt: skip
    """Opens the window at an address; an incident began in the newest file of a watched folder."""
    seen = monitoring.show(filled, MODEL).chunks[-1]
    model = registry.find(filled, MODEL)
    (watch,) = watching.every(filled)
    [alert] = monitoring.alerts(filled)
    of_run = {"project": "default", "experiment": "late", "user": "tester", "job_id": None}
    with filled.store.write() as tx:
        spare = runs.insert(tx, uuid=new_id(), name="spare", dataset_version_id=None, **of_run)
        runs.update(tx, [spare], status="finished", ended_at=tx.clock.now())
        file = files.insert(
            tx, watch_id=watch.id, dataset="flights", path="/data/flights/new.csv", n_bytes=10,
            modified_ns=1, by="worker", outcome="Added",
        )  # fmt: skip
        files.update(tx, file, state="added", version_id=seen.dataset_version_id)
        key = incident_rows.insert(
            tx, model_id=model.model.id, version_id=model.versions[0].id, chunk_id=seen.id,
            title="wind_speed moved", sentence="It moved.", severity="critical",
            since=filled.clock.now() - timedelta(days=1), outcome="", owner="", facts={},
        )  # fmt: skip
        incident_rows.hold(tx, key, alert.id)

    def offer(_workspace: Workspace, incident_id: int, **_: Any) -> incident_gates.Offer:
        gate = IncidentGate(None, model.model.id, 1, "Incident 1", {**GATE, "is_over_bad": True})
        return incident_gates.Offer(replace(gate, incident_id=incident_id), 5, 5, 0, 12)

    monkeypatch.setattr(incident_gates, "offer", offer)
    levels = (Task.BINARY, ("false", "true"))
    monkeypatch.setattr(business_value, "answers", lambda *_: levels)
    monkeypatch.setattr(workers, "ensure", lambda _: False)

    def make(address: str) -> Stage:
        made = Stage(main_window(filled.folder, address=address), filled, qtbot, tmp_path)
        made.ready()
        return made

    return make


@pytest.mark.parametrize("case", CASES, ids=[case.kind for case in CASES])
def test_ctrl_z_takes_back_a_change_of_each_kind_and_names_it(
    case: Case, stage: Callable[[str], Stage], qtbot: QtBot
) -> None:
    on = stage(case.address)
    case.make(on)
    qtbot.waitUntil(lambda: undoing.kind_of(on.newest()) == case.kind)
    on.ready()
    made = on.newest()
    assert undoing.last(on.workspace) is not None
    assert undoing.last(on.workspace).id == made.id
    qtbot.keyClick(on.window, Qt.Key.Key_Z, CTRL)
    words = f"Took back: {made.sentence}"
    qtbot.waitUntil(lambda: words in [one.text() for one in on.window.toasts.toasts()])
    assert undoing.preview(on.workspace, made.id).why_not != ""
    on.ready()


def test_every_kind_of_change_that_services_take_back_is_tried_here() -> None:
    assert {case.kind for case in CASES} | BY_THE_WORKER == set(undoing.kinds())

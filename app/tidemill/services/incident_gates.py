"""An incident becomes a gate: its rows, or what gave its files away, judge all later candidates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.alert_rules import PERFORMANCE
from tidemill.domain.columns import Kind
from tidemill.domain.cuts import is_answered, label_of
from tidemill.domain.frames import Frame
from tidemill.domain.gates import GateResult
from tidemill.domain.incident_gates import (
    COLUMN,
    MEDIAN,
    MISSING,
    ROWS,
    IncidentGate,
    of_column,
    of_rows,
    separating,
    stops,
)
from tidemill.domain.incidents import Incident
from tidemill.domain.monitoring import Chunk
from tidemill.services import tables
from tidemill.services.runs import known_metric
from tidemill.services.workspace import Workspace
from tidemill.store import (
    activities,
    chunk_counts,
    chunks,
    datasets,
    incidents,
    model_gates,
    models,
)
from tidemill.store.engine import Transaction

UNDO = "incident_gate"
LOOKED_BACK = 60
"""How many of the newest files are looked at for what tells bad ones from good ones."""


@dataclass(frozen=True)
class Offer:
    """A gate an incident could be kept as. For one about a column: how many past files it would
    have stopped, of those of the incident and of the others."""

    gate: IncidentGate
    bad_stopped: int = 0
    n_bad: int = 0
    good_stopped: int = 0
    n_good: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "name": self.gate.name,
            "sentence": self.gate.sentence,
            "settings": dict(self.gate.settings),
            "bad_stopped": self.bad_stopped,
            "bad": self.n_bad,
            "good_stopped": self.good_stopped,
            "good": self.n_good,
        }

    def words(self) -> str:
        """`Would have stopped all 5 files of the incident and none of the 353 others.`"""
        if self.gate.settings["kind"] == ROWS:
            return "Every later candidate answers these rows."
        if self.n_bad == 1:
            bad = "the file" if self.bad_stopped else "not even the file"
        else:
            n = "all" if self.bad_stopped == self.n_bad else f"{self.bad_stopped} of the"
            bad = f"{n} {self.n_bad} files"
        return f"Would have stopped {bad} of the incident and {self._others()}."

    def _others(self) -> str:
        """What it would have done to the good files, in words."""
        if self.n_good < 2:
            if not self.n_good:
                return "nothing else, for there is no other"
            return "the other one as well" if self.good_stopped else "not the other one"
        return f"{self.good_stopped or 'none'} of the {self.n_good} others"


def offer(workspace: Workspace, incident_id: int, *, rows: bool | None = None) -> Offer:
    """What an incident can be kept as: what gave its files away, or (`rows`) its rows.

    Unless said, a column that tells its files from all others goes first. Reads rows of files, so
    it is not for the window's thread.
    """
    with workspace.store.read() as connection:
        found = incidents.find(connection, incident_id)
        if found is None:
            raise NotThere("incident", incident_id)
    if rows is not True:
        by_column = _by_column(workspace, found)
        if by_column is not None:
            return by_column
    if rows is not False:
        by_rows = _by_rows(workspace, found)
        if by_rows is not None:
            return by_rows
    raise NeedsYou(
        "This incident can't be kept as a gate.",
        "Its rows have no labels, and no column tells its files from the others.",
    )


def keep(workspace: Workspace, incident_id: int, *, rows: bool | None = None) -> IncidentGate:
    """Keep an incident as a gate for all later candidates of its model."""
    offered = offer(workspace, incident_id, rows=rows).gate
    with workspace.store.write(durable=True) as tx:
        found = incidents.find(tx.connection, incident_id)
        assert found is not None
        for gate in model_gates.of_model(tx.connection, found.model_id):
            if gate.incident_id == incident_id and gate.settings == offered.settings:
                raise NeedsYou("This gate is kept already.", "")
        gate = replace(offered, by=workspace.person.login)
        gate = replace(gate, id=model_gates.insert(tx, gate, found.model))
        tx.feed("incident", incident_id)
        _tell(workspace, tx, found.model, gate, "kept the gate", True)
    return gate


def gates(workspace: Workspace, model: str) -> list[IncidentGate]:
    """The gates kept for a model, oldest first."""
    with workspace.store.read() as connection:
        found = models.find(connection, model)
        if found is None:
            raise NotThere("model", model)
        return model_gates.of_model(connection, found.id)


def switch(workspace: Workspace, gate_id: int, on: bool) -> IncidentGate:
    """Switch a gate on or off."""
    with workspace.store.write(durable=True) as tx:
        gate = model_gates.find(tx.connection, gate_id)
        if gate is None:
            raise NeedsYou(f"There is no gate {gate_id}.", "See the gates of the model.")
        held = incidents.find(tx.connection, gate.incident_id)
        assert held is not None
        if gate.is_on is not on:
            model_gates.switch(tx, gate_id, on, held.model)
            _tell(workspace, tx, held.model, gate, f"switched {'on' if on else 'off'} the gate", on)
    return replace(gate, is_on=on)


def _tell(
    workspace: Workspace, tx: Transaction, model: str, gate: IncidentGate, verb: str, to: bool
) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="model",
        subject=f"models/{model}",
        sentence=f"{verb} “{gate.name}” of {model}",
        note=gate.sentence,
        detail={"undo": {UNDO: gate.id, "to": to, "of": model}},
    )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a gate is still switched as a change left it."""
    gate = model_gates.find(connection, facts[UNDO])
    return gate is not None and gate.is_on is bool(facts["to"])


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Switch it the other way; a gate that was kept is off then."""
    model_gates.switch(tx, facts[UNDO], not facts["to"], facts["of"])


# --- judging -----------------------------------------------------------------------------------


def results(workspace: Workspace, model_id: int, candidate: Any, rows: Frame) -> list[GateResult]:
    """What the gates kept for a model say of a candidate, judged on `rows`."""
    with workspace.store.read() as connection:
        kept = [one for one in model_gates.of_model(connection, model_id) if one.is_on]
    found = []
    for gate in kept:
        if gate.settings["kind"] == COLUMN:
            found.append(of_column(gate, _figure(rows, gate.settings)))
        else:
            found.append(_answers(workspace, gate, candidate))
    return found


def _answers(workspace: Workspace, gate: IncidentGate, candidate: Any) -> GateResult:
    from tidemill.domain.intervals import metric_intervals
    from tidemill.services import chunk_rows
    from tidemill.services.training import learning

    if "answered_by" in gate.settings:
        frame = _answered(workspace, gate, candidate)
        if frame is None:
            words = "The answers were let go with their time, so it can't be judged any more."
            return of_rows(gate, None, f"{words} Switch the gate off.")
    else:
        keys = gate.settings.get("versions") or [gate.settings["version"]]
        span = gate.settings.get("span") or f"version:{keys[-1]}"
        frame = chunk_rows.frame_of_parts(workspace, keys, span, candidate.steps)
        if frame is None:
            return of_rows(gate, None, "Its rows were deleted.")
    try:
        said = learning.score(candidate, frame)
    except NeedsYou as error:
        return of_rows(gate, None, error.message)
    truth, values = said.judged()
    if not len(truth):
        return of_rows(gate, None, "They have no labels any more.")
    found = metric_intervals(said.task, truth, values)
    return of_rows(gate, found.get(gate.settings["metric"]))


def _answered(workspace: Workspace, gate: IncidentGate, candidate: Any) -> Frame | None:
    """The rows a service or a batch folder answered, as the candidate reads them, with the labels
    known by now; None where they are gone."""
    from tidemill.services.answered_rows import AnsweredReader

    with workspace.store.read() as connection:
        answered_by = models.version_of_id(connection, gate.settings["answered_by"])
    if answered_by is None:
        return None
    reader = AnsweredReader(workspace, answered_by, candidate)
    try:
        lines = reader.of_chunk(gate.settings["span"])
        return reader.answered(lines).rows.frame if lines else None
    except NeedsYou:  # the blocks, or the data they belong to
        return None


# --- what an incident offers -------------------------------------------------------------------


def _by_rows(workspace: Workspace, found: Incident) -> Offer | None:
    """Its rows, where they have labels and the model had an interval to hold against."""
    alert = next((a for a in found.alerts if a.rule.startswith(PERFORMANCE)), None)
    with workspace.store.read() as connection:
        seen = None
        if alert is not None and alert.chunk_id is not None:
            seen = chunks.of_id(connection, alert.chunk_id)
        place = None if seen is None else _place(connection, seen)
    if alert is None or seen is None or place is None or alert.limit is None:
        return None
    metric = alert.rule.partition(":")[2]
    known = known_metric(metric, None)
    if known is None or metric not in seen.measures:
        return None
    settings = {
        "kind": ROWS,
        **place,
        "span": seen.span,
        "n": int(seen.measures[metric].get("n", seen.n_rows)),
        "metric": metric,
        "title": known.title,
        "decimals": known.decimals,
        "higher_is_better": known.higher_is_better is not False,
        "limit": alert.limit,
    }
    return Offer(IncidentGate(None, found.model_id, found.id, _name(found), settings))


def _place(connection: Any, seen: Chunk) -> dict[str, Any] | None:
    """Where the rows of a chunk are found again; None where they are gone."""
    if is_answered(seen.span):
        answered_by = models.version_of_id(connection, seen.version_id)
        if answered_by is None:
            return None
        dataset = answered_by.dataset.partition("@")[0]
        return {"answered_by": answered_by.id, "data": seen.data_of(dataset)}
    if seen.dataset_version_id is None:
        return None
    version = datasets.version_of_id(connection, seen.dataset_version_id)
    if version is None:
        return None
    parts = chunk_counts.of_chunk(connection, seen.id)
    return {
        "version": version.id,
        "versions": [one.dataset_version_id for one in parts] or [version.id],
        "data": f"{version.dataset} {label_of(seen.span, f'v{version.number}')}",
    }


def _by_column(workspace: Workspace, found: Incident) -> Offer | None:
    """The median or the share missing of a column, where it tells its files from all others."""
    from tidemill.services import chunk_rows

    with workspace.store.read() as connection:
        seen = chunks.of_model(connection, found.model_id)[-LOOKED_BACK:]
        champion = models.version_of_id(connection, found.version_id)
        learned = (
            None
            if champion is None
            else datasets.version_of_id(connection, champion.dataset_version_id)
        )
    if not found.columns:
        return None
    of = set(found.columns)
    bad = [
        c.id
        for c in seen
        if any(r["name"] in of and r.get("drifted") for r in c.report.get("columns", ()))
    ]
    frames: dict[int, Frame] = {}
    for chunk in seen:
        frame = chunk_rows.frame_of(workspace, chunk)
        if frame is not None:
            frames[chunk.id] = frame
    if learned is not None:
        frames[0] = tables.load(workspace, [learned], learned.schema)
    for column in found.columns[:5]:
        for figure in (MEDIAN, MISSING):
            asked = {"column": column, "figure": figure}
            known = {key: _figure(frame, asked) for key, frame in frames.items()}
            of_bad = [v for k, v in known.items() if k in bad and v is not None]
            of_good = [v for k, v in known.items() if k not in bad and v is not None]
            limit = separating(of_bad, of_good)
            if limit is None:
                continue
            settings = {"kind": COLUMN, **asked, "limit": limit[0], "is_over_bad": limit[1]}
            gate = IncidentGate(None, found.model_id, found.id, _name(found), settings)
            return Offer(
                gate,
                sum(stops(settings, v) for v in of_bad),
                len(of_bad),
                sum(stops(settings, v) for v in of_good),
                len(of_good),
            )
    return None


def _figure(frame: Frame, settings: Mapping[str, Any]) -> float | None:
    """The median or the share missing of a column; None where it has none."""
    name = settings["column"]
    if name not in frame or not frame.n_rows:
        return None
    column = frame[name]
    if column.kind is not Kind.NUMERIC:
        return None
    values = np.asarray(column.values, dtype=np.float64)
    missing = np.isnan(values)
    if settings["figure"] == MISSING:
        return float(missing.mean())
    return None if missing.all() else float(np.median(values[~missing]))


def _name(found: Incident) -> str:
    return f"Incident {found.id}: {found.title}"

"""Gates kept of incidents: what went wrong once is asked of every later candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.domain.gates import GateResult
from tidemill.domain.intervals import Interval

ID, VERSION = "incident", 1
ROWS, COLUMN = "rows", "column"
MEDIAN, MISSING = "median", "missing"


@dataclass(frozen=True)
class IncidentGate:
    """A gate of a model, named after its incident. `settings` are those of `rows` or `column`."""

    id: int | None
    model_id: int
    incident_id: int
    name: str
    settings: Mapping[str, Any]
    is_on: bool = True
    by: str = ""

    @property
    def sentence(self) -> str:
        """What it asks, in a sentence."""
        return sentence(self.settings)


def sentence(settings: Mapping[str, Any]) -> str:
    """`On the 400 rows of shop v2, AUC is not surely under 0.7100.`"""
    if settings["kind"] == ROWS:
        side = "under" if settings["higher_is_better"] else "over"
        limit = f"{settings['limit']:.{settings['decimals']}f}"
        where = f" with {settings['slice']}" if settings.get("slice") else ""
        return (
            f"On the {settings['n']:,} rows of {settings['data']}{where}, {settings['title']} is "
            f"not surely {side} {limit}."
        )
    figure = {MEDIAN: "The median of {}", MISSING: "The share missing of {}"}[settings["figure"]]
    side = "under" if settings["is_over_bad"] else "over"
    return f"{figure.format(settings['column'])} stays {side} {settings['limit']:,.4g}."


def separating(bad: Sequence[float], good: Sequence[float]) -> tuple[float, bool] | None:
    """A limit halfway between what good files had and what bad ones had, and whether over it is
    bad; None where no limit tells them apart."""
    if not bad or not good:
        return None
    if min(bad) > max(good):
        return (min(bad) + max(good)) / 2, True
    if max(bad) < min(good):
        return (max(bad) + min(good)) / 2, False
    return None


def stops(settings: Mapping[str, Any], value: float) -> bool:
    """Whether a file with this figure breaks a gate about a column."""
    limit = float(settings["limit"])
    return value > limit if settings["is_over_bad"] else value < limit


def of_column(gate: IncidentGate, value: float | None) -> GateResult:
    """What the gate says of the rows a candidate is judged on; without a figure it fails."""
    if value is None:
        said = f"{gate.settings['column']} could not be read in the rows it is judged on."
        return _result(gate, False, said, None)
    passed = not stops(gate.settings, value)
    return _result(gate, passed, f"{gate.sentence} It is {value:,.4g}.", value)


def of_rows(gate: IncidentGate, found: Interval | None, problem: str = "") -> GateResult:
    """What the gate says of a candidate's answers to the rows of the incident.

    It fails where the whole interval lies on the wrong side of the limit, and where the candidate
    could not be measured.
    """
    if found is None:
        return _result(gate, False, f"It could not be measured on them. {problem}".strip(), None)
    limit, up = gate.settings["limit"], gate.settings["higher_is_better"]
    passed = found.high >= limit if up else found.low <= limit
    digits = gate.settings["decimals"]
    words = (
        f"{gate.sentence} It is {found.value:.{digits}f} "
        f"({found.low:.{digits}f} to {found.high:.{digits}f})."
    )
    return _result(gate, passed, words, found.value)


def _result(gate: IncidentGate, passed: bool, words: str, value: float | None) -> GateResult:
    limit = float(gate.settings["limit"])
    evidence = {"incident": gate.incident_id, "gate": gate.id}
    return GateResult(ID, VERSION, gate.name, passed, value, limit, words, evidence)

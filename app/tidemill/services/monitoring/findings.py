"""What a look found: the kind of change, on what evidence, and which columns cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from tidemill.domain import broken_values, drift_kinds, impacts
from tidemill.domain.business_value import Costs
from tidemill.domain.drift_kinds import Evidence, Season
from tidemill.domain.models import ModelVersion
from tidemill.services import business_value, row_losses
from tidemill.services.measuring import Rows
from tidemill.services.monitoring.comparing import Compared
from tidemill.services.monitoring.earlier_looks import Earlier
from tidemill.services.runs import known_metric
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

_SEASONS = (("a week ago", 7.0, 3.0), ("a year ago", 365.25, 45.0))
"""How long ago, in days, and of how many days rows may be to have such a season."""

_BETWEEN = 5
"""So many sets of rows in between are looked at."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What a look saw: rows with their answers, how they compare with the reference that was
    chosen for them, and how right the answers were."""

    rows: Rows
    compared: Compared
    measures: Mapping[str, Mapping[str, float]]

    @property
    def report(self) -> dict[str, Any]:
        """The drift report."""
        return self.compared.report


def of_look(
    workspace: Workspace,
    champion: ModelVersion,
    metric: str,
    seen: Seen,
    estimates: Mapping[str, Mapping[str, Any]],
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
    earlier: Earlier,
) -> dict[str, Any] | None:
    """The finding of a look as it is kept with its chunk; None where nothing moved or fell."""
    drifted = [column for column in seen.report["columns"] if column["drifted"]]
    drifted.sort(key=lambda column: -(column["psi"] or 0.0))
    moved = tuple(column["name"] for column in drifted)
    has_fallen = _has_fallen(champion, seen.measures, metric)
    if not moved and not has_fallen:
        return None
    held = business_value.held_out(workspace, champion)
    evidence = Evidence(
        moved,
        len(seen.report["columns"]),
        _faults(seen, moved),
        None if held is None else _answered(held, seen.rows.said),
        _seasons(earlier, moved, seen.report, starts_at, ends_at),
        has_fallen,
        _is_foreseen(champion, estimates, metric),
    )
    kind, reasons = drift_kinds.classify(evidence)
    costs = business_value.costs_of(workspace, champion)
    impact = None if held is None else _impact(seen, held, moved, costs)
    if impact is not None:
        reasons = (*reasons, impacts.in_words(impact, impact["of"]))
    return {"kind": str(kind), "evidence": list(reasons), "impact": impact}


def _has_fallen(
    champion: ModelVersion, measures: Mapping[str, Mapping[str, float]], metric: str
) -> bool:
    """Whether the whole interval now is worse than that at validation."""
    then, now = champion.intervals.get(metric), measures.get(metric)
    known = known_metric(metric, None)
    if (
        then is None
        or now is None
        or now.get("high") is None
        or known is None
        or known.higher_is_better is None
    ):
        return False
    worse = now["high"] < then["low"] if known.higher_is_better else now["low"] > then["high"]
    return bool(worse)


def _is_foreseen(
    champion: ModelVersion, estimates: Mapping[str, Mapping[str, Any]], metric: str
) -> bool | None:
    """Whether the estimate without labels fell too; None where there is no estimate."""
    one = estimates.get(metric)
    if one is None or one.get("high") is None or champion.intervals.get(metric) is None:
        return None
    return _has_fallen(champion, estimates, metric)


def _faults(seen: Seen, moved: tuple[str, ...]) -> dict[str, str]:
    """What is broken about the columns that moved, in words."""
    found = {}
    against, all_counts = seen.compared.against.columns, seen.compared.counts
    for name in moved:
        reference, counts = against.get(name), all_counts.columns.get(name)
        if counts is None:
            words = all_counts.problems.get(name, f"The column {name} is gone")
        elif reference is None or name not in seen.rows.frame:
            continue
        else:
            words = broken_values.fault(reference, counts, seen.rows.frame[name])
        if words:
            found[name] = words.rstrip(".")
    return found


def _answered(held: Predictions, said: Predictions) -> drift_kinds.Answered | None:
    if held.task is not said.task:
        return None
    if held.levels != said.levels:
        if set(held.levels) != set(said.levels):
            return None
        held = held.with_levels(said.levels)
    return drift_kinds.answered(said.task, said.levels, held.judged(), said.judged())


def _seasons(
    earlier: Earlier,
    moved: tuple[str, ...],
    report: dict[str, Any],
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> tuple[Season, ...]:
    """How the rows of a season ago compare, where they were looked at."""
    if not moved or starts_at is None or ends_at is None:
        return ()
    found = []
    times = earlier.ends()
    for words, days, longest in _SEASONS:
        lag, slack = timedelta(days=days), timedelta(days=max(1.0, 0.05 * days))
        if ends_at - starts_at > timedelta(days=longest):
            continue
        near = [(abs(end - (ends_at - lag)), key, end) for key, end in times if end < starts_at]
        if not near or min(near)[0] > slack:
            continue
        _, then, then_at = min(near)
        between = [key for key, end in times if then_at < end < starts_at]
        chosen = between[:: max(1, len(between) // _BETWEEN)][:_BETWEEN]
        reports = list(earlier.reports((then, *chosen)))
        season = drift_kinds.season(words, moved, report, reports[0], reports[1:])
        if season is not None:
            found.append(season)
    return tuple(found)


def _impact(
    seen: Seen, held: Predictions, moved: tuple[str, ...], costs: Costs
) -> dict[str, Any] | None:
    """What more is lost now, split over the columns that moved; None where nothing more is.

    The loss is what answers cost, else how far they are off; without labels what the model's own
    probabilities expect of it, on both sides.
    """
    is_estimated = not seen.rows.said.known.any()
    then, now = (row_losses.of_rows(said, costs, is_estimated) for said in (held, seen.rows.said))
    if then is None or now is None or not len(then) or not len(now):
        return None
    rows = np.ones(len(seen.rows.said.rows), dtype=bool) if is_estimated else seen.rows.said.known
    columns = []
    for name in moved:
        reference = seen.compared.against.columns.get(name)
        if reference is None or name not in seen.rows.frame:
            continue
        found = impacts.binned(seen.rows.frame[name].take(rows), reference)
        if found is not None:
            columns.append(found)
    split = impacts.split(now, float(then.mean()), columns)
    if split.total <= 0:
        return None
    what = row_losses.title(seen.rows.said.task, costs)
    told = {"of": what, "unit": costs.unit if costs else "", "is_estimated": is_estimated}
    return {**split.to_dict(), **told}

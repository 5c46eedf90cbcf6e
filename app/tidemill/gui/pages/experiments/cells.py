"""What runs show in the cells of the list. Made off the GUI thread, a column at a time. Pure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tidemill.base.words import spoken, tr
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.query import number_of
from tidemill.domain.run_lists import Facets, GroupFigure, RunGroup
from tidemill.domain.runs import COLOURS, RunState
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import (
    AvatarCell,
    ChipCell,
    IconCell,
    NumberCell,
    ScoreCell,
    SparkCell,
    StatusCell,
    TextCell,
)
from tidemill.gui.pages.experiments.columns import (
    INTERVAL,
    decimals_of,
    is_course,
    is_up,
    name_of,
)
from tidemill.services.run_marks import Marks
from tidemill.services.runs import estimator_title, known_metric

TONE = "__tone__"
"""The column that holds the colours people gave to runs."""

_STATUS = {
    RunState.FINISHED: ("good", "finished"),
    RunState.RUNNING: ("working", "running"),
    RunState.SCHEDULED: ("idle", "scheduled"),
    RunState.FAILED: ("bad", "failed"),
    RunState.STOPPED: ("bad", "stopped"),
    RunState.CANCELLED: ("idle", "cancelled"),
}
_ENDED_BADLY = frozenset({"failed", "stopped", "cancelled"})
_CHIPS = {Stage.CHAMPION: ("champion", "crown"), Stage.CANDIDATE: ("candidate", "diamond")}
_NOTHING = Marks()


@dataclass(frozen=True)
class Look:
    """What cells depend on beside their values."""

    facets: Facets
    people: Mapping[str, str]
    now: datetime


def column_cells(
    column: str, values: Sequence[Any], marks: Sequence[Marks | None], states: Sequence[Any],
    look: Look,
) -> list[Any]:  # fmt: skip
    """The cells of some runs in one column; `marks` and `states` are those of the same runs."""
    beside = [_NOTHING if one is None else one for one in marks]
    if column == "name":
        return [_name(v, m) for v, m in zip(values, beside, strict=True)]
    if column == "state":
        return [_state(v) for v in values]
    if column == "pinned":
        return [IconCell("pin", "pinned", "accent_text") if v == "yes" else None for v in values]
    if column == "tags":
        return [chips(m, s) for m, s in zip(beside, states, strict=True)]
    if column == "note":
        return [m.note.splitlines()[0] if m.note else "" for m in beside]
    if column == INTERVAL:
        return [m.half_width for m in beside]
    if column == "by":
        return [
            None if v is None else AvatarCell(look.people.get(v, v), v == "worker") for v in values
        ]
    if column == "duration":
        return [None if v is None else numbers.duration(float(v)) for v in values]
    if column == "id":
        return [None if v is None else str(v)[:12] for v in values]
    if is_course(column):
        return [None if not v else SparkCell(v) for v in values]
    make = _maker(column, look.facets)
    return [make(value) for value in values]


def _maker(column: str, facets: Facets) -> Callable[[Any], Any]:
    name = name_of(column)
    if name.kind == "metrics":
        if name.name == facets.main:
            return lambda value: score(value, facets)
        places = decimals_of(name.name)
        return lambda value: metric(value, places)
    if name.kind == "params":
        return estimator if name.name == "estimator" else param
    return lambda value: value


def _name(value: Any, mark: Marks) -> Any:
    words = str(value or "")
    if mark.is_starred:
        return TextCell(words, role="strong", icon="star", icon_tone="gold_fill")
    return TextCell(words, role="strong")


def _state(value: Any) -> StatusCell:
    try:
        status, word = _STATUS[RunState(value)]
    except ValueError:
        status, word = "idle", str(value)
    return StatusCell(status, "" if status == "good" else word)


def metric(value: Any, places: int) -> Any:
    """A metric's cell, in words already: painting has no time for it. What is no number is said."""
    if value is None:
        return None
    if math.isnan(value):
        return NumberCell("NaN", "text3")
    is_usual = value == 0 or 1e-4 <= abs(value) < 1e7
    return numbers.decimal(value, places) if is_usual else numbers.plain(value)


def score(value: Any, facets: Facets) -> Any:
    """The main metric's cell with its bar over the range of all runs."""
    if value is None or math.isnan(value):
        return ScoreCell(value)
    if facets.scale is None or not math.isfinite(value):
        return ScoreCell(value)
    low, high = facets.scale
    share = 1.0 if high == low else 0.25 + 0.75 * (value - low) / (high - low)
    goes_up = is_up(facets.main or "")
    return ScoreCell(
        value,
        max(0.0, min(1.0, share if goes_up else 1.25 - share)),
        value == (high if goes_up else low),
    )


def estimator(value: Any) -> Any:
    """An estimator as people read it."""
    return None if value is None else TextCell(spoken(estimator_title(str(value))), "text2", "body")


def param(value: Any) -> Any:
    """A parameter: a number where it is one, else its words."""
    if value is None:
        return None
    if isinstance(value, str):
        number = number_of(value)
        if number is None:
            return value.replace("_", " ") if len(value) < 60 else value
        value = number
    return numbers.plain(float(value))


def tone_of(colour: str | None) -> str | None:
    """The token of a colour that a person gave to a run."""
    return f"chart.{COLOURS.index(colour)}" if colour in COLOURS else None


def stage_words(version: ModelVersion) -> str:
    """A version as a chip says it: `v3 champion`, `v2`."""
    is_champion = version.stage is Stage.CHAMPION
    return tr("v{number} champion", number=version.number) if is_champion else f"v{version.number}"


def why_failed(error: str | None, state: str) -> str:
    """What went wrong, short enough for a chip; empty where nothing did."""
    if state not in _ENDED_BADLY:
        return ""
    said = (error or state).strip().splitlines()
    first = said[0] if said else state
    return first if len(first) <= 60 else first[:57] + "…"


def chips(mark: Marks, state: Any) -> list[ChipCell]:
    """Versions made of a run, why it failed, its tags."""
    found = []
    for version in mark.versions:
        tone, icon = _CHIPS.get(version.stage, ("plain", None))
        found.append(ChipCell(stage_words(version), tone, icon))
    why = why_failed(mark.error, str(state))
    if why:
        found.append(ChipCell(why, "bad" if mark.error else "plain"))
    if mark.note:
        found.append(ChipCell("note", "plain", "sticky-note"))
    found += [ChipCell(f"{n}: {t}" if t else n) for n, t in mark.tags.items()]
    return found


# Headings


def heading(group: RunGroup, level_name: str, facets: Facets, main: str | None) -> tuple[str, str]:
    """The title of a heading and its quiet words; `main` is the name its figures have."""
    value = group.path[-1] if group.path else None
    best = "" if main is None else best_words(facets.main or "", group.figures.get(main))
    note = _note(group, best)
    if group.is_fold:
        return "", note
    if value is None or value == "":
        return f"No {name_of(level_name).name}", note
    if level_name == "experiment":
        return str(value), note
    said = numbers.plain(value) if isinstance(value, float) else _value_words(value)
    return f"{name_of(level_name).name} = {said}", note


def _value_words(value: Any) -> str:
    return numbers.full_time(value) if isinstance(value, datetime) else str(value)


def best_words(name: str, figure: GroupFigure | None) -> str:
    """The best of a measure over a group, with mean and spread: `best AUC 0.8742`."""
    if figure is None or figure.best is None or not name:
        return ""
    one = known_metric(name, None)
    places = decimals_of(name)
    words = (
        f"best {name if one is None else spoken(one.title)} {numbers.score(figure.best, places)}"
    )
    if figure.n > 1 and figure.mean is not None and figure.sd is not None:
        words += tr(
            ", mean {mean} ± {sd}",
            mean=numbers.score(figure.mean, places),
            sd=numbers.score(figure.sd, places),
        )
    return words


def _note(group: RunGroup, best: str) -> str:
    parts = [numbers.plural(group.count, "run")]
    if group.running:
        parts[0] += tr(", {integer} done", integer=numbers.integer(group.count - group.running))
    if group.dataset and not group.is_fold:
        name, _, number = group.dataset.rpartition("@")
        parts.append(f"{name} v{number}" if name else group.dataset)
    if best and not group.is_fold:
        parts.append(best)
    return " · ".join(parts)


def figure_words(column: str, figure: GroupFigure) -> tuple[str, str]:
    """Mean and spread as they stand under a column, and the mean alone where that is too wide."""
    if figure.mean is None:
        return "", ""
    name = name_of(column)
    if column == "duration":
        alone = numbers.duration(figure.mean)
        return (f"{alone} ± {numbers.duration(figure.sd)}" if figure.sd else alone), alone
    if name.kind == "metrics":
        places = decimals_of(name.name)
        alone = numbers.score(figure.mean, places)
        spread = numbers.score(figure.sd, places) if figure.sd is not None else ""
    else:
        alone = numbers.plain(figure.mean)
        spread = numbers.plain(figure.sd, 2) if figure.sd is not None else ""
        if figure.sd == 0:
            return alone, alone
    return (f"{alone} ± {spread}" if spread and figure.n > 1 else alone), alone

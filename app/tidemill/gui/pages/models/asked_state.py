"""The facts and rows of a rehearsal and of a score's change, as they are drawn. Pure."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.domain.rehearsals import Rehearsal
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import DeltaCell, StatusCell, TextCell, WayCell
from tidemill.gui.kit.charts.forest import Interval, change_tone
from tidemill.gui.kit.charts.share_bars import Share

if TYPE_CHECKING:
    from tidemill.services.score_changes import ScoreChange

Row = dict[str, object]
MOST_GROUPS = 7
_OUTCOMES: dict[bool | None, tuple[str, str]] = {
    True: ("good", tr("becomes right")),
    False: ("bad", tr("becomes wrong")),
    None: ("off", ""),
}


def facts(found: Rehearsal) -> list[tuple[str, str, str]]:
    """How many flip, who was right, what it costs: caption, value, note."""
    known = found.n_better + found.n_worse
    right = f"{found.n_better:,} to {found.n_worse:,}" if known else numbers.MISSING
    note = (
        tr("right, v{version} to v{against}", version=found.version, against=found.against)
        if known
        else tr("no outcome is known")
    )
    told = [
        (tr("Decisions that flip"), f"{found.n_flips:,}", f"{found.share:.1%} of {found.n_rows:,}"),
        (tr("Known outcome"), right, note),
    ]
    money = found.money
    if money is None:
        told.append((tr("Money"), numbers.MISSING, tr("no costs are set")))
    else:
        is_certain = money.low > 0 or money.high < 0
        reach = f"{money.low:+,.0f} to {money.high:+,.0f}"
        told.append(
            (
                tr("Saved"),
                f"{money.value:+,.0f}",
                reach if is_certain else tr("{reach}, so not certain", reach=reach),
            )
        )
    return told


def flow_words(found: Rehearsal) -> str:
    """Which decisions become which, largest first."""
    told = [f"{one.before} → {one.after}: {one.n:,}" for one in found.flips[:6]]
    return " · ".join(told)


def money_rows(found: Rehearsal) -> list[Interval]:
    """What each direction of the flips earns or costs, and together."""
    money = found.money
    if money is None:
        return []
    rows = [
        _interval(f"{one.before} → {one.after}", found.unit, one.value, one.low, one.high)
        for one in found.parts[:4]
    ]
    together = _interval(tr("Together"), found.unit, money.value, money.low, money.high)
    return [*rows, replace(together, is_strong=True)]


def _interval(label: str, unit: str, value: float, low: float, high: float) -> Interval:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    words = f"{sign}{unit}{numbers.integer(abs(value))}"
    return Interval(label, value, low, high, words, change_tone(low, high))


def shares(found: Rehearsal) -> list[Share]:
    """For whom decisions flip: groups by their share of flips, the largest first."""
    groups = [
        Share(one.words.replace(": ", " = "), one.share, one.n_flips, one.n, one.is_certain)
        for one in found.segments
    ]
    return sorted(groups, key=lambda one: (not one.is_certain, -one.share))[:MOST_GROUPS]


ALL_FLIPS = "all"


def directions(found: Rehearsal) -> list[tuple[str, str]]:
    """Which rows can be shown alone: all, and each of the two commonest ways to flip."""
    told = [(ALL_FLIPS, tr("All {integer}", integer=numbers.integer(found.n_flips)))]
    told += [
        (f"{one.before}\n{one.after}", f"To {one.after} {numbers.integer(one.n)}")
        for one in found.flips[:2]
    ]
    return told


def flip_rows(found: Rehearsal, direction: str = ALL_FLIPS) -> list[Row]:
    """The rows to open, named by their number; `direction` is one of `directions`."""
    rows: list[Row] = []
    for one in found.rows:
        if direction not in (ALL_FLIPS, f"{one.before}\n{one.after}"):
            continue
        status, words = _OUTCOMES[one.is_better]
        rows.append(
            {
                "id": one.row,
                "row": TextCell(one.id or numbers.integer(one.row + 1)),
                "decision": f"{one.before} → {one.after}",
                "way": WayCell(one.score_before, one.score_after, found.threshold),
                "pushed": one.pushed[0].words if one.pushed else numbers.MISSING,
                "outcome": StatusCell(status, words or one.truth or tr("not known yet")),
            }
        )
    return rows


def change_rows(found: "ScoreChange") -> list[Row]:
    """What each column did, and what the model did for everyone."""
    rows: list[Row] = [
        {
            "column": TextCell(one.column),
            "before": one.before,
            "after": one.after,
            "data": DeltaCell(numbers.delta(one.data, 4)),
            "model": DeltaCell(numbers.delta(one.model, 4)),
            "total": DeltaCell(numbers.delta(one.total, 4)),
        }
        for one in found.columns
    ]
    everyone = DeltaCell(numbers.delta(found.everyone, 4))
    rows.append({"column": TextCell(tr("For everyone")), "before": "", "after": "",
                 "model": everyone, "total": everyone})  # fmt: skip
    return rows

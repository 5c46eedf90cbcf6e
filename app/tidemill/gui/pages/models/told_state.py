"""What the parts Difference and Model card show, and the rows of their tables. Pure."""

from dataclasses import dataclass

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.model_cards import ModelCard
from tidemill.domain.model_diffs import Answers, ChangedValue, ModelDiff
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import DeltaCell, StatusCell, TextCell
from tidemill.gui.kit.explained import Number
from tidemill.gui.kit.table_model import EXPLAINED

Row = dict[str, object]
_LONGEST = 120


@dataclass(frozen=True)
class Told:
    """About version `number`: its card, and how it differs from version `against`.

    `answering` says how far both are with rows that neither learned from; empty where they aren't
    asked.
    """

    name: str = ""
    number: int = 0
    against: int | None = None
    diff: ModelDiff | None = None
    card: ModelCard | None = None
    is_busy: bool = False
    problem: TidemillError | None = None
    stamp: object = None
    is_card_old: bool = False
    is_diff_old: bool = False
    answering: str = ""


def measure_rows(found: ModelDiff) -> list[Row]:
    """Both values, the change, and the interval of the gain."""
    rows: list[Row] = []
    for one in found.measures:
        is_known = one.low is not None and one.high is not None
        reach = tr("different rows")
        if is_known:
            ends = (numbers.delta(end, one.decimals) for end in (one.low, one.high))
            reach = " to ".join(ends)
        rows.append(
            {
                "title": TextCell(spoken(one.title)),
                EXPLAINED: {key: Number(one.title) for key in ("before", "after")},
                "before": numbers.decimal(one.before, one.decimals),
                "after": numbers.decimal(one.after, one.decimals),
                "change": DeltaCell(numbers.delta(one.change, one.decimals), one.is_better),
                "reach": reach,
            }
        )
    return rows


def change_rows(found: ModelDiff) -> list[Row]:
    """Everything that went in and differs: data, parameters, columns, code."""
    rows: list[Row] = []
    if not found.data.is_same:
        rows.append(_row(tr("Data"), tr("learned from"), found.data.before, found.data.after))
    for kind, changes in (
        (tr("Parameter"), found.params),
        (tr("Column"), found.schema),
        (tr("Code"), found.code),
    ):
        rows += [_changed(kind, one) for one in changes]
    return rows


def _changed(kind: str, one: ChangedValue) -> Row:
    return _row(kind, one.name, _line(one.before), _line(one.after))


def _row(kind: str, name: str, before: str, after: str) -> Row:
    return {"kind": kind, "name": TextCell(name), "before": before, "after": after}


def _line(text: str | None) -> str:
    if text is None:
        return numbers.MISSING
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def column_rows(found: ModelDiff) -> list[Row]:
    """Columns of the data that moved."""
    return [{"name": TextCell(name), "words": words} for name, words in found.data.columns]


def slice_rows(found: ModelDiff) -> list[Row]:
    """Groups of the rows, those that lost most first."""
    return [
        {
            "group": TextCell(f"{one.column}: {one.words}"),
            "n": numbers.integer(one.n),
            "before": numbers.decimal(one.before, 4),
            "after": numbers.decimal(one.after, 4),
            "change": DeltaCell(numbers.delta(one.after - one.before, 4)),
        }
        for one in found.slices
    ]


def answer_rows(found: ModelDiff) -> list[Row]:
    """Rows on which one is right and the other wrong."""
    return [
        {
            "row": numbers.integer(one.row + 1),
            "truth": one.truth,
            "before": one.before,
            "after": one.after,
            "verdict": StatusCell(
                "good" if one.is_better else "bad",
                tr("became right") if one.is_better else tr("became wrong"),
            ),
        }
        for one in found.answers.rows
    ]


def answer_words(found: Answers) -> str:
    """The answers to the same rows in a sentence."""
    if found.missing:
        return found.missing
    apart = (
        ""
        if found.distance is None
        else tr("; scores are {distance:.4f} apart on average", distance=found.distance)
    )
    right, wrong = (
        tr("{n_better:,} became right", n_better=found.n_better),
        f"{found.n_worse:,} wrong",
    )
    return tr(
        "Of {n_rows:,} rows {right} and {wrong}{apart}.",
        n_rows=found.n_rows,
        right=right,
        wrong=wrong,
        apart=apart,
    )

"""What differs between two versions of models, and the two sentences that sum it up."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ChangedValue:
    """Something that was one thing and is another, in words; None where it is not there."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class DataChange:
    """Which data both learned from, the change in a sentence, and the columns that moved most.

    `columns` are name and what changed in words; empty where the two were not compared.
    """

    before: str
    after: str
    is_same: bool
    words: str
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MeasureChange:
    """A measure of both. `low` and `high` are the 95 % interval of the gain (positive is better)
    on the same rows; None where the two were judged on different rows."""

    metric: str
    title: str
    decimals: int
    before: float
    after: float
    low: float | None = None
    high: float | None = None

    @property
    def change(self) -> float:
        """How much it went up."""
        return self.after - self.before

    @property
    def is_better(self) -> bool | None:
        """Whether it is better or worse beyond chance; None where that is not certain."""
        if self.low is None or self.high is None:
            return None
        return True if self.low > 0 else False if self.high < 0 else None


@dataclass(frozen=True)
class SliceChange:
    """A measure of both on the rows of one group."""

    column: str
    words: str
    n: int
    before: float
    after: float


@dataclass(frozen=True)
class AnswerChange:
    """A row on which one is right and the other wrong."""

    row: int
    truth: str
    before: str
    after: str
    is_better: bool


@dataclass(frozen=True)
class Answers:
    """What both say for the same hold-out rows.

    `n_differ` decisions differ (for numbers: rows on which one is nearer), `distance` is the mean
    difference of the scores. `missing` says why there is nothing.
    """

    n_rows: int = 0
    n_differ: int = 0
    n_better: int = 0
    n_worse: int = 0
    distance: float | None = None
    rows: tuple[AnswerChange, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class ModelDiff:
    """Two versions held against each other.

    `judged_on` says on which rows the measures were taken; `summary` is two sentences.
    """

    before: str
    after: str
    summary: str
    data: DataChange
    code: tuple[ChangedValue, ...]
    params: tuple[ChangedValue, ...]
    n_same_params: int
    schema: tuple[ChangedValue, ...]
    measures: tuple[MeasureChange, ...]
    judged_on: str
    slices: tuple[SliceChange, ...]
    slices_of: str
    answers: Answers

    @property
    def lacks_shared_rows(self) -> bool:
        """Whether there are no rows that both answered, so that both may be asked for some."""
        return bool(self.answers.missing)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        told = asdict(self)
        told["data"]["columns"] = [{"name": n, "words": w} for n, w in self.data.columns]
        told["measures"] = [
            asdict(one) | {"change": one.change, "is_better": one.is_better}
            for one in self.measures
        ]
        return told


def summary_of(
    labels: tuple[str, str],
    data: DataChange,
    n_changes: tuple[int, int, int],
    measures: tuple[MeasureChange, ...],
    judged_on: str,
    answers: Answers,
) -> str:
    """Two sentences: what went in, and what came of it.

    `n_changes` counts what differs in parameters, schema and code; the first of `measures` is the
    one the model is judged by.
    """
    parts = []
    for n, one, many in zip(
        n_changes,
        ("parameter", "column", "part of the code"),
        ("parameters", "columns", "parts of the code"),
        strict=True,
    ):
        if n:
            parts.append(f"{n} {one if n == 1 else many}")
    learned = (
        f"{labels[1]} learned from the same data as {labels[0]}"
        if data.is_same
        else f"{labels[1]} learned from {data.after}, {labels[0]} from {data.before}"
    )
    other = (
        f"; {_listed(parts)} differ{'s' if _is_one(parts) else ''}"
        if parts
        else ("; nothing else differs")
    )
    return f"{learned}{other}. {_outcome(measures, judged_on, answers)}"


def _is_one(parts: list[str]) -> bool:
    return len(parts) == 1 and parts[0].startswith("1 ")


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _outcome(measures: tuple[MeasureChange, ...], judged_on: str, answers: Answers) -> str:
    if not measures:
        return "There is no measure that both have."
    main = measures[0]
    size = f"{abs(main.change):.{main.decimals}f}"
    way = "higher" if main.change > 0 else "lower"
    moved = f"{main.title} is {size} {way}" if main.change else f"{main.title} is the same"
    if main.low is None:
        return f"{moved}, but they were judged on different rows, so that this says little."
    sure = {True: "better beyond chance", False: "worse beyond chance", None: "not certain"}
    told = f"On {judged_on} {moved} ({sure[main.is_better]})"
    if answers.n_rows:
        share = answers.n_differ / answers.n_rows
        told += f", and {share:.1%} of the answers change sides"
    return f"{told}."

"""What was found out about one prediction: what each column did, like rows, and what if."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tidemill.domain.columns import Kind
from tidemill.domain.recipes import Task

PROBABILITY, LOG_ODDS, SCORE, VALUE = "probability", "log odds", "score", "value"
"""What contributions are counted in: SCORE is what a booster says of a class before it is made a
probability."""


@dataclass(frozen=True)
class Course:
    """What would be said were one column another: for each of the `values`, as they are shown, the
    answers (values, outputs). `points` are their numbers where they are numbers or times (seconds
    since 1970), rising; empty for words."""

    values: tuple[str, ...]
    answers: tuple[tuple[float, ...], ...]
    points: tuple[float, ...] = ()


@dataclass(frozen=True)
class ColumnPart:
    """A column of the row: its value as it is shown, and what it did to each output.

    `plain` is the value as JSON has it, None for missing ones and hidden ones. `lowest` and
    `highest` are the ends of what was seen in training, as shown, empty for words; `is_beyond`
    where the row's value lies outside, or is a word never seen. A personal column has no course.
    """

    name: str
    kind: Kind
    value: str
    plain: Any
    by: tuple[float, ...]
    lowest: str = ""
    highest: str = ""
    is_beyond: bool = False
    is_hidden: bool = False
    course: Course | None = None


@dataclass(frozen=True)
class SimilarRow:
    """A row learned from that is near: its number (from 0) and id, what became of it, what the
    model says of it, and how far it is: 1 is as far as two rows of the data on average."""

    row: int
    id: str
    label: str
    said: str
    distance: float
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """One prediction, explained.

    `address` is the model version's (`name@3`) or the run's (`run:ID`), `who` what people call it.
    `outputs` are what is explained: the second of two classes, each of several, or the target.
    `said` and `base`, one an output, are counted in `unit`; `base` with the columns' parts adds up
    to `said`. `answers` are what is said of each output as a probability or number, `prediction`
    what that means in a word. `way` says how the parts were found. `cells` of similar rows are the
    values of `similar_columns`; `similar_words` says among which rows they are the nearest.
    `changed` are the columns whose value was changed for a what-if.
    """

    address: str
    who: str
    row: str
    dataset: str
    task: Task
    target: str
    outputs: tuple[str, ...]
    unit: str
    way: str
    is_exact: bool
    base: tuple[float, ...]
    said: tuple[float, ...]
    answers: tuple[float, ...]
    prediction: str
    truth: str
    columns: tuple[ColumnPart, ...]
    similar: tuple[SimilarRow, ...]
    similar_columns: tuple[str, ...]
    similar_words: str
    changed: tuple[str, ...] = ()

    @property
    def chosen(self) -> int:
        """Which output to tell first: of several classes that which is said."""
        if self.task is Task.MULTICLASS:
            return max(range(len(self.answers)), key=self.answers.__getitem__)
        return 0

    def ranked(self, output: int | None = None) -> list[ColumnPart]:
        """The columns by what they did to an output, the strongest first."""
        at = self.chosen if output is None else output
        return sorted(self.columns, key=lambda one: (-abs(one.by[at]), one.name))

    @property
    def summary(self) -> str:
        """The finding in two or three sentences."""
        at = self.chosen
        said = f"{self.who} says {self.prediction} of {self.row}"
        if self.task is not Task.REGRESSION:
            said += f"; the probability of {self.outputs[at]} is {self.answers[at]:.4g}"
        truth = f" {self.target} was {self.truth}." if self.truth else ""
        top = [one for one in self.ranked() if one.by[at]][:2]
        if not top:
            return f"{said}.{truth} No column moved it."
        names = " and ".join(f"{one.name} ({one.by[at]:+.4g})" for one in top)
        unit = "" if self.unit in (PROBABILITY, VALUE) else f" {self.unit}"
        return f"{said}.{truth} From {self.base[at]:.4g}{unit} it was moved most by {names}."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, with what follows from them."""
        return asdict(self) | {"summary": self.summary}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Explanation":
        """Read what `to_dict` wrote."""
        plain = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        lists = ("outputs", "base", "said", "answers", "similar_columns", "changed")
        return cls(
            **plain
            | {name: tuple(data[name]) for name in lists}
            | {
                "task": Task(data["task"]),
                "columns": tuple(_column(one) for one in data["columns"]),
                "similar": tuple(
                    SimilarRow(**one | {"cells": tuple(one["cells"])}) for one in data["similar"]
                ),
            }
        )


def _column(data: Mapping[str, Any]) -> ColumnPart:
    course = data.get("course")
    read = None
    if course is not None:
        answers = tuple(tuple(one) for one in course["answers"])
        read = Course(tuple(course["values"]), answers, tuple(course["points"]))
    return ColumnPart(
        **{**data, "kind": Kind(data["kind"]), "by": tuple(data["by"]), "course": read}
    )

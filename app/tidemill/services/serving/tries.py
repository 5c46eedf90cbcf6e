"""A try: one row's prediction and why, asked of a model that is ready to answer."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.contributions import Contribution, Question, question
from tidemill.domain.recipes import Task
from tidemill.services.serving.fields import Row
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer

MANY_CLASSES = "Why is told for numbers and for two classes; this model tells more classes apart."
LEFT_OUT = "A step of the model's preparation leaves this row out, so nothing is predicted for it."
USUAL_LEFT_OUT = "A step of preparation leaves rows like this out, so why can't be told."


@dataclass(frozen=True)
class Tried:
    """What a version said of a row.

    `share` is the probability of `positive`, None for a number or more than two classes. `usual`
    is the number or the share for the usual row; `contributions` add up to the difference from
    it. `missing` says why there are none.
    """

    model: str
    version: int
    prediction: str | float | None
    probability: float | None
    positive: str = ""
    share: float | None = None
    usual: float | None = None
    contributions: tuple[Contribution, ...] = ()
    missing: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Tried":
        """Read what `to_dict` wrote."""
        told = tuple(Contribution(**one) for one in data["contributions"])
        return cls(**{**data, "contributions": told})


def asked(body: Mapping[str, Any]) -> tuple[Row, Row]:
    """The row and the usual row of a request; `NeedsYou` where there are none."""
    row, usual = body.get("row"), body.get("usual", {})
    if not isinstance(row, dict) or not isinstance(usual, dict):
        raise NeedsYou(
            "A try has one row, and may have a usual one to hold it against.",
            'Send {"row": {"field": value, ...}, "usual": {"field": value, ...}}.',
        )
    return row, usual


def rows_for(served: ServedModel, row: Row, usual: Row) -> list[Row]:
    """The rows to be predicted: the row itself, then those that tell why."""
    served.fields.check([row])
    return [row, *_question(served, row, usual).rows]


def told(served: ServedModel, row: Row, usual: Row, answers: Sequence[Answer]) -> Tried:
    """What the answers to `rows_for` say."""
    said = answers[0]
    version, model = served.version, served.model
    positive = model.levels[1] if model.task is Task.BINARY else ""
    own = _number(model.task, positive, said)
    found = Tried(
        version.model,
        version.number,
        said.prediction,
        said.probability,
        positive,
        own if model.task is Task.BINARY else None,
    )
    if said.prediction is None:
        return Tried(**{**_fields(found), "missing": LEFT_OUT})
    if model.task is Task.MULTICLASS:
        return Tried(**{**_fields(found), "missing": MANY_CLASSES})
    values = [_number(model.task, positive, one) for one in answers[1:]]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Tried(**{**_fields(found), "missing": USUAL_LEFT_OUT})
    why = tuple(_question(served, row, usual).contributions(known))
    return Tried(**{**_fields(found), "usual": known[0], "contributions": why})


def _fields(found: Tried) -> dict[str, Any]:
    return dict(vars(found))


def _question(served: ServedModel, row: Row, usual: Row) -> Question:
    """Only fields that the model needs can move what it says."""
    needed = served.fields.needed
    return question(row, {name: value for name, value in usual.items() if name in needed})


def _number(task: Task, positive: str, said: Answer) -> float | None:
    if task is Task.REGRESSION:
        return None if said.prediction is None else float(said.prediction)
    if said.probability is None:
        return None
    return said.probability if said.prediction == positive else 1.0 - said.probability

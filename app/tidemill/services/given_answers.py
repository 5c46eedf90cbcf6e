"""What was really answered for rows: a version is measured by that, not by what it says today.

Answers that services kept are joined with rows by the identifier; the last one given counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Role
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.trials import text_of
from tidemill.services import registry
from tidemill.services.label_keys import texts_of
from tidemill.services.serving.answer_log import kept_answers
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

MOST_ANSWERS = 500_000


@dataclass(frozen=True)
class Given:
    """An answer that somebody got."""

    prediction: str | float
    probability: float | None


def of_model(workspace: Workspace, model: str) -> dict[str, Given]:
    """The last answer given for each identifier by the services of a model."""
    found: dict[str, Given] = {}
    for deployment in registry.find(workspace, model).deployments:
        for _, lines in kept_answers(workspace, deployment, newest_first=True):
            for line in reversed(lines):
                key = text_of(line["key"])
                if key is None or key == MASK or line["prediction"] is None:
                    continue
                found.setdefault(key, Given(line["prediction"], line["probability"]))
            if len(found) >= MOST_ANSWERS:
                return found
    return found


def put_in(
    workspace: Workspace,
    champion: ModelVersion,
    version: DatasetVersion,
    frame: Frame,
    said: Predictions,
) -> tuple[Predictions, npt.NDArray[np.bool_]]:
    """Predictions with what was really answered in their place, and for which rows (rows,).

    Of more than two classes the log has the probability of the answered one only: what is left is
    shared by the others as the version shares it today, or evenly where one of them would then
    have been the answer.
    """
    none = np.zeros(frame.n_rows, dtype=bool)
    identifier = next(iter(version.schema.with_role(Role.IDENTIFIER)), None)
    if identifier is None or identifier not in frame:
        return said, none
    given = of_model(workspace, champion.model)
    if not given:
        return said, none
    keys = texts_of(frame[identifier])
    return replaced(said, [None if key is None else given.get(key) for key in keys])


def replaced(
    said: Predictions, given: Sequence[Given | None]
) -> tuple[Predictions, npt.NDArray[np.bool_]]:
    """Predictions with the answers that were given to their rows, and for which rows (rows,)."""
    is_given = np.zeros(len(given), dtype=bool)
    values = said.values.astype(np.float64).copy()
    for place, one in enumerate(given):
        value = None if one is None else _value(one, said, values[place])
        if value is not None:
            values[place], is_given[place] = value, True
    return replace(said, values=values), is_given


def _value(
    one: Given, said: Predictions, today: npt.NDArray[np.float64]
) -> float | npt.NDArray[np.float64] | None:
    """An answer as `domain.metrics` takes it; None where it is of other classes.

    `today` is what the version says of the row now: a number, or of more than two classes their
    probabilities (classes,).
    """
    if said.task is Task.REGRESSION:
        return float(one.prediction) if isinstance(one.prediction, int | float) else None
    place: Mapping[str, int] = {level: k for k, level in enumerate(said.levels)}
    code = place.get(str(one.prediction))
    if code is None or one.probability is None:
        return None
    if said.task is Task.MULTICLASS:
        return _shared(code, one.probability, today)
    return one.probability if code == 1 else 1.0 - one.probability


def _shared(
    code: int, probability: float, today: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Probabilities of all classes, (classes,), of which that of one was answered."""
    left, rest = 1.0 - probability, today.copy()
    rest[code] = 0.0
    if rest.sum() > 0:
        rest *= left / rest.sum()
    if rest.sum() <= 0 or rest.max() >= probability:
        rest = np.full(len(today), left / (len(today) - 1))
    rest[code] = probability
    return rest

"""A row with the answer that every candidate of a model must give to it: a unit test of a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.gates import CheckResult
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class ExampleAnswer:
    """A row of raw values by column, and what is expected of the answer to it.

    `answer` is a class by its name; `low` and `high` bound a number, or the probability of that
    class (of two classes: of the one that counts as yes where `answer` is empty).
    """

    name: str
    row: Mapping[str, Any]
    answer: str = ""
    low: float | None = None
    high: float | None = None

    def checked(self, task: str) -> "ExampleAnswer":
        """The same; `NeedsYou` where nothing is expected, or it can't be of this task."""
        if not self.row:
            raise NeedsYou("An example row needs values.", "Name its columns with their values.")
        if not self.answer and self.low is None and self.high is None:
            raise NeedsYou(
                "Nothing is expected of the answer.", "Name the class, or the least and the most."
            )
        if self.low is not None and self.high is not None and self.low > self.high:
            raise NeedsYou(
                f"No answer is at least {self.low:g} and at most {self.high:g}.", "Turn them."
            )
        if Task(task) is Task.REGRESSION and self.answer:
            raise NeedsYou("This model predicts a number.", "Say the least and the most.")
        if Task(task) is Task.MULTICLASS and not self.answer:
            raise NeedsYou("This model decides between classes.", "Name the class expected.")
        return self

    @property
    def sentence(self) -> str:
        """What is expected, in words."""
        bounds = []
        if self.low is not None:
            bounds.append(f"at least {self.low:g}")
        if self.high is not None:
            bounds.append(f"at most {self.high:g}")
        said = " and ".join(bounds)
        if not self.answer:
            return f"The answer is {said}."
        return f"The answer is {self.answer}{f', with a probability of {said}' if said else ''}."

    def judge(self, task: Task, levels: Sequence[str], value: Array) -> CheckResult:
        """Whether a model's answer is the one expected; `value` () or (classes,) as
        `domain.metrics` has it for one row."""
        number, said = float(np.max(value)), ""
        if task is not Task.REGRESSION:
            shares = np.array([1.0 - number, number]) if task is Task.BINARY else np.asarray(value)
            decided = int(number >= 0.5) if task is Task.BINARY else int(shares.argmax())
            said = levels[decided]
            if self.answer and self.answer not in levels:
                known = ", ".join(levels)
                return self.name, False, f"it knows no class {self.answer}, only {known}."
            of = levels.index(self.answer) if self.answer else len(levels) - 1
            number = float(shares[of])
        if not np.isfinite(number):
            return self.name, False, "it has no answer."
        bounded = (self.low is None or number >= self.low) and (
            self.high is None or number <= self.high
        )
        # With bounds the probability decides; a class alone has to be the one said.
        passed = bounded and (not self.answer or said == self.answer or self._has_bounds)
        shown = f"{number:.4g}" if not said else f"{said} ({number:.3f})"
        return self.name, passed, f"it is {shown}. {self.sentence}"

    @property
    def _has_bounds(self) -> bool:
        return self.low is not None or self.high is not None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, without the name."""
        return {"row": dict(self.row), "answer": self.answer, "low": self.low, "high": self.high}

    @classmethod
    def of(cls, name: str, data: Mapping[str, Any]) -> "ExampleAnswer":
        """Read what `to_dict` wrote."""
        return cls(name, dict(data["row"]), data["answer"], data["low"], data["high"])

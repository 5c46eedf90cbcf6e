"""Own code that a training is to run: the file a person chose, and what of it."""

from dataclasses import dataclass

from tidemill.base.words import tr
from tidemill.domain.own_steps import SCRIPT_TABLE, OwnStep, StepKind

Key = str | int


@dataclass(frozen=True)
class CodeOption:
    """Something of a file that can be chosen: a function by its name, a cell by its number."""

    key: Key
    text: str
    note: str = ""


@dataclass(frozen=True)
class CodeState:
    """A file with what can be chosen of it and what is, in that order; `steps` are what is run.

    `said` are sentences about what is chosen, `problem` why it can't be run so. `table` is what a
    script or cells call the table, asked for where `asks_table`.
    """

    path: str = ""
    options: tuple[CodeOption, ...] = ()
    ticked: tuple[Key, ...] = ()
    table: str = SCRIPT_TABLE
    asks_table: bool = False
    steps: tuple[OwnStep, ...] = ()
    said: tuple[str, ...] = ()
    problem: str = ""
    is_read: bool = False
    """Whether it is being looked at."""

    @property
    def preparations(self) -> tuple[OwnStep, ...]:
        """Steps that a table goes through."""
        return tuple(one for one in self.steps if one.kind is StepKind.PREPARATION)

    @property
    def has_estimator(self) -> bool:
        """Whether an estimator is made by it."""
        return len(self.preparations) < len(self.steps)

    @property
    def words(self) -> str:
        """What is to be known of it, in one paragraph."""
        if self.problem:
            return self.problem
        if not self.path:
            return tr(
                "A function, script or notebook of yours can prepare the table, or be the model."
            )
        if not self.steps:
            return tr("Nothing of it is chosen.") if self.options else ""
        trust = tr(
            "It runs in the worker and wherever the model answers; Activity notes your choice."
        )
        return " ".join((*self.said, trust))


NO_CODE = CodeState()
"""No file is chosen."""


def toggled(ticked: tuple[Key, ...], key: Key, is_on: bool) -> tuple[Key, ...]:
    """What is chosen after a tick: one ticked later comes later."""
    rest = tuple(one for one in ticked if one != key)
    return (*rest, key) if is_on else rest

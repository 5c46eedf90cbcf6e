"""What an entry of the catalogue declares about itself, whatever its family."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.searches import Dimension


class ResultKind(StrEnum):
    """The few shapes a result can have; each has one chart."""

    SCALAR = "scalar"
    SERIES = "series"
    DISTRIBUTION_PAIR = "distribution pair"
    MATRIX = "matrix"
    TABLE = "table"
    TEXT = "text"


@dataclass(frozen=True)
class Parameter:
    """One setting of an entry; forms, command-line options and docs are made from it."""

    id: str
    title: str
    default: float | int | str | bool
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""
    of: str = ""
    """What a text names: "column", "columns", "values", "choice" (a saved rule of choice) or
    "expression"; else any text."""
    needed: bool = False
    """Whether a form asks until there is something."""

    def checked(self, value: Any) -> float | int | str | bool:
        """Return the value in this setting's own type, or raise `NeedsYou` with the bounds."""
        try:
            typed = _like(self.default, value)
        except (TypeError, ValueError):
            raise NeedsYou(f"{self.title} cannot be {value!r}.", self.bounds) from None
        if self.choices and typed not in self.choices:
            raise NeedsYou(f"{self.title} cannot be {value!r}.", self.bounds)
        if isinstance(typed, (int, float)) and not isinstance(typed, bool):
            too_low = self.low is not None and typed < self.low
            too_high = self.high is not None and typed > self.high
            if too_low or too_high:
                raise NeedsYou(f"{self.title} cannot be {value!r}.", self.bounds)
        return typed

    @property
    def bounds(self) -> str:
        """What is allowed, in words."""
        if self.choices:
            return "Choose one of " + ", ".join(self.choices) + "."
        if self.low is not None and self.high is not None:
            return f"Choose a value from {self.low:g} to {self.high:g}."
        if self.low is not None:
            return f"Choose a value of at least {self.low:g}."
        if self.high is not None:
            return f"Choose a value of at most {self.high:g}."
        return f"Choose a value like {self.default!r}."


def _like(example: float | int | str | bool, value: Any) -> float | int | str | bool:
    if isinstance(example, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        return words[str(value).lower()] if str(value).lower() in words else _no(value)
    if isinstance(example, int):
        return int(value)
    if isinstance(example, float):
        return float(value)
    return str(value)


def _no(value: Any) -> bool:
    raise ValueError(value)


@dataclass(frozen=True)
class Entry:
    """What every entry says: who it is, which version of its meaning, what can be set.

    One that gives a number says by which `formula`, and which `source` the formula stands in.
    """

    id: str
    version: int
    title: str
    help: str
    parameters: tuple[Parameter, ...] = ()
    formula: str = ""
    source: str = ""

    def settings(self, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Defaults overlaid with the checked values given; unknown names raise `NeedsYou`."""
        given = given or {}
        known = {p.id: p for p in self.parameters}
        for name in given:
            if name not in known:
                raise NeedsYou(
                    f"{self.title} has no setting {name}.",
                    "It knows " + (", ".join(known) or "none") + ".",
                )
        return {p.id: p.checked(given.get(p.id, p.default)) for p in self.parameters}


@dataclass(frozen=True)
class StatisticEntry(Entry):
    """A number that compares a reference column with a current one.

    `floor` is the effect under which a difference is too small to matter; None where the
    statistic is no effect size. `unit` is shown behind the number. The p-value of one that
    `is_evidence` counts for its column; of several tests of the same difference one is enough.
    """

    kinds: frozenset[Kind] = frozenset(Kind)
    result: ResultKind = ResultKind.SCALAR
    floor: float | None = None
    unit: str = ""
    is_evidence: bool = True


@dataclass(frozen=True)
class FrameStatisticEntry(Entry):
    """A figure that compares two tables by their rows; too small to matter under `floor`."""

    floor: float = 0.0


@dataclass(frozen=True)
class DetectorEntry(Entry):
    """Reads a figure value by value and says where it changed; `requires` names its library."""

    requires: str = ""


@dataclass(frozen=True)
class CheckEntry(Entry):
    """A rule that the data of a file or version keeps or breaks.

    `is_default` says that it runs for every file without being asked for; the others run where a
    rule of the dataset names them.
    """

    severity: str = "error"
    is_default: bool = True


@dataclass(frozen=True)
class GateEntry(Entry):
    """A rule that a candidate keeps or breaks before it may be promoted.

    `needs` names what has to be worked out for it beforehand (`domain.gates`), such as a second
    training; it is gathered only where a gate of the set needs it.
    """

    needs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TriggerEntry(Entry):
    """What can start an automation.

    `reads` names the facts its `decide` is given (`triggers.Reads`); a trigger that reads none is
    started by a person only.
    """

    reads: str = ""


@dataclass(frozen=True)
class EstimatorEntry(Entry):
    """A model that can be trained.

    `tasks` are those of `recipes.Task`; `requires` names an optional library; `order` sorts
    from simple to complex. One that `is_tried_first` is among the baselines of a table; the others
    are trained where they are asked for. `space` are the settings that a search may vary. One that
    `stops_on_purpose` after its steps is not said to have stopped too early; one that
    `answers_slowly` is asked fewer rows where its columns are weighed. One that `needs_code` is
    chosen by naming a function of one's own; one that `learns_in_folds` is fitted with the folds
    of the recipe's own splits, `folds` of its settings in number.
    """

    tasks: frozenset[str] = frozenset()
    requires: str | None = None
    order: int = 0
    is_tried_first: bool = True
    space: tuple[Dimension, ...] = ()
    stops_on_purpose: bool = False
    answers_slowly: bool = False
    needs_code: bool = False
    learns_in_folds: bool = False


@dataclass(frozen=True)
class PreparationEntry(Entry):
    """Turns raw columns into numbers; `requires` names an optional library."""

    requires: str | None = None


@dataclass(frozen=True)
class SearcherEntry(Entry):
    """A way to choose the settings tried next; `requires` names its library, `order` sorts."""

    requires: str | None = None
    order: int = 0


@dataclass(frozen=True)
class ReaderEntry(Entry):
    """A kind of file that can be read; `endings` are lower case with their dot."""

    endings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelFileEntry(Entry):
    """A kind of model file that can be told without loading it; `endings` as those of a reader.

    `is_folder` where a model of this kind is a folder.
    """

    endings: tuple[str, ...] = ()
    is_folder: bool = False


@dataclass(frozen=True)
class StepParameter(Parameter):
    """A setting of a step of preparation; `form` says what it holds and how it is asked.

    "value" as every parameter; "column" and "columns" name columns there are, "name" a new one,
    "condition" and "expression" are written in the language of `domain.expressions`, "pairs" maps
    texts to texts. Columns are a list, pairs a mapping; what is `needed` may not be empty. `kinds`
    are those of the columns that can be chosen. "labels" is the name under which many pairs are
    kept in the workspace: whoever runs the step puts the mapping in its place.
    """

    form: str = "value"
    kinds: frozenset[Kind] = frozenset(Kind)

    def checked(self, value: Any) -> Any:
        """Return the value in this setting's own type, or raise `NeedsYou`."""
        if self.form == "columns":
            found: Any = _names(value)
            if odd := [one for one in found if self.choices and one not in self.choices]:
                raise NeedsYou(f"{self.title} cannot be {odd[0]!r}.", self.bounds)
        elif self.form == "pairs":
            found = self._pairs(value)
        elif self.form == "labels" and isinstance(value, Mapping):
            found = dict(value)
        elif self.form == "value":
            found = super().checked(value)
        else:
            found = str(value).strip() if self.form != "condition" else str(value)
        if self.needed and not (found.strip() if isinstance(found, str) else found):
            raise NeedsYou(f"{self.title} is needed.", self.help)
        return found

    def _pairs(self, value: Any) -> dict[str, str]:
        if isinstance(value, Mapping):
            return {str(old): str(new) for old, new in value.items()}
        pairs = {}
        for line in str(value).splitlines():
            old, sign, new = line.partition("=")
            if line.strip() and not sign:
                raise NeedsYou(f"{self.title}: “{line}” has no =.", "Write old = new, one a line.")
            if sign:
                pairs[old.strip()] = new.strip()
        return pairs


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [one.strip() for one in value.split(",") if one.strip()]
    return [str(one) for one in value]


@dataclass(frozen=True)
class StepEntry(Entry):
    """One kind of step by which raw rows are prepared.

    `drops_rows` where it leaves rows out, `is_whole` where what it does to a row depends on the
    rows before it; `reads_rows` where its `apply` also takes `rows`, the numbers of the rows as
    they came. One that is not `in_scoring` is left out where a model scores rows: it says what
    became of rows, and nothing of how they look. So is one that leaves out rows for those before
    them: each row is answered by itself. One not `by_hand` is added by other means.
    """

    drops_rows: bool = False
    is_whole: bool = False
    reads_rows: bool = False
    in_scoring: bool = True
    by_hand: bool = True
    order: int = 0


@dataclass(frozen=True)
class ExporterEntry(Entry):
    """A form in which a model leaves; `ending` is that of its one file, lower case with its dot.

    One that is not `for_raw` takes the columns as steps of preparation leave them; the others can't
    be made of a model that learned behind steps only Tidemill carries out, unless it `writes_steps`
    itself. `needs_papers` where card, recipe, schema and example rows go along, so that it is
    learned from new rows as well.
    """

    ending: str = ""
    for_raw: bool = True
    needs_papers: bool = False
    writes_steps: bool = False

"""The recipe: everything that decides what a training makes out of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.domain.forecasts import Forecast
from tidemill.domain.own_steps import OwnStep, StepKind
from tidemill.domain.searches import SearchPlan


class Task(StrEnum):
    """What kind of question the target asks."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"


class HoldOutKind(StrEnum):
    """How the rows a model is judged on are chosen."""

    NEWEST = "newest"
    STRATIFIED = "stratified"
    GROUPED = "grouped"
    GIVEN = "given"


@dataclass(frozen=True)
class HoldOut:
    """The rule by which rows are kept apart.

    The newest share, an even draw, whole groups drawn, or rows named.
    """

    kind: HoldOutKind = HoldOutKind.STRATIFIED
    share: float = 0.2

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", HoldOutKind(self.kind))
        if not 0.01 <= self.share <= 0.9:
            raise NeedsYou(
                f"A share of {self.share:g} cannot be held out.", "Choose between 0.01 and 0.9."
            )


CALIBRATIONS = ("none", "sigmoid", "isotonic")
CLASS_WEIGHTS = ("none", "balanced")
MOST_WINDOWS = 50
GROUP_ROWS, FEWEST_GROUP_ROWS = 100, 20
"""Rows to learn from by which a group gets a model of its own, unless the recipe says else."""


USUAL_PREPARATION = "mixed"
"""What prepares where nothing is said."""


@dataclass(frozen=True)
class Recipe:
    """Everything that decides what a training makes out of a table.

    `positive` is the target's value that counts as yes in a binary task; without it the value
    is chosen from the data (see `targets`). `features` are the columns learned from, in order.
    `entry_versions` keeps the meaning of the entries named here ("estimator", "preparation").
    Settings that are absent are the entries' defaults.

    `windows` is how many rolling windows judge the training over time beside the hold-out, 0
    for none. `calibration` makes probabilities honest by cross-fits, `class_weights` weighs
    rare classes up. `search` looks for better settings. `gates` names the gate set a candidate
    goes through ("": the model's, else the standard one), `choice` a saved rule of choice.
    `by_group` is the column whose groups get models of their own, if they have `by_group_rows`
    to learn from. `forecast` tells the target ahead. `own` is code of the person's own: tables
    go through its preparations before `preparation`, in order, and its estimator stands where
    `estimator` is "own". `shared` tells the shared preparation, such as `usual@2`, that what is
    said of preparing was taken from.
    """

    target: str
    task: Task
    features: tuple[str, ...]
    time: str | None = None
    group: str | None = None
    positive: str | None = None
    estimator: str = "hist_gradient_boosting"
    estimator_settings: Mapping[str, Any] = field(default_factory=dict)
    preparation: str = USUAL_PREPARATION
    preparation_settings: Mapping[str, Any] = field(default_factory=dict)
    hold_out: HoldOut = field(default_factory=HoldOut)
    metric: str = ""
    seed: int = 0
    n_threads: int = 1
    entry_versions: Mapping[str, int] = field(default_factory=dict)
    windows: int = 0
    calibration: str = "none"
    class_weights: str = "none"
    search: SearchPlan | None = None
    gates: str = ""
    choice: str = ""
    by_group: str | None = None
    by_group_rows: int = GROUP_ROWS
    forecast: Forecast | None = None
    own: tuple[OwnStep, ...] = ()
    shared: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "task", Task(self.task))
        object.__setattr__(self, "features", tuple(self.features))
        if not self.metric:
            object.__setattr__(self, "metric", USUAL_METRIC[self.task])
        if self.target in self.features:
            raise NeedsYou(
                f"The column {self.target} is both the target and learned from.",
                "Leave it out of the columns to learn from.",
            )
        if len(set(self.features)) != len(self.features):
            raise NeedsYou("A column to learn from is named twice.", "Name each column once.")
        if self.n_threads < 1:
            raise NeedsYou(f"{self.n_threads} threads cannot work.", "Choose at least 1.")
        self._check_rows()
        self._check_classes()
        object.__setattr__(self, "own", tuple(self.own))
        if sum(one.kind is StepKind.ESTIMATOR for one in self.own) > 1:
            raise NeedsYou("The recipe has two estimators of own code.", "Name one of them.")

    @property
    def own_preparations(self) -> tuple[OwnStep, ...]:
        """The steps of own code that a table goes through."""
        return tuple(one for one in self.own if one.kind is StepKind.PREPARATION)

    @property
    def own_estimator(self) -> OwnStep | None:
        """The function of own code that makes the estimator."""
        return next((one for one in self.own if one.kind is StepKind.ESTIMATOR), None)

    def _check_rows(self) -> None:
        """How rows are shared out must be possible with the columns named."""
        if self.hold_out.kind is HoldOutKind.GROUPED and self.group is None:
            raise NeedsYou(
                "Whole groups cannot be held out: the recipe names no group column.",
                "Name a group column, or hold out an even share.",
            )
        if self.windows and not 2 <= self.windows <= MOST_WINDOWS:
            raise NeedsYou(
                f"{self.windows} windows cannot judge a training over time.",
                f"Choose from 2 to {MOST_WINDOWS} windows, or 0 for none.",
            )
        if self.windows and self.time is None:
            raise NeedsYou(
                "Windows roll over time, but the recipe names no time column.",
                "Name a time column, or set windows to 0.",
            )
        if self.forecast is not None and (self.time is None or self.task is not Task.REGRESSION):
            raise NeedsYou(
                "A forecast tells a number over time: it needs a numeric target and a time column.",
                "Name both, or leave the forecast out.",
            )
        if self.forecast is not None:
            self._check_forecast(self.forecast)
        if self.by_group is not None:
            self._check_groups()

    def _check_groups(self) -> None:
        """Groups that get models have rows on both sides of the split."""
        if self.by_group == self.target:
            raise NeedsYou(
                f"The column {self.target} is both the target and the column of the groups.",
                "Choose another column of groups, or none.",
            )
        if self.by_group == self.group:
            raise NeedsYou(
                f"Whole groups of {self.group} are held out, so a model for each of them could "
                "never be judged.",
                "Hold out the newest rows or an even share, or choose another column of groups.",
            )
        if self.by_group_rows < FEWEST_GROUP_ROWS:
            raise NeedsYou(
                f"{self.by_group_rows} rows are too few for a model of a group.",
                f"Choose at least {FEWEST_GROUP_ROWS}.",
            )

    def _check_forecast(self, forecast: Forecast) -> None:
        """The series of a forecast is a column of its own."""
        if forecast.series in (self.target, self.time):
            raise NeedsYou(
                f"The column {forecast.series} is the target or the time, and can't be the series.",
                "Choose another column, or none where there is one series.",
            )

    def _check_classes(self) -> None:
        """Calibration and class weights are known, and ask for classes."""
        for title, value, known in (
            ("calibration", self.calibration, CALIBRATIONS),
            ("class_weights", self.class_weights, CLASS_WEIGHTS),
        ):
            if value not in known:
                raise NeedsYou(
                    f"{title} cannot be {value!r}.", "Choose one of " + ", ".join(known) + "."
                )
            if value != "none" and self.task is Task.REGRESSION:
                raise NeedsYou(
                    f"{self.target} is a number, so {title} cannot be {value}.",
                    f"Set {title} to none.",
                )

    def for_groups(self, column: str | None, rows: int | None = None) -> "Recipe":
        """The recipe with a model for each group of a column of at least so many rows; None is
        as is.

        Where whole groups of that column would be held out, the newest rows are instead, or an
        even share: no group's model could be judged otherwise.
        """
        changes: dict[str, Any] = {} if column is None else {"by_group": column}
        if rows is not None:
            changes["by_group_rows"] = rows
        if column is not None and self.group == column:
            kind = HoldOutKind.STRATIFIED if self.time is None else HoldOutKind.NEWEST
            changes |= {"group": None, "hold_out": HoldOut(kind, self.hold_out.share)}
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored.

        A field of `_LATER` is absent while it is at its default, so that recipes stored before
        there was such a field keep their hash.
        """
        data = asdict(replace(self, entry_versions={}, search=None, forecast=None, own=()))
        data["task"] = str(self.task)
        data["features"] = list(self.features)
        data["hold_out"] = {"kind": str(self.hold_out.kind), "share": self.hold_out.share}
        data["entry_versions"] = dict(self.entry_versions)
        data["search"] = None if self.search is None else self.search.to_dict()
        data["forecast"] = None if self.forecast is None else self.forecast.to_dict()
        data["own"] = [one.to_dict() for one in self.own]
        for name in _LATER:
            usual = type(self).__dataclass_fields__[name].default
            if data[name] == usual or (name == "own" and not data[name]):
                del data[name]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Recipe":
        """Read what `to_dict` wrote, or a person's recipe file; absent fields are the defaults."""
        known = set(cls.__dataclass_fields__)
        for name in data:
            if name not in known:
                raise NeedsYou(
                    f"A recipe has no field {name}.", "It knows " + ", ".join(sorted(known)) + "."
                )
        for name in ("target", "task", "features"):
            if name not in data:
                raise NeedsYou(f"The recipe does not say its {name}.", f"Add the field {name}.")
        fields = dict(data)
        for name, (kind, words) in _TYPES.items():
            if fields.get(name) is not None and not _is(kind, fields[name]):
                raise NeedsYou(
                    f"The recipe's {name} cannot be {fields[name]!r}.", f"Write {words}."
                )
        try:
            fields["hold_out"] = HoldOut(**fields.get("hold_out", {}))
            if fields.get("search") is not None:
                fields["search"] = SearchPlan.from_dict(fields["search"])
            if fields.get("forecast") is not None:
                fields["forecast"] = Forecast.from_dict(fields["forecast"])
            fields["own"] = tuple(map(OwnStep.from_dict, fields.get("own", ())))
            return cls(**fields)
        except (TypeError, ValueError) as error:
            raise NeedsYou(
                "The recipe cannot be read.",
                "Compare its fields with a recipe saved from a run.",
                detail=str(error),
            ) from error

    def content(self) -> dict[str, Any]:
        """What decides what is made, in plain JSON types: not what it is called elsewhere."""
        return replace(self, shared="").to_dict()

    def content_hash(self) -> str:
        """One hash for all that decides what is made; equal recipes have equal hashes."""
        return hashing.of_value(self.content())


_TEXT = (str, "a text in quotes")
_TABLE = (Mapping, "a table of names and values")
_WHOLE = (int, "a whole number")
_TYPES: dict[str, tuple[type, str]] = {
    **dict.fromkeys(("target", "time", "group", "positive", "estimator", "preparation"), _TEXT),
    **dict.fromkeys(("metric", "calibration", "class_weights"), _TEXT),
    **dict.fromkeys(("gates", "choice", "by_group", "shared"), _TEXT),
    **dict.fromkeys(("estimator_settings", "preparation_settings", "hold_out"), _TABLE),
    **dict.fromkeys(("entry_versions", "search", "forecast"), _TABLE),
    **dict.fromkeys(("seed", "n_threads", "windows", "by_group_rows"), _WHOLE),
    "features": (Sequence, "a list of columns"),
    "own": (Sequence, "a list of steps"),
}


def _is(kind: type, value: Any) -> bool:
    """Whether a value of a file is what a field takes: True is no number, a text no list."""
    if isinstance(value, (bool, str)) and kind is not str:
        return False
    return isinstance(value, kind)


_LATER = (
    "windows",
    "calibration",
    "class_weights",
    "search",
    "gates",
    "choice",
    "by_group",
    "by_group_rows",
    "forecast",
    "own",
    "shared",
)

USUAL_METRIC = {Task.BINARY: "auc", Task.MULTICLASS: "log_loss", Task.REGRESSION: "mae"}
"""The measure a model of each task is judged by unless the person says otherwise."""

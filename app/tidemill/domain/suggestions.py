"""What to train on a table, suggested from what is known of its columns, each with its reason."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.distributions import ColumnReference, summarise
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import USUAL_METRIC, HoldOut, HoldOutKind, Recipe, Task
from tidemill.domain.targets import detect_task, ordered_classes, text_of_number

_TOP = 20
_MANY = 0.9
_ID_NAMES = ("id", "uuid", "guid", "key", "nr", "number", "code")
_TARGET_NAMES = frozenset({"target", "label", "y", "class", "outcome", "response"})


@dataclass(frozen=True)
class ColumnFacts:
    """What a suggestion needs to know of a column; `top` holds its most frequent values."""

    n_missing: int
    n_distinct: int
    top: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class FrameFacts:
    """What a suggestion needs to know of a table; can be kept with the version's profile."""

    n_rows: int
    columns: Mapping[str, ColumnFacts]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {
            "n_rows": self.n_rows,
            "columns": {name: asdict(facts) for name, facts in self.columns.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "FrameFacts":
        """Read what `to_dict` wrote."""
        columns = {
            name: ColumnFacts(
                one["n_missing"], one["n_distinct"], tuple((v, n) for v, n in one["top"])
            )
            for name, one in data["columns"].items()
        }
        return cls(data["n_rows"], columns)


def facts_of(frame: Frame) -> FrameFacts:
    """Count what `suggest` asks for."""
    return facts_of_columns(frame.n_rows, {column.name: summarise(column) for column in frame})


def facts_of_columns(n_rows: int, columns: Mapping[str, ColumnReference]) -> FrameFacts:
    """What `suggest` asks for, from the summaries of a table's columns."""
    return FrameFacts(n_rows, {name: _column_facts(one) for name, one in columns.items()})


def _column_facts(column: ColumnReference) -> ColumnFacts:
    infinite = [(name, n) for name, n in (("-inf", column.below), ("inf", column.above)) if n]
    if column.kind is Kind.NUMERIC:
        named = [(text_of_number(float(value)), n) for value, n in column.top]
    elif column.kind is Kind.DATETIME:
        named = [(str(np.datetime64(int(value), "us")), n) for value, n in column.top]
    else:
        named = [(str(value), n) for value, n in column.top]
    top = sorted([*infinite, *named], key=lambda pair: -pair[1])[:_TOP]
    return ColumnFacts(column.missing, column.distinct + len(infinite), tuple(top))


@dataclass(frozen=True)
class LeftOut:
    """A column not to learn from: a one-word tag and a sentence why."""

    column: str
    tag: str
    reason: str


@dataclass(frozen=True)
class Suggestions:
    """A whole training, suggested; each choice has its reason in a sentence.

    `classes` are the target's values with their counts (empty for regression), the positive
    last; `targets` are the columns that could be predicted.
    """

    target: str
    target_reason: str
    task: Task
    classes: tuple[tuple[str, int], ...]
    metric: str
    metric_reason: str
    hold_out: HoldOut
    time: str | None
    group: str | None
    hold_out_reason: str
    leave_out: tuple[LeftOut, ...]
    leave_out_reason: str
    features: tuple[str, ...]
    targets: tuple[str, ...] = field(default=())

    def recipe(self, estimator: str = "hist_gradient_boosting", **changes: Any) -> Recipe:
        """The suggestion as a recipe, with fields replaced by what the person knows better."""
        fields: dict[str, Any] = {
            "target": self.target,
            "task": self.task,
            "features": self.features,
            "time": self.time,
            "group": self.group,
            "positive": self.classes[-1][0] if self.task is Task.BINARY else None,
            "estimator": estimator,
            "hold_out": self.hold_out,
            "metric": self.metric,
        }
        return Recipe(**(fields | changes))


def suggest(schema: Schema, facts: FrameFacts, target: str | None = None) -> Suggestions:
    """Suggest what to predict (unless `target` says), judge by, hold out and leave out.

    Raises `NeedsYou` where no column can be predicted.
    """
    fitting = tuple(c.name for c in schema.columns if _can_be_target(c, facts))
    chosen, why = _target(schema, facts, fitting, target)
    column, of_target = schema[chosen], facts.columns[chosen]
    task = detect_task(column.kind, of_target.n_distinct, _is_whole(column, of_target))
    classes = _classes(task, of_target)
    time = _time(schema, facts, chosen)
    group = next((g for g in schema.with_role(Role.GROUP) if g != chosen), None)
    metric_id, metric_reason = _metric(task, classes)
    left = tuple(
        found
        for c in schema.columns
        if c.name != chosen and (found := _left_out(c, facts, time, group)) is not None
    )
    names = {one.column for one in left} | {chosen}
    return Suggestions(
        target=chosen,
        target_reason=f"{_described(task, classes, of_target)} {why}",
        task=task,
        classes=classes,
        metric=metric_id,
        metric_reason=metric_reason,
        hold_out=HoldOut(_hold_out_kind(time, group), 0.2),
        time=time,
        group=group,
        hold_out_reason=_hold_out_reason(time, group, task),
        leave_out=left,
        leave_out_reason=left[0].reason if left else "Every column can be learned from.",
        features=tuple(n for n in schema.names if n not in names),
        targets=fitting,
    )


def _is_whole(column: Column, facts: ColumnFacts) -> bool:
    return column.whole or all(_reads_whole(value) for value, _ in facts.top)


def _reads_whole(text: str) -> bool:
    return text.lstrip("-").isdigit()


def _can_be_target(column: Column, facts: FrameFacts) -> bool:
    if column.kind is Kind.DATETIME or column.role in (Role.TIME, Role.IDENTIFIER, Role.GROUP):
        return False
    known = facts.columns.get(column.name)
    if known is None or known.n_distinct < 2:
        return False
    if column.kind is Kind.NUMERIC:
        return not _is_identifier(column, known, facts.n_rows)
    return known.n_distinct * 2 <= facts.n_rows - known.n_missing and known.n_distinct <= 100


def _target(
    schema: Schema, facts: FrameFacts, fitting: tuple[str, ...], asked: str | None
) -> tuple[str, str]:
    if asked is not None:
        if asked not in schema or asked not in facts.columns:
            raise NeedsYou(
                f"The table has no column {asked}.", "Choose one of " + ", ".join(fitting) + "."
            )
        return asked, "Chosen by you."
    if schema.target is not None and schema.target in facts.columns:
        return schema.target, "Named as the target of this dataset."
    for name in fitting:
        if name.lower() in _TARGET_NAMES:
            return name, "Suggested: its name says so."
    two = [name for name in fitting if facts.columns[name].n_distinct == 2]
    if two:
        place = "last column" if two[-1] == schema.names[-1] else "last column of its kind"
        return two[-1], f"Suggested: {place}, two values."
    if not fitting:
        raise NeedsYou(
            "No column of this table can be predicted.",
            "Add a column with the answer: numbers, or a few classes.",
        )
    return fitting[-1], "Suggested: last column that can be predicted."


def _classes(task: Task, facts: ColumnFacts) -> tuple[tuple[str, int], ...]:
    if task is Task.REGRESSION:
        return ()
    counts = dict(facts.top)
    if task is Task.BINARY:
        return tuple((level, counts[level]) for level in ordered_classes(counts))
    return facts.top


def _described(task: Task, classes: tuple[tuple[str, int], ...], facts: ColumnFacts) -> str:
    missing = f", {facts.n_missing:,} missing" if facts.n_missing else ""
    if task is Task.REGRESSION:
        return f"A number, {facts.n_distinct:,} different values{missing}."
    whole = max(1, sum(n for _, n in classes))
    if task is Task.BINARY:
        (no, _), (yes, n) = classes
        said = "Yes or no" if yes.lower() in ("yes", "true") else f"{yes} or {no}"
        return f"{said}, {n / whole:.1%} {'yes' if said == 'Yes or no' else yes}{missing}."
    return f"{facts.n_distinct:,} classes, most often {classes[0][0]}{missing}."


def _time(schema: Schema, facts: FrameFacts, target: str) -> str | None:
    named = [schema.time] if schema.time else []
    dated = [c.name for c in schema.columns if c.kind is Kind.DATETIME and c.role is Role.FEATURE]
    for name in named + dated:
        known = facts.columns.get(name)
        if name == target or known is None or known.n_distinct < 2:
            continue
        if name in named or known.n_missing <= 0.1 * facts.n_rows:
            return name
    return None


def _metric(task: Task, classes: tuple[tuple[str, int], ...]) -> tuple[str, str]:
    chosen = metric(task, USUAL_METRIC[task])
    if task is Task.BINARY:
        yes, share = classes[-1][0], classes[-1][1] / max(1, sum(n for _, n in classes))
        good = f"Good for rare {yes}." if share < 0.2 else "Good for ranking."
        return chosen.id, f"{good} F1 and log loss are reported too."
    if task is Task.MULTICLASS:
        return chosen.id, "It asks for honest probabilities of every class."
    return chosen.id, "In the target's own unit. Large misses are reported by RMSE."


def _hold_out_kind(time: str | None, group: str | None) -> HoldOutKind:
    if time:
        return HoldOutKind.NEWEST
    return HoldOutKind.GROUPED if group else HoldOutKind.STRATIFIED


def _hold_out_reason(time: str | None, group: str | None, task: Task) -> str:
    if time and group:
        return f"The table has dates, so the newest rows are kept apart, each {group} on one side."
    if time:
        return "The table has dates, so the newest rows are kept apart."
    if group:
        return f"Rows of one {group} are alike, so whole groups are kept apart."
    if task is Task.REGRESSION:
        return "The table has no dates, so rows are drawn evenly over the target's range."
    return "The table has no dates, so the same share of each class is drawn."


def _left_out(
    column: Column, facts: FrameFacts, time: str | None, group: str | None
) -> LeftOut | None:
    known = facts.columns.get(column.name)
    if known is None:
        return LeftOut(column.name, "absent", "The newest rows do not have this column.")
    if column.role is Role.IDENTIFIER or _is_identifier(column, known, facts.n_rows):
        return LeftOut(column.name, "id", "An id can only be learned by heart.")
    if column.name == time or column.role is Role.TIME:
        return LeftOut(column.name, "date", "New rows are always later than any date learned.")
    if column.name == group or column.role is Role.GROUP:
        return LeftOut(column.name, "group", "New groups have names the model has never seen.")
    if column.role is Role.LEFT_OUT:
        return LeftOut(column.name, "left out", "The dataset's roles leave it out.")
    if column.role is Role.TARGET:
        return LeftOut(column.name, "target", "It is the dataset's own target.")
    if known.n_missing >= facts.n_rows:
        return LeftOut(column.name, "empty", "It is missing in every row.")
    if known.n_distinct <= 1 and not known.n_missing:
        return LeftOut(column.name, "constant", "It has the same value in every row.")
    if column.kind is Kind.TEXT:
        return LeftOut(column.name, "text", "Free text is not learned from.")
    return None


def _is_identifier(column: Column, facts: ColumnFacts, n_rows: int) -> bool:
    known = n_rows - facts.n_missing
    if known < 20:
        return False
    if column.kind is Kind.CATEGORICAL:
        return facts.n_distinct > _MANY * known
    if column.kind is Kind.TEXT:
        return facts.n_distinct == known and _named_like_id(column.name)
    if column.kind is Kind.NUMERIC and _is_whole(column, facts):
        return facts.n_distinct == known and _named_like_id(column.name)
    return False


def _named_like_id(name: str) -> bool:
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return bool(words) and (words[-1] in _ID_NAMES or words[0] == "id" or name.endswith("Id"))

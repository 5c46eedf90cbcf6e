"""What a training with a model for each group came to, group by group."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from tidemill.domain.group_gains import BETTER, UNTOLD, WORSE
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task

WORST = 10
"""So many groups are told first."""

MOST_NAMED = 3


@dataclass(frozen=True)
class GroupRow:
    """A group: the rows learned from and held out, and how its answers do on the latter.

    `why` says why it has no model of its own, "" where it has one. `metrics` and `intervals` (low,
    high) are by measure. `general` is the main measure of the model for all on the same rows,
    `gain` how much better the group's own is, `verdict` whether that is sure (`group_gains`).
    `group` is None for the rows without a group, or of one that was never learned from.
    """

    group: str | None
    n_train: int
    n_held: int
    why: str = ""
    metrics: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    general: float | None = None
    gain: float | None = None
    verdict: str = UNTOLD

    @property
    def has_model(self) -> bool:
        """Whether it has a model of its own."""
        return not self.why and self.group is not None


@dataclass(frozen=True)
class GroupTable:
    """The groups of a column, the worst by the main measure first.

    The worst is the one whose interval's better end is worst: surely bad, not bad by the chance of
    few rows. Groups without an interval follow by their value, those not held out stand last.
    """

    column: str
    task: Task
    metric: str
    rows: tuple[GroupRow, ...]

    @classmethod
    def ordered(
        cls, column: str, task: Task, metric_id: str, rows: Sequence[GroupRow]
    ) -> "GroupTable":
        """The table with its rows in their order."""
        up = metric(task, metric_id).higher_is_better is not False

        def place(row: GroupRow) -> tuple[int, float, str]:
            if metric_id in row.intervals:
                low, high = row.intervals[metric_id]
                return 0, high if up else -low, row.group or ""
            if metric_id in row.metrics:
                value = row.metrics[metric_id]
                return 1, value if up else -value, row.group or ""
            return 2, 0.0, row.group or ""

        return cls(column, task, metric_id, tuple(sorted(rows, key=place)))

    @property
    def groups(self) -> tuple[GroupRow, ...]:
        """Its groups, without the rows that are of none."""
        return tuple(row for row in self.rows if row.group is not None)

    @property
    def n_own(self) -> int:
        """How many groups have a model of their own."""
        return sum(row.has_model for row in self.rows)

    def of_verdict(self, verdict: str) -> tuple[GroupRow, ...]:
        """The groups of a verdict."""
        return tuple(row for row in self.groups if row.verdict == verdict)

    @property
    def words(self) -> str:
        """How many groups have models of their own, and what those brought, in sentences."""
        said = (
            f"{self.n_own:,} of {len(self.groups):,} groups of {self.column} have a model of their "
            "own."
        )
        if not self.n_own:
            return said
        judged = [row for row in self.groups if row.has_model and row.verdict != UNTOLD]
        if not judged:
            return f"{said} None has the rows held out to tell it from the model for all."
        better, worse = len(self.of_verdict(BETTER)), self.of_verdict(WORSE)
        said += (
            f" Of {len(judged):,} that can be judged {better:,} do surely better with it than with "
            f"the model for all, {len(worse):,} surely worse"
        )
        if worse:
            named = ", ".join(row.group or "" for row in worse[:MOST_NAMED])
            said += f" ({named}{', …' if len(worse) > MOST_NAMED else ''})"
        return said + "."

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as kept with the run and told by commands."""
        return {
            "column": self.column,
            "task": str(self.task),
            "metric": self.metric,
            "groups": len(self.groups),
            "with_model": self.n_own,
            "items": [
                asdict(row)
                | {
                    "has_model": row.has_model,
                    "intervals": {name: list(ends) for name, ends in row.intervals.items()},
                }
                for row in self.rows
            ],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "GroupTable":
        """Read what `to_dict` wrote."""
        rows = []
        for item in data["items"]:
            fields = {name: value for name, value in item.items() if name != "has_model"}
            fields["intervals"] = {n: (low, high) for n, (low, high) in item["intervals"].items()}
            rows.append(GroupRow(**fields))
        return cls(data["column"], Task(data["task"]), data["metric"], tuple(rows))

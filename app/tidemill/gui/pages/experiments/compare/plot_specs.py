"""Which plots stand under a comparison, in which order and width; as one line of text to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from tidemill.base.words import tr
from tidemill.domain.recipes import Task


@dataclass(frozen=True)
class PlotKind:
    """A kind of plot: what it is called, its icon, and the tasks it has a meaning for."""

    id: str
    title: str
    icon: str
    tasks: frozenset[Task] | None = None
    can_repeat: bool = False


_CLASSES = frozenset({Task.BINARY, Task.MULTICLASS})
_BINARY = frozenset({Task.BINARY})
_NUMBERS = frozenset({Task.REGRESSION})

KINDS: Mapping[str, PlotKind] = {
    kind.id: kind
    for kind in (
        PlotKind("curves", tr("Curves"), "chart-line", can_repeat=True),
        PlotKind("precision_recall", tr("Precision and recall"), "chart-line", _BINARY),
        PlotKind("roc", "ROC", "chart-spline", _BINARY),
        PlotKind("calibration", tr("Calibration"), "scale", _CLASSES),
        PlotKind("confusion", tr("Confusion"), "grid-2x2", _CLASSES),
        PlotKind("actual", tr("Actual and predicted"), "chart-scatter", _NUMBERS),
        PlotKind("residuals", tr("Residuals"), "chart-column", _NUMBERS),
        PlotKind("parallel", tr("Parameters"), "sliders-horizontal", can_repeat=True),
        PlotKind("scatter", tr("Scatter"), "chart-scatter", can_repeat=True),
        PlotKind("importance", tr("Importance"), "list-filter"),
        PlotKind("slices", tr("Slices"), "chart-pie"),
    )
}


AXES_MARK = "\x1f"
"""Stands between the axes that were chosen for parallel coordinates, each `signs:name`."""


@dataclass(frozen=True)
class PlotSpec:
    """One plot: its kind, whether it takes the whole width, and what was chosen in it.

    `aside` is what a newer program wrote about it; it is written back.
    """

    kind: str
    is_wide: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[tuple[str, str], ...] = ()

    def option(self, name: str, usual: str = "") -> str:
        """What was chosen, or the usual."""
        return self.options.get(name, usual)

    def with_option(self, name: str, value: str) -> "PlotSpec":
        """The same plot with another choice; an empty one is the usual again."""
        kept = {key: word for key, word in self.options.items() if key != name}
        return replace(self, options=kept | ({name: value} if value else {}))


def asked_columns(specs: Sequence[PlotSpec]) -> frozenset[str]:
    """The columns of the runs that were chosen in these plots."""
    found: set[str] = set()
    for spec in specs:
        if spec.kind == "scatter":
            found |= {spec.option(name) for name in ("x", "y", "colour")}
        elif spec.kind == "parallel":
            said = spec.option("axes").split(AXES_MARK)
            found |= {part.partition(":")[2] for part in said}
    return frozenset(found - {""})


def usual(task: Task | None, has_curves: bool) -> tuple[PlotSpec, ...]:
    """What stands there before anybody arranges anything."""
    wanted = ["curves"] if has_curves else []
    wanted += ["precision_recall", "roc", "residuals", "actual", "calibration"]
    if not has_curves:
        wanted.remove("precision_recall")
        wanted.insert(1, "precision_recall")
    found = [PlotSpec(kind) for kind in wanted if fits(kind, task)]
    found[2:2] = [PlotSpec("parallel"), PlotSpec("importance")]
    found += [PlotSpec(kind, is_wide=True) for kind in ("confusion",) if fits(kind, task)]
    return tuple(found)


def fits(kind: str, task: Task | None) -> bool:
    """Whether a kind of plot has a meaning for runs of a task."""
    tasks = KINDS[kind].tasks
    return tasks is None or task in tasks


def addable(specs: Sequence[PlotSpec], task: Task | None) -> list[PlotKind]:
    """The kinds that can be added: those with a meaning that are not there or may be repeated."""
    there = {spec.kind for spec in specs}
    return [
        kind
        for kind in KINDS.values()
        if fits(kind.id, task) and (kind.can_repeat or kind.id not in there)
    ]


def to_text(specs: Sequence[PlotSpec]) -> str:
    """The arrangement as one line: `curves?metric=loss|roc?wide=1`."""
    parts = []
    for spec in specs:
        said = [("wide", "1")] if spec.is_wide else []
        said += [(f"o.{name}", value) for name, value in sorted(spec.options.items())]
        said += spec.aside
        parts.append(f"{spec.kind}?{urlencode(said)}" if said else spec.kind)
    return "|".join(parts)


def from_text(text: str) -> tuple[PlotSpec, ...]:
    """Read that line; kinds that are not known here are left out."""
    found = []
    for part in text.split("|"):
        kind, _, said = part.partition("?")
        if kind not in KINDS:
            continue
        words = dict(parse_qsl(said))
        options = {name[2:]: word for name, word in words.items() if name.startswith("o.")}
        aside = ((n, w) for n, w in words.items() if n != "wide" and not n.startswith("o."))
        found.append(PlotSpec(kind, words.get("wide") == "1", options, tuple(aside)))
    return tuple(found)


def unknown_in(text: str) -> tuple[str, ...]:
    """The parts of that line about kinds of plots that only a newer program knows."""
    return tuple(part for part in text.split("|") if part and part.partition("?")[0] not in KINDS)


def moved(specs: Sequence[PlotSpec], at: int, to: int) -> tuple[PlotSpec, ...]:
    """The plots with one of them at another place."""
    made = list(specs)
    made.insert(max(0, min(len(made) - 1, to)), made.pop(at))
    return tuple(made)


def places(specs: Sequence[PlotSpec], n_columns: int) -> list[tuple[int, int, int]]:
    """Row, column and width in columns of each plot; one that is alone on its line fills it."""
    found: list[tuple[int, int, int]] = []
    row = column = 0
    for at, spec in enumerate(specs):
        wide = n_columns if spec.is_wide else 1
        if column + wide > n_columns:
            row, column = row + 1, 0
        after = specs[at + 1] if at + 1 < len(specs) else None
        is_alone = column == 0 and (after is None or (after.is_wide and n_columns > 1))
        found.append((row, column, n_columns if is_alone else wide))
        column += found[-1][2]
    return found

"""The steps of a dataset as they are shown, and what a step being made would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Column, Schema
from tidemill.domain.entries import Parameter, StepEntry, StepParameter
from tidemill.gui.kit import numbers
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.pages.data.paged_rows import value_text
from tidemill.gui.pages.data.profile_state import KIND_ICONS
from tidemill.services.step_previews import Preview
from tidemill.services.steps import StepLine

Word = Literal["loading", "error", "ready"]
SHOWN_COLUMNS = 6

ICONS = {
    "rename": "pencil",
    "retype": "arrow-right-left",
    "fill": "paint-bucket",
    "map_values": "replace",
    "filter_rows": "funnel",
    "derive": "function-square",
    "drop_duplicates": "copy-x",
    "tidy_text": "case-sensitive",
    "drop_columns": "columns-3",
    "split_date": "calendar",
    "labels": "tags",
}


@dataclass(frozen=True)
class StepsState:
    """All that the Prepare tab shows. `is_pending`: rows are not prepared by these steps yet."""

    word: Word = "loading"
    error: TidemillError | None = None
    name: str = ""
    lines: tuple[StepLine, ...] = ()
    is_pending: bool = False
    is_busy: bool = False
    share: float | None = None
    message: str = ""
    failure: TidemillError | None = None


@dataclass(frozen=True)
class StepCard:
    """A step as a card: its sentence, what stands below, which ways it can be moved."""

    id: int
    number: str
    icon: str
    title: str
    note: str
    is_on: bool
    can_rise: bool
    can_sink: bool
    can_edit: bool
    problem: str


def cards_of(lines: Sequence[StepLine]) -> tuple[StepCard, ...]:
    """A card a step, those undone in their places without a number."""
    found = []
    n = 0
    for place, line in enumerate(lines):
        step = line.step
        n += step.in_force
        said = unmarked(line.sentence)
        by = f"by {step.by}" if step.in_force else tr("by {by}, undone", by=step.by)
        found.append(
            StepCard(
                step.id,
                str(n) if step.in_force else "–",
                ICONS.get(step.kind, "list-plus"),
                step.name or said,
                f"{said}, {by}" if step.name else by,
                step.in_force,
                place > 0,
                place < len(lines) - 1,
                step.kind != "labels",
                line.problem,
            )
        )
    return tuple(found)


def columns_to_choose(schema: Schema, parameter: Parameter) -> list[Option]:
    """The columns a setting can name, with the kind of each."""
    if parameter.choices:
        return [Option(one, one) for one in parameter.choices]
    kinds = parameter.kinds if isinstance(parameter, StepParameter) else frozenset()
    return [_option(c) for c in schema.columns if not kinds or c.kind in kinds]


def _option(column: Column) -> Option:
    return Option(column.name, column.name, str(column.kind), KIND_ICONS[column.kind])


def form_of(parameter: Parameter) -> str:
    """How a setting is asked for."""
    if isinstance(parameter, StepParameter) and parameter.form != "value":
        return parameter.form
    if isinstance(parameter.default, bool):
        return "switch"
    return "choice" if parameter.choices else "value"


def parameters_of(entry: StepEntry) -> tuple[Parameter, ...]:
    """The settings a person is asked for."""
    return tuple(p for p in entry.parameters if form_of(p) != "labels")


def effect_words(seen: Preview) -> str:
    """What a step does to the rows looked at: "240 of 1,600 rows change, 12 go"."""
    of = numbers.integer(seen.n_sampled)
    first = "" if seen.is_all else tr("the first ")
    parts = []
    if seen.n_changed or not seen.n_dropped:
        parts.append(
            tr(
                "{integer} of {first}{of} rows change",
                integer=numbers.integer(seen.n_changed),
                first=first,
                of=of,
            )
        )
    if seen.n_dropped:
        gone = numbers.integer(seen.n_dropped)
        parts.append(
            f"{gone} go"
            if parts
            else tr("{gone} of {first}{of} rows go", gone=gone, first=first, of=of)
        )
    return ", ".join(parts)


def shown_columns(seen: Preview) -> tuple[list[str], list[str]]:
    """The few columns shown before and after: those that differ first, in the same order."""
    gone = [name for name in seen.columns_before if name not in seen.columns_after]
    kept = [name for name in seen.columns_before if name in seen.columns_after]
    changed = [name for name in seen.changed if name in kept]
    still = [name for name in kept if name not in changed]
    made = [name for name in seen.columns_after if name not in seen.columns_before]
    before = [*gone, *changed, *still][:SHOWN_COLUMNS]
    after = [*made, *changed, *still][:SHOWN_COLUMNS]
    return before, after


def cells_of(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], wanted: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows for a table of these columns."""
    place = {name: i for i, name in enumerate(columns)}
    return [
        {
            name: None if row[place[name]] is None else value_text(row[place[name]])
            for name in wanted
        }
        for row in rows
    ]

"""Labelling as it is shown: the rows, the keys that label them, how far the work is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.labels import ROW
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import TextCell
from tidemill.gui.kit.popover import Option
from tidemill.gui.pages.data.paged_rows import value_text
from tidemill.services.label_pages import MOST_VALUES, LabelPage, LabelRow

Word = Literal["loading", "error", "ready"]
PAGE_ROWS = 200
NEW_COLUMN = "\n"
"""The choice of a label column that is not there yet."""


@dataclass(frozen=True)
class LabelState:
    """All that the Label tab shows.

    `column` is the one that is labelled, `key` what tells rows apart (None lets the service
    choose); `choices` stand on the keys 1 to 9; `done` are the actions that can be undone here.
    """

    word: Word = "loading"
    error: TidemillError | None = None
    name: str = ""
    column: str = ""
    key: str | None = None
    order: str = "unlabelled first"
    page: LabelPage | None = None
    offset: int = 0
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    done: tuple[tuple[str, str, str | None], ...] = ()
    """Batch, row and the label before, newest last."""
    failure: TidemillError | None = None
    is_saving: bool = False
    incident: int | None = None
    """Only rows of this incident are labelled; None: all."""


def columns_to_label(schema: Schema) -> list[Option]:
    """The columns that can hold labels, the target first, and a new one."""
    fits = (Kind.CATEGORICAL, Kind.BOOLEAN, Kind.TEXT, Kind.NUMERIC)
    found = [c for c in schema.columns if c.kind in fits and c.role is not Role.IDENTIFIER]
    found.sort(key=lambda c: c.role is not Role.TARGET)
    named = [Option(c.name, c.name, "target" if c.role is Role.TARGET else "") for c in found]
    return [*named, Option(NEW_COLUMN, tr("A new column…"), "", "plus")]


def keys_to_choose(keys: Sequence[str]) -> list[Option]:
    """What rows can be told apart by."""
    return [Option(key, key if key != ROW else tr("Number of the row")) for key in keys]


def usual_column(schema: Schema) -> str:
    """The column labelled unless another is chosen: the target."""
    return schema.target or ""


def with_page(state: LabelState, page: LabelPage) -> LabelState:
    """The state with rows that were read; values named by hand keep their keys."""
    choices = list(state.choices)
    for one in page.choices:
        if one not in choices and len(choices) < MOST_VALUES:
            choices.append(one)
    return replace(
        state, word="ready", error=None, page=page, key=page.key_column, choices=tuple(choices)
    )


def labelled(state: LabelState, key: str, value: str | None) -> LabelState:
    """The state right after a row got a label, before anything is read anew."""
    if state.page is None:
        return state
    before = next((r.label for r in state.page.rows if r.key == key), None)
    rows = tuple(
        replace(row, label=value, is_new=True) if row.key == key else row for row in state.page.rows
    )
    more = (value is not None) - (before is not None)
    page = replace(
        state.page,
        rows=rows,
        labelled=state.page.labelled + more,
        n_new=state.page.n_new + 1,
    )
    return replace(state, page=page)


def label_before(state: LabelState, key: str) -> str | None:
    """What a row is labelled now."""
    page = state.page
    return None if page is None else next((r.label for r in page.rows if r.key == key), None)


def next_open(state: LabelState, key: str) -> str:
    """The row to go to after one was labelled: the next one, the last stays."""
    rows = () if state.page is None else state.page.rows
    keys = [row.key for row in rows]
    at = keys.index(key) + 1 if key in keys else 0
    return keys[min(at, len(keys) - 1)] if keys else ""


def progress_words(page: LabelPage, incident: int | None = None) -> str:
    """How far the work is: "840 of 1,600 rows are labelled, 12 labels are not saved"."""
    whose = "rows" if incident is None else tr("rows of incident {incident}", incident=incident)
    counted = f"{numbers.integer(page.labelled)} of {numbers.integer(page.total)}"
    words = tr("{counted} {whose} are labelled", counted=counted, whose=whose)
    if not page.n_new:
        return words
    is_one = page.n_new == 1
    n = (
        tr("1 label is")
        if is_one
        else tr("{integer} labels are", integer=numbers.integer(page.n_new))
    )
    return tr("{words}, {n} not saved", words=words, n=n)


def page_words(page: LabelPage) -> str:
    """Which rows are in sight: "Rows 1 to 200 of 1,600"."""
    if not page.rows:
        return ""
    first, last = page.offset + 1, page.offset + len(page.rows)
    return tr(
        "Rows {integer} to {integer2} of {integer3}",
        integer=numbers.integer(first),
        integer2=numbers.integer(last),
        integer3=numbers.integer(page.total),
    )


_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def label_words(value: str, *, is_boolean: bool) -> str:
    """A label as rows show the values of its column: truth values as yes and no."""
    known = _BOOLEANS.get(value.strip().lower()) if is_boolean else None
    return value if known is None else value_text(known)


def cells_of_row(
    row: LabelRow, columns: Sequence[str], column: str, *, is_boolean: bool = False
) -> dict[str, Any]:
    """A row for the table: its label first, then its values."""
    label: object = TextCell(tr("not labelled"), "text3")
    if row.label is not None:
        words = label_words(row.label, is_boolean=is_boolean)
        label = TextCell(words, "accent_text" if row.is_new else "text", "strong", "tag")
    cells: dict[str, Any] = {"id": row.key, "@label": label}
    for name, value in zip(columns, row.values, strict=True):
        if name != column:
            cells[name] = None if value is None else value_text(value)
    return cells

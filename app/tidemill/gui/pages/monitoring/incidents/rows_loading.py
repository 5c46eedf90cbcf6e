"""Asks the services for the rows of an incident and what can be done about them; reads files."""

import math
from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.incidents.state import ExamplesState, RowDeeds, RowsFound

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidemill.services.example_rows import ExampleRows
    from tidemill.services.workspace import Workspace


def load_rows(workspace: "Workspace", incident_id: int, is_open: bool) -> RowsFound:
    """The rows that show an incident best, and what can be done about all of them."""
    from tidemill.services import example_rows

    shown = examples_of(example_rows.shown(workspace, incident_id))
    return RowsFound(shown, _deeds(workspace, incident_id) if is_open else RowDeeds())


def examples_of(found: "ExampleRows") -> ExamplesState:
    """The rows as texts: number, values, the answer they got and the one they would have got."""
    if found.note:
        return ExamplesState("", (), (), (), found.note)
    has_other = any(row.without is not None for row in found.rows)
    answers = (found.answer, f"with {found.usual}") if has_other else (found.answer,)
    rows = []
    numeric = dict.fromkeys(found.columns, True)
    first = [name for name in found.columns if name == found.column]
    others = [name for name in found.columns if name != found.column]
    for row in found.rows:
        texts = {}
        for name, value in zip(found.columns, row.values, strict=True):
            is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
            numeric[name] = numeric[name] and (is_number or value is None)
            texts[name] = _text(value)
        said = [numbers.score(row.said)]
        if has_other:
            said.append(numbers.MISSING if row.without is None else numbers.score(row.without))
        shown = [texts[name] for name in first], [texts[name] for name in others]
        rows.append((numbers.integer(row.number), *shown[0], *said, *shown[1]))
    note = tr("most changed first") if has_other else tr("those that lose most first")
    right = (tr("Row"), *(name for name, is_number in numeric.items() if is_number), *answers)
    columns = (tr("Row"), *first, *answers, *others)  # what changed stands together, in sight
    place = found.version if found.is_stored else ""
    of = f"{note}, of {numbers.plural(found.of, 'row')}"
    of += "" if found.is_stored else f" ({found.version})"
    return ExamplesState(of, columns, right, tuple(rows), "", place)


def _text(value: object) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return numbers.MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return numbers.plain(value)
    return str(value)


def _deeds(workspace: "Workspace", incident_id: int) -> RowDeeds:
    from tidemill.services import retraining_without, rows_to_label, setting_aside

    def retrain() -> tuple[str, str]:
        plan = retraining_without.plan(workspace, incident_id)
        words = tr("Retrain without {n_rows}", n_rows=numbers.plural(plan.n_rows, "row"))
        return words, tr(
            "Judged on the others of v{number}; proposes a candidate", number=plan.newest.number
        )

    def aside() -> tuple[str, str]:
        told = setting_aside.offer(workspace, incident_id)
        name = " and ".join(name for _, name in told.watches) or tr("its files")
        return tr("Set {name} aside", name=name), spoken(told.words())

    dataset = []

    def label() -> tuple[str, str]:
        chosen = rows_to_label.of_incident(workspace, incident_id)
        dataset.append(chosen.dataset)
        return tr("Label {n_rows}", n_rows=numbers.plural(len(chosen.rows), "row")), spoken(
            chosen.words()
        )

    return RowDeeds(_said(retrain), _said(aside), _said(label), "".join(dataset))


def _said(deed: "Callable[[], tuple[str, str]]") -> tuple[str, str]:
    """What a deed is called and means; the reason alone where it can't be done."""
    try:
        return deed()
    except NeedsYou as error:
        return "", error.message

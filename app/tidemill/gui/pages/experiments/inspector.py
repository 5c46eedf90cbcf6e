"""The inspector of Experiments: one run with its measures and parameters, or what several share."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.domain.query import number_of
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.pages.experiments.cells import stage_words
from tidemill.gui.pages.experiments.columns import BOOKKEEPING, decimals_of
from tidemill.gui.pages.experiments.state import About, Shown
from tidemill.services.runs import metric_title

_MOST_LINES = 40
_MOST_KINDS = 3
_LONGEST = 18


class RunInspector(Inspector):
    """Shows the run the person is at, or the runs they selected."""

    def __init__(self, parent: QWidget) -> None:
        """Make it empty; it belongs to the page until the shell shows it."""
        super().__init__(tr("Run"), parent=parent)
        self._about: About | None = None

    def show_about(self, about: About) -> None:
        """Draw what is known of the runs that are acted on, if it is another than before."""
        if about is self._about:
            return
        self._about = about
        self.clear()
        shown = list(about.shown.values())
        if not shown:
            self.set_head(tr("Run"), tr("Choose a run to see it here."))
        elif len(about.keys) == 1:
            self._show_one(shown[0])
        else:
            self._show_many(shown, len(about.keys))

    def _show_one(self, shown: Shown) -> None:
        run = shown.run
        chip = Chip(stage_words(shown.versions[-1]), "candidate") if shown.versions else None
        self.set_head(run.name, f"{run.experiment or 'No experiment'}, {run.state}", chip)
        if run.error:
            self.add_section(tr("Why it ended")).addWidget(Paragraph(run.error, "small", "bad"))
        if run.note:
            self.add_section(tr("Note")).addWidget(Paragraph(run.note, "small", "text2"))
        if run.metrics:
            rows = shown.figures.n_hold_out
            note = numbers.plural(rows, "row") if rows else ""
            body = self.add_section(
                tr("Metrics"), tr("hold-out, {note}", note=note) if note else ""
            )
            body.addWidget(KeyValues(_metrics(shown)))
        params = [(n, t) for n, t in run.params.items() if n not in BOOKKEEPING]
        if params:
            body = self.add_section(tr("Parameters"), numbers.integer(len(params)))
            body.addWidget(KeyValues(params[:_MOST_LINES]))
        self.add_section(tr("Data")).addWidget(KeyValues(_data(shown)))
        if shown.figures.notes:
            body = self.add_section(tr("Notes"))
            for words in shown.figures.notes:
                body.addWidget(Paragraph(words, "small", "text2"))

    def _show_many(self, shown: Sequence[Shown], n: int) -> None:
        note = (
            ""
            if n == len(shown)
            else tr("The first {integer} are compared.", integer=numbers.integer(len(shown)))
        )
        self.set_head(f"{numbers.integer(n)} runs", note)
        differing, shared = told_apart(shown)
        if differing:
            body = self.add_section(tr("What differs"), numbers.integer(len(differing)))
            body.addWidget(KeyValues(differing[:_MOST_LINES]))
        if shared:
            body = self.add_section(tr("What they share"), numbers.integer(len(shared)))
            body.addWidget(KeyValues(shared[:_MOST_LINES]))
        measures = _spans(shown)
        if measures:
            self.add_section(tr("Metrics")).addWidget(KeyValues(measures[:_MOST_LINES]))


def told_apart(shown: Sequence[Shown]) -> tuple[list[KeyValue], list[KeyValue]]:
    """Parameters and data that differ between runs, and those all share."""
    names = list(dict.fromkeys(name for one in shown for name in one.run.params))
    facts: list[tuple[str, list[str | None]]] = [
        (tr("Experiment"), [one.run.experiment or None for one in shown]),
        (tr("Dataset"), [one.run.dataset for one in shown]),
        (tr("State"), [str(one.run.state) for one in shown]),
        *((name, [one.run.params.get(name) for one in shown]) for name in names),
    ]
    differing, shared = [], []
    for name, values in facts:
        kinds = list(dict.fromkeys(values))
        if name in BOOKKEEPING or kinds == [None]:
            continue
        if len(kinds) == 1:
            shared.append(KeyValue(name, str(kinds[0])))
            continue
        told = [_short(each) for each in kinds[:_MOST_KINDS]]
        left = len(kinds) - _MOST_KINDS
        more = tr(" and {left} more", left=left) if left > 0 else ""
        differing.append(KeyValue(name, ", ".join(told) + more))
    return differing, shared


def _short(value: str | None) -> str:
    """A value short enough for several in a line."""
    if value is None:
        return numbers.MISSING
    number = number_of(value)
    if number is not None:
        return numbers.plain(number)
    return value if len(value) <= _LONGEST else f"{value[:8]}…{value[-8:]}"


def _spans(shown: Sequence[Shown]) -> list[KeyValue]:
    names = list(dict.fromkeys(name for one in shown for name in one.run.metrics))
    rows = []
    for name in names[:_MOST_LINES]:
        values = [one.run.metrics[name] for one in shown if name in one.run.metrics]
        places = decimals_of(name)
        low, high = numbers.score(min(values), places), numbers.score(max(values), places)
        rows.append(KeyValue(metric_title(name), f"{low} to {high}"))
    return rows


def _metrics(shown: Shown) -> Sequence[KeyValue]:
    rows = []
    for name, value in list(shown.run.metrics.items())[:_MOST_LINES]:
        places = decimals_of(name)
        said = numbers.score(value, places)
        ends = shown.figures.intervals.get(name)
        if ends is not None:
            said += f" ({numbers.score(ends[0], places)} to {numbers.score(ends[1], places)})"
        rows.append(KeyValue(metric_title(name, shown.run.params.get("task")), said))
    return rows


def _data(shown: Shown) -> Sequence[KeyValue]:
    run = shown.run
    rows = [KeyValue(tr("Dataset"), run.dataset or numbers.MISSING)]
    if shown.figures.split:
        rows.append(KeyValue(tr("Held out"), shown.figures.split))
    if run.started_at is not None:
        rows.append(KeyValue(tr("Started"), numbers.full_time(run.started_at)))
    rows.append(KeyValue(tr("By"), shown.by))
    rows.append(KeyValue(tr("Id"), run.id[:12], role="mono"))
    return rows

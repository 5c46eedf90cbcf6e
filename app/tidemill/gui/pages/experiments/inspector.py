"""The inspector of Experiments: one run with its measures, parameters, data and notes."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.pages.experiments.source import decimals_of
from tidemill.gui.pages.experiments.state import BOOKKEEPING, Shown, stage_words
from tidemill.services.runs import known_metric


class RunInspector(Inspector):
    """Shows the run the person is at."""

    def __init__(self, parent: QWidget) -> None:
        """Make it empty; it belongs to the page until the shell shows it."""
        super().__init__("Run", parent=parent)
        self._shown: Shown | None = None

    def show_run(self, shown: Shown | None) -> None:
        """Draw a run, if it is another than before."""
        if shown == self._shown:
            return
        self._shown = shown
        self.clear()
        if shown is None:
            self.set_head("Run", "Choose a run to see it here.")
            return
        run = shown.run
        chip = Chip(stage_words(shown.versions[-1]), "candidate") if shown.versions else None
        self.set_head(run.name, f"{run.experiment or 'No experiment'}, {run.state}", chip)
        if run.error:
            self.add_section("Why it ended").addWidget(Paragraph(run.error, "small", "bad"))
        if run.metrics:
            note = (
                numbers.plural(shown.figures.n_hold_out, "row") if shown.figures.n_hold_out else ""
            )
            body = self.add_section("Metrics", f"hold-out, {note}" if note else "")
            body.addWidget(KeyValues(_metrics(shown)))
        params = [(n, t) for n, t in run.params.items() if n not in BOOKKEEPING]
        if params:
            body = self.add_section("Parameters", numbers.integer(len(params)))
            body.addWidget(KeyValues(params))
        self.add_section("Data").addWidget(KeyValues(_data(shown)))
        if shown.figures.notes:
            body = self.add_section("Notes")
            for words in shown.figures.notes:
                body.addWidget(Paragraph(words, "small", "text2"))


def _metrics(shown: Shown) -> Sequence[KeyValue]:
    rows = []
    for name, value in shown.run.metrics.items():
        known = known_metric(name, shown.run.params.get("task"))
        places = decimals_of(name)
        said = numbers.score(value, places)
        ends = shown.figures.intervals.get(name)
        if ends is not None:
            said += f" ({numbers.score(ends[0], places)} to {numbers.score(ends[1], places)})"
        rows.append(KeyValue(name if known is None else known.title, said))
    return rows


def _data(shown: Shown) -> Sequence[KeyValue]:
    run = shown.run
    rows = [KeyValue("Dataset", run.dataset or numbers.MISSING)]
    if shown.figures.split:
        rows.append(KeyValue("Held out", shown.figures.split))
    if run.started_at is not None:
        rows.append(KeyValue("Started", numbers.full_time(run.started_at)))
    rows.append(KeyValue("By", shown.by))
    rows.append(KeyValue("Id", run.id[:12], role="mono"))
    return rows

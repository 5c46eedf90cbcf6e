"""The part of the Train sheet in which a number is asked for ahead of its time."""

from PySide6.QtCore import Signal

from tidemill.base.words import tr
from tidemill.domain.forecasts import MOST_STEPS
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.column_chips import ColumnChips, options_of
from tidemill.gui.pages.data.form_rows import FormRows
from tidemill.gui.pages.data.train_state import TrainState


class AheadPart(FormRows):
    """Emits what a person wants told ahead; nothing of it shows where there is no past."""

    switched = Signal(bool)
    horizon_typed = Signal(object)
    series_chosen = Signal(object)
    lags_typed = Signal(str)
    known_added = Signal(str)
    known_removed = Signal(str)

    def __init__(self) -> None:
        """Draw the rows."""
        super().__init__()
        self.box = CheckBox(tr("Tell it ahead"), "from its own earlier values")
        self.horizon = NumberField(1, 1, MOST_STEPS, is_integer=True)
        self.horizon.edit.setAccessibleName(tr("How many steps ahead"))
        self.series = Choice(icon="users", name=tr("Series"))
        self.lags = Field("1, 2, 3", is_mono=True)
        self.lags.edit.setAccessibleName(tr("Lags"))
        self.known = ColumnChips(
            tr("Name a column known ahead, such as a price"), tr("Press to read it as it was.")
        )
        self._first = self.add(tr("Forecast"), self.box)
        self._rows = (
            self.add(tr("How far"), self.horizon),
            self.add(tr("Series"), self.series),
            self.add(tr("Lags"), self.lags),
            self.add(tr("Known ahead"), self.known),
        )
        self.box.toggled.connect(self.switched)
        self.horizon.value_changed.connect(self.horizon_typed)
        self.series.chosen.connect(self.series_chosen)
        self.lags.text_changed.connect(self.lags_typed)
        self.known.added.connect(self.known_added)
        self.known.removed.connect(self.known_removed)

    def show_state(self, state: TrainState) -> None:
        """Draw what can be told ahead, and what is asked for."""
        ahead = state.ahead
        show_if(self, ahead.offer is not None or bool(ahead.why_not))
        self.box.setEnabled(ahead.offer is not None)
        if self.box.isChecked() != ahead.is_on:
            self.box.setChecked(ahead.is_on)
        self._first.reason.set_text(ahead.why_not or _first_reason(state))
        for row in self._rows:
            row.show_if(ahead.is_on)
        if not ahead.is_on or ahead.offer is None:
            return
        if self.horizon.value() != ahead.horizon and ahead.horizon is not None:
            self.horizon.set_value(ahead.horizon)
        offered = ahead.offer.may_be_series
        one = Option("", tr("One series"), icon="chart-line")
        self.series.set_options([one, *options_of(state.schema, offered)], ahead.offer.series)
        if self.lags.text() != ahead.shown_lags:
            self.lags.set_text(ahead.shown_lags)
        self.lags.edit.setPlaceholderText(ahead.suggested_lags)
        self.lags.set_error(ahead.problem if ahead.horizon is not None else "")
        others = [name for name in state.features if name not in ahead.known]
        self.known.show_columns(
            [(name, "") for name in ahead.known],
            options_of(state.schema, [n for n in others if n != ahead.offer.series]),
        )
        for row, reason in zip(self._rows, ahead.reasons, strict=True):
            row.reason.set_text(reason)
            show_if(row.reason, bool(reason))


def _first_reason(state: TrainState) -> str:
    offer = state.ahead.offer
    if offer is None:
        return ""
    told = tr(
        "{target} has {words} of past by {time}.",
        target=offer.target,
        words=offer.grid.words(offer.n_steps),
        time=offer.time,
    )
    return (
        told
        if state.ahead.is_on
        else tr("{told} Without it each row is answered by itself.", told=told)
    )

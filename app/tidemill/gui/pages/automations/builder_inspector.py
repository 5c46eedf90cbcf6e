"""The inspector of a rule in the making: what happens then, what stands guard, what it costs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.automations import Mode, Watched
from tidemill.gui.kit.checkbox import CheckBox, Radio
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.sentence import Sentence
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.pages.automations.builder_state import MODES, BuilderState, GuardsState
from tidemill.gui.pages.automations.builder_view_model import BuilderViewModel
from tidemill.gui.pages.automations.dry_state import DryState


class BuilderInspector(Inspector):
    """Shows and changes the mode and the guards; tells the forecast."""

    def __init__(self, model: BuilderViewModel, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__("", "", parent)
        self._model = model
        self._drawn: tuple[object, ...] = ()
        self.modes: dict[Mode, Radio] = {}
        self.ticks: dict[Watched, CheckBox] = {}
        self.watch: Sentence | None = None

    def show_state(self, state: BuilderState) -> None:
        """Show a rule; what stays as it is is not built anew."""
        dry = state.dry if state.dry.word == "ready" else None
        frame = (state.title, state.mode is None, state.guards, state.costs, state.forecast, dry)
        if frame != self._drawn:
            self._drawn = frame
            self._build(state)
        for mode, radio in self.modes.items():
            radio.setChecked(mode is state.mode)

    def _build(self, state: BuilderState) -> None:
        self.clear()
        self.modes, self.ticks, self.watch = {}, {}, None
        kind = tr("Nothing is kept yet") if state.is_new else tr("Changes count from now on")
        self.set_head(state.title, kind)
        if state.dry.word == "ready":
            self._add_dry_run(state.dry)
        if state.mode is not None:
            self._add_modes(state.mode)
        if state.guards is not None:
            self._add_guards(state.guards)
        body = self.add_section(tr("Costs"))
        costs = [*state.dry.costs, *state.costs]
        if costs:
            body.addWidget(KeyValues(costs))
        words = state.forecast or tr("What it costs is known once its folder has been looked into.")
        body.addWidget(Paragraph(words, "small", "text2"))

    def _add_dry_run(self, dry: DryState) -> None:
        body = self.add_section(tr("Dry run"))
        body.addWidget(Label(dry.message, "small", "text3"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnMinimumWidth(0, 44)
        grid.setColumnStretch(1, 1)
        right = Qt.AlignmentFlag.AlignRight
        for at, one in enumerate(dry.counts):
            grid.addWidget(Label(one.number, "h2", one.tone, numeric=True), at, 0, right)
            grid.addWidget(Label(one.words, "body", "text2"), at, 1)
        body.addLayout(grid)
        if dry.earlier:
            body.addWidget(Paragraph(dry.earlier, "small", "text2"))

    def _add_modes(self, chosen: Mode) -> None:
        body = self.add_section(tr("Then"))
        body.setSpacing(8)
        for mode, title, note in MODES:
            radio = Radio(title, note, mode is chosen)
            radio.setProperty("mode", str(mode))
            radio.clicked.connect(self._on_mode)
            self.modes[mode] = radio
            body.addWidget(radio)

    def _add_guards(self, guards: GuardsState) -> None:
        body = self.add_section(tr("Guards"), tr("every one has to pass"))
        for gate in guards.gates:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(IconLabel("shield-check", "text2"), 0, Qt.AlignmentFlag.AlignTop)
            words = Label(gate.title, "body")
            words.setToolTip(gate.words)
            row.addWidget(words, 1)
            body.addLayout(row)
        if not guards.watch:
            return
        self.watch = Sentence("link", self._model.offer)
        self.watch.set_parts(guards.watch)
        self.watch.chosen.connect(self._model.choose)
        body.addWidget(self.watch)
        body.addWidget(Label(tr("Goes back when"), "caption", "text3"))
        for watched, said, is_on in guards.rollback_on:
            tick = CheckBox(said)
            tick.setChecked(is_on)
            tick.setProperty("watched", str(watched))
            tick.clicked.connect(self._on_tick)
            self.ticks[watched] = tick
            body.addWidget(tick)

    def _on_mode(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._model.choose("mode", Mode(str(sender.property("mode"))))

    def _on_tick(self) -> None:
        sender = self.sender()
        if isinstance(sender, CheckBox):
            watched = Watched(str(sender.property("watched")))
            self._model.watch_for(watched, sender.isChecked())

"""Models on the screen: the list, one model with its versions, gates and log."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.maturity import NextStep
from tidemill.domain.models import Decision, ModelVersion
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.padding import padded
from tidemill.gui.pages.models.asked import AskedModel, ShownChange
from tidemill.gui.pages.models.card_files import card_wish
from tidemill.gui.pages.models.commands import commands_of
from tidemill.gui.pages.models.gate_deeds import GateDeeds
from tidemill.gui.pages.models.inspector import VersionInspector
from tidemill.gui.pages.models.maturity_steps import take
from tidemill.gui.pages.models.model_list import ModelList
from tidemill.gui.pages.models.model_part import ModelPart
from tidemill.gui.pages.models.outside_deeds import OutsideDeeds
from tidemill.gui.pages.models.promoting import Promoting
from tidemill.gui.pages.models.state import ModelsState
from tidemill.gui.pages.models.told import ToldModel
from tidemill.gui.pages.models.told_state import Told
from tidemill.gui.pages.models.undos import UndoChange, UndoDecision
from tidemill.gui.pages.models.view_model import ModelsViewModel
from tidemill.gui.sheets.explaining import Explaining
from tidemill.gui.sheets.export_sheet import Exportable
from tidemill.gui.sheets.exporting import Exporting
from tidemill.gui.sheets.lineage_panel import LineagePanel
from tidemill.gui.sheets.preparing import Preparing
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

if TYPE_CHECKING:
    from tidemill.services.undoing import Undoable

_TABS = (["difference"], ["gates"], ["card"], ["lineage"], ["level"])
"""Parts of a model that an address can name."""


class ModelsView(PageView):
    """The page Models."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts; the first address loads."""
        super().__init__(context)
        self.train = Button(tr("Train…"), "play", height=30, parent=self)
        self.train.hide()
        self.train.clicked.connect(self.open_training)
        self.models = ModelList()
        self.part = ModelPart()
        self.version = VersionInspector(self)
        self.version.hide()
        self._wants_sheet = self._wants_rehearsal = self._wants_export = False
        self._wants_why: str | None = None
        self._error = ErrorPanel(action=tr("Try again"))
        self._empty = EmptyState(
            tr("Your models will stand here"),
            tr("Train on a dataset and register the best run, or let a watched folder do it."),
            tr("Train a model"),
            "play",
            "box",
        )
        self._stack = QStackedWidget()
        for part in (padded(Loading(tr("Reading the registry"), "cards"), "form"), self._empty):
            self._stack.addWidget(part)
        self._stack.addWidget(padded(self._error, "form"))
        self._stack.addWidget(self._make_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._model = ModelsViewModel(context, self)
        self._told = ToldModel(context, self)
        self._asked = AskedModel(context, self)
        self.promoting = Promoting(context, self._model, self._asked)
        self.gates = GateDeeds(context, self._model, self.part)
        self.outside = OutsideDeeds(context, self._model, self.part.outside)
        self.exporting = Exporting(context, "models", self)
        self.explaining = Explaining(context, "models", self)
        self.preparing = Preparing(context, "models", self)
        self._wanted_against: int | None = None
        self._connect()
        self._draw(self._model.state)

    def _make_page(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.models)
        row.addWidget(self.part, 1)
        return page

    def _connect(self) -> None:
        model = self._model
        model.changed.connect(self._on_state)
        model.loaded.connect(self._on_loaded)
        model.promoted.connect(self._on_promoted)
        model.rolled_back.connect(self._on_rolled_back)
        model.rejected.connect(self._on_rejected)
        model.undone.connect(self._on_undone)
        self._error.acted.connect(model.reload)
        self._empty.acted.connect(self.open_training)
        self.models.chosen.connect(self._on_model)
        self.part.version_chosen.connect(self._on_version)
        self.part.tab_chosen.connect(model.show_tab)
        self.part.metric_chosen.connect(model.draw_metric)
        self.part.roll_back_wanted.connect(self.roll_back)
        self.version.promote_wanted.connect(self.open_promotion)
        self.version.reject_wanted.connect(self.reject)
        self.version.step_opened.connect(self._on_step)
        self.version.label_wanted.connect(self._on_label)
        self.version.comment_wanted.connect(self._on_comment)
        self.version.anew_wanted.connect(self._on_anew)
        self.part.more.clicked.connect(self.open_menu)
        self._told.changed.connect(self._on_told)
        self._told.failed.connect(self.context.problem)
        self.promoting.leads.connect(self.show_address)
        self._asked.explained.connect(self._on_explained)
        self.part.difference_made.connect(self._on_difference_made)
        self.part.card_made.connect(self._on_card_made)
        self.part.lineage_wanted.connect(self._on_lineage_wanted)
        self.part.maturity.step_wanted.connect(self.take_step)
        model.marked.connect(self._on_marked)
        self.gates.failed.connect(self.promoting.set_error)

    def _on_anew(self) -> None:
        version = self._model.state.version
        if version is not None:
            self.preparing.train_anew(version.run_id)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place, then the model."""
        name = self._model.state.name
        return [Crumb(tr("Models"), "models"), Crumb(name)] if name else [Crumb(tr("Models"))]

    def bar_actions(self) -> list[QWidget]:
        """Train."""
        return [self.train]

    def inspector(self) -> QWidget | None:
        """The chosen version."""
        return self.version if self._model.state.version is not None else None

    def show_address(self, parts: list[str]) -> None:
        """Nothing, a name, a name and a version; behind that `promote` for the sheet (and
        `rehearsal` for that part of it), `export` for its sheet, `explain` and a row, `card`,
        `gates`, `lineage`, `level`, or `difference` and the number of another version."""
        name = parts[0] if parts else ""
        number = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else None
        self._wants_sheet = parts[2:3] == ["promote"]
        self._wants_export = parts[2:3] == ["export"]
        self._wants_rehearsal = parts[3:4] == ["rehearsal"]
        self._wants_why = "".join(parts[3:4]) if parts[2:3] == ["explain"] else None
        tab = parts[2] if parts[2:3] in _TABS else ""
        if tab:
            other = parts[3] if len(parts) > 3 else ""
            self._wanted_against = int(other) if other.isdecimal() else None
            self._model.show_tab(tab)
        self._model.go(name, number)

    def address(self) -> list[str]:
        """The model, and the version if one was chosen."""
        state = self._model.state
        if not state.name:
            return []
        return [state.name] if state.chosen is None else [state.name, str(state.chosen)]

    def state_word(self) -> StateWord:
        """Whether there are models."""
        return self._model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        is_still = super().is_settled() and not self._model.is_busy()
        is_still = is_still and not self.models.is_growing()
        lineage = self.part.lineage
        is_reading = lineage is not None and lineage.is_busy()
        return is_still and not is_reading and not self.part.is_building()

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands_of(self, self._model.state)

    def close_page(self) -> None:
        """Let go of the feed."""
        self._model.close()
        super().close_page()

    # Drawing

    def _on_state(self, state: ModelsState) -> None:
        self._draw(state)
        self._look_closer(state)
        self.frame_changed.emit()

    def _look_closer(self, state: ModelsState) -> None:
        """Ask for what the shown part needs of the chosen version."""
        if state.word != "ready" or state.chosen is None:
            return
        newest = state.log[0].id if state.log else 0
        self._told.show(state.name, state.chosen, newest)
        if state.tab == "difference":
            against = self._wanted_against or self._told.told.against or state.other_version()
            self._wanted_against = None
            if against is not None and against != state.chosen:
                self._told.hold_against(against)
        elif state.tab == "gates":
            self.gates.show(state)
        elif state.tab == "card":
            self._told.read_card()
        elif state.tab == "lineage" and self.part.lineage is not None:
            self.part.lineage.show_address(f"model:{state.name}@{state.chosen}")

    def _on_told(self, told: Told) -> None:
        if self.part.difference is not None:
            numbers = [version.number for version in self._model.state.versions]
            self.part.difference.show_told(told, numbers)
        if self.part.card is not None:
            self.part.card.show_told(told)

    def _on_difference_made(self) -> None:
        part = self.part.difference_part()
        part.against_chosen.connect(self._told.hold_against)
        part.common_rows.wanted.connect(self._told.answer_common_rows)
        part.show_change(self._asked.change)
        part.swapped.connect(self._on_swap)
        part.why_wanted.connect(self._on_why)

    def _on_why(self, row: str, data: str | None = None) -> None:
        told = self._told.told
        if told.against is not None:
            before, after = f"{told.name}@{told.against}", f"{told.name}@{told.number}"
            self._asked.explain(before, after, row, data)

    def _on_explained(self, shown: ShownChange) -> None:
        if self.part.difference is not None:
            self.part.difference.show_change(shown)

    def _on_lineage_wanted(self) -> None:
        if self.part.lineage is None:
            self.part.add_lineage(LineagePanel(self.context, "models.lineage"))

    def _on_card_made(self) -> None:
        part = self.part.card_part()
        part.save_wanted.connect(self._told.write)
        part.export_wanted.connect(self._on_export)

    def _on_swap(self) -> None:
        told = self._told.told
        if told.against is not None:
            self._wanted_against = told.number
            self._model.choose(told.against)

    def _on_export(self, ending: str) -> None:
        card = self._told.told.card
        if card is not None:
            self.context.save_file(card_wish(card, ending))

    def _on_loaded(self) -> None:
        if self._model.state.tab == "difference":
            self._told.look_again()
        if self._wants_sheet:
            self._wants_sheet = False
            self.open_promotion()
        if self._wants_export:
            self._wants_export = False
            self.open_export()
        if self._wants_why is not None:
            row, self._wants_why = self._wants_why, None
            self.open_explanation(row)

    def _draw(self, state: ModelsState) -> None:
        at = {"loading": 0, "empty": 1, "error": 2, "ready": 3}[state.word]
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.word == "ready":
            self.models.show_state(state)
            self.part.show_state(state)
            self.version.show_state(state)
        self._stack.setCurrentIndex(at)

    # Intentions

    def open_training(self) -> None:
        """Open the sheet that trains on the model's data."""
        dataset = self._dataset()
        self.context.navigate(address_of("data", dataset, "train") if dataset else "data")

    def _dataset(self) -> str:
        state = self._model.state
        source = state.source(state.chosen)
        return source.dataset.rpartition("@")[0] if source is not None else ""

    def open_promotion(self) -> None:
        """Open the sheet that promotes the chosen version; nothing acts by itself."""
        self.promoting.open(is_rehearsal=self._wants_rehearsal)
        self._wants_rehearsal = False

    def open_export(self) -> None:
        """Ask in which form the chosen version is to leave, and to which file."""
        state = self._model.state
        if state.version is not None:
            name, number = state.name, state.version.number
            self.exporting.open([Exportable(f"{name}@{number}", f"{name} v{number}")])

    def open_explanation(self, row: str = "") -> None:
        """Explain what the chosen version says of a row."""
        state = self._model.state
        if state.version is not None:
            name, number = state.name, state.version.number
            self.explaining.open(f"{name}@{number}", f"{name} v{number}", row)

    def take_step(self, step: NextStep) -> None:
        """Begin what brings the care further."""
        take(step, self, self._model)

    def show_tab(self, tab: str) -> None:
        """Show a part of the model: its versions, difference, gates, card, lineage, level, log."""
        self._model.show_tab(tab)

    def add_gate(self) -> None:
        """Ask which gate is to be added to the model's set."""
        self.show_tab("gates")
        self.gates.open()

    def roll_back(self) -> None:
        """Make the former champion champion again, at once."""
        if self._model.state.rollback_to is not None:
            self._model.roll_back()

    def reject(self) -> None:
        """Say that the chosen candidate is not to be promoted."""
        version = self._model.state.version
        if version is not None:
            self._model.reject(version.number)

    def _on_model(self, name: str) -> None:
        self.context.navigate(address_of("models", name))

    def _on_version(self, number: int) -> None:
        self._model.choose(number)
        self.inspector_wanted.emit()

    def _on_step(self, step: int) -> None:
        state = self._model.state
        source = state.source(state.chosen)
        if source is not None and step == 0:
            self.context.navigate(address_of("data", self._dataset()))
        elif source is not None and step == 1:
            self.context.navigate(address_of("experiments", source.run_id))

    def _on_marked(self, change: "Undoable | None") -> None:
        sheet = self.promoting.sheet
        if sheet is not None and sheet.state.is_proposal:
            sheet.close_sheet()
        if change is not None:
            words = change.words[:1].upper() + change.words[1:]
            self.context.toast(words, tr("Undo"), UndoChange(self._model, change.id))

    def open_menu(self) -> None:
        """What else can be done with the model."""
        state = self._model.state
        menu = Menu(self)
        version = state.version
        if version is not None:
            export = menu.add(
                tr("Export v{number}…", number=version.number), "file-output", "export"
            )
            export.triggered.connect(self.open_export)
            menu.addSeparator()
        two = menu.add(tr("Promotion needs two people"), "users", is_checked=state.is_four_eyes)
        two.toggled.connect(self._model.switch_four_eyes)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.part.more, is_right_aligned=True)

    def _on_label(self, label: str, is_off: bool) -> None:
        state = self._model.state
        if state.chosen is not None:
            self._model.label(state.chosen, label, is_off)

    def _on_comment(self, text: str) -> None:
        state = self._model.state
        if state.chosen is not None:
            self._model.comment(state.chosen, text)

    def _on_promoted(self, version: ModelVersion) -> None:
        self.promoting.close()
        self._toast(version.model, tr("{label} is champion", label=version.label), "crown")

    def _on_rolled_back(self, version: ModelVersion) -> None:
        self._toast(version.model, tr("{label} is champion again", label=version.label), "undo-2")

    def _on_rejected(self, version: ModelVersion) -> None:
        self._toast(version.model, tr("{label} is rejected", label=version.label), "ban")

    def _on_undone(self, decision: Decision) -> None:
        self.context.toast(
            tr("Took back: {kind} v{version}", kind=decision.kind, version=decision.version)
        )

    def _toast(self, name: str, words: str, icon: str) -> None:
        self.context.toast(words, tr("Undo"), UndoDecision(self._model, name), icon)

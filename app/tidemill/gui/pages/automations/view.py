"""Automations on the screen: draws the state, sends what the person means to the view model."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.automations import Automation
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.pages.automations import half_made
from tidemill.gui.pages.automations.board import Board
from tidemill.gui.pages.automations.builder_view import BuilderView
from tidemill.gui.pages.automations.cards import CardState
from tidemill.gui.pages.automations.commands import Acts, commands_of
from tidemill.gui.pages.automations.detail_inspector import DetailInspector
from tidemill.gui.pages.automations.pause_all import PauseQuestion
from tidemill.gui.pages.automations.rule_card import RuleCard
from tidemill.gui.pages.automations.state import AutomationsState
from tidemill.gui.pages.automations.view_model import AutomationsViewModel
from tidemill.gui.sheets.watching import FolderWatching
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import (
    Crumb,
    HalfMade,
    PageContext,
    PageView,
    StateWord,
    address_of,
)

_PLACES = {"loading": 0, "error": 1, "empty": 2, "ready": 3}
_BUILDER = 4


class AutomationsView(PageView):
    """The page Automations."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts and begin to load."""
        super().__init__(context)
        self.summary = Label("", "small", "text2", parent=self)
        self.pause = Button(
            tr("Pause everything…"), "circle-pause", "danger", height=30, parent=self
        )
        self.watch = Button(tr("Watch a folder…"), "folder-search", height=30, parent=self)
        self.new = Button(tr("New automation"), "plus", "primary", height=30, parent=self)
        self._question: PauseQuestion | None = None
        for part in (self.summary, self.pause, self.watch, self.new):
            part.hide()  # until the top bar shows it
        self.watching = FolderWatching(context, "automations", self)
        self._error = ErrorPanel(action=tr("Try again"))
        self._empty = EmptyState(
            tr("Rules that work while you sleep stand here"),
            tr(
                "Watch a folder: each file that lands in it is checked, added to a dataset "
                "and, if you like, a model is retrained on it."
            ),
            tr("Watch a folder…"),
            "folder-search",
            "workflow",
        )
        self.details = DetailInspector()
        self.details.setParent(self)
        self.details.hide()
        self.board = Board()
        self._stack = QStackedWidget()
        self._stack.addWidget(padded(Loading(tr("Reading what arrived"), "cards")))
        self._stack.addWidget(padded(self._error))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.board)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.builder: BuilderView | None = None
        self._building: list[str] = []
        self.view_model = AutomationsViewModel(context, self)
        self._connect()
        self._draw(self.view_model.state)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._on_state)
        model.told.connect(self._on_told)
        model.removed.connect(self._on_removed)
        self.pause.clicked.connect(self.ask_pause)
        self.board.banner.resume_wanted.connect(model.resume_all)
        self.new.clicked.connect(self.new_automation)
        self.watch.clicked.connect(self.watch_folder)
        self._empty.acted.connect(self.watch_folder)
        self._error.acted.connect(model.reload)
        self.board.start.clicked.connect(self._on_start)
        self.board.parts.changed.connect(self._on_part)
        self.board.shown.changed.connect(model.show_only)
        self.board.older_wanted.connect(model.more_files)
        self.board.offers = model.offer
        self.board.card_made.connect(self._on_card_made)
        self.board.files.current_changed.connect(self._on_file)
        self.board.jobs.current_changed.connect(self._on_job)
        self.board.files.activated_row.connect(self._on_opened)
        self.board.jobs.activated_row.connect(self._on_opened)
        self.details.work.cancel_wanted.connect(model.cancel)
        self.details.work.rest_wanted.connect(model.rest)
        self.details.of_rule.run_wanted.connect(model.run_now)
        self.details.of_rule.run_chosen.connect(model.show_run)
        self.details.of_rule.change_wanted.connect(self.change_automation)
        self.details.of_rule.open_wanted.connect(self._on_address)
        self.details.of_job.retry_wanted.connect(model.retry)
        self.details.of_file.accept_wanted.connect(model.accept)
        self.details.of_file.part_wanted.connect(model.part)
        self.details.of_file.look_wanted.connect(self._on_look)
        self.details.of_file.rules_wanted.connect(self._on_rules)
        self.details.of_file.ask_wanted.connect(self._on_copy)
        self.details.copy_wanted.connect(self._on_copy)
        self.details.of_file.data_wanted.connect(self._on_data)
        self.details.of_job.file_wanted.connect(self._on_file_wanted)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place itself, or what is built in it."""
        if self._building and self.builder is not None:
            home = Crumb(tr("Automations"), address_of("automations"))
            return [home, Crumb(self.builder.view_model.state.title)]
        return [Crumb(tr("Automations"))]

    def bar_actions(self) -> list[QWidget]:
        """How many are on, the pause of everything, another folder, another automation."""
        if self._building and self.builder is not None:
            return self.builder.bar_actions()
        if self.view_model.state.word == "empty":
            return [self.new]
        if self.view_model.state.word != "ready":
            return []
        is_paused = self.view_model.state.pause is not None
        pause = [] if is_paused else [self.pause]
        return [self.summary, *pause, self.watch, self.new]

    def inspector(self) -> QWidget | None:
        """The chosen file, job or automation; of a rule in the making what guards it."""
        if self._building and self.builder is not None:
            return self.builder.inspector()
        state = self.view_model.state
        has_one = state.shown_detail is not None
        return self.details if state.word == "ready" and has_one else None

    def show_address(self, parts: list[str]) -> None:
        """`ID`, `ID/change`, `new`, `runs/ID`, `files/ID`, `jobs`, `jobs/ID`, or nothing."""
        model = self.view_model
        self._building = []
        if parts[:1] == ["new"] or parts[1:2] == ["change"]:
            self._build(parts)
            return
        if self.builder is not None:
            self.builder.view_model.close()
        self._stack.setCurrentIndex(_PLACES[model.state.word])
        key = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else None
        if parts[:1] == ["jobs"]:
            model.show_part("jobs")
            if key is not None:
                model.show_job(key)
        elif parts[:1] == ["files"] and key is not None:
            model.show_only(tr("All"))
            model.show_file(key)
        elif parts[:1] == ["runs"] and key is not None:
            model.show_run_alone(key)
        elif parts and parts[0].isdecimal():
            model.show_rule(int(parts[0]))
        else:
            model.show_part("files")

    def address(self) -> list[str]:
        """The part and what is shown of it."""
        if self._building:
            return list(self._building)
        state = self.view_model.state
        if state.rule is not None:
            return [str(state.rule.id)]
        if state.job is not None:
            return ["jobs", str(state.job.id)]
        if state.file is not None:
            return ["files", str(state.file.id)]
        return ["jobs"] if state.part == "jobs" else []

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        if self._building and self.builder is not None:
            return self.builder.view_model.state.word
        return self.view_model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        is_still = super().is_settled() and not self.view_model.is_busy()
        return is_still and not self.board.is_growing()

    def commands(self) -> list[Command]:
        """What can be done here."""
        if self._building and self.builder is not None:
            return self.builder.commands()
        acts = Acts(self.watch_folder, self.new_automation, self.change_automation, self.ask_pause)
        return commands_of(self.view_model, acts)

    def half_made(self) -> HalfMade | None:
        """The rule in the making, once anything of it was changed."""
        model = self.builder.view_model if self._building and self.builder is not None else None
        draft = model.draft() if model is not None and model.is_touched() else None
        if model is None or draft is None:
            return None
        return HalfMade(model.state.title, half_made.to_plain(draft))

    def take_up(self, made: Mapping[str, Any]) -> bool | None:
        """Go on with the rule."""
        draft = half_made.of_plain(made)
        if draft is None or self.builder is None or not self._building:
            return None
        return self.builder.view_model.take_up(draft)

    def drop_half_made(self) -> None:
        """Forget what was changed of the rule."""
        if self.builder is not None and self._building:
            self.builder.view_model.drop()

    def step_back(self) -> bool:
        """Leave the rule in the making."""
        if not self._building:
            return False
        self._leave_builder()
        return True

    def close_page(self) -> None:
        """Let go of the feed."""
        self.view_model.close()
        super().close_page()

    # Drawing

    def _on_state(self, state: AutomationsState) -> None:
        self._draw(state)
        self.frame_changed.emit()

    def _draw(self, state: AutomationsState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.word == "ready":
            self.summary.set_text(state.summary)
            self.board.show_state(state)
            self.details.show_state(state)
        if not self._building:
            self._stack.setCurrentIndex(_PLACES[state.word])

    # A rule in the making

    def _build(self, parts: list[str]) -> None:
        """Show the page on which a rule is built."""
        self._building = list(parts)
        if self.builder is None:
            self.builder = BuilderView(self.context)
            self.builder.left.connect(self._leave_builder)
            self.builder.guards_wanted.connect(self.inspector_wanted)
            self.builder.view_model.changed.connect(self._on_built)
            self.builder.view_model.kept.connect(self._on_kept)
            self._stack.insertWidget(_BUILDER, self.builder)
        self._stack.setCurrentIndex(_BUILDER)
        folder = parts[1].removeprefix("folder-") if parts[0] == "new" and parts[1:] else ""
        watch_id = int(folder) if folder.isdecimal() else None
        rule_id = int(parts[0]) if parts[0].isdecimal() else None
        self.builder.begin(rule_id, watch_id)

    def _on_built(self, _state: object) -> None:
        self.frame_changed.emit()

    def _leave_builder(self) -> None:
        self.context.navigate(address_of("automations"))

    def _on_kept(self, one: Automation) -> None:
        words = f"{one.name} is on." if one.is_on else tr("{name} is kept, and off.", name=one.name)
        self.context.toast(words, icon="workflow")
        self.context.navigate(address_of("automations", one.id))

    # Intentions

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""
        self.watching.open()

    def new_automation(self) -> None:
        """Go to where an automation is made."""
        self.context.navigate(address_of("automations", "new"))

    def change_automation(self, rule_id: int) -> None:
        """Go to where an automation is changed."""
        self.context.navigate(address_of("automations", rule_id, "change"))

    def ask_pause(self) -> None:
        """Ask why everything is to stand still."""
        self._question = PauseQuestion(self)
        self._question.given.connect(self.view_model.pause_all)
        self._question.closed.connect(self._question.deleteLater)
        self._question.open_for(self.pause if self.pause.isVisible() else self)

    def _on_card_made(self, card: RuleCard) -> None:
        model = self.view_model
        card.switched.connect(model.switch_card)
        card.changed.connect(model.change)
        card.chosen.connect(self._on_card)
        card.wanted.connect(self._on_wanted)
        card.renamed.connect(model.rename)
        card.opened.connect(self._on_file_wanted)

    def _on_card(self, key: str) -> None:
        one = self._card(key)
        if one.automation_id is not None:
            self.view_model.show_rule(one.automation_id)
            self.inspector_wanted.emit()
        elif one.file_id is not None:
            self._on_file_wanted(one.file_id)

    def _card(self, key: str) -> CardState:
        return next(card for card in self.view_model.state.cards if card.key == key)

    def _on_wanted(self, key: str, what: str) -> None:
        one, model = self._card(key), self.view_model
        if what == "copy":
            self._on_copy(one.folder)
        elif what == "unwatch" and one.watch_id is not None:
            model.remove(one.watch_id)
        elif what == "make":
            self.context.navigate(address_of("automations", "new", f"folder-{one.watch_id}"))
        elif one.automation_id is None:
            return
        elif what == "gates":
            self._on_model(one.automation_id)
        elif what == "run":
            model.run_now(one.automation_id)
        elif what == "change":
            self.change_automation(one.automation_id)
        elif what == "remove":
            model.remove_rule(one.automation_id)

    def _on_model(self, rule_id: int) -> None:
        """Show the model of a rule, with the gates of its versions."""
        model = self.view_model.model_of(rule_id)
        if model is not None:
            self.context.navigate(address_of("models", model))

    def _on_removed(self, rule_id: int, words: str) -> None:
        self.context.toast(words, tr("Undo"), partial(self.view_model.restore, rule_id))

    def _on_address(self, address: str) -> None:
        self.context.navigate(address)

    def _on_part(self, part: str) -> None:
        self.view_model.show_part("jobs" if part == "jobs" else "files")

    def _on_file(self, key: object) -> None:
        if isinstance(key, int) and self.view_model.state.part == "files":
            self.view_model.show_file(key)

    def _on_job(self, key: object) -> None:
        if isinstance(key, int) and self.view_model.state.part == "jobs":
            self.view_model.show_job(key)

    def _on_opened(self, _key: object) -> None:
        self.inspector_wanted.emit()

    def _on_look(self, file_id: int) -> None:
        self.context.look_at_file(file_id)

    def _on_file_wanted(self, file_id: int) -> None:
        self.view_model.show_only(tr("All"))
        self.view_model.show_file(file_id)
        self.inspector_wanted.emit()

    def _on_copy(self, text: str) -> None:
        self.context.copy(text)

    def _on_rules(self, dataset: str) -> None:
        self.context.navigate(address_of("data", dataset, "checks"))

    def _on_data(self, name: str, version: int) -> None:
        self.context.navigate(address_of("data", name, version))

    def _on_start(self) -> None:
        self.context.start_worker()

    def _on_told(self, words: str) -> None:
        self.context.toast(words)

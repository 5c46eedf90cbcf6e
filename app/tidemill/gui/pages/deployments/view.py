"""Deployments on the screen: draws the state, sends what the person means to the view model."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.growing import Growing
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.padding import padded
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.beginning import Beginnings
from tidemill.gui.pages.deployments.card import DeploymentCard
from tidemill.gui.pages.deployments.commands import commands_of
from tidemill.gui.pages.deployments.exports import Exports
from tidemill.gui.pages.deployments.inspector import DeploymentInspector
from tidemill.gui.pages.deployments.sheets import LogSheet, ServiceSheet, TokenSheet
from tidemill.gui.pages.deployments.state import CardState, DeploymentsState
from tidemill.gui.pages.deployments.try_state import TryState, as_curl, as_python
from tidemill.gui.pages.deployments.trying import TryModel
from tidemill.gui.pages.deployments.verdict_sheet import Verdicts
from tidemill.gui.pages.deployments.view_model import Asked, DeploymentsViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

if TYPE_CHECKING:
    from tidemill.services.deploying import Deployed

_PLACES = {"loading": 0, "error": 1, "empty": 2, "ready": 3}
NEW = "new"


class DeploymentsView(PageView):
    """The page Deployments."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts; the shell's first address begins to load."""
        super().__init__(context)
        self.new = Button(tr("New deployment"), "plus", "primary", height=30, parent=self)
        self.new.hide()  # until the top bar shows it
        self.exports = Exports(context, self)
        self.details = DeploymentInspector()
        self.details.setParent(self)
        self.details.hide()
        self.sheet: Sheet | None = None
        self._wants_sheet, self._wanted_sheet = False, ""
        self._error = ErrorPanel(action=tr("Try again"))
        self._empty = EmptyState("", icon="radio-tower")
        self._failure = ErrorPanel()
        self._stack = QStackedWidget()
        self._stack.addWidget(padded(Loading(tr("Reading the deployments"), "cards")))
        self._stack.addWidget(padded(self._error))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._make_ready())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.view_model = DeploymentsViewModel(context, self)
        self.verdicts = Verdicts(context, self)
        self.beginnings = Beginnings(context, self)
        self.try_model = TryModel(context, self)
        self._connect()
        self._draw(self.view_model.state)

    def _make_ready(self) -> QWidget:
        margin = metrics.current().page_margin_table
        self._area = VScroll((margin, 16, margin, margin), 12)
        self._area.body.addWidget(self._failure)
        self._area.body.addWidget(self.exports.files)
        self._area.body.addStretch(1)
        self._cards = Growing(self._area, self._area.body, self._make_card, after=1)
        return self._area

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._on_state)
        model.loaded.connect(self._on_loaded)
        model.made.connect(self._on_made)
        model.refused.connect(self._on_refused)
        model.log_read.connect(self._on_log)
        self.verdicts.opened.connect(self._open)
        self.verdicts.told.connect(model.take_verdicts)
        self.verdicts.ended.connect(model.go)
        self.beginnings.opened.connect(self._open)
        self.beginnings.begun.connect(model.go)
        self.new.clicked.connect(self.ask_new)
        self._error.acted.connect(model.reload)
        self._empty.acted.connect(self._on_empty)
        self.details.settings_wanted.connect(self.open_settings)
        self._connect_try()

    def _connect_try(self) -> None:
        part, model = self.details.part, self.try_model
        model.changed.connect(self._on_try_state)
        part.typed.connect(model.set_text)
        part.random_wanted.connect(model.take_random)
        part.paste_wanted.connect(self._on_paste)
        part.predict_wanted.connect(model.predict)
        part.all_wanted.connect(model.show_all)
        part.token_typed.connect(self._on_token_typed)
        part.copy_wanted.connect(self._on_copy_request)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place; a deployment is a card of it."""
        return [Crumb(tr("Deployments"))]

    def bar_actions(self) -> list[QWidget]:
        """An export and a new deployment, where there is a model for them."""
        state = self.view_model.state
        if not state.has_models:
            return []
        return [self.exports.button, self.new] if state.word == "ready" else [self.exports.button]

    def inspector(self) -> QWidget | None:
        """The chosen deployment."""
        return self.details if self.view_model.state.card is not None else None

    def show_address(self, parts: list[str]) -> None:
        """Nothing, a deployment's name, `new` for the sheet of a service, `new/folder`,
        `new/export`."""
        self._wants_sheet = parts[:1] == [NEW]
        self._wanted_sheet = parts[1] if self._wants_sheet and len(parts) > 1 else ""
        self.view_model.go("" if self._wants_sheet or not parts else parts[0])

    def address(self) -> list[str]:
        """The chosen deployment."""
        chosen = self.view_model.state.chosen
        return [chosen] if chosen else []

    @property
    def cards(self) -> list[DeploymentCard]:
        """The cards that are made, from the top."""
        return list(self._cards.widgets.values())

    def state_word(self) -> StateWord:
        """Whether there are deployments."""
        return self.view_model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        is_still = super().is_settled() and not self.view_model.is_busy()
        return is_still and not self._cards.is_busy()

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands_of(self, self.view_model.state)

    def focus_content(self) -> bool:
        """The chosen card's name."""
        chosen = self.view_model.state.chosen
        card = next((each for each in self.cards if each.name() == chosen), None)
        if card is None:
            return False
        card.title.setFocus()
        return True

    def close_page(self) -> None:
        """Let go of the feed."""
        self.view_model.close()
        super().close_page()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again now and then while a person can see it."""
        super().showEvent(event)
        self.view_model.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest out of sight."""
        super().hideEvent(event)
        self.view_model.watch(False)

    # Drawing

    def _on_state(self, state: DeploymentsState) -> None:
        self._draw(state)
        self.frame_changed.emit()

    def _on_loaded(self) -> None:
        cards = self.view_model.state.cards
        self.verdicts.look([(c.name, c.trial.candidate) for c in cards if c.trial is not None])
        if self._wants_sheet:
            self._wants_sheet = False
            makes = {"folder": self.open_folder, "export": self.open_export}
            makes.get(self._wanted_sheet, self.open_new)()

    def _draw(self, state: DeploymentsState) -> None:
        if state.error is not None and state.word == "error":
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.word == "empty":
            self._draw_empty(state)
        self.exports.show_state(state)
        if state.word == "ready":
            self._draw_cards(state)
            if state.card is not None:
                name = state.card.name
                self.try_model.show(state.deployment(name), state.card, state.version(name))
                self.details.show_card(state.card, self.try_model.state)
        problem = state.problem
        if problem is not None:
            self._failure.set_error(problem.message, problem.hint, problem.detail)
        else:
            self._failure.set_error(state.missing)
        show_if(self._failure, problem is not None or bool(state.missing))
        self._stack.setCurrentIndex(_PLACES[state.word])

    def _draw_empty(self, state: DeploymentsState) -> None:
        if state.has_models:
            text = tr(
                "Switch the service of a model on, and its champion answers programs over "
                "HTTP: beside this window, after it, and again after a crash."
            )
            self._empty.set_words(tr("No model answers anywhere yet"), text, tr("New deployment…"))
        else:
            text = tr("A deployment answers with a model's champion. Promote a version first.")
            self._empty.set_words(tr("Nothing to deploy yet"), text, tr("Go to Models"))

    def _draw_cards(self, state: DeploymentsState) -> None:
        known = set(self._cards.widgets)
        self._cards.show_items([(card.name, card) for card in state.cards])
        for card in state.cards:
            if card.name in known and card.name in self._cards.widgets:
                self._draw_card(self._cards.widgets[card.name], card)

    def _draw_card(self, shown: DeploymentCard, card: CardState) -> None:
        state = self.view_model.state
        is_busy = state.busy == card.name
        is_chosen, verdict = card.name == state.chosen, state.verdict_of(card)
        shown.show_state(card, is_chosen=is_chosen, is_busy=is_busy, verdict=verdict)

    def _make_card(self, card: CardState) -> DeploymentCard:
        made = DeploymentCard(card)
        made.chosen.connect(self._on_chosen)
        made.switched.connect(self.switch)
        made.wanted.connect(self._on_wanted)
        self._draw_card(made, card)
        return made

    def _on_try_state(self, tried: TryState) -> None:
        card = self.view_model.state.card
        if card is not None and card.name == tried.name:
            self.details.show_card(card, tried)

    # Intentions

    def _on_paste(self) -> None:
        self.try_model.take_json(QGuiApplication.clipboard().text())

    def _on_token_typed(self, token: str) -> None:
        self.try_model.know_token(self.view_model.state.chosen, token)

    def _on_copy_request(self, what: str) -> None:
        card = self.view_model.state.card
        if card is not None:
            make = as_curl if what == "curl" else as_python
            self.context.copy(make(card.address, self.try_model.state.row, card.has_token))

    def ask_new(self) -> None:
        """Ask what kind of deployment is to be made."""
        menu = Menu(self)
        menu.add(tr("HTTP service…"), "radio-tower", "new", "http")
        menu.add(tr("Batch folder…"), "folder-input", value="batch")
        menu.triggered.connect(self._on_new)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.new, is_right_aligned=True)

    def _on_new(self, action: object) -> None:
        if getattr(action, "data", lambda: "")() == "batch":
            self.open_folder()
        else:
            self.open_new()

    def open_folder(self) -> None:
        """Ask which model scores the files of which folder."""
        if self.view_model.state.has_models:
            self.beginnings.open_folder(self.view_model.state.models)

    def open_export(self) -> None:
        """Ask which champion leaves in which form."""
        self.exports.open()

    def open_trial(self, name: str) -> None:
        """Ask who stands beside the champion of a service."""
        self.beginnings.read_trial(name)

    def open_new(self) -> None:
        """Ask which model is to answer, and how."""
        state = self.view_model.state
        if not state.has_models:
            return
        served = {card.model for card in state.cards if card.is_http}
        models = [one for one in state.models if one.name not in served] or list(state.models)
        chosen = models[0].name if len(models) == 1 else ""
        self._open_service(ServiceSheet(self._host(), models, chosen, None, self._recorded()))

    def open_settings(self, name: str) -> None:
        """Ask how a service is to run from now on."""
        state = self.view_model.state
        one = state.deployment(name)
        if one is None:
            return
        models = [model for model in state.models if model.name == one.model]
        self._open_service(ServiceSheet(self._host(), models, one.model, one, self._recorded()))

    def switch(self, name: str, is_on: bool) -> None:
        """Switch a deployment on or off."""
        self.view_model.switch(name, is_on)

    def _host(self) -> QWidget:
        return self.context.sheet_host

    def _recorded(self) -> str:
        return tr("Recorded as {display}", display=self.context.workspace.person.display)

    def _open_service(self, sheet: ServiceSheet) -> None:
        sheet.wanted.connect(self._on_asked)
        self._open(sheet)

    def _open(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        self.context.open_sheet(sheet)

    def _on_asked(self, asked: Asked) -> None:
        self.view_model.serve(asked)

    def _on_refused(self, error: TidemillError) -> None:
        if isinstance(self.sheet, ServiceSheet):
            self.sheet.set_error(error)
        else:
            self.context.problem(error)

    def _on_made(self, made: "Deployed") -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        if made.token:
            self.try_model.know_token(made.deployment.name, made.token)
            sheet = TokenSheet(self._host(), made.deployment.name, made.token)
            sheet.copy_wanted.connect(self.context.copy)
            self._open(sheet)
        else:
            self.context.toast(tr("The service of {model} is on", model=made.deployment.model))

    def _on_log(self, name: str, text: str) -> None:
        sheet = LogSheet(self._host(), name, text)
        sheet.copy_wanted.connect(self.context.copy)
        self._open(sheet)

    def _on_sheet_closed(self) -> None:
        sender = self.sender()
        if sender is self.sheet:
            self.sheet = None

    def _on_chosen(self, name: str) -> None:
        self.view_model.choose(name)
        self.inspector_wanted.emit()

    def _on_wanted(self, name: str, what: str) -> None:
        state = self.view_model.state
        card = next((each for each in state.cards if each.name == name), None)
        if card is None:
            return
        ways: dict[str, Callable[[], None]] = {
            "copy": partial(self.context.copy, card.address),
            "settings": partial(self.open_settings, name),
            "token": partial(self.view_model.make_token, name),
            "no token": partial(self.view_model.drop_token, name),
            "model": partial(self.context.navigate, address_of("models", card.model)),
            "log": partial(self.view_model.read_log, name),
            "trial": partial(self.open_trial, name),
            "verdict": partial(self.verdicts.read, name),
            "promote": partial(self._promote, card),
            "end": partial(self.verdicts.end, name),
            "again": partial(self.view_model.switch, name, True),
            "worker": self.context.start_worker,
        }
        if what in ways:
            ways[what]()

    def _promote(self, card: CardState) -> None:
        if card.trial is not None:
            candidate = str(card.trial.candidate)
            self.context.navigate(address_of("models", card.model, candidate, "promote"))

    def _on_empty(self) -> None:
        if self.view_model.state.has_models:
            self.open_new()
        else:
            self.context.navigate("models")

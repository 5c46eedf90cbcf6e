"""Home on the screen: draws the state, sends what the person means to the view model."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.pages.home.beside import Beside
from tidemill.gui.pages.home.commands import commands_of
from tidemill.gui.pages.home.decisions import DecisionCard
from tidemill.gui.pages.home.first_run import FirstRun
from tidemill.gui.pages.home.living import CardList, Living
from tidemill.gui.pages.home.script_card import ScriptPopover
from tidemill.gui.pages.home.state import HomeState
from tidemill.gui.pages.home.view_model import HomeViewModel
from tidemill.gui.sheets.watching import FolderWatching
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

_NARROW = 820


class HomeView(PageView):
    """The page Home."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts and begin to load."""
        super().__init__(context)
        self._is_living = False
        self.train = Button(tr("Train…"), "play", height=30, parent=self)
        self.add = Button(tr("Add data"), "plus", height=30, parent=self)
        for button in (self.train, self.add):
            button.hide()  # until the top bar shows it
        self.watching = FolderWatching(context, "home", self)
        self.train.clicked.connect(self.open_training)
        self.add.clicked.connect(self.choose_files)
        self.cards = CardList()
        self.first_run = FirstRun(context.workspace.is_shared)
        self.living = Living(self.cards)
        self.beside = Beside()
        self._error = ErrorPanel(action=tr("Try again"))
        self._stack = QStackedWidget()
        for part in (
            padded(Loading(tr("Reading what happened"), "cards"), "form"),
            padded(self._error, "form"),
        ):
            self._stack.addWidget(part)
        self._stack.addWidget(self.first_run)
        self._stack.addWidget(self.living)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._stack, 1)
        row.addWidget(self.beside)
        self._connect()
        self._model = HomeViewModel(context, self)
        self._model.changed.connect(self._on_state)
        self._draw(self._model.state)

    def _connect(self) -> None:
        self._error.acted.connect(self._on_again)
        self.cards.chosen.connect(self._on_chosen)
        self.cards.deferred.connect(self._on_deferred)
        self.cards.more_wanted.connect(self._on_more)
        self.living.model_opened.connect(self._on_model)
        self.living.all_models_wanted.connect(self._on_models)
        self.beside.opened.connect(self._on_opened)
        self.beside.start_wanted.connect(self._on_start)
        self.first_run.file_wanted.connect(self.choose_files)
        self.first_run.watch_wanted.connect(self.watch_folder)
        self.first_run.step_wanted.connect(self._on_step)
        self.first_run.sample_wanted.connect(self.open_sample)
        self.first_run.script_wanted.connect(self.show_script)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place itself."""
        return [Crumb(tr("Home"))]

    def bar_actions(self) -> list[QWidget]:
        """Train and Add data once there is something here; before, the page has its own."""
        state = self._model.state
        if state.word != "ready" or state.is_first_run:
            return []
        return [self.train, self.add] if state.has_data else [self.add]

    def state_word(self) -> StateWord:
        """The first run is this page's empty state."""
        state = self._model.state
        if state.word != "ready":
            return state.word
        return "empty" if state.is_first_run else "ready"

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        return super().is_settled() and not self._model.is_busy()

    def commands(self) -> list[Command]:
        """What can be done here."""
        return commands_of(self, self._model.state)

    def close_page(self) -> None:
        """Let go of the feed."""
        self._model.close()
        super().close_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the column beside makes room."""
        super().resizeEvent(event)
        self._place()

    # Drawing

    def _on_state(self, state: HomeState) -> None:
        self._draw(state)
        self.frame_changed.emit()

    def _draw(self, state: HomeState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        is_first = state.is_first_run
        at = {"loading": 0, "error": 1, "ready": 2 if is_first else 3}[state.word]
        if state.word == "ready":
            home = self.first_run.cards if is_first else self.living.slot
            home.addWidget(self.cards)
            self.cards.show_state(state)
            self.first_run.show_state(state)
            self.living.show_state(state)
            self.beside.show_state(state)
        self._stack.setCurrentIndex(at)
        self._is_living = at == 3
        self._place()

    def _place(self) -> None:
        self.beside.setVisible(self._is_living and self.width() >= _NARROW)

    # Intentions

    def choose_files(self) -> None:
        """Choose files to add."""
        self.context.choose_files()

    def watch_folder(self) -> None:
        """Open the sheet that watches a folder."""
        self.watching.open()

    def open_sample(self) -> None:
        """Make the sample's flights a dataset of this workspace."""
        self._model.open_sample()

    def show_script(self) -> None:
        """Show the lines with which a script logs into this workspace."""
        if not self.first_run.script.isVisibleTo(self):
            return
        popover = ScriptPopover(str(self.context.workspace.folder), self)
        popover.copied.connect(self.context.copy)
        popover.open_below(self.first_run.script.show_code, is_right_aligned=True)

    def open_training(self) -> None:
        """Open the sheet that trains on the dataset that changed last."""
        self.context.navigate(address_of("data", "@train"))

    def review(self) -> None:
        """Go to the first candidate that is ready."""
        card = next((c for c in self._model.state.cards if c.is_primary), None)
        if card is not None:
            self._on_chosen(card)

    def _on_chosen(self, card: DecisionCard) -> None:
        if card.kind == "job":
            self._model.retry(card)
        else:
            self.context.navigate(card.address)

    def _on_deferred(self, card: DecisionCard) -> None:
        if card.kind == "file":
            self._model.accept(card)
        else:
            self._model.put_off(card)

    def _on_more(self) -> None:
        self._model.show_everything()

    def _on_again(self) -> None:
        self._model.reload()

    def _on_model(self, name: str) -> None:
        self.context.navigate(address_of("models", name))

    def _on_models(self) -> None:
        self.context.navigate("models")

    def _on_opened(self, address: str) -> None:
        self.context.navigate(address)

    def _on_start(self) -> None:
        self.context.start_worker()

    def _on_step(self, step: int) -> None:
        if step == 1:
            self.open_training()
        else:
            self.context.navigate("experiments")

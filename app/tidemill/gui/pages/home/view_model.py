"""Turns what a person means on Home into services, and what services say into states."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.home.decisions import DecisionCard
from tidemill.gui.pages.home.state import HomeState, Loaded, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

TOPICS = {
    "dataset",
    "file",
    "watch",
    "run",
    "model",
    "monitor",
    "alert",
    "incident",
    "job",
    "process",
}
TOPICS |= {"activity", "person", "setting", "comment"}


class HomeViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one."""

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once and again whenever something that shows here changes."""
        super().__init__(parent)
        self._context = context
        self.state = HomeState()
        self._listener = Listener(
            context.feed, TOPICS, self, behind=Behind(context.operations, ("home.load",))
        )
        self._listener.changed.connect(self._on_news)
        self.reload()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("home.")

    def is_busy(self) -> bool:
        """Whether anything of this page is under way."""
        return self._context.operations.is_busy("home.")

    def reload(self) -> None:
        """Look at the services again."""
        workspace = self._context.workspace

        def work(reporter: "Reporter") -> Loaded:
            return load(workspace, reporter)

        self._context.operations.run("home.load", work, self._on_loaded, self._on_failed)

    def show_everything(self) -> None:
        """Unfold the decisions past the fifth."""
        self._set(replace(self.state, is_everything_shown=True))

    def put_off(self, card: DecisionCard) -> None:
        """Take a card off Home; what it is about stays where it came from."""
        from tidemill.services import home

        workspace = self._context.workspace
        self._act(card, lambda _: home.dismiss(workspace, card.key))

    def accept(self, card: DecisionCard) -> None:
        """Take a file in although it was set aside."""
        from tidemill.services import ingesting

        workspace = self._context.workspace
        self._act(card, lambda _: ingesting.accept(workspace, card.act_id), starts_work=True)

    def open_sample(self) -> None:
        """Ask the worker for the sample's first months as a dataset."""
        from tidemill.services import sample

        workspace = self._context.workspace
        self._set(replace(self.state, is_sample_coming=True, sample_problem=""))
        self._context.operations.run(
            "home.sample",
            lambda _: sample.begin(workspace),
            self._on_sample_begun,
            self._on_sample_failed,
        )

    def _on_sample_begun(self, _job_id: int) -> None:
        self._context.start_worker()
        self.reload()

    def _on_sample_failed(self, error: TidemillError) -> None:
        told = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_sample_coming=False, sample_problem=told))

    def retry(self, card: DecisionCard) -> None:
        """Put a failed job back into the queue."""
        from tidemill.services import jobs

        workspace = self._context.workspace
        self._act(card, lambda _: jobs.retry(workspace, card.act_id), starts_work=True)

    def _act(
        self, card: DecisionCard, work: "Callable[[Reporter], object]", *, starts_work: bool = False
    ) -> None:
        known = tuple(pair for pair in self.state.failures if pair[0] != card.key)
        self._set(replace(self.state, busy=self.state.busy | {card.key}, failures=known))
        follow = _Following(self, card, starts_work)
        self._context.operations.change(f"home.act.{card.key}", work, follow.done, follow.failed)

    def acted(self, card: DecisionCard, starts_work: bool, error: TidemillError | None) -> None:
        """A card's action ended: look again, or say on the card why it could not be done."""
        busy = self.state.busy - {card.key}
        if error is not None:
            told = " ".join(part for part in (error.message, error.hint) if part)
            failures = (*self.state.failures, (card.key, told))
            self._set(replace(self.state, busy=busy, failures=failures))
            return
        if starts_work:
            self._context.start_worker()
        self.reload()

    def _on_news(self, _keys: object) -> None:
        self.reload()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._set(state_of(loaded, self._context.workspace.person.display, self.state))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _set(self, state: HomeState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


class _Following(QObject):
    """Remembers which card an action belongs to until it ends."""

    def __init__(self, owner: HomeViewModel, card: DecisionCard, starts_work: bool) -> None:
        super().__init__(owner)
        self._owner, self._card, self._starts_work = owner, card, starts_work

    def done(self, _result: object) -> None:
        self._owner.acted(self._card, self._starts_work, None)
        self.deleteLater()

    def failed(self, error: TidemillError) -> None:
        self._owner.acted(self._card, False, error)
        self.deleteLater()


def load(workspace: "Workspace", reporter: "Reporter") -> Loaded:
    """All that the page asks of the services; runs off the GUI's thread."""
    from tidemill.services import home, people, runs, sample, workers

    found = home.home(workspace)
    reporter.check()
    measures = {}
    wanted = {row.model.metric for row in found.champions}
    wanted |= {d.model.metric for d in found.decisions if isinstance(d, home.ReadyToPromote)}
    wanted |= {
        d.alert.rule.partition(":")[2] for d in found.decisions if isinstance(d, home.OpenAlert)
    }
    for metric in wanted:
        known = runs.known_metric(metric, None)
        if known is not None:
            measures[metric] = (known.title, known.decimals)
    return Loaded(
        found,
        workers.state(workspace),
        people.display_names(workspace),
        measures,
        workspace.clock.now(),
        not found.has_data and sample.is_under_way(workspace),
    )

"""Turns what a person means on Data into services, and what services say into states."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Role
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.data.dataset_state import TABS, DatasetState, Loaded, same_data_of
from tidemill.gui.pages.data.state import (
    ListState,
    counts_of,
    line_of,
    usual_order,
    waiting_files,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.watches import ArrivedFile
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.datasets import DatasetView
    from tidemill.services.workspace import Workspace

TOPICS = frozenset({"dataset", "file", "watch", "model", "person"})


class DataViewModel(QObject):
    """Holds the list and the dataset that is open; tells of each new state."""

    list_changed = Signal(object)
    dataset_changed = Signal(object)
    roles_changed = Signal(str, object)
    """Words for a toast, and the roles as they were."""
    personal_changed = Signal(str, bool)
    """A column, and whether its values are personal now."""

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet; `open_list` or `open_dataset` begin to load."""
        super().__init__(parent)
        self._context = context
        self.list = ListState()
        self.dataset = DatasetState()
        self.is_list_open = True
        self._listener = Listener(
            context.feed,
            TOPICS,
            self,
            behind=Behind(context.operations, ("data.list", "data.dataset")),
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._context.operations.cancel_all("data.")

    def is_busy(self) -> bool:
        """Whether anything of this page is under way."""
        return self._context.operations.is_busy("data.")

    # The list

    def open_list(self) -> None:
        """Show the list and read it anew."""
        self.is_list_open = True
        self._context.operations.cancel("data.dataset")
        workspace = self._context.workspace
        self._context.operations.run(
            "data.list", partial(_load_list, workspace), self._on_list, self._on_list_failed
        )
        self.list_changed.emit(self.list)

    def filter(self, words: str) -> None:
        """Show only the datasets in which all words occur."""
        self._set_list(replace(self.list, words=words))

    def show_view(self, view: str) -> None:
        """Show only what one of the ready-made views means; "" shows all."""
        self._set_list(replace(self.list, view=view))

    def sort(self, column: str, is_rising: bool) -> None:
        """Sort by a column."""
        self._set_list(replace(self.list, sort=(column, is_rising)))

    def _on_list(self, found: "tuple[list[DatasetView], int, list[ArrivedFile]]") -> None:
        views, n_waiting, aside = found
        login = self._context.workspace.person.login
        lines = usual_order([line_of(view, login) for view in views])
        self._set_list(
            replace(
                self.list,
                word="ready",
                error=None,
                lines=lines,
                waiting=waiting_files(aside),
                counts=counts_of(views, n_waiting),
            )
        )

    def _on_list_failed(self, error: TidemillError) -> None:
        self._set_list(replace(self.list, word="error", error=error))

    def _set_list(self, state: ListState) -> None:
        if state != self.list:
            self.list = state
            self.list_changed.emit(state)

    # A dataset

    def open_dataset(
        self,
        name: str,
        number: int | None = None,
        tab: str = "profile",
        column: str | None = None,
    ) -> None:
        """Show a version of a dataset, the newest unless said, and a column of it where one is."""
        self.is_list_open = False
        self._context.operations.cancel("data.list")
        known = self.dataset
        wanted = tab if tab in TABS else "profile"
        if (known.name, known.number) == (name, number) and known.word == "ready":
            self._set(replace(known, tab=wanted))
        else:
            is_same = known.name == name
            before, words = (known.column, known.words) if is_same else (None, "")
            self._set(
                DatasetState(name=name, number=number, tab=wanted, column=before, words=words)
            )
        if column is not None:
            self._set(replace(self.dataset, column=column, words=""))
        self.reload_dataset()

    def reload_dataset(self) -> None:
        """Read the open dataset anew."""
        workspace = self._context.workspace
        state = self.dataset
        work = partial(_load_dataset, workspace, state.name, state.number)
        self._context.operations.run("data.dataset", work, self._on_dataset, self._on_failed)

    def show_tab(self, tab: str) -> None:
        """Show another part of the dataset."""
        self._set(replace(self.dataset, tab=tab))

    def choose_column(self, name: str | None) -> None:
        """Show a column in the inspector."""
        self._set(replace(self.dataset, column=name))

    def find_columns(self, words: str) -> None:
        """Show only the columns in which all words occur."""
        self._set(replace(self.dataset, words=words))

    def mark_personal(self, column: str, is_on: bool) -> None:
        """Say whether the values of a column are personal."""
        from tidemill.services import personal_data

        workspace, name = self._context.workspace, self.dataset.name

        def work(_reporter: "Reporter") -> tuple[str, bool]:
            personal_data.mark(workspace, name, column, is_on)
            return column, is_on

        self._context.operations.change(
            "data.personal", work, self._on_marked, self._on_action_failed
        )

    def _on_marked(self, changed: tuple[str, bool]) -> None:
        self.personal_changed.emit(*changed)
        self.reload_dataset()

    def set_roles(self, roles: dict[str, Role]) -> None:
        """Say what columns are for."""
        from tidemill.services import datasets

        workspace, name = self._context.workspace, self.dataset.name
        loaded = self.dataset.loaded
        if loaded is None:
            return
        before = {c.name: c.role for c in loaded.view.dataset.schema.columns}
        words = ", ".join(f"{column} is {role}" for column, role in roles.items())

        def work(_reporter: "Reporter") -> tuple[str, dict[str, Role]]:
            datasets.set_roles(workspace, name, roles)
            return words, before

        self._context.operations.change("data.roles", work, self._on_roles, self._on_action_failed)

    def _on_roles(self, changed: tuple[str, dict[str, Role]]) -> None:
        words, before = changed
        self.roles_changed.emit(f"In {self.dataset.name}, {words}.", before)
        self.reload_dataset()

    def part_file(self, file_id: int) -> None:
        """Take in the rows of a file that break no rule."""
        self.accept_file(file_id, rows_aside=True)

    def accept_file(self, file_id: int, *, rows_aside: bool = False) -> None:
        """Take a file in although it was set aside."""
        from tidemill.services import ingesting

        workspace, state = self._context.workspace, self.dataset
        failures = tuple(pair for pair in state.failures if pair[0] != file_id)
        self._set(replace(state, busy_files=state.busy_files | {file_id}, failures=failures))
        follow = _Following(
            self, partial(self._on_accepted, file_id), partial(self._on_not_accepted, file_id)
        )
        self._context.operations.change(
            f"data.accept.{file_id}",
            lambda _: ingesting.accept(workspace, file_id, rows_aside=rows_aside),
            follow.done,
            follow.failed,
        )

    def _on_accepted(self, file_id: int, _job: object) -> None:
        self._set(replace(self.dataset, busy_files=self.dataset.busy_files - {file_id}))
        self._context.start_worker()
        self.reload_dataset()

    def _on_not_accepted(self, file_id: int, error: TidemillError) -> None:
        told = " ".join(part for part in (error.message, error.hint) if part)
        state = self.dataset
        self._set(
            replace(
                state,
                busy_files=state.busy_files - {file_id},
                failures=(*state.failures, (file_id, told)),
            )
        )

    def _on_action_failed(self, error: TidemillError) -> None:
        self._context.problem(error)

    def _on_dataset(self, loaded: Loaded) -> None:
        kept = {file.id for file in loaded.view.set_aside}
        state = self.dataset
        self._set(
            replace(
                state,
                word="ready",
                error=None,
                loaded=loaded,
                column=state.column if _has_column(loaded, state.column) else None,
                failures=tuple(pair for pair in state.failures if pair[0] in kept),
            )
        )

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.dataset, word="error", error=error))

    def _set(self, state: DatasetState) -> None:
        if state != self.dataset:
            self.dataset = state
            self.dataset_changed.emit(state)

    def _on_news(self, keys: "frozenset[tuple[str, str]] | None") -> None:
        if self.is_list_open:
            workspace = self._context.workspace
            self._context.operations.run(
                "data.list", partial(_load_list, workspace), self._on_list, self._on_list_failed
            )
        elif keys is None or self._concerns(keys):
            self.reload_dataset()

    def _concerns(self, keys: "frozenset[tuple[str, str]]") -> bool:
        """Whether news are about the open dataset; of files only the key is known."""
        return any(topic != "dataset" or key == self.dataset.name for topic, key in keys)


class _Following(QObject):
    """Holds on to what an operation was about until it ends."""

    def __init__(
        self,
        owner: QObject,
        done: Callable[..., object],
        failed: Callable[[TidemillError], object],
    ) -> None:
        super().__init__(owner)
        self._done, self._failed = done, failed

    def done(self, result: object) -> None:
        self._done(result)
        self.deleteLater()

    def failed(self, error: TidemillError) -> None:
        self._failed(error)
        self.deleteLater()


def _has_column(loaded: Loaded, name: str | None) -> bool:
    return name is not None and name in loaded.profile


def _load_list(
    workspace: "Workspace", reporter: "Reporter"
) -> "tuple[list[DatasetView], int, list[ArrivedFile]]":
    from tidemill.domain.watches import FileState
    from tidemill.services import adding, datasets, watching

    views = datasets.every(workspace)
    reporter.check()
    n_waiting = len(watching.arrived(workspace, state=str(FileState.WAITING)))
    there = {view.dataset.name for view in views}
    # Of a dataset that is there its own line tells what a check keeps out.
    aside = [f for f in adding.waiting(workspace) if f.question or f.dataset not in there]
    return views, n_waiting, aside


def _load_dataset(
    workspace: "Workspace", name: str, number: int | None, reporter: "Reporter"
) -> Loaded:
    from tidemill.base.errors import NeedsYou
    from tidemill.domain.profile_changes import changes
    from tidemill.services import (
        dataset_trash,
        datasets,
        people,
        personal_data,
        registry,
        watching,
    )

    try:
        view = datasets.find(workspace, name)
    except NeedsYou as error:
        raise NeedsYou(error.message, tr("The list has all that are there.")) from error
    reporter.check()
    version = view.newest
    if number is not None:
        found = next((v for v in view.versions if v.number == number), None)
        if found is None:
            raise NeedsYou(
                tr("{name} has no version {number}.", name=name, number=number),
                tr("It has 1 to {number}.", number=version.number),
            )
        version = found
    former = next((v for v in reversed(view.versions) if v.number < version.number), None)
    profile = datasets.profile(workspace, version.id)
    former_profile = datasets.profile(workspace, former.id) if former is not None else None
    reporter.check()
    champions: dict[int, tuple[str, ...]] = {}
    for model in registry.every(workspace):
        champion = model.champion
        if champion is not None and model.model.dataset_id == view.dataset.id:
            known = champions.get(champion.dataset_version_id, ())
            champions[champion.dataset_version_id] = (*known, f"v{champion.number}")
    loaded = Loaded(
        view=view,
        version=version,
        profile=profile,
        former=former,
        former_profile=former_profile,
        changes=changes(former_profile, profile) if former_profile is not None else {},
        champions=champions,
        names=people.display_names(workspace),
        now=workspace.clock.now(),
        same_data=same_data_of(watching.arrived(workspace, dataset=name)),
        discarded=tuple(
            one.address
            for one in dataset_trash.listed(workspace)
            if one.name == name and one.number is not None
        ),
        hidden=personal_data.hidden(workspace, name),
    )
    _ = loaded.schema  # of thousands of columns it is made here rather than by the window
    return loaded

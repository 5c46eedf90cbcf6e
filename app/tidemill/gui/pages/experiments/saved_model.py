"""The saved views of the team: which there are, which is open, whether it was changed since."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import tr
from tidemill.domain.run_views import RunListView
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.experiments.arranging import arrangement_from, is_same, text_of
from tidemill.gui.pages.experiments.state import Arrangement, ExperimentsState
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.services import saved_views

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.saved_views import SavedView


_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ViewsState:
    """Names in the team's order, the open one, whether it is shown otherwise than it was saved."""

    names: tuple[str, ...] = ()
    opened: str = ""
    is_modified: bool = False


class SavedViews(QObject):
    """Keeps views for the team. `changed(ViewsState)`; `problem(error)` says what went wrong."""

    changed = Signal(object)
    problem = Signal(object)

    def __init__(
        self, context: "PageContext", model: ExperimentsViewModel, parent: QObject
    ) -> None:
        """Read them, and again when somebody changes them."""
        super().__init__(parent)
        self._context = context
        self._model = model
        self._views: dict[str, str] = {}
        self.state = ViewsState()
        self._is_read = True
        self._are_here = False
        self._n_asked = 0
        self._n_open = 0
        """How many changes were asked for, and how many of them have not ended."""
        self._listener = Listener(
            context.feed,
            {"view"},
            self,
            behind=Behind(context.operations, ("experiments.views.read",)),
        )
        self._listener.changed.connect(self._on_news)
        model.changed.connect(self._on_model)
        model.restored.connect(self._on_restored)
        self._read()

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def text(self, name: str = "") -> str:
        """The list as it is arranged, or a saved view, as one line."""
        return self._views.get(name) or text_of(self._model.state.arrangement)

    # Opening

    def open(self, name: str) -> None:
        """Show the list as a view says."""
        arrangement = self._arrangement(name)
        if arrangement is not None:
            self.state = replace(self.state, opened=name)
            self._show(arrangement)

    def open_text(self, text: str) -> None:
        """Show the list as a line of text says; raises `NeedsYou` where it is none."""
        arrangement = arrangement_from(text)
        if not arrangement.compared:
            # A line that does not speak of a comparison leaves a person's plots alone.
            kept = self._model.state.arrangement.compared
            arrangement = replace(arrangement, compared=kept)
        self.state = replace(self.state, opened="")
        self._show(arrangement)

    def _show(self, arrangement: Arrangement) -> None:
        self._model.arrange(arrangement)
        self._tell()
        left_aside = RunListView(unknown=arrangement.aside).left_aside
        if left_aside:
            head = tr("A part of the view is left aside")
            self._context.toast(f"{head}\n{left_aside}", "", None, "info", "text2")

    def leave(self) -> None:
        """Be in no view; the list stays as it is arranged."""
        self.state = replace(self.state, opened="")
        self._tell()

    def _arrangement(self, name: str) -> Arrangement | None:
        try:
            return arrangement_from(self._views[name]) if name in self._views else None
        except NeedsYou as error:
            self.problem.emit(error)
            return None

    # Changing

    def save(self, name: str) -> None:
        """Keep the list as it is arranged under a name."""
        workspace, text = self._context.workspace, text_of(self._model.state.arrangement)
        self.state = replace(self.state, opened=" ".join(name.split()))
        self._change(lambda: saved_views.save(workspace, name, text))

    def rename(self, name: str, new_name: str) -> None:
        """Give a view another name."""
        workspace = self._context.workspace
        if self.state.opened == name:
            self.state = replace(self.state, opened=" ".join(new_name.split()))
        self._change(lambda: saved_views.rename(workspace, name, new_name))

    def remove(self, name: str) -> None:
        """Keep a view no longer; its runs stay as they are."""
        workspace, text = self._context.workspace, self._views.get(name, "")
        if self.state.opened == name:
            self.state = replace(self.state, opened="")
        self._change(lambda: saved_views.remove(workspace, name))
        undo = _KeepAgain(self, name, text)
        self._context.toast(
            tr("The view {name} is removed", name=name), tr("Undo"), undo, "bookmark"
        )

    def keep(self, name: str, text: str) -> None:
        """Keep a line of text under a name."""
        workspace = self._context.workspace
        self._change(lambda: saved_views.save(workspace, name, text))

    def _change(self, act: Callable[[], object]) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "tuple[SavedView, ...]":
            act()
            return saved_views.every(workspace)

        self._n_asked += 1
        self._n_open += 1
        operations = self._context.operations
        operations.change("experiments.views", work, self._on_changed, self._on_failed)

    def _on_changed(self, views: "tuple[SavedView, ...]") -> None:
        self._n_open -= 1
        if not self._n_open:
            self._on_read(views)
            self._read()  # what others did meanwhile

    # Reading

    def _read(self) -> None:
        self._is_read = True
        workspace, n_asked = self._context.workspace, self._n_asked

        def work(_reporter: "Reporter") -> "tuple[int, tuple[SavedView, ...]]":
            return n_asked, saved_views.every(workspace)

        operations = self._context.operations
        operations.run("experiments.views.read", work, self._on_found, self._on_unread)

    def _on_found(self, found: "tuple[int, tuple[SavedView, ...]]") -> None:
        """Take what was read, unless it may lack a change that was asked for meanwhile."""
        n_asked, views = found
        if n_asked == self._n_asked and not self._n_open:
            self._on_read(views)
        elif not self._n_open:
            self._read()

    def _on_read(self, views: "tuple[SavedView, ...]") -> None:
        self._views = {view.name: view.text for view in views}
        self._are_here = True
        if self.state.opened not in self._views:
            self.state = replace(self.state, opened="")
        self._tell()

    def _on_failed(self, error: TidemillError) -> None:
        self._n_open -= 1
        self.problem.emit(error)
        self._read()

    def _on_unread(self, error: TidemillError) -> None:
        """The list says itself that the store is away; the views come with it."""
        _log.info("The saved views could not be read: %s", error)
        self._is_read = False

    def _on_news(self, _keys: object) -> None:
        self._read()

    def _on_restored(self, name: str) -> None:
        if name in self._views or not self._are_here:
            self.state = replace(self.state, opened=name)
        self._tell()

    def _on_model(self, state: ExperimentsState) -> None:
        if not self._is_read and state.word in {"ready", "empty"}:
            self._read()
        self._tell()

    def _tell(self) -> None:
        opened, is_modified = self.state.opened, False
        if opened in self._views:
            kept = self._arrangement(opened)
            is_modified = kept is not None and not is_same(kept, self._model.state.arrangement)
        state = ViewsState(tuple(self._views), opened, is_modified)
        self.state = state
        self._model.remember(opened)
        self.changed.emit(state)


class _KeepAgain:
    """Brings a removed view back."""

    def __init__(self, views: SavedViews, name: str, text: str) -> None:
        self._views, self._name, self._text = views, name, text

    def __call__(self) -> None:
        self._views.keep(self._name, self._text)

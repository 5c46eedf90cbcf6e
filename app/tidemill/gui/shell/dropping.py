"""Files dragged anywhere over the window, or chosen: where they could go, then taking them in."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit.drop_overlay import DropOverlay
from tidemill.gui.kit.drop_overlay import DropTarget as Card
from tidemill.gui.kit.numbers import plural

if TYPE_CHECKING:
    from tidemill.services.dropping import Dropped, DropTarget
    from tidemill.services.dropping_models import DroppedModel
    from tidemill.services.ingesting import Added
    from tidemill.services.workspace import Workspace

_ICONS = {
    "append": "git-commit-vertical",
    "new": "database",
    "score": "list-checks",
    "import": "box",
    "inspect": "scan-search",
}


def files_in(mime: QMimeData | None) -> list[Path]:
    """The files on this computer that are being dragged."""
    if mime is None or not mime.hasUrls():
        return []
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def name_filter() -> str:
    """The kinds of files that a dialog offers."""
    from tidemill.services import dropping, model_files

    patterns = " ".join(f"*{ending}" for ending in dropping.endings())
    models = " ".join(f"*{ending}" for ending in model_files.endings())
    return tr(
        "Tables ({patterns});;Models ({models});;All files (*)", patterns=patterns, models=models
    )


class DropController(QObject):
    """Runs the overlay; emits `taken(target, Added)`, `problem(TidemillError)` and `covering`.

    `look_wanted(Dropped or DroppedModel)` where a person wants to look at it before it is added,
    and for every model file.
    """

    taken = Signal(object, object)
    look_wanted = Signal(object)
    problem = Signal(object)
    covering = Signal(bool)

    def __init__(self, host: QWidget, parent: QObject | None = None) -> None:
        """Lie over `host` while files are dragged."""
        super().__init__(parent)
        self.overlay = DropOverlay(host)
        self.overlay.chosen.connect(self._on_chosen)
        self.overlay.look_wanted.connect(self._on_look_wanted)
        self.overlay.cancelled.connect(self._on_cancelled)
        self._workspace: Callable[[], Workspace | None] = _no_workspace
        self._operations: Operations | None = None
        self._dropped: Dropped | DroppedModel | None = None
        self._is_dropped = False

    def attach(
        self,
        workspace: "Callable[[], Workspace | None]",
        operations: Operations | None,
    ) -> None:
        """Take files into this workspace; None while none is open."""
        self._workspace, self._operations = workspace, operations
        if self.overlay.isVisible():
            self.overlay.cancel()

    def begin(self, paths: list[Path]) -> bool:
        """Show the overlay for these files and look into them; False if nothing can be taken."""
        if not paths:
            return False
        what = paths[0].name if len(paths) == 1 else plural(len(paths), "file")
        return self._look(what, partial(_looked, paths=tuple(paths)))

    def paste(self, text: str, html: str | None) -> bool:
        """Show the same cards for a table from the clipboard."""
        is_open = self._look(tr("Pasted"), partial(_looked_at_pasted, text=text, html=html))
        self._is_dropped = is_open
        return is_open

    def _look(self, what: str, look: "Callable[..., Dropped | DroppedModel]") -> bool:
        workspace = self._workspace()
        if workspace is None or self._operations is None:
            return False
        self._is_dropped = False
        self._dropped = None
        self.overlay.open(what, tr("Looking where it fits…"), ())
        self.covering.emit(True)
        work = partial(look, workspace)
        self._operations.run("shell.drop", work, self._on_looked, self._on_unreadable)
        return True

    def move(self, position: QPoint) -> None:
        """Follow the pointer."""
        self.overlay.point_at(position)

    def leave(self) -> None:
        """The drag left the window."""
        if not self._is_dropped:
            self.overlay.cancel()

    def drop(self, position: QPoint) -> None:
        """Let go over the window; while the files are still being read, the choice comes after."""
        self._is_dropped = True
        if self._dropped is not None:
            self.overlay.drop(position)

    def add(self, paths: list[Path]) -> None:
        """Files chosen in a dialog: the same cards, without a drag."""
        if self.begin(paths):
            self._is_dropped = True

    def look_again(self, paths: tuple[Path, ...], *, is_new: bool) -> None:
        """Look at files that were dropped before the window was cut off; `look_wanted` tells."""
        workspace = self._workspace()
        if workspace is not None and self._operations is not None:
            work = partial(_looked, workspace, paths=paths)
            done = partial(self._on_looked_again, is_new)
            self._operations.run("shell.drop.again", work, done, self._on_failed)

    def _on_looked_again(self, is_new: bool, found: "Dropped | DroppedModel") -> None:
        from tidemill.services.dropping_models import DroppedModel

        if is_new and not isinstance(found, DroppedModel):
            kinds = [target.kind for target in found.targets]
            found = found.for_card(kinds.index("new")) if "new" in kinds else found
        self.look_wanted.emit(found)

    def targets(self) -> "tuple[DropTarget, ...]":
        """Where the files could go, as far as it is known."""
        return () if self._dropped is None else self._dropped.targets

    def _on_looked(self, found: "Dropped | DroppedModel") -> None:
        if self.overlay.isHidden():
            return
        self._dropped = found
        cards = [Card(_ICONS.get(t.kind, "database"), t.title, t.text) for t in found.targets]
        first = next((i for i, t in enumerate(found.targets) if t.preselected), 0)
        title = found.title
        if self._is_dropped:
            title = title.replace(tr("Drop "), tr("Add "), 1).replace(tr(" on one of these"), "")
        self.overlay.open(title, found.text, cards, first)

    def _on_unreadable(self, error: TidemillError) -> None:
        if not self.overlay.isHidden():
            self.overlay.open(error.message, error.hint, ())

    def _on_chosen(self, at: int) -> None:
        self.covering.emit(False)
        workspace = self._workspace()
        dropped = self._dropped
        if workspace is None or self._operations is None or dropped is None:
            return
        from tidemill.services.dropping_models import DroppedModel

        if isinstance(dropped, DroppedModel):  # both cards lead to its sheet
            self.look_wanted.emit(dropped)
            return
        target = dropped.targets[at]
        work = partial(_taken, workspace, dropped, target)
        self._operations.change(
            "shell.take", work, partial(self._on_taken, target), self._on_failed
        )

    def _on_look_wanted(self, at: int) -> None:
        """Look at what was dropped for the chosen card; a new dataset where that is chosen."""
        self.covering.emit(False)
        if self._dropped is not None:
            self.look_wanted.emit(self._dropped.for_card(at))

    def _on_taken(self, target: "DropTarget", added: "Added") -> None:
        self.taken.emit(target, added)

    def _on_failed(self, error: TidemillError) -> None:
        self.problem.emit(error)

    def _on_cancelled(self) -> None:
        self.covering.emit(False)
        if self._operations is not None:
            self._operations.cancel("shell.drop")


def _no_workspace() -> "Workspace | None":
    return None


def _looked(
    workspace: "Workspace", _reporter: Reporter, *, paths: tuple[Path, ...]
) -> "Dropped | DroppedModel":
    from tidemill.services import dropping, dropping_models, model_files

    if len(paths) == 1 and model_files.is_model(paths[0]):
        return dropping_models.look(paths[0])
    return dropping.look(workspace, paths)


def _looked_at_pasted(
    workspace: "Workspace", _reporter: Reporter, *, text: str, html: str | None
) -> "Dropped":
    from tidemill.services import dropping

    return dropping.look_at_pasted(workspace, text, html)


def _taken(
    workspace: "Workspace", dropped: "Dropped", target: "DropTarget", _reporter: Reporter
) -> "Added":
    from tidemill.services import dropping, workers

    added = dropping.take(workspace, dropped, target)
    workers.ensure(workspace)
    return added

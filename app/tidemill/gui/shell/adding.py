"""What becomes of files let go over the window: said when it is known, with the way on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.kit.numbers import plural
from tidemill.gui.shell.page import Page, PageContext, address_of

if TYPE_CHECKING:
    from tidemill.services.dropping import Dropped, DropTarget
    from tidemill.services.dropping_models import DroppedModel
    from tidemill.services.ingesting import Added
    from tidemill.services.workspace import Workspace

_KEY = "shell.added"


@dataclass(frozen=True)
class News:
    """What a toast says: its words, icon and tone, its button and where that goes."""

    text: str
    action: str
    icon: str
    tone: str
    address: str = ""
    file_id: int | None = None


class Adding(QObject):
    """Follows files of this window until they ended; opens the sheet that looks at them."""

    def __init__(self, context: PageContext, pages: Sequence[Page], parent: QObject) -> None:
        """Follow nothing yet; one of the pages has the sheet."""
        super().__init__(parent)
        self._context = context
        make = next((page.adder for page in pages if page.adder is not None), None)
        adder = self.adder = None if make is None else make(context, self)
        self._batches: dict[tuple[int, ...], str] = {}
        if adder is not None:
            adder.added.connect(self.on_added)
        self._listener = Listener(
            context.feed, {"file"}, self, behind=Behind(context.operations, (_KEY,))
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Follow nothing more."""
        self._listener.close()
        self._context.operations.cancel(_KEY)

    def look_at_drop(self, dropped: "Dropped | DroppedModel") -> None:
        """Open the sheet for what was dropped."""
        if self.adder is not None:
            self.adder.open_drop(dropped)

    def look_at_file(self, file_id: int) -> None:
        """Open the sheet for a file that waits for a person."""
        if self.adder is not None:
            self.adder.open_file(file_id)

    def query_database(self, dataset: str | None) -> None:
        """Open the sheet that asks a database."""
        if self.adder is not None:
            self.adder.open_query(dataset)

    def stop(self, job_id: int) -> None:
        """Ask a job to stop; the status bar says when it has."""
        work = partial(_stopped, self._context.workspace, job_id)
        self._context.operations.change("shell.stop", work, _nothing, self._context.problem)

    def on_taken(self, target: "DropTarget", added: "Added") -> None:
        """A card was chosen: say what happens now."""
        toast = self._context.toast
        if target.kind == "score":
            show = partial(self._context.navigate, "automations")
            toast(
                tr("Asked {model} for its predictions", model=target.model),
                tr("Show"),
                show,
                "target",
                "text2",
            )
        else:
            self.on_added(target.dataset, added)

    def on_added(self, dataset: str, added: "Added") -> None:
        """Files are in the queue: say so, and follow them."""
        n_files = len(added.file_ids)
        what = tr("the file") if n_files == 1 else f"{n_files} files"
        show = partial(self._context.navigate, address_of("data", dataset))
        self._context.toast(
            tr("Adding {what} to {dataset}", what=what, dataset=dataset),
            tr("Show"),
            show,
            "database",
            "text2",
        )
        self._batches[tuple(added.file_ids)] = dataset
        self._on_news(None)

    def _on_news(self, _keys: object) -> None:
        if self._batches:
            keys = tuple(key for batch in self._batches for key in batch)
            work = partial(_states, self._context.workspace, keys)
            self._context.operations.run(_KEY, work, self._on_states, self._on_failed)

    def _on_states(self, files: Sequence[ArrivedFile]) -> None:
        known = {file.id: file for file in files}
        for batch, dataset in list(self._batches.items()):
            ended = [known[key] for key in batch if key in known]
            if all(file.state is not FileState.WAITING for file in ended):
                del self._batches[batch]
                if ended:
                    self._tell(news_of(dataset, ended))

    def _tell(self, news: News) -> None:
        way: Callable[[], None] = partial(self._context.navigate, news.address)
        if news.file_id is not None:
            way = partial(self.look_at_file, news.file_id)
        self._context.toast(news.text, news.action, way, news.icon, news.tone)

    def _on_failed(self, error: TidemillError) -> None:
        self._batches.clear()
        self._context.problem(error)


def news_of(dataset: str, files: Sequence[ArrivedFile]) -> News:
    """What is said of files that ended together; the way on is training, an answer, or a look."""
    added = [file for file in files if file.state is FileState.ADDED]
    aside = [file for file in files if file.state in (FileState.SET_ASIDE, FileState.FAILED)]
    if added:
        number = max(file.version or 0 for file in added)
        rows = sum(file.rows or 0 for file in added)
        text = tr(
            "{dataset} v{number} is there, {n_new_rows}",
            dataset=dataset,
            number=number,
            n_new_rows=plural(rows, "new row"),
        )
        if aside:
            text += tr("; {n_files} set aside", n_files=plural(len(aside), "file"))
        train = address_of("data", dataset, "train")
        return News(text, tr("Train…"), "circle-check", "good", train)
    if len(aside) > 1:
        text = tr(
            "{n_files} for {dataset} were set aside",
            n_files=plural(len(aside), "file"),
            dataset=dataset,
        )
        return News(text, tr("Show"), "file-x-corner", "warn", address_of("automations"))
    if aside:
        file = aside[0]
        if file.question is not None:
            return News(
                tr("{name} waits for an answer", name=file.name),
                tr("Answer…"),
                "circle-help",
                "warn",
                "",
                file.id,
            )
        said = tr("was set aside") if file.state is FileState.SET_ASIDE else tr("could not be read")
        text = f"{file.name} {said}"
        return News(text, tr("Look at it…"), "file-x-corner", "warn", "", file.id)
    file = files[0]
    text = f"{file.name}: {file.outcome or file.state}"
    return News(text, tr("Show"), "info", "text2", address_of("data", dataset))


def _stopped(workspace: "Workspace", job_id: int, _reporter: Reporter) -> None:
    from tidemill.services import jobs

    jobs.cancel(workspace, job_id)


def _nothing(_result: None) -> None:
    """The job was asked to stop."""


def _states(
    workspace: "Workspace", keys: tuple[int, ...], _reporter: Reporter
) -> list[ArrivedFile]:
    from tidemill.services import adding

    return adding.states(workspace, keys)

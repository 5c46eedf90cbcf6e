"""The Files of a run: a tree with sizes, and what can be seen of the chosen one."""

from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import GroupRow
from tidemill.gui.kit.files import FileWish, host_of
from tidemill.gui.kit.fonts import font
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import Well
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.state import FileState, RunPageState

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidemill.services.run_files import Preview
    from tidemill.services.run_page import RunFile

_COLUMNS = (
    TableColumn("name", tr("File"), 150, sortable=False, stretch=1),
    TableColumn("size", tr("Size"), 78, "right", sortable=False, tone="text2"),
)


class FilesTab(QWidget):
    """Draws the fourth tab; emits `chosen(RunFile)`."""

    chosen = Signal(object)

    def __init__(self, save: "Callable[[RunFile, Path, Reporter], None]") -> None:
        """Make list and preview; `save` copies a file to a path, off the GUI thread."""
        super().__init__()
        self._save = save
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.table = LazyTable(_COLUMNS, row_height=34, name=tr("Files"))
        self.table.current_changed.connect(self._on_current)
        self.table.group_toggled.connect(self._on_group)
        card = Card((1, 1))
        card.body.addWidget(self.table)
        card.setMinimumHeight(metrics.current().scaled(420))
        row.addWidget(card, 2)
        self.preview = PreviewPanel()
        self.preview.save_wanted.connect(self._on_save)
        row.addWidget(self.preview, 3)
        self._files: tuple[RunFile, ...] = ()
        self._closed: frozenset[str] = frozenset()

    def show_state(self, state: RunPageState) -> None:
        """Draw the files of the run and the preview."""
        page = state.page
        if page is None:
            return
        if page.files != self._files:
            self._files = page.files
            self._fill()
        if state.file.path and self.table.current_key() != state.file.path:
            self.table.set_current(state.file.path)
        file = next((one for one in self._files if one.path == state.file.path), None)
        self.preview.show_file(file, state.file, bool(self._files))

    def _fill(self) -> None:
        rows: list[dict[str, object] | GroupRow] = []
        folder = ""
        for one in sorted(self._files, key=lambda file: _folders_last(file.path)):
            here = str(PurePosixPath(one.path).parent)
            if here not in {folder, "."}:
                folder = here
                inside = [f for f in self._files if str(PurePosixPath(f.path).parent) == here]
                size = numbers.size(sum(f.n_bytes for f in inside))
                note = f"{numbers.plural(len(inside), 'file')}, {size}"
                rows.append(GroupRow(f"folder:{here}", here, note, here not in self._closed))
            if here in self._closed:
                continue
            name = PurePosixPath(one.path).name
            rows.append({"id": one.path, "name": name, "size": numbers.size(one.n_bytes)})
        self.table.set_source(RowsSource(rows))

    def _on_group(self, key: object) -> None:
        self._closed ^= {str(key).removeprefix("folder:")}
        self._fill()

    def _on_current(self, key: object) -> None:
        file = next((one for one in self._files if one.path == key), None)
        if file is not None:
            self.chosen.emit(file)

    def _on_save(self, file: "RunFile") -> None:
        host = host_of(self)
        if host is not None:
            name = PurePosixPath(file.path).name
            ending = PurePosixPath(name).suffix.removeprefix(".")
            kind = f"{ending.upper()} (*.{ending})" if ending else tr("All files (*)")
            host.save_file(
                FileWish(
                    tr("Save {name}", name=name), name, kind, partial(_saved, self._save, file)
                )
            )


def _saved(
    save: "Callable[[RunFile, Path, Reporter], None]",
    file: "RunFile",
    path: Path,
    reporter: Reporter,
) -> None:
    save(file, path, reporter)


def _folders_last(path: str) -> tuple[bool, str, str]:
    parts = PurePosixPath(path)
    return str(parts.parent) != ".", str(parts.parent), parts.name


class PreviewPanel(Well):
    """What can be seen of a file; emits `save_wanted(RunFile)`."""

    save_wanted = Signal(object)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__("subtle", "line", 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 10, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = Label("", "h3", elide="middle")
        self.bytes = Label("", "small", "text3")
        self.save = Button(tr("Save as…"), "download", height=28)
        self.save.clicked.connect(self._on_save)
        head.addWidget(self.title)
        head.addWidget(self.bytes, 1)
        head.addWidget(self.save)
        column.addLayout(head)
        self.note = Paragraph("", "small", "text2")
        column.addWidget(self.note)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.viewport().setAutoFillBackground(False)
        self.text.setAccessibleName(tr("Content of the file"))
        self.table = LazyTable([], selection="multi", name=tr("Content of the file"))
        self.image = ImageView()
        self._place = QStackedLayout()
        self._blank = QWidget()
        for part in (self._blank, self.text, self.table, self.image):
            self._place.addWidget(part)
        column.addLayout(self._place, 1)
        self._file: RunFile | None = None
        self._shown: object = None
        self.retheme()

    def retheme(self) -> None:
        """Take the font of the text size that is on."""
        self.text.setFont(font("monosmall"))

    def show_file(self, file: "RunFile | None", state: FileState, has_files: bool) -> None:
        """Draw a file, or say why there is nothing to see."""
        self._file = file
        show_if(self.save, file is not None)
        self.title.set_text("" if file is None else PurePosixPath(file.path).name)
        self.bytes.set_text("" if file is None else numbers.size(file.n_bytes))
        if file is None:
            words = (
                tr("Choose a file to look into it.") if has_files else tr("This run kept no files.")
            )
            self._say(words)
        elif state.error is not None:
            self._say(f"{state.error.message} {state.error.hint}".strip())
        elif state.preview is None:
            self._say(tr("Reading the file"))
        elif state.preview is not self._shown:
            self._draw(state.preview, state.image)

    def _say(self, words: str) -> None:
        self._shown = None
        self.note.set_text(words)
        show_if(self.note, bool(words))
        self._place.setCurrentWidget(self._blank)

    def _draw(self, preview: "Preview", picture: "QImage | None") -> None:
        self._shown = preview
        self.note.set_text(preview.note)
        show_if(self.note, bool(preview.note))
        if preview.kind == "text":
            self.text.setPlainText(preview.text)
            self._place.setCurrentWidget(self.text)
        elif preview.kind == "table":
            columns = [
                TableColumn(
                    str(at), head or tr("Column {value}", value=at + 1), 120, sortable=False
                )
                for at, head in enumerate(preview.headers)
            ]
            self.table.set_columns(columns)
            cells = [{str(at): cell for at, cell in enumerate(row)} for row in preview.rows]
            self.table.set_source(RowsSource(cells))
            self._place.setCurrentWidget(self.table)
        elif preview.kind == "image":
            self.image.set_picture(QPixmap() if picture is None else QPixmap.fromImage(picture))
            self._place.setCurrentWidget(self.image)
        else:
            self._place.setCurrentWidget(self._blank)

    def _on_save(self) -> None:
        if self._file is not None:
            self.save_wanted.emit(self._file)


class ImageView(QLabel):
    """A picture as large as fits, never larger than it is."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._picture = QPixmap()
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setAccessibleName(tr("Picture"))

    def set_picture(self, picture: QPixmap) -> None:
        """Show a picture."""
        self._picture = picture
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            self.clear()
            return
        room = self.size()
        shown = self._picture
        if shown.width() > room.width() or shown.height() > room.height():
            shown = shown.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        self.setPixmap(shown)

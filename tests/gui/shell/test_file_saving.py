"""Files that the window writes for a person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.base.progress import Reporter
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit.files import Bytes, FileWish
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.toast import ToastStack
from tidemill.gui.shell.file_saving import FileSaver


class Told(QObject):
    """What a window would show."""

    def __init__(self) -> None:
        super().__init__()
        self.toasts: list[tuple[Any, ...]] = []
        self.problems: list[TidemillError] = []

    def toast(self, *words: Any) -> None:
        self.toasts.append(words)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def saver(qtbot: QtBot, told: Told) -> Iterator[FileSaver]:
    window = QWidget()
    qtbot.addWidget(window)
    operations = Operations()
    yield FileSaver(window, lambda: operations, told.toast, told.problems.append)
    operations.close()


def test_the_dialog_offers_a_name_and_writes_where_the_person_says(
    saver: FileSaver, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    saver.ask(FileWish("Save ROC", "ROC.svg", "SVG (*.svg)", Bytes(b"<svg/>")))
    dialog = saver._window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.defaultSuffix() == "svg"
    dialog.close()
    dialog.fileSelected.emit(str(tmp_path / "mine.svg"))
    qtbot.waitUntil(lambda: bool(told.toasts))
    assert (tmp_path / "mine.svg").read_bytes() == b"<svg/>"
    assert told.toasts[0][:2] == ("Saved as mine.svg", "Open")


def test_what_did_not_fit_into_the_file_is_said_below_its_name(
    saver: FileSaver, told: Told, qtbot: QtBot, tmp_path: Path
) -> None:
    said = ("2 texts were cut.", "The table is on 3 sheets.")

    def write(path: Path, _reporter: Reporter) -> tuple[str, ...]:
        path.write_bytes(b"")
        return said

    saver.write(FileWish("Export", "a.xlsx", "Excel (*.xlsx)", write), tmp_path / "a.xlsx")
    qtbot.waitUntil(lambda: bool(told.toasts))
    assert told.toasts[0][0] == "Saved as a.xlsx\n2 texts were cut. The table is on 3 sheets."
    assert told.toasts[0][3:] == ("triangle-alert", "warn")


def test_a_note_below_a_toast_is_shown_whole(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 600)
    host.show()
    stack = ToastStack(host)
    low = stack.add("Saved as a.xlsx", "Open").height()
    note = "2 texts were cut: an Excel cell takes 32,767 characters. A CSV file keeps all of it."
    toast = stack.add(f"Saved as b.xlsx\n{note}", "Open", "triangle-alert", "warn")
    words = toast.findChild(Paragraph)
    assert words is not None
    assert words.text() == note
    qtbot.waitUntil(lambda: words.height() >= words.heightForWidth(words.width()) > 20)
    assert toast.height() > low
    assert host.rect().contains(toast.geometry())


def _raises(error: Exception) -> Callable[[Path, Reporter], None]:
    def write(_path: Path, _reporter: Reporter) -> None:
        raise error

    return write


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(28, "No space left on device"), WorldError, "no space left on device"),
        (PermissionError(13, "no"), NeedsYou, "may not be written to"),
        (IsADirectoryError(21, "no"), NeedsYou, "is a folder"),
    ],
)
def test_a_file_that_cant_be_written_is_told_with_a_way_out(
    saver: FileSaver,
    told: Told,
    qtbot: QtBot,
    tmp_path: Path,
    error: Exception,
    kind: type[TidemillError],
    words: str,
) -> None:
    saver.write(FileWish("Save", "a.csv", "CSV (*.csv)", _raises(error)), tmp_path / "a.csv")
    qtbot.waitUntil(lambda: bool(told.problems))
    assert isinstance(told.problems[0], kind)
    assert words in told.problems[0].message
    assert told.problems[0].hint
    assert told.toasts == []

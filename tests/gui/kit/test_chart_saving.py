"""Charts as files: what was saved is read back."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QByteArray, QPoint, QSize
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.progress import Silent
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts import saving
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.forest import Forest, Interval
from tidemill.gui.kit.charts.heatmap import HeatMap
from tidemill.gui.kit.charts.histogram import CategoryBars, Histogram
from tidemill.gui.kit.charts.legend import categorical_entries
from tidemill.gui.kit.charts.line_chart import LineChart, Series
from tidemill.gui.kit.files import FileHost, FileWish, file_name
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.plain_text import plain_cell
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.theme import colour


class Host(QWidget):
    """A window that keeps what it was asked to write and show."""

    def __init__(self) -> None:
        super().__init__()
        self.wishes: list[FileWish] = []
        self.sheets: list[Sheet] = []

    def save_file(self, wish: FileWish) -> None:
        self.wishes.append(wish)

    def open_sheet(self, sheet: Sheet) -> None:
        self.sheets.append(sheet)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    made = Host()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    assert isinstance(made, FileHost)
    return made


def _line() -> Chart:
    chart = LineChart("Loss by step", x_unit="step")
    chart.set_series([Series("first", [1, 2, 3], [1234.5, -0.25, float("nan")])])
    return chart


def _dots() -> Chart:
    chart = Dots("Importance")
    chart.set_rows([DotRow("tenure", (0.3, None)), DotRow("=charge", (0.1, -0.2))], ["a", "b"])
    return chart


def _forest() -> Chart:
    chart = Forest("Change")
    chart.set_rows([Interval("AUC", 0.01, -0.01, 0.03)])
    return chart


def _heat() -> Chart:
    chart = HeatMap("Drift")
    chart.set_data(["a"], ["Jan", "Feb"], [[0.1, 0.4]], 0.2)
    return chart


def _bars() -> Chart:
    chart = Histogram("amount")
    chart.set_data([0.0, 1.0, 2.0], [3.0, 4.0])
    return chart


def _shares() -> Chart:
    chart = CategoryBars("carrier")
    chart.set_data(["AA", "UA"], [0.6, 0.4], [0.5, 0.5])
    return chart


MAKERS = [_line, _dots, _forest, _heat, _bars, _shares]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_chart_is_saved_as_a_picture_of_twice_its_size(
    host: Host, make: Callable[[], Chart], theme: str
) -> None:
    chart = make()
    chart.setParent(host)
    chart.set_heading("A title", "on 40 rows", categorical_entries(["one", "two"]))
    chart.resize(400, 180)
    read = QImage.fromData(QByteArray(saving.png(chart)))
    assert read.size() == QSize(2 * (400 + 32), 2 * (180 + 32 + 26 + 24))
    assert read.pixelColor(2, 2).name() == colour("surface").name()
    assert len({read.pixel(x, 40) for x in range(400)}) > 3  # its title
    lower = {read.pixel(x, y) for x in range(40, 800, 3) for y in range(140, 480, 3)}
    assert len(lower) > 8  # the chart


@pytest.mark.parametrize("make", MAKERS)
def test_every_chart_is_saved_as_lines_and_letters(host: Host, make: Callable[[], Chart]) -> None:
    chart = make()
    chart.setParent(host)
    chart.set_heading("A < title", "on 40 rows")
    chart.resize(400, 180)
    made = saving.svg(chart)
    root = ElementTree.fromstring(made)
    letters = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "A < title" in letters
    assert "on 40 rows" in letters
    assert len(letters) > 2
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "A < title"
    fonts = {each.get("font-family") for each in root.iter("{http://www.w3.org/2000/svg}text")}
    assert all(str(each).endswith("sans-serif") for each in fonts)
    assert QSvgRenderer(QByteArray(made)).isValid()


def test_numbers_are_saved_as_programs_read_them(host: Host) -> None:
    chart = _line()
    rows = list(csv.reader(io.StringIO(chart.as_csv())))
    assert rows == [["step", "first"], ["1", "1234.5"], ["2", "-0.25"], ["3", ""]]


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(host: Host) -> None:
    rows = list(csv.reader(io.StringIO(_dots().as_csv())))
    assert rows[2] == ["'=charge", "0.1", "-0.2"]
    assert plain_cell("18,240") == "18240"
    assert plain_cell("3 Oct") == "3 Oct"


def test_a_copy_holds_the_picture_and_its_numbers(host: Host) -> None:
    chart = _dots()
    chart.setParent(host)
    chart.resize(300, 100)
    saving.copy(chart)
    kept = QGuiApplication.clipboard().mimeData()
    assert kept.hasImage()
    assert kept.text().splitlines()[1] == "tenure\t0.3\t"


def test_the_menu_of_a_chart_saves_it(host: Host, qtbot: QtBot, tmp_path: Path) -> None:
    chart = _dots()
    chart.setParent(host)
    chart.resize(300, 100)
    chart.set_heading("Importance: what a shuffled column costs")
    chart.show()
    at = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, QPoint(5, 5), chart.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(chart, at)
    menu = chart.findChild(Menu)
    assert menu is not None
    by_words = {each.text(): each for each in menu.actions() if each.text()}
    assert list(by_words) == [
        "Show as table", "Copy", "Save as PNG…", "Save as SVG…", "Save as CSV…",
    ]  # fmt: skip
    for words in ("Save as PNG…", "Save as SVG…", "Save as CSV…"):
        by_words[words].trigger()
    assert [wish.name for wish in host.wishes] == [
        f"Importance what a shuffled column costs.{each}" for each in ("png", "svg", "csv")
    ]
    for wish in host.wishes:
        wish.write(tmp_path / wish.name, Silent())
    assert not QImage(str(tmp_path / host.wishes[0].name)).isNull()
    ElementTree.parse(tmp_path / host.wishes[1].name)
    assert (tmp_path / host.wishes[2].name).read_text().splitlines()[0] == "Feature,a,b"
    by_words["Show as table"].trigger()
    assert len(host.sheets) == 1
    host.sheets[0].close_sheet()
    menu.close()


def test_the_sheet_of_a_chart_saves_what_it_shows(host: Host, tmp_path: Path) -> None:
    sheet = ChartTable(host, _dots(), "Importance")
    sheet.open()
    sheet.save()
    host.wishes[0].write(tmp_path / "kept.csv", Silent())
    lines = (tmp_path / "kept.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "tenure,0.3,"
    sheet.close_sheet()


def test_a_chart_in_no_window_that_writes_offers_no_files(qtbot: QtBot) -> None:
    chart = _dots()
    qtbot.addWidget(chart)
    menu = Menu(chart)
    chart.fill_menu(menu)
    assert [each.text() for each in menu.actions()] == ["Show as table", "Copy"]


@pytest.mark.parametrize(
    ("words", "name"), [("a/b: c?", "a b c"), ("...", "plot"), ("x" * 99, "x" * 80)]
)
def test_a_title_becomes_a_name_any_system_takes(words: str, name: str) -> None:
    assert file_name(words) == name

"""What a person put into a form is read and put in again; what the program filled in is not."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field, LineEdit, TextArea
from tidemill.gui.kit.inputs import LONGEST, Entry, Inputs
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.tabs import Tabs


class Form(QWidget):
    """One control of each kind."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.name = Field("Name")
        self.search = LineEdit("Find", "search")
        self.note = TextArea("Why")
        self.choice = Choice([(None, "None"), (2, "Two"), ("3", "Three")], name="How many")
        self.part = Segment([("a", "A"), ("b", "B")], name="Part")
        self.box = CheckBox("Sure")
        self.tabs = Tabs([("one", "One"), ("two", "Two")])
        for each in (
            self.name, self.search, self.note, self.choice, self.part, self.box, self.tabs
        ):  # fmt: skip
            column.addWidget(each)


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    made = Form()
    qtbot.addWidget(made)
    made.show()
    return made


def _fill(form: Form) -> None:
    QTest.keyClicks(form.name.edit, "ada")
    form.note.setFocus()
    QTest.keyClicks(form.note, "because")
    QTest.keyClick(form.choice, Qt.Key.Key_Down)
    QTest.mouseClick(form.part.part("b"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(form.box, Qt.MouseButton.LeftButton, pos=QPoint(8, form.box.height() // 2))
    QTest.mouseClick(form.tabs, Qt.MouseButton.LeftButton, pos=form.tabs.tabRect(1).center())


def _shown(form: Form) -> list[object]:
    texts = [form.name.text(), form.search.text(), form.note.text()]
    chosen = [form.choice.value(), form.part.value(), form.box.isChecked(), form.tabs.value()]
    return [*texts, *chosen]


def test_what_is_put_in_goes_into_another_copy_of_the_form_and_out_again(
    form: Form, qtbot: QtBot
) -> None:
    inputs = Inputs(lambda: [form])
    usual = _shown(form)
    _fill(form)
    assert _shown(form) == ["ada", "", "because", 2, "b", True, "two"]
    other = Form()
    qtbot.addWidget(other)
    heard: list[object] = []
    other.choice.chosen.connect(heard.append)
    other.part.changed.connect(heard.append)
    other.box.toggled.connect(heard.append)
    again = Inputs(lambda: [other])
    for entry in inputs.entries():
        assert again.put(entry) is True
    assert _shown(other) == _shown(form)
    assert heard == [2, "b", True]
    assert again.entries() == inputs.entries()
    again.put_back(again.entries())
    assert _shown(other) == usual
    assert again.entries() == ()


def test_what_the_program_fills_in_is_nobodys_to_keep(form: Form) -> None:
    inputs = Inputs(lambda: [form])
    form.name.set_text("a suggestion")
    form.note.setPlainText("a suggestion")
    form.choice.set_value(2)
    form.part.set_value("b")
    form.box.setChecked(True)
    assert inputs.entries() == ()
    QTest.keyClicks(form.name.edit, "!")
    (entry,) = inputs.entries()
    assert (entry.value, entry.base) == ("a suggestion!", "a suggestion")


def test_what_was_undone_by_hand_is_not_kept(form: Form) -> None:
    inputs = Inputs(lambda: [form])
    QTest.keyClicks(form.name.edit, "x")
    QTest.keyClick(form.name.edit, Qt.Key.Key_Backspace)
    assert inputs.entries() == ()


def test_a_text_that_was_sent_and_cleared_is_not_kept(form: Form) -> None:
    inputs = Inputs(lambda: [form])
    QTest.keyClicks(form.name.edit, "sent")
    form.name.edit.clear()
    inputs.settle()
    assert inputs.entries() == ()


@pytest.mark.slow_loop("Qt lays out a line of a hundred thousand letters and more at once")
@pytest.mark.parametrize("text", ["postgresql://ada:secret@server/shop", "x" * (LONGEST + 1)])
def test_secrets_and_books_are_not_kept(form: Form, text: str) -> None:
    inputs = Inputs(lambda: [form])
    form.note.setFocus()
    form.note.insertPlainText(text)
    assert inputs.entries() == ()


def test_passwords_are_not_read(form: Form) -> None:
    form.name.edit.setEchoMode(QLineEdit.EchoMode.Password)
    inputs = Inputs(lambda: [form])
    QTest.keyClicks(form.name.edit, "secret")
    assert inputs.entries() == ()


def test_an_option_that_is_not_offered_yet_is_waited_for(form: Form) -> None:
    inputs = Inputs(lambda: [form])
    entry = Entry("choice:How many:1", "Four", "None")
    assert inputs.put(entry) is False
    form.choice.set_options([(None, "None"), (4, "Four")])
    assert inputs.put(entry) is True
    assert form.choice.value() == 4
    assert inputs.put(entry) is None


def test_of_a_page_only_texts_and_what_chooses_what_is_shown_are_kept(form: Form) -> None:
    inputs = Inputs(lambda: [form], is_page=True)
    _fill(form)
    assert [one.value for one in inputs.entries()] == ["ada", "because", "b", "two"]
    inputs.forget_texts()
    assert [one.value for one in inputs.entries()] == ["b", "two"]


def test_on_a_page_what_was_written_meanwhile_stays(form: Form) -> None:
    inputs = Inputs(lambda: [form], is_page=True)
    form.name.set_text("a colleague's")
    assert inputs.put(Entry("line:Name:1", "mine", "")) is None
    assert form.name.text() == "a colleague's"

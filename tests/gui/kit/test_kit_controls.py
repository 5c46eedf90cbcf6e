"""Controls by keyboard and mouse: they act, tell, and say who they are."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import motion, working
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import CardButton
from tidemill.gui.kit.checkbox import CheckBox, Radio
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field, LineEdit, TextArea
from tidemill.gui.kit.filter_field import FilterChip, FilterField
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.progress import Progress, Ring
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.tabs import Tab, Tabs

# The offscreen platform has one keyboard and no other windows to rise over.
pops_up = pytest.mark.qt_log_ignore(
    "^This plugin does not support (raise|grabbing the keyboard)", extend=True
)


def _role(widget: QWidget) -> QAccessible.Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


Shown = Callable[..., QWidget]


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    """Show widgets side by side in an active window that lives as long as the test."""
    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        host = QWidget()
        row = QHBoxLayout(host)
        for widget in widgets:
            row.addWidget(widget)
        qtbot.addWidget(host)
        kept.append(host)
        host.resize(600, 80)
        host.show()
        host.activateWindow()
        qtbot.waitUntil(host.isActiveWindow)
        return host

    yield show
    kept.clear()


def test_button_acts_on_click_space_and_enter(qtbot: QtBot, shown: Shown) -> None:
    button = Button("Promote", "crown", "primary")
    shown(button)
    told: list[str] = []
    button.clicked.connect(lambda: told.append("clicked"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    assert len(told) == 4


def test_disabled_and_busy_buttons_do_nothing(qtbot: QtBot, shown: Shown) -> None:
    disabled, busy = Button("Promote"), Button("Promote")
    shown(disabled, busy)
    told: list[str] = []
    for button in (disabled, busy):
        button.clicked.connect(lambda: told.append("clicked"))
    disabled.setEnabled(False)
    wide = busy.sizeHint().width()
    busy.set_busy(True)
    for button in (disabled, busy):
        qtbot.keyClick(button, Qt.Key.Key_Space)
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert told == []
    assert busy.sizeHint().width() == wide
    busy.set_busy(False)
    qtbot.keyClick(busy, Qt.Key.Key_Return)
    assert len(told) == 1


def test_focus_ring_is_for_the_keyboard_only(qtbot: QtBot, shown: Shown) -> None:
    first, second = Button("First"), Button("Second")
    shown(first, second)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not second.is_focus_shown()
    first.setFocus(Qt.FocusReason.TabFocusReason)
    assert first.is_focus_shown()
    assert not second.is_focus_shown()


def test_ampersand_in_a_name_is_an_ampersand(qtbot: QtBot) -> None:
    button = Button("R&D")
    qtbot.addWidget(button)
    assert button.words() == "R&D"
    assert _name(button) == "R&D"


def test_controls_tell_screen_readers_what_they_are(qtbot: QtBot) -> None:
    bell = IconButton("bell", "Notifications", "N")
    box, radio, switch = CheckBox("Baselines"), Radio("Propose"), Switch(name="Hide routine")
    mark = StatusMark("bad", "3 features drifted")
    row = ActionRow("flag", "Accept as normal", "New reference from 17 Nov")
    card = CardButton("churn, monthly export")
    for widget in (bell, box, radio, switch, mark, row, card):
        qtbot.addWidget(widget)
    assert (_role(bell), _name(bell)) == (QAccessible.Role.Button, "Notifications")
    assert bell.toolTip() == "Notifications  N"
    assert (_role(box), _name(box)) == (QAccessible.Role.CheckBox, "Baselines")
    assert (_role(radio), _name(radio)) == (QAccessible.Role.RadioButton, "Propose")
    assert _name(switch) == "Hide routine"
    assert _name(mark) == mark.toolTip() == "3 features drifted"
    assert _name(row) == "Accept as normal, New reference from 17 Nov"
    assert (_role(card), _name(card)) == (QAccessible.Role.Button, "churn, monthly export")


@pytest.mark.parametrize("height", [24, 28, 32])
def test_pointer_targets_are_large_enough(qtbot: QtBot, height: int) -> None:
    widgets = (Button("Go", height=height), IconButton("x", "Close", size=20), Switch(name="On"))
    for widget in widgets:
        qtbot.addWidget(widget)
        assert min(widget.sizeHint().width(), widget.sizeHint().height()) >= 24


def test_segment_changes_by_click_and_arrow_and_is_one_stop(qtbot: QtBot, shown: Shown) -> None:
    segment = Segment([("c", "Curves"), ("e", "Errors"), ("s", "Slices")])
    shown(segment)
    told: list[str] = []
    segment.changed.connect(told.append)
    assert segment.value() == "c"
    qtbot.mouseClick(segment.part("e"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(segment.part("e"), Qt.Key.Key_Right)
    qtbot.keyClick(segment.part("s"), Qt.Key.Key_Right)
    assert told == ["e", "s"]
    stops = [v for v in "ces" if segment.part(v).focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["s"]
    segment.set_value("c")
    assert told == ["e", "s"]


def test_segment_keeps_its_choice_when_the_options_change(qtbot: QtBot) -> None:
    segment = Segment([("c", "Curves"), ("e", "Errors")], "e")
    qtbot.addWidget(segment)
    segment.set_options([("e", "Errors 3"), ("s", "Slices")])
    assert segment.value() == "e"
    segment.set_options([("x", "Other")])
    assert segment.value() == "x"


def test_tabs_tell_a_persons_choice_and_keep_quiet_about_ours(qtbot: QtBot, shown: Shown) -> None:
    tabs = Tabs([Tab("v", "Versions", 15), ("l", "Lineage")])
    shown(tabs)
    told: list[str] = []
    tabs.changed.connect(told.append)
    tabs.set_value("l")
    assert (tabs.value(), told) == ("l", [])
    qtbot.keyClick(tabs, Qt.Key.Key_Left)
    assert told == ["v"]
    tabs.set_tabs([Tab("g", "Gates"), Tab("v", "Versions", 16)])
    assert (tabs.value(), told) == ("v", ["v"])


def test_switch_and_checkbox_toggle_by_click_and_space(qtbot: QtBot, shown: Shown) -> None:
    switch, box = Switch("Hide routine"), CheckBox("Baselines")
    shown(switch, box)
    for control in (switch, box):
        told: list[bool] = []
        control.toggled.connect(told.append)
        qtbot.mouseClick(control, Qt.MouseButton.LeftButton)
        qtbot.keyClick(control, Qt.Key.Key_Space)
        assert told == [True, False]


def test_partly_checked_box_goes_to_all(qtbot: QtBot, shown: Shown) -> None:
    box = CheckBox("All")
    shown(box)
    box.set_partly(True)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert box.isChecked()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert not box.isChecked()


def test_radio_buttons_exclude_each_other(qtbot: QtBot, shown: Shown) -> None:
    one, other = Radio("Propose", is_checked=True), Radio("Promote by itself")
    shown(one, other)
    qtbot.mouseClick(other, Qt.MouseButton.LeftButton)
    assert (one.isChecked(), other.isChecked()) == (False, True)


def test_cross_of_a_chip_takes_it_away_and_the_rest_clicks(qtbot: QtBot, shown: Shown) -> None:
    chip = ChipButton("project is", is_removable=True, strong="churn")
    shown(chip)
    told: list[str] = []
    chip.removed.connect(lambda: told.append("removed"))
    chip.clicked.connect(lambda: told.append("clicked"))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    cross = QPoint(chip.width() - 12, chip.height() // 2)
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=cross)
    assert told == ["clicked", "removed"]


def test_error_takes_the_place_of_the_help_and_gives_it_back(qtbot: QtBot, shown: Shown) -> None:
    field = Field("Name", help="Shown everywhere.")
    shown(field)
    field.set_error("A model with this name exists.")
    assert field.error() == "A model with this name exists."
    assert field.edit.accessibleDescription() == "A model with this name exists."
    field.set_error("")
    assert field.error() == ""
    assert field.edit.accessibleDescription() == "Shown everywhere."


def test_field_tells_what_is_typed_and_submitted(qtbot: QtBot, shown: Shown) -> None:
    field = Field("Name")
    shown(field)
    typed: list[str] = []
    field.text_changed.connect(typed.append)
    qtbot.keyClicks(field.edit, "ab")
    with qtbot.waitSignal(field.submitted) as submitted:
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert typed == ["a", "ab"]
    assert submitted.args == ["ab"]


def test_number_field_steps_clamps_and_says_its_bounds(qtbot: QtBot, shown: Shown) -> None:
    field = NumberField(0.2, 0, 1, 0.01)
    shown(field)
    told: list[object] = []
    field.value_changed.connect(told.append)
    qtbot.keyClick(field.edit, Qt.Key.Key_Up)
    assert field.value() == pytest.approx(0.21)
    field.set_value(0.995)
    qtbot.keyClick(field.edit, Qt.Key.Key_PageUp)
    assert field.value() == 1
    field.set_text("7")
    assert field.value() is None
    assert field.error() == "Type a number from 0 to 1."
    field.set_text("0,5")
    assert (field.value(), field.error()) == (0.5, "")
    field.set_text("nan")
    assert field.value() is None
    assert told[-1] is None


def test_whole_number_field_takes_no_decimals(qtbot: QtBot) -> None:
    field = NumberField(5, 1, None, is_integer=True)
    qtbot.addWidget(field)
    field.set_text("2.5")
    assert field.value() is None
    assert field.error() == "Type a whole number, 1 or more."
    field.set_text("1,200")
    assert field.value() == 1200


def test_text_area_leaves_tab_and_escape_to_what_is_around(qtbot: QtBot, shown: Shown) -> None:
    area, after = TextArea("Why"), Button("After")
    shown(area, after)
    area.setFocus()
    qtbot.keyClicks(area, "note")
    qtbot.keyClick(area, Qt.Key.Key_Tab)
    assert area.text() == "note"
    assert after.hasFocus()


def _choice() -> Choice:
    return Choice(
        [Option("auc", "AUC"), Option("old", "Old", is_enabled=False), ("f1", "F1")],
        "auc",
        name="Judge by",
    )


def test_choice_steps_by_arrow_and_skips_what_is_disabled(qtbot: QtBot, shown: Shown) -> None:
    choice = _choice()
    shown(choice)
    told: list[object] = []
    choice.chosen.connect(told.append)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert told == ["f1"]
    assert _name(choice) == "Judge by: F1"


@pops_up
def test_choice_opens_a_list_and_takes_what_enter_chooses(qtbot: QtBot, shown: Shown) -> None:
    choice = _choice()
    shown(choice)
    told: list[object] = []
    choice.chosen.connect(told.append)
    choice.open_list()
    opened = choice.list_popover()
    assert opened is not None
    qtbot.keyClick(opened.view, Qt.Key.Key_End)
    qtbot.keyClick(opened.view, Qt.Key.Key_Return)
    assert (told, choice.value()) == (["f1"], "f1")
    assert choice.list_popover() is None


@pops_up
def test_escape_leaves_the_choice_as_it_was(qtbot: QtBot, shown: Shown) -> None:
    choice = _choice()
    shown(choice)
    choice.open_list()
    opened = choice.list_popover()
    assert opened is not None
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert choice.list_popover() is None
    assert choice.value() == "auc"


@pops_up
def test_long_list_is_narrowed_by_typing(qtbot: QtBot, shown: Shown) -> None:
    choice = Choice([(n, f"column_{n}") for n in range(40)], 3)
    shown(choice)
    choice.open_list()
    opened = choice.list_popover()
    assert opened is not None
    find = opened.findChild(LineEdit)
    assert find is not None
    qtbot.keyClicks(find, "n_27")
    assert opened.view.model().rowCount() == 1
    qtbot.keyClick(find, Qt.Key.Key_Return)
    assert choice.value() == 27


def test_filter_chips_are_walked_edited_and_removed_by_key(qtbot: QtBot, shown: Shown) -> None:
    field = FilterField("Filter")
    shown(field)
    field.set_chips([FilterChip("p", "project is", "churn"), FilterChip("s", "status is", "ok")])
    removed: list[str] = []
    edited: list[str] = []
    field.chip_removed.connect(removed.append)
    field.chip_edited.connect(edited.append)
    chips = field.findChildren(ChipButton)
    field.edit.setFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert chips[1].hasFocus()
    qtbot.keyClick(chips[1], Qt.Key.Key_Left)
    assert chips[0].hasFocus()
    qtbot.keyClick(chips[0], Qt.Key.Key_Return)
    qtbot.keyClick(chips[0], Qt.Key.Key_Delete)
    assert (edited, removed) == (["p"], ["p"])
    qtbot.keyClick(chips[1], Qt.Key.Key_Right)
    assert field.edit.hasFocus()


def test_delete_on_a_chip_is_not_taken_by_a_command_of_that_key(qtbot: QtBot, shown: Shown) -> None:
    field = FilterField("Filter")
    host = shown(field)
    field.set_chips([FilterChip("p", "project is", "churn")])
    removed: list[str] = []
    deleted: list[bool] = []
    field.chip_removed.connect(removed.append)
    shortcut = QShortcut(QKeySequence("Del"), host)
    shortcut.activated.connect(partial(deleted.append, True))
    [chip] = field.findChildren(ChipButton)
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert (removed, deleted) == (["p"], [])
    qtbot.keyClick(host, Qt.Key.Key_Delete)
    assert deleted == [True]


def test_filter_keeps_backspace_for_its_text(qtbot: QtBot, shown: Shown) -> None:
    field = FilterField("Filter")
    shown(field)
    field.set_chips([FilterChip("p", "project is", "churn")])
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "auc")
    qtbot.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert field.text() == "au"
    qtbot.keyClick(field.edit, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_progress_never_runs_backwards(qtbot: QtBot) -> None:
    bar = Progress(0.5)
    qtbot.addWidget(bar)
    bar.set_share(0.3)
    assert bar.share() == pytest.approx(0.5)
    bar.restart()
    bar.set_share(0.3)
    assert bar.share() == pytest.approx(0.3)


def test_no_clock_runs_unless_a_ring_is_seen(qtbot: QtBot, shown: Shown) -> None:
    motion.set_reduced(False)
    ring = Ring()
    host = shown(ring)
    assert working.is_running()
    host.hide()
    assert not working.is_running()
    motion.set_reduced(True)
    host.show()
    assert not working.is_running()


def test_menu_keeps_value_and_shortcut(qtbot: QtBot) -> None:
    menu = Menu()
    qtbot.addWidget(menu)
    action = menu.add("R&D", "archive", "A", value="archive", is_checked=True)
    told: list[object] = []
    menu.triggered.connect(lambda chosen: told.append(chosen.data()))
    action.trigger()
    assert told == ["archive"]
    assert action.text() == "R&&D"
    assert action.shortcut().toString() == "A"

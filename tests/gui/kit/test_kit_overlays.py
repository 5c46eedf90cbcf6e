"""What floats over a page: sheets, toasts, the selection bar, drop targets, shadows."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import compositing, theme
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.chain import Chain, ChainStep
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.drop_overlay import DropOverlay, DropTarget
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import FactCard
from tidemill.gui.kit.fields import Field, TextArea
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.popover import ListPopover, Option, Popover
from tidemill.gui.kit.selection_bar import BarAction, SelectionBar
from tidemill.gui.kit.shadow import Shadow
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.kit.toast import ToastStack

pops_up = pytest.mark.qt_log_ignore(
    "^This plugin does not support (raise|grabbing the keyboard)", extend=True
)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """An active window of 1100 x 700 with one button that has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    button = Button("Promote…")
    button.setObjectName("opener")
    column.addWidget(button)
    window.resize(1100, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    return window


class Told:
    """Counts what a sheet told."""

    def __init__(self, sheet: Sheet) -> None:
        self.accepted = 0
        self.closed = 0
        sheet.accepted.connect(self._accept)
        sheet.closed.connect(self._close)

    def _accept(self) -> None:
        self.accepted += 1

    def _close(self) -> None:
        self.closed += 1


@pytest.fixture
def sheet(host: QWidget) -> Sheet:
    made = Sheet(host, "Promote v15", "Better on AUC.", "Promote v15", "crown")
    made.body.addWidget(Field("Note"))
    made.body.addWidget(TextArea("Why", name="Why"))
    made.open()
    return made


def test_sheet_covers_its_host_and_stands_in_the_middle(host: QWidget, sheet: Sheet) -> None:
    panel = sheet.panel().geometry()
    assert sheet.geometry() == host.rect()
    assert panel.width() == 900
    assert abs(panel.center().x() - host.rect().center().x()) <= 1
    assert panel.height() < 0.88 * 700
    host.resize(800, 500)
    assert sheet.geometry() == host.rect()
    assert sheet.panel().width() == 752


def test_sheet_over_a_window_that_was_not_shown_yet_can_be_made(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    made = Sheet(host, "Settings", "", "Save")
    assert made.isHidden()
    assert made.panel().parent() is made


def test_tall_sheet_scrolls_and_keeps_its_foot(host: QWidget) -> None:
    made = Sheet(host, "Settings", "", "Save")
    for at in range(60):
        made.body.addWidget(Label(f"row {at}"))
    made.open()
    assert made.panel().height() == int(0.88 * 700)
    foot = made.primary.mapTo(made, QPoint(0, made.primary.height()))
    assert foot.y() < made.panel().geometry().bottom()
    assert made.area.verticalScrollBar().maximum() > 0


def test_sheet_takes_the_focus_and_gives_it_back(host: QWidget, sheet: Sheet) -> None:
    opener = host.findChild(Button, "opener")
    assert opener is not None
    assert not opener.hasFocus()
    sheet.close_sheet()
    assert opener.hasFocus()


def test_escape_closes_and_ctrl_enter_accepts_from_any_field(qtbot: QtBot, sheet: Sheet) -> None:
    told = Told(sheet)
    for kind in (Field, TextArea):
        inner = sheet.findChild(kind)
        assert isinstance(inner, QWidget)
        target = inner.edit if isinstance(inner, Field) else inner
        target.setFocus()
        qtbot.keyClick(target, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (told.accepted, told.closed) == (2, 0)
    qtbot.keyClick(sheet.findChild(TextArea), Qt.Key.Key_Escape)
    assert (told.accepted, told.closed) == (2, 1)
    assert sheet.isHidden()


def test_busy_or_disabled_sheet_accepts_nothing(qtbot: QtBot, sheet: Sheet) -> None:
    told = Told(sheet)
    sheet.primary.set_busy(True)
    qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet.primary.set_busy(False)
    sheet.primary.setEnabled(False)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert told.accepted == 0


def test_primary_and_cancel_buttons_do_what_they_say(qtbot: QtBot, sheet: Sheet) -> None:
    told = Told(sheet)
    qtbot.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(sheet.cancel, Qt.MouseButton.LeftButton)
    assert (told.accepted, told.closed) == (1, 1)


def test_tab_stays_inside_the_sheet_and_comes_round(qtbot: QtBot, sheet: Sheet) -> None:
    seen = []
    for _ in range(6):
        focused = QGuiApplication.focusObject()
        assert isinstance(focused, QWidget)
        assert sheet.isAncestorOf(focused)
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert len(set(seen)) == 5
    assert seen[5] is seen[0]
    for widget in (seen[1], seen[0]):
        qtbot.keyClick(widget, Qt.Key.Key_Backtab)
    last = QGuiApplication.focusObject()
    assert isinstance(last, QWidget)
    assert last.accessibleName() == "Close"


def test_click_on_the_scrim_does_nothing(qtbot: QtBot, host: QWidget, sheet: Sheet) -> None:
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert sheet.isVisible()


def test_sheets_never_stack(host: QWidget, sheet: Sheet) -> None:
    told = Told(sheet)
    other = Sheet(host, "Reject v15", "", "Reject")
    other.open()
    assert (told.closed, sheet.isHidden(), other.isVisible()) == (1, True, True)


def test_toast_offers_the_way_back_for_ten_seconds(qtbot: QtBot, host: QWidget) -> None:
    stack = ToastStack(host, 28)
    toast = stack.add("churn-monthly v15 is champion.")
    assert toast.timer.interval() == 10_000
    assert toast.timer.isActive()
    with qtbot.waitSignals([toast.acted, toast.gone]):
        qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert stack.toasts() == []


def test_at_most_two_toasts_stand_at_the_lower_right(host: QWidget) -> None:
    stack = ToastStack(host, 28)
    for words in ("one", "two", "three"):
        stack.add(words)
    assert [toast.text() for toast in stack.toasts()] == ["two", "three"]
    last = stack.toasts()[-1].geometry()
    assert last.right() == host.width() - 17
    assert last.bottom() < host.height() - 28
    assert not last.intersects(stack.toasts()[0].geometry())
    for toast in stack.toasts():
        toast.leave()


def test_toasts_keep_clear_of_the_selection_bar_whichever_comes_first(
    qtbot: QtBot, host: QWidget
) -> None:
    stack, bar = ToastStack(host, 28), SelectionBar(host)
    many = [BarAction(str(n), "Something to do", "pin") for n in range(6)]
    first = stack.add("Archived 4 runs.")
    bar.show_for(4, many)
    qtbot.waitUntil(lambda: not first.geometry().intersects(bar.geometry()))
    second = stack.add("Pinned 2 runs.")
    floating = [first.geometry(), second.geometry(), bar.geometry()]
    assert not any(a.intersects(b) for n, a in enumerate(floating) for b in floating[n + 1 :])
    for toast in stack.toasts():
        toast.leave()


def test_toast_that_runs_out_leaves_by_itself(qtbot: QtBot, host: QWidget) -> None:
    stack = ToastStack(host)
    toast = stack.add("Archived 4 runs.", "")
    assert toast.button.isHidden()
    toast.timer.start(1)
    qtbot.waitUntil(lambda: not stack.toasts())


def test_selection_bar_shows_the_count_and_goes_with_the_selection(
    qtbot: QtBot, host: QWidget
) -> None:
    bar = SelectionBar(host)
    actions = [
        BarAction("compare", "Compare", "git-compare", "C", "primary"),
        BarAction("pin", "Pin", "pin"),
    ]
    bar.show_for(3207, actions)
    assert "3,207 selected" in {label.text() for label in bar.findChildren(Label)}
    assert abs(bar.geometry().center().x() - host.width() // 2) <= 1
    assert host.height() - bar.geometry().bottom() == pytest.approx(34, abs=1)
    with qtbot.waitSignal(bar.acted) as acted:
        qtbot.mouseClick(bar.button("pin"), Qt.MouseButton.LeftButton)
    assert acted.args == ["pin"]
    bar.show_for(0, actions)
    assert bar.isHidden()


def test_shadow_follows_what_casts_it(host: QWidget) -> None:
    box = QWidget(host)
    shadow = Shadow(box, 12, 2)
    box.setGeometry(300, 300, 200, 80)
    box.show()
    assert shadow.isVisible()
    assert shadow.geometry().contains(box.geometry())
    box.move(100, 100)
    assert shadow.geometry().contains(box.geometry())
    assert shadow.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    box.hide()
    assert not shadow.isVisible()


@pytest.fixture
def overlay(host: QWidget) -> DropOverlay:
    made = DropOverlay(host)
    targets = [
        DropTarget("git-commit-vertical", "Add to churn", "New version v32."),
        DropTarget("database", "Make a new dataset"),
        DropTarget("list-checks", "Score it"),
    ]
    made.open("Drop churn.csv on one of these", "0.4 MB, 14 columns", targets)
    return made


def test_drop_target_is_chosen_by_arrow_and_enter(qtbot: QtBot, overlay: DropOverlay) -> None:
    qtbot.keyClick(overlay, Qt.Key.Key_Right)
    qtbot.keyClick(overlay, Qt.Key.Key_Right)
    qtbot.keyClick(overlay, Qt.Key.Key_Right)
    qtbot.keyClick(overlay, Qt.Key.Key_Right)
    with qtbot.waitSignal(overlay.chosen) as chosen:
        qtbot.keyClick(overlay, Qt.Key.Key_Return)
    assert chosen.args == [1]
    assert overlay.isHidden()


def test_keys_stay_with_the_drop_targets_while_they_cover_the_window(
    qtbot: QtBot, host: QWidget, overlay: DropOverlay
) -> None:
    opener = host.findChild(Button, "opener")
    assert opener is not None
    seen = []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        qtbot.keyClick(QApplication.focusWidget(), key)
        seen.append(QApplication.focusWidget())
        assert overlay.isAncestorOf(QApplication.focusWidget())
    assert len(set(seen)) > 1
    opener.setFocus(Qt.FocusReason.OtherFocusReason)  # as when a popup closes that it had opened
    assert QApplication.focusWidget() is overlay
    with qtbot.waitSignal(overlay.cancelled):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    opener.setFocus(Qt.FocusReason.OtherFocusReason)
    assert QApplication.focusWidget() is opener


def test_drop_target_under_the_pointer_is_selected(qtbot: QtBot, overlay: DropOverlay) -> None:
    qtbot.waitUntil(lambda: overlay.layout().geometry().width() > 0)
    spot = QPoint(overlay.width() // 2, overlay.height() // 2)
    overlay.point_at(spot)
    assert overlay.selected() == 1
    with qtbot.waitSignal(overlay.chosen) as chosen:
        overlay.choose()
    assert chosen.args == [1]


def test_files_that_cannot_be_read_leave_nothing_to_choose(
    qtbot: QtBot, overlay: DropOverlay
) -> None:
    overlay.open("Can't read notes.docx", "Tables come as CSV, Parquet, Excel or JSON.", [])
    with qtbot.waitSignal(overlay.cancelled):
        overlay.choose()


@pops_up
def test_popover_tells_when_it_is_closed(qtbot: QtBot, host: QWidget) -> None:
    opener = host.findChild(Button, "opener")
    assert opener is not None
    box = Popover(host)
    box.body.addWidget(Label("Columns"))
    box.open_below(opener)
    assert box.isVisible()
    with qtbot.waitSignal(box.closed):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    box.deleteLater()


def test_error_panel_folds_its_details_and_copies_everything(qtbot: QtBot, host: QWidget) -> None:
    panel = ErrorPanel(parent=host)
    assert panel.isHidden()
    panel.set_error("Can't read x.xlsx.", "Save it without a password.", "BadZipFile", "Choose")
    assert panel.isVisible()
    panel.resize(500, 300)
    assert panel.copy_button.isHidden()
    qtbot.mouseClick(panel.details, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.copy_button, Qt.MouseButton.LeftButton)
    expected = "Can't read x.xlsx.\nSave it without a password.\nBadZipFile"
    assert QGuiApplication.clipboard().text() == expected
    with qtbot.waitSignal(panel.acted):
        qtbot.mouseClick(panel.action, Qt.MouseButton.LeftButton)
    panel.set_error("")
    assert panel.isHidden()


def test_making_parts_never_opens_a_window_of_theirs(qtbot: QtBot, host: QWidget) -> None:
    opened: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            is_shown = event.type() == QEvent.Type.Show
            if is_shown and isinstance(watched, QWidget) and watched.isWindow():
                opened.append(type(watched).__name__)
            return False

    watch = Watch()
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    made = [
        EmptyState("No runs yet", "Train on a dataset.", "Train"),
        ErrorPanel("It failed.", "Try again.", "detail", "Again"),
        FactCard("Rows", "42,310", "new", "good"),
        Field("Name", help="Shown everywhere."),
        Inspector("Version 15", "registered today"),
        Sheet(host, "Promote", "Better.", "Promote", recorded_as="Recorded as Ines"),
    ]
    app.removeEventFilter(watch)
    assert opened == []
    for widget in made:
        if widget.parentWidget() is None:
            qtbot.addWidget(widget)


def test_empty_state_says_it_and_offers_one_button(qtbot: QtBot) -> None:
    empty = EmptyState("No runs yet", "Train on a dataset.", "Train", "play", "flask-conical")
    qtbot.addWidget(empty)
    empty.resize(600, 400)
    empty.show()
    with qtbot.waitSignal(empty.acted):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
    empty.set_words("Nothing matches")
    assert empty.button.isHidden()


def test_loading_shows_nothing_at_first_then_blocks(qtbot: QtBot) -> None:
    loading = Loading("Reading runs")
    qtbot.addWidget(loading)
    loading.resize(400, 200)
    loading.show()
    assert loading.stage() == 0
    qtbot.waitUntil(lambda: loading.stage() == 1)
    loading.hide()
    loading.show()
    assert loading.stage() == 0
    loading.hide()


def test_inspector_is_refilled_section_by_section(qtbot: QtBot) -> None:
    inspector = Inspector()
    qtbot.addWidget(inspector)
    inspector.set_head("Version 15", "registered today", Chip("Candidate", "candidate"))
    for title in ("Gates", "Lineage"):
        inspector.add_section(title).addWidget(Paragraph("text"))
    inspector.resize(320, 600)
    inspector.show()
    words = [label.text() for label in inspector.findChildren(Label)]
    assert words == ["Version 15", "Gates", "Lineage"]
    inspector.clear()
    inspector.add_section("State")

    def shown() -> list[str]:
        return [label.text() for label in inspector.findChildren(Label) if label.isVisible()]

    qtbot.waitUntil(lambda: shown() == ["Version 15", "State"])
    with qtbot.waitSignal(inspector.closed):
        qtbot.mouseClick(inspector._close, Qt.MouseButton.LeftButton)


def test_steps_of_a_timeline_can_be_clicked_where_asked_for(qtbot: QtBot) -> None:
    line = Timeline([Step("churn v31", "42,310 rows"), Step("v15", mark="working")], True)
    qtbot.addWidget(line)
    line.resize(300, 200)
    line.show()
    told: list[int] = []
    line.step_clicked.connect(told.append)
    rows = [row for row in line.children() if isinstance(row, QWidget)]
    qtbot.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert told == [1]
    line.set_steps([Step("one")])
    assert [step.title for step in line.steps()] == ["one"]


def test_chain_goes_on_to_the_next_line_where_it_does_not_fit(qtbot: QtBot) -> None:
    steps = [ChainStep(f"Step {n}", "box") for n in range(6)]
    chain = Chain(steps)
    qtbot.addWidget(chain)
    assert chain.heightForWidth(200) > chain.heightForWidth(2000)
    told: list[int] = []
    chain.step_clicked.connect(told.append)
    chain.resize(200, 300)
    chain.show()
    qtbot.mouseClick(steps[4], Qt.MouseButton.LeftButton)
    assert told == [4]
    assert steps[4].y() > steps[0].y()


def test_corners_of_a_card_are_round_over_what_fills_it(qtbot: QtBot) -> None:
    card = Card((1, 1))
    inner = QWidget()
    inner.setAutoFillBackground(True)
    look = inner.palette()
    look.setColor(inner.backgroundRole(), theme.colour("bad_dot"))
    inner.setPalette(look)
    card.body.addWidget(inner)
    qtbot.addWidget(card)
    card.resize(120, 60)
    card.show()
    seen = card.grab().toImage()
    assert seen.pixelColor(1, 1) == theme.colour("surface")
    assert seen.pixelColor(60, 30) == theme.colour("bad_dot")


@pops_up
def test_popover_and_menu_are_cut_to_their_boxes_where_nothing_mixes_windows(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.resize(200, 40)
    anchor.show()
    whole = ListPopover([Option("a", "One"), Option("b", "Two")], None, anchor)
    whole.open_below(anchor)
    assert whole.mask().isEmpty()
    whole.close()
    monkeypatch.setattr(compositing, "is_composited", lambda: False)
    chooser = ListPopover([Option("a", "One"), Option("b", "Two")], None, anchor)
    chooser.open_below(anchor)
    cut = chooser.mask().boundingRect()
    assert chooser.rect().contains(cut)
    assert cut.width() <= chooser.width() - 40
    assert not chooser.mask().contains(cut.topLeft())
    chooser.close()
    menu = Menu(anchor)
    menu.add("Rename")
    menu.open_below(anchor)
    assert not menu.mask().contains(QPoint(0, 0))
    assert menu.mask().contains(menu.rect().center())
    menu.close()

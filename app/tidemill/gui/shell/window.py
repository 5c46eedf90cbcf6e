"""The window: rail, top bar, page, inspector, status bar, and what may lie over them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit import key_map, metrics, motion, numbers, theme
from tidemill.gui.kit.icons import app_icon
from tidemill.gui.kit.restored_line import RestoredLine
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.surfaces import Surface
from tidemill.gui.kit.toast import ToastStack
from tidemill.gui.shell import memory, regions
from tidemill.gui.shell.commands import Command, Registry, keys_at_rest
from tidemill.gui.shell.dropping import DropController, files_in
from tidemill.gui.shell.help import Help
from tidemill.gui.shell.inspector_slot import InspectorSlot
from tidemill.gui.shell.keys import Keys
from tidemill.gui.shell.navigator import Navigator
from tidemill.gui.shell.page import Crumb, Page
from tidemill.gui.shell.rail import Rail
from tidemill.gui.shell.standing import Standing
from tidemill.gui.shell.status_bar import StatusBar
from tidemill.gui.shell.top_bar import TopBar

MIN_WIDTH, MIN_HEIGHT = 1100, 700
DRAWER_UNDER = 1280
RAIL_FOLDS_UNDER = 1180
TAKEN_BACK = "undo-2"
"""The icon of a toast that tells of something taken back."""


class Frame(QWidget):
    """The parts of the window and how they stand to each other; knows no workspace.

    `MainWindow` in `main_window` gives it life.
    """

    option_chosen = Signal(str)
    """The key of an option of this computer that was changed."""

    def __init__(self, pages: Sequence[Page], look: memory.Look) -> None:
        """Build the parts for these places."""
        super().__init__()
        self.look = self.look_kept = look
        self.setWindowTitle("Tidemill")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self.setAcceptDrops(True)
        self.rail = Rail(pages)
        self.top_bar = TopBar()
        self.status_bar = StatusBar()
        self.standing = Standing()
        self.restored = RestoredLine(16)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.standing)
        self._build()
        self.navigator = Navigator(pages, self.stack, self)
        self.inspector = InspectorSlot(self, self._row)
        self.toasts = ToastStack(self, metrics.current().status_bar)
        self.own = Operations(self)
        self.commands = Registry()
        self.keys = Keys(self, self.press)
        self.help = Help(self, self)
        self.drops = DropController(self, self)
        self._covers: set[str] = set()
        self._is_sure = False
        self._is_drawer_open = False
        self.navigator.moved.connect(self._on_moved)
        self.navigator.frame_changed.connect(self.draw_frame)
        self.navigator.inspector_wanted.connect(self._on_inspector_wanted)
        self.inspector.fold_asked.connect(self.fold_inspector)
        self.top_bar.inspector_asked.connect(self.fold_inspector)
        self.drops.covering.connect(partial(self.cover, "drop"))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(self.rail)
        self.middle = Surface("surface")
        inner = QVBoxLayout(self.middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.top_bar)
        inner.addWidget(self.standing.strip)
        inner.addWidget(self.restored)
        inner.addWidget(self.stack, 1)
        self._row.addWidget(self.middle, 1)
        column.addLayout(self._row, 1)
        column.addWidget(self.status_bar)

    # What lies over the page

    def cover(self, what: str, is_covering: bool) -> None:
        """Let the keys rest while something lies over the page."""
        (self._covers.add if is_covering else self._covers.discard)(what)
        self.keys.set_resting(bool(self._covers))

    def is_covered(self) -> bool:
        """Whether a sheet, the palette or the drop cards lie over the page."""
        return bool(self._covers)

    def open_sheet(self, sheet: Sheet) -> None:
        """Show a sheet; it is deleted when it closes."""
        name = f"sheet {id(sheet)}"
        self.cover(name, True)
        sheet.closed.connect(partial(self.cover, name, False))
        sheet.closed.connect(sheet.deleteLater)
        sheet.help_asked.connect(partial(self.help.open_chapter, sheet.chapter))
        sheet.open()

    def toast(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        icon: str = "circle-check",
        tone: str = "good",
    ) -> None:
        """Say what was done, with a way back or on; what was taken back offers none any more."""
        if icon == TAKEN_BACK:
            for each in reversed(self.toasts.toasts()):
                if each.action == tr("Undo"):
                    each.leave()
                    break
        shown = self.toasts.add(text, action, icon, tone)
        if on_action is not None:
            shown.acted.connect(on_action)

    def copy(self, text: str) -> None:
        """Put words on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.toast(tr("Copied"), icon="copy", tone="text2")

    def problem(self, error: TidemillError) -> None:
        """Say what failed in the strip over the page."""
        self.standing.strip.say(error)

    # The frame around the page

    def _on_moved(self) -> None:
        page = self.navigator.page()
        if page is None:
            return
        self.standing.strip.clear()
        self._is_drawer_open = False
        self.rail.set_current(page.id)
        self.draw_frame()
        self.arrange()
        view = self.navigator.view()
        focused = self.focusWidget()
        is_at_rail = focused is not None and self.rail.isAncestorOf(focused)
        if view is not None and not self._covers and not is_at_rail:
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def draw_frame(self) -> None:
        """Ask the page for crumbs, actions, inspector and commands again."""
        page, view = self.navigator.page(), self.navigator.view()
        if page is None or view is None:
            self.top_bar.set_crumbs([])
            self.top_bar.set_actions([])
            self.inspector.set_widget(None, None)
            self._put_commands(())
            self.arrange()
            return
        self.top_bar.set_crumbs(view.crumbs() or [Crumb(page.title)])
        self.top_bar.set_actions(view.bar_actions(), view)
        self.inspector.set_widget(view.inspector(), view)
        self._put_commands(view.commands())
        self.arrange()

    def _put_commands(self, commands: Sequence[Command]) -> None:
        """Take on the page's commands; keys that have nothing to do here say so."""
        self.commands.put("page", commands)
        absent = keys_at_rest(self.commands, self.refuse)
        is_new = [each.id for each in absent] != [c.id for c in self.commands.layer("absent")]
        if is_new:  # a key that the page takes is given up first
            self.keys.put("absent", ())
        self.keys.put("page", self.commands.layer("page"))
        self.commands.put("absent", absent)
        self.keys.put("absent", absent)

    def is_narrow(self) -> bool:
        """Whether the inspector is a drawer."""
        return self.width() < DRAWER_UNDER

    def _place(self) -> str:
        page = self.navigator.page()
        return page.id if page is not None else ""

    def _is_folded(self, part: str, is_narrow: bool) -> bool:
        key = memory.fold_key(part, self._place(), is_narrow)
        return self.look.folds.get(key, is_narrow)

    def arrange(self) -> None:
        """Fold and unfold what the width and the person ask for."""
        is_rail_narrow = self.width() < RAIL_FOLDS_UNDER
        is_folded = self._is_folded("rail", is_rail_narrow)
        if is_folded != self.rail.is_folded():
            self.rail.set_folded(is_folded)
        is_narrow = self.is_narrow()
        has_one = self.inspector.widget() is not None
        is_shown = self._is_drawer_open if is_narrow else not self._is_folded("inspector", False)
        top = self.top_bar.height()
        room = QRect(0, top, self.width(), self.height() - top - self.status_bar.height())
        self.inspector.arrange(is_shown, is_narrow, room)
        self.top_bar.set_unfolding(has_one and not is_shown)

    def fold_rail(self) -> None:
        """Fold or unfold the rail, remembered for this place."""
        is_narrow = self.width() < RAIL_FOLDS_UNDER
        key = memory.fold_key("rail", self._place(), is_narrow)
        self._remember_fold(key, not self.rail.is_folded())

    def fold_inspector(self) -> None:
        """Fold or unfold the inspector; the wide window's choice is remembered."""
        if self.inspector.widget() is None:
            self.refuse("fold_inspector")
            return
        if self.is_narrow():
            self._is_drawer_open = not self._is_drawer_open
            self.arrange()
        else:
            key = memory.fold_key("inspector", self._place(), False)
            self._remember_fold(key, not self._is_folded("inspector", False))

    def _remember_fold(self, key: str, is_folded: bool) -> None:
        self.keep(replace(self.look, folds={**self.look.folds, key: is_folded}))
        self.arrange()

    def _on_inspector_wanted(self) -> None:
        self.draw_frame()
        if self.is_narrow():
            self._is_drawer_open = True
            self.arrange()

    # Look

    def keep(self, look: memory.Look) -> None:
        """Take on a look and write it down, off the GUI thread."""
        self.look = look
        self.own.change("shell.look", partial(_kept, look, self.look_kept), self._on_kept)

    def _on_kept(self, look: memory.Look) -> None:
        self.look_kept = look

    def choose_look(self, field: str, value: object) -> None:
        """Change one choice of the look; it takes effect at once."""
        self.look = memory.replaced(self.look, **{field: value})
        self._keep_option(memory.FIELDS[field].key, value)
        self.apply_look()

    def choose_option(self, key: str, value: object) -> None:
        """Change an option of this computer; one of the look takes effect at once."""
        field = memory.field_of(key)
        if key == memory.KEYS and isinstance(value, dict):
            self.look = replace(self.look, keys=value)
            self._keep_option(key, value or None)
            self.apply_keys()
        elif field is None:
            self._keep_option(key, value)
        else:
            self.choose_look(field, value)
        self.option_chosen.emit(key)

    def _keep_option(self, key: str, value: object) -> None:
        self.own.change("shell.option", partial(_option_kept, key, value), _nothing)

    def apply_look(self) -> None:
        """Make theme, text size, motion, formats and keys what the look says."""
        look = self.look
        if theme.choice() != look.theme:
            theme.set_theme(look.theme)
        if theme.contrast_choice() != look.contrast:
            theme.set_contrast(look.contrast)
        at = metrics.current()
        if at.scale != look.text_scale:
            theme.set_text_scale(look.text_scale)
        if at.density != look.density:
            theme.set_density(look.density)
        motion.set_reduced(look.is_motion_reduced)
        if numbers.region() != look.region:
            numbers.set_region(look.region)
            theme.repaint()
        self.keys.set_letters(look.has_letter_keys)
        self.apply_keys()
        self.arrange()

    def apply_keys(self) -> None:
        """Make the keys what the look says, with all that names them."""
        if not key_map.assign(self.look.keys):
            return
        layers = ("shell", "pages", "page", "absent")
        for layer in layers:  # a key may move from one to another
            self.keys.put(layer, ())
        for layer in layers:
            self.keys.put(layer, self.commands.layer(layer))

    # What the person does

    def press(self, command_id: str) -> None:
        """Do what a key asks for, or say why not."""
        command = self.commands.find(command_id)
        if command is not None and not self.commands.run(command_id):
            self.refuse(command.key)

    def refuse(self, key: str) -> None:
        """Say that there is nothing for a key to do."""
        declared = key_map.find(key)
        words = declared.absent if declared is not None else ""
        if words and all(toast.text() != words for toast in self.toasts.toasts()):
            self.toast(words, icon="info", tone="text2")

    def shown_parts(self) -> list[QWidget]:
        """The page and, where it is open, the inspector."""
        inspector = self.inspector.widget() if self.inspector.is_shown() else None
        return [self.middle] if inspector is None else [self.middle, inspector]

    def next_region(self, step: int = 1) -> None:
        """Move the focus to the next region: rail, page, inspector, status bar."""
        parts: list[QWidget | None] = [
            self.rail,
            self.middle,
            self.inspector.widget() if self.inspector.is_shown() else None,
            self.status_bar,
        ]
        regions.move_focus([part for part in parts if part is not None], step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, where nothing else wants it, steps back."""
        if event.key() == Qt.Key.Key_Escape and "drop" in self._covers:
            self.drops.overlay.cancel()  # the focus may have gone with a popup that closed
            return
        if event.key() != Qt.Key.Key_Escape or self._covers:
            super().keyPressEvent(event)
            return
        view = self.navigator.view()
        if self.is_narrow() and self._is_drawer_open:
            self.fold_inspector()
        elif view is not None:
            view.step_back()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse's own back and forward buttons."""
        steps = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}
        if event.button() in steps and not self._covers:
            self.navigator.step(steps[event.button()])
        else:
            super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what no longer fits."""
        super().resizeEvent(event)
        self.arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files come over the window."""
        is_free = self._covers <= {"drop"}
        if is_free and self.drops.begin(files_in(event.mimeData())):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """They move; the card under the pointer is the chosen one."""
        self.drops.move(event.position().toPoint())
        event.accept()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """They leave again."""
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        """They are let go."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.drops.drop(event.position().toPoint())

    def may_close(self) -> bool:
        """Whether the window may be closed without asking."""
        return True

    def close_now(self) -> None:
        """Close without asking; what works goes on."""
        self._is_sure = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write down where the window was, and end what it started; ask before where need be."""
        if not self._is_sure and not self.may_close():
            event.ignore()
            return
        size = self.normalGeometry().size() if self.isMaximized() else self.size()
        self.look = replace(
            self.look,
            width=max(MIN_WIDTH, size.width()),
            height=max(MIN_HEIGHT, size.height()),
            is_maximised=self.isMaximized(),
        )
        self.shut()
        event.accept()

    def shut(self) -> None:
        """End threads and timers."""
        self.own.close()


def _kept(look: memory.Look, before: memory.Look, _reporter: object) -> memory.Look:
    memory.write(look, before=before)
    return look


def _option_kept(key: str, value: object, _reporter: object) -> None:
    memory.keep_options({key: value})


def _nothing(_result: None) -> None:
    """The look was written down."""

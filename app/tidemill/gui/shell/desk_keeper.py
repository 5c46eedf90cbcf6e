"""Keeps a person's desk while the window is open, and lays it out again after it was cut off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from tidemill.gui.kit.inputs import Entry, Inputs, is_view
from tidemill.gui.kit.restored_line import RestoredLine
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell import desk as desks
from tidemill.gui.shell.desk import Desk, Draft, Drawer
from tidemill.gui.shell.kept_file import KeptFile
from tidemill.gui.shell.marks import Marks
from tidemill.gui.shell.page import PageContext, PageView, address_of
from tidemill.gui.shell.returning import Returning, Step
from tidemill.gui.shell.scrolls import Scrolls

if TYPE_CHECKING:
    from tidemill.gui.shell.navigator import Navigator

_PAUSE_MS = 250
"""With the pause of `KeptFile` what is typed lies on the disk within a second."""
_BUILT_MS = 600
"""How long after what was read parts of a page, which are built one after the other, stand."""


class DeskKeeper(QObject):
    """Keeps where the window is and what is half typed in it, and puts that back.

    After a window that was killed the page, its filters, tabs, order and places, the sheet and all
    drafts return by `lay_out`; after one that was closed on purpose the drafts alone do, each
    where it belongs.
    """

    def __init__(
        self,
        context: PageContext,
        navigator: "Navigator",
        drawer: Drawer,
        line: RestoredLine,
        parent: QObject | None = None,
    ) -> None:
        """Begin with the desk in `drawer`; `line` is the one over the page."""
        super().__init__(parent)
        self._context, self._navigator, self._line = context, navigator, line
        self._drawer = drawer
        self.left = drawer.desk
        drafts = drawer.desk.drafts
        if not self.left.is_open:
            drafts = tuple(one for one in drafts if not one.key.startswith(_PAGE))
        self.desk = Desk(True, drawer.desk.address, drafts=drafts)
        self._file = KeptFile(context, drawer.path, _nothing, desks.write, self, "shell")
        self._pages: dict[PageView, Inputs] = {}
        self._address = ""
        self._sheet: Sheet | None = None
        self._sheet_key = ""
        self._sheet_inputs: Inputs | None = None
        self._returns: list[Returning] = []
        self._scrolls = Scrolls(self)
        self._scrolls.moved.connect(self._on_touched)
        self._marks = Marks(self)
        self._marks.moved.connect(self._on_touched)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self.note)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_BUILT_MS)
        self._later.timeout.connect(self.note)
        context.operations.ended.connect(self._on_read)
        navigator.leaving.connect(self.note)
        navigator.moved.connect(self._on_frame)
        navigator.frame_changed.connect(self._on_frame)
        line.dropped.connect(self._on_dropped)
        self._to_drop: Callable[[], None] | None = None
        self._is_closed = False

    def close(self, *, is_cut_off: bool = False) -> None:
        """Keep the desk for the next time; `is_cut_off` where the person did not close it."""
        if self._is_closed:
            return
        self.note()
        self._is_closed = True
        self._soon.stop()
        self._later.stop()
        self._scrolls.close()
        self._marks.close()
        for one in self._returns:
            one.stop()
        self.desk = replace(self.desk, is_open=is_cut_off)
        self._file.keep(self.desk)
        self._file.close()
        self._drawer.close()
        self._line.hide()

    def half_made(self) -> list[str]:
        """What is half-made in the window now, in words."""
        self.note()
        found = []
        if self._sheet is not None and self._sheet_inputs is not None:
            found += [self._sheet.heading()] if self._sheet_inputs.entries() else []
        draft = self.desk.draft(self._address)
        return [*found, *([draft.title] if draft is not None and draft.title else [])]

    # Laying it out again

    def lay_out(
        self, run_command: Callable[[str], bool], open_source: Callable[[tuple[str, ...]], None]
    ) -> None:
        """After a window that was cut off: scroll where it was, mark what was, open the sheet that
        lay there, by its command or on its source."""
        if not self.left.is_open:
            return
        view = self._navigator.view()
        if view is None:
            return
        steps: list[Step] = [
            partial(self._scrolls.put, self._roots(view), place, pixels)
            for place, pixels in self.left.scrolls.items()
        ]
        steps += [
            partial(self._marks.put, self._roots(view), key, kept)
            for key, kept in self.left.marks.items()
        ]
        if self.left.source:
            steps.append(partial(_opened, open_source, self.left.source))
        elif self.left.sheet:
            steps.append(partial(_ran, run_command, self.left.sheet))
        self._return(steps, view, _done)

    def _return(
        self, steps: Sequence[Step], owner: QWidget, done: Callable[[set[int]], None]
    ) -> None:
        returning = Returning(self._context.operations, steps, owner, done, self)
        self._returns = [one for one in self._returns if one.is_at_it] + [returning]
        returning.begin()

    # The page

    def _roots(self, view: PageView) -> list[QWidget]:
        beside = view.inspector() if isValid(view) else None
        return [view] if beside is None else [view, beside]

    def _on_frame(self) -> None:
        """Another page is shown, or another part of it."""
        view, page = self._navigator.view(), self._navigator.page()
        if view is None or page is None or self._is_closed:
            return
        inputs = self._pages.get(view)
        is_first = inputs is None
        if inputs is None:
            inputs = Inputs(partial(self._roots, view), self, is_page=True)
            inputs.changed.connect(self._on_touched)
            self._pages[view] = inputs
        address = address_of(page.id, *view.address())
        if address != self._address:
            self._address = address
            inputs.forget_texts()
            self._line.hide()
            self._bring_back(address, f"{_PAGE}{page.id}" if is_first else "", view, inputs)
        self._on_touched()

    def _bring_back(self, address: str, page_key: str, view: PageView, inputs: Inputs) -> None:
        """Put back what was half-made at an address, and how the page was looked at."""
        looked = self.desk.draft(page_key) if page_key else None
        typed = self.desk.draft(address)
        steps: list[Step] = []
        if looked is not None:
            steps += [partial(inputs.put, entry) for entry in looked.entries]
        n_before = len(steps)
        if typed is not None:
            if typed.made is not None:
                steps.append(partial(_taken_up, view, typed.made))
            steps += [partial(inputs.put, entry) for entry in typed.entries]
        if not steps:
            return
        drop = partial(self._drop, address, view, inputs, () if typed is None else typed.entries)
        self._return(steps, view, partial(self._on_page_back, address, n_before, drop))

    def _on_page_back(
        self, address: str, n_before: int, drop: Callable[[], None], done: set[int]
    ) -> None:
        if self._address == address and any(at >= n_before for at in done):
            self._to_drop = drop
            self._line.show()

    def _drop(
        self, address: str, view: PageView, inputs: Inputs, entries: tuple[Entry, ...]
    ) -> None:
        if isValid(view):
            inputs.put_back(entries)
            if view.half_made() is not None:
                view.drop_half_made()
        self.desk = self.desk.without(address)
        self._on_touched()

    def _on_dropped(self) -> None:
        drop, self._to_drop = self._to_drop, None
        if drop is not None:
            drop()

    # Sheets

    def watch_sheet(self, sheet: Sheet) -> None:
        """Keep what is put into a sheet, and put back what was once."""
        if self._is_closed:
            return
        key = f"sheet:{type(sheet).__name__}:{sheet.heading()}"
        self._sheet, self._sheet_inputs, self._sheet_key = sheet, None, key
        sheet.closed.connect(partial(self._on_sheet_closed, sheet, key))
        if sheet.keeps_draft:
            self._keep_sheet(sheet, key)
        self._on_touched()

    def _keep_sheet(self, sheet: Sheet, key: str) -> None:
        inputs = Inputs(partial(_panel, sheet), sheet)
        inputs.changed.connect(self._on_touched)
        sheet.grew.connect(inputs.look)
        self._context.operations.ended.connect(inputs.look)  # what was read fills the sheet
        self._sheet_inputs = inputs
        draft = self.desk.draft(key)
        if draft is not None:
            steps = [partial(inputs.put, entry) for entry in draft.entries]
            done = partial(self._on_sheet_back, sheet, inputs, draft.entries)
            self._return(steps, sheet, done)

    def _on_sheet_back(
        self, sheet: Sheet, inputs: Inputs, entries: tuple[Entry, ...], done: set[int]
    ) -> None:
        if done and isValid(sheet) and not sheet.isHidden():
            sheet.show_restored().dropped.connect(
                partial(self._on_sheet_dropped, sheet, inputs, entries)
            )

    def _on_sheet_dropped(self, sheet: Sheet, inputs: Inputs, entries: tuple[Entry, ...]) -> None:
        inputs.put_back(entries)
        self.desk = self.desk.without(self._sheet_key)
        sheet.fit()
        self._on_touched()

    def _on_sheet_closed(self, sheet: Sheet, key: str) -> None:
        if self._is_closed or self._sheet is not sheet:
            return
        if sheet.is_left:
            self.note()
        self._sheet = self._sheet_inputs = None
        if not sheet.is_left:
            self.desk = self.desk.without(key)
        self._on_touched()

    # Keeping

    def _on_touched(self) -> None:
        if not self._soon.isActive() and not self._is_closed:
            self._soon.start()

    def _on_read(self, _key: object) -> None:
        """Something was read: tables and charts that are made of it are watched once they stand."""
        if not self._is_closed:
            self._later.start()

    def note(self) -> None:
        """Take down where the window is and what is in it."""
        view, page = self._navigator.view(), self._navigator.page()
        if view is None or page is None or self._is_closed:
            return
        before = self.desk
        here = address_of(page.id, *view.address())
        inputs = self._pages.get(view)
        is_back = not any(one.is_at_it for one in self._returns)
        if inputs is not None and here == self._address and is_back:
            self._note_page(view, inputs, page.id)
            inputs.look()
        roots = self._roots(view)
        self._scrolls.watch(roots)
        self._marks.watch(roots)
        if self._sheet is not None and self._sheet_inputs is not None and is_back:
            self._sheet_inputs.settle()
            entries = self._sheet_inputs.entries()
            draft = Draft(self._sheet_key, self._sheet.heading(), entries)
            self.desk = self.desk.with_draft(draft)
        sheet = () if self._sheet is None else self._sheet.reopened_by
        source = () if self._sheet is None else self._sheet.source()
        scrolls = self._scrolls.places(roots) if is_back else self.left.scrolls
        marks = self._marks.places(roots) if is_back else self.left.marks
        self.desk = replace(
            self.desk, address=here, scrolls=scrolls, marks=marks, sheet=sheet, source=source
        )
        if self.desk != before:
            self._file.keep(self.desk)

    def _note_page(self, view: PageView, inputs: Inputs, page_id: str) -> None:
        inputs.settle()
        looked = tuple(one for one in inputs.entries() if is_view(one.key))
        typed = tuple(one for one in inputs.entries() if not is_view(one.key))
        self.desk = self.desk.with_draft(Draft(f"{_PAGE}{page_id}", "", looked))
        half = view.half_made()
        crumbs = view.crumbs()
        title = half.title if half is not None else crumbs[-1].text if crumbs else ""
        made = None if half is None else half.made
        self.desk = self.desk.with_draft(Draft(self._address, title, typed, made))


_PAGE = "page:"


def _panel(sheet: Sheet) -> list[QWidget]:
    return [sheet.panel()]


def _taken_up(view: PageView, made: Mapping[str, Any]) -> bool | None:
    half = view.half_made()
    if half is not None:
        return None  # it never went
    return view.take_up(made)


def _ran(run_command: Callable[[str], bool], commands: tuple[str, ...]) -> bool:
    return any(run_command(command) for command in commands)


def _opened(open_source: Callable[[tuple[str, ...]], None], source: tuple[str, ...]) -> bool:
    open_source(source)
    return True


def _done(_done: set[int]) -> None:
    """Nothing is said of places and sheets: one sees them."""


def _nothing(_path: object) -> Desk | None:
    """The desk was read with the drawer."""
    return None

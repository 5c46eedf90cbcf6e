"""Going from place to place: pages are made when first shown and kept while the store is open."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from tidemill.gui.shell.history import History
from tidemill.gui.shell.page import Page, PageContext, PageView, address_of, parts_of


class Navigator(QObject):
    """Shows pages in a stack. Emits `moved` for another page, `frame_changed` for its parts."""

    moved = Signal()
    frame_changed = Signal()
    inspector_wanted = Signal()
    leaving = Signal()
    """The page shown, or what it shows, is about to be another."""

    def __init__(
        self, pages: Sequence[Page], stack: QStackedWidget, parent: QObject | None = None
    ) -> None:
        """Walk among `pages`; the first is home."""
        super().__init__(parent)
        self._pages = {page.id: page for page in pages}
        self._stack = stack
        self._views: dict[str, PageView] = {}
        self._context: PageContext | None = None
        self._current = ""
        self.history = History()
        # A page may tell of several changes in one go; the frame is drawn once after them.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._tell)

    def attach(self, context: PageContext) -> None:
        """Pages may be made from now on."""
        self._context = context

    def close(self) -> None:
        """Delete all pages and forget where they were."""
        self._soon.stop()
        for view in self._views.values():
            view.close_page()
            view.frame_changed.disconnect(self._on_frame)
            view.inspector_wanted.disconnect(self.inspector_wanted)
            self._stack.removeWidget(view)
            view.hide()
            view.deleteLater()
        self._views.clear()
        self._context = None
        self._current = ""
        self.history = History()

    def page(self) -> Page | None:
        """The place shown."""
        return self._pages.get(self._current)

    def view(self) -> PageView | None:
        """The page shown."""
        return self._views.get(self._current)

    def go(self, address: str) -> bool:
        """Go to an address; False if there is no such place, and nothing happens."""
        parts = parts_of(address)
        if self._context is None or not parts or parts[0] not in self._pages:
            return False
        view = self._views.get(parts[0]) or self._made(parts[0])
        self._note_where()
        self.history.go(address_of(*parts))
        self._show(view, parts)
        return True

    def step(self, by: int) -> bool:
        """Go back (-1) or forward (1)."""
        self._note_where()
        address = self.history.step(by)
        if address is None:
            return False
        parts = parts_of(address)
        self._show(self._views[parts[0]], parts)
        return True

    def _show(self, view: PageView, parts: list[str]) -> None:
        self._current = parts[0]
        self._stack.setCurrentWidget(view)
        view.show_address(parts[1:])
        self._soon.stop()
        self.moved.emit()

    def _made(self, page_id: str) -> PageView:
        assert self._context is not None
        view = self._pages[page_id].create(self._context)
        view.frame_changed.connect(self._on_frame)
        view.inspector_wanted.connect(self.inspector_wanted)
        self._views[page_id] = view
        self._stack.addWidget(view)
        return view

    def _note_where(self) -> None:
        """Keep where the page shown really is: it may have moved on inside."""
        view = self.view()
        if view is not None:
            self.leaving.emit()
            self.history.replace(address_of(self._current, *view.address()))

    def _on_frame(self) -> None:
        if self.sender() is self.view():
            self._soon.start()

    def _tell(self) -> None:
        self.frame_changed.emit()

"""The notification centre: a popover under the bell."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Popover
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.tabs import Tab, Tabs
from tidemill.gui.shell.centre.deeds import NoticeDeeds
from tidemill.gui.shell.centre.rows import NoticeView
from tidemill.gui.shell.centre.state import CentreState
from tidemill.gui.shell.centre.view_model import CentreViewModel

_WIDE, _TALL = 400, 460


class _Area(VScroll):
    """As high as its rows, up to a limit."""

    def sizeHint(self) -> QSize:
        wide = metrics.current().scaled(_WIDE)
        self.body.activate()  # what was just put in counts
        outer = self._outer.layout()
        assert outer is not None
        outer.invalidate()
        folds = outer.hasHeightForWidth()
        tall = outer.heightForWidth(wide) if folds else outer.sizeHint().height()
        return QSize(wide, min(metrics.current().scaled(_TALL), tall))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class NotificationCentre(Popover):
    """Draws the state of the view-model; what is done from it, `deeds` do.

    Emits `settings_asked`. Opening a notice, and acting on one, reads it.
    """

    settings_asked = Signal()

    def __init__(
        self, view_model: CentreViewModel, deeds: NoticeDeeds, parent: QWidget | None = None
    ) -> None:
        """Fill with what is known, and follow it."""
        super().__init__(parent, padding=0)
        self._view_model, self._deeds = view_model, deeds
        self._drawn: tuple[object, ...] = ()
        self.views: dict[str, NoticeView] = {}
        self.setAccessibleName(tr("Notifications"))
        self.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 10, 4)
        head.setSpacing(6)
        head.addWidget(Label(tr("Notifications"), "h2"), 1)
        self.read_all = Button(tr("Mark all read"), None, "ghost", height=28)
        self.read_all.clicked.connect(self._on_read_all)
        self.settings = IconButton("sliders-horizontal", tr("What reaches you, and how"))
        self.settings.clicked.connect(self._on_settings)
        head.addWidget(self.read_all)
        head.addWidget(self.settings)
        self.body.addLayout(head)
        self.tabs = Tabs([Tab("mine", tr("For you"), 0), Tab("all", tr("Everything"))])
        self.tabs.changed.connect(self._on_tab)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 16, 0)
        line.addWidget(self.tabs)
        self.body.addLayout(line)
        self.area = _Area()
        self.area.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.area)
        self.body.addWidget(Divider())
        self.foot = Label("", "small", "text3")
        self.foot.setContentsMargins(16, 0, 16, 0)
        self.foot.setMinimumHeight(metrics.current().scaled(32))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.foot)
        self.body.addLayout(foot)
        view_model.changed.connect(self.show_state)
        self.show_state(view_model.state)

    def open_under(self, bell: QWidget) -> None:
        """Open with the first thing to do in focus."""
        self._fit()
        self.open_below(bell, is_right_aligned=True)
        first = next((b for view in self.views.values() for b in view.buttons.values()), None)
        wanted = first or (self.read_all if self.read_all.isEnabled() else self.settings)
        wanted.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_state(self, state: CentreState) -> None:
        """Draw; the rows are made anew only where they changed."""
        self.tabs.set_count("mine", state.n_unread)
        self.read_all.setEnabled(state.n_unread > 0)
        self.foot.set_text(state.sent_to)
        drawn = (state.word, state.which, state.days, state.failure)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        while (item := self.area.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.views = {}
        if not state.days:
            self.area.body.addWidget(_nothing(state))
        for day in state.days:
            title = Label(day.title, "caption", "text3")
            title.setContentsMargins(0, 0, 0, 0)
            self.area.body.addWidget(_padded(title))
            for at, row in enumerate(day.rows):
                if at:
                    self.area.body.addWidget(Divider())
                view = NoticeView(row)
                view.opened.connect(self._on_opened)
                view.snoozed.connect(self._on_snoozed)
                view.rolled_back.connect(self._on_rolled_back)
                view.put_off.connect(self._on_put_off)
                self.views[row.key] = view
                self.area.body.addWidget(view)
        self.area.body.addStretch(1)
        self._fit()

    def _fit(self) -> None:
        self.area.setFixedWidth(metrics.current().scaled(_WIDE))
        self.area.setFixedHeight(self.area.sizeHint().height())
        if self.isVisible():
            corner = self.geometry().topRight()
            self.adjustSize()
            self.move(corner.x() - self.width() + 1, corner.y())

    def _on_tab(self, which: str) -> None:
        self._view_model.choose("all" if which == "all" else "mine")

    def _on_read_all(self) -> None:
        self._deeds.read(self._view_model.state.unread)

    def _on_settings(self) -> None:
        self.hide()
        self.settings_asked.emit()

    def _on_opened(self, key: str, address: str) -> None:
        self.hide()
        self._deeds.read((key,))
        self._deeds.open(address)

    def _on_snoozed(self, key: str, incident_id: int) -> None:
        self.hide()
        self._deeds.read((key,))
        self._deeds.snooze(incident_id)

    def _on_rolled_back(self, key: str, incident_id: int, to: int) -> None:
        self.hide()
        self._deeds.read((key,))
        self._deeds.roll_back(incident_id, to)

    def _on_put_off(self, key: str, decision: str) -> None:
        self._deeds.read((key,))
        self._deeds.put_off(decision)


def _nothing(state: CentreState) -> QWidget:
    words = {
        "loading": tr("Looking…"),
        "error": tr("The notices can't be read: {failure}", failure=state.failure),
    }.get(
        state.word,
        tr("Nothing to tell you.") if state.which == "mine" else tr("Nothing was told yet."),
    )
    return _padded(Paragraph(words, "body", "text2"), 18)


def _padded(part: QWidget, above: int = 10) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, above, 16, above - 6)
    row.addWidget(part)
    return holder

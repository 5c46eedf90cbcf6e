"""What is told by which way, and when: a row a kind, a column a channel."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.notices import KINDS, Kind, NoticeKind, When, kinds_of, said_when
from tidemill.gui.kit import metrics
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.padding import inset
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.notifications.state import ChannelLine, NotificationsState

_WAY, _WHEN, _INSIDE = 76, 184, 11
_MOST = 4
"""So many channels have a column; what others tell is chosen where they are listed."""


class KindTable(Card):
    """Emits `kinds_chosen(channel name, kinds)` and `when_chosen(kind, when)`."""

    kinds_chosen = Signal(str, object)
    when_chosen = Signal(object, object)

    def __init__(self) -> None:
        """Make it empty: columns come with the channels."""
        super().__init__(padding=(1, 1), spacing=0)
        self._columns: tuple[tuple[int, str, str], ...] = ()
        self._lines: tuple[ChannelLine, ...] = ()
        self._zone = ""
        self.checks: dict[tuple[int, NoticeKind], CheckBox] = {}
        self.whens: dict[NoticeKind, Choice] = {}
        self._grid: QWidget | None = None
        self.more = Paragraph("", "small", "text2")
        self._more = inset(self.more, 14, 6, 14, 8)
        self.body.addWidget(self._more)

    def show_state(self, state: NotificationsState) -> None:
        """Show what is told; columns are made anew only where channels changed."""
        self._lines = state.lines[:_MOST]
        columns = tuple((one.channel.id, one.channel.name, one.icon) for one in self._lines)
        if columns != self._columns or self._grid is None:
            self._columns = columns
            self._make()
        for line in self._lines:
            told = kinds_of(line.channel)
            for kind in KINDS:
                check = self.checks[line.channel.id, kind.id]
                check.setChecked(kind.id in told)
                check.setEnabled(line.channel.is_on)
        for kind_id, choice in self.whens.items():
            choice.set_value(state.when.get(kind_id, When.AT_ONCE))
        n = len(state.lines) - len(self._lines)
        others = tr("1 more channel") if n == 1 else tr("{n} more channels", n=n)
        self.more.set_text(
            tr(
                "What {others} tell{said} is chosen below.",
                others=others,
                said="s" if n == 1 else "",
            )
        )
        show_if(self._more, n > 0)

    def _make(self) -> None:
        if self._grid is not None:
            self.body.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        self.checks, self.whens = {}, {}
        self._grid = QWidget()
        column = QVBoxLayout(self._grid)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        for kind in KINDS:
            column.addWidget(Divider())
            column.addWidget(self._row(kind))
        self.body.insertWidget(0, self._grid)

    def _line(self, height: int) -> tuple[QWidget, QHBoxLayout]:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(0)
        holder.setFixedHeight(metrics.current().scaled(height))
        return holder, row

    def _head(self) -> QWidget:
        holder, row = self._line(32)
        row.addWidget(Label(tr("What"), "small", "text2"), 1)
        for line in self._lines:
            name = Label(_title(line), "small", "text2", elide="middle")
            name.setToolTip(line.channel.address)
            row.addWidget(_middle(name))
        row.addSpacing(12)
        row.addWidget(_in_when(Label(tr("When"), "small", "text2")))
        return holder

    def _row(self, kind: Kind) -> QWidget:
        holder, row = self._line(46)
        words = QVBoxLayout()
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(Label(spoken(kind.title), "strong"))
        words.addWidget(Label(kind.means, "small", "text2"))
        words.addStretch(1)
        row.addLayout(words, 1)
        for line in self._lines:
            check = CheckBox("")
            check.setAccessibleName(f"{spoken(kind.title)}: {line.channel.name}")
            check.clicked.connect(self._on_check)
            self.checks[line.channel.id, kind.id] = check
            row.addWidget(_middle(check))
        row.addSpacing(12)
        row.addWidget(self._when(kind))
        return holder

    def _when(self, kind: Kind) -> QWidget:
        if kind.is_urgent:
            return _in_when(Label(said_when(kind, kind.usual), "body", "text2"))
        options = [(when, said_when(kind, when)) for when in When]
        choice = Choice(
            options,
            kind.usual,
            look="ghost",
            height=28,
            name=tr("When: {title}", title=spoken(kind.title)),
        )
        choice.chosen.connect(self._on_when)
        self.whens[kind.id] = choice
        return _in_when(choice, 0)

    def _on_check(self) -> None:
        sender = self.sender()
        channel_id = next(key[0] for key, one in self.checks.items() if one is sender)
        line = next(one for one in self._lines if one.channel.id == channel_id)
        told = tuple(str(kind.id) for kind in KINDS if self.checks[channel_id, kind.id].isChecked())
        self.kinds_chosen.emit(line.channel.name, told)

    def _on_when(self, when: object) -> None:
        sender = self.sender()
        kind = next(key for key, one in self.whens.items() if one is sender)
        self.when_chosen.emit(kind, when)


def _middle(widget: QWidget) -> QWidget:
    """A cell of a channel's column with something in its middle."""
    cell = QWidget()
    cell.setFixedWidth(metrics.current().scaled(_WAY))
    row = QHBoxLayout(cell)
    row.setContentsMargins(2, 0, 2, 0)
    row.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
    return cell


def _in_when(widget: QWidget, left: int = _INSIDE) -> QWidget:
    """A cell of the last column; words stand where those of a button do."""
    cell = QWidget()
    cell.setFixedWidth(metrics.current().scaled(_WHEN))
    row = QHBoxLayout(cell)
    row.setContentsMargins(left, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return cell


def _title(line: ChannelLine) -> str:
    name = line.channel.name
    return name[:1].upper() + name[1:]

"""The question whether work goes on when the window is closed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.status import StatusMark

if TYPE_CHECKING:
    from tidemill.services.closing import GoingOn, Work

_MOST = 6
_WIDE = 560


class ClosingSheet(Sheet):
    """Emits `accepted` to close and let the work go on, `stop_wanted` to close and stop it.

    Whoever leaves it stays.
    """

    keeps_draft = False
    stop_wanted = Signal()

    def __init__(self, host: QWidget, found: "GoingOn", half_made: Sequence[str]) -> None:
        """List what goes on, and what is half-made and kept."""
        goes_on = tr("You can close the window: the worker goes on, and tells you when it is done.")
        waits = tr("No worker is there to do it: it waits until one is started.")
        super().__init__(
            host,
            title_of(found),
            goes_on if found.has_worker else waits,
            tr("Keep it running"),
            "play",
            _WIDE,
            cancel=tr("Stay"),
        )
        self.body.setSpacing(0)
        for one in found.work[:_MOST]:
            self.body.addWidget(_line(one))
            self.body.addWidget(Divider())
        if len(found.work) > _MOST:
            more = tr("and {integer} more", integer=numbers.integer(len(found.work) - _MOST))
            self.body.addWidget(Label(more, "small", "text2"))
        self.kept = Paragraph(kept_words(half_made), "small", "text2")
        if half_made:
            self.body.addSpacing(12)
        self.body.addWidget(self.kept)
        self.kept.setVisible(bool(half_made))
        words = tr("Stop it") if len(found.work) == 1 else tr("Stop all of it")
        self.stop = Button(words, "circle-stop", "danger", height=36)
        self.stop.clicked.connect(self.stop_wanted)
        self.add_to_foot(self.stop)


def title_of(found: "GoingOn") -> str:
    """How much goes on, in a sentence."""
    n_at_work = sum(one.is_at_work for one in found.work)
    n_waiting = len(found.work) - n_at_work
    if not n_waiting:
        return (
            tr("A job is at work")
            if n_at_work == 1
            else tr("{n_at_work} jobs are at work", n_at_work=n_at_work)
        )
    waiting = (
        tr("a job waits") if n_waiting == 1 else tr("{n_waiting} jobs wait", n_waiting=n_waiting)
    )
    if not n_at_work:
        return f"{waiting[:1].upper()}{waiting[1:]}"
    at_work = (
        tr("A job is at work")
        if n_at_work == 1
        else tr("{n_at_work} jobs are at work", n_at_work=n_at_work)
    )
    return f"{at_work}, {waiting}"


def state_words(one: "Work") -> str:
    """How far a job is and how long it may still take."""
    if not one.is_at_work:
        return "waits"
    share = numbers.percent(one.share, 0)
    if one.left_s is None:
        return share if one.share else tr("has begun")
    return tr("{share}, about {about_} left", share=share, about_=numbers.about(one.left_s))


def kept_words(half_made: Sequence[str]) -> str:
    """What is half-made and will be there again."""
    return (
        tr("Half-made, and kept for you as it is: {names}.", names=", ".join(half_made))
        if half_made
        else ""
    )


def _line(one: "Work") -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 8, 0, 8)
    row.setSpacing(10)
    row.addWidget(StatusMark("working" if one.is_at_work else "idle"))
    row.addWidget(Label(one.title, "strong", elide="none"))
    row.addWidget(Label(one.words, "small", "text2", elide="middle"), 1)
    row.addWidget(Label(state_words(one), "small", "text2", elide="none"))
    return holder

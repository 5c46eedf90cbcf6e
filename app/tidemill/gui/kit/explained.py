"""What a number on a page means: its name, formula and source, the rows behind it, how sure it is.

A widget that shows numbers says which they are, by `explain` or by an `explained_at` of its own.
The explanation comes with the pointer, to a screen reader as the widget's help, and, for all the
numbers in sight, in the list that the key Shift+F1 opens. What the words over a number mean is
looked up in a glossary, which the window hands in once it is read: nothing is read here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol, cast, runtime_checkable
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget
from shiboken6 import isValid

from tidemill.base.words import spoken, tr, untranslated
from tidemill.domain.terms import Term

WIDE = 320
"""The most a tooltip is wide."""


@dataclass(frozen=True)
class Number:
    """A number shown: by which `term` it is explained, and how it reads.

    `rows` are those behind it and `sure` how sure it is, where the page knows it better than the
    term does: "4,120 held-out rows", "0.81 to 0.86 in 95 of 100 samples".
    """

    term: str
    value: str = ""
    rows: str = ""
    sure: str = ""


@dataclass(frozen=True)
class Explanation:
    """A number with all that is known of it."""

    name: str
    value: str
    help: str
    facts: tuple[tuple[str, str], ...]

    def text(self) -> str:
        """In plain lines, for screen readers."""
        head = f"{self.name}: {self.value}" if self.value else self.name
        told = [f"{title}: {words}" for title, words in self.facts]
        return "\n".join([head, *filter(None, [self.help]), *told])

    def html(self) -> str:
        """As a tooltip shows it; every word is escaped."""
        head = f"<b>{escape(self.name)}</b>"
        if self.value:
            head += f"&nbsp;&nbsp;{escape(self.value)}"
        told = "".join(
            f"<tr><td style='padding-right:10px; padding-top:3px'>{escape(title)}</td>"
            f"<td style='padding-top:3px'>{escape(words)}</td></tr>"
            for title, words in self.facts
        )
        table = f"<table cellspacing='0' cellpadding='0'>{told}</table>" if told else ""
        return f"<div style='width:{WIDE}px'>{head}<br/>{escape(self.help)}</div>{table}"


@runtime_checkable
class ShowsNumbers(Protocol):
    """A widget that paints its numbers, such as a table."""

    def explained_at(self, spot: QPoint) -> Number | None:
        """The number under a place in the widget."""

    def numbers_told(self) -> list[Number]:
        """The numbers that a list of all of them names: those of the row or the picture."""


class _Glossary:
    find: Callable[[str], Term | None] | None = None


def learn(find: Callable[[str], Term | None] | None) -> None:
    """Take the glossary; from now on what is shown can be explained, and what was is told."""
    _Glossary.find = find
    for widget, number in list(_marked.items()):
        if isValid(widget):
            _tell(widget, number)


def explanation(number: Number) -> Explanation | None:
    """All that is known of a number; None where its words are in no glossary."""
    find = _Glossary.find
    if find is None:
        return None
    known = (find(one) for one in untranslated(number.term))
    term = next((one for one in known if one is not None), None)
    if term is None:
        return None
    facts = [
        (tr("Formula"), spoken(term.formula)),
        (tr("Rows"), spoken(number.rows or term.rows)),
        (tr("How sure"), spoken(number.sure or term.sure)),
        (tr("Source"), spoken(term.source)),
    ]
    kept = tuple((title, words) for title, words in facts if words)
    return Explanation(spoken(term.title), number.value, spoken(term.help), kept)


def first_known(value: str, *terms: str) -> Number:
    """A number by the first of several words that the glossary knows."""
    told = [Number(term, value) for term in terms]
    return next((one for one in told if explanation(one) is not None), told[0])


_marked: WeakKeyDictionary[QWidget, Number] = WeakKeyDictionary()


def explain(widget: QWidget, number: Number) -> None:
    """Say which number a widget shows; said again it replaces what was said."""
    is_new = widget not in _marked
    _marked[widget] = number
    if is_new:
        widget.installEventFilter(_teller())
    _tell(widget, number)


def number_of(widget: QWidget) -> Number | None:
    """Which number a widget says it shows."""
    return _marked.get(widget)


def _tell(widget: QWidget, number: Number) -> None:
    said = explanation(number)
    widget.setWhatsThis(said.text() if said is not None else "")


def show(spot: QPoint, number: Number, over: QWidget) -> bool:
    """Show a number's explanation at a place on the screen; False where there is none."""
    said = explanation(number)
    if said is None:
        return False
    QToolTip.showText(spot, said.html(), over)
    return True


def show_many(spot: QPoint, words: str, numbers: Sequence[Number], over: QWidget) -> bool:
    """Show some words, if any, and below them what several numbers mean; False for nothing."""
    told = [said for said in map(explanation, numbers) if said is not None]
    if not told and not words:
        return False
    head = f"<p>{escape(words)}</p>" if words else ""
    QToolTip.showText(spot, head + "<hr/>".join(said.html() for said in told), over)
    return True


def say(spot: QPoint, words: str, number: Number | None, over: QWidget) -> None:
    """Say a point of a picture, and below it what its numbers mean."""
    told = explanation(number) if number is not None else None
    if told is None:
        QToolTip.showText(spot, words, over)
        return
    lines = "<br/>".join(escape(line) for line in words.splitlines())
    QToolTip.showText(spot, f"<p>{lines}</p>{told.html()}", over)


class _Teller(QObject):
    """Answers the pointer that rests on a widget whose number is known."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the explanation instead of the widget's own tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            number = _marked.get(watched)
            if number is not None:
                return show(cast(QHelpEvent, event).globalPos(), number, watched)
        return False


class _Only:
    teller: _Teller | None = None


def _teller() -> _Teller:
    if _Only.teller is None:
        _Only.teller = _Teller()
    return _Only.teller


def in_sight(root: QWidget) -> Iterator[tuple[QWidget, Number]]:
    """Every number shown within a widget, in reading order, with the widget that shows it."""
    found = [each for each in root.findChildren(QWidget) if each.isVisibleTo(root)]
    told: list[tuple[int, int, QWidget, Number]] = []
    for each in found:
        own = _marked.get(each)
        many = each.numbers_told() if isinstance(each, ShowsNumbers) else []
        corner = each.mapTo(root, QPoint(0, 0))
        told += [(corner.y(), corner.x(), each, one) for one in ([own] if own else many)]
    told.sort(key=lambda one: one[:2])
    for _, _, widget, number in told:
        yield widget, number

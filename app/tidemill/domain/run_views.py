"""A list of runs as somebody wants to see it, as one line of text that can be sent around.

The text is an address, `tidemill://experiments?where=metrics.auc+%3E+0.9&sort=-metrics.auc`:
what is as usual is left out, names in a list have commas between. What a newer program wrote and
this one does not know is kept as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, quote_plus

from tidemill.base.errors import NeedsYou
from tidemill.domain.run_lists import Wish

PLACE = "tidemill://experiments"

Statistic = Literal["last", "best", "min", "max"]
Form = Literal["table", "scatter"]

STATISTICS: tuple[Statistic, ...] = ("last", "best", "min", "max")
FORMS: tuple[Form, ...] = ("table", "scatter")

OF_THE_WINDOW = ("frozen", "widths")
"""Parts that only a list on a screen has a use for: columns held at the left, widths by hand."""

_READABLE = "!$'()*,./:;@`\\|"
_EMPTY = "\\0"
_USUAL = Wish()


@dataclass(frozen=True)
class RunListView:
    """What a list shows and how; `columns` empty means the usual ones.

    `statistics` says which value of a metric a column shows where it is not the last; `plots` are
    what is drawn beside the list, in the words of the page. `unknown` are (key, value) parts of
    the text that this program does not know; they are written back.
    """

    name: str = ""
    wish: Wish = _USUAL
    columns: tuple[str, ...] = ()
    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    view: Form = "table"
    plots: tuple[str, ...] = ()
    follow: bool = False
    unknown: tuple[tuple[str, str], ...] = ()

    def to_text(self) -> str:
        """The view as one line."""
        wish = self.wish
        sort = tuple(("-" if down else "") + _sort_name(name) for name, down in wish.sort)
        marked = tuple(f"{_escaped(name)}:{how}" for name, how in self.statistics.items())
        parts = [
            ("name", self.name, self.name != ""),
            ("where", wish.where, wish.where != ""),
            ("sort", ",".join(sort), wish.sort != _USUAL.sort),
            ("group", _list(wish.group_by), wish.group_by != _USUAL.group_by),
            ("fold", _list(wish.fold), wish.fold != ()),
            ("archived", "yes", wish.archived),
            ("trashed", "yes", wish.trashed),
            ("columns", _list(self.columns), self.columns != ()),
            ("show", ",".join(marked), bool(self.statistics)),
            ("view", self.view, self.view != "table"),
            ("plots", _list(self.plots), self.plots != ()),
            ("follow", "yes", self.follow),
        ]
        told = [(key, value) for key, value, is_told in parts if is_told] + list(self.unknown)
        query = "&".join(f"{_written(key)}={_written(value)}" for key, value in told)
        return f"{PLACE}?{query}" if query else PLACE

    @property
    def left_aside(self) -> str:
        """What of the text is not known here, in a sentence; empty where all is."""
        parts = ", ".join(f"{k}={v}" for k, v in self.unknown if k not in OF_THE_WINDOW)
        if not parts:
            return ""
        return f"This version does not know a part of the view and leaves it aside: {parts}."


def from_text(text: str) -> RunListView:
    """The view that a text tells; line breaks that a message put into it do not matter.

    Raises `NeedsYou` where it is no address of a list of runs; a part that is not understood
    never raises, it is kept in `unknown`.
    """
    line = "".join(text.strip().strip("<>").splitlines())
    place, _, query = line.partition("?")
    if place.rstrip("/") != PLACE:
        raise NeedsYou(
            "This is no view of the experiments.",
            f"A view is one line that begins with {PLACE}.",
        )
    read = _Reading()
    for key, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        read.take(key, value)
    return read.view()


class _Reading:
    """Parts of a text as they come; the last of a kind counts, lists of statistics add up."""

    def __init__(self) -> None:
        self.texts = {"name": "", "where": ""}
        self.lists: dict[str, tuple[str, ...]] = {"group": _USUAL.group_by}
        self.sort = _USUAL.sort
        self.flags: set[str] = set()
        self.statistics: dict[str, Statistic] = {}
        self.form: Form = "table"
        self.unknown: list[tuple[str, str]] = []

    def take(self, key: str, value: str) -> None:
        """Read one part."""
        if key in ("name", "where"):
            self.texts[key] = value
        elif key in ("group", "fold", "columns", "plots"):
            self.lists[key] = tuple(_plain(item) for item in _items(value))
        elif key == "sort":
            self.sort = tuple(_sort_key(item) for item in _items(value))
        elif key in ("archived", "trashed", "follow") and value in ("yes", "no"):
            (self.flags.add if value == "yes" else self.flags.discard)(key)
        elif key == "show":
            self._take_statistics(value)
        elif key == "view" and value in FORMS:
            self.form = next(form for form in FORMS if form == value)
        else:
            self.unknown.append((key, value))

    def _take_statistics(self, value: str) -> None:
        odd = []
        for item in _items(value):
            name, _, how = item.rpartition(":")
            known = next((s for s in STATISTICS if s == how), None)
            if known is None:
                odd.append(item)
            else:
                self.statistics[_plain(name)] = known
        if odd:
            self.unknown.append(("show", ",".join(odd)))

    def view(self) -> RunListView:
        """What was read."""
        wish = Wish(
            where=self.texts["where"],
            sort=self.sort,
            group_by=self.lists["group"],
            fold=self.lists.get("fold", ()),
            archived="archived" in self.flags,
            trashed="trashed" in self.flags,
        )
        return RunListView(
            self.texts["name"],
            wish,
            self.lists.get("columns", ()),
            self.statistics,
            self.form,
            self.lists.get("plots", ()),
            "follow" in self.flags,
            tuple(self.unknown),
        )


def _written(text: str) -> str:
    return quote_plus(text, safe=_READABLE, errors="replace")


def _list(items: Iterable[str]) -> str:
    return ",".join(_escaped(item) for item in items)


def _escaped(item: str) -> str:
    """An item that has no comma of its own and is never empty."""
    return item.replace("\\", "\\\\").replace(",", "\\,") or _EMPTY


def _sort_name(name: str) -> str:
    escaped = _escaped(name)
    return "\\" + escaped if escaped.startswith("-") else escaped


def _items(text: str) -> list[str]:
    """Escaped items between the commas that separate them."""
    items: list[str] = []
    item, is_escaped = "", False
    for letter in text:
        if letter == "," and not is_escaped:
            items.append(item)
            item = ""
            continue
        item += letter
        is_escaped = letter == "\\" and not is_escaped
    return [*items, item] if text else []


def _plain(item: str) -> str:
    if item == _EMPTY:
        return ""
    plain, is_escaped = "", False
    for letter in item:
        if letter == "\\" and not is_escaped:
            is_escaped = True
            continue
        plain += letter
        is_escaped = False
    return plain


def _sort_key(item: str) -> tuple[str, bool]:
    is_down = item.startswith("-")
    return _plain(item[1:] if is_down else item), is_down

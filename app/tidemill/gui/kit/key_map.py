"""Which key does what: every key of the program that a person may change, declared once.

Commands, menus, tooltips and key caps name a key by its id and ask here what it is now; the
settings and the list of all keys are drawn from the same table. A text that is no id is a key
that stays as it is ("Esc").
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from tidemill.base.words import tr


@dataclass(frozen=True)
class Key:
    """A key that can be changed.

    `usual` is in Qt's words; "G, H; Ctrl+1" are two ways. `places` are the ids of the pages where
    it acts, none where it acts everywhere: two keys may be the same where their pages are not.
    `absent` is what is said wherever it is pressed and there is nothing for it to do.
    """

    id: str
    title: str
    usual: str
    group: str
    places: frozenset[str] = frozenset()
    absent: str = ""


@dataclass(frozen=True)
class FixedKeys:
    """Keys that belong to a list, a field or a sheet; they can't be given to anything else."""

    keys: str
    title: str


def _on(*places: str) -> frozenset[str]:
    return frozenset(places)


_GO = tr("Go to")
_WINDOW = tr("Window")
_PAGE = tr("On a page")

KEYS: tuple[Key, ...] = (
    Key("go.home", tr("Home"), "G, H; Ctrl+1", _GO),
    Key("go.data", tr("Data"), "G, D; Ctrl+2", _GO),
    Key("go.experiments", tr("Experiments"), "G, E; Ctrl+3", _GO),
    Key("go.models", tr("Models"), "G, M; Ctrl+4", _GO),
    Key("go.deployments", tr("Deployments"), "G, P; Ctrl+5", _GO),
    Key("go.monitoring", tr("Monitoring"), "G, O; Ctrl+6", _GO),
    Key("go.automations", tr("Automations"), "G, A; Ctrl+7", _GO),
    Key("go.activity", tr("Activity"), "G, L; Ctrl+8", _GO),
    Key("go.notices", tr("Notifications"), "G, N", _GO),
    Key("back", tr("Back"), "Alt+Left", _GO, absent=tr("There is nothing to go back to.")),
    Key(
        "forward", tr("Forward"), "Alt+Right", _GO, absent=tr("There is nothing to go forward to.")
    ),
    Key("palette", tr("Search or run a command"), "Ctrl+K", _WINDOW),
    Key(
        "filter",
        tr("Filter this page"),
        "/; Ctrl+F",
        _WINDOW,
        absent=tr("There is nothing to filter on this page."),
    ),
    Key("undo", tr("Undo the last change"), "Ctrl+Z", _WINDOW),
    Key("paste", tr("Paste a table"), "Ctrl+V", _WINDOW),
    Key("fold_rail", tr("Fold or unfold the rail"), "[", _WINDOW),
    Key(
        "fold_inspector",
        tr("Fold or unfold the inspector"),
        "]",
        _WINDOW,
        absent=tr("This page has nothing in its inspector now."),
    ),
    Key("next_region", tr("Next region"), "F6", _WINDOW),
    Key("previous_region", tr("Previous region"), "Shift+F6", _WINDOW),
    Key("settings", tr("Settings"), "Ctrl+,", _WINDOW),
    Key("help", tr("Help for this page"), "F1", _WINDOW),
    Key("numbers", tr("Explain the numbers in sight"), "Shift+F1", _WINDOW),
    Key("keys", tr("All keys"), "?", _WINDOW),
    Key("quit", tr("Close Tidemill"), "Ctrl+Q", _WINDOW),
    Key("new", tr("New or add"), "N", _PAGE, absent=tr("There is nothing to add on this page.")),
    Key(
        "compare",
        tr("Compare"),
        "C",
        _PAGE,
        _on("experiments", "data", "models"),
        absent=tr(
            "There is nothing to compare here now. Choose two runs or two versions in a list."
        ),
    ),
    Key(
        "register",
        tr("Register a run as a version"),
        "R",
        _PAGE,
        _on("experiments"),
        absent=tr("There is nothing to register here now. Choose one run in Experiments."),
    ),
    Key(
        "tag",
        tr("Tag, or tags and note of a run"),
        "T",
        _PAGE,
        _on("experiments"),
        absent=tr("There is nothing to tag here now. Choose runs in Experiments."),
    ),
    Key(
        "pin",
        tr("Pin a run"),
        "F",
        _PAGE,
        _on("experiments"),
        absent=tr("There is nothing to pin here now. Choose runs in Experiments."),
    ),
    Key(
        "archive",
        tr("Archive a run, or bring it back"),
        "A",
        _PAGE,
        _on("experiments"),
        absent=tr("There is nothing to archive here now. Choose runs in Experiments."),
    ),
    Key(
        "delete",
        tr("Move a run to the trash, delete a version"),
        "Del",
        _PAGE,
        _on("experiments", "data"),
        absent=tr("There is nothing to delete here now. Choose runs in Experiments."),
    ),
    Key(
        "promote",
        tr("Promote the shown version"),
        "P",
        _PAGE,
        _on("home", "models"),
        absent=tr("No version that could be promoted is shown here. Open one in Models."),
    ),
    Key("rename", tr("Rename a run"), "F2", _PAGE, _on("experiments")),
    Key("star", tr("Star a run"), "S", _PAGE, _on("experiments")),
    Key("best", tr("The best by a rule"), "B", _PAGE, _on("experiments")),
    Key(
        "differences",
        tr("Only differences, in a comparison of runs"),
        "D",
        _PAGE,
        _on("experiments"),
    ),
    Key("run_before", tr("The run before"), "K", _PAGE, _on("experiments")),
    Key("run_after", tr("The next run"), "J", _PAGE, _on("experiments")),
    Key("train", tr("Train on a dataset"), "T", _PAGE, _on("data")),
    Key("watch", tr("Watch a folder"), "W", _PAGE, _on("data")),
    Key("query", tr("Ask a database"), "B", _PAGE, _on("data")),
    Key("swap", tr("Swap the versions"), "S", _PAGE, _on("data")),
    Key("match_rows", tr("Match rows by other columns"), "K", _PAGE, _on("data")),
    Key("only_changed", tr("Only changed columns"), "O", _PAGE, _on("data")),
    Key("changed_rows", tr("Show the changed rows"), "R", _PAGE, _on("data")),
    Key("export", tr("Export a version"), "X", _PAGE, _on("models", "deployments")),
    Key("explain", tr("Explain a prediction"), "W", _PAGE, _on("models")),
    Key("save", tr("Save the alert rule"), "Ctrl+Return; Ctrl+S", _PAGE, _on("monitoring")),
    Key("turn_on", tr("Turn the automation on"), "Ctrl+Return", _PAGE, _on("automations")),
    Key("take_back", tr("Take back the shown change"), "U", _PAGE, _on("activity")),
    Key("next_entry", tr("Next entry"), "J; Down", _PAGE, _on("activity")),
    Key("previous_entry", tr("Previous entry"), "K; Up", _PAGE, _on("activity")),
    Key(
        "chart_table",
        tr("Show the focused chart as a table"),
        "V",
        _PAGE,
        absent=tr("No chart has the focus. Move to one with Tab, then its table can be shown."),
    ),
)
"""In the order in which they are listed."""

ALWAYS = tr("Everywhere the same")
FIXED: tuple[FixedKeys, ...] = (
    FixedKeys("Up; Down; Home; End; PgUp; PgDown", tr("Move in a list")),
    FixedKeys("Space; Shift+Up; Shift+Down; Ctrl+A", tr("Select in a list")),
    FixedKeys("Return; Enter", tr("Open what is chosen")),
    FixedKeys("Esc", tr("Close, clear the selection, step back")),
    FixedKeys("Tab; Shift+Tab", tr("Move between controls")),
    FixedKeys("Left; Right", tr("Move in a chart or a segment")),
    FixedKeys("Ctrl+C", tr("Copy")),
    FixedKeys("Ctrl+X", tr("Cut")),
)

KEYS_BY_ID = {key.id: key for key in KEYS}
_changes: dict[str, str] = {}


def find(name: str) -> Key | None:
    """The key of an id."""
    return KEYS_BY_ID.get(name)


def shortcut(name: str) -> str:
    """What a key is now, all its ways; a text that is no id is returned as it is."""
    key = KEYS_BY_ID.get(name)
    return name if key is None else _changes.get(name, key.usual)


def ways(name: str) -> tuple[str, ...]:
    """Each way to press a key as it is now."""
    return tuple(each for each in shortcut(name).split("; ") if each)


def caps(name: str) -> tuple[str, ...]:
    """The caps of the first way to press it: "G, H" is two, "Ctrl+K" is one."""
    return caps_of(shortcut(name).split("; ", maxsplit=1)[0])


def caps_of(way: str) -> tuple[str, ...]:
    """The caps of one way to press something."""
    return tuple(part.replace("+", " ") for part in way.split(", ") if part)


def words(name: str) -> str:
    """The first way as it stands in a line of text: "G H", "Ctrl+K", "" where there is none."""
    return shortcut(name).split("; ", maxsplit=1)[0].replace(", ", " ")


def is_pressed(name: str, event: QKeyEvent) -> bool:
    """Whether an event presses a key of one stroke."""
    pressed = QKeySequence(event.keyCombination()).toString()
    return pressed != "" and pressed in (QKeySequence.fromString(w).toString() for w in ways(name))


def changes() -> dict[str, str]:
    """What was changed, by id."""
    return dict(_changes)


def sound(wanted: Mapping[str, object]) -> dict[str, str]:
    """Of kept changes those that can be taken: known keys, sequences Qt can read."""
    kept = {}
    for name, keys in wanted.items():
        key = KEYS_BY_ID.get(name)
        if key is None or not isinstance(keys, str) or keys == key.usual:
            continue
        read = [QKeySequence.fromString(each) for each in keys.split("; ") if each]
        if all(_is_readable(each) for each in read):
            kept[name] = "; ".join(each.toString() for each in read)
    return kept


def _is_readable(sequence: QKeySequence) -> bool:
    """Whether Qt knows every stroke; it makes "" of what it does not know."""
    strokes = sequence.toString().split(", ")
    return sequence.count() in {1, 2} and all(strokes) and len(strokes) == sequence.count()


def assign(wanted: Mapping[str, object]) -> bool:
    """Change keys, all others are as usual; whether that changed any.

    What shows keys is brought up to date at once; a widget with words to make anew offers a method
    `rekey()`.
    """
    taken = sound(wanted)
    if taken == _changes:
        return False
    _changes.clear()
    _changes.update(taken)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        for widget in app.allWidgets():
            again = getattr(widget, "rekey", None)
            if callable(again):
                again()
            widget.updateGeometry()
            widget.update()
    return True


def plain(way: str) -> str:
    """A way as it stands in a line of text: "G H", "Ctrl+K"."""
    return way.replace(", ", " ")


def without(keys: str, way: str) -> str:
    """Keys without those that `way` gets in the way of."""
    return "; ".join(each for each in keys.split("; ") if each and not _meet(each, way))


def title_of_place(place: str) -> str:
    """What a page is called."""
    key = KEYS_BY_ID.get(f"go.{place}")
    return key.title if key is not None else place


def in_order(places: Iterable[str]) -> list[str]:
    """Pages in the order of the rail."""
    order = [key.id.removeprefix("go.") for key in KEYS]
    return sorted(places, key=lambda place: order.index(place) if place in order else len(order))


def _meet(one: str, other: str) -> bool:
    """Whether two ways get in each other's way: equal, or one begins the other."""
    strokes = [QKeySequence.fromString(each).toString().split(", ") for each in (one, other)]
    shorter = min(len(each) for each in strokes)
    return strokes[0][:shorter] == strokes[1][:shorter]


def rivals(name: str, way: str) -> Iterator[Key]:
    """Other keys that act where this one does and that `way` gets in the way of."""
    key = KEYS_BY_ID[name]
    for other in KEYS:
        is_apart = bool(key.places and other.places) and not key.places & other.places
        if other.id != name and not is_apart and any(_meet(way, held) for held in ways(other.id)):
            yield other


def fixed_for(name: str, way: str) -> FixedKeys | None:
    """The fixed keys a way would take, but for those the key has from the start."""
    usual = KEYS_BY_ID[name].usual.split("; ")
    for fixed in FIXED:
        if way not in usual and any(_meet(way, held) for held in fixed.keys.split("; ")):
            return fixed
    return None


def as_markdown() -> str:
    """All keys as they are now, to print or to hang beside the screen."""
    lines = [tr("# Keys")]
    for group in dict.fromkeys(key.group for key in KEYS):
        rows = [(ways(key.id), key.title) for key in KEYS if key.group == group]
        lines += ["", f"## {group}", "", *_rows(rows)]
    rows = [(tuple(fixed.keys.split("; ")), fixed.title) for fixed in FIXED]
    return "\n".join([*lines, "", f"## {ALWAYS}", "", *_rows(rows)]) + "\n"


def _rows(rows: Iterable[tuple[tuple[str, ...], str]]) -> list[str]:
    lines = [tr("| keys | do |"), "| --- | --- |"]
    for pressed, title in rows:
        told = " or ".join(f"`{plain(way)}`" for way in pressed) or tr("no key")
        lines.append(f"| {told} | {title} |")
    return lines

"""An arrangement of the list as a saved view, and back; nothing of it is lost. Pure."""

from collections.abc import Mapping

from tidemill.domain.run_views import OF_THE_WINDOW, STATISTICS, RunListView, Statistic, from_text
from tidemill.gui.pages.experiments.state import Arrangement, Plots

_COMPARED = "compare."
_AXES = ("x", "y", "colour")
_FROZEN, _WIDTHS = OF_THE_WINDOW
_LEAST, _MOST = 24, 2_000


def view_of(arrangement: Arrangement, name: str = "") -> RunListView:
    """The view that shows a list arranged so."""
    known: dict[str, Statistic] = {each: each for each in STATISTICS}
    statistics = {column: known[how] for column, how in arrangement.statistics.items()}
    more = []
    if arrangement.frozen:
        more.append((_FROZEN, "|".join(arrangement.frozen)))
    if arrangement.widths:
        more.append((_WIDTHS, "|".join(f"{c}:{w}" for c, w in arrangement.widths.items())))
    more += arrangement.aside
    return RunListView(
        name,
        arrangement.wish,
        arrangement.columns if arrangement.are_columns_chosen else (),
        statistics,
        "scatter" if arrangement.kind == "scatter" else "table",
        _plot_words(arrangement),
        arrangement.follow,
        tuple(more),
    )


def arrangement_of(view: RunListView) -> Arrangement:
    """The arrangement that a view asks for; odd widths are left out."""
    told = dict(view.unknown)
    frozen = tuple(column for column in told.get(_FROZEN, "").split("|") if column)
    return Arrangement(
        view.wish,
        view.columns,
        bool(view.columns),
        dict(view.statistics),
        frozen,
        _widths(told.get(_WIDTHS, "")),
        view.view,
        _plots(view.plots),
        view.follow,
        _compared(view.plots),
        tuple(word for word in view.plots if not _is_known(word)),
        tuple(pair for pair in view.unknown if pair[0] not in OF_THE_WINDOW),
    )


def arrangement_from(text: str) -> Arrangement:
    """The arrangement of a line of text; raises `NeedsYou` where it is none."""
    return arrangement_of(from_text(text))


def text_of(arrangement: Arrangement, name: str = "") -> str:
    """An arrangement as one line of text; equal ones have equal lines."""
    return view_of(arrangement, name).to_text()


def is_same(one: Arrangement, other: Arrangement) -> bool:
    """Whether two show the same, widths left out: those are no change worth a question."""
    return _bare(one) == _bare(other)


def _bare(arrangement: Arrangement) -> tuple[object, ...]:
    view = view_of(arrangement)
    rest = tuple(pair for pair in view.unknown if pair[0] != _WIDTHS)
    return (
        view.wish, view.columns, dict(view.statistics), view.view, view.plots, view.follow, rest
    )  # fmt: skip


def _widths(text: str) -> Mapping[str, int]:
    found = {}
    for part in text.split("|"):
        column, _, wide = part.rpartition(":")
        if column and wide.isdigit() and _LEAST <= int(wide) <= _MOST:
            found[column] = int(wide)
    return found


def _plot_words(arrangement: Arrangement) -> tuple[str, ...]:
    plots = arrangement.plots
    axes = zip(_AXES, (plots.x, plots.y, plots.colour), strict=True)
    words = [f"{axis}={name}" for axis, name in axes if name]
    words += [f"log={name}" for name in sorted(plots.logs)]
    words += [f"flip={name}" for name in sorted(plots.flipped)]
    words += [f"{_COMPARED}{task}={text}" for task, text in sorted(arrangement.compared.items())]
    return (*words, *arrangement.aside_plots)


def _is_known(word: str) -> bool:
    key, is_told, _ = word.partition("=")
    return bool(is_told) and (key in (*_AXES, "log", "flip") or key.startswith(_COMPARED))


def _plots(words: tuple[str, ...]) -> Plots:
    """The axes of the points."""
    axes = dict.fromkeys(_AXES, "")
    logs, flipped = set(), set()
    for word in filter(_is_known, words):
        key, _, name = word.partition("=")
        if key in axes:
            axes[key] = name
        elif key == "log":
            logs.add(name)
        elif key == "flip":
            flipped.add(name)
    return Plots(axes["x"], axes["y"], axes["colour"], frozenset(logs), frozenset(flipped))


def _compared(words: tuple[str, ...]) -> Mapping[str, str]:
    """The plots of a comparison, one line for each task."""
    pairs = (
        word.removeprefix(_COMPARED).partition("=")
        for word in words
        if word.startswith(_COMPARED) and _is_known(word)
    )
    return {task: text for task, _, text in pairs}

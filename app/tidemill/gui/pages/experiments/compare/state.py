"""What the comparison shows: heads, sections of rows, whom to register; and how it comes about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.services.comparing import ComparedRow, Comparison
from tidemill.services.registry import why_not_registered
from tidemill.services.runs import known_metric

if TYPE_CHECKING:
    from tidemill.base.errors import TidemillError
    from tidemill.domain.models import ModelVersion
    from tidemill.domain.runs import Run
    from tidemill.gui.pages.experiments.compare.figures import Figures
    from tidemill.gui.pages.experiments.compare.plot_specs import PlotSpec
    from tidemill.services.disagreements import Disagreements
    from tidemill.services.evaluation import Pictures
    from tidemill.services.slices import Slices
    from tidemill.services.tiers import Tiers

FEWEST, MOST = 2, 8
FIRST_ROWS, MORE_ROWS = 60, 200
"""So many rows of a kind are shown at first, and so many more at a click."""
CHOOSE = tr("Choose {fewest} or more runs in the table of runs, then Compare.", fewest=FEWEST)

Word = Literal["empty", "loading", "error", "ready"]
SegmentWord = Literal["curves", "errors", "slices"]
SEGMENTS: tuple[SegmentWord, ...] = ("curves", "errors", "slices")

# Parameters that say what a run learned from, and how people call them.
_DATA = {"hold_out": "hold-out", "rows_hash": tr("training rows"), "features": "features"}
_SAME_AS_DATASET = "data"
_STAGES = {"champion": "champion", "candidate": "candidate"}
_QUANTITIES = {"fit_seconds": tr("Fit time"), "peak_memory_mb": tr("Peak memory, MB")}


@dataclass(frozen=True)
class ChipWords:
    """A chip beside a run's name."""

    text: str
    tone: Literal["champion", "candidate", "plain", "good"] = "plain"
    tooltip: str = ""


@dataclass(frozen=True)
class RunHead:
    """The head of one run's column; its `place` among all runs gives marker, dash and colour."""

    id: str
    name: str
    note: str
    chips: tuple[ChipWords, ...] = ()
    place: int = 0
    key: int = 0


@dataclass(frozen=True)
class CompareCell:
    """One value of one run; `is_tinted` where it departs from the baseline.

    `short` says the same in a column too narrow for `text`.
    """

    text: str
    tone: str = "text"
    delta: str = ""
    delta_tone: str = "text3"
    is_best: bool = False
    is_tinted: bool = False
    tooltip: str = ""
    short: str = ""


@dataclass(frozen=True)
class CompareRow:
    """A line of the table: a cell for each run."""

    title: str
    cells: tuple[CompareCell, ...]
    differs: bool


@dataclass(frozen=True)
class Section:
    """Lines of one kind under a title with a quiet count; `n_left` more are not shown yet."""

    title: str
    note: str
    rows: tuple[CompareRow, ...]
    n_left: int = 0


@dataclass(frozen=True)
class RowWish:
    """Which of a comparison's rows are to be seen: those that differ, with a word, so many."""

    is_only_differences: bool = True
    typed: str = ""
    most: int = FIRST_ROWS

    def fits(self, *words: str) -> bool:
        """Whether what was typed is in a row's name or title."""
        if not self.typed:
            return True
        wanted = self.typed.casefold().split()
        said = " ".join(words).casefold()
        return all(word in said for word in wanted)


@dataclass(frozen=True)
class Winner:
    """The run that is best by its own measure and could be registered."""

    run_id: str
    name: str


@dataclass(frozen=True)
class CompareState:
    """All that is shown. `sections` hold the rows that are to be seen.

    `drawn_share` is how much of the hold-out answers of many runs has been read.
    `keys` are all compared runs, the baseline first; `heads` those that stand in the table, eight
    at most. `is_selection` says that the runs are those selected in the table of runs.
    """

    word: Word = "empty"
    ids: tuple[str, ...] = ()
    is_selection: bool = False
    keys: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    heads: tuple[RunHead, ...] = ()
    sections: tuple[Section, ...] = ()
    is_only_differences: bool = True
    typed_row: str = ""
    most_rows: int = FIRST_ROWS
    winner: Winner | None = None
    message: str = tr("No runs to compare")
    hint: str = CHOOSE
    error: "TidemillError | None" = None
    tiers: "Tiers | None" = None
    segment: SegmentWord = "curves"
    specs: "tuple[PlotSpec, ...] | None" = None
    pictures: "Pictures | None" = None
    is_drawing: bool = False
    drawn_share: float = 1.0
    pictures_error: "TidemillError | None" = None
    figures: "Figures | None" = None
    metrics: Mapping[str, int] | None = None
    slices: "Slices | None" = None
    slices_error: "TidemillError | None" = None
    pair: tuple[int, int] = (0, 1)
    errors: "Disagreements | None" = None
    is_reading_errors: bool = False
    errors_error: "TidemillError | None" = None

    @property
    def n_runs(self) -> int:
        """How many runs are compared."""
        return len(self.keys) or len(self.ids)

    def named_places(self) -> list[tuple[int, str]]:
        """Places and names of the runs whose names are known, in their order."""
        known = [(head.place, head.name) for head in self.heads]
        if self.names:
            known = list(enumerate(self.names))
        return known

    def verdict(self) -> str:
        """What can be said of better and worse, in a few plain sentences."""
        if self.tiers is None:
            return ""
        said = [self.tiers.words, self.tiers.simplest_words, *self.tiers.notes]
        return " ".join(part for part in said if part)


def heads_of(
    compared: Comparison, places: Sequence[int] = (), tiers: "Tiers | None" = None
) -> tuple[RunHead, ...]:
    """A head for each run; the first is the baseline. `places` are theirs among all runs."""
    found = []
    for at, run in enumerate(compared.runs):
        chips = [_version_chip(one) for one in compared.versions if one.run_pk == run.pk]
        if at == 0:
            chips.append(ChipWords("baseline", tooltip=tr("The others are held against this run")))
        chips += standing_chips(run.pk, tiers)
        place = places[at] if at < len(places) else at
        found.append(RunHead(run.id, run.name, _note(run), tuple(chips), place, run.pk))
    return tuple(found)


def standing_chips(key: int, tiers: "Tiers | None") -> list[ChipWords]:
    """How a run stands: with the best that can't be told apart, alone at the top, the simplest."""
    standing = None if tiers is None else tiers.of(key)
    if tiers is None or standing is None:
        return []
    tested = sum(one.tier is not None for one in tiers.standings)
    if standing.tier is None and tested:
        return [ChipWords(tr("not tested"), tooltip=spoken(standing.why))]
    if standing.tier != 1:
        return []
    rows = tr(
        "{test} on the same {n_rows:,} rows, corrected for every pair",
        test=tiers.test,
        n_rows=tiers.n_rows,
    )
    if len(tiers.top()) == 1:
        said = "best" if tested == len(tiers.standings) else tr("best of {tested}", tested=tested)
        return [
            ChipWords(said, "good", tr("Better than the others that are tested: {rows}", rows=rows))
        ]
    p = (
        ""
        if standing.p_value is None
        else tr("; {p_value} to the best", p_value=numbers.p_value(standing.p_value))
    )
    tied = ChipWords(
        tr("tied best"), "good", tr("Can't be told apart from the best: {rows}{p}", rows=rows, p=p)
    )
    if not standing.is_simplest:
        return [tied]
    return [tied, ChipWords("simplest", "good", tiers.simplest_words)]


def _version_chip(version: "ModelVersion") -> ChipWords:
    stage = str(version.stage)
    if stage == "champion":
        return ChipWords(
            tr("v{number} champion", number=version.number),
            "champion",
            tr("{label}, champion", label=version.label),
        )
    if stage == "candidate":
        return ChipWords(
            f"v{version.number}", "candidate", tr("{label}, candidate", label=version.label)
        )
    return ChipWords(f"v{version.number} {stage}", tooltip=f"{version.label}, {stage}")


def _note(run: "Run") -> str:
    parts = [estimator_words(run.params.get("estimator", "")), dataset_words(run.dataset)]
    if str(run.state) != "finished":
        parts.append(str(run.state))
    return ", ".join(part for part in parts if part)


def estimator_words(estimator: str) -> str:
    """An estimator as people read it: "Random forest"."""
    from tidemill.services import runs

    return spoken(runs.estimator_title(estimator)) if estimator else ""


def dataset_words(address: str | None) -> str:
    """A dataset's version as people write it: `flights v11`."""
    return "" if address is None else address.replace("@", " v")


def sections_of(
    compared: Comparison,
    wish: RowWish | bool,
    code: Sequence[Mapping[str, str]] = (),
    *,
    is_same_rows: bool = True,
) -> tuple[Section, ...]:
    """Metrics, parameters and data as wished; True and False mean only differences or all."""
    wish = RowWish(wish) if isinstance(wish, bool) else wish
    data = [_Line(row.title, row.values, dataset_words) for row in compared.data]
    params = []
    for row in compared.params:
        if row.name in _DATA:
            words = _short_hash if row.name == "rows_hash" else str
            data.append(_Line(_DATA[row.name], row.values, words))
        elif row.name != _SAME_AS_DATASET:
            say = estimator_words if row.name.endswith("estimator") else str
            params.append(_Line(row.title, row.values, say))
    note = "" if is_same_rows else tr("judged on different rows, so part of a change may be theirs")
    if not is_one_question(compared.runs):
        note = tr("different questions, so deltas say little")
    tags = _tag_lines(compared.runs)
    how = _code_lines(compared.runs, code)
    sections = [
        _metrics_section(compared, wish, note),
        _counted(tr("Parameters"), params, wish),
        _counted(tr("Data"), data, wish),
        _counted(tr("Tags"), tags, wish) if tags else _NONE,
        _counted(tr("Code"), how, wish),
    ]
    return tuple(one for one in sections if one.rows or one.title in {tr("Parameters"), tr("Data")})


@dataclass(frozen=True)
class _Line:
    """A row before its cells are made, which only rows that are shown need."""

    title: str
    values: Sequence[str | None]
    words: Callable[[str], str]

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


def _tag_lines(runs: "Sequence[Run]") -> list[_Line]:
    names = dict.fromkeys(name for run in runs for name in run.tags)
    return [
        _Line(name, [run.tags.get(name) for run in runs], lambda value: value or "yes")
        for name in names
    ]


def _code_lines(runs: "Sequence[Run]", code: Sequence[Mapping[str, str]] = ()) -> list[_Line]:
    """Script, commit, packages and computer where they are known; who ran it and what for."""
    names = dict.fromkeys(name for one in code for name in one)
    told = [_Line(name.lower(), [one.get(name) for one in code], str) for name in names]
    return [
        *told,
        _Line(tr("started by"), [run.by for run in runs], str),
        _Line("experiment", [run.experiment for run in runs], str),
    ]


_NONE = Section("", "", ())


def _counted(what: str, lines: Sequence[_Line], wish: RowWish) -> Section:
    differing = [line.differs for line in lines]
    n = sum(differing)
    verb = "differs" if what == tr("Data") else "differ"
    if wish.is_only_differences:
        title, note = f"{what} that {verb}", f"{n} of {len(lines)}"
    else:
        title, note = what, f"{len(lines)}, {n} {'differs' if n == 1 else 'differ'}"
    seen = [
        line
        for line, differs in zip(lines, differing, strict=True)
        if (differs or not wish.is_only_differences) and wish.fits(line.title)
    ]
    rows = tuple(_plain_row(line.title, line.values, line.words) for line in seen[: wish.most])
    return Section(title, note, rows, len(seen) - len(rows))


def is_one_question(runs: "Sequence[Run]") -> bool:
    """Whether all runs predict the same thing, as far as they say."""
    said = {(run.params.get("task"), run.params.get("target")) for run in runs}
    return len(said) == 1


# Metrics


def _metrics_section(compared: Comparison, wish: RowWish, note: str) -> Section:
    by_name = {row.name: row for row in compared.metrics}
    ends = set()
    for name in by_name:
        low, high = f"{name}_low", f"{name}_high"
        if low in by_name and high in by_name:
            ends |= {low, high}  # shown as the interval of their metric
    seen = [
        row
        for row in compared.metrics
        if row.name not in ends
        and (not wish.is_only_differences or _differs(row, by_name))
        and wish.fits(row.title, row.name)
    ]
    is_comparable = is_one_question(compared.runs)
    rows = []
    for row in seen[: wish.most]:
        rows.append(_metric_row(row, compared.runs, is_comparable))
        bottom, top = by_name.get(f"{row.name}_low"), by_name.get(f"{row.name}_high")
        if bottom is not None and top is not None:
            rows.append(_interval_row(row, bottom, top))
    shown = tuple(row for row in rows if row.differs or not wish.is_only_differences)
    return Section(tr("Metrics"), note, shown, max(0, len(seen) - wish.most))


def _differs(row: ComparedRow, by_name: Mapping[str, ComparedRow]) -> bool:
    """Whether a metric or its interval differs."""
    ends = (by_name.get(f"{row.name}_low"), by_name.get(f"{row.name}_high"))
    return row.differs or (
        None not in ends and any(one is not None and one.differs for one in ends)
    )


def _metric_row(row: ComparedRow, runs: "Sequence[Run]", is_comparable: bool) -> CompareRow:
    is_known = known_metric(row.name, runs[0].params.get("task")) is not None
    cells = []
    for at, value in enumerate(row.values):
        if value is None:
            cells.append(CompareCell(numbers.MISSING, "text3", tooltip=tr("Not measured")))
            continue
        delta, tone = "", "text3"
        change = row.deltas[at] if at < len(row.deltas) else None
        if at > 0 and change is not None:
            delta = _change_words(row, change, is_known)
            better = row.better[at] if is_comparable else None
            tone = {True: "good", False: "bad", None: "text3"}[better]
        is_best = is_comparable and at == row.best
        cells.append(CompareCell(_value_words(row, value, is_known), "text", delta, tone, is_best))
    title = _QUANTITIES.get(row.name, row.title)
    return CompareRow(title, tuple(cells), row.differs)


def _value_words(row: ComparedRow, value: float, is_known: bool) -> str:
    if row.name.endswith("_seconds"):
        return numbers.duration(value)
    if row.name in _QUANTITIES:
        return numbers.decimal(value, 1)
    return numbers.decimal(value, row.decimals) if is_known else numbers.plain(value)


def _change_words(row: ComparedRow, change: float, is_known: bool) -> str:
    """The change against the baseline; what is too small to be written is the same."""
    if row.name.endswith("_seconds"):
        sign = "+" if change > 0 else numbers.MINUS
        said = sign + numbers.duration(abs(change))
    elif row.name in _QUANTITIES:
        said = numbers.delta(change, 1)
    elif is_known:
        said = numbers.delta(change, row.decimals)
    else:
        said = ("+" if change > 0 else "") + numbers.plain(change)
    return said if any(digit in said for digit in "123456789") else "same"


def _interval_row(row: ComparedRow, low: ComparedRow, high: ComparedRow) -> CompareRow:
    cells = []
    for bottom, top in zip(low.values, high.values, strict=True):
        if bottom is None or top is None:
            cells.append(CompareCell(numbers.MISSING, "text3", tooltip=tr("No interval was kept")))
            continue
        ends = (numbers.decimal(bottom, row.decimals), numbers.decimal(top, row.decimals))
        half = numbers.half_width((top - bottom) / 2)
        cells.append(CompareCell(f"{ends[0]} to {ends[1]}", "text2", short=half))
    return CompareRow(
        tr("{title}, 95% interval", title=row.title), tuple(cells), low.differs or high.differs
    )


# Parameters and data


def _plain_row(title: str, values: Sequence[str | None], words: Callable[[str], str]) -> CompareRow:
    base = values[0]
    cells = []
    for at, value in enumerate(values):
        departs = at > 0 and value != base
        if value is None:
            cells.append(
                CompareCell(numbers.MISSING, "text3", is_tinted=departs, tooltip=tr("Not set"))
            )
            continue
        said = words(value)
        tone = "text" if at == 0 or departs else "text2"
        cells.append(CompareCell(said, tone, is_tinted=departs, tooltip=value))
    return CompareRow(title, tuple(cells), len(set(values)) > 1)


def _short_hash(text: str) -> str:
    return text[:8]


# Whom to register


def winner_of(compared: Comparison) -> Winner | None:
    """The best run by the runs' own measure; None if it is registered, or has no model to keep."""
    runs = compared.runs
    measure = runs[0].params.get("metric")
    if measure is None or not is_one_question(runs):
        return None
    row = next((one for one in compared.metrics if one.name == measure), None)
    if row is None or row.best is None:
        return None
    best = runs[row.best]
    has_version = any(version.run_pk == best.pk for version in compared.versions)
    can_serve = why_not_registered(best) is None and best.params.get("estimator") != "prior"
    return Winner(best.id, best.name) if can_serve and not has_version else None


def wrong_number(n: int) -> str:
    """Why so many runs can't be compared; empty where they can."""
    if n < FEWEST:
        return tr("One run is not enough to compare") if n else tr("No runs to compare")
    return ""

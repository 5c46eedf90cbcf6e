"""The columns of the list: which there are, which are shown at first, how they are drawn. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tidemill.base.words import tr
from tidemill.domain.query import Name, QueryError, parse_name
from tidemill.domain.run_lists import Facets
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.table import TableColumn
from tidemill.services.run_list import default_metrics
from tidemill.services.runs import known_metric, metric_title

INTERVAL = "interval"
COURSE = "course."
"""A column of small pictures of a metric's course: `course.` and the metric's column."""

FIXED = ("pinned", "state", "name")
OWN = {
    "interval": "± 95%",
    "tags": tr("Tags"),
    "by": tr("By"),
    "duration": tr("Time"),
    "started": tr("Started"),
    "ended": tr("Ended"),
    "experiment": tr("Experiment"),
    "project": tr("Project"),
    "dataset": tr("Dataset"),
    "note": tr("Note"),
    "id": tr("Id"),
}
"""Columns of a run's own, with their titles."""

NOT_SORTED = frozenset({INTERVAL, "tags", "note", "pinned", "state"})
TAIL = ("tags", "by", "duration", "started")
STATISTICS = ("last", "best", "min", "max")

BOOKKEEPING = frozenset(
    {
        "kind",
        "task",
        "target",
        "metric",
        "data",
        "threads",
        "features",
        "seed",
        "rows_hash",
        "hold_out",
        "judged_on",
    }
)
"""Parameters that say how a run was done rather than what was tried."""


_NAMES: dict[str, Name] = {}
_MOST_NAMES = 100_000
"""Names of columns taken apart: with thousands of them there is no time to do it again."""


def column_of(kind: str, name: str) -> str:
    """A metric's, parameter's or tag's column as the query language writes it."""
    made = Name(kind, name)
    text = made.to_text()
    _remember(text, made)
    return text


def name_of(column: str) -> Name:
    """The kind and the name of a column; an odd one is a field of the run's own."""
    found = _NAMES.get(column)
    if found is None:
        try:
            found = parse_name(column)
        except QueryError:
            found = Name(None, column)
        _remember(column, found)
    return found


def _remember(text: str, name: Name) -> None:
    if len(_NAMES) >= _MOST_NAMES:
        _NAMES.clear()
    _NAMES[text] = name


def is_course(column: str) -> bool:
    """Whether a column shows the courses of a metric."""
    return column.startswith(COURSE)


def is_metric(column: str) -> bool:
    """Whether a column holds a metric's values."""
    return not is_course(column) and name_of(column).kind == "metrics"


def is_sortable(column: str) -> bool:
    """Whether runs can be sorted by a column."""
    return column not in NOT_SORTED and not is_course(column)


def asked(column: str, statistics: Mapping[str, str]) -> str:
    """The name by which the list is asked for a column's values, its statistic included."""
    statistic = statistics.get(column, "last")
    if statistic == "last" or not is_metric(column):
        return column
    found = name_of(column)
    return Name(found.kind, found.name, statistic).to_text()


def title_of(column: str, statistics: Mapping[str, str] | None = None) -> str:
    """What stands in a column's head."""
    if column in OWN:
        return OWN[column]
    if column == "name":
        return tr("Run")
    if is_course(column):
        return tr("{title_of}, course", title_of=title_of(column.removeprefix(COURSE)))
    name = name_of(column)
    title = name.name
    if name.kind == "metrics":
        title = metric_title(name.name)
        statistic = (statistics or {}).get(column, name.statistic or "last")
        return title if statistic == "last" else f"{title}, {statistic}"
    return title


def decimals_of(name: str) -> int:
    """How many decimals a measure shows: four for scores, else two."""
    one = known_metric(name, None)
    return 2 if one is not None and str(one.task) == "regression" and name != "r2" else 4


def is_up(name: str) -> bool:
    """Whether higher values of a metric are better, as far as is known."""
    one = known_metric(name, None)
    return one is None or one.higher_is_better is not False


def suggested(facets: Facets) -> tuple[str, ...]:
    """The columns to begin with: the main measure, two companions, parameters that vary."""
    metrics = [column_of("metrics", name) for name in default_metrics(facets)]
    telling = [name for name in facets.varying if name not in BOOKKEEPING]
    telling.sort(key=lambda name: name not in {"estimator", "model"})
    first = [metrics[0], INTERVAL, *metrics[1:]] if facets.main is not None else metrics
    return (*first, *(column_of("params", name) for name in telling[:3]), *TAIL)


@lru_cache(maxsize=4)
def choosable(facets: Facets) -> dict[str, tuple[str, ...]]:
    """Everything that can be a column, by kind."""
    return {
        tr("Metrics"): tuple(column_of("metrics", name) for name in facets.metrics),
        tr("Parameters"): tuple(column_of("params", name) for name in facets.params),
        tr("Tags"): tuple(column_of("tags", name) for name in facets.tags),
        tr("Own"): tuple(OWN),
    }


_FAMILIES = {"metrics": "metric", "params": "parameter", "tags": "tag"}


def short_name(name: str) -> str:
    """A column's name without its kind, as the builder says it."""
    family, _, rest = name.partition(".")
    return rest.replace("`", "") if rest and family in _FAMILIES else name


@lru_cache(maxsize=4)
def name_options(names: tuple[str, ...]) -> list[Option]:
    """Names to choose from; of thousands they are made once, off the GUI thread."""
    return [Option(n, short_name(n), _FAMILIES.get(n.partition(".")[0], "")) for n in names]


def made_ready(facets: Facets) -> None:
    """Work out what boxes offer before a person opens them."""
    choosable(facets)
    name_options(facets.names)


def table_columns(
    columns: Sequence[str],
    facets: Facets,
    statistics: Mapping[str, str],
    frozen: Sequence[str] = (),
) -> list[TableColumn]:
    """The table's columns: what always stands at the left, pinned ones, the others in order."""
    found = [
        TableColumn(
            "pinned", "", 26, kind="icon", sortable=False, frozen=True, tooltip=tr("Pinned")
        ),
        TableColumn(
            "state", "", 24, kind="status_text", sortable=False, frozen=True, tooltip=tr("State")
        ),
        TableColumn("name", tr("Run"), 150, stretch=2, frozen=True),
    ]
    held = [column for column in columns if column in frozen]
    ordered = [*held, *(column for column in columns if column not in frozen)]
    found += [_table_column(c, facets, statistics, c in frozen) for c in ordered]
    return found


def _table_column(
    column: str, facets: Facets, statistics: Mapping[str, str], is_frozen: bool
) -> TableColumn:
    title, name = title_of(column, statistics), name_of(column)
    made = _drawn(column, title, facets)
    return replace(
        made,
        frozen=is_frozen,
        sortable=is_sortable(column),
        tooltip=name.name if name.kind else title,
    )


def _drawn(column: str, title: str, facets: Facets) -> TableColumn:
    """How a column is drawn."""
    name = name_of(column)
    if column == INTERVAL:
        places = decimals_of(facets.main or "")
        return TableColumn(column, title, 68, kind="number", tone="text2", decimals=places)
    if column in OWN:
        return _own_column(column, title)
    if is_course(column):
        return TableColumn(column, title, 130, kind="sparkline")
    wide = min(220, max(76, 26 + 7 * len(title)))
    if name.kind == "metrics":
        places, goes_up = decimals_of(name.name), is_up(name.name)
        if name.name == facets.main:
            made = TableColumn(column, title, 128, kind="score_bar", decimals=places)
        else:
            made = TableColumn(column, title, wide, kind="number", decimals=places)
        one = known_metric(name.name, None)
        return replace(made, higher_is_better=goes_up, starts_best=one is not None)
    if name.kind == "params" and name.name == "estimator":
        return TableColumn(column, title, 140, tone="text2", role="body")
    if name.kind == "params":
        return TableColumn(column, title, max(84, wide), "right", "number", tone="text2")
    return TableColumn(column, title, max(96, wide), tone="text2")


def _own_column(column: str, title: str) -> TableColumn:
    if column == "tags":
        return TableColumn(column, title, 120, kind="chips", stretch=1)
    if column == "by":
        return TableColumn(column, title, 40, kind="avatar")
    if column == "duration":
        return TableColumn(column, title, 62, "right", tone="text2", term=tr("Time"))
    if column in {"started", "ended"}:
        return TableColumn(column, title, 112, kind="time", tone="text2", starts_best=True)
    if column == "id":
        return TableColumn(column, title, 110, kind="mono", tone="text2")
    return TableColumn(column, title, 180 if column == "note" else 130, tone="text2")

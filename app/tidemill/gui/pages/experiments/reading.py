"""What operations of the list read, off the GUI thread: orders, pages of cells, whole runs."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tidemill.domain.models import ModelVersion
from tidemill.domain.run_lists import Facets, Outline
from tidemill.gui.pages.experiments.cells import TONE, Look, column_cells, tone_of
from tidemill.gui.pages.experiments.columns import (
    COURSE,
    FIXED,
    INTERVAL,
    asked,
    is_course,
    made_ready,
    name_of,
)
from tidemill.gui.pages.experiments.layout import arranged
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.state import PAGE_SIZE, About, Arrangement, Listed, Shown
from tidemill.services import evaluation, people, registry, run_marks, runs

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.run_list import RunList
    from tidemill.services.workspace import Workspace

_BESIDE = frozenset({"tags", "note", INTERVAL})
MOST_SHOWN = 200
"""Runs read whole for the inspector; more are only counted."""
MOST_METRICS = 200
_MOST_COUNTED = 100_000


def first_page(every: "RunList", wanted: Arrangement) -> Listed:
    """The first page of an order, at once."""
    facets = every.facets()
    outline = every.outline(wanted.wish, figures=wanted.figures(facets), first=PAGE_SIZE)
    made_ready(facets)
    return Listed(wanted, arranged(outline), facets)


def whole_order(every: "RunList", wanted: Arrangement, reporter: "Reporter") -> Listed:
    """All of an order."""
    facets = every.facets()
    reporter.check()
    outline: Outline = every.outline(wanted.wish, figures=wanted.figures(facets), reporter=reporter)
    reporter.check()
    return Listed(wanted, arranged(outline), facets)


def page(
    workspace: "Workspace",
    every: "RunList",
    keys: Sequence[int],
    columns: Sequence[str],
    statistics: Mapping[str, str],
    facets: Facets,
) -> dict[int, dict[str, Any]]:
    """The cells of some runs by key and column."""
    shown = [*FIXED, *columns]
    wanted = {c: asked(c, statistics) for c in shown if c not in _BESIDE and not is_course(c)}
    values = every.cells(keys, list(dict.fromkeys([*wanted.values(), "state"])))
    measure = facets.main if INTERVAL in columns else None
    beside = run_marks.marks(workspace, keys, measure)
    marks = [beside.get(key) for key in keys]
    look = Look(facets, run_marks.names_of_people(workspace), workspace.clock.now())
    made: dict[str, list[Any]] = {}
    nothing = [None] * len(keys)
    for column in shown:
        given = values[wanted[column]] if column in wanted else nothing
        if is_course(column):
            metric = name_of(column.removeprefix(COURSE)).name
            courses = run_marks.courses(workspace, keys, metric)
            given = [courses.get(key) for key in keys]
        made[column] = column_cells(column, given, marks, values["state"], look)
    made[TONE] = [None if mark is None else tone_of(mark.colour) for mark in marks]
    names = list(made)
    rows = zip(*(made[name] for name in names), strict=True)
    return {
        int(key): dict(zip(names, row, strict=True)) for key, row in zip(keys, rows, strict=True)
    }


def whole_runs(workspace: "Workspace", keys: Sequence[int]) -> dict[int, Shown]:
    """Runs of keys with what stands beside them; of thousands of metrics the first."""
    found = runs.find(workspace, keys, runs.front_metrics(workspace, keys, MOST_METRICS))
    versions: dict[int, list[ModelVersion]] = {}
    for version in registry.registered_from(workspace, list(keys)):
        versions.setdefault(version.run_pk, []).append(version)
    names = people.display_names(workspace)
    return {
        run.pk: Shown(
            run,
            evaluation.figures(workspace, run),
            tuple(versions.get(run.pk, ())),
            names.get(run.by, run.by),
        )
        for run in found
    }


def about(workspace: "Workspace", every: "RunList", chosen: RunSelection) -> About:
    """What is known of the runs a person would act on."""
    keys = chosen.keys[:_MOST_COUNTED]
    marked = every.cells(keys.tolist(), ["pinned", "archived"])
    some: list[int] = chosen.keys[:MOST_SHOWN].tolist()
    shown = whole_runs(workspace, some)
    stars = run_marks.marks(workspace, some) if some else {}
    return About(
        chosen,
        marked["pinned"].count("yes"),
        sum(one.is_starred for one in stars.values()),
        marked["archived"].count("yes"),
        shown,
    )


def among(order: Listed, chosen: RunSelection) -> int:
    """How many of the selected runs are in an order."""
    return int(np.count_nonzero(order.arranged.places.of_all(chosen.keys) >= 0))

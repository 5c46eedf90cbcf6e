"""Runs laid out in groups, folded and summed up, against the same done one run at a time."""

import math
import statistics
from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.domain.query import number_of, parse, parse_name
from tidemill.domain.run_columns import RunColumns, RunRow
from tidemill.domain.run_grouping import Beside, Figure
from tidemill.domain.run_lists import RunGroups
from tidemill.domain.run_order import Arrangement, arrange

DAYS = [datetime(2026, 1, day, hour, tzinfo=UTC) for day in (1, 2) for hour in (0, 23)]

run = st.fixed_dictionaries(
    {
        "experiment": st.sampled_from(["a", "b", None]),
        "depth": st.sampled_from(["1", "2", "10", "deep", None]),
        "seed": st.sampled_from(["0", "1", "2"]),
        "auc": st.sampled_from([0.25, 0.5, 0.75, math.inf, None]),
        "started": st.sampled_from([*DAYS, None]),
        "pinned": st.booleans(),
        "running": st.booleans(),
        "dataset": st.sampled_from(["d@1", "d@2", None]),
    }
)
GROUPABLE = {"experiment": "experiment", "params.depth": "depth", "started": "started"}
SORTABLE = GROUPABLE | {"metrics.auc": "auc"}
sort_keys = st.lists(
    st.tuples(st.sampled_from(sorted(SORTABLE)), st.booleans()),
    max_size=3,
    unique_by=lambda k: k[0],
)
levels = st.lists(st.sampled_from(sorted(GROUPABLE)), max_size=2, unique=True)


def columns_of(runs):
    columns = RunColumns()
    columns.update(
        RunRow(
            pk,
            {"experiment": one["experiment"], "started": one["started"]},
            [
                *([("param", "depth", None, one["depth"])] if one["depth"] else []),
                ("param", "seed", None, one["seed"]),
                ("metric", "auc", one["auc"], None),
            ],
        )
        for pk, one in enumerate(runs)
    )
    return columns


def laid_out(runs, sort, group_by, is_folded, first=None):
    columns = columns_of(runs)
    n = columns.n_rows
    found = [(columns.find(parse_name(name)), down) for name, down in sort]
    labels = ("d@1", "d@2")
    codes = np.array([-1 if r["dataset"] is None else labels.index(r["dataset"]) for r in runs])
    fold = None
    if is_folded:
        marks = [hash((r["experiment"], r["depth"])) & (2**64 - 1) for r in runs]
        fold = np.asarray(marks, dtype=np.uint64)
    how = Arrangement(
        sort=[(column, down) for column, down in found if column is not None],
        group_by=[columns.find(parse_name(name)) for name in group_by],
        fold=fold,
        pinned=np.array([r["pinned"] for r in runs], dtype=bool),
        beside=Beside(np.array([r["running"] for r in runs], dtype=bool), codes, labels),
        figures={"metrics.auc": Figure(columns.numbers("metrics.auc"), True)},
    )
    rows, groups = arrange(np.flatnonzero(columns.select(parse(""))), how, first)
    assert n == len(runs)
    return rows.tolist(), groups


# The naive reading: keys that Python sorts, groups by dictionaries.


def key_of(one, name, descending):
    """A tuple that sorts as a column does: numbers before texts, missing last both ways."""
    value = one[SORTABLE[name]]
    if value is None:
        return (1, 0, 0)
    if isinstance(value, datetime):
        value = value.timestamp()
    number = number_of(value) if isinstance(value, str) else value
    rank, told = (1, value) if number is None else (0, number)
    if not descending:
        return (0, rank, told)
    told = (*(-ord(letter) for letter in told), 1) if rank else -told
    return (0, -rank, told)


def label_of(one, name):
    value = one[GROUPABLE[name]]
    if isinstance(value, datetime):
        return value.replace(hour=0)
    return value


def label_key(label):
    if label is None:
        return (2, 0)
    if isinstance(label, datetime):
        return (0, label.timestamp())
    number = number_of(label)
    return (1, label) if number is None else (0, number)


def fold_mean(runs, members, sort):
    """What a folded row is sorted by: the mean of a metric, else as its first run is."""
    name, descending = sort[0]
    if name != "metrics.auc":
        return min(key_of(runs[pk], name, descending) for pk in members)
    values = [runs[pk]["auc"] for pk in members if runs[pk]["auc"] is not None]
    if not values:
        return (1, 0)
    mean = sum(values) / len(values)
    return (0, -mean if descending else mean)


def naive(runs, sort, group_by, is_folded):
    """Rows in order, and groups as (path, level, start, members, is_fold)."""
    groups = []
    order = []

    def sorted_runs(members):
        members = sorted(members, key=lambda pk: pk)
        for name, descending in reversed(sort):
            members.sort(key=lambda pk: key_of(runs[pk], name, descending))
        return sorted(members, key=lambda pk: not runs[pk]["pinned"])

    def walk(members, path, names, level):
        if names:
            parts = {}
            for pk in members:
                parts.setdefault(label_of(runs[pk], names[0]), []).append(pk)
            ranked = sorted(parts, key=label_key)
            if sort:
                ranked.sort(key=lambda label: min(key_of(runs[p], *sort[0]) for p in parts[label]))
            for label in ranked:
                groups.append(((*path, label), level, len(order), parts[label], False))
                walk(parts[label], (*path, label), names[1:], level + 1)
        elif is_folded:
            parts = {}
            for pk in members:
                same = (runs[pk]["experiment"], runs[pk]["depth"])
                parts.setdefault(same, []).append(pk)
            folds = sorted(parts.values(), key=min)
            if sort:
                folds.sort(key=lambda fold: fold_mean(runs, fold, sort))
            folds.sort(key=lambda fold: not any(runs[pk]["pinned"] for pk in fold))
            for fold in folds:
                groups.append((path, level, len(order), fold, True))
                order.extend(sorted_runs(fold))
        else:
            order.extend(sorted_runs(members))

    walk(list(range(len(runs))), (), list(group_by), 0)
    return order, groups


@settings(max_examples=300, deadline=None)
@given(st.lists(run, min_size=1, max_size=14), sort_keys, levels, st.booleans(), st.integers(0, 6))
def test_any_runs_are_laid_out_as_a_patient_person_would(runs, sort, group_by, is_folded, first):
    expected, groups = naive(runs, sort, group_by, is_folded)
    rows, found = laid_out(runs, sort, group_by, is_folded)
    assert rows == expected
    told = [(g.path, g.level, g.start, g.count, g.is_fold) for g in found]
    assert told == [(path, level, start, len(m), fold) for path, level, start, m, fold in groups]
    page, same_groups = laid_out(runs, sort, group_by, is_folded, first)
    assert page == expected[:first]
    assert [g.path for g in same_groups] == [g.path for g in found]
    for group, (_, _, _, members, _) in zip(found, groups, strict=True):
        assert group.running == sum(runs[pk]["running"] for pk in members)
        data = {runs[pk]["dataset"] for pk in members} - {None}
        assert group.dataset == (data.pop() if len(data) == 1 else None)
        check_figure(group.figures["metrics.auc"], [runs[pk]["auc"] for pk in members])


def check_figure(figure, values):
    values = [v for v in values if v is not None and math.isfinite(v)]
    assert figure.n == len(values)
    if not values:
        assert (figure.best, figure.mean, figure.sd, figure.lo, figure.hi) == (None,) * 5
        return
    assert math.isclose(figure.mean, statistics.fmean(values))
    assert (figure.lo, figure.hi, figure.best) == (min(values), max(values), max(values))
    if len(values) > 1:
        assert math.isclose(figure.sd, statistics.stdev(values), abs_tol=1e-12)
    else:
        assert figure.sd is None


def test_the_lowest_is_best_where_lower_is_better():
    columns = columns_of([{**dict.fromkeys(SORTABLE.values()), "seed": "0", "auc": 0.5}] * 2)
    how = Arrangement(
        group_by=[columns.find(parse_name("experiment"))],
        figures={"x": Figure(np.array([0.25, 0.75]), False)},
    )
    _, groups = arrange(np.arange(2), how)
    assert groups[0].figures["x"].best == 0.25


def test_figures_of_numbers_far_from_zero_keep_their_spread():
    values = 1e9 + np.array([0.0, 1.0, 2.0, 3.0])
    columns = columns_of(
        [{**dict.fromkeys(SORTABLE.values()), "seed": "0", "experiment": e} for e in "aabb"]
    )
    how = Arrangement(
        group_by=[columns.find(parse_name("experiment"))], figures={"x": Figure(values)}
    )
    _, groups = arrange(np.arange(4), how)
    assert [g.figures["x"].sd for g in groups] == [statistics.stdev([0, 1])] * 2


def test_groups_without_runs_are_an_empty_sequence():
    rows, groups = arrange(np.empty(0, dtype=np.int64), Arrangement(group_by=[None]))
    assert (len(rows), len(groups), list(groups), groups[:2]) == (0, 0, [], ())
    assert isinstance(groups, RunGroups)


def test_a_page_of_many_runs_is_the_beginning_of_the_whole_order():
    chance = np.random.default_rng(3)
    n = 20_000
    columns = RunColumns()
    auc = np.where(chance.random(n) < 0.5, np.nan, np.round(chance.random(n), 3))
    depth = chance.integers(0, 5, n)
    columns.update(
        RunRow(
            pk,
            {"experiment": f"e{pk % 3}"},
            [
                ("param", "depth", None, str(depth[pk])),
                *([] if np.isnan(auc[pk]) else [("metric", "auc", auc[pk], None)]),
            ],
        )
        for pk in range(n)
    )
    pinned = np.zeros(n, dtype=bool)
    pinned[::777] = True
    for group_by in ([], ["experiment"], ["params.depth", "experiment"]):
        for down in (True, False):
            how = Arrangement(
                sort=[
                    (columns.find(parse_name("metrics.auc")), down),
                    (columns.find(parse_name("params.depth")), not down),
                ],
                group_by=[columns.find(parse_name(name)) for name in group_by],
                pinned=pinned,
            )
            whole, _ = arrange(np.arange(n), how)
            assert sorted(whole.tolist()) == list(range(n))
            for first in (1, 200, 7_000, n - 1):
                page, _ = arrange(np.arange(n), how, first)
                assert page.tolist() == whole[:first].tolist()

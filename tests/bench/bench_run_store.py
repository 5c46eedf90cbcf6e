"""A hundred thousand and a million runs: sorting, filtering, grouping, opening, memory.

Measured through the list that the window asks (`RunList`), with the checks for changes in the
store that every question begins with.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import run_stores
from lines import Line, median

from tidemill.domain.query import Name
from tidemill.domain.run_lists import Wish
from tidemill.services import workspace as workspaces
from tidemill.services.run_list import RunList
from tidemill.store import run_changes

HUNDRED_THOUSAND, MILLION = 100_000, 1_000_000
N_NAMES = 12_000
PAGE = 200
SHOWN = (
    *("name", "state", "started", "duration", "metrics.auc", "metrics.log_loss"),
    *("params.model", "params.max_depth"),
)
METRIC = "metrics.auc"
RARE = Name("metrics", run_stores.SPARSE).to_text()

OPEN = """
import sys
from pathlib import Path
from tidemill.domain.run_lists import Wish
from tidemill.services import workspace
from tidemill.services.run_list import RunList
opened = workspace.open_existing(Path(sys.argv[1]))
runs = RunList(opened)
main = runs.facets().main
outline = runs.outline(Wish(), first=200, figures=["metrics." + main])
assert len(runs.cells(outline.keys, sys.argv[2:])["name"]) == 200
"""
KEEP = OPEN + "runs.save_snapshot()\n"
LOADED = (
    OPEN
    + """
from tidemill.base.programs import peak_memory_bytes
names = [name for name in runs.column_names() if name != "note"]
runs.cells(outline.keys, names)
assert sum("." in name for name in names) == 21
runs.outline(Wish(sort=(("name", False),)))
print(peak_memory_bytes() / 1e6)
"""
)
IMPORTS = "import numpy, sqlalchemy"


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def program(code: str, *words: str) -> tuple[float, str]:
    """Seconds that a Python takes from start to end, and what it says."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *words], check=True, capture_output=True, text=True
    )
    return time.perf_counter() - began, done.stdout


def page(runs: RunList, sort: str) -> None:
    """The first page as the window asks for it: keys, groups with the main figure, cells."""
    outline = runs.outline(Wish(sort=((sort, True),)), first=PAGE, figures=[METRIC])
    runs.cells(outline.keys, (*SHOWN, sort))


def asked(folder: Path, n: int, page_s: float, words: str) -> list[Line]:
    """Pages, and at a million the count of a filter and groups."""
    workspace = workspaces.open_existing(run_stores.shared(folder, n))
    try:
        runs = RunList(workspace)
        lines = []
        values = runs.numbers(runs.outline(Wish(group_by=())).keys, METRIC)
        depths = np.nan_to_num(
            runs.numbers(runs.outline(Wish(group_by=())).keys, "params.max_depth")
        )
        parted = median(lambda: timed(lambda: np.argpartition(values, PAGE)))
        for name, what in ((METRIC, "a metric"), (RARE, "a metric of 3 % of the runs")):
            page(runs, name)
            took = median(lambda name=name: timed(lambda: page(runs, name)))
            lines.append(Line(f"first page of {n:,} runs by {what}", took, parted, page_s, words))
        if n == MILLION:
            lines += [_filtered(runs, values, depths), _grouped(runs, values, depths)]
        runs.save_snapshot()
    finally:
        workspace.close()
    return lines


def _filtered(runs: RunList, values: np.ndarray, depths: np.ndarray) -> Line:
    def bare() -> object:
        return np.count_nonzero((values > 0.8) & (depths == 5))

    where = f"{METRIC} > 0.8 and params.{run_stores.PARAM} = 5"
    runs.count(where)
    took = median(lambda: timed(lambda: runs.count(where)))
    floor = median(lambda: timed(bare))
    return Line("filter on a metric and a parameter, count, 1,000,000", took, floor, 0.01, "10 ms")


def _grouped(runs: RunList, values: np.ndarray, depths: np.ndarray) -> Line:
    codes, known = depths.astype(np.int64), np.nan_to_num(values)

    def bare() -> None:
        np.bincount(codes)
        np.bincount(codes, values)
        np.maximum.at(np.full(20, -np.inf), codes, known)

    wish = Wish(group_by=(f"params.{run_stores.PARAM}",))

    def ask() -> object:
        return runs.outline(wish, figures=[METRIC], first=PAGE)

    ask()
    took = median(lambda: timed(ask))
    floor = median(lambda: timed(bare))
    return Line("group by a parameter: count, mean, max, 1,000,000", took, floor, 0.06, "60 ms")


def opened(folder: Path) -> list[Line]:
    """A program that was not running shows its first page, with a snapshot and without."""
    place = run_stores.shared(folder, HUNDRED_THOUSAND)
    words = [str(place), *SHOWN]
    program(KEEP, *words)
    floor = median(lambda: program(IMPORTS)[0])
    quick = median(lambda: program(OPEN, *words)[0])
    shutil.rmtree(place / "cache")
    slow = median(lambda: program(OPEN, *words)[0], rounds=3)
    return [
        Line("open 100,000 runs cold, with a snapshot", quick, floor, 0.5, "0.5 s"),
        Line("open 100,000 runs cold, without one", slow, floor, 3.0, "3 s"),
    ]


def held(folder: Path) -> Line:
    """What a million runs with 21 keys take, all columns read from the store."""
    place = run_stores.shared(folder, MILLION)
    shutil.rmtree(place / "cache", ignore_errors=True)
    megabytes = float(program(LOADED, str(place), *SHOWN)[1])
    return Line("memory, 1,000,000 runs x 21 keys", megabytes, 0, 1200.0, "1,200 MB", "MB")


def many_names(folder: Path) -> Line:
    """With 12,000 metric names, beside the same with the twenty keys all runs have."""
    few = run_stores.shared(folder, HUNDRED_THOUSAND)
    many = run_stores.shared(folder, HUNDRED_THOUSAND, n_metric_names=N_NAMES)

    def walk(place: Path) -> float:
        workspace = workspaces.open_existing(place)
        try:
            runs = RunList(workspace)
            page(runs, METRIC)
            page(runs, RARE)
            runs.facets()

            def once() -> None:
                page(runs, METRIC)
                page(runs, RARE)
                runs.facets()
                runs.count(f"{METRIC} > 0.8 and params.max_depth = 5")

            return median(lambda: timed(once), rounds=9)
        finally:
            workspace.close()

    floor = walk(few)
    took = walk(many)
    return Line(
        "12,000 metric names, floor: 20", took, floor, 1.25 * floor, "no slower (25 % noise)"
    )


def changed(folder: Path) -> Line:
    """A thousand runs that changed at once, taken in with all columns there."""
    place = folder / "run-stores" / "changing"
    run_stores.copied(run_stores.shared(folder, HUNDRED_THOUSAND), place)
    workspace = workspaces.open_existing(place)
    try:
        runs = RunList(workspace)
        keys = runs.outline(Wish()).keys
        runs.cells(keys[:10], runs.column_names())
        some = [int(key) for key in keys[:: len(keys) // 1000][:1000]]
        flips = iter(range(1000))

        def once() -> float:
            with workspace.store.write() as tx:
                run_changes.change(tx, some, starred=next(flips) % 2 == 0)
            return timed(runs.refresh)

        once()
        return Line("1,000 changed runs taken in, 100,000 x 21", median(once), 0, 0.05, "50 ms")
    finally:
        workspace.close()
        shutil.rmtree(place)


def measure(folder: Path) -> list[Line]:
    """All of them; the stores are left in the folder for other topics."""
    return [
        *asked(folder, HUNDRED_THOUSAND, 0.02, "20 ms"),
        *asked(folder, MILLION, 0.05, "50 ms"),
        *opened(folder),
        held(folder),
        many_names(folder),
        changed(folder),
    ]

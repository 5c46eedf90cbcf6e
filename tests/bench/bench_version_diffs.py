"""Two versions of a million rows by 20 columns compared by the command, as a person would.

The files are taken in by the worker; then `tidemill data diff` runs in a process of its own, from
its start to its last word. The floor is the barest comparison there is: the engine counts the
rows of either file that the other one lacks, column values and all.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from lines import Line

from tidemill.base.table_engine import literal, table_engine

N_ROWS = 1_000_000
_MISSING, _CHANGED, _NEW, _GONE = 0.01, 0.002, 0.02, 0.01


def measure(folder: Path) -> list[Line]:
    """Compare by a guessed key, without one, once more, and show changed rows."""
    place = folder / "diffs"
    files = _write(folder)
    floor = _floor(files)
    _run(place, "init", str(place), where=False)
    for file in files:
        _run(place, "data", "add", str(file), "--name", "big", "--replace")
    keyed, found, peak = _diff(place)
    _check(found)
    bare, _, _ = _diff(place, "--no-key")
    again, _, _ = _diff(place)
    started = time.perf_counter()
    _run(place, "data", "diff", "big@1", "big@2", "--rows", "changed", "--limit", "200")
    shown = time.perf_counter() - started
    what = "versions of 1 M x 20 rows"
    return [
        Line(f"{what} compared by a guessed key", keyed, floor, 30.0, "30 s"),
        Line(f"{what} compared by all they hold", bare, floor, 30.0, "30 s"),
        Line(f"{what} compared: memory at most", peak, 0.0, 1000.0, "1,000 MB", "MB"),
        Line(f"{what} compared before, shown again", again, 0.0, None, "no promise"),
        Line(f"{what}: 200 changed rows shown", shown, 0.0, None, "no promise"),
    ]


def _write(folder: Path) -> tuple[Path, Path]:
    """Two Parquet files: some cells missing or changed, some rows gone, some new, all shuffled."""
    numbers = ", ".join(f"hash(i, {k}) / 1.8e19 as x{k}" for k in range(10))
    wholes = ", ".join(f"(hash(i, {k}) % 1000)::int as n{k}" for k in range(10, 14))
    words = ", ".join(f"'level ' || (hash(i, {k}) % {k - 8}) as c{k}" for k in range(14, 17))
    rest = (
        "timestamp '2024-01-01' + interval (hash(i, 17) % 525600) minute as at, "
        "'user ' || hash(i, 18) as name"
    )
    every = f"select i as id, {numbers}, {wholes}, {words}, {rest} from range({{}}, {{}}) t(i)"
    first, second = folder / "first.parquet", folder / "second.parquet"
    changed = (
        f"select * replace (case when hash(id, 91) % 10000 < {int(10_000 * _MISSING)} then null "
        f"when hash(id, 92) % 10000 < {int(10_000 * _CHANGED)} then x0 / 10 else x0 end as x0) "
        f"from ({every.format(int(N_ROWS * _GONE), int(N_ROWS * (1 + _NEW)))}) order by hash(id)"
    )
    with table_engine() as engine:
        for query, path in ((every.format(0, N_ROWS), first), (changed, second)):
            engine.execute(f"copy ({query}) to {literal(str(path))} (format parquet)")
    return first, second


def _floor(files: tuple[Path, Path]) -> float:
    one, two = (f"read_parquet({literal(str(file))})" for file in files)
    started = time.perf_counter()
    with table_engine() as engine:
        for first, second in ((one, two), (two, one)):
            query = f"select count(*) from (from {first} except all from {second})"
            engine.execute(query).fetchone()
    return time.perf_counter() - started


def _diff(place: Path, *words: str) -> tuple[float, dict[str, object], float]:
    """Seconds, what was found, and the most memory in MB."""
    line = _line(place, "data", "diff", "big@1", "big@2", *words, "--json")
    started = time.perf_counter()
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    took = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"data diff left with {process.returncode}.")
    return took, json.loads(said), usage.ru_maxrss / 1024


def _check(found: dict[str, object]) -> None:
    """The counts have to be those that were made."""
    rows = found["rows"]
    assert isinstance(rows, dict)
    n_new, n_gone = int(N_ROWS * _NEW), int(N_ROWS * _GONE)
    if found["key"] != ["id"] or (rows["added"], rows["removed"]) != (n_new, n_gone):
        raise SystemExit(f"The comparison found {rows} by {found['key']}.")


def _run(place: Path, *words: str, where: bool = True) -> None:
    line = _line(place, *words) if where else [sys.executable, "-m", "tidemill", *words]
    subprocess.run(line, check=True, capture_output=True)


def _line(place: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "tidemill", "-w", str(place), *words]

"""Drift: a million rows against a stored reference, making one, and beside three peers.

All data is in memory and each measurement in a process of its own with one thread. The peers need
pandas under 3: they get an environment of their own, in a folder that `TIDEMILL_BENCH_PEERS` may
name so that it is kept. Without a package index they are left out, and that is printed.
"""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

from lines import Line
from peers import python_with

N_ROWS, N_COLUMNS = 1_000_000, 50
FEWER_ROWS, FEWER_COLUMNS = 100_000, 25
PEERS = {"evidently": (), "nannyml": ("statsmodels",), "alibi-detect": ()}
"""Each with what it needs and does not ask for itself."""

LIMIT_S = 600.0

TABLES = """
import json, statistics, sys, time
import numpy as np

n_rows, n_columns = int(sys.argv[1]), int(sys.argv[2])

def drawn(seed, shift):
    # Each column as (kind, values): numbers skewed, with holes, whole and dated; flags; levels.
    rng = np.random.default_rng(seed)
    for at in range(n_columns):
        turn = at % 10
        if turn < 5:
            law = rng.lognormal if turn % 2 else rng.normal
            values = law(shift, 1.0, n_rows)
            values[rng.random(n_rows) < 0.02] = np.nan
            yield "numeric", values
        elif turn < 7:
            yield "whole", rng.poisson(8, n_rows)
        elif turn == 7:
            yield "datetime", rng.integers(0, 10**15, n_rows).astype("datetime64[us]")
        elif turn == 8:
            yield "boolean", rng.integers(0, 2, n_rows)
        else:
            yield "levels", rng.integers(0, 300, n_rows)

def median(work, rounds=5):
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
"""
OURS = """
from tidemill.domain.columns import Kind
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame
from tidemill.domain.references import FrameReference, summarise_frame
from tidemill.services import drift

def frame(seed, shift=0.0):
    columns = []
    for at, (kind, values) in enumerate(drawn(seed, shift)):
        name = f"c{at}"
        if kind == "levels":
            towns = tuple(f"town {i}" for i in range(300))
            column = ColumnData(name, Kind.CATEGORICAL, values.astype(np.int32), towns)
        elif kind == "boolean":
            column = ColumnData(name, Kind.BOOLEAN, values.astype(np.int32), BOOLEAN_LEVELS)
        else:
            column = ColumnData(name, Kind("datetime" if kind == "datetime" else "numeric"), values)
        columns.append(column)
    return Frame(tuple(columns))

before, now = frame(1), frame(2, 0.02)
drift.compare(summarise_frame(before.slice(0, 1000)), now.slice(0, 1000))
"""
MILLION = """
made = median(lambda: summarise_frame(before), 3)
stored = summarise_frame(before).to_bytes()
reference = FrameReference.from_bytes(stored)
summary = median(lambda: drift.compare(reference, now))
exact = median(lambda: drift.compare(reference, now, raw_reference=before), 3)
fresh = drift.compare(summarise_frame(before), now).to_dict()
assert fresh == drift.compare(reference, now).to_dict()
print(json.dumps([made, summary, exact, len(stored) / 1024 / n_columns]))
"""
FEWER = """
summary = median(lambda: drift.compare_frames(before, now))
exact = median(lambda: drift.compare_frames(before, now, exact=True))
print(json.dumps([summary, exact]))
"""
SCIPY = """
from scipy.stats import ks_2samp, wasserstein_distance
pairs = list(zip(drawn(1, 0.0), drawn(2, 0.02)))
numbers = [(a[~np.isnan(a)], b[~np.isnan(b)]) for (kind, a), (_, b) in pairs if kind == "numeric"]
began = time.perf_counter()
for one, other in numbers[:3]:
    ks_2samp(one, other, method="asymp")
    wasserstein_distance(one, other)
print(json.dumps([(time.perf_counter() - began) / 3]))
"""
PEER_TABLES = """
import warnings
warnings.filterwarnings("ignore")
import pandas as pd

def table(seed, shift=0.0):
    columns = {}
    for at, (kind, values) in enumerate(drawn(seed, shift)):
        if kind == "levels":
            values = np.array([f"town {i}" for i in range(300)], dtype=object)[values]
        columns[f"c{at}"] = values.astype(bool) if kind == "boolean" else values
    return pd.DataFrame(columns)

before, now = table(1), table(2, 0.02)
"""
EVIDENTLY = """
from evidently import Report
from evidently.presets import DataDriftPreset
print(json.dumps([median(lambda: Report([DataDriftPreset()]).run(now, before).dict(), 1)]))
"""
NANNYML = """
import nannyml
names = [name for name in before if before[name].dtype.kind != "M"]

def compared():
    calculator = nannyml.UnivariateDriftCalculator(column_names=names, chunk_number=1)
    calculator.fit(before)
    return calculator.calculate(now).to_df()

print(json.dumps([median(compared, 1)]))
"""
ALIBI_DETECT = """
from alibi_detect.cd import TabularDrift

# It takes one table of numbers without holes: levels go in as codes, and moments as numbers.
def numbers(seed, shift=0.0):
    columns = [np.nan_to_num(values.astype("float64")) for _, values in drawn(seed, shift)]
    return np.column_stack(columns)

before, now = numbers(1), numbers(2, 0.02)
levels = {at: None for at, (kind, _) in enumerate(drawn(1, 0.0)) if kind in ("boolean", "levels")}

def compared():
    found = TabularDrift(before, p_val=0.05, categories_per_feature=dict(levels)).predict(now)
    return found["data"]["p_val"]

print(json.dumps([median(compared, 1)]))
"""
CODE = {"evidently": EVIDENTLY, "nannyml": NANNYML, "alibi-detect": ALIBI_DETECT}


def _run(python: str, parts: list[str], n_rows: int, n_columns: int) -> list[float] | None:
    """What a Python of its own prints for pieces of code; None where it cannot run them."""
    code = "".join(textwrap.dedent(part) for part in parts)
    alone = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    quiet = {"NML_DISABLE_USAGE_LOGGING": "1", "DO_NOT_TRACK": "1"}
    done = subprocess.run(
        [python, "-c", code, str(n_rows), str(n_columns)],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_S,
        env=os.environ | alone | quiet,
    )
    if done.returncode:
        print(done.stderr[-2000:])
        return None
    return [float(one) for one in json.loads(done.stdout.strip().splitlines()[-1])]


def _of_peer(folder: Path, name: str) -> float | None:
    place = Path(os.environ.get("TIDEMILL_BENCH_PEERS", folder))
    python = python_with(place, name, "pandas<3", *PEERS[name])
    if python is None:
        return None
    found = _run(python, [TABLES, PEER_TABLES, CODE[name]], FEWER_ROWS, FEWER_COLUMNS)
    if found is None:
        print(f"{name} was left out: it fails on these tables.")
        return None
    return found[0]


def measure(folder: Path) -> list[Line]:
    """A million rows by three ways, and fewer beside the peers."""
    many = _run(sys.executable, [TABLES, OURS, MILLION], N_ROWS, N_COLUMNS)
    fewer = _run(sys.executable, [TABLES, OURS, FEWER], FEWER_ROWS, FEWER_COLUMNS)
    scipy = _run(sys.executable, [TABLES, SCIPY], N_ROWS, 10)
    assert many is not None
    assert fewer is not None
    assert scipy is not None
    made, summary, exact, kept = many
    size = f"{N_ROWS:,} rows x {N_COLUMNS}"
    floor = scipy[0] * 0.8 * N_COLUMNS  # as many columns as have an order
    lines = [
        Line(f"{size}: making the reference", made, 0.0, 3.0, "3 s"),
        Line(f"{size}: against a stored reference", summary, 0.0, 0.5, "0.5 s"),
        Line(f"{size}: exact, beside SciPy's KS and W", exact, floor, 1.5, "1.5 s"),
        Line("kept of a column, of a million rows", kept, 0.0, 48.0, "48 KB", "KB"),
    ]
    size = f"{FEWER_ROWS:,} rows x {FEWER_COLUMNS}"
    for name in PEERS:
        took = _of_peer(folder, name)
        if took is None:
            continue
        for way, ours in zip(("summary", "exact"), fewer, strict=True):
            lines.append(Line(f"{size}: {way}, beside {name}", ours, took, None, "–"))
            least = 100.0 if name == "evidently" else None
            words = "100 times" if least else "–"
            what = f"{size}: {way}, times as fast as {name}"
            lines.append(Line(what, took / ours, 0.0, least, words, "x", is_rate=True))
    return lines

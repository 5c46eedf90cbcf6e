"""Makes stores of very many runs, sparse and realistic, quickly: by plain inserts.

Every run has what runs have: 40 experiments, ten people, a few states, seeds, parameters with
few values and with many, metrics that most have and some that 3 % have; those that failed have no
metrics, one in fifty is archived, a few are pinned or tagged. The same seed gives the same store.
"""

import json
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tidemill.base.clock import to_iso
from tidemill.services import workspace as workspaces
from tidemill.store.sqlite import FILE_NAME, sqlite_module

SPARSE = "val.gap"
"""A metric that 3 % of the runs have."""
DENSE = "auc"
"""A metric that every run has that finished."""
PARAM = "max_depth"
"""A parameter with a dozen values that every run has."""

_BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
_MODELS = ("lgbm", "forest", "logistic", "xgboost", "mlp")
_PEOPLE = tuple(f"person{n}" for n in range(10))
_CHUNK = 20_000

Cell = tuple[str, str]
PARAMS = (
    *("model", "max_depth", "learning_rate", "n_trees", "seed", "subsample", "dropout"),
    *("batch_size", "optimizer", "data_path"),
)
METRICS = (
    *("auc", "log_loss", "f1", "accuracy", "brier", "train_loss", "val_loss", "fit_seconds"),
    *("pr_auc", SPARSE),
)
TAGS = ("team",)


def shared(folder: Path, n: int, **wishes: Any) -> Path:
    """A workspace of `n` runs, made once for a bench's folder and wishes; see `make`.

    It is read by all: who changes it makes a copy (`copied`).
    """
    words = "".join(f"-{name}-{value}" for name, value in sorted(wishes.items()))
    made = folder / "run-stores" / f"{n}{words}"
    if not (made / "made").exists():
        shutil.rmtree(made, ignore_errors=True)
        make(made, n, **wishes)
        (made / "made").touch()
    return made


def copied(folder: Path, target: Path) -> Path:
    """A workspace of one's own with the same runs, its snapshot left out."""
    target.mkdir(parents=True)
    shutil.copyfile(folder / FILE_NAME, target / FILE_NAME)
    return target


def make(
    folder: Path, n: int, *, seed: int = 7, n_metric_names: int = 0, n_points: int = 0
) -> None:
    """A workspace of `n` runs with up to 21 keys each.

    `n_metric_names` more names are spread over the runs, ten a run. Every hundredth run gets
    `n_points` points of `train_loss` as its history.
    """
    opened = workspaces.create(folder, login="bench")
    opened.close()
    with closing(sqlite_module().connect(str(folder / FILE_NAME), isolation_level=None)) as base:
        for pragma in ("synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF"):
            base.execute(f"PRAGMA {pragma}")
        # Filled first and sorted in one go, an index takes a third of the time.
        kept = base.execute("SELECT sql FROM sqlite_master WHERE name = 'ix_kv_key'").fetchone()[0]
        base.execute("BEGIN IMMEDIATE")
        base.execute("DROP INDEX ix_kv_key")
        ids = _keys(base, n_metric_names)
        chance = random.Random(seed)
        for start in range(0, n, _CHUNK):
            _insert(base, chance, ids, range(start + 1, min(n, start + _CHUNK) + 1), n_metric_names)
        if n_points:
            _histories(base, chance, ids["metric", "train_loss"], n, n_points)
        base.execute(kept)
        base.execute("COMMIT")
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _keys(base: Any, n_metric_names: int) -> dict[Cell, int]:
    names = [("param", name) for name in PARAMS] + [("metric", name) for name in METRICS]
    names += [("tag", name) for name in TAGS]
    names += [("metric", f"layer{i // 40}.norm{i % 40}") for i in range(n_metric_names)]
    base.executemany("INSERT INTO key(kind, name) VALUES (?, ?)", names)
    rows = base.execute("SELECT kind, name, id FROM key").fetchall()
    return {(kind, name): key_id for kind, name, key_id in rows}


_RUN = (
    "INSERT INTO run(pk, uuid, project, experiment, name, status, started_at, ended_at, user,"
    " error, pinned, archived, deleted, seq, starred, note)"
    " VALUES (?,?,'default',?,?,?,?,?,?,?,?,?,0,?,?,'')"
)


def _insert(base: Any, chance: random.Random, ids: dict[Cell, int], pks: range, more: int) -> None:
    runs: list[tuple[Any, ...]] = []
    values: list[tuple[Any, ...]] = []
    for pk in pks:
        state = chance.choices(("finished", "failed", "stopped", "running"), (93, 5, 1.9, 0.1))[0]
        runs.append(_run(chance, pk, state))
        values += _values(chance, ids, pk, state, more)
    base.executemany(_RUN, runs)
    base.executemany("INSERT INTO kv(run_pk, key_id, num, txt) VALUES (?,?,?,?)", values)


def _run(chance: random.Random, pk: int, state: str) -> tuple[Any, ...]:
    started = _BEGAN + timedelta(seconds=pk * 30 + chance.random() * 20)
    ended = started + timedelta(seconds=chance.expovariate(1 / 300))
    experiment = f"experiment {int(chance.random() ** 2 * 40):02d}"
    return (
        *(pk, f"{chance.getrandbits(128):032x}", experiment, f"{_word(chance)}-{pk}", state),
        *(to_iso(started), None if state == "running" else to_iso(ended)),
        *(chance.choice(_PEOPLE), "It ran out of memory." if state == "failed" else None),
        *(chance.random() < 0.0005, chance.random() < 0.02, pk, chance.random() < 0.01),
    )


def _word(chance: random.Random) -> str:
    return (
        chance.choice(("calm", "bold", "late", "swift", "odd"))
        + "-"
        + chance.choice(("crane", "tide", "mill", "gull", "heron", "reed"))
    )


def _values(
    chance: random.Random, ids: dict[Cell, int], pk: int, state: str, more: int
) -> Iterator[tuple[Any, ...]]:
    rate = 10 ** chance.uniform(-4, -0.5)
    params = (
        *(chance.choice(_MODELS), str(chance.randint(2, 13)), repr(rate)),
        *(str(chance.choice((100, 200, 500))), str(pk % 5), repr(chance.randint(5, 10) / 10)),
        *(repr(chance.randint(0, 5) / 10), str(2 ** chance.randint(4, 9))),
        *(chance.choice(("adam", "sgd")), f"/data/set-{chance.randint(0, 999)}.parquet"),
    )
    for name, text in zip(PARAMS, params, strict=True):
        yield pk, ids["param", name], _number(text), text
    if chance.random() < 0.2:
        yield pk, ids["tag", "team"], None, chance.choice("abc")
    if state != "finished":
        return
    auc = chance.betavariate(16, 4)
    for name in METRICS[:-1]:
        value = min(1.0, max(0.0, auc + chance.gauss(0, 0.05)))
        yield pk, ids["metric", name], value, None
    if chance.random() < 0.03:
        yield pk, ids["metric", SPARSE], chance.gauss(0, 1), None
    for number in chance.sample(range(more), 10) if more else ():
        name = f"layer{number // 40}.norm{number % 40}"
        yield pk, ids["metric", name], chance.gauss(0, 1), None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _histories(base: Any, chance: random.Random, key_id: int, n: int, n_points: int) -> None:
    for pk in range(100, n + 1, 100):
        points = [(pk, key_id, i, i, 1e9 + i, chance.random()) for i in range(n_points)]
        base.executemany("INSERT INTO point VALUES (?,?,?,?,?,?)", points)
        told = [point[-1] for point in points]
        low, high = min(told), max(told)
        ends = (low, high, told.index(low), told.index(high), n_points - 1, 1e9 + n_points)
        base.execute("INSERT INTO series VALUES (?,?,?,?,?,?,?,?,?)", (pk, key_id, n_points, *ends))
        base.execute(
            "INSERT OR REPLACE INTO kv(run_pk, key_id, num, txt) VALUES (?,?,?,NULL)",
            (pk, key_id, told[-1]),
        )


if __name__ == "__main__":
    import sys

    began = time.monotonic()
    make(Path(sys.argv[1]), int(sys.argv[2]), **json.loads(sys.argv[3] if sys.argv[3:] else "{}"))
    print(f"{time.monotonic() - began:.1f} s")

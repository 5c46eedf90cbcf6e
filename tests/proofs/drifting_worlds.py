"""Small worlds that drift in a known way, seen through a trained model."""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from tidemill.domain import broken_values, drift_kinds
from tidemill.domain.columns import Kind
from tidemill.domain.drift_kinds import Evidence
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Task
from tidemill.domain.references import summarise_frame
from tidemill.services import drift
from tidemill.services.measuring import distribution

NUMBERS = ("a", "b", "c", "d", "e", "f")
CITIES = ("york", "leeds", "hull", "ripon")
KINDS = ("input", "relation", "target", "feed", "season")


@dataclass
class Rows:
    """Numbers (n, 6) of known scale, a city code, and the truth."""

    x: np.ndarray
    city: np.ndarray
    y: np.ndarray

    def take(self, chosen):
        return Rows(self.x[chosen], self.city[chosen], self.y[chosen])

    def frame(self) -> Frame:
        numbers = [
            ColumnData(name, Kind.NUMERIC, self.x[:, k] * 5 + 40) for k, name in enumerate(NUMBERS)
        ]
        cities = coded("city", Kind.CATEGORICAL, [CITIES[c] for c in self.city])
        return Frame((*numbers, cities))


class World:
    """Rows whose truth follows from them; `weights` are what the relation is."""

    def __init__(self, rng):
        self.rng = rng
        self.weights = rng.choice([-1, 1], 6) * np.array([1.4, 1.1, 0.8, 0.5, 0.0, 0.0])
        self.cities = rng.normal(0, 0.6, 4)

    def draw(self, n, *, shift=None, weights=None, mix=None):
        rng = self.rng
        x = rng.normal(size=(n, 6))
        x[:, 1] = 0.4 * x[:, 0] + np.sqrt(1 - 0.16) * x[:, 1]
        if shift is not None:
            x += shift
        city = rng.choice(4, n, p=[0.5, 0.3, 0.15, 0.05] if mix is None else mix)
        z = x @ (self.weights if weights is None else weights) + self.cities[city]
        y = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(int)
        return Rows(x, city, y)


def features(rows):
    return np.column_stack((rows.x, np.eye(4)[rows.city]))


def _shift(rng):
    moved = rng.choice(6, rng.integers(1, 4), replace=False)
    shift = np.zeros(6)
    shift[moved] = rng.choice([-1, 1], len(moved)) * rng.uniform(0.7, 1.5, len(moved))
    return shift


def _broken(rng, rows):
    """A frame of the rows with a fault in it, as feeds have them."""
    frame = rows.frame()
    columns = list(frame.columns)
    k = int(rng.integers(0, 6))
    values = columns[k].values.copy()
    n = len(values)
    fault = int(rng.integers(0, 6))
    some = rng.random(n) < rng.uniform(0.25, 0.6)
    if fault == 0:
        values = values * rng.choice([100.0, 1000.0, 0.01, 60.0])
    elif fault == 1:
        values[some] *= rng.choice([100.0, 1000.0])
    elif fault == 2:
        values[some] = np.nan
    elif fault == 3:
        values[:] = 0.0
    elif fault == 4:
        for other in range(3):
            gone = columns[other].values.copy()
            gone[some] = np.nan
            columns[other] = replace(columns[other], values=gone)
        return Frame(tuple(columns))
    else:
        texts = [t.upper() if s else t for t, s in zip(columns[6].to_list(), some, strict=True)]
        columns[6] = coded("city", Kind.CATEGORICAL, texts)
        return Frame(tuple(columns))
    columns[k] = replace(columns[k], values=values)
    return Frame(tuple(columns))


def report_of(reference, frame):
    counts = drift.count_frame(frame, reference)
    found = drift.compare_counts(reference, counts).to_dict()
    for column in found["columns"]:
        name = column["name"]
        if name in counts.columns:
            column["distribution"] = distribution(reference.columns[name], counts.columns[name])
    return found, counts


def case(kind, seed, *, n=1_500):
    """The evidence that a look has of one simulated change."""
    rng = np.random.default_rng(seed)
    world = World(rng)
    learned, held = world.draw(4_000), world.draw(2_000)
    model = LogisticRegression(max_iter=500).fit(features(learned), learned.y)
    reference = summarise_frame(learned.frame())
    shift = _shift(rng)
    quiet = [world.draw(n).frame() for _ in range(3)]
    then = world.draw(n).frame()
    if kind == "input":
        rows = world.draw(n, shift=shift)
    elif kind == "season":
        rows, then = world.draw(n, shift=shift), world.draw(n, shift=shift).frame()
    elif kind == "relation":
        weights = world.weights.copy()
        weights[: int(rng.integers(1, 3))] *= rng.choice([-0.5, 0.0, -1.0])
        small = shift * 0.4 if rng.random() < 0.5 else None
        rows = world.draw(n, weights=weights, shift=small)
    elif kind == "target":
        pool = world.draw(8 * n)
        share = np.clip(pool.y.mean() + rng.choice([-1, 1]) * rng.uniform(0.15, 0.3), 0.05, 0.95)
        ones = rng.choice(np.flatnonzero(pool.y == 1), int(n * share), replace=False)
        zeros = rng.choice(np.flatnonzero(pool.y == 0), n - len(ones), replace=False)
        rows = pool.take(rng.permutation(np.concatenate((ones, zeros))))
    else:
        rows = world.draw(n)
    frame = _broken(rng, rows) if kind == "feed" else rows.frame()
    report, counts = report_of(reference, frame)
    moved = tuple(c["name"] for c in report["columns"] if c["drifted"])
    faults = {
        name: words
        for name in moved
        if name in counts.columns
        and (
            words := broken_values.fault(reference.columns[name], counts.columns[name], frame[name])
        )
    }
    said = model.predict_proba(features(rows))[:, 1]
    judged = model.predict_proba(features(held))[:, 1]
    table = drift_kinds.answered(Task.BINARY, ("no", "yes"), (held.y, judged), (rows.y, said))
    season = drift_kinds.season(
        "a year ago",
        moved,
        report,
        report_of(reference, then)[0],
        [report_of(reference, one)[0] for one in quiet],
    )
    return Evidence(moved, 7, faults, table, () if season is None else (season,))

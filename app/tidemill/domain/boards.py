"""Many models over time on one board, the worst first.

Of each chunk a point of a few numbers is kept (`pack_point`), so that hundreds of models over a
year are read at once. A board's arrays are (models, chunks), the newest chunk last; models with
fewer chunks have NaN before their first.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

POINT = np.dtype(
    [
        ("chunk_id", "<i8"),
        ("ends_us", "<i8"),
        ("n_columns", "<f8"),
        ("n_drifted", "<f8"),
        ("psi", "<f8"),
        ("prediction_psi", "<f8"),
        ("value", "<f8"),
        ("low", "<f8"),
        ("high", "<f8"),
        ("estimate", "<f8"),
        ("coverage", "<f8"),
        ("worth", "<f8"),
    ]
)
"""One chunk on a board: the end of its rows in microseconds since 1970 (when it was seen where
they have no time), the columns compared and drifted, the largest PSI, the model's own metric with
its interval, the estimate of it, the share of rows with labels, and what its rows were worth."""

_NUMBERS = tuple(n for n in POINT.names or () if n not in ("chunk_id", "ends_us"))


@dataclass(frozen=True)
class Standing:
    """What stands of a model today: its champion, how good that was when it was validated, alerts.

    `expected` is the metric's value then.
    """

    model_id: int
    model: str
    project: str
    task: str
    metric: str
    version: int | None
    expected: float | None
    higher_is_better: bool | None
    n_warnings: int = 0
    n_critical: int = 0


@dataclass(frozen=True, eq=False)
class Board:
    """Models, worst first, with their last chunks; see the module for the arrays' shape."""

    models: tuple[Standing, ...]
    n_chunks: npt.NDArray[np.int64]
    ends_at: npt.NDArray[np.datetime64]
    figures: dict[str, Floats]

    def __len__(self) -> int:
        return len(self.models)

    def course(self, model: int, figure: str) -> Floats:
        """A figure over the chunks of the model in a row, oldest first."""
        n = int(self.n_chunks[model])
        row: Floats = self.figures[figure][model]
        return row[len(row) - n :]

    def last(self, figure: str) -> Floats:
        """The figure in each model's newest chunk (models,)."""
        values = self.figures[figure]
        return values[:, -1] if values.shape[1] else np.full(len(self.models), np.nan)


def pack_point(chunk_id: int, ends_us: int, figures: Mapping[str, float | None]) -> bytes:
    """A chunk's point; figures that are not named are unknown."""
    values = [figures.get(name) for name in _NUMBERS]
    plain = [math.nan if v is None else float(v) for v in values]
    return np.array([(chunk_id, ends_us, *plain)], dtype=POINT).tobytes()


def without_point(points: bytes, chunk_id: int) -> bytes:
    """Points but that of one chunk."""
    found = np.frombuffer(points, dtype=POINT)
    return bytes(found[found["chunk_id"] != chunk_id].tobytes())


def board_of(
    standing: Sequence[Standing], keys: Sequence[int], packed: Sequence[bytes], since_us: int
) -> Board:
    """Put the points of all models that end since a moment beside each other.

    `packed` are points, any number in each; `keys` has the model of each pack.
    """
    place = {one.model_id: i for i, one in enumerate(standing)}
    sizes = np.array([len(data) // POINT.itemsize for data in packed], dtype=np.int64)
    rows = np.array([place.get(key, -1) for key in keys], dtype=np.int64)
    models = np.repeat(rows, sizes)
    found = np.frombuffer(b"".join(packed), dtype=POINT)
    order = np.lexsort((found["chunk_id"], found["ends_us"], models))
    order = order[(models[order] >= 0) & (found["ends_us"][order] >= since_us)]
    models, found = models[order], found[order]
    n = np.bincount(models, minlength=len(standing)).astype(np.int64)
    width = int(n.max(initial=0))
    from_start = np.arange(len(models)) - np.repeat(np.cumsum(n) - n, n)
    column = from_start + width - n[models]
    ends = np.full((len(standing), width), np.datetime64("NaT"), dtype="datetime64[us]")
    ends[models, column] = found["ends_us"].astype("datetime64[us]")
    figures = {}
    for name in _NUMBERS:
        values = np.full((len(standing), width), np.nan)
        values[models, column] = found[name]
        figures[name] = values
    return _worst_first(Board(tuple(standing), n, ends, figures))


def _worst_first(board: Board) -> Board:
    """Critical alerts first, then warnings, then how far the metric fell, then the largest PSI."""
    psi = np.nan_to_num(board.last("psi"), nan=-1.0)
    fall = _fall(board)
    ranks = sorted(
        range(len(board)),
        key=lambda i: (
            -board.models[i].n_critical,
            -board.models[i].n_warnings,
            -fall[i],
            -psi[i],
            board.models[i].model,
        ),
    )
    chosen: Any = np.array(ranks, dtype=np.int64)
    return Board(
        tuple(board.models[i] for i in ranks),
        board.n_chunks[chosen],
        board.ends_at[chosen],
        {name: values[chosen] for name, values in board.figures.items()},
    )


def _fall(board: Board) -> list[float]:
    """By what share the metric is worse than when the champion was validated; 0 if it is not."""
    values = board.last("value").tolist()
    found = []
    for one, value in zip(board.models, values, strict=True):
        if one.expected is None or math.isnan(value) or one.higher_is_better is None:
            found.append(0.0)
            continue
        loss = one.expected - value if one.higher_is_better else value - one.expected
        found.append(max(0.0, loss / (abs(one.expected) or 1.0)))
    return found

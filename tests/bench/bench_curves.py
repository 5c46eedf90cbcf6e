"""Long curves: a million points from the store to the first paint, twenty such under the hand.

Measured through what the window uses: the operation that reads a curve, the tile of the Curves tab
that makes it ready in another, and its painting.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from lines import ROUNDS, Line

from tidemill.base.ids import new_id
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store import histories, run_writing, schema
from tidemill.store.engine import Transaction
from tidemill.store.run_writing import Keys, NewRun

MILLION = 1_000_000
N_CURVES = 20
N_FRAMES = 30
SIZE = (1200, 420)


def measure(folder: Path) -> list[Line]:
    """The lines of this topic."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tidemill.gui.app import prepare

    prepare()
    app = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    workspace = workspaces.create(folder / "curves")
    try:
        key = store_curve(workspace, MILLION)
        first = statistics.median(first_paint(workspace, key) for _ in range(ROUNDS))
        floor = statistics.median(raw_read(folder) for _ in range(ROUNDS))
        frames = panned_frames()
    finally:
        workspace.close()
        app.processEvents()
    frames.sort()
    return [
        Line(
            "curve of a million points, from store to first paint",
            first, floor, 0.1, "at most 100 ms",
        ),
        Line(
            f"frame while panning {N_CURVES} such curves, median",
            statistics.median(frames), 0.0, 0.06, "at most 60 ms",
        ),
        Line(f"the same, slowest of {N_FRAMES} frames", frames[-1], 0.0, None, ""),
    ]  # fmt: skip


def noisy(n: int, seed: int) -> np.ndarray:
    """A loss that falls and jitters."""
    rng = np.random.default_rng(seed)
    return 0.3 + 0.4 * np.exp(-np.arange(n) / (n / 6)) + rng.normal(0, 0.02, n)


def store_curve(workspace: Workspace, n: int) -> int:
    """A run with one metric of `n` points in chunks, as the store keeps them."""
    now = workspace.clock.now()
    one = NewRun(new_id(), "default", "bench", "long curve", "bench", "finished", now, now)
    values, steps = noisy(n, 0), np.arange(n, dtype="<i8")
    times = now.timestamp() + np.arange(n) * 0.01
    with workspace.store.write() as tx:
        pk = run_writing.insert_runs(tx, [one], run_writing.next_seq(tx))[one.uuid]
        number = Keys().ids(tx, [("metric", "loss")])["metric", "loss"]
        for start in range(0, n, histories.CHUNK):
            part = slice(start, min(n, start + histories.CHUNK))
            put_chunk(tx, pk, number, start, steps[part], times[part], values[part])
        tx.run(sa.insert(schema.kv).values(run_pk=pk, key_id=number, num=float(values[-1])))
        tx.run(
            sa.insert(schema.series).values(
                run_pk=pk, key_id=number, n=n, lo=float(values.min()), hi=float(values.max()),
                lo_step=int(values.argmin()), hi_step=int(values.argmax()),
                last_step=n - 1, last_at=float(times[-1]),
            )
        )  # fmt: skip
    return pk


def put_chunk(
    tx: Transaction, pk: int, number: int, first: int,
    steps: np.ndarray, times: np.ndarray, values: np.ndarray,
) -> None:  # fmt: skip
    """One chunk of a history."""
    tx.run(
        sa.insert(schema.history_chunk).values(
            run_pk=pk, key_id=number, first=first, n=len(steps),
            lo=float(values.min()), hi=float(values.max()),
            first_step=int(steps[0]), last_step=int(steps[-1]),
            steps=steps.tobytes(), times=times.astype("<f8").tobytes(),
            points=values.astype("<f8").tobytes(),
        )
    )  # fmt: skip


def first_paint(workspace: Workspace, key: int) -> float:
    """Seconds from asking for a curve to a tile that has painted it."""
    from PySide6.QtCore import QEventLoop, QTimer

    from tidemill.gui.bridge.operations import Operations
    from tidemill.gui.pages.experiments.run.curves_tab import CurveTile
    from tidemill.gui.pages.experiments.run.state import CurveWish
    from tidemill.services import run_curves

    operations = Operations()
    tile = CurveTile("loss", operations.run)
    tile.resize(*SIZE)
    tile.show()
    tile.grab()
    loop = QEventLoop()
    guard = QTimer(singleShot=True, interval=60_000)
    guard.timeout.connect(loop.quit)
    guard.start()

    def drawn(curve: run_curves.Curve) -> None:
        tile.show_curve(curve, None, None, CurveWish(), "")

    def is_ready() -> None:
        tile.grab()
        loop.quit()

    tile.chart.settled.connect(is_ready)
    began = time.perf_counter()
    operations.run("read", lambda _: run_curves.curve(workspace, key, "loss"), drawn)
    loop.exec()
    seconds = time.perf_counter() - began
    if tile.chart.view().x1 != MILLION - 1:
        raise RuntimeError("the curve was not drawn")
    operations.close()
    tile.close()
    tile.deleteLater()
    return seconds


def raw_read(folder: Path) -> float:
    """Seconds to read as many bytes from a plain file: what no store could beat."""
    path = folder / "plain.npy"
    if not path.exists():
        np.save(path, np.zeros((3, MILLION)))
    return timed(lambda: np.load(path))


def panned_frames() -> list[float]:
    """Seconds of each frame while a person drags twenty curves of a million points."""
    from tidemill.gui.kit.charts.curve_chart import CurveChart, CurveSeries

    chart = CurveChart("bench")
    chart.resize(*SIZE)
    places = np.arange(MILLION, dtype=float)
    chart.set_series(
        [
            CurveSeries(at, f"run {at}", places, noisy(MILLION, at) + 0.02 * at, f"chart.{at % 8}")
            for at in range(N_CURVES)
        ]
    )
    chart.show()
    chart.grab()
    home = chart.view()
    chart.set_view(home.zoomed_x(0.5, 500_000.0, home))
    frames = []
    for _ in range(N_FRAMES):

        def frame() -> None:
            chart.set_view(chart.view().panned(0.01, 0.0, home))
            chart.grab()

        frames.append(timed(frame))
    chart.close()
    chart.deleteLater()
    return frames


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

"""The main loop: starting, taking files in, from a file to its candidate, the cost of a job."""

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lines import Line, median

INGEST_ROWS = 300_000

WINDOW = """
import sys, time
import tidemill.gui.app as gui
from PySide6.QtCore import QEvent, QObject, QTimer
class First(QObject):
    told = False
    def eventFilter(self, thing, event):
        if not self.told and event.type() == QEvent.Type.Paint and thing.isWidgetType():
            self.told = True
            print(time.monotonic(), flush=True)
            QTimer.singleShot(0, application.quit)
        return False
first, prepare = First(), gui.prepare
def prepared(*words):
    global application
    application = prepare(*words)
    application.installEventFilter(first)
    return application
gui.prepare = prepared
sys.argv = ["tidemill", "-w", sys.argv[1], "gui"]
from tidemill.__main__ import main
main()
"""
BARE_WINDOW = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        print(time.monotonic(), flush=True)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
bare = Bare()
bare.show()
application.exec()
"""


def first_paint(code: str, *words: str) -> float:
    """Seconds from starting a Python until it says that something was painted."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    if not done.stdout.strip():
        raise SystemExit(f"No window was painted:\n{done.stderr}")
    return float(done.stdout.split()[0]) - began


def python(code: str) -> float:
    """Seconds that a Python takes for a piece of code, from start to end."""
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.monotonic() - began


@contextmanager
def made(folder: Path) -> Iterator:
    """A world with a worker at work."""
    from real_world import World

    world = World(folder)
    try:
        world.start_worker()
        yield world
    finally:
        world.close()


def window(folder: Path) -> list[Line]:
    """How long until something is painted, against a bare widget."""
    from real_world import World

    world = World(folder / "window")
    try:
        own = median(lambda: first_paint(WINDOW, str(world.folder)))
        bare = median(lambda: first_paint(BARE_WINDOW))
    finally:
        world.close()
    return [Line("first window", own, bare, 2.0 * bare, "2.0 x bare Qt")]


def importing(_folder: Path) -> list[Line]:
    """What `import tidemill` adds to a bare Python."""
    bare = median(lambda: python("pass"))
    own = median(lambda: python("import tidemill")) - bare
    return [Line("import tidemill", max(own, 0.0), bare, 0.15, "0.15 s")]


def candidates(folder: Path) -> list[Line]:
    """From a file handed on to its candidate validated, against the bare fit on the same rows.

    An automation does it: a watched folder, then the steps check, retrain, validate and propose.
    """
    from tidemill.base.progress import Silent
    from tidemill.domain.automations import StepKind
    from tidemill.domain.recipes import Recipe
    from tidemill.services import automation_runs, datasets, registry, sample, tables
    from tidemill.services.training import learning

    with made(folder / "candidates") as world:
        ws, cut, inbox = world.workspace, folder / "months", folder / "inbox"
        inbox.mkdir()
        job = sample.cut(ws, cut)
        world.until(lambda: not world.job(job).is_open, "the sample")
        first = [cut / sample.file_name(month) for month in (1, 2, 3)]
        roles = ("--target", sample.TARGET, "--time", sample.TIME)
        world.cli("data", "add", *first, "--name", "flights", "--append", *roles)
        words = ("--estimator", "hist_gradient_boosting", "--model", "late")
        world.cli("train", "flights", *words)
        world.cli("models", "promote", "late@1", "--anyway", "--reason", "To have a champion.")
        world.cli("watch", "add", inbox, "--dataset", "flights", "--model", "late")
        took, fits = [], []
        for n_done, month in enumerate((4, 5, 6), start=1):
            from real_world import land

            land(cut / sample.file_name(month), inbox)
            world.until_idle(3 + n_done)
            version = registry.version(ws, "late")
            handed_on = world.jobs("dataset.ingest")[-1].created_at
            [run] = automation_runs.of(ws, limit=1)
            ends = {step.kind: step.ended_at for step in run.steps}
            took.append((ends[StepKind.VALIDATE] - handed_on).total_seconds())
            parts = {f"{step.kind} {step.seconds or 0:.2f} s" for step in run.steps}
            print(f"  {took[-1]:.2f} s: {', '.join(sorted(parts))}", flush=True)
            former = datasets.find(ws, "flights").versions[-2]
            schema = datasets.find(ws, "flights").dataset.schema
            frame = tables.load(ws, tables.parts_of(ws, former), schema)
            recipe = Recipe.from_dict(registry.recipe_of(ws, version.id))
            began = time.monotonic()
            learning.fit_only(frame, schema, recipe, Silent())
            fits.append(time.monotonic() - began)
    total, fit = statistics.median(took), statistics.median(fits)
    return [
        Line("file handed on to validated candidate", total, fit, 1.2 * fit + 2, "1.2 x fit + 2 s")
    ]


def ingesting(folder: Path) -> list[Line]:
    """Taking a CSV file in, against the engine's bare copy of it to Parquet."""
    import duckdb
    from real_world import write_orders

    file = write_orders(folder / "big.csv", 1, INGEST_ROWS)
    took = []
    with made(folder / "ingest") as world:
        for place in range(3):
            world.cli("data", "add", file, "--name", f"big{place}")
            job = world.jobs("dataset.ingest")[-1]
            took.append((job.ended_at - job.started_at).total_seconds())

    def bare() -> float:
        target = folder / "bare.parquet"
        began = time.monotonic()
        with duckdb.connect() as engine:
            engine.execute(
                f"copy (select * from read_csv('{file}')) to '{target}' (format parquet)"
            )
        return time.monotonic() - began

    floor, own = median(bare, 3), statistics.median(took)
    print(f"  rows a second: {INGEST_ROWS / own:,.0f}; bare copy {INGEST_ROWS / floor:,.0f}")
    return [Line(f"taking in {INGEST_ROWS:,} rows", own, floor, 4 * floor, "4 x bare copy")]


def job_overhead(folder: Path) -> list[Line]:
    """A job that does nothing, with a warm child in waiting and without, against a start."""
    from tidemill.base.programs import own_command
    from tidemill.domain.jobs import JobRequest
    from tidemill.jobs import queue
    from tidemill.jobs.children import Runner
    from tidemill.services import workspace as workspaces
    from tidemill.services.job_kinds import WARM, kinds

    workspace = workspaces.create(folder / "jobs")
    pause = threading.Event()

    def one(runner: Runner, *, warm: bool) -> float:
        while warm and not runner.has_spare:
            runner.tick(look=False)
            pause.wait(0.01)
        nothing = JobRequest("model.monitor", {"model": "none", "dataset_version": 0})
        began = time.monotonic()
        with workspace.store.write() as tx:
            queue.enqueue(tx, nothing)
        runner.tick(look=True)
        while runner.tick(look=False):
            pause.wait(0.01)
        return time.monotonic() - began

    command = own_command("-w", str(workspace.folder), "run-job")
    took = {}
    for warm in (True, False):
        runner = Runner(workspace.store, kinds(), workspace, "bench", command, keep_spare=warm)
        took[warm] = median(lambda runner=runner, warm=warm: one(runner, warm=warm))
        runner.close()
    workspace.close()
    floor = median(lambda: python("import " + ", ".join(WARM)))
    return [
        Line("a job that does nothing, warm child", took[True], floor, None, "of a bare start"),
        Line("a job that does nothing, cold child", took[False], floor, None, "of a bare start"),
    ]


def measure(folder: Path) -> list[Line]:
    """All rows of the main loop."""
    lines = []
    for part in (importing, window, job_overhead, ingesting, candidates):
        print(f"  {part.__name__.replace('_', ' ')}", flush=True)
        lines += part(folder)
    return lines

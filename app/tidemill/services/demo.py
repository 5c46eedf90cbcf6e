"""The main loop played on the bundled flights: the same calls a person's clicks make.

Every step looks at the store first, so a demo that was killed goes on where it was.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.domain.automations import Mode
from tidemill.domain.datasets import Series
from tidemill.domain.models import ModelVersion
from tidemill.domain.runs import Run, RunState
from tidemill.domain.watches import FileState
from tidemill.services import (
    ingesting,
    jobs,
    promotion,
    registering,
    registry,
    run_view,
    sample,
    training_runs,
    watching,
    workers,
)
from tidemill.services.workspace import Workspace
from tidemill.store import settings

DATASET = "flights"
MODEL = "flights-late"
FIRST_MONTHS = (1, 2, 3)
LATER_MONTHS = tuple(range(4, 13))
_DONE = "demo.done"
_TAKEN_BACK = "demo.taken_back"


@dataclass(frozen=True)
class Step:
    """What is being done, for whoever shows it: words, how far (0 to 1), where to look."""

    words: str
    share: float
    address: str


Tell = Callable[[Step], None]
Pause = Callable[[float], None]


def is_done(workspace: Workspace) -> bool:
    """True when the loop was played to its end in this workspace."""
    with workspace.store.read() as connection:
        return bool(settings.get(connection, _DONE, False))


def play(workspace: Workspace, tell: Tell, pause: Pause) -> None:
    """Play the loop to its end; `pause(seconds)` waits between looks and may raise to stop."""
    if is_done(workspace):
        tell(Step("The loop has been played. Look around.", 1.0, "home"))
        return
    _Demo(workspace, tell, pause).play()
    with workspace.store.write(durable=True) as tx:
        settings.put(tx, _DONE, True)
    tell(Step("The year is over. Look around.", 1.0, f"monitoring/{MODEL}"))


class _Demo:
    def __init__(self, workspace: Workspace, tell: Tell, pause: Pause) -> None:
        self._workspace, self._tell, self._pause = workspace, tell, pause
        self._files = workspace.folder / "sample"
        self._inbox = workspace.folder / "inbox"

    def play(self) -> None:
        self._say("Preparing a year of flights out of New York", 0.0, "home")
        workers.ensure(self._workspace)
        self._prepare()
        self._add_first_months()
        self._train()
        self._register_and_promote()
        self._watch()
        for place, month in enumerate(LATER_MONTHS):
            self._month(month, 0.35 + 0.62 * place / len(LATER_MONTHS))

    def _say(self, words: str, share: float, address: str) -> None:
        self._tell(Step(words, share, address))

    def _wait(self, job_id: int) -> None:
        jobs.see_done(self._workspace, job_id, pause=self._pause)

    def _prepare(self) -> None:
        if not (self._files / sample.BROKEN).exists():
            self._wait(sample.cut(self._workspace, self._files))
        self._inbox.mkdir(exist_ok=True)

    def _add_first_months(self) -> None:
        self._say("Adding January to March, a version a month", 0.04, "data")
        done = {
            f.name for f in watching.arrived(self._workspace) if f.state is not FileState.FAILED
        }
        missing = [
            self._files / sample.file_name(m)
            for m in FIRST_MONTHS
            if sample.file_name(m) not in done
        ]
        if missing:
            added = ingesting.add(
                self._workspace,
                missing,
                dataset=DATASET,
                series=Series.APPEND,
                target=sample.TARGET,
                time=sample.TIME,
            )
            self._wait(added.job_id)
        self._until_idle()
        self._say("Three versions, checked and profiled", 0.1, f"data/{DATASET}")

    def _train(self) -> None:
        if not self._finished():
            self._say("Training baselines on the older four fifths", 0.12, "experiments")
            job_id = training_runs.train(self._workspace, DATASET, experiment=MODEL)
            self._wait(job_id)
        names = ",".join(r.id for r in self._finished()[:2])
        self._say(
            "Comparing the two best on the newest fifth", 0.28, f"experiments/compare/{names}"
        )
        self._pause(0.5)

    def _finished(self) -> list[Run]:
        page = run_view.RunsView(self._workspace).page(
            where=f'experiment = "{MODEL}" and params.kind = "baseline"',
            sort=(("metrics.auc", True),),
        )
        return [r for r in page.runs if r.state is RunState.FINISHED]

    def _register_and_promote(self) -> None:
        try:
            view = registry.find(self._workspace, MODEL)
        except NeedsYou:
            best = self._finished()[0]
            self._say(f"Registering {best.name}, the best of them", 0.31, f"models/{MODEL}")
            self._wait(registering.ask(self._workspace, best.id, name=MODEL))
            view = registry.find(self._workspace, MODEL)
        if not view.decisions or all(d.kind != "promoted" for d in view.decisions):
            promotion.promote(self._workspace, f"{MODEL}@1", note="First model for the flights.")
            self._say(f"{MODEL} v1 is champion", 0.33, f"models/{MODEL}/1")

    def _watch(self) -> None:
        if any(Path(w.folder) == self._inbox for w in watching.every(self._workspace)):
            return
        watching.add(self._workspace, self._inbox, dataset=DATASET, model=MODEL, mode=Mode.PROPOSE)
        self._say("Watching a folder for the months to come", 0.35, "automations")

    def _month(self, month: int, share: float) -> None:
        if month == 10:
            self._say("October is sent again, broken", share, "automations")
            self._land(sample.BROKEN)
            self._until_idle()
            self._say("The broken file was set aside; the champion stays", share, "automations")
        name = sample.file_name(month)
        self._say(f"{name} lands in the watched folder", share, "automations")
        self._land(name)
        self._until_idle()
        candidate = registry.find(self._workspace, MODEL).candidate
        if candidate is not None and candidate.gates_passed:
            self._promote(candidate, share)
        else:
            self._say(f"{name}: the champion stays", share, f"monitoring/{MODEL}")

    def _land(self, name: str) -> None:
        """Copy a file into the folder as a slow program would, then give it its name."""
        target = self._inbox / name
        if target.exists():
            return
        part = target.with_name(name + ".part")
        shutil.copyfile(self._files / name, part)
        part.rename(target)

    def _promote(self, candidate: ModelVersion, share: float) -> None:
        address = f"{candidate.model}@{candidate.number}"
        where = f"models/{candidate.model}/{candidate.number}"
        data = str(candidate.validated_on).replace("@", " v")
        promotion.promote(self._workspace, address, note=f"All gates passed on {data}.")
        self._say(f"{candidate.label} is champion: its gates passed", share, where)
        with self._workspace.store.read() as connection:
            taken_back = settings.get(connection, _TAKEN_BACK, False)
        if not taken_back:
            former = promotion.roll_back(
                self._workspace, candidate.model, note="Trying the way back."
            )
            self._say(f"One click back: {former.label} is champion again", share, where)
            promotion.undo(self._workspace, candidate.model)
            self._say(f"And forward: {candidate.label} is champion", share, where)
            with self._workspace.store.write() as tx:
                settings.put(tx, _TAKEN_BACK, True)

    def _until_idle(self) -> None:
        """Wait until every file has its end and no job is open."""
        waited = 0.0
        while True:
            workers.ensure(self._workspace)
            files = watching.arrived(self._workspace)
            names = {f.name for f in files if f.state is not FileState.WAITING}
            landed = {p.name for p in self._inbox.iterdir() if not p.name.endswith(".part")}
            state = workers.state(self._workspace)
            if landed <= names and not state.active and not state.queued:
                return
            self._pause(0.1)
            waited += 0.1
            if waited > 900:
                raise TidemillError("The worker did not finish in 15 minutes.", "See its log.")

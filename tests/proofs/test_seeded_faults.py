"""Twenty kinds of faults are seeded into files; clean files must pass nearly always."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from faulty_files import FAULTS, SOURCES, Columns, Fault, Source, written

from tidemill.base.clock import HeldClock
from tidemill.domain.datasets import Series
from tidemill.domain.people import WORKER
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import ingesting, rules, watching
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace

HISTORY = 6
TAKEN_UP_AFTER = 3
LEAST_FOUND = 18
CLEAN = 50
MOST_FALSE = 1


@dataclass
class Stand:
    """A dataset with some clean weeks, kept in a folder to be copied."""

    source: Source
    folder: Path
    path: Path


def _open(folder: Path, week: int) -> Workspace:
    clock = HeldClock()
    clock.at = clock.at.replace(year=2024)
    clock.advance((week + 1) * 7 * 86_400)
    return workspaces.create(folder, clock=clock, login="ada")


def take_in(workspace: Workspace, source: Source, path: Path) -> ArrivedFile:
    """Add a file and do the job; returns what became of the file."""
    added = ingesting.add(
        workspace,
        [path],
        dataset=source.name,
        series=Series(source.series),
        target=source.target,
        time=source.time,
    )
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        reporter = JobReporter(workspace.store, job.id, job.attempts)
        perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)
    return next(f for f in watching.arrived(workspace) if f.id in added.file_ids)


def take_up_all(workspace: Workspace, source: Source) -> int:
    """Switch on every rule that is proposed."""
    offered = rules.propose(workspace, source.name)
    for one in offered:
        rules.take_up(workspace, source.name, one.key)
    return len(offered)


def failed(file: ArrivedFile) -> list[str]:
    """What was found wrong with a file; a file that was not simply taken in has something wrong."""
    told = [f"{c['check']}: {c['message']}" for c in file.checks if not c["passed"]]
    return told if told or file.state is FileState.ADDED else [file.reason or file.outcome]


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Source, bool], Stand]:
    """Datasets with clean history, with or without the proposed rules; each made once."""
    made: dict[tuple[str, bool], Stand] = {}

    def stand(source: Source, with_rules: bool) -> Stand:
        key = source.name, with_rules
        if key not in made:
            base = tmp_path_factory.mktemp(f"{source.name}-{with_rules}")
            for week in range(HISTORY):
                workspace = _open(base / "ws", week)
                path = written(base / f"{source.name}_{week:02d}.csv", source.week(week))
                file = take_in(workspace, source, path)
                assert file.state is FileState.ADDED, file.reason
                if with_rules and week == TAKEN_UP_AFTER - 1:
                    assert take_up_all(workspace, source) > 3
                workspace.close()
            made[key] = Stand(source, base / "ws", base)
        return made[key]

    return stand


def findings(stand: Stand, name: str, content: Columns | bytes) -> list[str]:
    """What is found wrong with one more file, on a copy of the dataset."""
    copy = stand.path / f"copy-{name}"
    shutil.copytree(stand.folder, copy)
    workspace = _open(copy, HISTORY)
    path = stand.path / f"{stand.source.name}_{HISTORY:02d}.csv"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        written(path, content)
    try:
        return failed(take_in(workspace, stand.source, path))
    finally:
        workspace.close()
        shutil.rmtree(copy)


def seeded(stand: Stand, fault: Fault) -> list[str]:
    """What is found wrong with a file of this fault."""
    rng = np.random.default_rng([7, len(fault.__name__)])
    content = fault(stand.source, stand.source.week(HISTORY), rng)
    return findings(stand, fault.__name__, content)


@pytest.mark.parametrize("with_rules", [False, True], ids=["default", "proposed"])
def test_at_least_eighteen_of_twenty_kinds_of_faults_are_found(
    stands, rounds, measured, with_rules
):
    if with_rules and not rounds(1, 0):
        pytest.skip("the share asks the default checks only")
    sources = SOURCES[: rounds(len(SOURCES), 1)]
    for source in sources:
        stand = stands(source, with_rules)
        assert not findings(stand, "clean", source.week(HISTORY)), "the clean file must pass"
        found = {fault.__name__: bool(seeded(stand, fault)) for fault in FAULTS}
        missed = [name for name, was in found.items() if not was]
        words = "default checks" + (" and proposed rules" if with_rules else "")
        measured(f"{source.name}, {words}: {len(found) - len(missed)} of 20, missed {missed}")
        assert len(found) - len(missed) >= LEAST_FOUND, missed


@pytest.mark.parametrize("with_rules", [False, True], ids=["default", "proposed"])
def test_at_most_one_of_fifty_clean_versions_is_told_of(tmp_path, rounds, measured, with_rules):
    if not with_rules and not rounds(1, 0):
        pytest.skip("the share takes the proposed rules up")
    told = []
    sources = SOURCES[: rounds(len(SOURCES), 1)]
    n = rounds(CLEAN, 12)
    for source in sources:
        for week in range(n):
            workspace = _open(tmp_path / source.name, week)
            path = written(tmp_path / f"{source.name}_{week:02d}.csv", source.week(week, seed=3))
            told += [
                (source.name, week, words) for words in failed(take_in(workspace, source, path))
            ]
            if with_rules and week == TAKEN_UP_AFTER - 1:
                take_up_all(workspace, source)
            workspace.close()
        mine = [one for one in told if one[0] == source.name]
        measured(f"{source.name}: {len(mine)} of {n} clean versions told of {mine}")
        assert len({week for _, week, _ in mine}) <= MOST_FALSE, mine

"""Files as no program should write them crash no worker, fill no disk, leave no half-made version.

Spoiled files are made from whole ones of each kind by a seed; traps are made by hand. Readers meet
them in a process of their own; then they are added as people add files, with a real worker.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import odd_files
import psutil
from real_world import World

from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.services import datasets, ingesting, jobs, watching
from tidemill.services.tables import whole

HERE = Path(__file__).parent
Say = Callable[[str], None]


def run(script: str, *words: str) -> str:
    """Run a script beside this file to its end; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", HERE / script, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, f"{done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-5000:]}"
    return done.stdout


def test_spoiled_files_are_read_or_refused_with_a_sentence(
    round_seed: int, rounds: Callable[[int, int], int], measured: Say
) -> None:
    said = json.loads(run("read_odd_files.py", str(round_seed), str(rounds(650, 52))))
    assert said["read"] > 0
    assert said["refused"] > 0
    measured(f"seed {round_seed}: {said['read']} reads went well, {said['refused']} were refused")


def test_traps_are_refused_and_harm_nothing(tmp_path: Path, measured: Say) -> None:
    evil = [Path("/tmp/evil.csv"), Path.cwd() / "evil.csv", HERE / "evil.csv"]
    assert not any(path.exists() for path in evil)
    said = json.loads(run("read_traps.py"))
    assert not any(path.exists() for path in evil)
    assert set(said) == {name for name, _ in odd_files.traps()}
    words = {name: told[0] for name, told in said.items()}
    assert words.pop("tricks.zip") == "read 1 rows, 0 bad"
    assert [name for name, told in words.items() if told.startswith("read ")] == []
    for bomb in ("csv.gz", "zip", "csv.zst", "csv.xz", "csv.bz2"):
        assert "unpacks to more than" in words[f"bomb.{bomb}"]
    assert "spans 17,179,869,184 cells" in words["far.xlsx"]
    slowest = max(said, key=lambda name: said[name][1])
    measured(f"{len(said)} traps, the slowest {slowest} in {said[slowest][1]} s")


def test_a_real_worker_takes_spoiled_files_in_or_sets_them_aside(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Say
) -> None:
    dice = random.Random(20)
    good = odd_files.written(tmp_path / "good")
    world = World(tmp_path / "world")
    try:
        names = [*sorted(good) * rounds(20, 1), "bomb.zip", "deep.json", "tricks.zip", "far.xlsx"]
        traps = {name: data for name, data in odd_files.traps() if name in names}
        for number, name in enumerate(names):
            folder = tmp_path / f"file-{number}"
            folder.mkdir()
            data = traps[name] if name in traps else odd_files.spoiled(good, name, dice)
            (folder / name).write_bytes(data)
            ingesting.add(world.workspace, [folder / name], dataset=f"spoiled {number}")
        (tmp_path / "last").mkdir()
        (tmp_path / "last" / "rows.csv").write_bytes(good["rows.csv"])
        last = ingesting.add(
            world.workspace, [tmp_path / "last" / "rows.csv"], dataset="good at last"
        )
        free_before = psutil.disk_usage(str(tmp_path)).free
        worker = world.start_worker("--until-idle", is_ready=False)
        assert worker.wait(900) == 0
        assert free_before - psutil.disk_usage(str(tmp_path)).free < 1 << 30
        arrived = watching.arrived(world.workspace, limit=2_000)
        assert len(arrived) == len(names) + 1
        ended = {FileState.ADDED, FileState.SET_ASIDE, FileState.FAILED, FileState.SKIPPED}
        for file in arrived:
            job = jobs.find(world.workspace, file.job_id or 0)
            assert file.state in ended, file
            assert job.error_kind != "bug", f"{file.path}: {job.error}"
            assert job.state in (JobState.SUCCEEDED, JobState.FAILED), f"{file.path}: {job}"
            assert (file.state is FileState.ADDED) == (file.version_id is not None)
            if file.state is not FileState.ADDED:
                assert file.reason or file.outcome.startswith("Skipped"), file
            elif file.version_id is not None:
                version = datasets.version_of_id(world.workspace, file.version_id)
                assert whole(world.workspace, version).n_rows == version.rows
        assert jobs.find(world.workspace, last.job_id).state is JobState.SUCCEEDED
        assert datasets.version(world.workspace, "good at last").rows == len(odd_files.ROWS)
        scratch = world.workspace.blobs.folder / "scratch"
        assert not scratch.exists() or list(scratch.iterdir()) == []
        n_added = sum(file.state is FileState.ADDED for file in arrived)
        measured(f"{n_added} of {len(arrived)} odd files taken in, the others told why not")
    finally:
        world.close()

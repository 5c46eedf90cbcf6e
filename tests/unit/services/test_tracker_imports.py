"""Runs of TensorBoard, W&B, Trackio and Aim come over with every value; stores made by their own
libraries (`tracker_stores/make_*.py`) stay as they were."""

import hashlib
import json
import math
import sqlite3
import stat
import struct
import sys
import zipfile
from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.domain.runs import RunState
from tidemill.services import activity, runs
from tidemill.services.run_imports import framed, taking
from tidemill.services.run_imports.aim import AimRepository
from tidemill.services.run_imports.tensorboard import TensorBoardFolder
from tidemill.services.run_imports.trackio import TrackioFolder
from tidemill.services.run_imports.wandb import WandbFolder
from tidemill.store import histories, run_writing

STORES = Path(__file__).parent / "tracker_stores"


@pytest.fixture
def store(tmp_path):
    """Unpack a store by name; return its folder."""

    def unpacked(name):
        folder = tmp_path / name
        with zipfile.ZipFile(STORES / f"{name}.zip") as packed:
            packed.extractall(folder)
        return folder

    return unpacked


@pytest.fixture
def trackio(tmp_path):
    """A folder of Trackio's with one project."""
    folder = tmp_path / "trackio"
    (folder / "media" / "churn" / "first").mkdir(parents=True)
    (folder / "media" / "churn" / "first" / "plot.png").write_bytes(b"png")
    with sqlite3.connect(folder / "churn.db") as connection:
        connection.executescript((STORES / "trackio.sql").read_text("utf-8"))
    connection.close()
    return folder


def contents(folder):
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def take(workspace, source, **more):
    return taking.take(workspace, source, Silent(), named="there", **more)


def course(workspace, run, name):
    with workspace.store.read() as connection:
        pk = run_writing.find(connection, [run.id])[run.id]
        steps, _, values = histories.read(connection, pk, histories.key_id(connection, name))
    return list(zip(steps.tolist(), values.tolist(), strict=True))


def n_system(workspace, run):
    with workspace.store.read() as connection:
        found = histories.counts(connection, [run.pk], "system")
    return {name: n for (_, name), n in found.items()}


def single(value):
    """A number as four bytes keep it."""
    return struct.unpack("<f", struct.pack("<f", value))[0]


def test_the_sum_of_records_is_castagnolis():
    assert framed.crc32c(b"123456789") == 0xE3069283  # the check value of CRC-32C


def test_tensorboard_comes_over_with_every_value(workspace, store):
    folder = store("tensorboard")
    before = contents(folder)
    done = take(workspace, TensorBoardFolder(folder))
    assert contents(folder) == before
    assert (done.n_there, done.n_taken, done.n_points, done.n_files) == (3, 3, 10, 3)
    first = runs.one(workspace, "first")
    assert (first.experiment, first.state) == ("tensorboard", RunState.FINISHED)
    assert course(workspace, first, "loss/train") == [
        (step, single(1 / (step + 1))) for step in range(5)
    ]
    assert math.isnan(first.metrics["nan"])
    assert first.started_at.timestamp() == 1_700_000_000.5
    second = runs.one(workspace, "first/second")
    assert second.params == {"lr": "0.1", "layers": "3", "model": "lgbm", "bag": "true"}
    assert second.parent_pk == first.pk
    assert course(workspace, second, "hparam/acc") == [(7, 0.75)]
    of_tensors = runs.one(workspace, "tf2/train")
    assert of_tensors.params == {"opt": "adam", "lr": "0.01"}
    assert course(workspace, of_tensors, "epoch_loss") == [
        (step, single(0.5 / (step + 1))) for step in range(3)
    ]
    assert done.left_out == [
        "Not numbers of one value, left in the event files: 1 histogram, 1 text."
    ]
    (path,) = first.artifacts
    assert (
        workspace.blobs.get_bytes(first.artifacts[path]) == (folder / "first" / path).read_bytes()
    )
    (entry,) = activity.recent(workspace, kind="import").entries
    assert entry.sentence == "imported 3 runs of TensorBoard"


def test_tensorboard_read_again_from_elsewhere_brings_nothing_twice(workspace, store, tmp_path):
    folder = store("tensorboard")
    take(workspace, TensorBoardFolder(folder))
    moved = folder.rename(tmp_path / "moved")
    again = take(workspace, TensorBoardFolder(moved))
    assert (again.n_taken, again.n_known) == (0, 3)
    assert take(workspace, TensorBoardFolder(moved / "tf2")).n_known == 1


def test_event_files_that_end_too_early_or_are_damaged_give_what_is_whole(workspace, store):
    folder = store("tensorboard")
    (short,) = (folder / "tf2" / "train").glob("*tfevents*")
    short.write_bytes(short.read_bytes()[:-90])
    (damaged,) = (folder / "first").glob("*tfevents*")
    data = bytearray(damaged.read_bytes())
    at = data.rindex(b"loss/train")
    data[at] ^= 1
    damaged.write_bytes(data)
    done = take(workspace, TensorBoardFolder(folder))
    assert done.n_taken == 3
    assert len(course(workspace, runs.one(workspace, "first"), "loss/train")) == 4
    assert len(course(workspace, runs.one(workspace, "tf2/train"), "epoch_loss")) == 3
    said = "\n".join(done.left_out)
    assert f"{short.name} ends within a record, as if it were still written: " in said
    assert f"{damaged.name} is damaged: " in said


def test_wandb_comes_over_with_every_value(workspace, store):
    folder = store("wandb")
    before = contents(folder)
    done = take(workspace, WandbFolder(folder))
    assert contents(folder) == before
    assert (done.n_there, done.n_taken, done.n_files) == (2, 2, 1)
    first = runs.one(workspace, "first")
    assert (first.experiment, first.state) == ("churn", RunState.FINISHED)
    assert first.note == "What it is for"
    assert first.params["opt.betas"] == "[0.9, 0.99]"
    assert first.params["long"] == "x" * 40_000  # over blocks of the file
    known = {"lr": "0.1", "opt.name": "adam", "deep": "true"}
    assert known.items() <= first.params.items()
    assert first.tags == {"a": "", "team-b": "", "group": "g1", "job_type": "train"}
    assert course(workspace, first, "loss") == [(step, 1 / (step + 1)) for step in range(4)]
    assert course(workspace, first, "n") == [(0, 0.0), (1, 1.0), (2, 2.0), (3, 3.0)]
    assert course(workspace, first, "val/acc") == [(0, 0.5), (1, 0.6), (2, 0.7), (3, 0.8)]
    assert math.isnan(first.metrics["nan"])
    assert first.metrics["inf"] == math.inf
    assert (first.metrics["nested.x"], first.metrics["best"]) == (2.0, 0.125)
    assert first.metrics["loss.summary"] == 0.2  # said by hand, beside its course
    assert n_system(workspace, first)["memory_percent"] == 1
    assert first.artifacts.keys() == {"report.txt"}
    broken = runs.one(workspace, "broken")
    assert (broken.state, broken.error) == (RunState.FAILED, "It ended with code 1.")
    assert course(workspace, broken, "loss") == [(10, 3.0)]
    assert done.left_out == ["Not numbers, left out of the metrics: 1 histogram, 1 text."]
    again = take(workspace, WandbFolder(folder))
    assert (again.n_taken, again.n_known) == (0, 2)


def test_a_run_of_wandb_that_has_not_ended_is_taken_as_far_as_it_is_whole(workspace, store):
    folder = store("wandb")
    (path,) = folder.rglob("run-second2.wandb")
    path.write_bytes(path.read_bytes()[:-40])
    (empty,) = folder.rglob("run-first1.wandb")
    empty.write_bytes(empty.read_bytes()[:7])
    done = take(workspace, WandbFolder(folder))
    run = runs.one(workspace, "broken")
    assert (run.state, run.params) == (RunState.STOPPED, {"lr": "0.2"})
    assert run.error == "It was running in W&B when it was imported."
    assert "run-first1.wandb has no run in it yet: it was left out." in done.left_out
    assert any("run-second2.wandb ends within a record" in one for one in done.left_out)


def test_trackio_comes_over_with_every_value(workspace, trackio):
    before = contents(trackio)
    done = take(workspace, TrackioFolder(trackio))
    assert contents(trackio) == before
    assert (done.n_there, done.n_taken, done.n_files) == (2, 2, 1)
    first = runs.one(workspace, "first")
    assert first.experiment == "churn"
    assert first.params == {"lr": "0.1", "opt.name": "adam", "deep": "true"}
    assert first.tags == {"group": "g1"}
    assert course(workspace, first, "loss") == [(step, 1 / (step + 1)) for step in range(4)]
    assert math.isnan(first.metrics["nan"])
    assert (first.metrics["inf"], first.metrics["nested.x"]) == (math.inf, 2.0)
    assert n_system(workspace, first) == {"gpu": 1}
    assert first.artifacts.keys() == {"plot.png"}
    assert course(workspace, runs.one(workspace, "second"), "loss") == [(10, 3.0)]
    assert done.left_out == ["Not numbers, left out of the metrics: 1 text."]
    again = take(workspace, TrackioFolder(trackio / "churn.db"))
    assert (again.n_taken, again.n_known) == (0, 2)


def test_what_trackio_has_not_put_into_its_file_yet_is_read_and_stays_there(workspace, trackio):
    path = trackio / "churn.db"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("PRAGMA wal_autocheckpoint=0")
    writer.execute(
        "INSERT INTO metrics SELECT 99, run_id, timestamp, run_name, 50, '{\"late\": 1}', NULL,"
        " NULL FROM metrics WHERE run_name = 'second'"
    )
    writer.commit()
    apart = trackio.parent / "apart"
    apart.mkdir()
    for end in ("", "-wal"):  # as a copy has it: a log, and no index of it
        (apart / f"churn.db{end}").write_bytes((trackio / f"churn.db{end}").read_bytes())
    before = contents(apart)
    take(workspace, TrackioFolder(apart))
    assert contents(apart) == before
    assert course(workspace, runs.one(workspace, "second"), "late") == [(50, 1.0)]
    assert take(workspace, TrackioFolder(trackio)).n_known == 2  # while its owner has it open
    writer.close()


@pytest.fixture
def answering(tmp_path):
    """A program that answers as the dump over the real repository did: `python`, and a repository
    as far as its folders are looked at."""
    (tmp_path / "repo" / ".aim" / "meta").mkdir(parents=True)

    def made(lines):
        answers = tmp_path / "answers"
        answers.write_text("".join(lines), "utf-8")
        program = tmp_path / "python"
        program.write_text(
            f"#!{sys.executable}\nimport sys\n"
            f"lines = open({str(answers)!r}).readlines()\n"
            "print(lines[0], end='', flush=True)\n"
            "for number, asked in enumerate(sys.stdin, 1):\n"
            "    if number == len(lines): sys.exit('no more')\n"
            "    print(lines[number], end='', flush=True)\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return tmp_path / "repo", str(program)

    return made


def test_aim_comes_over_with_every_value(workspace, answering):
    lines = (STORES / "aim.jsonl").read_text("utf-8").splitlines(keepends=True)
    done = take(workspace, AimRepository(*answering(lines)))
    assert (done.n_there, done.n_taken, done.n_points) == (1, 1, 9)
    run = runs.one(workspace, "first")
    assert (run.experiment, run.note, run.tags) == ("churn", "What it is for", {"a": ""})
    assert run.params == {
        "hparams.deep": "true",
        "hparams.lr": "0.1",
        "hparams.opt.betas": "[0.9, 0.99]",
        "hparams.opt.name": "adam",
    }
    assert course(workspace, run, "train/loss") == [(step, 1 / (step + 1)) for step in range(5)]
    assert course(workspace, run, "val/loss") == [(0, 0.5), (1, 0.6), (2, 0.7)]
    assert math.isnan(run.metrics["nan"])
    assert run.ended_at.timestamp() == pytest.approx(json.loads(lines[1])["ended"], abs=1e-3)
    assert done.left_out == ["Sequences that are no metrics, left out: 1 text."]


def test_what_aim_says_when_it_fails_is_told(workspace, answering):
    lines = (STORES / "aim.jsonl").read_text("utf-8").splitlines(keepends=True)
    with pytest.raises(WorldError, match="Aim could not read") as failed:
        take(workspace, AimRepository(*answering(lines[:1])))
    assert "no more" in failed.value.detail
    with pytest.raises(NeedsYou, match="read by Aim only") as lacking:
        AimRepository(*answering(['{"error": "No module named aim"}\n']))
    assert "Python has Aim" in lacking.value.hint
    repository, _ = answering(lines)
    with pytest.raises(NeedsYou, match="can't be started"):
        AimRepository(repository, str(repository / "nowhere"))


@pytest.mark.parametrize("reader", [TensorBoardFolder, WandbFolder, TrackioFolder, AimRepository])
def test_a_folder_without_runs_is_told(tmp_path, reader):
    with pytest.raises(NeedsYou) as told:
        reader(tmp_path)
    assert told.value.hint

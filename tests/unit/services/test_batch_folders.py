"""Batch folders: each file that lands is scored once, whole, by the champion of its time."""

import csv
import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.domain.batches import BatchState, names_for
from tidemill.domain.deployments import ServiceState
from tidemill.domain.jobs import MAX_ATTEMPTS, Job
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    answer_files,
    batch_folders,
    batch_scans,
    batch_scoring,
    deploying,
    personal_data,
    predicting,
    promotion,
    registering,
    training_runs,
)
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import deployments


@pytest.fixture
def champion(workspace: Workspace, shop: str, drain: Callable[[], list[Job]]) -> str:
    """`buyers` with v1 serving and v2 behind it."""
    job_id = training_runs.train(
        workspace, shop, estimators=("logistic_regression", "hist_gradient_boosting")
    )
    drain()
    for run in training_runs.ranked(workspace, job_id):
        registering.ask(workspace, run.id, name="buyers")
        drain()
    promotion.promote(workspace, "buyers@1", anyway=True, reason="the first of its kind")
    return "buyers"


class Batch:
    """A batch folder and the worker at it, one step at a time."""

    def __init__(self, workspace: Workspace, drain: Callable[[], list[Job]], root: Path) -> None:
        self.workspace, self._drain = workspace, drain
        self.folder, self.out = root / "in", root / "out"
        self.folder.mkdir()

    def on(self, **options: Any) -> str:
        made = batch_folders.switch_on(self.workspace, "buyers", self.folder, self.out, **options)
        return made.name

    def look(self) -> int:
        """Let the files settle and be handed on; return how many were."""
        clock = self.workspace.clock
        assert isinstance(clock, HeldClock)
        n = batch_scans.scan(self.workspace).handed_on
        clock.advance(10)
        return n + batch_scans.scan(self.workspace).handed_on

    def work(self) -> list[Job]:
        self.look()
        return self._drain()

    def answers(self) -> list[str]:
        """What lies in the out folder, hidden things too."""
        return sorted(path.name for path in self.out.iterdir())

    def rows(self, name: str, delimiter: str = ",") -> list[dict[str, str]]:
        with (self.out / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream, delimiter=delimiter))

    def states(self) -> dict[str, BatchState]:
        files = batch_folders.files(self.workspace, "buyers-batch")
        return {one.name: one.state for one in reversed(files)}

    def last(self) -> Any:
        return batch_folders.files(self.workspace, "buyers-batch")[0]


@pytest.fixture
def batch(
    workspace: Workspace, champion: str, drain: Callable[[], list[Job]], tmp_path: Path
) -> Batch:
    root = tmp_path / "batch"
    root.mkdir()
    one = Batch(workspace, drain, root)
    one.on()
    return one


def write(path: Path, n: int = 3, first: str = "2024-03-01", delimiter: str = ",") -> Path:
    lines = [delimiter.join(("day", "x", "shop"))]
    lines += [delimiter.join((first, f"{0.5 * i}", "north")) for i in range(n)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_in_comes_out_scored_with_its_rows_in_order_and_the_version(batch: Batch):
    write(batch.folder / "orders.csv", 5)
    [job] = batch.work()
    assert (job.state, job.message) == ("succeeded", "Scored 1 of 1 files")
    assert batch.answers() == ["orders-scored.csv"]
    rows = batch.rows("orders-scored.csv")
    assert [row["x"] for row in rows] == ["0", "0.5", "1", "1.5", "2"]
    assert {(row["model"], row["version"]) for row in rows} == {("buyers", "1")}
    said = [
        (answer.prediction, answer.probability)
        for _, answer in predicting.answers(
            batch.workspace, "buyers@1", batch.folder / "orders.csv", Silent()
        )
    ]
    assert [(row["prediction"], float(row["probability"])) for row in rows] == said
    one = batch.last()
    assert (one.state, one.rows, one.n_errors, one.version) == (BatchState.SCORED, 5, 0, 1)
    assert one.outcome == "Scored 5 rows by v1"
    assert batch.look() == 0  # and never again
    assert (batch.folder / "orders.csv").exists()


def test_a_folder_can_tell_why_and_goes_on_telling_until_that_is_switched_off(batch: Batch):
    batch.on(explain=True)
    write(batch.folder / "a.csv", 4)
    batch.work()
    rows = batch.rows("a-scored.csv")
    names = [name for name in rows[0] if name.startswith("why: ")]
    assert names == ["why: shop", "why: x"]
    for row in rows:
        moved = sum(float(row[name]) for name in names)
        assert float(row["usual score"]) + moved == pytest.approx(float(row["score"]), abs=1e-9)
    batch.on()  # told again without a word on it
    write(batch.folder / "b.csv", 5)
    batch.work()
    assert "why: x" in batch.rows("b-scored.csv")[0]
    batch.on(explain=False)
    write(batch.folder / "c.csv", 6)
    batch.work()
    assert set(batch.rows("c-scored.csv")[0]) == set(rows[0]) - {*names, "score", "usual score"}


def test_what_is_promoted_later_answers_later_files_and_again_says_so(batch: Batch):
    write(batch.folder / "a.csv")
    batch.work()
    promotion.promote(batch.workspace, "buyers@2", anyway=True, reason="It is tried.")
    write(batch.folder / "b.csv", 4)
    batch.work()
    assert {row["version"] for row in batch.rows("a-scored.csv")} == {"1"}
    assert {row["version"] for row in batch.rows("b-scored.csv")} == {"2"}
    first = next(
        f for f in batch_folders.files(batch.workspace, "buyers-batch") if f.name == "a.csv"
    )
    batch_folders.score_again(batch.workspace, first.id)
    batch.work()
    assert {row["version"] for row in batch.rows("a-scored-2.csv")} == {"2"}
    with pytest.raises(NeedsYou, match="came again since"):
        batch_folders.score_again(batch.workspace, first.id)


def test_content_sent_again_is_not_scored_twice_and_an_overwritten_file_is(batch: Batch):
    path = write(batch.folder / "orders.csv")
    batch.work()
    (batch.out / "orders-scored.csv").unlink()  # whoever reads the answers took it
    shutil.copy(path, batch.folder / "again.csv")
    batch.work()
    assert batch.answers() == []
    one = batch.last()
    assert one.state is BatchState.SKIPPED
    assert one.outcome == (
        "Skipped: same content as orders.csv, which v1 answered in orders-scored.csv"
    )
    write(path, 7)
    batch.work()
    assert batch.answers() == ["orders-scored-2.csv"]
    assert len(batch.rows("orders-scored-2.csv")) == 7


def test_rows_that_are_none_stand_beside_with_line_and_reason(batch: Batch):
    (batch.folder / "orders.csv").write_text(
        "day,x,shop\n2024-03-01,1.5,north\n2024-03-01,much,south\n2024-03-02,2,=SUM(A1)\n"
    )
    batch.work()
    assert batch.answers() == ["orders-scored.csv", "orders.csv-errors.csv"]
    assert [row["x"] for row in batch.rows("orders-scored.csv")] == ["1.5", "2"]
    assert batch.rows("orders-scored.csv")[1]["shop"] == "'=SUM(A1)"  # no spreadsheet runs it
    [error] = batch.rows("orders.csv-errors.csv")
    assert (error["line"], "much" in error["text"]) == ("3", True)
    assert "x" in error["reason"]
    assert batch.last().outcome == "Scored 2 rows by v1, 1 left out"


def test_a_file_without_a_column_the_model_reads_is_refused_in_words_and_the_next_goes_on(
    batch: Batch,
):
    (batch.folder / "a.csv").write_text("day,shop\n2024-03-01,north\n")
    (batch.folder / "b.pdf").write_bytes(b"%PDF-1.4 no table")
    write(batch.folder / "c.csv")
    batch.work()
    assert batch.answers() == ["a.csv-errors.csv", "b.pdf-errors.csv", "c-scored.csv"]
    [error] = batch.rows("a.csv-errors.csv")
    assert "x" in error["reason"]
    assert batch.states() == {
        "a.csv": BatchState.SET_ASIDE,
        "b.pdf": BatchState.SET_ASIDE,
        "c.csv": BatchState.SCORED,
    }


@pytest.mark.parametrize(
    ("name", "scored"),
    [
        ("orders.tsv", "orders-scored.tsv"),
        ("orders.csv.gz", "orders-scored.csv.gz"),
        ("orders.jsonl", "orders-scored.jsonl"),
        ("orders.json", "orders-scored.json"),
        ("orders.xlsx", "orders-scored.xlsx"),
        ("orders.parquet", "orders-scored.parquet"),
        ("orders.feather", "orders-scored.feather"),
    ],
)
def test_answers_have_the_format_in_which_the_file_came(batch: Batch, name: str, scored: str):
    _made(batch.folder, name)
    batch.work()
    assert batch.answers() == [scored], batch.last().outcome
    with batch.workspace.store.read() as connection:
        [deployment] = deployments.every(connection)
    assert deployment.name == "buyers-batch"
    found = list(predicting.answers(batch.workspace, "buyers@1", batch.out / scored, Silent()))
    came = list(predicting.answers(batch.workspace, "buyers@1", batch.folder / name, Silent()))
    assert [a for _, a in found] == [a for _, a in came]  # it can be read again, with its rows


def _made(folder: Path, name: str) -> None:
    source = folder.parent / "source.csv"
    write(source, 4)
    rows = [{"day": f"2024-03-0{i + 1}T00:00:00", "x": 0.5 + i, "shop": "north"} for i in range(4)]
    path = folder / name
    if name.endswith(".tsv"):
        write(path, 4, delimiter="\t")
    elif name.endswith(".gz"):
        path.write_bytes(gzip.compress(source.read_bytes()))
    elif name.endswith(".jsonl"):
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    elif name.endswith(".json"):
        path.write_text(json.dumps(rows))
    else:
        import pandas

        frame = pandas.DataFrame(rows)
        frame["day"] = pandas.to_datetime(frame["day"])
        writers = {"xlsx": frame.to_excel, "parquet": frame.to_parquet, "feather": frame.to_feather}
        options = {"index": False} if name.endswith("xlsx") else {}
        writers[path.suffix[1:]](path, **options)


def test_semicolons_and_decimal_commas_stay(batch: Batch):
    (batch.folder / "orders.csv").write_text(
        "day;x;shop\n2024-03-01;1,25;north\n2024-03-02;2,5;south\n"
    )
    batch.work()
    rows = batch.rows("orders-scored.csv", delimiter=";")
    assert [row["x"] for row in rows] == ["1,25", "2,5"]
    assert all("," in row["probability"] for row in rows)


def test_an_out_folder_that_is_away_or_full_is_waited_for_and_told(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, clock: HeldClock
):
    write(batch.folder / "orders.csv")
    away = batch.out.rename(batch.out.with_name("elsewhere"))
    assert batch.work() == []
    [told] = deploying.every(batch.workspace)
    assert (told.state, "is not there" in told.trouble) == (ServiceState.FAILED, True)
    away.rename(batch.out)

    def full(*_words: Any, **_options: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("tidemill.services.answer_files.data_exports.write", full)
        batch.work()
    one = batch.last()
    assert one.state is BatchState.WAITING
    assert "No space left" in one.reason
    assert batch.answers() == []  # nothing half is left
    batch_scans.scan(batch.workspace)
    assert "No space left" in deploying.find(batch.workspace, "buyers-batch").trouble
    assert batch_scans.scan(batch.workspace).handed_on == 0  # not at once again
    clock.advance(60)
    batch.work()
    assert batch.answers() == ["orders-scored.csv"]
    batch_scans.scan(batch.workspace)
    told = deploying.find(batch.workspace, "buyers-batch")
    assert (told.state, told.trouble, told.serves) == (ServiceState.READY, "", 1)


def test_names_of_others_in_the_out_folder_are_left_alone(batch: Batch):
    (batch.out / "orders-scored.csv").write_text("somebody's own")
    write(batch.folder / "orders.csv")
    batch.work()
    assert batch.answers() == ["orders-scored-2.csv", "orders-scored.csv"]
    assert (batch.out / "orders-scored.csv").read_text() == "somebody's own"


def test_in_and_out_have_to_differ_and_no_way_leads_back(
    workspace: Workspace, champion: str, tmp_path: Path
):
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder in (one, two, three):
        folder.mkdir()
    link = tmp_path / "link"
    link.symlink_to(one, target_is_directory=True)
    for out in (one, link):
        with pytest.raises(NeedsYou, match="again and again"):
            batch_folders.switch_on(workspace, "buyers", one, out)
    batch_folders.switch_on(workspace, "buyers", one, two)
    batch_folders.switch_on(workspace, "buyers", two, three)
    with pytest.raises(NeedsYou, match="would come back"):
        batch_folders.switch_on(workspace, "buyers", three, one)
    with pytest.raises(NeedsYou, match="holds the workspace"):
        batch_folders.switch_on(workspace, "buyers", one, workspace.folder)
    with pytest.raises(NeedsYou, match="is not a folder"):
        batch_folders.switch_on(workspace, "buyers", tmp_path / "nowhere", two)
    with pytest.raises(NeedsYou, match="There is no model nothing"):
        batch_folders.switch_on(workspace, "nothing", one, three)
    assert [made.name for made in batch_folders.every(workspace)] == [
        "buyers-batch",
        "buyers-batch-2",
    ]


def test_the_same_folder_again_changes_the_deployment_and_stop_keeps_its_files_waiting(
    batch: Batch, tmp_path: Path
):
    other = tmp_path / "other"
    changed = batch_folders.switch_on(batch.workspace, "buyers", batch.folder, other)
    assert changed.name == "buyers-batch"
    told = deploying.described(deploying.find(batch.workspace, "buyers-batch"))
    assert (told["kind"], told["in"], told["out"]) == ("batch", str(batch.folder), str(other))
    assert told["address"] == f"{batch.folder} → {other}"
    deploying.stop(batch.workspace, "buyers-batch")
    write(batch.folder / "orders.csv")
    assert batch.work() == []
    with pytest.raises(NeedsYou, match="off already"):
        deploying.stop(batch.workspace, "buyers-batch")
    batch.out = other
    batch_folders.switch_on(batch.workspace, "buyers", batch.folder, other)
    batch.work()
    assert batch.answers() == ["orders-scored.csv"]


def test_a_folder_that_is_switched_off_before_its_turn_keeps_its_files(
    batch: Batch, drain: Callable[[], list[Job]]
):
    write(batch.folder / "orders.csv")
    assert batch.look() == 1
    deploying.stop(batch.workspace, "buyers-batch")
    [job] = drain()
    assert job.message == "Nothing was scored: the batch folder is off"
    batch.on()
    batch.work()
    assert batch.answers() == ["orders-scored.csv"]


def test_personal_values_are_masked_in_answers_and_rows_left_out(batch: Batch):
    personal_data.mark(batch.workspace, "shop", "shop", True)
    (batch.folder / "orders.csv").write_text(
        "day,x,shop\n2024-03-01,1.5,north\n2024-03-01,much,south\n"
    )
    batch.work()
    every = "".join((batch.out / name).read_text() for name in batch.answers())
    assert "north" not in every
    assert "south" not in every
    assert len(batch.rows("orders-scored.csv")) == 1


@pytest.mark.parametrize(
    ("name", "ending", "names"),
    [
        ("a.csv", ".csv", ("a-scored.csv", "a.csv-errors.csv")),
        ("a.CSV.GZ", ".csv.gz", ("a-scored.csv.gz", "a.CSV.GZ-errors.csv")),
        ("a.zip", ".csv", ("a-scored.csv", "a.zip-errors.csv")),
        ("a.b.xlsm", ".xlsx", ("a.b-scored.xlsx", "a.b.xlsm-errors.csv")),
        ("a", ".csv", ("a-scored.csv", "a-errors.csv")),
    ],
)
def test_answers_are_called_after_their_files(name: str, ending: str, names: tuple[str, str]):
    assert answer_files.ending_for(name) == ending
    assert names_for(name, ending, 1) == names


def test_trouble_while_a_file_is_read_is_the_worlds(batch: Batch, monkeypatch: pytest.MonkeyPatch):
    write(batch.folder / "orders.csv")

    def away(*_words: Any, **_options: Any) -> None:
        raise WorldError("The share went away.", "Connect it.")

    with monkeypatch.context() as patched:
        patched.setattr("tidemill.services.batch_scoring.shutil.copyfile", away)
        batch.work()
    assert batch.last().reason == "The share went away."
    assert batch.last().state is BatchState.WAITING


@pytest.mark.parametrize("is_child", [True, False])
def test_a_file_whose_process_dies_by_itself_again_and_again_fails_and_no_other_does(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, is_child: bool
):
    """A worker killed as often is no file's fault."""
    for name in ("a.csv", "b.csv"):
        write(batch.folder / name, 3 if name == "a.csv" else 4)
    batch.look()
    store = batch.workspace.store

    class Death(BaseException):
        pass

    def dies(*_words: Any, **_options: Any) -> None:
        raise Death

    with monkeypatch.context() as patched:
        patched.setattr("tidemill.services.batch_scoring.answer_files.write", dies)
        for _ in range(MAX_ATTEMPTS):
            claimed = queue.claim(store, "w")
            assert claimed is not None
            job = queue.begin(store, claimed.id, claimed.attempts)
            assert job is not None
            worker = batch.workspace.acting_as(WORKER)
            with pytest.raises(Death):
                batch_scoring.run(worker, job, JobReporter(store, job.id, job.attempts))
            queue.gave_up(store, kinds(), worker, job, "It is gone.", died_at_work=is_child)
    batch.work()
    last = BatchState.FAILED if is_child else BatchState.SCORED
    assert batch.states() == {"a.csv": last, "b.csv": BatchState.SCORED}
    if is_child:
        files = batch_folders.files(batch.workspace, "buyers-batch")
        [reason] = [one.reason for one in files if one.name == "a.csv"]
        assert "ended unexpectedly 3 times while the file was open" in reason

"""Many small files that wait together become one version, and each has the end it has alone."""

import os
import random
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.causes import Ref
from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    causes,
    datasets,
    jobs,
    lineage,
    many_files,
    originals,
    repairing,
    settings,
    tables,
    versions_of_many,
    watching,
)
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.store import dataset_trash, trigger_events
from tidemill.store import files as file_rows

N = many_files.AT_LEAST + 6


class Shop:
    """A watched folder, and a worker that does what there is to do."""

    def __init__(self, folder: Path) -> None:
        self.clock = HeldClock()
        self.workspace = workspaces.create(folder / "ws", clock=self.clock, login="ada")
        self.inbox = folder / "inbox"
        self.inbox.mkdir(parents=True)
        self.watch = watching.add(self.workspace, self.inbox, dataset="shop")
        self._at = 1_000

    def put(self, name: str, text: str) -> Path:
        path = self.inbox / name
        path.write_text(text)
        self._at += 1
        os.utime(path, ns=(self._at, self._at))
        return path

    def work(self) -> None:
        for _ in range(3):
            self.clock.advance(120.0)
            watching.scan(self.workspace)
            while (job := queue.claim(self.workspace.store, "w")) is not None:
                job = queue.begin(self.workspace.store, job.id, job.attempts)
                reporter = JobReporter(self.workspace.store, job.id, job.attempts)
                perform(self.workspace.store, kinds(), self.workspace, job, reporter)

    def ends(self) -> dict[str, list[FileState]]:
        """What became of each name, in the order in which files arrived under it."""
        found: dict[str, list[FileState]] = {}
        for file in sorted(watching.arrived(self.workspace, limit=10_000), key=lambda f: f.id):
            found.setdefault(file.name, []).append(file.state)
        return found

    def versions(self):
        return datasets.find(self.workspace, "shop").versions

    def rows(self) -> list[tuple]:
        frame = tables.whole(self.workspace, self.versions()[-1])
        return [tuple(row.values()) for row in frame.rows()]


@pytest.fixture
def shop(tmp_path: Path):
    made = Shop(tmp_path)
    yield made
    made.workspace.close()


def text(number: int, n_rows: int = 8) -> str:
    lines = [f"{number * 100 + i},{(number * 7 + i) % 5 + 0.5},c{i % 3}" for i in range(n_rows)]
    return "number,paid,kind\n" + "\n".join(lines) + "\n"


def fill(shop: Shop, n: int = N, first: int = 0) -> None:
    for number in range(first, first + n):
        shop.put(f"day-{number}.csv", text(number))


def test_many_small_files_are_one_version_behind_the_first_in_their_order(shop):
    fill(shop)
    shop.work()
    first, second = shop.versions()
    assert (first.added_rows, second.added_rows, second.rows) == (8, (N - 1) * 8, N * 8)
    assert [row[0] for row in shop.rows()] == [d * 100 + i for d in range(N) for i in range(8)]
    arrived = {f.name: f for f in watching.arrived(shop.workspace, limit=N)}
    assert {f.state for f in arrived.values()} == {FileState.ADDED}
    assert {f.version for name, f in arrived.items() if name != "day-0.csv"} == {2}
    assert arrived["day-3.csv"].outcome.startswith("Added as rows 25 to 32")
    assert arrived["day-3.csv"].rows == 8
    assert len(arrived["day-3.csv"].checks) == len(arrived["day-0.csv"].checks)
    assert [piece.file_id for piece in second.pieces] == [
        arrived[f"day-{number}.csv"].id for number in range(1, N)
    ]
    assert second.file_rows == (8,) * (N - 1)


def test_few_files_are_a_version_each(shop):
    fill(shop, many_files.AT_LEAST - 1)
    shop.work()
    assert len(shop.versions()) == many_files.AT_LEAST - 1


def test_a_bad_file_is_set_aside_and_holds_none_of_the_others(shop):
    fill(shop)
    shop.put("day-10.csv", "number,paid,kind\n1,much,c1\n2,more,c1\n")
    shop.put("day-20.csv", "this is no table\n")
    shop.work()
    ends = shop.ends()
    assert ends.pop("day-10.csv") == [FileState.SET_ASIDE]
    assert ends.pop("day-20.csv") == [FileState.SET_ASIDE]
    assert set(map(tuple, ends.values())) == {(FileState.ADDED,)}
    assert [row[0] for row in shop.rows()] == [
        d * 100 + i for d in range(N) if d not in (10, 20) for i in range(8)
    ]
    assert len(shop.versions()) == 4


def test_copies_are_known_by_bytes_and_by_rows_in_the_same_version_and_later(shop):
    fill(shop)
    shop.put("e-again.csv", text(5))
    shop.put("e-quoted.csv", text(6).replace("c1", '"c1"'))
    shop.work()
    assert len(shop.rows()) == N * 8
    shop.put("z-late.csv", text(7))
    shop.put("z-quoted.csv", text(8).replace("c1", '"c1"'))
    shop.work()
    assert len(shop.rows()) == N * 8
    ends = shop.ends()
    for name in ("e-again.csv", "e-quoted.csv", "z-late.csv", "z-quoted.csv"):
        assert ends[name] == [FileState.SKIPPED], name
    said = {f.name: f.outcome for f in watching.arrived(shop.workspace, limit=N + 4)}
    assert "which came as day-7.csv" in said["z-late.csv"]


def test_a_file_of_many_that_grows_brings_only_its_new_rows(shop):
    fill(shop)
    shop.work()
    shop.put("day-9.csv", text(9, 11))
    shop.work()
    assert shop.versions()[-1].added_rows == 3
    assert sorted(row[0] for row in shop.rows()) == sorted(
        [d * 100 + i for d in range(N) for i in range(8)] + [908, 909, 910]
    )
    assert "its first 8 rows are in v2 already" in watching.arrived(shop.workspace)[0].outcome


def test_a_trigger_counts_the_files_and_rows_of_a_version_of_many(shop):
    fill(shop)
    shop.work()
    with shop.workspace.store.read() as connection:
        came = trigger_events.arrivals(connection, "shop")
    assert len(came) == N
    assert sum(one.rows for one in came) == N * 8
    assert {one.watch_id for one in came} == {shop.watch.id}
    assert came[5].file == "day-5.csv"


def test_a_version_of_many_says_where_it_came_from_and_a_file_what_it_led_to(shop):
    fill(shop)
    shop.work()
    version = shop.versions()[-1]
    assert version.source == str(shop.inbox)
    assert f"{N - 1} files of {shop.inbox}" in [
        link.name for link in lineage.of(shop.workspace, version).came_from
    ]
    file = next(f for f in watching.arrived(shop.workspace, limit=N) if f.name == "day-7.csv")
    chain = causes.of(shop.workspace, Ref("file", file.id))
    assert version.address in [link.address for link in chain.set_off]
    why = causes.of(shop.workspace, Ref("dataset_version", version.id))
    assert str(shop.inbox.name) in " ".join(link.sentence for link in why.because)


def test_without_originals_no_bytes_stay_and_the_rows_are_known_all_the_same(shop):
    settings.put(shop.workspace, originals.SETTING, "off")
    fill(shop)
    shop.work()
    with shop.workspace.store.read() as connection:
        assert file_rows.contents_of(connection, "shop") == set()
    shop.put("z-again.csv", text(11))
    shop.work()
    assert shop.ends()["z-again.csv"] == [FileState.SKIPPED]
    assert len(shop.rows()) == N * 8


def test_a_try_that_died_before_the_end_left_nothing_and_the_next_goes_one_by_one(
    shop, monkeypatch
):
    fill(shop)

    def dies(*_words, **_values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(versions_of_many.queue, "hold", dies)
        patch.setattr(many_files, "AT_LEAST", 2)
        with pytest.raises(KeyboardInterrupt):
            shop.work()
    job = jobs.newest(shop.workspace)[0]
    with shop.workspace.store.write() as tx:
        queue.rows.update(tx, job.id, state=str(JobState.QUEUED))
    shop.work()
    assert [row[0] for row in shop.rows()] == [d * 100 + i for d in range(N) for i in range(8)]
    assert len(shop.versions()) == N


def test_where_the_dataset_changed_meanwhile_the_files_go_one_by_one(shop, monkeypatch):
    fill(shop)

    def moved(*_words, **_values):
        raise versions_of_many.Moved

    monkeypatch.setattr(versions_of_many, "_commit", moved)
    shop.work()
    assert [row[0] for row in shop.rows()] == [d * 100 + i for d in range(N) for i in range(8)]
    assert len(shop.versions()) == N


def _mixed(shop: Shop, seed: int) -> None:
    """Files of every sort, the same for the same seed."""
    draw = random.Random(seed)
    for number in range(N + 10):
        name, whole = f"day-{number}.csv", text(number, draw.randint(1, 9))
        ways = ["plain"] * 12 + ["copy", "bad", "empty", "wide", "narrow", "rows", "repeated"]
        way = draw.choice(ways)
        if way == "copy" and number:
            whole = (shop.inbox / f"day-{draw.randrange(number)}.csv").read_text()
        if way == "bad":
            whole = whole.replace(".5", ".x")
        if way == "empty":
            whole = "number,paid,kind\n"
        if way == "wide":
            whole = whole.replace("kind\n", "kind,extra\n").replace("c0\n", "c0,1\n")
        if way == "narrow":
            whole = "\n".join(line.rpartition(",")[0] for line in whole.splitlines()) + "\n"
        if way == "repeated":
            whole += text(max(0, number - 1)).partition("\n")[2]
        shop.put(name, whole)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_files_taken_in_together_have_the_ends_they_have_alone(tmp_path, monkeypatch, seed):
    found = []
    for way, least in (("together", many_files.AT_LEAST), ("alone", 10**9)):
        monkeypatch.setattr(many_files, "AT_LEAST", least)
        shop = Shop(tmp_path / way)
        try:
            _mixed(shop, seed)
            shop.work()
            newest = shop.versions()[-1]
            found.append((shop.ends(), shop.rows(), newest.content_hash, newest.rows))
            n_versions = len(shop.versions())
        finally:
            shop.workspace.close()
        if way == "together":
            n_together = n_versions
    assert found[0] == found[1]
    assert n_together < n_versions


def test_damaged_rows_of_many_files_are_made_anew_from_their_originals(shop):
    fill(shop)
    shop.work()
    before = shop.rows()
    version = shop.versions()[-1]
    with shop.workspace.store.read() as connection:
        [blob] = [b for b in dataset_trash.row_blobs(connection, version.id) if b != version.blob]
    shop.workspace.blobs.path(blob).chmod(0o600)
    shop.workspace.blobs.path(blob).write_bytes(b"gone")
    [found] = repairing.damaged(shop.workspace)
    assert "doctor --repair" in found.words
    assert "made anew" in repairing.repair(shop.workspace, found)
    assert shop.rows() == before
    assert repairing.damaged(shop.workspace) == []

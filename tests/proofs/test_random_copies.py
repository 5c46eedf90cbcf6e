"""Seeded: files brought in every way programs bring them, while workers are killed.

Half-written with pauses, cut in the middle of a row, renamed into place, renamed again, sent once
more, written over with the same bytes, appended to. In the end each row is there exactly once.
"""

import csv
import random
import threading
from collections import Counter
from pathlib import Path

import pytest
from real_world import COLUMNS, World, orders, write_csv

COPIES_A_ROUND = 20
N_ROWS = 40
LONGEST_PAUSE_S = 1.6  # longer than a file has to keep still

pytestmark = pytest.mark.timeout(900)


class Copier:
    """Brings files into a folder in random ways, some of them by threads of their own."""

    def __init__(self, inbox: Path, draw: random.Random, world: World) -> None:
        self._inbox, self._draw, self._world = inbox, draw, world
        self._threads: list[threading.Thread] = []
        self.ways: Counter[str] = Counter()

    def bring(self, source: Path) -> None:
        """Begin to copy a file in one of the ways."""
        way = self._draw.choice(
            ["renamed into place", "slow", "appended", "renamed", "again", "rewritten"]
        )
        self.ways[way] += 1
        own = random.Random(self._draw.random())
        acts = {
            "renamed into place": self._renamed_into_place,
            "slow": self._slow,
            "appended": self._appended,
            "renamed": self._renamed,
            "again": self._again,
            "rewritten": self._rewritten,
        }
        thread = threading.Thread(target=acts[way], args=(source, own), name=f"copy-{source.name}")
        self._threads.append(thread)
        thread.start()

    def end(self) -> None:
        """Wait until all copies are whole."""
        for thread in self._threads:
            thread.join()

    def _pause(self, own: random.Random) -> None:
        short = own.random() < 0.7
        self._world.pause(own.uniform(0.0, 0.1 if short else LONGEST_PAUSE_S))

    def _renamed_into_place(self, source: Path, own: random.Random) -> None:
        part = self._inbox / f"{source.name}.part"
        self._write(part, source.read_bytes(), own)
        part.rename(self._inbox / source.name)

    def _slow(self, source: Path, own: random.Random) -> None:
        self._write(self._inbox / source.name, source.read_bytes(), own)

    def _write(self, target: Path, data: bytes, own: random.Random) -> None:
        cuts = sorted(own.sample(range(1, len(data)), own.randint(1, 4)))
        with target.open("wb") as stream:
            for low, high in zip([0, *cuts], [*cuts, len(data)], strict=True):
                stream.write(data[low:high])
                stream.flush()
                self._pause(own)

    def _appended(self, source: Path, own: random.Random) -> None:
        lines = source.read_bytes().splitlines(keepends=True)
        cut = own.randint(2, len(lines) - 1)
        target = self._inbox / source.name
        target.write_bytes(b"".join(lines[:cut]))
        self._pause(own)
        with target.open("ab") as stream:
            stream.writelines(lines[cut:])

    def _renamed(self, source: Path, own: random.Random) -> None:
        self._slow(source, own)
        self._pause(own)
        (self._inbox / source.name).rename(self._inbox / f"renamed-{source.name}")

    def _again(self, source: Path, own: random.Random) -> None:
        self._slow(source, own)
        self._pause(own)
        self._write(self._inbox / f"again-{source.name}", source.read_bytes(), own)

    def _rewritten(self, source: Path, own: random.Random) -> None:
        self._slow(source, own)
        self._pause(own)
        self._write(self._inbox / source.name, source.read_bytes(), own)


def _rows(path: Path) -> Counter[tuple[str, ...]]:
    with path.open(newline="", encoding="utf-8") as stream:
        _, *rows = csv.reader(stream)
    return Counter(tuple(row) for row in rows)


def _sources(folder: Path, seed: int) -> list[Path]:
    """Files with rows of their own; each row has a number that no other has."""
    folder.mkdir()
    found = []
    for number in range(COPIES_A_ROUND):
        rows = orders(number % 12 + 1, N_ROWS, seed=seed * 1000 + number)
        numbered = [[str(number * N_ROWS + i), *row] for i, row in enumerate(rows)]
        name = f"{seed:03d}-{number:02d}.csv"
        found.append(write_csv(folder / name, numbered, ["number", *COLUMNS]))
    return found


def _one_round(folder: Path, seed: int) -> tuple[int, int, int]:
    """Copy, kill, and look; the numbers of copies, of kills and of jobs that were lost."""
    folder.mkdir()
    draw = random.Random(seed)
    world = World(folder / "ws")
    try:
        inbox = folder / "inbox"
        inbox.mkdir()
        sources = _sources(folder / "sources", seed)
        world.start_worker()
        world.cli("settings", "set", "folders.patience", "10 s")
        world.cli("watch", "add", inbox, "--dataset", "orders")
        copier = Copier(inbox, draw, world)
        n_kills = 0
        for source in sources:
            copier.bring(source)
            world.pause(draw.uniform(0.0, 0.6))
            if draw.random() < 0.15:
                n_kills += 1
                if draw.random() < 0.4:
                    world.kill_children()
                else:
                    world.kill_worker()
                    world.start_worker()
        copier.end()
        n_lost = _all_ended(world, inbox)
        _assert_each_row_is_there_once(world, sources, folder / "out.csv")
    finally:
        left = world.close()
    assert left == []
    return len(sources), n_kills, n_lost


def _all_ended(world: World, inbox: Path) -> int:
    """Wait for every file's end; files that were open when a child was killed are asked for again.

    Returns how many files that took.
    """
    n_asked = 0

    def is_all_known() -> bool:
        known = {f.path: f for f in world.files()}
        for path in inbox.iterdir():
            facts, file = path.stat(), known.get(str(path))
            if file is None or (file.n_bytes, file.modified_ns) != (
                facts.st_size,
                facts.st_mtime_ns,
            ):
                return False
        return True

    while True:
        world.until(is_all_known, "every file to be seen as it is")
        world.until_idle(1)
        newest = {f.path: f for f in world.files()}
        out = [f for f in newest.values() if f.state.value in ("set-aside", "failed")]
        for file in out:  # it was open when its reader was killed, or its job was killed thrice
            assert "ended unexpectedly" in file.reason or "It was tried" in file.reason, file
            world.cli("data", "accept", str(file.id))
            n_asked += 1
        if not out:
            return n_asked


def _assert_each_row_is_there_once(world: World, sources: list[Path], out: Path) -> None:
    expected: Counter[tuple[str, ...]] = Counter()
    for source in sources:
        expected += _rows(source)
    versions = world.versions("orders")
    assert [v.number for v in versions] == list(range(1, len(versions) + 1))
    assert sum(v.added_rows for v in versions) == versions[-1].rows
    world.cli("data", "export", f"orders@{versions[-1].number}", out)
    found = Counter(int(row[0]) for row in _rows(out).elements())
    wanted = Counter(int(row[0]) for row in expected.elements())
    assert found - wanted == Counter(), "rows that are there too often"
    assert wanted - found == Counter(), "rows that are lost"
    amounts = {int(row[0]): float(row[2]) for row in _rows(out)}
    assert amounts == {int(row[0]): float(row[2]) for row in expected}
    newest = {f.path: f for f in world.files()}
    assert {str(f.state) for f in newest.values()} <= {"added", "skipped"}
    for file in world.files():  # what a file was before it was written on may have got lost
        assert str(file.state) in ("added", "skipped") or file.reason, file
    assert world.complaints() == []


@pytest.mark.rounds(50, 1)
def test_files_copied_in_every_way_while_workers_are_killed_bring_each_row_once(
    tmp_path, round_seed, measured
):
    n_copies, n_kills, n_asked = _one_round(tmp_path / "round", round_seed)
    measured(
        f"round {round_seed}: {n_copies} files copied at random, {n_kills} kills, "
        f"{n_asked} files asked for again: no row lost, none twice"
    )

"""A spool: every record in the system's hands at once, whole ones read back, torn ones left."""

import errno
import json
import math
import os
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from tidemill.base import spool_files, spools
from tidemill.base.spool_files import SpoolFiles, Turns, framed, listed, records
from tidemill.base.spools import Spool


class Told(list):
    def __call__(self, kind: str, words: str) -> None:
        self.append((kind, words))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def spool(tmp_path: Path, told: Told):
    one = Spool(tmp_path / "spools", {"pid": os.getpid()}, told)
    yield one
    one.close(0)


def all_of(spool: Spool, at: int = 0) -> list:
    found = []
    while True:
        at, data = spool.read(at, 1 << 20)
        some = records(data)
        if not some.items:
            return found
        found += some.items
        at += some.ends[-1]


def test_records_are_read_back_as_they_were_put_numbers_that_are_none_included(spool):
    put = [["m", "é\n\x00\ud800", 1.5, None], ["m", math.inf, -math.inf], []]
    for one in put:
        spool.put(one)
    spool.put([math.nan])
    *found, last = all_of(spool)
    assert found == put
    assert math.isnan(last[0])


@tried(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(), max_size=3), max_size=6), st.integers(0, 400), st.data())
def test_wherever_a_spool_was_torn_the_whole_records_before_are_read(items, cut, data):
    lines = [framed(json.dumps(item)) for item in items]
    whole = b"".join(lines)
    cut = min(cut, len(whole))
    found = records(whole[:cut])
    n = sum(1 for k in range(len(lines)) if len(b"".join(lines[: k + 1])) <= cut)
    assert list(found.items) == items[:n]
    assert found.n_damaged == 0
    assert list(found.ends) == [len(b"".join(lines[: k + 1])) for k in range(n)]


def test_a_damaged_record_is_left_out_and_counted_and_those_after_it_are_read():
    lines = [framed(json.dumps([n])) for n in range(3)]
    broken = lines[1].replace(b"[1]", b"[7]")
    found = records(lines[0] + broken + b"\n" + lines[2])
    assert found.items == ([0], [2])
    assert found.n_damaged == 2
    assert found.ends[-1] == len(lines[0] + broken + b"\n" + lines[2])


def test_segments_that_were_applied_go_and_the_rest_is_read_on(spool, monkeypatch):
    monkeypatch.setattr(spools, "SEGMENT_BYTES", 100)
    for n in range(50):
        spool.put([n])
    assert len(spool.files.segments()) > 3
    assert all_of(spool) == [[n] for n in range(50)]
    middle = records(spool.read(0, 1 << 20)[1]).ends[-1]
    spool.applied(middle)
    begin, data = spool.read(middle, 1 << 20)
    assert begin == middle
    assert records(data).items[0] == [records(framed("[0]")).items[0][0] + _n_first(spool, middle)]
    assert spool.files.segments()[0][0] == middle


def _n_first(spool: Spool, middle: int) -> int:
    return next(n for n in range(50) if len(b"".join(framed(f"[{k}]") for k in range(n))) == middle)


def test_a_record_longer_than_a_piece_is_there_for_a_larger_piece(spool, monkeypatch):
    monkeypatch.setattr(spools, "SEGMENT_BYTES", 100)
    spool.put(["x" * 5000])
    spool.put(["y"])
    begin, data = spool.read(0, 64)
    assert (begin, len(data)) == (0, 64)
    assert records(data).items == ()
    assert all_of(spool) == [["x" * 5000], ["y"]]


class Disk:
    """Stands for `os.write` on a disk with so much room; what does not fit is half written."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._write = os.write

    def __call__(self, handle: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        n = self._write(handle, data[: self.room])
        self.room -= n
        return n


@tried(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 90), max_size=6), st.booleans())
def test_while_the_disk_is_full_records_wait_in_memory_and_are_written_in_order(
    tmp_path_factory, monkeypatch, rooms, is_taken_from_memory
):
    monkeypatch.setattr(spools, "_RETRY_S", 0.0)
    told = Told()
    one = Spool(tmp_path_factory.mktemp("spools"), {}, told)
    applied = n_applied = n = 0
    try:
        for room in rooms:
            monkeypatch.setattr(os, "write", Disk(room))
            for _ in range(5):
                one.put([n])
                n += 1
            assert all_of(one, applied) == [[k] for k in range(n_applied, n)]
            if is_taken_from_memory:  # the store takes what the disk does not
                applied, n_applied = one.end, n
                one.applied(applied)
                assert one.read(applied, 1 << 20)[1] == b""
            monkeypatch.undo()
            monkeypatch.setattr(spools, "_RETRY_S", 0.0)
        one.put([n])
        one.retry()
        begin, data = SpoolFiles(one.files.folder, one.id).read(applied, 1 << 20)
        assert begin == applied
        assert records(data).items[-1] == [n]
    finally:
        monkeypatch.undo()
        one.close(0)
    assert {kind for kind, _ in told} <= {"spool"}


def test_memory_is_bounded_and_what_is_left_out_is_said(spool, told, monkeypatch):
    monkeypatch.setattr(spools, "HELD_BYTES", 60)
    monkeypatch.setattr(os, "write", Disk(0))
    for n in range(10):
        spool.put([n])
    monkeypatch.undo()
    assert {kind for kind, _ in told} == {"spool", "spool-lost"}
    assert all_of(spool) == [[0], [1], [2], [3]]


def test_a_folder_that_cannot_be_made_is_told_and_nothing_is_raised(tmp_path, told, monkeypatch):
    monkeypatch.setattr(spools, "_RETRY_S", 0.0)
    (tmp_path / "file").touch()
    one = Spool(tmp_path / "file" / "spools", {}, told)
    one.put([1])
    assert all_of(one) == [[1]]
    assert told[0][0] == "spool"
    (tmp_path / "file").unlink()
    one.put([2])
    assert all_of(one) == [[1], [2]]
    assert len(one.files.segments()) == 1
    assert one.close(one.end)


def test_a_spool_is_taken_over_only_when_its_owner_let_go_of_it(spool):
    (other,) = listed(spool.files.folder)
    assert other.id == spool.id
    assert other.owner() == {"pid": os.getpid()}
    with other.taken() as is_mine:
        assert not is_mine
    spool.put([1])
    spool.close(0)
    with other.taken() as is_mine:
        assert is_mine
        with SpoolFiles(other.folder, other.id).taken() as is_others:
            assert not is_others
    assert other.remove()
    assert listed(other.folder) == []


def test_a_spool_that_was_applied_whole_is_gone_when_it_closes(tmp_path, told):
    one = Spool(tmp_path, {}, told)
    one.put([1])
    assert one.close(one.end)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_child_forked_in_a_turn_does_not_keep_it(tmp_path, monkeypatch):
    read, write = os.pipe()
    with Turns(tmp_path).taken():
        pid = os.fork()
        if pid == 0:
            os.read(read, 1)
            os._exit(0)
    monkeypatch.setattr(spool_files, "_TURN_S", 60.0)
    began = time.monotonic()
    with Turns(tmp_path).taken():
        took = time.monotonic() - began
    os.write(write, b"x")
    os.waitpid(pid, 0)
    os.close(read)
    os.close(write)
    assert took < 30.0


def test_ctrl_c_right_behind_a_write_loses_and_doubles_nothing(spool, monkeypatch):
    write, n_left = os.write, [3]

    def writing(handle: int, data: bytes) -> int:
        n = write(handle, data)
        n_left[0] -= 1
        if n_left[0] == 0:
            raise KeyboardInterrupt
        return n

    monkeypatch.setattr(os, "write", writing)
    for n in range(2):
        spool.put([n])
    with pytest.raises(KeyboardInterrupt):
        spool.put([2])
    assert all_of(spool) == [[0], [1], [2]]
    n_left[0] = 3
    spool.put([3])
    assert all_of(spool) == [[0], [1], [2], [3]]
    spool.put([4])
    with pytest.raises(KeyboardInterrupt):
        spool.put([5])
    monkeypatch.undo()
    assert not spool.close(spool.end), "the last one is not in the store yet"
    (left,) = listed(spool.files.folder)
    assert records(left.read(0, 1 << 20)[1]).items[-1] == [5]


def test_several_threads_write_whole_records(spool):
    def write(k: int) -> None:
        for n in range(300):
            spool.put([k, n])

    threads = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    found = all_of(spool)
    assert len(found) == 1200
    for k in range(4):
        assert [n for who, n in found if who == k] == list(range(300))


def test_turns_are_taken_one_at_a_time_and_a_holder_that_sleeps_is_passed_over(
    tmp_path, monkeypatch
):
    counts = {"inside": 0, "most": 0}

    def take() -> None:
        for _ in range(20):
            with Turns(tmp_path).taken():
                counts["inside"] += 1
                counts["most"] = max(counts["most"], counts["inside"])
                counts["inside"] -= 1

    threads = [threading.Thread(target=take) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert counts == {"inside": 0, "most": 1}
    monkeypatch.setattr(spool_files, "_TURN_S", 0.02)
    with Turns(tmp_path).taken(), Turns(tmp_path).taken():
        pass
    with Turns(tmp_path / "nowhere").taken():
        pass

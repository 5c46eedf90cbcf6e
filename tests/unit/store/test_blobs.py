"""Files kept by content: once, whole, checked; a full disk leaves nothing."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def files(blobs: Blobs) -> list[Path]:
    """What takes room; the empty files that tell who put what again do not."""
    return sorted(p for p in blobs.folder.rglob("*") if p.is_file() and p.stat().st_size)


def test_the_same_bytes_are_kept_once_however_they_come(blobs, tmp_path):
    source = tmp_path / "source.csv"
    source.write_bytes(b"a,b\n1,2\n")
    first = blobs.put_bytes(b"a,b\n1,2\n")
    assert blobs.put_bytes(b"a,b\n1,2\n") == first
    assert blobs.put_file(source) == first
    with blobs.scratch() as path:
        path.write_bytes(b"a,b\n1,2\n")
        assert blobs.adopt(path) == first
    assert files(blobs) == [blobs.path(first)]
    assert blobs.get_bytes(first) == b"a,b\n1,2\n"
    assert blobs.n_bytes() == 8


def test_the_source_of_a_file_is_left_as_it_was(blobs, tmp_path):
    source = tmp_path / "source.csv"
    source.write_bytes(b"x")
    name = blobs.put_file(source)
    source.write_bytes(b"y")
    assert blobs.get_bytes(name) == b"x"


def test_a_damaged_file_is_never_given_out(blobs):
    name = blobs.put_bytes(b"0123456789")
    path = blobs.path(name)
    path.write_bytes(b"0123456780")
    for look in (blobs.get_bytes, blobs.checked):
        with pytest.raises(NeedsYou, match="is damaged") as told:
            look(name)
        assert name in told.value.message
        assert "doctor" in told.value.hint


def test_a_missing_file_is_named(blobs):
    name = blobs.put_bytes(b"x")
    blobs.path(name).unlink()
    for look in (blobs.get_bytes, blobs.checked):
        with pytest.raises(NeedsYou, match="is missing from the workspace"):
            look(name)


def test_a_damaged_file_that_is_put_again_is_whole_again(blobs):
    name = blobs.put_bytes(b"0123456789")
    blobs.path(name).write_bytes(b"0123")
    assert blobs.put_bytes(b"0123456789") == name
    assert blobs.get_bytes(name) == b"0123456789"


def test_a_file_under_its_own_name_is_the_stored_one_and_goes_away(blobs):
    name = blobs.put_bytes(b"x")
    with blobs.named(name, "march.csv") as path:
        assert path.name == "march.csv"
        assert path.read_bytes() == b"x"
    assert not path.exists()
    assert files(blobs) == [blobs.path(name)]


def test_without_hard_links_a_copy_is_made(blobs, monkeypatch):
    def refused(*_words):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    name = blobs.put_bytes(b"x")
    with blobs.named(name, "march.csv") as path:
        assert path.read_bytes() == b"x"
    assert blobs.get_bytes(name) == b"x"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_so_and_leaves_nothing(blobs, tmp_path, monkeypatch, number):
    source = tmp_path / "source.csv"
    source.write_bytes(b"x" * 10)

    def full(*_words, **_options):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    for put in (lambda: blobs.put_bytes(b"y"), lambda: blobs.put_file(source)):
        with pytest.raises(WorldError, match=r"The disk that holds .* is full") as told:
            put()
        assert "Nothing was changed" in told.value.hint
        assert files(blobs) == []


_FILL = """
import resource, signal, sys
import numpy as np
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tidemill.base.errors import WorldError
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
from tidemill.store.blobs import Blobs
from tidemill.store.tables import write_frame
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
blobs, source = Blobs(Path(sys.argv[1])), Path(sys.argv[2])
def put_rows():
    values = np.random.default_rng(0).normal(size=100_000)
    with blobs.scratch(".parquet") as path:
        write_frame(Frame((ColumnData("x", Kind.NUMERIC, values),)), path)
        blobs.adopt(path)
for put in (lambda: blobs.put_bytes(bytes(300_000)), lambda: blobs.put_file(source), put_rows):
    try:
        put()
    except WorldError as error:
        print(error.hint)
print(sum(p.is_file() for p in blobs.folder.rglob("*")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
def test_a_write_that_breaks_off_in_the_middle_leaves_nothing(blobs, tmp_path):
    source = tmp_path / "big.csv"
    source.write_bytes(os.urandom(300_000))
    command = [sys.executable, "-c", _FILL, str(blobs.folder), str(source)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stderr
    told = "Free some room and try again. Nothing was changed."
    assert said.stdout.splitlines() == [told, told, told, "0"]


def test_a_copy_that_is_cancelled_leaves_nothing(blobs, tmp_path):
    source = tmp_path / "source.csv"
    source.write_bytes(b"x" * 10)

    class Stop(Exception):
        pass

    def stop():
        raise Stop

    with pytest.raises(Stop):
        blobs.put_file(source, stop)
    assert files(blobs) == []


def test_scraps_of_killed_processes_are_swept_and_stored_files_stay(blobs):
    name = blobs.put_bytes(b"x")
    scrap = blobs.folder / "scratch" / "half.parquet"
    scrap.parent.mkdir(parents=True, exist_ok=True)
    scrap.write_bytes(b"half")
    with blobs.named(name, "as it was called.csv") as link:
        blobs.sweep_scratch(datetime.now(UTC) + timedelta(minutes=59))
        assert scrap.exists()  # it may be a living writer's, such as a script that logs a file
        assert link.exists()
        blobs.sweep_scratch(datetime.now(UTC) + timedelta(minutes=61))
        assert not scrap.exists()
    blobs.sweep_scratch(datetime.now(UTC) + timedelta(minutes=61))
    assert files(blobs) == [blobs.path(name)]


_PUT_AND_DIE = """
import os, sys
from pathlib import Path
from tidemill.store.blobs import Blobs
os.fsync = lambda handle: os._exit(9)
Blobs(Path(sys.argv[1])).put_bytes(b"half")
"""


def test_what_a_kill_left_on_its_way_in_is_swept_after_an_hour(blobs):
    name = blobs.put_bytes(b"x")
    command = [sys.executable, "-c", _PUT_AND_DIE, str(blobs.folder)]
    assert subprocess.run(command, timeout=60, check=False).returncode == 9
    [left] = [p for p in files(blobs) if p != blobs.path(name)]
    assert left.name.endswith(".part")
    assert left.parent == blobs.folder / "incoming"
    blobs.sweep_scratch(datetime.now(UTC) + timedelta(minutes=59))
    assert left.exists()
    blobs.sweep_scratch(datetime.now(UTC) + timedelta(minutes=61))
    assert files(blobs) == [blobs.path(name)]


def test_a_living_writer_keeps_its_file_however_old_what_it_moves_in(blobs):
    later = datetime.now(UTC) + timedelta(minutes=30)
    with blobs.scratch() as path:
        path.write_bytes(b"slowly written")
        os.utime(path, (0, 0))
        real = Path.replace

        def swept_first(self, target):
            """The sweep runs between the last write and the rename into place."""
            if self.name.endswith(".part"):
                blobs.sweep_scratch(later)
            return real(self, target)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", swept_first)
            name = blobs.adopt(path)
    assert blobs.get_bytes(name) == b"slowly written"

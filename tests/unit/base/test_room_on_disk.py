"""Arrays of one number a row stand on the disk where they are long, and a full disk is said."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.errors import WorldError
from tidemill.base.room_on_disk import room_in

LONG = (1 << 18) + 3


@pytest.mark.parametrize("n", [0, 5, LONG])
def test_there_is_room_for_so_many_zeros_that_can_be_written(n: int, tmp_path: Path):
    found = room_in(tmp_path)(n)
    assert (found.shape, found.dtype) == ((n,), np.uint64)
    assert not found.any()
    found[:] = np.arange(n)
    assert int(found.sum(dtype=np.uint64)) == n * (n - 1) // 2


def test_long_ones_are_mapped_from_a_file(tmp_path: Path):
    room = room_in(tmp_path)
    assert isinstance(room(LONG).base, np.memmap)
    assert room(5).base is None


def test_a_disk_without_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    with pytest.raises(WorldError, match="too little room on the disk"):
        room_in(tmp_path)(LONG)

"""Damage of an archive is told as damage, wherever in the file it is."""

import contextlib
import io
import zipfile
import zlib
from pathlib import Path

import pytest

from tidemill.base import zips


def archive() -> bytearray:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", "one\n" * 50)
    return bytearray(kept.getvalue())


def test_a_place_before_the_beginning_is_damage(tmp_path: Path) -> None:
    data = archive()
    data[-3] = 0xFF  # where the list of parts is said to begin
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    with pytest.raises(OSError, match="Invalid argument"), zipfile.ZipFile(path) as opened:
        opened.read("a.txt")
    with pytest.raises(zipfile.BadZipFile, match="begin"), zips.opened(path) as opened:
        opened.read("a.txt")


@pytest.mark.parametrize("value", [0x00, 0x7F, 0x80, 0xFF])
def test_a_changed_byte_is_never_told_as_a_fault_of_the_disk(tmp_path: Path, value: int) -> None:
    path = tmp_path / "a.zip"
    for at in range(len(archive())):
        data = archive()
        data[at] = value
        path.write_bytes(data)
        damage = (zipfile.BadZipFile, ValueError, RuntimeError, EOFError, NotImplementedError)
        told = contextlib.suppress(*damage, KeyError, zlib.error)
        with told, zips.opened(path) as opened:
            opened.read("a.txt")


def test_a_file_that_is_not_there_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), zips.opened(tmp_path / "a.zip"):
        pass

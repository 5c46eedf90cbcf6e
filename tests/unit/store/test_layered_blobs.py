"""Blobs over two folders: what is below is read and never written, moved or removed."""

import pytest

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.store.blobs import Blobs
from tidemill.store.layered_blobs import LayeredBlobs


@pytest.fixture
def below(tmp_path):
    return Blobs(tmp_path / "below")


@pytest.fixture
def layered(tmp_path, below):
    return LayeredBlobs(tmp_path / "own", below)


def files(blobs):
    return {p: p.read_bytes() for p in blobs.folder.rglob("*") if p.is_file()}


def test_what_lies_below_is_read_and_not_written_again(below, layered):
    name = below.put_bytes(b"rows")
    before = files(below)
    assert layered.get_bytes(name) == b"rows"
    assert layered.put_bytes(b"rows") == name
    assert not layered._own_path(name).exists()
    assert files(below) == before


def test_new_blobs_are_written_above_only(below, layered):
    name = layered.put_bytes(b"new")
    assert layered.get_bytes(name) == b"new"
    with pytest.raises(NeedsYou):
        below.get_bytes(name)


def test_a_damaged_blob_below_stays_as_it_is_and_is_written_above(below, layered):
    name = below.put_bytes(b"rows")
    below.path(name).write_bytes(b"rot!")
    assert layered.put_bytes(b"rows") == name
    assert layered.get_bytes(name) == b"rows"
    assert below.path(name).read_bytes() == b"rot!"


def test_removing_never_reaches_below(tmp_path, below, layered):
    kept, own = below.put_bytes(b"rows"), layered.put_bytes(b"new")
    assert layered.remove([kept, own], layered.now() + 3600) == len(b"new")
    source = tmp_path / "file"
    source.write_bytes(b"rows")
    assert layered.put_file(source) == kept == hashing.of_bytes(b"rows")
    assert below.get_bytes(kept) == b"rows"

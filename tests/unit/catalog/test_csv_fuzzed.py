"""Damaged tables of text: read in part, or refused with a sentence; nothing else."""

import random

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog.readers import csv as reader
from tidemill.domain.reading import ReadOptions

BITS = [
    b'"', b'""', b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xc3", b"\xe9", b"#", b"1.5", b"1,5", b"007", b"2024-02-30", b"31/12/2024", b"NaN", b"inf",
    b"9" * 40, b"=1+1", b"caf\xc3\xa9", b"\xf0\x9f\x92\xa9", b" ", b"yes", b"1e999", b"-",
]  # fmt: skip


def damaged(draw: random.Random) -> bytes:
    """A table that is spliced, cut and sprinkled with what readers stumble over."""
    rows = [b"a,b,c"] + [b"%d,%d.5,x%d" % (i, i, i % 3) for i in range(draw.randrange(40))]
    content = bytearray(b"\n".join(rows))
    for _ in range(draw.randrange(1, 12)):
        at = draw.randrange(len(content) + 1)
        kind = draw.randrange(4)
        if kind == 0:
            content[at:at] = draw.choice(BITS)
        elif kind == 1:
            del content[at : at + draw.randrange(20)]
        elif kind == 2:
            content[at:at] = content[draw.randrange(len(content) + 1) :][:50]
        else:
            content[at:at] = draw.randbytes(draw.randrange(6))
    return bytes(content)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_table_is_read_in_part_or_refused_with_a_sentence(tmp_path, seed):
    draw = random.Random(seed)
    file = tmp_path / "t.csv"
    file.write_bytes(damaged(draw))
    options = ReadOptions(bad_rows=draw.choice(["", "", "stop", "set aside", "text"]))
    try:
        found = reader.read(file, None, Silent(), tmp_path, options)
    except NeedsYou as error:
        found, said = None, error.message
    if found is None:
        assert said.strip()
        return
    assert found.table.n_rows == len(found.lines) > 0
    assert found.schema.names == tuple(c.name for c in found.table.columns)
    assert (found.lines[1:] > found.lines[:-1]).all()
    assert found.table.frame().n_rows == found.table.n_rows
    bad = {row.line for row in found.bad_rows}
    assert not bad & set(found.lines.tolist())

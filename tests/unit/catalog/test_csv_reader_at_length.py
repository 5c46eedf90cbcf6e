"""Reading long files of text: their order, and stopping in the middle."""

from pathlib import Path

import numpy as np
import pytest

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.catalog.readers import csv as reader
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.reading import ReadOptions

SMALL = "n,city\n1,Zürich\n2,Genève\n"


class StopsAfter(Silent):
    """Says stop after a number of questions."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self._left = n

    def check(self) -> None:
        self._left -= 1
        if self._left < 0:
            self.stop()
        super().check()


@pytest.mark.parametrize(
    ("n_more", "n"), [*((0, n) for n in range(4)), *((6_000, n) for n in range(8))]
)
def test_reading_stops_wherever_it_is_asked_to(tmp_path, n_more, n):
    path = tmp_path / "t.csv"
    path.write_bytes((SMALL + "3,Basel\n" * n_more).encode("utf-16"))
    with pytest.raises(Cancelled):
        reader.read(path, None, StopsAfter(n))


def test_reading_an_open_quote_stops_when_asked(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,"open\n' + "2,x\n" * 20_000)
    with pytest.raises(Cancelled):
        reader.read(path, None, StopsAfter(4))


@pytest.mark.parametrize("n_odd", [0, 40], ids=["all rows", "some rows set aside"])
def test_rows_of_a_long_file_stay_in_their_order(tmp_path: Path, n_odd: int) -> None:
    n_rows = 300_000
    odd = set(range(0, n_rows, n_rows // n_odd)) if n_odd else set()
    lines = (f"{i},{'odd' if i in odd else i / 7:.9},word {i % 9001}" for i in range(n_rows))
    file = tmp_path / "long.csv"
    file.write_text("id,x,note\n" + "\n".join(lines) + "\n")
    schema = Schema((Column("id", Kind.NUMERIC), Column("x", Kind.NUMERIC)))
    found = reader.read(file, schema, Silent(), tmp_path, ReadOptions(bad_rows="set aside"))
    kept = np.array([i for i in range(n_rows) if i not in odd])
    assert found.table.column("id").values.tolist() == kept.tolist()
    assert found.lines.tolist() == (kept + 2).tolist()
    assert found.facts.n_bad_rows == len(odd)

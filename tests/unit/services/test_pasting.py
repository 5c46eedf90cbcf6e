"""Pasted tables and standard input become versions like any file."""

import gzip
import io

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.pasted_tables import table_in
from tidemill.services import datasets, pasting, watching
from tidemill.services.tables import whole


def test_a_pasted_table_becomes_a_version_with_its_origin(workspace, drain):
    pasting.add(workspace, table_in("id\tzip\tnote\n1\t007\t=1+1\n2\t010\t-x\n"), dataset="pasted")
    drain()
    version = datasets.version(workspace, "pasted")
    assert [column.to_list() for column in whole(workspace, version)] == [
        [1, 2],
        ["007", "010"],
        ["=1+1", "-x"],
    ]
    (file,) = watching.arrived(workspace, dataset="pasted")
    assert file.origin == {"kind": "paste", "came_as": "tab separated"}
    assert version.source == "pasted.tsv"


def test_what_was_pasted_can_be_looked_at_first(workspace):
    peek = pasting.look(workspace, table_in("a,b\n1,x\n2,y\n"))
    assert peek.schema.names == ("a", "b")
    assert peek.first_rows == (("1", "x"), ("2", "y"))


def test_standard_input_is_taken_in_packed_or_not(workspace, drain):
    text = b"a,b\n1,x\n2,y\n"
    pasting.add_stream(workspace, io.BytesIO(gzip.compress(text)), dataset="piped")
    drain()
    assert datasets.version(workspace, "piped").rows == 2
    (file,) = watching.arrived(workspace, dataset="piped")
    assert (file.origin, file.name) == ({"kind": "stdin"}, "standard input.gz")


def test_json_on_standard_input_is_known_by_its_first_letter(workspace, drain):
    pasting.add_stream(workspace, io.BytesIO(b'{"a": 1}\n{"a": 2}\n'), dataset="piped")
    drain()
    assert datasets.version(workspace, "piped").rows == 2


def test_an_empty_standard_input_is_told(workspace):
    with pytest.raises(NeedsYou, match="gave nothing"):
        pasting.add_stream(workspace, io.BytesIO(b""), dataset="piped")


def test_the_same_paste_again_is_the_same_data(workspace, drain):
    for _ in range(2):
        pasting.add(workspace, table_in("a,b\n1,x\n"), dataset="pasted")
        drain()
    assert datasets.version(workspace, "pasted").number == 1

"""Cells of a notebook as a script, and what it would miss, read by their syntax trees."""

import json

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import notebook_cells, notebook_state


def _book(*sources, runs=()):
    counts = [*runs, *[k + 1 for k in range(len(runs), len(sources))]]
    cells = [{"cell_type": "markdown", "source": ["# A heading"]}]
    cells += [
        {"cell_type": "code", "source": s.splitlines(True), "execution_count": c, "outputs": []}
        for s, c in zip(sources, counts, strict=True)
    ]
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    return notebook_cells.read(text)


def _said(cells, numbers, table=""):
    return [(one.kind, one.cell) for one in notebook_state.hidden(cells, numbers, table)]


@pytest.mark.parametrize(
    ("source", "needs", "makes"),
    [
        ("df = df.dropna()", {"df"}, {"df"}),
        ("x = 1\ny = x", set(), {"x", "y"}),
        ("y = x\nx = 1", {"x"}, {"x", "y"}),
        ("n += 1", {"n"}, {"n"}),
        ("for k in rows:\n    total = k", {"rows"}, {"k", "total"}),
        ("def f(a, b=c):\n    d = a\n    return d + e + g\ng = 1", {"c", "e"}, {"f", "g"}),
        ("squares = [k * w for k in rows if k]", {"w", "rows"}, {"squares"}),
        ("f = lambda a: a + shift", {"shift"}, {"f"}),
        ("import numpy as np, os.path\nfrom a import b as c", set(), {"np", "os", "c"}),
        ("class A(B):\n    x = y\n    def m(self):\n        z", {"B", "y", "z"}, {"A"}),
        ("with open('a') as s:\n    t = s.read()", set(), {"s", "t"}),
        ("try:\n    a = b\nexcept ValueError as e:\n    print(e)", {"b"}, {"a", "e"}),
        ("if (n := len(rows)) > 1:\n    print(n)", {"rows"}, {"n"}),
        ("df['a'] = df.b", {"df"}, set()),
        ("x: int", set(), set()),
    ],
)  # fmt: skip
def test_names_that_a_cell_needs_and_makes(source, needs, makes):
    (cell,) = _book(source)
    assert (set(cell.needs), set(cell.makes)) == (needs, makes)


def test_the_script_has_the_chosen_cells_in_the_chosen_order_without_magics():
    cells = _book(
        "%matplotlib inline\nimport numpy as np",
        "!pip install x\nfiles = !ls\ntext = '''\n%not a magic\n'''",
        "%%time\nframe['a'] = np.log(frame['b'])",
        "%%bash\necho no Python",
        "display(frame)\nframe?",
    )
    assert notebook_cells.script(cells, [3, 1]) == (
        "# cell 3\nframe['a'] = np.log(frame['b'])\n\n# cell 1\nimport numpy as np\n"
    )
    assert cells[1].magics == ("!pip install x", "files = !ls")
    assert "%not a magic" in notebook_cells.script(cells, [2])
    assert notebook_cells.script(cells, [5]).startswith("def display")
    namespace = {"frame": None}
    exec(notebook_cells.script(cells, [5]), namespace)
    for numbers, words in (
        ([4], "no Python: %%bash"),
        ([9], "no cell 9"),
        ([], "No cell"),
        ([1, 1], "twice"),
    ):
        with pytest.raises(NeedsYou, match=words):
            notebook_cells.chosen(cells, numbers)


def test_state_that_chosen_cells_would_miss_is_told():
    cells = _book(
        "import pandas as pd, random\nrandom.seed(3)\npd.options.mode.copy_on_write = True",
        "limit = 3",
        "df = pd.read_csv('flights.csv')",
        "df['a'] = df['b'] * limit",
        "df['a'] = df['a'] / 2",
        "%run other.ipynb\nout = !date",
        "df['c'] = clean(df['a']) + out[0] + swept",
        "last = df['c'].max()",
        "del limit",
        "x = limit",
    )
    assert _said(cells, [3, 4, 5]) == [
        ("not chosen", 3),  # pd
        ("not chosen", 4),  # limit
        ("setting", 1),
        ("setting", 1),
        ("file", 3),
    ]
    words = [one.sentence for one in notebook_state.hidden(cells, [4, 8], "df")]
    assert words[0] == "Cell 4 uses limit, which cell 2 makes and is not chosen."
    assert "Cell 5 changes the table df and is not chosen." in words
    assert "Cell 7 changes the table df and is not chosen." in words
    assert ("later", 4) in _said(cells, [4, 2], "df")
    assert ("deleted", 10) in _said(cells, [2, 9, 10])
    words = [one.sentence for one in notebook_state.hidden(cells, [7], "df") if one.is_fatal]
    assert words == [
        "Cell 7 uses clean, which no cell makes; %run other.ipynb of cell 6 may do so.",
        "Cell 7 uses out, which cell 6 makes by a magic: out = !date.",
        "Cell 7 uses swept, which no cell makes; %run other.ipynb of cell 6 may do so.",
    ]
    without = _book("y = gone + _")
    assert _said(without, [1]) == [("notebook", 1), ("nowhere", 1)]
    whole = _book("import math\nk = 2", "frame['a'] = frame['b'] * k * math.pi")
    assert _said(whole, [1, 2], "frame") == []


def test_cells_run_in_another_order_or_never_are_told():
    cells = _book("a = 1", "b = 2", "c = 3", "", runs=(3, 1, None, None))
    assert _said(cells, [1, 2, 3, 4]) == [("order", 2), ("not run", 3)]
    assert _said(cells, [2, 1]) == []


def test_a_definition_that_a_cell_left_out_makes_anew_is_told():
    cells = _book("rate = 1", "rate = rate * 2", "frame['a'] = rate")
    assert _said(cells, [1, 3], "frame") == [("changed", 2)]


@pytest.mark.parametrize("text", ["", "[]", '{"nbformat": 3, "worksheets": []}', '{"nbformat": 4}'])
def test_what_is_no_notebook_is_refused(text):
    with pytest.raises(NeedsYou, match="notebook"):
        notebook_cells.read(text)


def test_a_cell_that_is_no_python_is_named():
    cells = _book("def f(:\n    pass", "x = 1")
    assert cells[0].trouble == "line 1 can't be read as Python"
    with pytest.raises(NeedsYou, match="Cell 1 is no step"):
        notebook_cells.script(cells, [1])

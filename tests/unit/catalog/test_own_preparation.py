"""Own code between raw columns and the preparation: the same rows, whichever way they come."""

import sys

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog import pandas_frames
from tidemill.catalog.preparations._own import modules as own_modules
from tidemill.catalog.preparations._own.transformer import OwnPreparation
from tidemill.catalog.preparations.mixed.transformer import MixedPreparation
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded

COLUMNS = [["size", "numeric"], ["colour", "categorical"], ["day", "datetime"], ["on", "boolean"]]


def _frame(n: int = 90) -> Frame:
    rng = np.random.default_rng(0)
    size = rng.normal(size=n)
    size[::7] = np.nan
    day = np.datetime64("2024-01-01", "us") + rng.integers(0, 500, n) * np.timedelta64(1, "D")
    colours = [None if v == 3 else f"c{v}" for v in rng.integers(0, 4, n)]
    return Frame(
        (
            ColumnData("size", Kind.NUMERIC, size),
            coded("colour", Kind.CATEGORICAL, colours),
            ColumnData("day", Kind.DATETIME, day),
            ColumnData(
                "on", Kind.BOOLEAN, rng.integers(-1, 2, n).astype(np.int32), ("false", "true")
            ),
        )
    )


def _own(source: str, function: str = "f", **more: object) -> OwnPreparation:
    step = {"file": "mine.py", "source": source, "function": function, **more}
    return OwnPreparation(MixedPreparation(), [step], COLUMNS, "y")


CHANGES = """
import numpy as np
def f(t):
    t["double"] = 2 * t["size"]
    t["month"] = t["day"].dt.month
    t["first"] = t.pop("colour").str[-1]
    t["late"] = t["size"].gt(0) & t["on"].eq(1)
    return t
"""


def test_table_dataframe_and_dicts_give_the_same_matrix():
    own, frame = _own(CHANGES), _frame()
    learned = own.fit_transform(frame, np.zeros(frame.n_rows))
    names = own.get_feature_names_out().tolist()
    assert np.array_equal(
        learned[:, names.index("double")], 2 * np.asarray(frame["size"].values), equal_nan=True
    )
    assert not any(name.startswith("colour") for name in names)
    assert dict(own.made_) == {
        "size": "numeric",
        "day": "datetime",
        "on": "boolean",
        "double": "numeric",
        "month": "numeric",
        "first": "categorical",
        "late": "boolean",
    }
    rows = list(frame.rows())
    for table in (frame, pandas_frames.frame_to_pandas(frame), rows):
        assert np.array_equal(own.transform(table), learned, equal_nan=True)
    alone = np.vstack([own.transform([row]) for row in rows[:20]])
    assert np.array_equal(alone, learned[:20], equal_nan=True)
    assert own.transform(frame.take(np.arange(0))).shape == (0, learned.shape[1])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return t[t['size'] > 0]", "gave back .* rows of 90"),
        ("return t['size']", "gave back a Series, not the table"),
        ("t['a'] = 1", "gave back nothing"),
        ("return t.sort_values('size')", "in another order"),
        ("t['y'] = 1\n    return t", "made a column called y"),
        ("t['z'] = t['y'] * 2\n    return t", "KeyError: 'y' in line 2.*no step sees it"),
        ("t['z'] = t['gone']\n    return t", "learned from: size, colour, day, on"),
        ("raise ValueError('no\\nway')", "f of mine.py raised ValueError: no in line 2"),
        ("raise SystemExit(3)", "raised SystemExit: 3 in line 2"),
        ("t['d'] = t['day'] - t['day']\n    return t", "of the type timedelta"),
        ("t.columns = ['a', 'a', 'b', 'c']\n    return t", "two columns called a"),
        ("return t[[]]", "left no column"),
        ("t['m'] = t['size'] - t['size'].mean()\n    return t", "makes another m of a row"),
        ("t['r'] = t['size'].rank()\n    return t", "makes another r of a row"),
        ("t['n'] = len(t)\n    return t", "makes another n of a row"),
        ("t['s'] = t['colour'].shift()\n    return t", "makes another s of a row"),
    ],
)
def test_what_a_step_may_not_do_is_told_in_a_sentence(body, words):
    with pytest.raises(NeedsYou, match=words) as caught:
        _own(f"def f(t):\n    {body}\n").fit(_frame(), np.zeros(90))
    assert caught.value.hint


def test_a_step_that_makes_other_columns_of_other_rows_is_told():
    source = (
        "def f(t):\n"
        "    t['a'] = t['size']\n"
        "    return t if t['size'].notna().any() else t[['size']]\n"
    )
    own = _own(source)
    frame = _frame()
    frame = frame.take(np.flatnonzero(~frame["size"].missing))
    own.fit(frame, np.zeros(frame.n_rows))
    with pytest.raises(NeedsYou, match="made no column colour, day, on, a of these rows"):
        own.transform([{"size": None}])


LEARNS = """
class Centred:
    def fit(self, t):
        self.mean = t["size"].mean()
    def transform(self, t):
        t["centred"] = t["size"] - self.mean
        return t
"""


def test_a_class_learns_what_it_uses_of_a_row():
    own, frame = _own(LEARNS, "Centred"), _frame()
    matrix = own.fit_transform(frame, np.zeros(frame.n_rows))
    place = own.get_feature_names_out().tolist().index("centred")
    size = np.asarray(frame["size"].values)
    assert np.allclose(matrix[:, place], size - np.nanmean(size), equal_nan=True)
    one = own.transform([{"size": 3.0}])
    assert one[0, place] == pytest.approx(3.0 - np.nanmean(size))


def test_a_script_changes_the_table_it_is_given():
    source = (
        "import helpers\nfrom tidemill import frame\nframe['sum'] = helpers.plus(frame['size'])\n"
    )
    own = _own(source, "", modules={"helpers": "def plus(x):\n    return x + 1\n"})
    frame = _frame()
    matrix = own.fit_transform(frame, np.zeros(frame.n_rows))
    place = own.get_feature_names_out().tolist().index("sum")
    assert np.allclose(matrix[:, place], np.asarray(frame["size"].values) + 1, equal_nan=True)


def test_code_that_can_not_be_loaded_leaves_no_module_behind():
    step = {"file": "mine.py", "source": "import nowhere_at_all\n", "function": "f"}
    for _ in range(2):  # the second time is no half-made module
        with pytest.raises(NeedsYou, match=r"ModuleNotFoundError.*in line 1"):
            own_modules.function(step)


@pytest.mark.parametrize("raised", ["KeyboardInterrupt", "SystemExit", "GeneratorExit"])
def test_code_that_is_stopped_while_it_loads_leaves_no_module_behind(raised):
    source = f"import helpers\nhelpers.begun = True\nraise {raised}\n"
    step = {"file": "mine.py", "source": source, "function": "f"}
    step["modules"] = {"helpers": "begun = False\n"}
    expected = NeedsYou if raised == "SystemExit" else BaseException
    with pytest.raises(expected, match="SystemExit" if expected is NeedsYou else None) as caught:
        own_modules.function(step)
    assert caught.type.__name__ == ("NeedsYou" if raised == "SystemExit" else raised)
    name = own_modules.name_of(step)
    assert name not in sys.modules
    assert sys.modules.pop(f"{name}_helpers").begun, "what had loaded whole stays"
    stopped = {**step, "source": "import helpers\n", "modules": {"helpers": f"raise {raised}\n"}}
    with pytest.raises(expected):
        own_modules.function(stopped)
    name = own_modules.name_of(stopped)
    assert not {name, f"{name}_helpers"} & set(sys.modules)

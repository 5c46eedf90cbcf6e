"""A column without a value in its first files gets its kind from the first values that come."""

from datetime import datetime

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import Series
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.services import datasets, rows, tables, watching
from tidemill.services import files as plain_files
from tidemill.store.tables import write_frame

CASES = {
    "numeric": (["1.5", "", "3"], Kind.NUMERIC, [1.5, None, 3.0]),
    "datetime": (
        ["2024-05-01", "", "2024-05-03"],
        Kind.DATETIME,
        [datetime(2024, 5, 1), None, datetime(2024, 5, 3)],  # noqa: DTZ001 - frames have no zone
    ),
    "boolean": (["yes", "", "no"], Kind.BOOLEAN, [True, None, False]),
    "categorical": (["red", "", "blue"], Kind.CATEGORICAL, ["red", None, "blue"]),
}


@pytest.fixture
def late(tmp_path, take_in):
    """Adds a file whose column `late` has these texts."""
    number = iter(range(99))

    def added(texts, **options):
        n = next(number)
        path = tmp_path / f"f{n}.csv"
        lines = [f"{n * 10 + i},{text}" for i, text in enumerate(texts)]
        path.write_text("\n".join(["x,late", *lines]) + "\n")
        return take_in(path, target=None, time=None, **options)

    return added


def newest(workspace):
    return datasets.find(workspace, "shop").newest


@pytest.mark.parametrize("series", list(Series))
@pytest.mark.parametrize(("texts", "kind", "values"), CASES.values(), ids=CASES)
def test_the_first_values_decide_the_kind_of_a_column(workspace, late, texts, kind, values, series):
    late(["", "", ""], series=series)
    late(["NA", "", "NA"])
    assert newest(workspace).schema["late"].is_open
    datasets.set_roles(workspace, "shop", {"late": Role.GROUP})
    late(texts)
    version = newest(workspace)
    column = version.schema["late"]
    assert (column.kind, column.role, column.is_open) == (kind, Role.GROUP, False)
    assert datasets.find(workspace, "shop").dataset.schema["late"] == column
    earlier = [None] * (version.rows - 3)
    assert tables.whole(workspace, version)["late"].kind is kind
    assert tables.whole(workspace, version)["late"].to_list() == [*earlier, *values]
    assert [r[1] for r in rows.page(workspace, version).rows] == [*earlier, *values]
    profile = datasets.profile(workspace, version.id)["late"]
    assert (profile.kind, profile.present) == (kind, 2)
    assert all(f.outcome == "Added" for f in watching.arrived(workspace))


def test_a_column_whose_kind_is_known_keeps_it(workspace, late):
    late(["", "", ""])
    late(["1", "2", "3"])
    late(["7", "", ""])
    late(["much", "4", "5"])
    assert newest(workspace).number == 3
    assert newest(workspace).schema["late"].kind is Kind.NUMERIC
    assert "text in 1 of 3 rows" in watching.arrived(workspace)[0].reason


def test_the_earlier_versions_are_read_as_before_and_as_the_new_kind(workspace, late):
    late(["", "", ""])
    late(["1", "2", "3"])
    first = datasets.version(workspace, "shop@1")
    assert first.schema["late"].kind is Kind.CATEGORICAL
    assert tables.whole(workspace, first)["late"].missing.all()
    now = tables.load(workspace, [first], newest(workspace).schema)["late"]
    assert now.kind is Kind.NUMERIC
    assert now.missing.all()
    found = rows.page(workspace, newest(workspace), where="late > 1")
    assert found.rows == ((11, 2), (12, 3))


def test_of_several_files_dropped_together_the_first_values_decide_for_the_later(
    workspace, tmp_path, take_in, late
):
    late(["", "", ""])
    paths = []
    for n, texts in enumerate((["1", "2"], ["3", ""])):
        path = tmp_path / f"g{n}.csv"
        path.write_text("x,late\n" + "".join(f"{100 * n + i},{t}\n" for i, t in enumerate(texts)))
        paths.append(path)
    take_in(*paths, target=None, time=None)
    assert newest(workspace).number == 3
    assert tables.whole(workspace, newest(workspace))["late"].to_list() == (
        [None] * 3 + [1.0, 2.0, 3.0, None]
    )


def test_a_parquet_column_without_values_is_open_whatever_its_type(workspace, tmp_path, take_in):
    empty = ColumnData("late", Kind.NUMERIC, np.full(3, np.nan))
    words = coded("late", Kind.CATEGORICAL, ["red", None, "blue"])
    for n, column in enumerate((empty, words)):
        x = ColumnData("x", Kind.NUMERIC, np.arange(3) + 10 * n)
        path = tmp_path / f"p{n}.parquet"
        write_frame(Frame((x, column)), path)
        take_in(path, target=None, time=None)
    version = newest(workspace)
    assert version.schema["late"].kind is Kind.CATEGORICAL
    assert [r[1] for r in rows.page(workspace, version).rows] == [None] * 3 + ["red", None, "blue"]


def test_two_files_compared_without_a_workspace_agree_on_the_kind(tmp_path):
    paths = tmp_path / "a.csv", tmp_path / "b.csv"
    paths[0].write_text("x,late\n1,\n2,\n")
    paths[1].write_text("x,late\n1,5\n2,6\n")
    before, after = plain_files.read_pair(*paths, Silent())
    assert before["late"].kind is after["late"].kind is Kind.NUMERIC

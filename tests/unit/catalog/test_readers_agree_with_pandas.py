"""What pandas writes, readers give back as pandas has it: value for value, type for type."""

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.progress import Silent
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Kind


def _sqlite(frame: pd.DataFrame, path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as made:
        frame.to_sql("rows", made, index=False)


WRITERS: dict[str, Callable[[pd.DataFrame, Path], Any]] = {
    "rows.csv": lambda frame, path: frame.to_csv(path, index=False),
    "rows.csv.zst": lambda frame, path: frame.to_csv(path, index=False),
    "semicolons.csv": lambda frame, path: frame.to_csv(path, index=False, sep=";", decimal=","),
    "tabs.tsv": lambda frame, path: frame.to_csv(path, index=False, sep="\t", encoding="utf-16"),
    "rows.jsonl": lambda frame, path: frame.to_json(
        path, orient="records", lines=True, date_format="iso", double_precision=15
    ),
    "rows.json": lambda frame, path: frame.to_json(
        path, orient="records", date_format="iso", double_precision=15
    ),
    "rows.parquet": lambda frame, path: frame.to_parquet(path, index=False),
    "rows.feather": lambda frame, path: frame.to_feather(path),
    "rows.xlsx": lambda frame, path: frame.to_excel(
        path,
        index=False,
        engine="xlsxwriter",
        engine_kwargs={"options": {"strings_to_formulas": False}},
    ),
    "rows.sqlite": _sqlite,
}

words = st.text(st.characters(min_codepoint=48, max_codepoint=0x17F, categories=["L"]), min_size=2)
# What every format keeps: JSON of pandas has 15 digits, Excel dates from 1900 in milliseconds.
numbers = st.integers(-(10**6), 10**6).map(lambda n: n / 64)
moments = st.datetimes(pd.Timestamp("1950-01-01"), pd.Timestamp("2100-01-01")).map(
    lambda moment: pd.Timestamp(moment).floor("s")
)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """A table with a column of each kind, the first row showing what each is."""
    n = draw(st.integers(1, 12))

    def listed(first: Any, values: st.SearchStrategy[Any]) -> list[Any]:
        return [first, *draw(st.lists(values, min_size=n, max_size=n))]

    return pd.DataFrame(
        {
            "whole": listed(1, st.integers(-(10**12), 10**12)),
            "number": listed(0.5, numbers | st.just(np.nan)),
            "at": pd.Series(listed(pd.Timestamp("2024-02-29 10:30"), moments)).astype(
                "datetime64[us]"
            ),
            "zip": listed("007", st.integers(0, 999).map("{:03}".format)),
            "word": listed("=1+1", words | st.none()),
        }
    )


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("name", WRITERS)
@given(table=tables())
def test_a_table_of_pandas_comes_back_as_it_was(name, table, tmp_path):
    path = tmp_path / name
    path.unlink(missing_ok=True)
    WRITERS[name](table, path)
    result = reader_for(path).read(path, None, Silent())
    found = {column.name: column for column in result.frame}
    assert {column.name: column.kind for column in result.schema.columns} == {
        "whole": Kind.NUMERIC,
        "number": Kind.NUMERIC,
        "at": Kind.DATETIME,
        "zip": Kind.CATEGORICAL,
        "word": Kind.CATEGORICAL,
    }
    assert found["whole"].values.dtype == np.int64
    assert (found["whole"].values == table["whole"].to_numpy()).all()
    np.testing.assert_array_equal(found["number"].values, table["number"].to_numpy())
    assert (found["at"].values == table["at"].to_numpy().astype("M8[us]")).all()
    assert found["zip"].to_list() == table["zip"].tolist()
    assert found["word"].to_list() == [None if pd.isna(w) else w for w in table["word"]]

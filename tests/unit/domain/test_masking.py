"""What is masked says that there is a value and nothing else."""

import numpy as np

from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.masking import (
    MASK,
    masked_checks,
    masked_frame,
    masked_profile,
    masked_report,
    row_masker,
)
from tidemill.domain.profiles import profile

MAILS = ["ada@example.org", None, "bo@example.org", "ada@example.org"]
FRAME = Frame(
    (
        coded("mail", Kind.TEXT, MAILS),
        ColumnData("born", Kind.NUMERIC, np.array([1984.0, 1990.0, np.nan, 2001.0])),
        ColumnData("nights", Kind.NUMERIC, np.array([1, 2, 3, 4])),
    )
)
SCHEMA = Schema(tuple(Column(c.name, c.kind) for c in FRAME))
PERSONAL = frozenset({"mail", "born"})


def test_a_masked_frame_keeps_its_gaps_and_its_other_columns():
    shown = masked_frame(FRAME, PERSONAL)
    assert shown["mail"].to_list() == [MASK, None, MASK, MASK]
    assert shown["born"].to_list() == [MASK, MASK, None, MASK]
    assert shown["nights"].to_list() == [1, 2, 3, 4]


def test_a_masked_row_costs_nothing_where_nothing_is_personal():
    assert row_masker(FRAME.names, ())(("a", 1.0, 2)) == ("a", 1.0, 2)
    assert row_masker(FRAME.names, PERSONAL)(("a", None, 2)) == (MASK, None, 2)


def test_a_masked_profile_keeps_counts_and_loses_every_value():
    whole = profile(FRAME, SCHEMA)
    shown = masked_profile(whole, PERSONAL)
    assert (shown["mail"].missing, shown["mail"].distinct) == (0.25, 2)
    assert shown["nights"] == whole["nights"]
    text = str(shown.to_dict())
    assert "example.org" not in text
    assert "1984" not in text
    assert "2001" not in text


def test_a_masked_report_keeps_how_many_values_are_new():
    report = {
        "columns": [
            {"name": "mail", "new_values": ["x@example.org", "y@example.org"], "gone_values": []},
            {"name": "shop", "new_values": ["north"], "gone_values": ["south"]},
        ],
        "rows": {"current": 3},
    }
    shown = masked_report(report, PERSONAL)
    assert shown["columns"][0]["new_values"] == [MASK, MASK]
    assert shown["columns"][1] == report["columns"][1]
    assert shown["rows"] == report["rows"]


def test_masked_checks_lose_values_in_words_and_rows_alike():
    check = {
        "message": "`mail` has other values in 1 row, first in line 7: 'ada@example.org'.",
        "offenders": [{"line": 7, "values": {"mail": "ada@example.org", "nights": "3"}}],
    }
    (shown,) = masked_checks([check], PERSONAL)
    assert "ada" not in str(shown)
    assert shown["offenders"][0] == {"line": 7, "values": {"mail": MASK, "nights": "3"}}
    assert "line 7" in shown["message"]

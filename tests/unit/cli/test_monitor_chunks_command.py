"""How a model's rows are cut into chunks, by command."""

import pytest


@pytest.fixture
def watched(tidemill, champion, months):
    """A champion and a month after it."""
    assert tidemill("data", "add", months(3), "--name", "shop").code == 0
    return tidemill


def test_rows_are_cut_by_week_shown_and_cut_by_rows(watched):
    before = watched("monitor", "chunks", "buyers", "--json").json["items"]
    assert {one["by"] for one in before} == {"file"}
    said = watched("monitor", "chunks", "buyers", "--by", "week", "--json")
    assert said.code == 0, said.err
    assert said.json["by"] == "week"
    listed = watched("monitor", "chunks", "buyers", "--json").json["items"]
    assert sum(one["rows"] for one in listed) == sum(one["rows"] for one in before)
    assert all(one["chunk"].startswith("week of ") for one in listed)
    shown = watched("monitor", "show", "buyers", "--json").json["items"]
    assert [one["span"] for one in shown] == [one["span"] for one in listed]
    again = watched("monitor", "chunks", "buyers", "--by", "week")
    assert "It was so before" in again.out
    by_rows = watched("monitor", "chunks", "buyers", "--rows", "50")
    assert "is looked at by 50 rows" in by_rows.out


def test_wrong_use_is_said(watched):
    assert watched("monitor", "chunks", "buyers", "--by", "day", "--rows", "50").code == 2
    assert watched("monitor", "chunks", "buyers", "--by", "rows", "--rows", "3").code == 3
    assert watched("monitor", "chunks", "nobody", "--by", "day").code != 0

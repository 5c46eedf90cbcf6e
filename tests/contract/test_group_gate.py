"""The gate that judges every group of a column, with chance over many of them kept in mind."""

from dataclasses import replace

import numpy as np
import pytest

from tidemill.catalog.gates import each_group
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.gate_sets import STANDARD, GateSet, GateWish
from tidemill.domain.gates import GateFacts
from tidemill.domain.intervals import wilson
from tidemill.domain.recipes import Task


def _facts(seed: int, n_groups: int = 100, n: int = 40, worse: int = 0) -> GateFacts:
    """A candidate that errs as the champion does, but for twice as much in the first groups."""
    rng = np.random.default_rng(seed)
    shop = np.repeat(np.arange(n_groups), n)
    y = rng.normal(size=len(shop))
    wide = np.where(shop < worse, 2.5, 1.0)
    return GateFacts(
        task=Task.REGRESSION,
        metric="mae",
        y_true=y,
        candidate=y + wide * rng.normal(size=len(shop)),
        champion=y + rng.normal(size=len(shop)),
        prior=np.array(0.0),
        by_group="shop",
        rows=Frame((ColumnData("shop", Kind.NUMERIC, shop),)),
    )


def test_the_groups_that_are_worse_are_named_each_with_its_own_verdict():
    result = each_group.decide(_facts(0, worse=5))
    assert not result.passed
    failed = [one["group"] for one in result.evidence["groups"] if one["passed"] is False]
    assert set(failed) == {"0", "1", "2", "3", "4"}
    assert result.value == 5
    assert "5 of 100 groups of shop are surely worse by Mean absolute error" in result.message
    assert " and 2 more." in result.message
    assert len(result.evidence["groups"]) == 100
    assert each_group.decide(_facts(0, worse=5), margin=50.0).passed


def test_where_nothing_changed_a_hundred_groups_pass_in_all_but_one_world_of_twenty():
    """Held against each group alone, nearly every world would have a group that fails."""
    n = 120
    failed = sum(not each_group.decide(_facts(seed, n=35)).passed for seed in range(n))
    assert wilson(failed, n, 0.999).low <= 0.05


def test_rows_without_a_group_and_groups_of_few_rows_are_left_out_and_told():
    facts = _facts(1, n_groups=3)
    shops = ["a"] * 60 + ["b"] * 20 + [None] * 40
    facts = replace(facts, rows=Frame((coded("shop", Kind.CATEGORICAL, shops),)))
    result = each_group.decide(facts)
    assert result.passed
    assert (result.evidence["judged"], result.evidence["not_judged"]) == (1, 1)
    assert result.message.endswith("1 have too few rows to be judged.")
    none = each_group.decide(facts, fewest=500)
    assert not none.passed
    assert none.message == "No group of shop has 500 rows on which it can be judged."


def test_it_fails_with_the_reason_where_no_column_names_groups():
    facts = _facts(1, n_groups=3)
    assert each_group.decide(replace(facts, by_group="")).message == "No column names the groups."
    assert "no column town" in each_group.decide(facts, column="town").message
    gone = replace(facts, champion_problem="It reads a column that is gone.")
    assert not each_group.decide(gone).passed
    days = np.arange(120).astype("datetime64[us]")
    dates = replace(facts, rows=Frame((ColumnData("shop", Kind.DATETIME, days),)))
    assert "dates make no groups" in each_group.decide(dates).message


@pytest.mark.parametrize("name", ["standard", "mine"])
def test_a_model_by_group_passes_it_with_the_standard_set_alone(name):
    gates = GateSet(name, (GateWish("latency"),)) if name == "mine" else STANDARD
    found = [one.gate for one in gates.for_groups().gates]
    assert ("each_group" in found) == (name == "standard")

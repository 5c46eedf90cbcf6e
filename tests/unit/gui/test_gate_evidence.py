"""What a gate's answer rests on, as facts and a table, made of evidence as gates really give it."""

import numpy as np
import pytest

from tidemill.catalog.discovery import family
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.recipes import Task
from tidemill.gui.pages.models.gate_evidence import evidence_of

N = 2_000


@pytest.fixture
def facts() -> GateFacts:
    """A candidate that is worse in the south."""
    rng = np.random.default_rng(5)
    y = (rng.random(N) < 0.4).astype(np.int64)
    shop = (rng.random(N) < 0.3).astype(np.int32)
    old = np.clip(0.2 + 0.6 * y + rng.normal(0, 0.15, N), 0.01, 0.99)
    new = np.where(shop == 1, rng.random(N), old)
    rows = Frame((ColumnData("shop", Kind.CATEGORICAL, shop, ("north", "south")),))
    return GateFacts(
        Task.BINARY,
        "auc",
        y,
        new,
        np.asarray(0.4),
        champion=old,
        checks=(("empty", True, "Fine."), ("dates", False, "Two dates are odd.")),
        features={"shop": Kind.CATEGORICAL},
        rows=rows,
        levels=("no", "yes"),
    )


def _said(facts: GateFacts, gate: str, **settings: object) -> GateResult:
    entry = family("gates")[gate]
    found: GateResult = entry.decide(facts, **entry.ENTRY.settings(settings))
    return found


def test_an_interval_stands_with_its_ends_and_its_method(facts: GateFacts) -> None:
    result = _said(facts, "better_than_champion")
    told = evidence_of(result.to_dict())
    assert (told.title, told.is_passed) == ("Better than the champion", False)
    assert told.message == result.message
    known = dict(told.facts)
    assert known["Measure"] == "AUC"
    assert known["Held against"] == "champion"
    gain = result.evidence["gain"]
    assert known["Gain"].startswith("−")
    assert f"{gain['method']})" in known["Gain"]
    assert " to " in known["Gain"]
    assert known["Limit"] == "0"
    assert not told.table.rows


def test_slices_and_groups_stand_in_one_table_with_the_figure_they_are_of(
    facts: GateFacts,
) -> None:
    slices = evidence_of(_said(facts, "not_worse_on_slices").to_dict())
    heads = [column.title for column in slices.table.columns]
    assert "Where" in heads
    assert "Rows" in heads
    south = slices.table.rows[0]
    assert south["words"] == "shop = south"
    assert str(south["gap"]).startswith("−")
    fair = evidence_of(_said(facts, "fair", column="shop").to_dict())
    assert {(row["of"], row["group"]) for row in fair.table.rows} >= {
        (of, shop) for of in {row["of"] for row in fair.table.rows} for shop in ("north", "south")
    }
    assert len({row["of"] for row in fair.table.rows}) == 2  # equalized odds are two shares
    assert dict(fair.facts)["Largest difference: highest"] in ("north", "south")


def test_names_are_joined_and_an_answer_without_figures_has_its_sentence_only(
    facts: GateFacts,
) -> None:
    checks = evidence_of(_said(facts, "data_checks").to_dict())
    assert dict(checks.facts) == {"Value": "1", "Limit": "2", "Failed": "dates"}
    failed = evidence_of(_said(facts, "worth_more").to_dict())
    assert failed.facts == ()
    assert failed.table.rows == ()
    assert failed.message == "What answers of the model cost is not known."


@pytest.mark.parametrize("gate", sorted(family("gates")))
def test_every_gate_can_be_looked_into(facts: GateFacts, gate: str) -> None:
    settings = {"column": "shop"} if gate in ("fair", "each_group") else {}
    told = evidence_of(_said(facts, gate, **settings).to_dict())
    assert told.message
    names = {column.id for column in told.table.columns}
    for row in told.table.rows:
        assert set(row) == names
        assert all(isinstance(cell, str) for cell in row.values())
    assert all(caption and value and "{" not in value for caption, value in told.facts)

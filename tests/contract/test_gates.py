import json

import numpy as np
import pytest

from tidemill.catalog.discovery import family
from tidemill.catalog.gates import better_than_champion, data_checks, schema_fits
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import GateEntry
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.recipes import Task

GATES = family("gates")


def _facts(n: int = 600, seed: int = 0, lift: float = 0.0, **changes: object) -> GateFacts:
    """A candidate that differs from the champion by noise, and by `lift` where it is right."""
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    shared = y + rng.normal(0, 1.2, n) - 1
    new, old = (shared + rng.normal(0, 0.7, n) for _ in range(2))
    fields = {
        "task": Task.BINARY,
        "metric": "auc",
        "y_true": y,
        "candidate": 1 / (1 + np.exp(-new - lift * (2 * y - 1))),
        "champion": 1 / (1 + np.exp(-old)),
        "prior": np.array(y.mean()),
        "checks": (("rows", True, "600 rows."), ("keys", True, "No key repeats.")),
        "features": {"age": Kind.NUMERIC, "city": Kind.CATEGORICAL},
        "schema": Schema((Column("age", Kind.NUMERIC), Column("city", Kind.CATEGORICAL))),
    }
    return GateFacts(**(fields | changes))


def test_the_gates_are_found() -> None:
    assert {"data_checks", "schema_fits", "better_than_champion"} <= set(GATES)


@pytest.mark.parametrize("name", GATES)
def test_gate_passes_a_sound_candidate_and_bears_its_entry(name: str) -> None:
    module = GATES[name]
    assert isinstance(module.ENTRY, GateEntry)
    result = module.decide(_facts(lift=1.0), **module.ENTRY.settings())
    assert result.passed
    assert (result.gate, result.version, result.title) == (
        module.ENTRY.id,
        module.ENTRY.version,
        module.ENTRY.title,
    )
    assert result.message.endswith(".")
    stored = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert GateResult.from_dict(stored).to_dict() == result.to_dict()
    assert {"name", "passed", "value", "limit", "message"} <= set(stored)


@pytest.mark.parametrize("name", GATES)
def test_gate_that_cannot_be_computed_fails_with_the_reason(name: str) -> None:
    empty = _facts(
        y_true=np.empty(0, int),
        candidate=np.empty(0),
        champion=np.empty(0),
        checks=None,
        features={},
    )
    result = GATES[name].decide(empty)
    assert not result.passed
    assert result.message.endswith(".")


def test_failed_checks_are_named() -> None:
    checks = tuple((f"check {k}", k > 3, f"broken {k}") for k in range(6))
    result = data_checks.decide(_facts(checks=checks))
    assert not result.passed
    assert "4 of 6 checks failed. check 0: broken 0" in result.message
    assert "and 1 more" in result.message
    assert result.evidence["failed"] == [f"check {k}" for k in range(4)]


def test_what_only_warns_is_told_and_keeps_nothing_out() -> None:
    passing = (("rows", True, "All are there."),)
    warned = (("Values are as usual", False, "The median of x is 3; it was 1."),)
    result = data_checks.decide(_facts(checks=passing, warnings=warned))
    assert result.passed
    assert result.message == (
        "1 check passed; 1 more warns. Values are as usual: The median of x is 3; it was 1."
    )
    assert result.evidence == {"failed": [], "warned": ["Values are as usual"]}


def test_no_checks_at_all_do_not_pass() -> None:
    assert not data_checks.decide(_facts(checks=())).passed
    assert not data_checks.decide(_facts(checks=None)).passed


def test_absent_and_changed_columns_are_named() -> None:
    schema = Schema((Column("age", Kind.CATEGORICAL),))
    result = schema_fits.decide(_facts(schema=schema))
    assert not result.passed
    assert "no longer has city" in result.message
    assert "age (was numeric, is categorical)" in result.message
    assert (result.value, result.limit) == (0.0, 2.0)


@pytest.mark.parametrize("metric", ["auc", "log_loss", "brier", "pr_auc"])
def test_clearly_better_candidate_passes_and_clearly_worse_fails(metric: str) -> None:
    better = better_than_champion.decide(_facts(lift=0.8, metric=metric))
    worse = better_than_champion.decide(_facts(lift=-0.8, metric=metric))
    assert better.passed
    assert better.value > 0
    assert not worse.passed
    assert "It is worse than the champion." in worse.message


def test_without_true_difference_the_gate_rarely_passes() -> None:
    passed = sum(
        better_than_champion.decide(_facts(seed=seed, metric=metric, n=400)).passed
        for metric in ("auc", "brier")
        for seed in range(60)
    )
    assert passed <= 7


def test_margin_asks_for_more() -> None:
    facts = _facts(lift=0.3)
    assert better_than_champion.decide(facts).passed
    result = better_than_champion.decide(facts, margin=0.3)
    assert not result.passed
    assert result.limit == 0.3
    assert "a gain of 0.3 is not certain" in result.message


@pytest.mark.parametrize("metric", ["auc", "log_loss"])
def test_without_champion_the_prior_must_be_beaten(metric: str) -> None:
    good = better_than_champion.decide(_facts(champion=None, metric=metric, lift=0.5))
    assert good.passed
    assert good.evidence["against"] == "prior"
    rng = np.random.default_rng(5)
    blind = _facts(champion=None, metric=metric, candidate=rng.random(600))
    assert not better_than_champion.decide(blind).passed


def test_prior_of_classes_is_said_for_every_row() -> None:
    rng = np.random.default_rng(1)
    y = rng.integers(0, 3, 300)
    shares = np.bincount(y) / 300
    knows = 0.5 * np.eye(3)[y] + 0.5 * rng.dirichlet(np.ones(3), 300)
    facts = GateFacts(Task.MULTICLASS, "log_loss", y, knows, shares)
    assert better_than_champion.decide(facts).passed
    number = GateFacts(
        Task.REGRESSION, "mae", y.astype(float), y + rng.normal(0, 0.1, 300), np.array(1.0)
    )
    assert better_than_champion.decide(number).passed


@pytest.mark.parametrize(
    "changes",
    [
        {"y_true": np.zeros(600, int)},
        {"candidate": np.full(600, np.nan)},
        {"champion": np.full(20, 0.5)},
        {"metric": "base_rate"},
        {"metric": "luck"},
        {"champion": None, "prior": np.array([0.2, 0.3, 0.5])},
    ],
)
def test_comparison_without_meaning_fails(changes: dict) -> None:
    result = better_than_champion.decide(_facts(**changes))
    assert not result.passed
    assert result.value is None

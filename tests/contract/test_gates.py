import json
from dataclasses import replace

import numpy as np
import pytest

from tidemill.catalog.discovery import family
from tidemill.catalog.gates import (
    better_than_champion,
    calibrated,
    data_checks,
    example_rows,
    fair,
    latency,
    not_worse_on_slices,
    reproduced,
    schema_fits,
    small_enough,
    stable_over_seeds,
    worth_more,
)
from tidemill.domain.business_value import Costs
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import GateEntry
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.recipes import Task

GATES = family("gates")


def _facts(n: int = 600, seed: int = 0, lift: float = 0.0, **changes: object) -> GateFacts:
    """A candidate that differs from the champion by noise, and by `lift` where it is right."""
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    shared = y + rng.normal(0, 1.2, n) - 1
    new, old = (shared + rng.normal(0, 0.7, n) for _ in range(2))
    said = 1 / (1 + np.exp(-new - lift * (2 * y - 1)))
    age, city = rng.uniform(18, 80, n), rng.choice(["york", "leeds", "hull"], n)
    fields = {
        "task": Task.BINARY,
        "metric": "auc",
        "y_true": y,
        "candidate": said,
        "champion": 1 / (1 + np.exp(-old)),
        "prior": np.array(y.mean()),
        "checks": (("rows", True, "600 rows."), ("keys", True, "No key repeats.")),
        "features": {"age": Kind.NUMERIC, "city": Kind.CATEGORICAL},
        "schema": Schema((Column("age", Kind.NUMERIC), Column("city", Kind.CATEGORICAL))),
        "rows": Frame(
            (ColumnData("age", Kind.NUMERIC, age), coded("city", Kind.CATEGORICAL, city.tolist()))
        ),
        "levels": ("no", "yes"),
        "costs": Costs({"no:yes": 1.0, "yes:no": 5.0}, 0.3, "EUR"),
        "examples": (("adult", True, "it is yes."),),
        "latency_s": np.full(60, 0.004),
        "repeated": said,
        "seeds": (said, said),
        "size": 1_200_000,
    }
    return GateFacts(**(fields | changes))


def _settings(entry: GateEntry) -> dict[str, object]:
    """The defaults, and the column `city` where a gate has to be told one."""
    needed = {p.id: "city" for p in entry.parameters if p.of == "column"}
    return entry.settings(needed)


def _sound(**changes: object) -> GateFacts:
    """A candidate without fault: better, calibrated by construction, alike for all."""
    facts = _facts(n=4_000, **changes)
    rng = np.random.default_rng(9)
    said = rng.beta(0.6, 0.9, 4_000)
    y = (rng.random(4_000) < said).astype(int)
    old = np.clip(0.4 + 0.2 * (said - 0.4) + rng.normal(0, 0.02, 4_000), 0.01, 0.99)
    return replace(facts, y_true=y, candidate=said, champion=old, repeated=said, seeds=(said, said))


def test_the_gates_are_found() -> None:
    assert {"data_checks", "schema_fits", "better_than_champion"} <= set(GATES)


@pytest.mark.parametrize("name", GATES)
def test_gate_passes_a_sound_candidate_and_bears_its_entry(name: str) -> None:
    module = GATES[name]
    assert isinstance(module.ENTRY, GateEntry)
    result = module.decide(_sound(), **_settings(module.ENTRY))
    assert result.passed, result.message
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
        rows=Frame(()),
        examples=(),
        latency_s=None,
        repeated=None,
        seeds=(),
        size=None,
    )
    result = GATES[name].decide(empty, **_settings(GATES[name].ENTRY))
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


def test_a_slice_that_became_worse_is_named_though_all_rows_together_became_better() -> None:
    facts = _sound(metric="brier")
    hull = np.array(facts.rows["city"].levels)[facts.rows["city"].values] == "hull"
    worse = np.where(hull, facts.champion, facts.candidate)
    champion = np.where(hull, facts.candidate, facts.champion)
    facts = replace(facts, candidate=worse, champion=champion)
    assert better_than_champion.decide(facts).passed
    result = not_worse_on_slices.decide(facts)
    assert not result.passed
    assert result.message.startswith("Where city = hull (")
    assert "Brier score is surely worse than with the champion" in result.message
    assert result.value < 0 == result.limit
    allowed = not_worse_on_slices.decide(facts, margin=0.9)
    assert allowed.passed
    assert not_worse_on_slices.decide(facts, columns="age").passed
    assert "no column town" in not_worse_on_slices.decide(facts, columns="town").message


def test_equal_models_are_rarely_told_to_be_worse_on_a_slice() -> None:
    """The intervals hold together at 95 %."""
    failed = sum(
        not not_worse_on_slices.decide(_facts(seed=seed, n=800), depth=2).passed
        for seed in range(60)
    )
    assert failed <= 8  # more than 8 of 60 at 5 % has a chance of 0.2 %


def test_certainty_beyond_what_happens_is_told() -> None:
    facts = _sound()
    sure = facts.candidate**4 / (facts.candidate**4 + (1 - facts.candidate) ** 4)
    result = calibrated.decide(replace(facts, candidate=sure))
    assert not result.passed
    assert result.value > 0.1 > result.limit
    assert "Farthest: it says" in result.message


def test_slow_rows_and_large_files_are_told_with_their_limits() -> None:
    slow = np.where(np.arange(60) % 10 == 0, 0.5, 0.004)
    result = latency.decide(_facts(latency_s=slow))
    assert not result.passed
    assert (result.value, result.limit) == (500.0, 100.0)
    assert latency.decide(_facts(latency_s=slow), most_ms=600.0).passed
    large = small_enough.decide(_facts(size=250_000_000))
    assert not large.passed
    assert large.message == "The model has 250.00 MB; at most 200 MB are allowed."


def test_groups_treated_otherwise_are_named() -> None:
    facts = _sound()
    york = np.array(facts.rows["city"].levels)[facts.rows["city"].values] == "york"
    said = np.where(york, facts.candidate / 2, facts.candidate)
    result = fair.decide(replace(facts, candidate=said), column="city")
    assert not result.passed
    assert result.message.startswith("True positive rate by city differs by ")
    assert "york" in result.message
    assert fair.decide(replace(facts, candidate=said), column="city", most=0.99).passed
    assert "No column names the groups" in fair.decide(facts).message
    assert "no column town" in fair.decide(facts, column="town").message


def test_money_decides_where_it_says_otherwise_than_the_measure() -> None:
    facts = _sound()
    assert worth_more.decide(facts).passed
    turned = replace(facts, candidate=facts.champion, champion=facts.candidate)
    result = worth_more.decide(turned)
    assert not result.passed
    assert "EUR" in result.message
    assert "That it brings more is not certain." in result.message
    unknown = worth_more.decide(replace(facts, costs=Costs()))
    assert unknown.message == "What answers of the model cost is not known."


def test_seeds_that_matter_are_told() -> None:
    facts = _facts(lift=0.5)
    rng = np.random.default_rng(2)
    result = stable_over_seeds.decide(replace(facts, seeds=(facts.candidate, rng.random(600))))
    assert not result.passed
    assert "With 3 seeds AUC is" in result.message
    assert len(result.evidence["values"]) == 3


def test_answers_that_differ_when_learned_again_are_counted() -> None:
    facts = _facts()
    again = facts.candidate.copy()
    again[:3] += 1e-6
    result = reproduced.decide(replace(facts, repeated=again))
    assert not result.passed
    assert "3 of 600 answers differ, by up to 1e-06" in result.message
    assert reproduced.decide(replace(facts, repeated=again), most=1e-5).passed
    assert not reproduced.decide(replace(facts, repeated=again[:10])).passed


def test_example_rows_answered_otherwise_are_named() -> None:
    examples = (("adult", True, "it is yes."), ("child", False, "it is yes. The answer is no."))
    result = example_rows.decide(_facts(examples=examples))
    assert not result.passed
    assert result.message == (
        "1 of 2 example rows are answered otherwise. child: it is yes. The answer is no."
    )


@pytest.mark.parametrize(
    ("gate", "need"),
    [(latency, "latency"), (reproduced, "repeated"), (stable_over_seeds, "seeds")],
)
def test_why_something_could_not_be_worked_out_is_said(gate, need) -> None:
    gone = _facts(latency_s=None, repeated=None, seeds=(), troubles={need: "The rows are gone."})
    result = gate.decide(gone)
    assert not result.passed
    assert result.message.endswith("The rows are gone.")
    assert result.value is None

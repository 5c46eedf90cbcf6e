"""What every number means is written down: measures, statistics, gates, and all the others."""

import pytest

from tidemill.catalog.discovery import family
from tidemill.domain import data_terms, model_terms, monitoring_terms
from tidemill.domain.entries import Entry
from tidemill.domain.metrics import METRICS, TRAINING, Metric
from tidemill.domain.terms import Term
from tidemill.services import glossary

TERMS = (*data_terms.TERMS, *model_terms.TERMS, *monitoring_terms.TERMS)
FIGURED = ("statistics", "frame_statistics", "gates")


@pytest.mark.parametrize("metric", METRICS, ids=lambda one: f"{one.task}-{one.id}")
def test_every_measure_says_its_formula(metric: Metric) -> None:
    assert metric.help.endswith(".")
    assert metric.formula
    assert not metric.formula.endswith(".")


@pytest.mark.parametrize(
    "entry", [m.ENTRY for name in FIGURED for m in family(name).values()], ids=lambda one: one.id
)
def test_every_entry_that_gives_a_number_says_its_formula(entry: Entry) -> None:
    assert entry.formula, f"{entry.id} gives a number without a formula"
    assert not entry.formula.endswith(".")


@pytest.mark.parametrize("term", TERMS, ids=lambda one: one.title)
def test_every_term_says_what_it_is_and_which_rows_stand_behind_it(term: Term) -> None:
    assert term.help.endswith(".")
    assert term.rows.endswith(".")
    for words in (term.help, term.rows, term.sure):
        assert not words or words[0].isupper() or words[0] == "p"


def test_no_two_terms_stand_under_the_same_words() -> None:
    names = [name.casefold() for term in TERMS for name in term.names()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("AUC", "AUC"),
        ("metrics.auc", "AUC"),
        ("auc", "AUC"),
        ("PSI of fare", "PSI"),
        ("psi", "PSI"),
        ("Log loss, training", "Log loss, training"),
        (f"metrics.{TRAINING}brier", "Brier score, training"),
        ("Missing", "Missing"),
        ("Missing, drift", "Missing"),
        ("metrics.my score", "my score"),
    ],
)
def test_words_over_a_number_are_found(words: str, title: str) -> None:
    found = glossary.find(words)
    assert found is not None
    assert found.title == title


def test_a_figure_and_its_drift_are_told_apart() -> None:
    share, drift = glossary.find("Missing"), glossary.find("Missing, drift")
    assert share is not None
    assert drift is not None
    assert share.formula == "rows without a value / rows"
    assert drift.formula == "share of missing values now − share in the reference"


def test_a_measure_on_the_rows_learned_from_is_not_told_as_held_out() -> None:
    held_out, training = glossary.find("auc"), glossary.find("training_auc")
    assert held_out is not None
    assert training is not None
    assert "held out" in held_out.rows
    assert "learned from" in training.rows
    assert training.formula == held_out.formula


def test_words_that_are_no_number_are_not_explained() -> None:
    assert [glossary.find(words) for words in ("Dataset", "By", "Started", "")] == [None] * 4

"""Rules as sentences: what they say, and that their parts make the same rule again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from made_courses import rules

from tidemill.base.errors import NeedsYou
from tidemill.domain import rule_sentences
from tidemill.domain.alert_rules import AlertRule, Comparison, Unit, Watches, defaults
from tidemill.domain.rule_sentences import Part, Subjects

ERROR = AlertRule(
    7,
    "Error over its limit",
    Watches.METRIC,
    Comparison.OVER,
    7.6,
    model="demand-weekly",
    of="mape",
    span=2,
    unit=Unit.DAYS,
    at_most_every_s=7 * 86_400.0,
    key="rule:7",
)


def test_a_rule_reads_as_one_sentence():
    assert rule_sentences.text(ERROR) == (
        "Alert when metric mape of demand-weekly is over 7.6 for 2 days, at most once a week; "
        "tell the approvers."
    )


def test_what_tidemill_brings_is_said():
    assert [
        rule_sentences.text(rule).removesuffix("; tell the approvers.") for rule in defaults()
    ] == [
        "Alert when any column of every model drifted",
        "Alert when the main metric of every model is worse than when it was validated",
        "Alert when age of the data of every model is over 3 times the usual",
        "Alert when rows of every model is under 0.5 times the usual",
    ]


def test_each_part_offers_what_may_stand_there():
    subjects = Subjects(models=("demand-weekly", "late"), metrics=(("mape", "error, MAPE"),))
    said = rule_sentences.sentence(ERROR, subjects)
    found = {one.name: one for one in said if isinstance(one, Part)}
    assert found["of"].words == "error, MAPE"
    assert found["model"].choices[0] == ("", "every model")
    assert found["limit"].choices == ()
    assert {c for c, _ in found["comparison"].choices} >= {"over", "worse"}


def test_a_value_nobody_knows_any_more_stays_what_it_is():
    [part] = [
        p
        for p in rule_sentences.sentence(ERROR, Subjects(models=("other",)))
        if isinstance(p, Part) and p.name == "model"
    ]
    assert (part.value, part.words) == ("demand-weekly", "demand-weekly")


@settings(max_examples=200, deadline=None)
@given(rules())
def test_the_parts_of_a_sentence_make_the_same_rule_again(rule):
    blank = AlertRule(None, rule.name, Watches.INPUT, Comparison.DRIFTED, key=rule.key)
    parts = rule_sentences.parts(rule_sentences.sentence(rule))
    again = rule_sentences.from_parts(blank, parts)
    if rule.watches is Watches.AGE:  # how long it lasts has no meaning there and is not said
        again = replace(again, span=rule.span, unit=rule.unit)
    assert again == rule


def test_a_changed_subject_takes_a_comparison_that_fits():
    age = rule_sentences.with_part(ERROR, "watches", "age")
    assert (age.watches, age.of, age.comparison) == (Watches.AGE, "", Comparison.OVER)
    moved = rule_sentences.with_part(ERROR, "watches", "input")
    assert moved.comparison in (Comparison.DRIFTED, Comparison.OVER)


def test_what_is_no_part_or_no_number_is_said():
    with pytest.raises(NeedsYou, match="no part"):
        rule_sentences.from_parts(ERROR, {"colour": "red"})
    with pytest.raises(NeedsYou, match="no number"):
        rule_sentences.from_parts(ERROR, {"limit": "much"})

"""What is offered while a query is typed."""

import pytest

from tidemill.domain.query import complete, parse

NAMES = ["name", "state", "metrics.auc", "params.model", "params.`learning rate`", "tags.team"]
VALUES = {"params.model": ["lgbm", "random forest", "3"], "tags.team": ['"quoted"']}


def offered(text, cursor=None):
    cursor = len(text) if cursor is None else cursor
    return complete(text, cursor, NAMES, lambda name: VALUES.get(name, []))


def texts(text, cursor=None):
    return [completion.text for completion in offered(text, cursor)]


def test_an_empty_field_offers_every_name_and_how_to_begin():
    assert texts("") == [*NAMES, "not", "("]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("nam", ["name"]),
        ("au", ["metrics.auc"]),
        ("METRICS.A", ["metrics.auc"]),
        ("rate", ["params.`learning rate`"]),
        ("params.`lear", ["params.`learning rate`"]),
        ("m", ["metrics.auc", "params.model", "name", "params.`learning rate`", "tags.team"]),
        ("not sta", ["state"]),
        ("state = x and (tea", ["tags.team"]),
        ("zzz", []),
    ],
)
def test_names_are_found_by_their_beginning_first_and_any_part_last(typed, expected):
    assert texts(typed) == expected


def test_a_metric_followed_by_a_dot_offers_its_statistics():
    assert texts("metrics.auc.") == [f"metrics.auc.{s}" for s in ("last", "best", "min", "max")]
    assert texts("metrics.auc.m") == ["metrics.auc.min", "metrics.auc.max"]


def test_a_name_is_followed_by_operators():
    assert "contains" in texts("name ")
    assert texts("name is") == ["is null", "is not null"]
    assert {c.kind for c in offered("name ")} == {"operator"}
    assert "<" not in texts("tag ")


def test_values_come_from_the_column_and_are_quoted():
    assert texts("params.model = ") == ['"lgbm"', '"random forest"', "3"]
    assert texts("params.model = for") == ['"random forest"']
    assert texts('params.model = "l') == ['"lgbm"']
    assert texts("params.model in (3, l") == ['"lgbm"']
    assert texts("tags.team = ") == ['"\\"quoted\\""']


def test_a_finished_condition_offers_only_what_may_follow():
    assert texts("name = a ") == ["and", "or"]
    assert texts("(name = a ") == ["and", "or", ")"]
    assert texts("name is ") == ["null", "not"]


def test_the_word_under_the_cursor_is_replaced_as_a_whole():
    (only,) = offered("sta = finished and x = 1", cursor=2)
    assert (only.text, only.start, only.end, only.kind) == ("state", 0, 3, "name")


def test_nothing_is_offered_behind_a_mistake():
    assert offered("name = = ") == []
    assert offered('name ~ "(" ') == []


def test_every_offer_of_a_value_makes_a_query():
    for completion in offered("params.model = "):
        assert parse("params.model = " + completion.text).where is not None


def test_at_most_fifty_are_offered():
    many = [f"metrics.m{i}" for i in range(80)]
    assert len(complete("m", 1, many, lambda _: [])) == 50

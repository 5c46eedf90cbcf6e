"""What the query language says, how it is written again, and what a wrong query is told."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.domain.query import QueryError, number_of, parse, parse_name, parse_sort
from tidemill.domain.query.ast import (
    KINDS,
    STATISTICS,
    And,
    Comparison,
    In,
    IsNull,
    Name,
    Not,
    Number,
    Or,
    Query,
    Text,
)
from tidemill.domain.query.lexer import KEYWORDS


def test_the_example_of_the_reference_reads_as_meant():
    query = parse(
        'metrics.auc > 0.9 and (params.model = "lgbm" or tags.team in ("a","b")) '
        'and not name ~ "^tmp" and started > "2 weeks ago"'
    )
    assert query == Query(
        And(
            (
                Comparison(Name("metrics", "auc"), ">", Number(0.9)),
                Or(
                    (
                        Comparison(Name("params", "model"), "=", Text("lgbm")),
                        In(Name("tags", "team"), (Text("a"), Text("b"))),
                    )
                ),
                Not(Comparison(Name(None, "name"), "~", Text("^tmp"))),
                Comparison(Name(None, "started"), ">", Text("2 weeks ago")),
            )
        )
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("auc", Name(None, "auc")),
        ("auc.best", Name(None, "auc", "best")),
        ("metrics.auc", Name("metrics", "auc")),
        ("metrics.best", Name("metrics", "best")),
        ("metrics.auc.min", Name("metrics", "auc", "min")),
        ("metrics.auc.`min`", Name("metrics", "auc.min")),
        ("metrics.`val.auc`.max", Name("metrics", "val.auc", "max")),
        ("metrics.val.auc.last", Name("metrics", "val.auc", "last")),
        ("params.`learning rate`", Name("params", "learning rate")),
        ("params.x.best", Name("params", "x.best")),
        ("tags.team", Name("tags", "team")),
        ("`metrics.auc`", Name(None, "metrics.auc")),
        ("`and`", Name(None, "and")),
        ("`a``b`", Name(None, "a`b")),
        ("f1-score", Name(None, "f1-score")),
        ("größe", Name(None, "größe")),
    ],
)
def test_names_are_cut_at_their_dots_unless_backquoted(text, name):
    assert parse_name(text) == name
    assert parse_name(name.to_text()) == name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x = lgbm", Text("lgbm")),
        ("x = churn@3", Text("churn@3")),
        ("x = 2026-01-31", Text("2026-01-31")),
        ("x = v1.2", Text("v1.2")),
        ("x = 3", Number(3.0)),
        ("x=-.5e-3", Number(-0.0005)),
        ("x = '3'", Text("3")),
        (r'x = "say \"hi\"\n"', Text('say "hi"\n')),
        (r'x = "\d\\"', Text("\\d\\")),
        ("x = 'it\\'s'", Text("it's")),
        ('x = ""', Text("")),
        ("x contains 41", Text("41")),
        ("x ~ ^tmp-[0-9]+$", Text("^tmp-[0-9]+$")),
    ],
)
def test_the_right_side_is_a_number_or_a_text(text, value):
    where = parse(text).where
    assert isinstance(where, Comparison)
    assert where.value == value
    assert type(where.value) is type(value)


def test_not_binds_before_and_and_and_before_or():
    a, b, c = (Comparison(Name(None, letter), "=", Number(1.0)) for letter in "abc")
    assert parse("not a=1 and b=1 or c=1") == Query(Or((And((Not(a), b)), c)))
    assert parse("a=1 or b=1 and c=1") == Query(Or((a, And((b, c)))))
    assert parse("NOT (a=1 OR b=1)") == Query(Not(Or((a, b))))


def test_null_is_asked_for_by_is():
    assert parse("x is null") == Query(IsNull(Name(None, "x")))
    assert parse("x IS NOT NULL") == Query(IsNull(Name(None, "x"), negated=True))


def test_an_empty_query_takes_every_run():
    assert parse("  ") == Query(None)
    assert parse("").to_text() == ""


@pytest.mark.parametrize(
    ("text", "position", "expected", "message"),
    [
        (
            "metrics.auc >",
            13,
            ("a number", "text"),
            "At position 13, after `>`: a number or text was expected.",
        ),
        (
            "auc > ) and x = 1",
            6,
            ("a number", "text"),
            "At position 6, after `>`: a number or text was expected.",
        ),
        ("= 3", 0, ("a name", "not", "("), None),
        ("auc > 0.9 lgbm", 10, ("and", "or", "the end"), None),
        ("auc > 0.9 and", 13, ("a name", "not", "("), None),
        ("(auc > 0.9", 10, ("and", "or", ")"), None),
        ("auc > 0.9)", 9, ("and", "or", "the end"), None),
        ("auc == 0.9", 5, ("a number", "text"), None),
        ("x in 3", 5, ("(",), "At position 5, after `in`: `(` was expected."),
        ("x in (1, 2", 10, (",", ")"), None),
        ("x in ()", 6, ("a number", "text"), None),
        ("x is 3", 5, ("null", "not"), None),
        ("x is not 3", 9, ("null",), None),
        ("x ! 3", 2, ("!=",), None),
        ('x = "abc', 4, ("a closing quote",), None),
        ("x = 'abc", 4, ("a closing quote",), None),
        ("`x = 3", 0, ("a closing backquote",), None),
        ("metrics. > 3", 8, ("a name",), None),
        ("a..b = 3", 2, ("a name",), None),
        ("``= 3", 2, ("a name",), None),
        ("3 = x", 0, ("a name",), None),
        ("x = and", 4, ("a number", "text"), None),
        ("x = `y`", 4, ("a number", "text"), None),
        ('x ~ "("', 4, ("a regular expression",), None),
        ("x contains >", 11, ("text",), None),
        ("tag > 3", 4, ("=", "!=", "in", "~", "contains", "is"), None),
        ("(" * 101 + "x = 1" + ")" * 101, 100, ("less nesting",), None),
    ],
)
def test_a_wrong_query_is_told_where_and_what_was_expected(text, position, expected, message):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert isinstance(caught.value, NeedsYou)
    assert (caught.value.position, caught.value.expected) == (position, expected)
    assert str(caught.value).startswith(f"At position {position}, ")
    if message is not None:
        assert caught.value.message == message


def test_a_query_error_survives_the_way_from_another_process():
    with pytest.raises(QueryError) as caught:
        parse("x = and")
    back = pickle.loads(pickle.dumps(caught.value))
    for again in (back, copy.copy(caught.value)):
        assert (again.position, again.expected, again.message, again.hint) == (
            caught.value.position,
            caught.value.expected,
            caught.value.message,
            caught.value.hint,
        )


def test_sort_keys_are_read_with_a_minus_for_descending():
    assert parse_sort("-metrics.auc, name,-`learning rate`") == [
        ("metrics.auc", True),
        ("name", False),
        ("`learning rate`", True),
    ]
    assert parse_sort("") == []
    with pytest.raises(QueryError) as caught:
        parse_sort("name,,started")
    assert caught.value.position == 5


def test_a_column_name_with_more_behind_it_is_refused():
    with pytest.raises(QueryError) as caught:
        parse_name("metrics.auc > 3")
    assert caught.value.expected == ("the end",)


@pytest.mark.parametrize("text", ["", "nan", "1_000", " 1", "1 ", "٣", "0x1f", "1e", ".", "-", "i"])
def test_texts_that_only_look_like_numbers_are_none(text):
    assert number_of(text) is None


@given(st.floats(allow_nan=False))
def test_every_written_number_is_read_as_the_same(number):
    assert number_of(repr(number)) == number


words = st.text(min_size=1, max_size=6) | st.sampled_from(
    [*KEYWORDS, *KINDS, *STATISTICS, "tag", "a.b", "1e5", "inf", "`", "-"]
)
names = st.one_of(
    st.builds(Name, st.none() | st.just("metrics"), words, st.none() | st.sampled_from(STATISTICS)),
    st.builds(Name, st.sampled_from(["params", "tags"]), words),
)
plain_names = names.filter(lambda name: not name.is_tag)
texts = st.builds(Text, st.text(max_size=8) | words)
numbers = st.builds(Number, st.floats(allow_nan=False) | st.integers().map(float))
values = texts | numbers
conditions = st.one_of(
    st.builds(Comparison, plain_names, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), values),
    st.builds(Comparison, names, st.just("contains"), texts),
    st.builds(Comparison, names, st.just("~"), st.sampled_from([Text("^a|b$"), Text(r"\d\"")])),
    st.builds(In, names, st.lists(values, min_size=1, max_size=3).map(tuple)),
    st.builds(IsNull, names, st.booleans()),
)
several = {"min_size": 2, "max_size": 3}
nodes = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, **several).map(tuple)),
        st.builds(Or, st.lists(inner, **several).map(tuple)),
    ),
    max_leaves=8,
)


@given(nodes)
def test_canonical_text_parses_to_the_same_tree(node):
    query = Query(node)
    assert parse(query.to_text()) == query
    assert parse(query.to_text()).to_text() == query.to_text()


@given(st.text(alphabet="ab.`\"'\\()=<>!~, 1andornotinis null", max_size=30))
def test_any_text_is_either_a_query_or_a_query_error_within_it(text):
    query, error = None, None
    try:
        query = parse(text)
    except QueryError as raised:
        error = raised
    if error is not None:
        assert 0 <= error.position <= len(text)
        assert error.expected
    else:
        assert parse(query.to_text()) == query

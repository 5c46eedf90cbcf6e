"""Very many texts as bytes: they come back, sort, group and filter as plain texts do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.domain.query import texts as text_columns
from tidemill.domain.query.columns import LOGGED_NAN, NumberColumn
from tidemill.domain.query.packed import PackedTexts
from tidemill.domain.query.params import ParamColumn
from tidemill.domain.query.texts import Categories, TextColumn

LONG = "/home/someone/experiments/project/run-"
texts = st.one_of(
    st.text(max_size=5),
    st.sampled_from(["", "a", "a\0", "a\0\0", "b", "1", "1.0", "2", "10", "ü", "\ud800", "x" * 31]),
    st.sampled_from([LONG + end for end in ("1", "2", "\0", "")]),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(texts, max_size=30), st.lists(texts, max_size=5))
def test_packed_texts_are_as_good_as_plain_ones(known, more):
    packed, plain = PackedTexts.of(known), Categories(known + more)
    packed.ranks()
    packed.encode(more)
    both = known + more
    assert list(packed.every()) == both
    assert packed.told([*range(len(both)), -1]) == [*both, None]
    assert np.array_equal(packed.numbers(), plain.numbers(), equal_nan=True)
    expected = Categories(dict.fromkeys(both))
    of_text = dict(zip(expected.texts, expected.ranks().tolist(), strict=True))
    assert packed.ranks().tolist() == [of_text[text] for text in both]
    for text in {*both, "never"}:
        assert packed.codes_of(text).tolist() == [i for i, one in enumerate(both) if one == text]
    again = PackedTexts(*packed.parts())
    assert list(again.every()) == both


@pytest.mark.parametrize("made", [TextColumn, ParamColumn])
def test_a_column_with_very_many_texts_answers_as_before(made, monkeypatch):
    plain, packed = made(50), made(50)
    chance = np.random.default_rng(1)
    rows = np.arange(40)
    given_texts = [f"{chance.integers(0, 30)}{chance.choice(['', '.0', 'x'])}" for _ in rows]
    given_texts[3] = None
    plain.write(rows, None, given_texts)
    monkeypatch.setattr(text_columns, "MANY", 3)
    for start in range(0, 40, 10):
        packed.write(rows[start : start + 10], None, given_texts[start : start + 10])
    assert isinstance(packed._categories, PackedTexts)
    for one in (plain, packed):
        one.write(np.array([5, 6]), None, ["later", given_texts[6]])
        one.clear(np.array([7]))
    every = np.arange(50)
    assert packed.values(every) == plain.values(every)
    assert np.array_equal(packed.sort_key(every), plain.sort_key(every), equal_nan=True)
    for text in {*given_texts, "later", "never"} - {None}:
        assert packed.equal(50, text).tolist() == plain.equal(50, text).tolist()
    key = ("contains", "x")
    holds = lambda text: "x" in text  # noqa: E731
    assert packed.passed(50, key, holds).tolist() == plain.passed(50, key, holds).tolist()
    codes, labels = packed.grouped(every)
    same_codes, same_labels = plain.grouped(every)
    assert [labels[c] for c in codes] == [same_labels[c] for c in same_codes]
    assert packed.hashes(50).tolist() == plain.hashes(50).tolist()
    packed.keep(np.array([9, 3, 1]))
    plain.keep(np.array([9, 3, 1]))
    assert packed.values(np.arange(4)) == plain.values(np.arange(4))


@pytest.mark.parametrize("made", [TextColumn, ParamColumn, NumberColumn])
def test_the_parts_of_a_column_make_it_again(made):
    column = made(6)
    column.write(np.arange(4), None, ["1", "0.5", None, "1e3"])
    again = made.of_parts({name: part.copy() for name, part in column.parts(8).items()})
    assert again.values(np.arange(8)) == [*column.values(np.arange(6)), None, None]
    again.write(np.array([7]), None, ["2"])
    assert again.values(np.array([7])) == ([2.0] if made is NumberColumn else ["2"])


def test_a_text_that_stands_there_already_takes_no_new_room(monkeypatch):
    monkeypatch.setattr(text_columns, "MANY", 2)
    column = TextColumn(4)
    column.write(np.arange(4), None, list("abcd"))
    before = column.n_bytes
    for _ in range(50):
        column.write(np.arange(4), None, list("abcd"))
    assert column.n_bytes == before


def test_a_metric_logged_as_nan_is_told_from_one_that_is_missing():
    column = NumberColumn(3)
    column.write(np.arange(3), [None, None, 2.0], [None, "nan", None])
    missing, logged, two = column.values(np.arange(3))
    assert missing is None
    assert logged != logged  # noqa: PLR0124
    assert two == 2.0
    assert column.present(3).tolist() == [False, False, True]
    assert LOGGED_NAN != LOGGED_NAN  # noqa: PLR0124

"""Rows of two tables are paired by hash, each at most once, whatever repeats."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tidemill.domain.content import level_hashes
from tidemill.domain.row_matching import is_unique, matched, matched_with_content

few = st.lists(st.integers(0, 6), max_size=30)


def hashes(values):
    return level_hashes([f"value {value}" for value in values])


@given(few, few)
def test_as_many_pairs_as_both_hold_of_each_value(before, after):
    found = matched(hashes(before), hashes(after))
    shared = Counter(before) & Counter(after)
    assert Counter(after[i] for i in found.after.tolist()) == shared
    assert [before[i] for i in found.before.tolist()] == [after[i] for i in found.after.tolist()]
    assert found.after.tolist() == sorted(found.after.tolist())
    assert sorted([*found.before.tolist(), *found.removed.tolist()]) == list(range(len(before)))
    assert sorted([*found.after.tolist(), *found.added.tolist()]) == list(range(len(after)))
    repeats = len(before) - len(set(before)) + len(after) - len(set(after))
    assert found.n_repeats == repeats


@given(few)
def test_unique_means_that_no_value_stands_twice(values):
    assert is_unique(hashes(values)) == (len(set(values)) == len(values))


def test_of_rows_with_one_key_equal_ones_are_paired_first():
    keys = hashes([1, 1, 2]), hashes([1, 2])
    contents = hashes([10, 11, 20]), hashes([11, 21])
    found = matched_with_content(keys, contents, 1)
    assert list(zip(found.before.tolist(), found.after.tolist(), strict=True)) == [(1, 0), (2, 1)]
    assert found.removed.tolist() == [0]
    assert found.n_repeats == 1


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=20),
       st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=20))  # fmt: skip
def test_repeated_keys_leave_as_few_rows_alone_as_possible(before, after):
    keys = hashes([k for k, _ in before]), hashes([k for k, _ in after])
    contents = hashes([7 * v + 1 for _, v in before]), hashes([7 * v + 1 for _, v in after])
    found = matched_with_content(keys, contents, 0)
    by_key = Counter(k for k, _ in before) & Counter(k for k, _ in after)
    assert len(found.after) == sum(by_key.values())
    pairs = zip(found.before.tolist(), found.after.tolist(), strict=True)
    equal = sum(before[i] == after[j] for i, j in pairs)
    assert equal == sum((Counter(before) & Counter(after)).values())

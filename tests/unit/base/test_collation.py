"""The order of texts: code points where no region's was chosen, and ties that are always alike."""

from collections.abc import Iterator

import pytest

from tidemill.base import collation
from tidemill.base.collation import Key
from tidemill.domain.query.texts import Categories

NAMES = ["zoo", "Äpfel", "apfel", "Zebra", "10", "9"]


@pytest.fixture(autouse=True)
def no_rule() -> Iterator[None]:
    yield
    collation.choose("", None)


def backwards(text: str) -> str:
    """A rule that no region has: by the last letter, capitals alike."""
    return text[::-1].casefold()


def test_without_a_region_texts_stand_by_code_points():
    assert collation.name() == ""
    assert collation.by_text(NAMES, str) == sorted(NAMES)
    given = ["b", "a"]
    assert collation.rearranged(given, str) is given


def test_a_rule_orders_what_is_read_whole():
    collation.choose("backwards", backwards)
    assert collation.by_text(["ab", "ba", "ca"], str) == ["ba", "ca", "ab"]
    assert collation.rearranged(["ab", "ba"], str) == ["ba", "ab"]


def test_texts_at_the_same_place_stand_by_code_points_whatever_came_first():
    collation.choose("alike", lambda _text: 0)
    for given in (["b", "a", "c"], ["c", "b", "a"]):
        assert collation.by_text(given, str) == ["a", "b", "c"]
        assert sorted(given, key=Key) == ["a", "b", "c"]
        assert sorted(given, key=Key, reverse=True) == ["c", "b", "a"]


def test_keys_may_stand_among_others_and_say_when_they_are_equal():
    assert sorted([(1, Key("b")), (0, Key("z")), (1, Key("A"))]) == [
        (0, Key("z")),
        (1, Key("A")),
        (1, Key("b")),
    ]
    assert Key("a") == Key("a")
    assert Key("a") != Key("A")
    assert len({Key("a"), Key("a"), Key("A")}) == 2


def test_places_of_texts_in_a_column_follow_another_rule():
    known = Categories(["ab", "ba", "5"])
    assert known.ranks().tolist() == [1, 2, 0]
    collation.choose("backwards", backwards)
    assert known.ranks().tolist() == [2, 1, 0]
    known.encode(["aa"])
    assert known.ranks().tolist() == [3, 2, 0, 1]
    collation.choose("", None)
    assert known.ranks().tolist() == [2, 3, 0, 1]

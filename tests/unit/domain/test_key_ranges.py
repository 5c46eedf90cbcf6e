"""Many keys in a short text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.domain.key_ranges import from_text, to_text


@given(st.lists(st.integers(0, 200)))
def test_keys_come_back_in_order_and_once(keys):
    assert from_text(to_text(keys)) == sorted(set(keys))


def test_a_run_of_keys_is_a_range():
    assert to_text([5, 1, 2, 3, 9, 9]) == "1-3,5,9"
    assert to_text([]) == ""


def test_what_is_no_such_text_is_an_error():
    with pytest.raises(ValueError, match="invalid literal"):
        from_text("a-b")

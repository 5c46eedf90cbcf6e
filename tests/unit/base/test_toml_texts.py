import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.base import toml_texts

_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_plain = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_subnormal=True),
    _texts,
)
_values = st.recursive(
    _plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_texts, inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(_texts, _values, max_size=4))
def test_what_is_written_is_read_back_by_the_standard_library(values: dict[str, Any]) -> None:
    assert tomllib.loads(toml_texts.written(values, "A comment\nof two lines")) == values


def test_plain_values_stand_over_the_tables_and_nothing_is_written_for_none() -> None:
    text = toml_texts.written({"part": {"a b": 1.0, "gone": None}, "last": True, "none": None})
    assert text == 'last = true\n\n[part]\n"a b" = 1.0\n'


def test_what_toml_has_no_word_for_is_refused() -> None:
    with pytest.raises(TypeError, match="set can't be written"):
        toml_texts.written({"a": {1, 2}})

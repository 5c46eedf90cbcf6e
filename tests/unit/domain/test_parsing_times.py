"""Times read in blocks and one by one: the quick way and the slow one say the same."""

import tracemalloc

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from tidemill.domain import parsing
from tidemill.domain.columns import Kind
from tidemill.domain.parsing import Parser

ISO = Parser(Kind.DATETIME, order="ymd")

clocks = st.from_regex(
    r"([ T][0-2][0-9](:[0-6][0-9](:[0-6][0-9](\.[0-9]{1,7})?)?)?)?", fullmatch=True
)
days = st.from_regex(r"[0-2][0-9]{3}-[01][0-9]-[0-3][0-9]", fullmatch=True)
texts = st.one_of(
    st.builds(lambda day, clock: day + clock, days, clocks),
    st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")),
    st.sampled_from(["2013-1-5", "2013/01/05", "2013-01-05Z", "not a day", "", "2013-01-05\0"]),
)


def one_by_one(levels: list[str]) -> np.ndarray:
    """A space before a text sends it the slow way, where it does not count."""
    return np.array([parsing.times((f" {text}",), ISO)[0][0] for text in levels])


@given(st.lists(texts, min_size=1, max_size=12))
@example(["0000-01-01", "2013-01-05"])
@example(["2013-02-30", "2013-01-05"])
@example(["2013-01-05 24:00", "2013-01-05 23:59"])
@example(["2013-01-05 05:15:07.123456", "2013-01-05 05:15:07.654321"])
def test_blocks_of_times_are_read_as_one_by_one(levels: list[str]) -> None:
    values, ok = parsing.times(tuple(levels), ISO)
    np.testing.assert_array_equal(values, one_by_one(levels))
    np.testing.assert_array_equal(ok, ~np.isnat(values))


def test_a_block_of_equal_form_is_right_to_the_microsecond() -> None:
    moments = np.arange(200_000) * np.timedelta64(61_234_567, "us") + np.datetime64("1999-12-31")
    levels = tuple(str(moment).replace("T", " ") for moment in moments.astype("datetime64[us]"))
    values, ok = parsing.times(levels, ISO)
    assert ok.all()
    np.testing.assert_array_equal(values, moments.astype("datetime64[us]"))


def test_one_long_text_among_dates_takes_no_room_for_its_length_in_each_row() -> None:
    levels = (*["2013-01-31"] * 20_000, "x" * 20_000)
    tracemalloc.start()
    try:
        _, understood = parsing.times(levels, ISO)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert understood.tolist() == [True] * 20_000 + [False]
    assert peak < 20_000_000

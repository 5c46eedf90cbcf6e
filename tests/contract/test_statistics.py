"""Every statistic of the catalogue keeps these promises; a new one is found by itself."""

import math
from types import ModuleType

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tidemill.catalog import discovery
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import count, summarise
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import CODED, ColumnData, coded

STATISTICS = discovery.family("statistics")
EVERY = pytest.mark.parametrize("statistic", STATISTICS.values(), ids=STATISTICS.keys())


def numbers(values: object) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=np.float64))


def whole(values: object) -> ColumnData:
    return ColumnData("x", Kind.NUMERIC, np.asarray(values, dtype=np.int64))


def dates(values: object) -> ColumnData:
    return ColumnData("x", Kind.DATETIME, np.asarray(values, dtype="datetime64[us]"))


def texts(values: list[str | None]) -> ColumnData:
    return coded("x", Kind.CATEGORICAL, values)


def sentences(values: list[str | None]) -> ColumnData:
    return coded("x", Kind.TEXT, values)


def booleans(values: list[int]) -> ColumnData:
    return ColumnData("x", Kind.BOOLEAN, np.asarray(values, dtype=np.int32), ("false", "true"))


def _columns() -> dict[str, ColumnData]:
    rng = np.random.default_rng(0)
    normal = rng.normal(size=2000)
    return {
        "normal": numbers(normal),
        "shifted": numbers(normal + 1.0),
        "all missing": numbers([np.nan] * 40),
        "no rows": numbers([]),
        "constant": numbers([3.5] * 200),
        "other constant": numbers([4.5] * 30),
        "zeros": whole([0] * 100),
        "two rows": numbers([1.0, 2.0]),
        "one row": numbers([7.0]),
        "infinite": numbers([np.inf, -np.inf, 1.0, 2.0, np.nan] * 10),
        "only infinite": numbers([np.inf] * 10),
        "ties": numbers(rng.choice([0.0, 0.1, 5.5], 500)),
        "whole": whole(rng.integers(0, 90, 800)),
        "large whole": whole([2**62, -(2**62), 2**62 + 1] * 7),
        "giant above": numbers(np.append(normal, 1e300)),
        "giant below": numbers(np.append(normal, -1e300)),
        "giants": numbers([1e308, -1e308, 0.0] * 9),
        "booleans": booleans([0, 1, 1, -1] * 30),
        "only true": booleans([1] * 30),
        "levels": texts([f"v{i}" for i in rng.integers(0, 300, 3000)]),
        "two levels": texts(["a", "b"] * 100),
        "one new": texts(["a", "b"] * 95 + ["new"] * 10),
        "keys": texts([f"k{i}" for i in range(300)]),
        "missing levels": texts([None] * 30),
        "no levels": texts([]),
        "sentences": sentences([f"the cat sat on mat {i}" for i in range(200)]),
        "other words": sentences([f"Ein Hund läuft {i} Mal, 猫も" for i in range(90)]),
        "empty texts": sentences(["", " ", None, "x" * 50_000]),
        "missing texts": sentences([None] * 20),
        "no texts": sentences([]),
        "dates": dates(rng.integers(0, 10**15, 400)),
        "later dates": dates(rng.integers(10**15, 2 * 10**15, 300)),
        "no dates": dates(["NaT"] * 20),
        "one date": dates(["2024-02-29"]),
    }


COLUMNS = _columns()
FITTING = [
    (statistic, name)
    for statistic, module in STATISTICS.items()
    for name, column in COLUMNS.items()
    if column.kind in module.ENTRY.kinds
]


def family_of(column: ColumnData) -> str:
    is_levels = column.kind in CODED and column.kind is not Kind.TEXT
    return "levels" if is_levels else str(column.kind)


def figure(statistic: ModuleType, one: ColumnData, other: ColumnData, exact: bool) -> Figure:
    reference = summarise(one)
    raw = (one, other) if exact else None
    given_settings = statistic.ENTRY.settings()
    found = statistic.compute(Pair(reference, count(other, reference), raw), **given_settings)
    assert isinstance(found, Figure)
    return found


def assert_sound(found: Figure) -> None:
    for number in (found.value, found.p_value, found.low, found.high, found.effect):
        assert number is None or math.isfinite(number)
    if found.p_value is not None:
        assert 0.0 <= found.p_value <= 1.0
    if found.value is None:
        assert found.note
    elif found.low is not None and found.high is not None:
        assert found.low <= found.value <= found.high


@EVERY
def test_entry_says_what_it_is(statistic: ModuleType) -> None:
    entry = statistic.ENTRY
    assert isinstance(entry, StatisticEntry)
    assert statistic.__name__.endswith("." + entry.id)
    assert entry.title
    assert entry.help.endswith(".")
    assert entry.kinds


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(("statistic", "name"), FITTING)
def test_identical_columns_show_no_drift(statistic: str, name: str, exact: bool) -> None:
    column = COLUMNS[name]
    found = figure(STATISTICS[statistic], column, column, exact)
    assert_sound(found)
    if found.value is not None and found.low is None:
        assert found.value == pytest.approx(0.0, abs=1e-12)
    if found.low is not None:
        assert found.high is not None
        assert found.low <= 1e-12
        assert found.high >= -1e-12
    assert found.p_value is None or found.p_value > 0.99
    assert found.effect is None or found.effect == 0.0


@EVERY
@pytest.mark.parametrize("exact", [False, True])
def test_every_pair_of_odd_columns_gives_a_number_or_a_note(
    statistic: ModuleType, exact: bool
) -> None:
    tried = 0
    for one in COLUMNS.values():
        for other in COLUMNS.values():
            fits = family_of(one) == family_of(other)
            if fits and one.kind in statistic.ENTRY.kinds:
                assert_sound(figure(statistic, one, other, exact))
                tried += 1
    assert tried > 10


@EVERY
@settings(max_examples=40, deadline=None)
@given(
    one=st.lists(st.floats() | st.sampled_from([0.0, 1.0]), max_size=40),
    other=st.lists(st.floats() | st.sampled_from([0.0, 1.0]), max_size=40),
    exact=st.booleans(),
)
@example(one=[9e307], other=[0.0], exact=False)
def test_any_numbers_give_a_number_or_a_note(
    statistic: ModuleType, one: list[float], other: list[float], exact: bool
) -> None:
    if Kind.NUMERIC in statistic.ENTRY.kinds:
        assert_sound(figure(statistic, numbers(one), numbers(other), exact))


@EVERY
@settings(max_examples=40, deadline=None)
@given(
    one=st.lists(st.none() | st.sampled_from("abcd"), max_size=60),
    other=st.lists(st.none() | st.text(max_size=2), max_size=60),
)
def test_any_levels_give_a_number_or_a_note(
    statistic: ModuleType, one: list[str | None], other: list[str | None]
) -> None:
    if Kind.CATEGORICAL in statistic.ENTRY.kinds:
        assert_sound(figure(statistic, texts(one), texts(other), False))


@pytest.mark.parametrize("name", ["jensen_shannon", "chi_squared", "psi"])
def test_statistics_of_bins_do_not_care_which_side_is_the_reference(name: str) -> None:
    one, other = texts(["a"] * 70 + ["b"] * 30), texts(["a"] * 40 + ["b"] * 60)
    statistic = STATISTICS[name]
    forth = figure(statistic, one, other, False).value
    assert forth == pytest.approx(figure(statistic, other, one, False).value)
    assert forth is not None
    assert forth > 0.0


@pytest.mark.parametrize("name", ["ks", "wasserstein"])
@settings(max_examples=40, deadline=None)
@given(
    one=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
    other=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40),
)
def test_distances_do_not_care_which_side_is_the_reference(
    name: str, one: list[float], other: list[float]
) -> None:
    forth = figure(STATISTICS[name], numbers(one), numbers(other), True).value
    back = figure(STATISTICS[name], numbers(other), numbers(one), True).value
    assert forth == pytest.approx(back, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("side", ["giant above", "giant below"])
def test_giant_outlier_on_either_side_does_not_hide_a_shift(side: str) -> None:
    for name in ("psi", "ks"):
        plain = figure(STATISTICS[name], COLUMNS["normal"], COLUMNS["shifted"], False).value
        found = figure(STATISTICS[name], COLUMNS[side], COLUMNS["shifted"], False).value
        assert found == pytest.approx(plain, rel=0.05)


def test_one_new_category_is_found_and_named_in_words() -> None:
    found = figure(STATISTICS["new_values"], COLUMNS["two levels"], COLUMNS["one new"], False)
    assert found.value == pytest.approx(0.05)
    assert found.reason == "1 new value in 5.0% of rows"
    assert found.effect is not None
    assert found.effect >= STATISTICS["new_values"].ENTRY.floor


def test_new_keys_are_expected_where_every_value_is_a_key() -> None:
    fresh = texts([f"later{i}" for i in range(300)])
    found = figure(STATISTICS["new_values"], COLUMNS["keys"], fresh, False)
    assert (found.value, found.effect) == (1.0, 0.0)
    assert figure(STATISTICS["psi"], COLUMNS["keys"], fresh, False).value == 0.0

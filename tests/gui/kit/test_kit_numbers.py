"""Numbers as a person reads them."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from tidemill.gui.kit import numbers

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    numbers.set_locale(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    numbers.set_locale(None)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (18240, "18,240"),
        (-3, "−3"),
        (-0.2, "0"),
        (None, "–"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_whole_numbers_are_grouped(value: float | None, said: str) -> None:
    assert numbers.integer(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (999_999, "999,999"),
        (999_999.6, f"1.0{NBSP}M"),
        (1_234_567, f"1.2{NBSP}M"),
        (-61_400_000, f"−61.4{NBSP}M"),
        (999_960_000, f"1.0{NBSP}B"),
        (3.4e12, f"3.4{NBSP}T"),
        (5e16, f"50,000.0{NBSP}T"),
    ],
)
def test_large_counts_get_a_letter(value: float, said: str) -> None:
    assert numbers.count(value) == said


def test_scores_have_four_decimals_and_shares_one_with_a_percent_sign() -> None:
    assert numbers.score(0.87341) == "0.8734"
    assert numbers.percent(0.087) == "8.7%"
    assert numbers.percent(None) == "–"
    assert numbers.percent(0.3, 0) == "30%"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0129, "+0.0129"),
        (-0.0202, "−0.0202"),
        (0.0, "±0.0000"),
        (-0.00001, "±0.0000"),
        (None, "–"),
    ],
)
def test_change_always_has_its_sign(value: float | None, said: str) -> None:
    assert numbers.delta(value) == said


def test_change_of_counts_and_shares_has_its_sign_too() -> None:
    assert numbers.delta_integer(2114) == "+2,114"
    assert numbers.delta_percent(-0.019) == "−1.9%"
    assert numbers.half_width(0.0041) == f"±{NBSP}0.004"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3.0, "3"),
        (0.0319, "0.0319"),
        (12.5, "12.5"),
        (1234.5678, "1,235"),
        (0.1 + 0.2, "0.3"),
        (1.2e-7, "1.2e−7"),
        (-1.2e-7, "−1.2e−7"),
        (2.5e10 + 0.5, "2.5e10"),
        (math.nan, "–"),
    ],
)
def test_any_number_is_said_shortly(value: float, said: str) -> None:
    assert numbers.plain(value) == said


@pytest.mark.parametrize(("value", "said"), [(0.002, "p = 0.002"), (0.0001, "p < 0.001")])
def test_small_p_values_are_said_as_a_bound(value: float, said: str) -> None:
    assert numbers.p_value(value) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.04, f"40{NBSP}ms"),
        (0.9, f"0.9{NBSP}s"),
        (9.96, "0:10"),
        (22, "0:22"),
        (68, "1:08"),
        (3599.4, "59:59"),
        (7500, f"2{NBSP}h 5{NBSP}min"),
        (7200, f"2{NBSP}h"),
        (86_400 * 3 + 3600 * 4, f"3{NBSP}d 4{NBSP}h"),
        (None, "–"),
    ],
)
def test_durations_fit_their_length(seconds: float | None, said: str) -> None:
    assert numbers.duration(seconds) == said


@pytest.mark.parametrize(
    ("n_bytes", "said"),
    [
        (412, f"412{NBSP}B"),
        (18_400, f"18{NBSP}kB"),
        (400_000, f"0.4{NBSP}MB"),
        (84_000_000, f"84.0{NBSP}MB"),
        (18_400_000_000, f"18.4{NBSP}GB"),
        (2e15, f"2,000.0{NBSP}TB"),
    ],
)
def test_sizes_use_powers_of_ten(n_bytes: float, said: str) -> None:
    assert numbers.size(n_bytes) == said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=8), f"8{NBSP}min"),
        (timedelta(hours=3), f"3{NBSP}h"),
        (timedelta(days=1), "Fri"),
        (timedelta(days=31), "21 Oct"),
        (timedelta(days=414), "3 Oct 2025"),
        (-timedelta(minutes=8), f"in 8{NBSP}min"),
        (-timedelta(hours=5), f"in 5{NBSP}h"),
        (-timedelta(days=2), "Mon"),
    ],
)
def test_times_are_said_from_now(gone: timedelta, said: str) -> None:
    assert numbers.relative(NOW - gone, NOW) == said


def test_time_without_a_zone_is_taken_as_utc() -> None:
    naive = (NOW - timedelta(minutes=8)).replace(tzinfo=None)
    assert numbers.relative(naive, NOW) == f"8{NBSP}min"


def test_time_in_a_sentence_says_ago_and_yesterday() -> None:
    assert numbers.ago(NOW - timedelta(minutes=8), NOW) == f"8{NBSP}min ago"
    yesterday = numbers.ago(NOW - timedelta(hours=26), NOW)
    assert yesterday == f"Yesterday {numbers.clock(NOW - timedelta(hours=26))}"
    assert numbers.ago(NOW - timedelta(days=3), NOW) == "Wed 18 Nov"
    assert numbers.ago(None, NOW) == "–"


def test_full_time_names_day_and_seconds() -> None:
    when = datetime(2026, 11, 20, 16, 22, 7).astimezone()
    assert numbers.full_time(when) == "Fri 20 Nov 2026, 16:22:07"
    assert numbers.long_day(when) == "Friday 20 November"
    assert numbers.day(when) == "20 Nov 2026"


def test_nouns_follow_their_count() -> None:
    assert numbers.plural(1, "run") == "1 run"
    assert numbers.plural(3207, "run") == "3,207 runs"
    assert numbers.plural(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (4, "a few seconds"),
        (31, "30 seconds"),
        (70, "a minute"),
        (360, "6 minutes"),
        (7300, "2 hours"),
        (200_000, "2 days"),
    ],
)
def test_time_to_come_is_said_in_words(seconds: float, said: str) -> None:
    assert numbers.about(seconds) == said


def test_another_locale_changes_point_and_grouping() -> None:
    numbers.set_locale(QLocale(QLocale.Language.German))
    assert numbers.integer(18240) == "18.240"
    assert numbers.score(-0.87341) == "−0,8734"
    assert numbers.plain(1.2e-7) == "1,2e−7"

"""The profile of a version as rows and as one column, made only as far as they are seen."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.mask_signs import MASK
from tidemill.domain.masking import masked_profile
from tidemill.domain.profile_changes import changes
from tidemill.domain.profiles import ColumnProfile, Profile
from tidemill.gui.pages.data.column_state import column_view
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.profile_state import ProfileRows, value_words
from tidemill.services.datasets import DatasetView

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def number(name: str, **more: object) -> ColumnProfile:
    figures: dict[str, object] = {
        "minimum": 0.5,
        "median": 9.64,
        "maximum": 212.42,
        "quartiles": (5.0, 12.0),
        "quantiles": (0.5, 1.0, 5.0, 9.64, 12.0, 40.0, 212.42),
        "mean": 10.84,
        "sd": 6.31,
        "zeros": 0.0,
        "outliers": 48,
        "edges": (0.0, 100.0, 212.42),
        "counts": (90, 10),
        "present": 100,
        "distinct": 77,
    }
    return ColumnProfile(name, Kind.NUMERIC, **(figures | more))  # type: ignore[arg-type]


def loaded(columns: list[ColumnProfile], was: list[ColumnProfile] | None = None) -> Loaded:
    schema = Schema(tuple(Column(c.name, c.kind, c.role) for c in columns))
    version = DatasetVersion(
        2, 1, "churn", 2, 100, 50, "", "", "", 5000, schema, "/in/churn.csv", None, NOW, "ada",
        (), None, None,
    )  # fmt: skip
    dataset = Dataset(1, "churn", "default", Series.APPEND, schema, NOW, "ada")
    now = Profile(100, tuple(columns), 0, 0.0)
    before = None if was is None else Profile(50, tuple(was), 0, 0.0)
    return Loaded(
        view=DatasetView(dataset, (version,), (), (), ()),
        version=version,
        profile=now,
        former=None if was is None else replace(version, number=1),
        former_profile=before,
        changes={} if before is None else changes(before, now),
        champions={},
        names={},
        now=NOW,
    )


def test_rows_of_thousands_of_columns_are_made_as_they_come_into_sight() -> None:
    rows = ProfileRows(loaded([number(f"x{i}") for i in range(2000)]))
    assert len(rows) == 2000
    assert not rows._made
    assert [rows[at].name for at in (0, 1999)] == ["x0", "x1999"]
    assert len(rows._made) == 2


def test_columns_are_found_by_name_kind_role_and_change() -> None:
    columns = [
        number("usage", missing=0.09),
        number("charge"),
        ColumnProfile("churned", Kind.BOOLEAN, Role.TARGET),
    ]
    was = [number("usage", missing=0.02), number("charge", median=2.0), columns[2], number("old")]
    shown = loaded(columns, was)
    for words, names in (
        ("", ["usage", "charge", "churned", "old"]),
        ("CHAR", ["charge"]),
        ("target", ["churned"]),
        ("numeric missing", ["usage"]),
        ("median", ["charge"]),
        ("gone", ["old"]),
        ("usage charge", []),
    ):
        assert [row.name for row in ProfileRows(shown, words)] == names, words


def test_how_a_column_is_read_does_not_hide_what_changed() -> None:
    note = "Written as yes and no."
    column = ColumnProfile("autopay", Kind.BOOLEAN, note=note)
    first = loaded([column])
    schema = Schema((Column("autopay", Kind.BOOLEAN, note=note),))
    first = replace(first, version=replace(first.version, schema=schema))
    assert ProfileRows(first)[0].change == note
    later = replace(
        first,
        former=replace(first.version, number=1),
        former_profile=first.profile,
        changes=changes(first.profile, first.profile),
    )
    assert ProfileRows(later)[0].change == "same"


@pytest.mark.parametrize(
    ("low", "value", "high", "words"),
    [
        (0.0, 9.64, 212.42, "9.6"),
        (12.4, 38.9, 64.0, "38.9"),
        (-3.05, 0.1283, 3.602, "0.13"),
        (0.0, 0.1283, 0.5, "0.128"),
        (0.0, 4211.7, 9000.0, "4,212"),
        (0.0, 5_200_000.0, 7e6, "5.2\N{NO-BREAK SPACE}M"),
    ],
)
def test_numbers_have_as_many_decimals_as_the_others_of_their_column(
    low: float, value: float, high: float, words: str
) -> None:
    column = number("x", minimum=low, median=value, maximum=high)
    assert value_words(column, value) == words


def test_whole_numbers_are_told_whole() -> None:
    column = number("x", whole=True, minimum=0.0, median=32.0, maximum=121.0)
    assert value_words(column, 32.0) == "32"


def test_the_inspector_has_quantiles_with_their_former_values() -> None:
    shown = column_view(loaded([number("usage")], [number("usage", median=9.0)]), "usage")
    assert shown is not None
    told = {one.name: (one.value, one.was) for one in shown.numbers}
    assert told["Median"] == ("9.64", "was 9")
    assert told["5% are below"] == ("1", "")
    assert told["Highest"] == ("212.4", "")
    assert not shown.is_about


def test_the_values_of_a_personal_column_are_nowhere_in_what_is_shown() -> None:
    secret = ColumnProfile(
        "mail", Kind.TEXT, present=3, distinct=2, top=(("ada@example.org", 2), ("bo@x.org", 1)),
        levels=("ada@example.org", "bo@x.org"), median="ada@example.org",
    )  # fmt: skip
    plain = loaded([secret, number("pay")])
    hidden = frozenset({"mail", "pay"})
    shown = replace(plain, profile=masked_profile(plain.profile, hidden), hidden=hidden)
    view = column_view(shown, "mail")
    assert view is not None
    assert view.is_hidden
    assert set(view.labels) <= {MASK}
    assert "example.org" not in repr(view) + repr(tuple(ProfileRows(shown)))
    pay = column_view(shown, "pay")
    assert pay is not None
    assert (pay.edges, pay.counts) == ((), ())
    assert [one.name for one in pay.numbers] == ["Different values"]

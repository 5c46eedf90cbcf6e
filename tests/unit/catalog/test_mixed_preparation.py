import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted

from tidemill.catalog.preparations import mixed
from tidemill.catalog.preparations.mixed import values
from tidemill.catalog.preparations.mixed.transformer import MixedPreparation
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame, coded

N = 300
COLUMNS = (
    ("age", Kind.NUMERIC),
    ("visits", Kind.NUMERIC),
    ("member", Kind.BOOLEAN),
    ("country", Kind.CATEGORICAL),
    ("city", Kind.CATEGORICAL),
    ("note", Kind.TEXT),
    ("joined", Kind.DATETIME),
)
WAYS = [
    {},
    {"impute": True, "indicator": True, "scale": True, "dates": "circles"},
    {"impute": True, "indicator": True, "elapsed": True},
]


def _holes(rng: np.random.Generator, items: list, share: float = 0.1) -> list:
    return [None if rng.random() < share else item for item in items]


def _rows(seed: int = 0, n: int = N) -> list[dict]:
    rng = np.random.default_rng(seed)
    start = datetime(2023, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    columns = {
        "age": _holes(rng, rng.normal(40, 10, n).tolist()),
        "visits": rng.integers(0, 9, n).tolist(),
        "member": _holes(rng, [bool(v) for v in rng.integers(0, 2, n)]),
        "country": _holes(rng, rng.choice(["de", "fr", "it"], n).tolist()),
        "city": _holes(rng, [f"city {k}" for k in rng.integers(0, 40, n)]),
        "note": _holes(rng, [f"note {k}" for k in rng.integers(0, 4, n)]),
        "joined": _holes(
            rng, [start + timedelta(minutes=int(m)) for m in rng.integers(0, 700_000, n)]
        ),
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _frame(rows: list[dict]) -> Frame:
    columns = []
    for name, kind in COLUMNS:
        found = [row[name] for row in rows]
        if kind is Kind.NUMERIC:
            whole = all(isinstance(v, int) for v in found)
            data = np.array([np.nan if v is None else v for v in found], None if whole else float)
            columns.append(ColumnData(name, kind, data))
        elif kind is Kind.DATETIME:
            columns.append(ColumnData(name, kind, np.array(found, dtype="datetime64[us]")))
        elif kind is Kind.BOOLEAN:
            codes = np.array([-1 if v is None else int(v) for v in found], np.int32)
            columns.append(ColumnData(name, kind, codes, ("false", "true")))
        else:
            columns.append(coded(name, kind, found))
    return Frame(tuple(columns))


def _target(rows: list[dict], seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.array([int(rng.random() < 0.2 + 0.05 * row["visits"]) for row in rows])


def _fitted(settings: dict | None = None, task: str = "binary") -> MixedPreparation:
    rows = _rows()
    made = mixed.make(settings or {}, columns=COLUMNS, task=task, seed=0)
    return made.fit(_frame(rows), _target(rows))


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.shape == b.shape and bool(((a == b) | (np.isnan(a) & np.isnan(b))).all())


@pytest.mark.parametrize("settings", WAYS)
@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_frame_data_frame_and_rows_give_exactly_the_same_numbers(settings: dict, task: str) -> None:
    rows = _rows()
    y = _target(rows) + (np.arange(N) % 3 == 0) * (task == "multiclass")
    made = [
        mixed.make(settings, columns=COLUMNS, task=task, seed=0).fit(table, y)
        for table in (_frame(rows), pd.DataFrame(rows), rows)
    ]
    fresh = _rows(7)
    fresh[0] |= {"country": "at", "city": "nowhere", "age": None}
    fresh[1] |= {"joined": None, "member": None, "note": None}
    outs = [
        preparation.transform(table)
        for preparation in made
        for table in (_frame(fresh), pd.DataFrame(fresh), fresh)
    ]
    single = np.vstack([made[0].transform([row]) for row in fresh])
    assert all(_same(outs[0], other) for other in [*outs[1:], single])


def test_values_written_differently_are_the_same_value() -> None:
    preparation = _fitted()
    plain = {
        "age": 40.0,
        "visits": 3,
        "member": True,
        "country": "de",
        "city": "city 3",
        "note": "note 1",
        "joined": datetime.fromisoformat("2023-05-04 10:00"),
    }
    said = {
        "age": "40",
        "visits": "3.0",
        "member": "yes",
        "country": np.str_("de"),
        "city": "city 3",
        "note": "note 1",
        "joined": "2023-05-04T10:00:00",
    }
    aware = plain | {"joined": datetime(2023, 5, 4, 12, tzinfo=timezone(timedelta(hours=2)))}
    out = preparation.transform([plain])
    assert _same(out, preparation.transform([said]))
    assert _same(out, preparation.transform([aware]))
    assert _same(out, preparation.transform(pd.DataFrame([said])))


@pytest.mark.parametrize("gone", [None, float("nan"), pd.NA, pd.NaT, np.nan])
def test_every_way_to_be_missing_is_the_same(gone: object) -> None:
    preparation = _fitted({"impute": True, "indicator": True})
    nothing = preparation.transform([{}])
    assert _same(nothing, preparation.transform([dict.fromkeys(dict(COLUMNS), gone)]))
    frame = pd.DataFrame([dict.fromkeys(dict(COLUMNS), gone)])
    assert _same(nothing, preparation.transform(frame))


def test_unreadable_values_count_as_missing() -> None:
    preparation = _fitted()
    odd = {"age": "forty", "member": "perhaps", "joined": "soon", "country": ""}
    out = preparation.transform([odd])
    assert _same(out, preparation.transform([{}]))


def test_categories_that_became_floats_are_still_the_same_categories() -> None:
    codes = np.tile([1, 2, 3], 20)
    columns = [("shop", Kind.CATEGORICAL)]
    preparation = mixed.make({}, columns=columns, task="binary", seed=0)
    preparation.fit(pd.DataFrame({"shop": codes}), codes % 2)
    assert preparation.get_feature_names_out().tolist() == [f"shop [= {k}]" for k in (1, 2, 3)]
    floats = preparation.transform(pd.DataFrame({"shop": [1.0, None, 3.0]}))
    assert floats.tolist() == [[1, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert _same(floats, preparation.transform([{"shop": "1"}, {"shop": None}, {"shop": 3}]))
    typed = pd.DataFrame({"shop": pd.Categorical([1, None, 3])})
    assert _same(floats, preparation.transform(typed))


def test_missing_has_a_column_of_its_own_and_unknown_is_all_zeros() -> None:
    columns = [("c", Kind.CATEGORICAL)]
    preparation = mixed.make({}, columns=columns, task="binary", seed=0)
    preparation.fit([{"c": v} for v in ["a", "b", None]], np.array([0, 1, 0]))
    out = preparation.transform([{"c": "a"}, {"c": None}, {"c": "z"}])
    assert preparation.get_feature_names_out().tolist() == ["c [= a]", "c [= b]", "c [missing]"]
    assert out.tolist() == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]


def test_infinite_numbers_become_the_ends_of_what_was_seen() -> None:
    preparation = mixed.make({}, columns=[("x", Kind.NUMERIC)], task="binary", seed=0)
    preparation.fit([{"x": v} for v in (1.0, 5.0, np.inf, -2.0)], np.array([0, 1, 0, 1]))
    out = preparation.transform([{"x": v} for v in (np.inf, -np.inf, 1e300, 7.0, 10**400)])
    assert out[:, 0].tolist() == [5.0, -2.0, 1e30, 7.0, 5.0]


def test_number_is_scaled_filled_and_marked() -> None:
    settings = {"impute": True, "indicator": True, "scale": True}
    preparation = mixed.make(settings, columns=[("x", Kind.NUMERIC)], task="binary", seed=0)
    x = np.array([1.0, 2.0, 3.0, np.nan, 10.0])
    out = preparation.fit_transform(pd.DataFrame({"x": x}), np.array([0, 1, 0, 1, 0]))
    known = x[~np.isnan(x)]
    expected = (np.where(np.isnan(x), np.median(known), x) - known.mean()) / known.std()
    assert out[:, 0] == pytest.approx(expected)
    assert out[:, 1].tolist() == [0, 0, 0, 1, 0]


def test_target_means_follow_the_formula_and_unknown_gets_the_average() -> None:
    levels = [f"l{k}" for k in range(12)] * 5
    y = np.arange(60) % 7 % 2
    preparation = mixed.make(
        {"smoothing": 4.0}, columns=[("c", Kind.CATEGORICAL)], task="binary", seed=0
    )
    preparation.fit([{"c": v} for v in levels], y)
    of_first = y[np.array(levels) == "l0"]
    first, unknown, gone = preparation.transform([{"c": "l0"}, {"c": "new"}, {"c": None}])[:, 0]
    assert first == pytest.approx((of_first.sum() + 4 * y.mean()) / (len(of_first) + 4))
    assert unknown == pytest.approx(y.mean())
    assert gone == pytest.approx(y.mean())


def test_means_to_learn_from_do_not_know_a_rows_own_target() -> None:
    rng = np.random.default_rng(0)
    levels = [{"c": f"only {k}"} for k in range(400)]
    y = rng.integers(0, 2, 400)
    make = mixed.make({"smoothing": 1.0}, columns=[("c", Kind.CATEGORICAL)], task="binary", seed=0)
    learned = make.fit_transform(levels, y)[:, 0]
    flipped = y.copy()
    flipped[10] = 1 - flipped[10]
    again = clone(make).fit_transform(levels, flipped)[:, 0]
    assert again[10] == learned[10]
    shown = make.transform(levels)[:, 0]
    assert np.corrcoef(shown, y)[0, 1] > 0.99
    assert abs(np.corrcoef(learned, y)[0, 1]) < 0.3


def test_crossed_means_agree_with_a_plain_loop_over_folds() -> None:
    rows, y = _rows(), _target(_rows())
    make = mixed.make({}, columns=[("city", Kind.CATEGORICAL)], task="binary", seed=3)
    learned = make.fit_transform(rows, y)[:, 0]
    cities = np.array([row["city"] or "" for row in rows])
    folds = np.random.default_rng(3).permutation(N) % 5
    for place in range(0, N, 17):
        others = folds != folds[place]
        same = others & (cities == cities[place])
        overall = y[others].mean()
        expected = (y[same].sum() + 20 * overall) / (same.sum() + 20) if same.any() else overall
        assert learned[place] == pytest.approx(expected)


def test_date_parts_agree_with_pandas() -> None:
    moments = pd.date_range("1967-03-01 05:00", periods=900, freq="37h")
    frame = pd.DataFrame({"d": moments})
    preparation = mixed.make({}, columns=[("d", Kind.DATETIME)], task="binary", seed=0)
    out = preparation.fit(frame).transform(frame)
    at = moments
    expected = np.stack([at.month, at.day_of_week, at.hour, at.day_of_year], axis=1)
    assert (out == expected).all()
    parts = ["month", "day of week", "hour", "day of year"]
    assert preparation.get_feature_names_out().tolist() == [f"d [{part}]" for part in parts]


def test_dates_without_hours_have_no_hour_and_no_days_passed_unless_asked() -> None:
    days = [{"d": date(2024, 1, 1) + timedelta(days=k)} for k in range(400)]
    columns = [("d", Kind.DATETIME)]
    plain = mixed.make({}, columns=columns, task="binary", seed=0).fit(days)
    assert "d [hour]" not in plain.get_feature_names_out()
    assert "d [days]" not in plain.get_feature_names_out()
    passed = mixed.make({"elapsed": True}, columns=columns, task="binary", seed=0).fit(days)
    assert passed.transform([{"d": "2024-01-11"}])[0, -1] == 10.0


def test_every_output_has_its_raw_column() -> None:
    preparation = _fitted({"impute": True, "indicator": True})
    sources = preparation.feature_sources()
    assert list(sources) == preparation.get_feature_names_out().tolist()
    assert set(sources.values()) == {name for name, _ in COLUMNS}
    assert sources["age [missing]"] == "age"
    assert sources["country [= de]"] == "country"
    assert sources["city [mean]"] == "city"
    assert preparation.transform(_frame(_rows(2))).shape == (N, len(sources))


def test_column_of_nothing_but_missing_values_survives() -> None:
    rows = [dict.fromkeys(dict(COLUMNS)) for _ in range(20)]
    y = np.arange(20) % 2
    for settings in WAYS:
        made = mixed.make(settings, columns=COLUMNS, task="binary", seed=0)
        out = made.fit_transform(_frame(rows), y)
        assert out.shape[0] == 20
        assert not np.isinf(out).any()
        assert not (settings and np.isnan(out).any())


def test_columns_are_found_from_a_data_frame() -> None:
    frame = pd.DataFrame(_rows()).assign(member=True)
    preparation = MixedPreparation(task="binary").fit(frame, np.arange(N) % 2)
    assert dict(preparation.columns_) == {
        "age": "numeric",
        "visits": "numeric",
        "member": "boolean",
        "country": "categorical",
        "city": "categorical",
        "note": "categorical",
        "joined": "datetime",
    }
    with pytest.raises(TypeError):
        values.kinds_of([{"a": 1}])


def test_many_levels_need_a_target_and_an_unfitted_preparation_says_so() -> None:
    made = mixed.make({}, columns=COLUMNS, task="binary", seed=0)
    with pytest.raises(NotFittedError):
        made.transform(_rows())
    with pytest.raises(ValueError, match="city"):
        made.fit(_rows())


def test_moments_of_numpy_pandas_and_python_are_one() -> None:
    moment = datetime.fromisoformat("2024-02-29 23:59:58.123456")
    same = [
        moment,
        moment.replace(tzinfo=UTC),
        np.datetime64(moment),
        pd.Timestamp(moment) + pd.Timedelta(nanoseconds=7),
        moment.isoformat(),
    ]
    read = values.dates([{"d": one} for one in same], "d")
    assert (read == np.datetime64(moment, "us")).all()


def test_preparation_keeps_scikit_learns_api_without_loading_it() -> None:
    made = mixed.make({"impute": True}, columns=COLUMNS, task="binary", seed=7)
    copy = clone(made)
    assert copy is not made
    assert copy.get_params() == made.get_params()
    assert copy.set_params(seed=1).seed == 1
    with pytest.raises(ValueError, match="no setting luck"):
        made.set_params(luck=1)
    assert "impute=True" in repr(made)
    tags = get_tags(made)
    assert tags.estimator_type == "transformer"
    assert tags.input_tags.allow_nan
    with pytest.raises(NotFittedError):
        check_is_fitted(made)
    check_is_fitted(made.fit(_rows(), _target(_rows())))
    code = (
        "import sys\n"
        "from tidemill.catalog.preparations import mixed\n"
        "p = mixed.make({}, columns=[('a', 'numeric')], task='binary', seed=0)\n"
        "p.fit_transform([{'a': 1}, {'a': None}])\n"
        "print([m for m in ('sklearn', 'pandas', 'scipy') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

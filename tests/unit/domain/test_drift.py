"""The rule that decides: an effect over its floor, and evidence that survives all the columns."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from tidemill.domain.columns import Kind
from tidemill.domain.drift import Comparison, DriftReport, Floor, benjamini_hochberg, report
from tidemill.domain.figures import Figure, proportions_p

FLOORS = {"psi": Floor("PSI", 0.2), "missing": Floor("Missing", 0.05)}


def column(name: str, effect: float, p: float | None, **more: object) -> Comparison:
    figures = {
        "psi": Figure(effect, effect=effect),
        "ks": Figure(0.1, p_value=p),
    }
    return Comparison(name, Kind.NUMERIC, figures, **more)  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=40))
def test_q_values_agree_with_scipy(p_values: list[float]) -> None:
    expected = false_discovery_control(p_values, method="bh")
    assert benjamini_hochberg(p_values) == pytest.approx(expected)


def test_no_tests_have_no_q_values() -> None:
    assert benjamini_hochberg([]).tolist() == []


def test_large_effect_without_evidence_is_no_drift() -> None:
    assert report(20, 20, [column("x", 0.9, 0.4)], FLOORS).drifted == ()


def test_certain_but_small_effect_is_no_drift() -> None:
    assert report(10**6, 10**6, [column("x", 0.19, 0.0)], FLOORS).drifted == ()


def test_effect_with_evidence_is_drift_and_says_so_in_words() -> None:
    found = report(1000, 1000, [column("x", 0.28, 1e-9)], FLOORS)
    assert found.drifted == ("x",)
    assert found["x"].reasons == ("PSI 0.28, limit 0.20",)


def test_evidence_is_held_against_all_columns() -> None:
    alone = [column("x", 0.5, 0.02)]
    among = alone + [column(f"quiet {i}", 0.0, 0.5 + i / 100) for i in range(30)]
    assert report(100, 100, alone, FLOORS).drifted == ("x",)
    assert report(100, 100, among, FLOORS).drifted == ()


def test_statistic_with_its_own_test_must_pass_it() -> None:
    figures = {
        "psi": Figure(0.9, effect=0.9),
        "ks": Figure(0.6, p_value=1e-12),
        "missing": Figure(0.1, 0.3, effect=0.1, reason="missing rose from 0.0% to 10.0%"),
    }
    found = report(100, 20, [Comparison("x", Kind.NUMERIC, figures)], FLOORS)
    assert found["x"].reasons == ("PSI 0.90, limit 0.20",)


def test_column_without_a_test_is_left_out_of_the_rate() -> None:
    found = report(9, 9, [column("x", 0.5, None), column("y", 0.5, 0.01)], FLOORS)
    assert found["x"].q_value is None
    assert found["y"].q_value == pytest.approx(0.01)
    assert found.drifted == ("y",)


def test_column_that_cannot_be_compared_has_drifted_for_that_reason() -> None:
    gone = Comparison("x", Kind.TEXT, problem="The column x is gone.")
    found = report(9, 9, [gone], FLOORS)
    assert found["x"].reasons == ("The column x is gone.",)
    assert found.share_drifted == 1.0


def test_new_column_counts_neither_way() -> None:
    new = Comparison("n", Kind.TEXT, is_new=True, note="New column.")
    found = report(9, 9, [column("x", 0.5, 0.001), new], FLOORS)
    assert found.share_drifted == 1.0
    assert not found["n"].drifted


def test_wasserstein_has_no_scale_where_the_reference_does_not_vary() -> None:
    figures = {"wasserstein": Figure(3.0)}
    flat = report(9, 9, [Comparison("x", Kind.NUMERIC, figures, sd=0.0)], {})["x"]
    assert flat.wasserstein_sd is None
    assert flat.note == "The reference does not vary, so Wasserstein has no scale."
    tiny = report(
        9, 9, [Comparison("x", Kind.NUMERIC, {"wasserstein": Figure(1e300)}, sd=1e-300)], {}
    )
    assert tiny["x"].wasserstein_sd is None
    varied = report(9, 9, [Comparison("x", Kind.NUMERIC, figures, sd=1.5)], {})["x"]
    assert varied.wasserstein_sd == 2.0


def test_report_has_the_promised_fields_and_survives_json() -> None:
    more = {"missing": (0.0, 0.1), "infinite": (0.0, 0.0), "new_values": ("a",), "sd": 1.0}
    found = report(10, 20, [column("x", 0.5, 0.001, **more)], FLOORS)
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert data["rows"] == {"reference": 10, "current": 20}
    assert (data["drifted_columns"], data["share_drifted"]) == (1, 1.0)
    promised = (
        "name kind psi js ks wasserstein wasserstein_sd chi2 p_value q_value effect missing "
        "infinite new_values gone_values drifted reasons note"
    )
    assert set(promised.split()) <= set(data["columns"][0])
    assert data["columns"][0]["missing"] == {"reference": 0.0, "current": 0.1}
    assert DriftReport.from_dict(data) == found


def test_columns_are_a_frame_for_notebooks() -> None:
    table = report(10, 20, [column("x", 0.5, 0.001), column("y", 0.0, 0.9)], FLOORS).columns
    assert table["name"].tolist() == ["x", "y"]
    assert table["drifted"].tolist() == [True, False]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_shares_of_any_counts_have_a_sound_p_value(a: int, b: int, c: int, d: int) -> None:
    p = proportions_p(a, a + b, c, c + d)
    assert (p is None) == (a + b == 0 or c + d == 0)
    assert p is None or (0.0 <= p <= 1.0 and np.isfinite(p))

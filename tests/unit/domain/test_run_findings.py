"""What stands out about a run: each rule speaks with its number, and only on evidence."""

import numpy as np
import pytest

from tidemill.domain import run_findings as rules
from tidemill.domain.curves import CalibrationBin, calibration
from tidemill.domain.intervals import Interval
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task
from tidemill.domain.run_findings import Course, Finding

AUC = metric(Task.BINARY, "auc")
LOG_LOSS = metric(Task.BINARY, "log_loss")
MINUS = "\N{MINUS SIGN}"


def _gain(value, low, high):
    return Interval(value, low, high, 0.95, 8_462, "DeLong")


def _course(values, *, higher_is_better=False, title="Log loss"):
    return Course(title, np.arange(len(values)), np.asarray(values, float), higher_is_better)


def test_better_is_said_only_where_the_interval_excludes_zero():
    better = rules.against_champion(AUC, _gain(0.0129, 0.0066, 0.0192), "champion v14")
    assert (better.tone, better.title) == ("good", "Better than champion v14")
    assert better.text == "AUC +0.0129 (+0.0066 to +0.0192), same 8,462 rows"
    worse = rules.against_champion(AUC, _gain(-0.02, -0.03, -0.01), "v14")
    assert (worse.tone, worse.title) == ("bad", "Worse than v14")
    same = rules.against_champion(AUC, _gain(0.001, -0.003, 0.005), "v14")
    assert (same.tone, same.title) == ("info", "Not told apart from v14")


def test_a_gain_of_a_loss_is_told_as_the_change_of_the_loss():
    found = rules.against_champion(LOG_LOSS, _gain(0.02, 0.01, 0.03), "v1")
    assert found.tone == "good"
    assert found.text.startswith(f"Log loss {MINUS}0.0200 ({MINUS}0.0300 to {MINUS}0.0100)")


def test_calibrated_probabilities_are_trusted_and_squeezed_ones_are_not():
    rng = np.random.default_rng(0)
    p = rng.uniform(0.02, 0.98, 20_000)
    y = (rng.random(20_000) < p).astype(int)
    trusted = rules.calibrated(calibration(y, p))
    assert (trusted.tone, trusted.n_rows) == ("good", 20_000)
    off = rules.calibrated(calibration(y, 0.5 + (p - 0.5) * 0.5))
    assert (off.tone, off.title) == ("warn", "Probabilities are off")
    assert off.text.startswith("Calibration error 0.1")


def test_few_rows_say_nothing_of_calibration():
    assert rules.calibrated([CalibrationBin(0.5, 0.9, 0.6, 1.0, 10)] * 4) is None
    assert rules.calibrated([]) is None


def test_the_calibration_error_is_the_distance_by_rows():
    bins = [CalibrationBin(0.2, 0.3, 0, 1, 100), CalibrationBin(0.8, 0.8, 0, 1, 300)]
    assert rules.calibration_error(bins) == pytest.approx(0.025)


def test_a_flat_end_is_said_with_where_it_begins():
    values = 0.3 + 0.4 * np.exp(-np.arange(382) / 40)
    found = rules.stopped_learning(_course(values), "tree")
    assert found.tone == "info"
    at = int(found.title.removeprefix("Stopped learning at tree ").split()[0])
    assert np.ptp(values[at:]) <= 0.005 * (values[0] - values.min())
    assert np.ptp(values[at - 2 :]) > 0.005 * (values[0] - values.min())
    assert found.text.endswith(f"over the last {381 - at} trees")


def test_a_curve_that_still_falls_has_not_stopped():
    assert rules.stopped_learning(_course(np.linspace(1.0, 0.0, 100))) is None
    assert rules.stopped_learning(_course([1.0, 0.5, 0.4])) is None
    assert rules.stopped_learning(_course(np.ones(50))) is None


def test_a_loss_that_rises_again_is_said_with_both_values():
    values = np.concatenate([np.linspace(0.8, 0.4, 50), np.linspace(0.4, 0.6, 50)])
    found = rules.learned_by_heart(_course(values))
    assert (found.tone, found.title) == ("warn", "Got worse after step 49")
    assert found.text == "Log loss went from 0.4000 at step 49 to 0.6000 at 99"
    rising = rules.learned_by_heart(_course(1 - values, higher_is_better=True, title="AUC"))
    assert rising.text == "AUC went from 0.6000 at step 49 to 0.4000 at 99"
    assert rules.learned_by_heart(_course(np.linspace(0.8, 0.4, 100))) is None


@pytest.mark.parametrize("seed", range(8))
def test_a_lucky_point_of_a_noisy_course_is_no_best(seed):
    rng = np.random.default_rng(seed)
    noisy = 0.35 + 0.6 * np.exp(-np.arange(3000) / 600) + rng.normal(0, 0.03, 3000)
    assert rules.learned_by_heart(_course(noisy)) is None
    worse = noisy + np.maximum(0, np.arange(3000) - 2000) * 0.0002
    assert rules.learned_by_heart(_course(worse)).tone == "warn"


def test_values_that_are_no_numbers_are_bad_and_say_where_they_begin():
    found = rules.unsteady(_course([0.5, np.nan, np.inf, 0.4]))
    assert found.tone == "bad"
    assert found.text == "2 of 4 points are none, first at step 1"


def test_a_curve_that_swings_at_its_end_is_not_steady():
    rng = np.random.default_rng(1)
    fall = np.linspace(1.0, 0.5, 400)
    assert rules.unsteady(_course(fall + rng.normal(0, 0.004, 400))) is None
    found = rules.unsteady(_course(fall + rng.normal(0, 0.2, 400)))
    assert (found.tone, found.title) == ("warn", "Log loss is not steady")


def test_a_gap_to_the_training_rows_counts_only_outside_of_the_interval():
    found = rules.overfitted("auc", "AUC", 4, 0.99, 0.80, 0.02, 3_000)
    assert found.text == "AUC 0.9900 on rows learned from, 0.8000 on 3,000 held out"
    assert rules.overfitted("auc", "AUC", 4, 0.81, 0.80, 0.02, 3_000) is None
    assert rules.overfitted("auc", "AUC", 4, 0.99, 0.80, 0.3, 3_000) is None
    assert rules.overfitted("auc", "AUC", 4, 0.99, 0.80, 0.02, 0) is None


def test_a_slice_is_weak_only_where_its_interval_lies_beyond_the_whole():
    found = rules.weak_slice("auc", "carrier = AA", "AUC", 4, 0.60, 0.55, 0.65, 0.71, 288, True)
    assert found.text == "AUC 0.6000 on 288 rows, 0.1100 under the whole"
    assert rules.weak_slice("auc", "x", "AUC", 4, 0.60, 0.45, 0.75, 0.71, 20, True) is None
    loss = rules.weak_slice("auc", "x", "Log loss", 2, 0.60, 0.55, 0.65, 0.40, 288, False)
    assert loss.text.endswith("0.20 over the whole")


def test_why_a_run_failed_is_its_last_line():
    found = rules.failed("Traceback\n  File x\nValueError: no rows", "failed")
    assert (found.title, found.text) == ("It failed", "ValueError: no rows")
    assert rules.failed("", "stopped").text == "Nothing was logged of the reason."


def test_parts_are_named_by_their_column():
    assert rules.part_words("carrier", "AA") == "carrier = AA"
    assert rules.part_words("distance", "over 1,185") == "distance over 1,185"
    assert rules.part_words("distance", "686 to 965") == "distance 686 to 965"


def test_the_worst_come_first():
    found = [Finding(tone, f"{tone}{weight}", "", weight, 1)
             for tone in ("good", "info", "bad", "warn") for weight in (1, 2)]  # fmt: skip
    titles = [one.title for one in rules.chosen([None, *found])]
    assert titles == ["bad2", "bad1", "warn2", "warn1", "info2", "info1", "good2", "good1"]

"""Bounds of jobs: which count, and which was passed."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.job_limits import NO_LIMITS, JobLimits, Used


def test_a_jobs_own_bounds_count_before_the_usual_ones():
    own, usual = JobLimits(seconds=5.0, cores=2), JobLimits(seconds=60.0, memory_mb=100.0)
    assert own.over(usual) == JobLimits(5.0, 2, 100.0)
    assert NO_LIMITS.over(usual) == usual
    assert JobLimits.from_dict(own.to_dict()) == own


@pytest.mark.parametrize(
    ("used", "words"),
    [
        (Used(60.0, 100.0), ""),
        (Used(60.1, 1.0), "Ended after 60.1 s at work"),
        (Used(1.0, 100.4), "Ended when it held 100 MB"),
    ],
)
def test_what_is_used_up_to_a_bound_is_fine_and_beyond_it_is_told(used, words):
    found = JobLimits(seconds=60.0, memory_mb=100.0).passed(used)
    assert (found is None) == (words == "")
    if found is not None:
        assert found.message.startswith(words)
        assert found.hint


def test_a_bound_under_which_nothing_can_be_done_is_refused():
    for wrong in ({"seconds": 0.0}, {"cores": 0}, {"memory_mb": -1.0}, {"seconds": float("nan")}):
        with pytest.raises(NeedsYou, match="lets nothing be done"):
            JobLimits(**wrong)

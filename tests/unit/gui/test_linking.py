"""One highlight and one set of brushes for all plots."""

import numpy as np
import pytest

from tidemill.gui.pages.experiments.compare.linking import Linking


@pytest.fixture
def link() -> Linking:
    made = Linking()
    made.reset(4)
    return made


def test_a_run_pointed_at_comes_forward_and_one_kept_returns(link: Linking) -> None:
    told: list[int] = []
    link.pointed.connect(told.append)
    link.keep(2)
    link.point(0)
    link.point(0)
    link.point(-1)
    assert told == [2, 0, 2]
    assert link.forward() == 2
    link.point(9)  # a run that is not compared
    assert link.forward() == 2


def test_brushes_of_several_plots_hold_what_is_inside_all(link: Linking) -> None:
    told: list[int] = []
    link.brushed.connect(lambda: told.append(link.n_brushed()))
    link.brush("parallel", np.array([True, True, False, False, True]))  # a row behind the runs
    link.brush("scatter", np.array([False, True, True, False]))
    link.brush("scatter", np.array([False, True, True, False]))  # the same again
    assert told == [2, 1]
    rows = link.rows()
    assert rows is not None
    assert rows.tolist() == [False, True, False, False]
    without = link.rows(without="scatter")
    assert without is not None
    assert without.tolist() == [True, True, False, False]
    assert link.is_in(1)
    assert not link.is_in(0)
    link.brush("parallel", None)
    link.brush("parallel", None)
    assert told == [2, 1, 2]


def test_esc_lets_go_of_everything_once(link: Linking) -> None:
    assert not link.clear()
    link.keep(1)
    link.brush("a", np.array([True, False, False, False]))
    assert link.clear()
    assert link.forward() == -1
    assert link.rows() is None
    assert link.is_in(3)
    assert not link.clear()


def test_other_runs_begin_with_nothing(link: Linking) -> None:
    link.keep(3)
    link.brush("a", np.array([True, False, False, False]))
    link.reset(2)
    assert link.forward() == -1
    assert link.n_brushed() == 2

import numpy as np

from tidemill.gui.kit.charts.brushes import in_both


def test_rows_have_to_be_inside_both_brushes_where_there_are_two():
    here, elsewhere = np.array([True, True, False]), np.array([True, False, True])
    assert in_both(None, None, 3) is None
    assert in_both(here, None, 3) is here
    assert in_both(None, elsewhere, 3).tolist() == [True, False, True]
    assert in_both(here, elsewhere, 3).tolist() == [True, False, False]


def test_rows_that_the_other_brush_does_not_know_are_inside():
    assert in_both(None, np.array([False]), 3).tolist() == [False, True, True]
    assert in_both(None, np.array([False, True, False, False]), 2).tolist() == [False, True]

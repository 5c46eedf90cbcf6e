"""The slice that explains a change is the one that holds more of it than of the rows."""

import numpy as np

from tidemill.domain.diff_slices import Slicing, merged_levels, origin


def slicing(name, codes_before, codes_after, levels=("north", "east", "south")):
    before = None if codes_before is None else np.array(codes_before, np.int16)
    return Slicing(name, levels, before, np.array(codes_after, np.int16))


def test_the_level_in_which_more_went_missing_is_named():
    codes = [0] * 100 + [1] * 200 + [2] * 100
    before, after = np.zeros(400, bool), np.zeros(400, bool)
    after[:60] = True
    after[100] = True
    found = origin("missing", before, after, [slicing("region", codes, codes)])
    assert found is not None
    assert (found.by, found.guilty, found.event) == ("region", "north", "missing")
    assert found.slices[0].after == 0.6
    assert found.slices[0].before == 0.0
    assert found.explained > 0.95


def test_of_several_cuts_the_one_that_explains_most_is_taken():
    region = [0] * 100 + [1] * 100
    half = [0, 1] * 100
    after = np.zeros(200, bool)
    after[:50] = True
    cuts = [slicing("half", half, half), slicing("region", region, region)]
    found = origin("missing", np.zeros(200, bool), after, cuts)
    assert found is not None
    assert found.by == "region"


def test_a_change_that_is_everywhere_has_no_guilty_slice():
    codes = [0, 1, 2] * 100
    after = np.zeros(300, bool)
    after[::7] = True
    assert origin("changed", None, after, [slicing("region", codes, codes)]) is None


def test_what_was_usual_in_a_slice_already_is_no_reason():
    codes = [0] * 100 + [1] * 100
    before, after = np.zeros(200, bool), np.zeros(200, bool)
    before[:50] = after[:50] = True  # north always lacked it
    after[150:190] = True
    found = origin("missing", before, after, [slicing("region", codes, codes)])
    assert found is not None
    assert found.guilty == "east"


def test_a_handful_of_rows_explains_nothing():
    codes = [0] * 100 + [1] * 100
    after = np.zeros(200, bool)
    after[:3] = True
    assert origin("changed", None, after, [slicing("region", codes, codes)]) is None


def test_levels_of_both_versions_stand_the_most_frequent_first():
    assert merged_levels({"a": 9, "gone": 4}, {"b": 5, "a": 2}) == ("b", "a", "gone")

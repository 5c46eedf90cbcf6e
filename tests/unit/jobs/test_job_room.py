"""The cores that jobs share."""

import pytest

from tidemill.jobs.limits import Room

FOUR = Room((0, 1, 2, 3))


@pytest.mark.parametrize(
    ("wanted", "taken", "fits"),
    [
        (4, [], True),
        (9, [], True),  # alone it is given what there is
        (None, [4], True),
        (2, [2], True),
        (2, [2, None], True),
        (3, [2], False),
        (1, [2, 2], False),
    ],
)
def test_a_job_begins_where_its_cores_are_free(wanted, taken, fits):
    assert FOUR.has_room(wanted, taken) is fits


def test_a_job_is_given_the_cores_that_fewest_others_have():
    assert FOUR.least_used(2, []) == [0, 1]
    assert FOUR.least_used(2, [[0, 1], [0, 2]]) == [1, 3]
    assert FOUR.least_used(9, [[0]]) == [0, 1, 2, 3]

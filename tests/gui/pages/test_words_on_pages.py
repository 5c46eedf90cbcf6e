"""Words that several pages owe to the eye: nothing raw, nothing contrary, nothing cut."""

from typing import Any

import pytest
from PySide6.QtCore import QSize

from tidemill.domain.activities import Activity
from tidemill.gui.app import on_screen
from tidemill.gui.pages.activity.state import detail, row
from tidemill.gui.pages.home.decisions import _offence
from tidemill.gui.pages.models.promotion_state import _within
from tidemill.services.runs import estimator_title

KINDS = "`wind` is a number in this dataset, but text in 50 of 50 rows, first in line 2: 'calm'."


def an_entry(**values: Any) -> Activity:
    """An entry of the activity log."""
    known = {
        "id": 1, "at": "2026-11-21T12:00:00.000000Z", "by": "worker", "kind": "model",
        "subject": "models/late/2", "sentence": "rejected late v2", "note": "", "detail": {},
        "seal": "0" * 64,
    }  # fmt: skip
    return Activity(**{**known, **values})


def test_evidence_of_a_file_says_what_was_wrong_not_what_was_wanted() -> None:
    check = {"name": "Types match", "message": KINDS, "n_rows": 50}
    found = _offence([check])
    assert found.name == "wind"
    assert found.lines == ("expected number, found text", "in 50 rows")
    other = _offence([{"name": "Target is present", "message": "`late` is empty.", "n_rows": 1}])
    assert other.lines == ("Target is present: failed", "in 1 row")


def test_activity_shows_no_marks_of_code_and_no_bare_yes() -> None:
    entry = an_entry(note="`wind` is text.", detail={"champion": True, "run": "calm-crane"})
    assert row(entry, {}).note == "wind is text."
    shown = detail(entry, {}, {})
    assert shown.note == "wind is text."
    assert shown.facts == (("Run", "calm-crane"),)


@pytest.mark.parametrize(
    ("title", "said"),
    [("Log loss", "log loss"), ("AUC", "AUC"), ("F1", "F1"), ("Brier score", "Brier score"),
     ("PR AUC", "PR AUC"), ("Accuracy", "accuracy")],
)  # fmt: skip
def test_a_measure_inside_a_sentence_is_no_sentence_of_its_own(title: str, said: str) -> None:
    assert _within(title) == said


def test_an_estimator_has_one_name_on_every_page() -> None:
    assert estimator_title("hist_gradient_boosting") == "Gradient boosting"
    assert estimator_title("my_own_forest") == "my own forest"


def test_a_window_opens_no_larger_than_the_screen_and_no_smaller_than_it_can_be() -> None:
    wanted = QSize(1440, 900)
    assert on_screen(wanted, QSize(1920, 1080)) == wanted
    assert on_screen(wanted, QSize(1366, 768)) == QSize(1366, 728)
    assert on_screen(wanted, QSize(800, 600)) == QSize(1100, 700)

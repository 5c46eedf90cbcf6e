"""What a dry run is drawn from: columns, what was done by hand, counts in words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tidemill.domain.dry_runs import ByHand, DryFile, DryGate, DryRun, Then
from tidemill.gui.pages.automations.dry_state import dry_state

BETTER, SLICES = "Better than the champion", "No slice falls over"


def file(month: int, year: int = 2026, **values: Any) -> DryFile:
    """A file of a month, added unless said otherwise."""
    made = DryFile(
        f"m{month}.csv",
        f"/in/m{month}.csv",
        datetime(year, month, 2, tzinfo=UTC),
        10,
        100,
        "added",
        "Added",
        checks=3,
    )
    return replace(made, **values)


def run(*files: DryFile, **values: Any) -> DryRun:
    """A dry run of a rule that proposes."""
    made = DryRun(1, 1, "r", "/in", "d", "m", "auc", "propose", files, n_there=len(files))
    return replace(made, **values)


def fitted(then: Then, *gates: DryGate) -> dict[str, Any]:
    return {"retrained": True, "then": then, "gates": gates}


def test_files_go_down_as_far_as_they_would_have_come() -> None:
    state = dry_state(
        run(
            file(1, **fitted(Then.PROPOSED)),
            file(2, **fitted(Then.KEPT, DryGate(BETTER, False, "no"))),
            file(3, **fitted(Then.KEPT, DryGate(BETTER, True, ""), DryGate(SLICES, False, "b"))),
            file(4, state="set-aside"),
            file(5, state="skipped"),
            file(6, then=Then.NOT_KNOWN),
        )
    )
    drawn = [(c.check, c.fit, c.went_on) for c in state.columns]
    assert drawn == [
        ("passed", "better", True),
        ("passed", "same", False),
        ("passed", "stopped", False),
        ("failed", "", False),
        ("", "", False),
        ("passed", "unknown", False),
    ]
    assert state.columns[4].is_copy
    assert [(c.number, c.words) for c in state.counts] == [
        ("6", "files"),
        ("4", "added to d"),
        ("1", "proposals to you"),
        ("1", "set aside"),
        ("1", "skipped, a copy"),
        ("1", "not better, champion kept"),
        ("1", "stopped by a gate"),
        ("1", "not known without fitting"),
    ]


def test_months_are_named_once_and_years_where_they_begin() -> None:
    state = dry_state(
        run(file(11, 2025), file(12, 2025), replace(file(12, 2025), name="b"), file(1))
    )
    assert [c.label for c in state.columns] == ["Nov 2025", "Dec", "", "Jan 2026"]


def test_what_was_done_by_hand_stands_between_the_files_of_its_time() -> None:
    files = (file(1), file(3))
    middle = files[0].moment + (files[1].moment - files[0].moment) / 2
    decision = ByHand(middle, "promoted", "v8", "ines", ready_at=files[0].moment)
    state = dry_state(run(*files, by_hand=(decision,)))
    assert [mark.place for mark in state.marks] == [0.5]
    assert state.marks[0].words.startswith("ines promoted v8 on ")
    # 29.5 days, to the even one.
    assert state.earlier == "v8 would have been ready 30 days earlier than by hand."


def test_decision_years_after_its_file_was_not_waiting_for_it() -> None:
    late = ByHand(datetime(2030, 1, 1, tzinfo=UTC), "promoted", "v8", "x", ready_at=file(1).moment)
    assert dry_state(run(file(1), by_hand=(late,))).earlier == ""


def test_newest_files_stand_first_in_the_table_and_a_sure_gain_is_told_from_one_that_is_not() -> (
    None
):
    sure = file(1, gain=0.02, gain_low=0.01, gain_high=0.03, metric=0.9)
    unsure = file(2, gain=0.02, gain_low=-0.01, gain_high=0.05, metric=0.9)
    worse = file(3, gain=-0.02, gain_low=-0.03, gain_high=-0.01, metric=0.9)
    state = dry_state(run(sure, unsure, worse))
    assert [(r.name, r.is_better) for r in state.rows] == [
        ("m3.csv", False),
        ("m2.csv", None),
        ("m1.csv", True),
    ]

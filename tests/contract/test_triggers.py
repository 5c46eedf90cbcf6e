"""What every trigger of the catalogue keeps, and what it would do over a year."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import ModuleType
from typing import Any

import pytest

from tidemill.catalog.discovery import family
from tidemill.domain.entries import TriggerEntry
from tidemill.domain.trigger_replays import Played, Start, replay
from tidemill.domain.triggers import (
    Arrival,
    Decided,
    DecisionFacts,
    End,
    EndFacts,
    Fire,
    Never,
    Reading,
    Reads,
    Wait,
    WaitUntil,
)

TRIGGERS = family("triggers")
MODULES = [pytest.param(module, id=name) for name, module in TRIGGERS.items()]
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = BEGIN + timedelta(days=365, seconds=-1)
SETTINGS: dict[str, dict[str, Any]] = {
    "new-data": {"dataset": "flights"},
    "schedule": {"when": "every day at 12:00"},
    "limit": {"model": "late"},
    "job-ended": {"of": "model.train"},
    "registry-event": {"model": "late"},
}


def _event(reads: str, key: int, at: datetime) -> Any:
    """Something that starts the trigger as it is set above."""
    if reads == Reads.ARRIVALS:
        return Arrival(key, f"flights v{key}", 100, at, key, f"{key}.csv")
    if reads == Reads.READINGS:  # each sees another champion, so that each is a crossing
        return Reading(key, f"flights v{key}", f"late v{key}", {"psi": 0.5}, at)
    if reads == Reads.ENDS:
        return End(key, f"Job {key}", True, "", at)
    return Decided(key, "promoted", f"late v{key}", key, "ada", at)


def played(module: ModuleType, days: list[int], **settings: Any) -> Played:
    """A trigger to which something happens at the noon of days of the year."""
    entry = module.ENTRY
    events = ()
    if entry.reads not in (Reads.CLOCK, Reads.NOTHING):
        noon = BEGIN + timedelta(hours=12)
        events = tuple(
            _event(entry.reads, i, noon + timedelta(days=d)) for i, d in enumerate(days, 1)
        )
    chosen = entry.settings(SETTINGS.get(entry.id, {}) | settings)
    return Played("t", module.decide, entry.reads, chosen, events)


def _year(module: ModuleType, days: list[int], limits: dict[str, Any]) -> list[Start]:
    return replay([played(module, days)], BEGIN, END, limits=limits, minutes=10.0)


def test_the_triggers_are_found() -> None:
    names = {"new-data", "schedule", "limit", "by-hand", "job-ended", "registry-event"}
    assert names <= set(TRIGGERS)


@pytest.mark.parametrize("module", MODULES)
def test_a_trigger_declares_what_it_reads_and_says_when_it_starts(module: ModuleType) -> None:
    entry = module.ENTRY
    assert isinstance(entry, TriggerEntry)
    assert entry.reads in list(Reads)
    said = module.sentence(**entry.settings(SETTINGS.get(entry.id, {})))
    assert said[0].isupper()
    assert not said.endswith(".")
    assert all(p.help for p in entry.parameters)


@pytest.mark.parametrize("module", MODULES)
def test_a_trigger_that_has_nothing_new_waits_and_says_why(module: ModuleType) -> None:
    from tidemill.domain.trigger_replays import facts_of, first_memory

    one = played(module, [])
    facts = facts_of(one, (), first_memory(one.reads, (), BEGIN))
    answer = module.decide(facts, BEGIN, **one.settings)
    assert isinstance(answer, (Wait, WaitUntil))
    assert answer.sentence.endswith(".")


@pytest.mark.parametrize("module", MODULES)
def test_over_a_year_each_thing_that_happens_starts_once(module: ModuleType) -> None:
    days = list(range(365))
    starts = _year(module, days, {})
    wanted = 0 if module.ENTRY.reads == Reads.NOTHING else 365
    assert len(starts) == wanted
    assert [s.at for s in starts] == [BEGIN + timedelta(days=d, hours=12) for d in days[:wanted]]
    assert len({s.sentence for s in starts}) == wanted


@pytest.mark.parametrize("module", MODULES)
def test_over_a_year_at_most_once_a_week_starts_weekly_and_loses_nothing(
    module: ModuleType,
) -> None:
    starts = _year(module, list(range(365)), {"at_most_every_s": 7 * 86400})
    if module.ENTRY.reads == Reads.NOTHING:
        assert not starts
        return
    gaps = [b.at - a.at for a, b in pairwise(starts)]
    assert min(gaps) >= timedelta(days=7)
    assert len(starts) == 53


@pytest.mark.parametrize("module", MODULES)
def test_over_a_year_quiet_hours_put_every_start_off_to_their_end(module: ModuleType) -> None:
    limits = {"quiet": ("10:00", "18:00"), "zone": "Europe/Vienna"}
    starts = _year(module, list(range(365)), limits)
    if module.ENTRY.reads == Reads.NOTHING:
        assert not starts
        return
    from zoneinfo import ZoneInfo

    assert {s.at.astimezone(ZoneInfo("Europe/Vienna")).hour for s in starts} == {18}
    assert len(starts) == 365


@pytest.mark.parametrize("module", MODULES)
def test_over_a_year_a_budget_lets_a_few_start_each_month(module: ModuleType) -> None:
    starts = _year(module, list(range(365)), {"minutes_a_month": 30})
    months: dict[int, int] = {}
    for one in starts:
        months[one.at.month] = months.get(one.at.month, 0) + 1
    if module.ENTRY.reads == Reads.NOTHING:
        assert not months
    else:
        assert set(months) == set(range(1, 13))
        assert set(months.values()) == {3}


@pytest.mark.parametrize("module", MODULES)
def test_over_a_year_on_battery_at_work_starts_come_on_mains(module: ModuleType) -> None:
    def on_mains(at: datetime) -> bool:
        return at.hour >= 20

    starts = replay(
        [played(module, list(range(365)))],
        BEGIN,
        END,
        limits={"mains_only": True},
        on_mains=on_mains,
    )
    if module.ENTRY.reads == Reads.NOTHING:
        assert not starts
        return
    assert len(starts) == 365
    assert {s.at.hour for s in starts} == {20}


def test_any_of_several_triggers_starts_and_a_start_has_all_the_data() -> None:
    """Files that came before the nightly start count for no later one."""
    files = played(TRIGGERS["new-data"], list(range(365)), n_files=3)
    night = played(TRIGGERS["schedule"], [], when="every Monday at 20:00")
    night = Played("night", night.decide, night.reads, night.settings)
    starts = replay([files, night], BEGIN, END)
    assert {s.trigger for s in starts} == {"t", "night"}
    for before, one in pairwise(starts):
        if one.trigger == "t":
            assert one.at - before.at >= timedelta(days=2)


def test_files_and_rows_are_counted_since_the_last_start() -> None:
    module = TRIGGERS["new-data"]
    three = replay([played(module, list(range(10)), n_files=3)], BEGIN, END)
    assert [s.at.day for s in three] == [3, 6, 9]
    assert three[0].sentence == "3 files with 300 rows were added to flights"
    assert three[0].refs == {"version": 3, "file": 3, "files": [1, 2, 3]}
    rows = replay([played(module, list(range(10)), n_rows=450)], BEGIN, END)
    assert [s.at.day for s in rows] == [5, 10]
    just = replay([played(module, list(range(10)), n_rows=300)], BEGIN, END)
    assert [s.at.day for s in just] == [3, 6, 9]


def test_files_of_another_folder_do_not_count() -> None:
    module = TRIGGERS["new-data"]
    events = tuple(
        Arrival(i, f"v{i}", 1, BEGIN + timedelta(days=i), i, f"{i}.csv", watch_id=1 + i % 2)
        for i in range(1, 11)
    )
    settings = module.ENTRY.settings({"dataset": "flights", "watch": 2, "n_files": 2})
    starts = replay([Played("t", module.decide, Reads.ARRIVALS, settings, events)], BEGIN, END)
    assert [s.refs["files"] for s in starts] == [[1, 3], [5, 7]]


def _readings(values: list[float | None], champions: str = "") -> tuple[Reading, ...]:
    champions = champions or "1" * len(values)
    return tuple(
        Reading(
            i,
            f"flights v{i}",
            f"late v{champion}",
            {} if value is None else {"psi:dep": value, "psi": value, "auc": value},
            BEGIN + timedelta(days=i),
            alert=i if value is not None and value > 0.9 else None,
        )
        for i, (value, champion) in enumerate(zip(values, champions, strict=True), 1)
    )


def _days(readings: tuple[Reading, ...], **settings: Any) -> list[int]:
    module = TRIGGERS["limit"]
    chosen = module.ENTRY.settings({"model": "late", **settings})
    one = Played("t", module.decide, Reads.READINGS, chosen, readings, "auc", True)
    return [(s.at - BEGIN).days for s in replay([one], BEGIN, END)]


def test_a_limit_starts_when_it_is_crossed_not_as_long_as_it_is() -> None:
    assert _days(_readings([0.1, 0.3, 0.4, 0.5, 0.1, 0.3])) == [2, 6]
    assert _days(_readings([0.1, 0.3, None, 0.5])) == [2]
    assert _days(_readings([0.2, 0.21])) == [2], "at the limit is not over it"
    assert _days(_readings([0.3, 0.3, 0.3], champions="112"), column="dep") == [1, 3]


def test_an_error_over_its_limit_is_a_metric_that_is_worse() -> None:
    values = [0.9, 0.8, 0.69, 0.6, 0.75]
    assert _days(_readings(values), what="error", limit=0.7) == [3]
    assert _days(_readings(values), what="value", figure="auc", side="over", limit=0.7) == [1, 5]
    assert _days(_readings(values), what="value", figure="auc", side="under", limit=0.7) == [3]


def test_an_open_alert_starts_once() -> None:
    assert _days(_readings([0.1, 0.95, 0.99, 0.2, 0.95]), what="alert") == [2, 5]


def test_a_figure_that_is_back_in_its_range_before_it_may_start_starts_nothing() -> None:
    module = TRIGGERS["limit"]
    chosen = module.ENTRY.settings({"model": "late"})
    readings = _readings([0.1, 0.3, 0.1, 0.4])
    one = Played("t", module.decide, Reads.READINGS, chosen, readings)
    hours = {"quiet": ("00:00", "23:00")}
    quiet = replay([one], BEGIN, END, limits=hours)
    assert [(s.at - BEGIN).days for s in quiet] == [2, 4]
    moved = tuple(
        Reading(r.chunk_id, r.label, r.champion, r.figures, BEGIN + timedelta(hours=r.chunk_id))
        for r in readings[:3]
    )
    one = Played("t", module.decide, Reads.READINGS, chosen, moved)
    assert replay([one], BEGIN, END, limits=hours) == []


@pytest.mark.parametrize(("how", "days"), [("well", [2, 4]), ("badly", [1, 3]), ("either", None)])
def test_the_end_of_another_starts_as_it_went(how: str, days: list[int] | None) -> None:
    module = TRIGGERS["job-ended"]
    ends = tuple(
        End(i, f"Job {i}", i % 2 == 0, "The disk is full.", BEGIN + timedelta(days=i))
        for i in range(1, 5)
    )
    settings = module.ENTRY.settings({"of": "model.train", "how": how})
    starts = replay([Played("t", module.decide, Reads.ENDS, settings, ends)], BEGIN, END)
    assert [(s.at - BEGIN).days for s in starts] == (days or [1, 2, 3, 4])
    if how == "badly":
        assert starts[0].sentence == "Job 1 ended badly: The disk is full"


def test_only_the_event_that_was_asked_for_starts() -> None:
    module = TRIGGERS["registry-event"]
    kinds = ["registered", "promoted", "rolled back", "rejected"]
    events = tuple(
        Decided(i, what, f"late v{i}", i, "ada", BEGIN + timedelta(days=i))
        for i, what in enumerate(kinds, 1)
    )
    for i, event in enumerate(["registered", "promoted", "rolled-back", "rejected"], 1):
        settings = module.ENTRY.settings({"model": "late", "event": event})
        one = Played("t", module.decide, Reads.DECISIONS, settings, events)
        starts = replay([one], BEGIN, END)
        assert [s.refs for s in starts] == [{"decision": i, "model_version": i}]


def test_what_does_not_count_is_not_read_again() -> None:
    """Else a trigger that waits for what is rare would read all the rest at each look."""
    ended, memory = TRIGGERS["job-ended"], {"last": 7, "open": [3]}
    badly = EndFacts((End(2, "Job 2", False, "", BEGIN),), memory)
    answer = ended.decide(badly, BEGIN, of="model.train", how="well")
    assert isinstance(answer, Wait)
    assert answer.memory == memory
    registry = TRIGGERS["registry-event"]
    rejected = tuple(Decided(i, "rejected", "late v1", 1, "ada", BEGIN) for i in (4, 9))
    answer = registry.decide(DecisionFacts(rejected), BEGIN, event="promoted")
    assert isinstance(answer, Wait)
    assert answer.memory == {"decision": 9}
    promoted = Decided(3, "promoted", "late v1", 1, "ada", BEGIN)
    answer = registry.decide(DecisionFacts((promoted, *rejected)), BEGIN, event="promoted")
    assert isinstance(answer, Fire)
    assert answer.memory == {"decision": 9}


def test_a_person_starts_by_hand_and_nothing_else_does() -> None:
    module = TRIGGERS["by-hand"]
    assert isinstance(module.decide(None, BEGIN), Wait)
    assert not isinstance(module.decide(None, END), (Fire, Never))

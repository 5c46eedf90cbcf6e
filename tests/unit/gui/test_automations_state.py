"""The pure part of Automations: which jobs belong to which file, and what is said of them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tidemill.domain.asking import text_for_sender
from tidemill.domain.automations import (
    Automation,
    AutomationRun,
    AutomationStep,
    Cause,
    Guards,
    Limits,
    Mode,
    RunState,
    StepKind,
    StepState,
    Trigger,
    chain,
)
from tidemill.domain.causes import Link, Ref
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import ArrivedFile, FileState, Watch
from tidemill.gui.pages.automations.cards import cards_of
from tidemill.gui.pages.automations.linking import links_of
from tidemill.gui.pages.automations.loading import Loaded, n_waiting_for_person
from tidemill.gui.pages.automations.rule_detail import open_links
from tidemill.gui.pages.automations.selected import file_detail, job_detail
from tidemill.gui.pages.automations.state import Chosen, state_of
from tidemill.services.automation_runs import RunView

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WATCH = Watch(
    1, "/data/exports/flights", "flights", "append", None, None, True, True, NOW, "tester",
)  # fmt: skip
RULE = Automation(
    3, "flights, flights", "flights", "flights-late", Mode.PROPOSE,
    (Trigger("files", "new-data", {"dataset": "flights", "watch": 1}),), chain("flights-late"),
    Limits(), Guards(), True, NOW, "tester",
)  # fmt: skip
FILE = ArrivedFile(
    7, 1, "flights", "/data/exports/flights/june.csv", 410_300, 1, None, FileState.ADDED, "Added",
    "", (), 600, 70, 6, 11, NOW, NOW, "worker",
)  # fmt: skip
CHECK = {
    "check": "types_match",
    "name": "Values fit their columns",
    "passed": False,
    "message": "wind is text in 3 of 400 rows.",
    "rows": [2, 3, 1204],
    "n_rows": 3,
    "severity": "error",
}


def job(key: int, kind: str, state: JobState = JobState.SUCCEEDED, **values: Any) -> Job:
    """A job, ended well unless said otherwise."""
    is_open = state in (JobState.QUEUED, JobState.RUNNING)
    known: dict[str, Any] = {
        "id": key, "kind": kind, "params": {}, "state": state, "priority": 0, "lane": None,
        "key": None, "attempts": 1, "asked_by": "worker", "cause": "a file landed",
        "parent_id": None, "claimed_by": None, "lease_until": None, "cancel_asked": False,
        "progress": 0.5 if is_open else 1.0, "message": "", "result": {}, "error_kind": None,
        "error": None, "hint": None, "created_at": NOW,
        "started_at": None if state is JobState.QUEUED else NOW,
        "ended_at": None if is_open else NOW,
    }  # fmt: skip
    return Job(**{**known, **values})


INGEST = job(11, "dataset.ingest", params={"files": [7], "dataset": "flights"})
MONITOR = job(12, "model.monitor", parent_id=11, params={"model": "m", "dataset_version": 70})
RETRAIN = job(13, "model.retrain", parent_id=11, params={"model": "m", "file": 7})


def loaded(
    *jobs: Job, file: ArrivedFile = FILE, watch: Watch = WATCH, is_running: bool = True
) -> Loaded:
    """What the services would say; jobs oldest first."""
    newest = tuple(reversed(jobs))
    return Loaded((watch,), (file,), newest, (), is_running, NOW, automations=(RULE,))


def test_jobs_that_follow_a_version_belong_to_its_file() -> None:
    other = replace(MONITOR, id=14, parent_id=11, params={"model": "m", "dataset_version": 71})
    links = links_of(loaded(INGEST, MONITOR, RETRAIN, other))
    assert [j.id for j in links.of_file[7]] == [11, 12, 13]
    assert links.active(FILE) is None


def test_running_job_counts_before_one_that_waits() -> None:
    running = replace(MONITOR, state=JobState.RUNNING, ended_at=None)
    waiting = replace(RETRAIN, state=JobState.QUEUED, started_at=None, ended_at=None)
    links = links_of(loaded(INGEST, running, waiting))
    active = links.active(FILE)
    assert active is not None
    assert active.id == 12


@pytest.mark.parametrize(
    ("message", "step"),
    [("Learning from 55,000 rows", "Retrain"), ("Judging on flights v12", "Compare")],
)
def test_chain_shows_the_step_of_the_retraining(message: str, step: str) -> None:
    running = replace(RETRAIN, state=JobState.RUNNING, ended_at=None, message=message)
    [card] = cards_of(found := loaded(INGEST, running), links_of(found))
    assert [s.text for s in card.steps if s.state == "current"] == [step]
    assert (card.status, card.file_id) == ("working", 7)


def test_folder_says_whether_it_is_off_gone_or_waits() -> None:
    def words(**values: Any) -> tuple[str, str]:
        found = loaded(INGEST, watch=replace(WATCH, **values))
        [card] = cards_of(found, links_of(found))
        return card.status, card.words

    assert words() == ("good", "Waiting for files")
    assert words(is_on=False) == ("warn", "Its folder is not looked at")
    assert words(is_there=False) == ("warn", "The folder is not there")


def test_failed_retraining_is_red_in_the_chain() -> None:
    failed = replace(RETRAIN, state=JobState.FAILED, error="Out of memory.")
    [card] = cards_of(found := loaded(INGEST, failed), links_of(found))
    assert [s.text for s in card.steps if s.state == "failed"] == ["Retrain"]


def test_queued_job_without_a_worker_says_so() -> None:
    queued = replace(INGEST, state=JobState.QUEUED, started_at=None, ended_at=None)
    file = replace(FILE, state=FileState.WAITING, version=None, version_id=None)
    found = loaded(queued, file=file, is_running=False)
    [card] = cards_of(found, links_of(found))
    assert (card.words, card.about) == ("Waiting for the worker", "the worker is not running")
    state = state_of(found, Chosen())
    assert state.file is not None
    assert state.file.progress is not None
    assert state.file.progress.about == "the worker is not running"


def test_text_for_the_sender_names_what_was_found_and_where() -> None:
    file = replace(FILE, state=FileState.SET_ASIDE, checks=(CHECK,), version=None)
    text = text_for_sender(file)
    assert "june.csv" in text
    assert "wind is text in 3 of 400 rows." in text
    assert "Rows 2, 3, 1,204" in text


def test_way_of_a_file_ends_with_what_became_of_it() -> None:
    found = loaded(INGEST, MONITOR)
    detail = file_detail(FILE, found, links_of(found))
    assert [s.title for s in detail.steps] == [
        "New file found",
        "Read and checked",
        "Added as flights v6",
        "Compared with the training data",
    ]
    aside = replace(FILE, state=FileState.SET_ASIDE, checks=(CHECK,), version=None)
    found = loaded(INGEST, file=aside)
    detail = file_detail(aside, found, links_of(found))
    assert [(s.title, s.mark) for s in detail.steps[1:]] == [
        ("Read and checked", "failed"),
        ("Set aside", "failed"),
    ]
    assert detail.can_accept
    assert not detail.can_part


def test_rows_that_keep_a_file_out_are_shown_and_can_be_set_aside() -> None:
    rows = [{"line": 1204, "values": {"wind": "calm", "carrier": None}}]
    aside = replace(
        FILE,
        state=FileState.SET_ASIDE,
        checks=({**CHECK, "severity": "error", "passed": False, "offenders": rows},),
        version=None,
    )
    found = loaded(INGEST, file=aside)
    detail = file_detail(aside, found, links_of(found))
    assert detail.can_part
    assert detail.checks[0].values == ("1,204: wind calm, carrier –",)


def test_only_ended_jobs_that_did_not_succeed_are_tried_again() -> None:
    found = loaded(INGEST)
    links = links_of(found)
    assert not job_detail(INGEST, found, links).can_retry
    for state in (JobState.FAILED, JobState.CANCELLED, JobState.LOST):
        assert job_detail(replace(INGEST, state=state), found, links).can_retry


def test_file_set_aside_and_its_failed_job_count_once() -> None:
    aside = replace(FILE, state=FileState.SET_ASIDE)
    failed = replace(INGEST, state=JobState.FAILED)
    other = replace(RETRAIN, id=20, state=JobState.LOST, params={"model": "m"}, parent_id=None)
    assert n_waiting_for_person(loaded(failed, file=aside)) == 1
    assert n_waiting_for_person(loaded(failed, other, file=aside)) == 2


def run_of(job_id: int | None, state: RunState = RunState.FAILED) -> RunView:
    """A run of the rule with one script."""
    run = AutomationRun(
        5, RULE.id, "files", Cause("files", "june.csv was added"), state, "It failed.", {},
        1.0, NOW, NOW,
    )  # fmt: skip
    step = AutomationStep(
        9, 5, 0, StepKind.SCRIPT, "Run clean.py", {"file": "/scripts/clean.py"}, StepState.FAILED,
        "", {}, {}, job_id, NOW, NOW,
    )  # fmt: skip
    return RunView(run, (step,))


def test_failed_run_counts_once_with_its_job_and_not_while_its_rule_is_off() -> None:
    alone = replace(loaded(), runs=(run_of(None),))
    assert n_waiting_for_person(alone) == 1
    failed = job(30, "automation.script", JobState.FAILED)
    assert n_waiting_for_person(replace(loaded(failed), runs=(run_of(30),))) == 1
    better = run_of(None, RunState.SUCCEEDED)
    assert n_waiting_for_person(replace(alone, runs=(better, run_of(None)))) == 0
    off = replace(RULE, is_on=False)
    assert n_waiting_for_person(replace(alone, automations=(off,))) == 0


def test_job_of_a_script_is_about_that_script_or_is_called_as_its_step() -> None:
    found = replace(loaded(job(30, "automation.script")), runs=(run_of(30),))
    [row] = state_of(found, Chosen(part="jobs")).jobs
    assert row.subject == "clean.py"
    [view] = found.runs
    named = replace(view.steps[0], title="Clean up", settings={"title": "Clean up"})
    other = replace(found, runs=(RunView(view.run, (named,)),))
    [row] = state_of(other, Chosen(part="jobs")).jobs
    assert row.subject == "Clean up"


def test_marks_of_names_are_left_out_of_what_happened() -> None:
    message = "`wind` is text in 3 of 400 rows."
    aside = replace(FILE, state=FileState.SET_ASIDE, checks=({**CHECK, "message": message},))
    [row] = state_of(loaded(file=aside), Chosen()).files
    assert row.happened == "Set aside: wind is text in 3 of 400 rows."


def test_link_of_a_run_does_not_say_its_name_twice() -> None:
    version = Link(
        Ref("dataset_version", 4), "flights v6", "flights v6 was made with `600` rows",
        NOW, "flights@6",
    )  # fmt: skip
    folder = Link(
        Ref("watch", 1), "/data/exports/flights", "the folder /data/exports/flights takes files in",
        NOW,
    )  # fmt: skip
    data, watched = open_links((version, folder))
    assert (data.title, data.note) == ("flights v6", "Made with 600 rows")
    assert (watched.title, watched.note) == ("exports/flights", "Takes files in")


@pytest.mark.parametrize(
    ("params", "subject"),
    [
        ({"automation": {"name": "nightly"}, "watch": {"dataset": "x"}}, "nightly"),
        ({"automation": None, "watch": {"dataset": "flights"}}, "flights"),
        ({"dataset_version": 3, "recipe": {"target": "late"}}, "target late"),
        ({}, ""),
    ],
)
def test_dry_runs_and_trainings_say_what_they_are_about(
    params: dict[str, Any], subject: str
) -> None:
    [row] = state_of(loaded(job(30, "x", params=params)), Chosen(part="jobs")).jobs
    assert row.subject == subject

"""What needs a person: in which order, and putting it off."""

import pytest

from tidemill.base.errors import WorldError
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.people import Person, PersonRole
from tidemill.jobs import queue
from tidemill.services import (
    comments,
    home,
    ingesting,
    jobs,
    monitoring,
    people,
    promotion,
    watching,
)
from tidemill.services.job_kinds import kinds
from tidemill.store import chunks
from tidemill.store.blobs import Blobs


def test_an_empty_workspace_has_nothing_to_decide(workspace):
    shown = home.home(workspace)
    assert shown.decisions == ()
    assert shown.champions == ()
    assert (shown.has_data, shown.has_runs, shown.had_champion) == (False, False, False)


def _lose_a_training(workspace):
    with workspace.store.write() as tx:
        job_id = queue.enqueue(tx, JobRequest("model.train", {"files": []}))
        from tidemill.store import jobs as rows

        rows.update(tx, job_id, state=str(JobState.LOST), error="The process was killed.")
    return job_id


def test_decisions_come_candidates_first_then_alerts_files_and_jobs(
    workspace, champion, take_in, month, add_version
):
    champion()
    take_in(month(2, n=400, shift=3.0))
    add_version()
    broken = month(3, name="broken.csv")
    broken.write_text(broken.read_text().replace("day,x,shop,bought", "day,x,store,bought"))
    take_in(broken)
    job_id = _lose_a_training(workspace)
    shown = home.home(workspace)
    kinds_ = [type(d).__name__ for d in shown.decisions]
    assert kinds_ == sorted(
        kinds_, key=["ReadyToPromote", "OpenAlert", "SetAsideFile", "FailedJob"].index
    )
    assert set(kinds_) == {"ReadyToPromote", "OpenAlert", "SetAsideFile", "FailedJob"}
    assert shown.decisions[0].candidate.number == 2
    assert shown.decisions[0].champion.number == 1
    assert shown.decisions[-1].job.id == job_id
    aside = next(d for d in shown.decisions if isinstance(d, home.SetAsideFile))
    assert aside.file.name == "broken.csv"
    assert (shown.has_data, shown.has_runs, shown.had_champion) == (True, True, True)


def test_what_is_put_off_goes_from_home_and_stays_where_it_came_from(workspace, add_version):
    add_version()
    [decision] = home.home(workspace).decisions
    home.dismiss(workspace, home.decision_key(decision))
    home.dismiss(workspace, home.decision_key(decision))
    assert home.home(workspace).decisions == ()
    promotion.promote(workspace, "buyers@1")
    add_version()
    assert [d.candidate.number for d in home.home(workspace).decisions] == [2]


def test_a_candidate_whose_gates_failed_is_no_decision(workspace, add_version):
    add_version(passed=False)
    assert home.home(workspace).decisions == ()


def test_a_file_that_was_set_aside_is_one_decision_not_two_with_its_job(workspace, take_in, month):
    broken = month(1, name="broken.csv")
    broken.write_text("")
    job = take_in(broken)
    assert job.state is JobState.FAILED
    assert [type(d).__name__ for d in home.home(workspace).decisions] == ["SetAsideFile"]
    assert watching.arrived(workspace)[0].state == "set-aside"


def test_a_job_tried_again_is_no_longer_a_decision(workspace):
    job_id = _lose_a_training(workspace)
    assert [type(d).__name__ for d in home.home(workspace).decisions] == ["FailedJob"]
    jobs.retry(workspace, job_id)
    assert home.home(workspace).decisions == ()
    assert "model.train" in kinds()


def test_a_champion_without_new_data_says_so(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    [row] = home.home(workspace).champions
    assert (row.health, row.tone, row.live, row.course) == ("No new data yet", "idle", None, ())


def test_a_year_of_looks_is_told_without_reading_a_report(
    workspace, champion, take_in, month, monkeypatch
):
    champion()
    for number, shift in ((2, 0.0), (3, 3.0)):
        take_in(month(number, n=400, shift=shift))
    seen = monitoring.show(workspace, "buyers").chunks

    def refused(*_words):
        raise AssertionError("a report was read")

    for name in ("of_model", "of_id"):
        monkeypatch.setattr(chunks, name, refused)
    shown = home.home(workspace)
    [row] = shown.champions
    metric = row.model.metric
    assert row.course == tuple(c.measures[metric]["value"] for c in seen)
    assert row.live == row.course[-1]
    cards = [card for card in shown.decisions if isinstance(card, home.OpenAlert)]
    [drift] = [card for card in cards if card.alert.rule == "drift"]
    worst = []
    for chunk in seen:
        told = chunk.report["columns"]
        over = [c["psi"] for c in told if c["drifted"]] or [c["psi"] for c in told]
        worst.append(max(psi for psi in over if psi is not None))
    assert drift.course == pytest.approx(worst, rel=1e-6)


def test_a_file_that_the_disk_kept_out_is_offered_for_another_try_and_then_goes_in(
    workspace, month, drain, monkeypatch
):
    def full(*_words):
        raise WorldError("The disk is full.", "Free some room and try again.")

    with monkeypatch.context() as patch:
        patch.setattr(Blobs, "put_file", full)
        ingesting.add(workspace, [month(1)], dataset="shop")
        drain()
    [file] = watching.arrived(workspace)
    assert (file.state, file.reason) == ("failed", "The disk is full.")
    [decision] = home.home(workspace).decisions
    assert isinstance(decision, home.FailedJob)
    assert decision.job.error == "The disk is full."
    jobs.retry(workspace, decision.job.id)
    drain()
    assert watching.arrived(workspace)[0].state == "added"
    assert home.home(workspace).decisions == ()


def test_who_is_spoken_to_finds_it_on_home_until_it_is_read(workspace, champion):
    champion()
    writer = workspace.person
    ben = people.put(workspace, Person("ben", "Ben Ode", PersonRole.MEMBER))
    mia = people.put(workspace, Person("mia", "Mia Roth", PersonRole.MEMBER))
    made = comments.add(workspace, "buyers@1", "@ben and @mia, look at the north.")
    comments.add(workspace.acting_as(ben), "buyers@1", "I am @ben and did.")
    assert home.home(workspace).decisions == ()
    for person in (ben, mia):
        [decision] = home.home(workspace.acting_as(person)).decisions
        assert isinstance(decision, home.SpokenTo)
        assert (decision.comment, decision.model, decision.number) == (made, "buyers", 1)
        assert decision.writer == writer.display
    home.dismiss(workspace, home.decision_key(decision))
    assert home.home(workspace.acting_as(mia)).decisions == ()
    assert len(home.home(workspace.acting_as(ben)).decisions) == 1
    comments.remove(workspace, "buyers@1", made.id)
    assert home.home(workspace.acting_as(ben)).decisions == ()

"""What is to be told goes once to each channel and desktop, on every store."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from made_models import add_model

from tidemill.base.clock import HeldClock
from tidemill.base.progress import Silent
from tidemill.domain.channels import ChannelKind, DeliveryState
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.notices import NoticeKind, When
from tidemill.jobs import queue
from tidemill.services import (
    channels,
    deliveries,
    desktop_notices,
    jobs,
    notice_centre,
    notice_choices,
    noticing,
    undoing,
)
from tidemill.services.workspace import Workspace
from tidemill.store import channels as rows
from tidemill.store import comments, incidents, labels, schema
from tidemill.store import jobs as job_rows


@pytest.fixture
def tell(any_workspace: Workspace):
    """Writes a notice of an incident down."""
    model_id, champion, _ = add_model(any_workspace, "late")

    def tell_one(title: str, severity: str = "critical") -> int:
        with any_workspace.store.write() as tx:
            facts: dict[str, Any] = {"sentence": title, "outcome": "", "owner": "", "facts": {}}
            key = incidents.insert(
                tx,
                model_id=model_id,
                version_id=champion,
                title=title,
                severity=severity,
                **facts,
            )
            found = incidents.find(tx.connection, key)
            assert found is not None
            return incidents.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("approvers",))

    return tell_one


def test_a_notice_is_delivered_once_and_tried_again_where_it_failed(
    any_workspace: Workspace, tell, tmp_path
):
    workspace, clock = any_workspace, any_workspace.clock
    assert isinstance(clock, HeldClock)
    good, bad = tmp_path / "good.jsonl", tmp_path / "gone" / "bad.jsonl"
    bad.parent.mkdir()
    channels.add(workspace, "good", ChannelKind.FILE, str(good))
    channels.add(workspace, "bad", ChannelKind.FILE, str(bad))
    bad.parent.rmdir()
    tell("The delay moved")
    assert deliveries.look(workspace)
    assert deliveries.look(workspace)  # asked for once, however often it is looked
    assert [job.kind for job in jobs.newest(workspace)] == ["notice.deliver"]
    deliveries.run(workspace, None, Silent())
    assert [json.loads(line)["title"] for line in good.read_text().splitlines()] == [
        "The delay moved"
    ]
    found = {one.channel: one for one in deliveries.log(workspace)}
    assert found["good"].state is DeliveryState.SENT
    assert (found["bad"].state, found["bad"].attempts) == (DeliveryState.WAITING, 1)
    assert not deliveries.look(workspace)
    clock.at += timedelta(minutes=2)
    bad.parent.mkdir()
    deliveries.look(workspace)
    deliveries.run(workspace, None, Silent())
    assert len(bad.read_text().splitlines()) == len(good.read_text().splitlines()) == 1


def test_a_desktop_shows_a_notice_once(any_workspace: Workspace, tell):
    number = tell("The delay moved")
    assert [one.id for one in desktop_notices.for_desktop(any_workspace)] == [number]
    assert desktop_notices.for_desktop(any_workspace) == []


def test_old_deliveries_are_let_go_and_waiting_ones_stay(any_workspace: Workspace, tell, tmp_path):
    workspace = any_workspace
    channels.add(workspace, "log", ChannelKind.FILE, str(tmp_path / "log.jsonl"))
    tell("One")
    deliveries.look(workspace)
    deliveries.run(workspace, None, Silent())
    tell("Two")
    deliveries.look(workspace)
    with workspace.store.write() as tx:
        later = tx.clock.now() + timedelta(days=1)
        assert rows.prune(tx, later, 10) == 1
    [left] = deliveries.log(workspace)
    assert (left.title, left.state) == ("Two", DeliveryState.WAITING)


def test_what_a_person_has_read_is_kept_for_that_person(any_workspace: Workspace, tell):
    workspace = any_workspace
    tell("One")
    tell("Two")
    found = {one.title: one for one in notice_centre.entries(workspace)}
    assert notice_centre.count_unread(list(found.values())) == 2
    key = found["late: One"].key
    notice_centre.mark_read(workspace, [key])
    notice_centre.mark_read(workspace, [key])  # once more does no harm
    left = [one.title for one in notice_centre.entries(workspace) if one.is_unread]
    assert left == ["late: Two"]
    colleague = workspace.acting_as(replace(workspace.person, login="ben"))
    assert not any(one.is_read for one in notice_centre.entries(colleague))
    notice_centre.mark_read(workspace, [key], is_read=False)
    assert notice_centre.count_unread(notice_centre.entries(workspace)) == 2


def test_what_is_no_incident_is_told_once_on_each_store_and_choices_are_undone(
    any_workspace: Workspace, tmp_path
):
    workspace, clock = any_workspace, any_workspace.clock
    assert isinstance(clock, HeldClock)
    model_id, _, _ = add_model(workspace, "late")
    noticing.look(workspace)
    clock.advance(1)
    path = tmp_path / "told.jsonl"
    every = ("ready", "file", "job", "labels", "mention", "stopped")
    channels.add(workspace, "log", ChannelKind.FILE, str(path), kinds=every)
    notice_choices.set_when(workspace, NoticeKind.LABELS, When.AT_ONCE)
    passed = [{"name": "schema_fits", "passed": True, "message": "All columns are there."}]
    with workspace.store.write() as tx:
        now, ready = tx.clock.now(), {"stage": "candidate", "gates": passed}
        tx.run(schema.model_version.update().values(**ready, gates_at=now))
        comments.insert(tx, subject="models/late/1", by="ben", text="@ada look", mentions=("ada",))
        key = queue.enqueue(tx, JobRequest("model.train", {"files": []}))
        job_rows.update(tx, key, state=str(JobState.LOST), error="Gone.", ended_at=now)
        data = tx.run(sa.select(schema.model.c.dataset_id).filter_by(id=model_id)).scalar_one()
        for batch in ("one", "two"):
            said = {"column": "y", "key_column": "id", "source": f"{batch}.csv", "by": "ben"}
            labels.put(tx, data, {f"{batch}-{n}": "1" for n in range(3)}, batch=batch, **said)
    assert (noticing.look(workspace), noticing.look(workspace)) == (4, 0)
    deliveries.look(workspace)
    deliveries.run(workspace, None, Silent())
    told = {line["kind"]: line for line in map(json.loads, path.read_text().splitlines())}
    assert set(told) == {"ready", "mention", "job", "labels"}
    assert told["labels"]["title"] == "6 rows of late-data got labels"
    assert told["labels"]["message"].startswith("In y, from one.csv, two.csv.")
    assert notice_choices.reset(workspace)
    assert channels.one(workspace, "log").kinds is None
    undoing.undo(workspace)
    assert channels.one(workspace, "log").kinds == (
        "ready",
        "stopped",
        "file",
        "job",
        "labels",
        "mention",
    )
    with workspace.store.read() as connection:
        sent = rows.last_sent(connection, channels.one(workspace, "log").id, clock.now())
    assert sent == clock.now()

"""People are told of more than incidents: each thing once, when its kind is told, on the channels
that tell of it; several within ten minutes are one message."""

import json
from datetime import UTC, datetime

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.channels import Channel, ChannelKind, DeliveryState
from tidemill.domain.deployments import ServiceState
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.notices import KINDS, NoticeKind, When, due, usual_kinds
from tidemill.domain.people import Person, PersonRole
from tidemill.jobs import queue
from tidemill.services import (
    channels,
    comments,
    deliveries,
    deploying,
    desktop_notices,
    labelling,
    notice_centre,
    noticing,
    people,
    promotion,
    settings,
    undoing,
)
from tidemill.store import jobs as job_rows

# apprise asks for a module that Python 3.11 still has and means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
ALL = tuple(str(kind.id) for kind in KINDS)


@pytest.fixture
def look(workspace):
    """Looks as the worker does; the first look of all begins with what comes then."""
    noticing.look(workspace)
    return lambda: noticing.look(workspace)


@pytest.fixture
def lose(workspace):
    """Loses a job."""

    def lose_one():
        with workspace.store.write() as tx:
            key = queue.enqueue(tx, JobRequest("model.train", {"files": []}))
            ended = {"error": "Too little memory.", "ended_at": tx.clock.now()}
            job_rows.update(tx, key, state=str(JobState.LOST), **ended)
        return key

    return lose_one


def kinds(workspace):
    return [one.kind for one in reversed(deliveries.told(workspace))]


def send(workspace, drain):
    return drain() if deliveries.look(workspace) else []


def test_each_kind_is_told_once_with_the_way_to_it(
    workspace, add_version, look, lose, take_in, month
):
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    add_version(passed=False, by="ada")
    assert look() == 0  # its gates said no
    version = add_version()
    comments.add(workspace, "buyers@2", "@ben please look at the south")
    comments.add(workspace, "buyers@2", "nobody is meant")
    job = lose()
    broken = month(3, name="broken.csv")
    broken.write_text(broken.read_text().replace("day,x,shop,bought", "day,x,store,bought"))
    take_in(broken)
    assert look() == 4
    assert look() == 0
    told = {one.kind: one for one in deliveries.told(workspace)}
    assert set(told) == {"ready", "mention", "job", "file"}
    assert told["ready"].title == f"{version.label} is ready to promote"
    assert told["ready"].place == "models/buyers/2/promote"
    assert told["ready"].words == "2 of 2 gates passed."
    assert (told["mention"].tells, told["mention"].place) == (("ben",), "models/buyers/2")
    assert told["mention"].words == "@ben please look at the south"
    assert (told["job"].place, told["job"].words) == (f"jobs/{job}", "Too little memory.")
    assert told["file"].title == "broken.csv was set aside"
    assert "shop" in told["file"].words
    assert notice_centre.entries(workspace)  # they are no incidents there


def test_what_was_before_the_first_look_is_no_news(workspace, lose, add_version):
    lose()
    add_version()
    workspace.clock.advance(1)
    assert noticing.look(workspace) == 0
    lose()
    assert noticing.look(workspace) == 1


def test_a_service_that_stops_is_told_each_time_it_stops_even_in_quiet_hours(
    workspace, add_version, look, drain, tmp_path, lose
):
    path = tmp_path / "told.jsonl"
    workspace.clock.at = datetime(2026, 3, 4, 23, tzinfo=UTC)
    channels.add(workspace, "log", ChannelKind.FILE, str(path), quiet=("22:00", "06:00"), kinds=ALL)
    add_version()
    promotion.promote(workspace, "buyers@1")
    deploying.http(workspace, "buyers")
    drain()  # what a promotion asks for fails here: the model is none
    look()
    deploying.say(workspace, "buyers", ServiceState.FAILED, trouble="Its port is taken.")
    lose()
    look()
    send(workspace, drain)
    [line] = [json.loads(text) for text in path.read_text().splitlines()]
    assert (line["kind"], line["severity"]) == ("stopped", "critical")
    assert (line["title"], line["message"]) == ("buyers does not answer", "Its port is taken.")
    assert line["address"] == "deployments/buyers"
    assert look() == 0
    deploying.say(workspace, "buyers", ServiceState.READY)
    workspace.clock.advance(60)
    deploying.say(workspace, "buyers", ServiceState.FAILED, trouble="Again.")
    assert look() == 1
    workspace.clock.advance(8 * 3600)
    send(workspace, drain)
    assert len(path.read_text().splitlines()) >= 3  # the lost job, once the night is over


def test_labels_are_told_together_on_monday_morning(workspace, shop, look, clock):
    clock.at = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
    settings.put(workspace, noticing.when_key(NoticeKind.LABELS), "at once")
    labelling.put(workspace, "shop", "bought", {"C-0": "no"}, key_column="shop")
    assert look() == 1
    settings.put(workspace, noticing.when_key(NoticeKind.LABELS), "each Monday")
    for day in range(3):
        clock.advance(3600)
        labelling.put(workspace, "shop", "bought", {f"C-{day}": "yes"}, key_column="shop")
        assert look() == 0
    clock.at = datetime(2026, 3, 9, 8, 0, 1, tzinfo=UTC)
    assert (look(), look()) == (1, 0)
    newest = deliveries.told(workspace)[0]
    assert newest.title == "3 rows of shop got labels"
    assert newest.words == "In bought, from people by hand."


@pytest.mark.parametrize(
    ("when", "now", "wanted"),
    [
        (When.AT_ONCE, "2026-03-04T12:00", "2026-03-04T12:00"),
        (When.MORNING, "2026-03-04T12:00", "2026-03-05T07:00"),
        (When.MORNING, "2026-03-04T06:59", "2026-03-04T07:00"),
        (When.MORNING, "2026-03-04T07:00", "2026-03-05T07:00"),
        (When.MONDAY, "2026-03-09T06:59", "2026-03-09T07:00"),
        (When.MONDAY, "2026-03-09T07:00", "2026-03-16T07:00"),
        (When.MONDAY, "2026-03-28T12:00", "2026-03-30T06:00"),  # summer time began on Sunday
    ],
)
def test_when_something_is_told(when, now, wanted):
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert due(when, moment, "Europe/Vienna") == datetime.fromisoformat(wanted).replace(tzinfo=UTC)


def test_what_follows_within_ten_minutes_comes_as_one_message(
    workspace, look, lose, drain, hook, clock, held_keyring
):
    place = f"mmost://{hook.place}/3ccdd113474722377935511fc85d3dd4"
    channels.add(workspace, "chat", ChannelKind.MESSAGE, place, kinds=("job",))
    got = hook.got
    first = lose()
    look()
    send(workspace, drain)
    assert len(got) == 1  # at once
    assert f"Job {first} failed" in got[0][1]["text"]
    later = []
    for _ in range(3):
        clock.advance(60)
        later.append(lose())
        look()
        send(workspace, drain)
    assert len(got) == 1
    clock.advance(10 * 60)
    [job] = send(workspace, drain)
    assert job.result["message"] == "3 sent."
    assert len(got) == 2
    for key in later:
        assert f"Job {key} failed" in got[1][1]["text"]
        assert f"tidemill://jobs/{key}" in got[1][1]["text"]
    log = [one for one in deliveries.log(workspace) if one.state is DeliveryState.SENT]
    assert [one.answer for one in log[:3]] == ["Sent. One message told of 3 notices."] * 3
    settings.put(workspace, "notices.digest", "off")
    for _ in range(2):
        lose()
    look()
    send(workspace, drain)
    assert len(got) == 4


def test_programs_get_each_notice_by_itself(workspace, look, lose, drain, tmp_path):
    path = tmp_path / "told.jsonl"
    channels.add(workspace, "log", ChannelKind.FILE, str(path), kinds=("job",))
    for _ in range(3):
        lose()
    look()
    send(workspace, drain)
    assert [json.loads(line)["kind"] for line in path.read_text().splitlines()] == ["job"] * 3


def test_a_channel_tells_only_of_the_kinds_chosen_and_the_choice_can_be_undone(
    workspace, add_version, look, lose, drain, tmp_path
):
    path = tmp_path / "told.jsonl"
    channels.add(workspace, "log", ChannelKind.FILE, str(path))
    with pytest.raises(NeedsYou, match="kind weather"):
        channels.change(workspace, "log", kinds=("weather",))
    channels.change(workspace, "log", kinds=("mention", "ready"))
    lose()
    add_version()
    look()
    send(workspace, drain)
    assert [json.loads(line)["kind"] for line in path.read_text().splitlines()] == ["ready"]
    [skipped] = [d for d in deliveries.log(workspace) if d.state is DeliveryState.SKIPPED]
    assert skipped.answer == "Nothing of this kind is told here."
    undoing.undo(workspace, undoing.last(workspace).id)
    assert channels.one(workspace, "log").kinds is None


def test_what_ways_of_telling_have_by_default():
    def of(kind, address=""):
        return [str(one) for one in usual_kinds(Channel(0, "", kind, address))]

    assert "labels" not in of(ChannelKind.DESKTOP)
    assert "labels" in of(ChannelKind.MESSAGE, "mailtos://…@example.org")
    assert of(ChannelKind.MESSAGE, "jsons://example.org/hook") == ["incident", "stopped"]
    assert of(ChannelKind.COMMAND, "notify") == ["incident", "stopped"]


def test_the_desktop_is_told_of_what_concerns_the_person(workspace, add_version, look, lose):
    desktop_notices.for_desktop(workspace)
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    add_version(by="ada")
    comments.add(workspace, "buyers@1", "@ben please look")
    lose()
    look()
    ben = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    assert sorted(one.kind for one in desktop_notices.for_desktop(ben)) == ["job", "mention"]
    shown = desktop_notices.for_desktop(workspace)
    assert sorted(one.kind for one in shown) == ["job", "ready"]
    assert [one.address for one in shown if one.kind == "ready"] == ["models/buyers/1/promote"]

"""People are told: once a channel, tried again, logged; secrets stay out of the store."""

import json
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import keyring
import pytest
import sqlalchemy as sa
from keyring.backends import fail

from tidemill.base import programs
from tidemill.base.errors import NeedsYou
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import ChannelKind, DeliveryState
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    activity,
    channels,
    deliveries,
    desktop_notices,
    incidents,
    people,
    sending,
    undoing,
)
from tidemill.store import channels as rows
from tidemill.store import schema

# apprise asks for a module that Python 3.11 still has and means to drop.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@pytest.fixture
def opened(workspace, champion, take_in, month):
    """Opens an incident by a month that moved; called again it says so of the next."""
    champion()

    def open_one(number=2):
        take_in(month(number, n=400, shift=5.0))
        return incidents.incidents(workspace)[0]

    return open_one


@pytest.fixture
def lines(tmp_path):
    """A file channel's path, and what stands in it."""
    path = tmp_path / "told.jsonl"

    def read():
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    return path, read


@pytest.fixture
def webhook():
    """A server on loopback: its address, what it got, and whether it refuses."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if refuses else 200)
            self.end_headers()

        def log_message(self, *_):
            pass

    got: list[dict] = []
    refuses: list[bool] = []
    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_port}", got, refuses
    server.shutdown()
    thread.join(10)
    server.server_close()


def work(workspace, drain):
    """What the worker does: look, then the job."""
    is_asked = deliveries.look(workspace)
    return drain() if is_asked else []


def answers(workspace):
    return [(one.channel, str(one.state), one.attempts) for one in deliveries.log(workspace)]


def test_an_incident_is_told_once_on_each_channel(workspace, drain, opened, lines):
    path, read = lines
    channels.add(workspace, "night log", ChannelKind.FILE, str(path))
    incident = opened()
    [job] = work(workspace, drain)
    assert job.result["message"] == "1 sent."
    [line] = read()
    assert (line["title"], line["address"]) == (incident.title, f"incidents/{incident.id}")
    assert line["severity"] == str(incident.severity)
    assert work(workspace, drain) == []
    assert answers(workspace) == [("night log", "sent", 1)]


def test_what_happened_before_a_channel_was_made_is_no_news_on_it(workspace, drain, opened, lines):
    opened()
    channels.add(workspace, "log", ChannelKind.FILE, str(lines[0]))
    assert work(workspace, drain) == []
    [notice] = deliveries.told(workspace)
    deliveries.replay(workspace, notice.id, "log")
    deliveries.replay(workspace, notice.id, "log")
    work(workspace, drain)
    assert len(lines[1]()) == 2


def test_what_fails_is_tried_again_later_and_given_up_at_last(
    workspace, drain, clock, opened, tmp_path
):
    folder = tmp_path / "gone"
    folder.mkdir()
    channels.add(workspace, "log", ChannelKind.FILE, str(folder / "told.jsonl"))
    folder.rmdir()
    opened()
    work(workspace, drain)
    [found] = deliveries.log(workspace)
    assert (found.state, found.attempts) == (DeliveryState.WAITING, 1)
    assert "could not be written" in found.answer
    assert work(workspace, drain) == []  # not before its time
    for tries in range(2, 7):
        clock.advance(7 * 3600)
        work(workspace, drain)
        assert deliveries.log(workspace)[0].attempts == tries
    assert deliveries.log(workspace)[0].state is DeliveryState.FAILED
    folder.mkdir()
    deliveries.retry(workspace, found.id)
    work(workspace, drain)
    assert deliveries.log(workspace)[0].state is DeliveryState.SENT
    with pytest.raises(NeedsYou, match="was sent"):
        deliveries.retry(workspace, found.id)


def test_a_killed_try_is_made_again_after_a_while(
    workspace, drain, clock, opened, lines, monkeypatch
):
    channels.add(workspace, "log", ChannelKind.FILE, str(lines[0]))
    opened()

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "send", killed)
        assert deliveries.look(workspace)
        with pytest.raises(KeyboardInterrupt):
            deliveries.run(workspace, None, deliveries_reporter())
    assert deliveries.log(workspace)[0].attempts == 1
    drain()  # the job itself, tried again: not due yet
    assert lines[1]() == []
    clock.advance(61)
    work(workspace, drain)
    assert len(lines[1]()) == 1


def deliveries_reporter():
    from tidemill.base.progress import Silent

    return Silent()


def test_quiet_hours_of_a_channel_hold_back_and_what_is_over_by_then_is_not_told(
    workspace, drain, clock, opened, lines
):
    now = clock.now()
    quiet = (f"{now - timedelta(hours=1):%H:%M}", f"{now + timedelta(hours=3):%H:%M}")
    channels.add(workspace, "log", ChannelKind.FILE, str(lines[0]), quiet=quiet)
    opened()
    assert work(workspace, drain) == []
    clock.advance(4 * 3600)
    work(workspace, drain)
    assert len(lines[1]()) == 1


def test_a_channel_tells_only_what_is_severe_enough_and_meant_for_it(
    workspace, drain, opened, tmp_path
):
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    for name, values in {
        "worst": {"least": Severity.CRITICAL},
        "ben": {"for_whom": "ben"},
        "ada": {"for_whom": "ada"},
        "approvers": {"for_whom": "approvers"},
    }.items():
        path = tmp_path / f"{name}.jsonl"
        channels.add(workspace, name, ChannelKind.FILE, str(path), **values)
    assert opened().severity is Severity.WARNING
    work(workspace, drain)
    found = {one.channel: (str(one.state), one.answer) for one in deliveries.log(workspace)}
    assert found["worst"] == ("skipped", "Only critical and worse is told here.")
    assert found["ben"] == ("skipped", "Somebody else was to be told.")
    assert found["ada"][0] == found["approvers"][0] == "sent"


def test_a_webhook_gets_the_message_and_its_token_is_nowhere_in_the_store(
    workspace, drain, opened, webhook, held_keyring
):
    place, got, refuses = webhook
    channels.add(workspace, "hook", ChannelKind.MESSAGE, f"json://joe:hunter2secret@{place}/in")
    assert "hunter2secret" in next(iter(held_keyring.held.values()))
    incident = opened()
    refuses.append(True)
    work(workspace, drain)
    assert deliveries.log(workspace)[0].state is DeliveryState.WAITING
    assert "hunter2secret" not in deliveries.log(workspace)[0].answer
    refuses.clear()
    deliveries.retry(workspace, deliveries.log(workspace)[0].id)
    work(workspace, drain)
    assert len(got) == 2
    assert got[-1]["title"] == incident.title
    assert f"tidemill://incidents/{incident.id}" in got[-1]["message"]
    with workspace.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)):
                assert "hunter2secret" not in str(row), table.name


def test_without_a_keyring_an_address_with_a_secret_is_refused_unless_the_environment_has_it(
    workspace, monkeypatch, webhook
):
    url = f"json://joe:hunter2secret@{webhook[0]}/in"
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        with pytest.raises(NeedsYou, match="no keyring") as told:
            channels.add(workspace, "the hook", ChannelKind.MESSAGE, url)
        assert "TIDEMILL_CHANNEL_THE_HOOK" in told.value.hint
        monkeypatch.setenv("TIDEMILL_CHANNEL_THE_HOOK", url)
        channels.add(workspace, "the hook", ChannelKind.MESSAGE, url)
        found = deliveries.test(workspace, "the hook")
        assert (found.state, found.answer) == (DeliveryState.SENT, "Sent.")
        monkeypatch.delenv("TIDEMILL_CHANNEL_THE_HOOK")
        found = deliveries.test(workspace, "the hook")
        assert found.state is DeliveryState.FAILED
        assert "not in this computer's keyring" in found.answer
    finally:
        keyring.set_keyring(before)


def test_a_command_gets_json_and_its_failure_is_told(workspace, tmp_path):
    out = tmp_path / "out"
    program = f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())"
    channels.add(workspace, "own", ChannelKind.COMMAND, f'"{sys.executable}" -c "{program}"')
    assert deliveries.test(workspace, "own").state is DeliveryState.SENT
    assert json.loads(out.read_text())["event"] == "test"
    failing = f'"{sys.executable}" -c "import sys; sys.exit(\'no line free\')"'
    channels.add(workspace, "failing", ChannelKind.COMMAND, failing)
    found = deliveries.test(workspace, "failing")
    assert found.state is DeliveryState.FAILED
    assert "ended with 1. no line free" in found.answer
    channels.add(workspace, "none", ChannelKind.COMMAND, "/no/such/program --x")
    assert "could not be started" in deliveries.test(workspace, "none").answer


def test_a_colleagues_command_never_runs_here(workspace, drain, opened, monkeypatch, tmp_path):
    out = tmp_path / "ran"
    monkeypatch.setattr(programs, "host", lambda: "elsewhere")
    channels.add(workspace, "theirs", ChannelKind.COMMAND, f"touch {out}")
    monkeypatch.undo()
    opened()
    assert work(workspace, drain) == []
    with pytest.raises(NeedsYou, match="elsewhere"):
        deliveries.test(workspace, "theirs")
    assert not out.exists()


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        (ChannelKind.MESSAGE, "what is this", "leads nowhere"),
        (ChannelKind.FILE, "relative.jsonl", "no file that can be written"),
        (ChannelKind.FILE, "/no/such/folder/x.jsonl", "no file that can be written"),
        (ChannelKind.COMMAND, 'echo "open', "can't be read"),
        (ChannelKind.COMMAND, " ", "no command"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(workspace, kind, address, words):
    with pytest.raises(NeedsYou, match=words):
        channels.add(workspace, "new", kind, address)
    assert [one.name for one in channels.every(workspace)] == ["desktop"]


def test_changes_of_channels_stand_in_activity_and_are_undone(workspace, lines):
    channels.add(workspace, "log", ChannelKind.FILE, str(lines[0]))
    channels.change(workspace, "log", quiet=("22:00", "6:00"), least=Severity.CRITICAL)
    assert channels.one(workspace, "log").quiet == ("22:00", "06:00")
    channels.remove(workspace, "log")
    assert [one.name for one in channels.every(workspace)] == ["desktop"]
    undoing.undo(workspace)
    undoing.undo(workspace)
    found = channels.one(workspace, "log")
    assert (found.quiet, found.least) == ((), Severity.WARNING)
    undoing.undo(workspace)
    assert [one.name for one in channels.every(workspace)] == ["desktop"]
    newest = activity.recent(workspace).entries[0]
    assert "the channel log" in newest.sentence
    with pytest.raises(NeedsYou, match="Nobody here"):
        channels.change(workspace, "desktop", for_whom="carol")
    with pytest.raises(NeedsYou, match="can't be this channel's name"):
        channels.add(workspace, "desktop", ChannelKind.FILE, str(lines[0]))


def test_a_channel_switched_on_again_does_not_tell_what_happened_meanwhile(
    workspace, drain, opened, lines
):
    channels.add(workspace, "log", ChannelKind.FILE, str(lines[0]))
    channels.change(workspace, "log", is_on=False)
    opened()
    assert work(workspace, drain) == []
    channels.change(workspace, "log", is_on=True)
    assert work(workspace, drain) == []


@pytest.fixture
def waiting(workspace, drain, opened, tmp_path):
    """A delivery that waits for its next try on the channel "log", whose folder is gone; a call
    brings the folder back."""
    folder = tmp_path / "gone"
    folder.mkdir()
    channels.add(workspace, "log", ChannelKind.FILE, str(folder / "told.jsonl"))
    folder.rmdir()
    opened()
    work(workspace, drain)
    assert answers(workspace) == [("log", "waiting", 1)]
    return folder.mkdir


def told(workspace):
    [found] = deliveries.log(workspace)
    return str(found.state), found.answer


def test_what_waits_on_a_channel_switched_off_is_not_sent_later_as_stale_news(
    workspace, drain, clock, waiting
):
    channels.change(workspace, "log", is_on=False)
    assert told(workspace) == ("skipped", "The channel was switched off.")
    with pytest.raises(NeedsYou, match="switched off"):
        deliveries.replay(workspace, deliveries.told(workspace)[0].id, "log")
    waiting()
    channels.change(workspace, "log", is_on=True)
    clock.advance(8 * 3600)
    assert work(workspace, drain) == []
    assert told(workspace)[0] == "skipped"


def test_what_waits_on_a_channel_removed_is_not_sent_and_waits_again_when_that_is_undone(
    workspace, drain, clock, waiting
):
    channels.remove(workspace, "log")
    assert told(workspace) == ("skipped", "The channel was removed.")
    clock.advance(8 * 3600)
    assert work(workspace, drain) == []
    waiting()
    undoing.undo(workspace)
    work(workspace, drain)
    assert told(workspace)[0] == "sent"


def test_switching_off_or_on_again_by_an_undo_counts_like_switching(workspace, waiting):
    channels.change(workspace, "log", is_on=False)
    undoing.undo(workspace)
    assert told(workspace) == ("waiting", "")
    channels.change(workspace, "log", name="diary")
    channels.change(workspace, "diary", is_on=False)
    channels.change(workspace, "diary", is_on=True)
    with workspace.store.write() as tx:
        rows.let_wait(tx, [deliveries.log(workspace)[0].id])
    undoing.undo(workspace)  # off again
    assert told(workspace) == ("skipped", "The channel was switched off.")


def test_a_channel_that_goes_while_a_job_sends_gets_nothing_more(workspace, waiting):
    [found] = deliveries.log(workspace)
    waiting()
    for change, words in (
        (lambda tx, one: rows.update(tx, replace(one, is_on=False)), "switched off"),
        (lambda tx, one: rows.set_removed(tx, one.id, True), "removed"),
    ):
        with workspace.store.write() as tx:
            change(tx, channels.one(workspace, "log"))
        [ended] = deliveries._deliver(workspace, [found])
        assert (ended.state, words in ended.answer) == (DeliveryState.SKIPPED, True)


def test_what_waited_for_over_a_week_is_skipped_unless_a_person_asks_for_it(
    workspace, drain, clock, waiting
):
    clock.advance(7 * 86_400 + 1)
    waiting()
    [job] = work(workspace, drain)
    assert job.result["message"] == "0 sent, 1 left out."
    assert told(workspace) == ("skipped", "It is older than 7 days: no news any more.")
    [notice] = deliveries.told(workspace)
    deliveries.replay(workspace, notice.id, "log")
    [job] = work(workspace, drain)
    assert job.result["message"] == "1 sent."


def test_a_retry_of_an_old_delivery_is_sent(workspace, drain, clock, waiting):
    for _ in range(6):
        work(workspace, drain)
        clock.advance(7 * 3600)
    [found] = deliveries.log(workspace)
    assert found.state is DeliveryState.FAILED
    waiting()
    clock.advance(8 * 86_400)
    deliveries.retry(workspace, found.id)
    work(workspace, drain)
    assert told(workspace)[0] == "sent"


def test_the_desktop_shows_each_notice_once_to_those_it_is_for(workspace, opened):
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    incident = opened()
    ben = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    assert desktop_notices.for_desktop(ben) == []  # approvers are told
    [shown] = desktop_notices.for_desktop(workspace)
    assert (shown.incident_id, shown.title) == (incident.id, incident.title)
    assert shown.model == "buyers"
    assert desktop_notices.for_desktop(workspace) == []
    channels.change(workspace, "desktop", is_on=False)
    with workspace.store.read() as connection:
        assert len(rows.deliveries(connection)) == 2

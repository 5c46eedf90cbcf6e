"""The switch of MLflow's interface: off until somebody wants it, and what each change leaves."""

from typing import Any

import pytest

from tidemill.base import programs
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.deployments import ServiceState
from tidemill.services import activity, deploying, promotion, workers
from tidemill.services.mlflow import switch
from tidemill.services.workspace import Workspace


def said(workspace: Workspace) -> list[str]:
    """What Activity tells of the switch, newest first."""
    entries = activity.recent(workspace).entries
    return [one.sentence for one in entries if one.subject == "settings/mlflow"]


def test_it_is_off_until_somebody_switches_it_on(workspace: Workspace) -> None:
    door = switch.look(workspace)
    assert (door.switch.is_on, door.state) == (False, ServiceState.OFF)
    assert not switch.is_wanted_now(workspace, door.switch)
    assert door.words == "Off. Nothing listens."
    assert said(workspace) == []


def test_switched_on_it_listens_to_this_computer_only_and_asks_for_no_token(
    workspace: Workspace,
) -> None:
    made = switch.change(workspace, is_on=True)
    http = made.door.switch.http
    assert (http.host, http.port, http.token_hash, made.token) == ("127.0.0.1", 5000, "", "")
    assert made.door.state is ServiceState.STARTING
    assert said(workspace) == ["switched MLflow's interface on"]
    entry = activity.recent(workspace).entries[0]
    assert entry.note == f"It listens on 127.0.0.1, port 5000, of {programs.host()}."
    switch.change(workspace, is_on=True)
    assert len(said(workspace)) == 1  # nothing changed, nothing told


def test_other_computers_can_reach_it_with_a_token_alone(workspace: Workspace) -> None:
    made = switch.change(workspace, is_on=True, host="0.0.0.0")
    assert made.door.switch.http.knows(made.token)
    with pytest.raises(NeedsYou, match="so it needs a token"):
        switch.drop_token(workspace)
    again = switch.change(workspace, port=5001)
    assert again.token == ""  # it is told once
    new = switch.new_token(workspace)
    assert new.token != made.token
    assert not new.door.switch.http.knows(made.token)
    switch.change(workspace, host="localhost")
    assert switch.drop_token(workspace).door.switch.http.token_hash == ""
    kept = str(activity.recent(workspace)) + str(switch.wanted(workspace))
    assert made.token not in kept
    assert new.token not in kept


@pytest.mark.parametrize("port", [0, 80, 1023, 65_536, -1])
def test_a_port_that_can_not_be_is_refused_with_those_that_can(
    workspace: Workspace, port: int
) -> None:
    with pytest.raises(NeedsYou, match="can't be a port") as told:
        switch.change(workspace, port=port)
    assert "from 1024 to 65535" in told.value.hint
    assert switch.wanted(workspace).http.port == 5000


def test_the_port_of_a_service_is_refused_by_its_name(
    workspace: Workspace, add_version: Any
) -> None:
    add_version()
    promotion.promote(workspace, "buyers@1")
    deploying.http(workspace, "buyers", port=8_400)
    with pytest.raises(NeedsYou, match="Port 8400 is that of the service of buyers"):
        switch.change(workspace, port=8_400)


def test_a_host_that_is_none_of_this_computer_is_refused(workspace: Workspace) -> None:
    with pytest.raises(NeedsYou, match="is no address to listen on"):
        switch.change(workspace, host="example.com")


def test_without_a_window_it_is_wanted_only_where_it_was_told_to_stay(
    workspace: Workspace,
) -> None:
    on = switch.change(workspace, is_on=True).door.switch
    assert not switch.is_wanted_now(workspace, on)
    window = workers.register(workspace, "window")
    assert switch.is_wanted_now(workspace, on)
    workers.unregister(workspace, window)
    assert not switch.is_wanted_now(workspace, on)
    stays = switch.change(workspace, keeps_on=True).door.switch
    assert switch.is_wanted_now(workspace, stays)
    assert said(workspace)[0] == "let MLflow's interface answer without a window"


def test_what_stands_in_the_way_is_told_until_it_answers_or_is_changed(
    workspace: Workspace,
) -> None:
    switch.change(workspace, is_on=True)
    switch.say(workspace, "Port 5000 is taken by another program.")
    door = switch.look(workspace)
    assert (door.state, door.words) == (
        ServiceState.FAILED,
        "Port 5000 is taken by another program.",
    )
    with pytest.raises(WorldError, match="Port 5000 is taken"):
        switch.see_settled(workspace, lambda _: None)
    moved = switch.change(workspace, port=5001).door
    assert (moved.state, moved.trouble) == (ServiceState.STARTING, "")


def test_it_answers_once_its_process_says_so_at_the_address_that_is_wanted(
    workspace: Workspace,
) -> None:
    switch.change(workspace, is_on=True)
    process = workers.register(workspace, switch.PROCESS)
    assert switch.look(workspace).state is ServiceState.STARTING
    workers.beat(workspace, process, "http://127.0.0.1:5000")
    door = switch.see_settled(workspace, lambda _: None)
    assert door.words == "Scripts are answered at http://127.0.0.1:5000."
    moved = switch.change(workspace, port=5001).door
    assert moved.state is ServiceState.STARTING  # it still answers where it did
    off = switch.change(workspace, is_on=False).door
    assert off.state is ServiceState.OFF


def test_each_computer_has_a_switch_of_its_own(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch.change(workspace, is_on=True, port=5009)
    monkeypatch.setattr(programs, "machine", lambda: "0123456789abcdef")
    other = switch.wanted(workspace)
    assert (other.is_on, other.http.port, other.http.machine) == (False, 5000, "0123456789abcdef")

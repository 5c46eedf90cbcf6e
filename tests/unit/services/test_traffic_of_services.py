"""What services were asked: counted by the minute, added up, told with quantiles, let go."""

import math
from datetime import timedelta
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.deployments import Deployment
from tidemill.domain.traffic import Minute, class_of, quantile_ms, together
from tidemill.services import deploying, promotion, retention
from tidemill.services.serving import overview
from tidemill.services.serving.traffic_log import TrafficLog
from tidemill.services.workspace import Workspace
from tidemill.store import traffic


@pytest.fixture
def service(workspace: Workspace, add_version: Any) -> Deployment:
    """The service of `buyers`, switched on."""
    add_version()
    promotion.promote(workspace, "buyers@1")
    return deploying.http(workspace, "buyers").deployment


@pytest.mark.parametrize("ms", [0.1, 0.5, 1.0, 6.2, 48.0, 700.0, 12_000.0])
def test_a_duration_is_told_within_five_percent(ms: float) -> None:
    told = quantile_ms({class_of(ms / 1000): 1}, 0.5)
    assert told is not None
    assert math.isclose(told, ms, rel_tol=0.05)


def test_quantiles_are_those_of_the_sorted_durations() -> None:
    durations = [1.0] * 90 + [20.0] * 8 + [300.0] * 2
    minute = together([Minute(_at(), 1, classes={class_of(d / 1000): 1}) for d in durations], _at())
    for share, wanted in ((0.5, 1.0), (0.9, 1.0), (0.95, 20.0), (0.99, 300.0)):
        told = quantile_ms(minute.classes, share)
        assert told is not None
        assert math.isclose(told, wanted, rel_tol=0.05)
    assert quantile_ms({}, 0.5) is None


def _at() -> Any:
    from tidemill.base.clock import SystemClock

    return SystemClock().now()


def test_what_is_counted_is_kept_by_the_minute(workspace: Workspace, service: Deployment) -> None:
    counted = TrafficLog(workspace, service)
    for status in (200, 200, 422, 503):
        counted.add(status, 0.004)
    counted.write(is_last=True)
    counted.add(200, 0.004)
    counted.close()
    workspace.clock.at += timedelta(minutes=2)  # type: ignore[attr-defined]
    counted.add(200, 0.004)
    counted.close()
    first, second = overview.look(workspace).shown[0].minutes
    assert (first.n, first.n_refused, first.n_failed, first.peak) == (5, 1, 1, 5)
    assert sum(first.classes.values()) == 5
    assert second.n == 1
    assert second.at - first.at == timedelta(minutes=2)


def test_what_the_store_does_not_take_is_written_the_next_time(
    workspace: Workspace, service: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise WorldError("The disk is full.", "Free some space.")

    counted = TrafficLog(workspace, service)
    counted.add(200, 0.001)
    with monkeypatch.context() as patch:
        patch.setattr(traffic, "add", away)
        with pytest.raises(WorldError):
            counted.write(is_last=True)
        counted.add(200, 0.001)
    counted.close()
    (minute,) = overview.look(workspace).shown[0].minutes
    assert minute.n == 2


def test_only_the_last_day_is_shown_and_old_minutes_are_let_go(
    workspace: Workspace, service: Deployment
) -> None:
    now = workspace.clock.now().replace(second=0, microsecond=0)
    with workspace.store.write() as tx:
        for hours in (1, 30, 24 * 100):
            traffic.add(tx, service.id, service.name, Minute(now - timedelta(hours=hours), 7))
    assert [m.n for m in overview.look(workspace).shown[0].minutes] == [7]
    retention.do(workspace)
    with workspace.store.read() as connection:
        left = traffic.since(connection, now - timedelta(days=400))[service.id]
    assert [now - m.at for m in left] == [timedelta(hours=30), timedelta(hours=1)]


def test_a_token_is_taken_away_only_where_nobody_else_can_ask(
    workspace: Workspace, service: Deployment
) -> None:
    deploying.new_token(workspace, "buyers")
    assert deploying.drop_token(workspace, "buyers").http.token_hash == ""
    deploying.http(workspace, "buyers", host="0.0.0.0")
    with pytest.raises(NeedsYou, match="can be reached from other computers"):
        deploying.drop_token(workspace, "buyers")
    assert deploying.find(workspace, "buyers").http.token_hash


def test_the_end_of_a_log_begins_with_a_whole_line(
    workspace: Workspace, service: Deployment
) -> None:
    assert deploying.end_of_log(workspace, service, 100) == ""
    path = deploying.log_file(workspace, service)
    path.parent.mkdir(exist_ok=True)
    path.write_text("a long first line\nsecond\nthird\n")
    assert deploying.end_of_log(workspace, service, 1000).startswith("a long first line")
    assert deploying.end_of_log(workspace, service, 16) == "second\nthird\n"


def test_the_overview_tells_what_answers_and_what_could(
    workspace: Workspace, service: Deployment, add_version: Any
) -> None:
    add_version(name="sellers")
    promotion.promote(workspace, "sellers@1")
    found = overview.look(workspace)
    assert [(one.model.name, one.champion.number) for one in found.servable] == [
        ("buyers", 1),
        ("sellers", 1),
    ]
    (one,) = found.shown
    assert (one.is_at_work, one.is_here) == (False, True)
    assert one.version is not None
    assert one.version.label == "buyers v1"

"""Where a moment of the data stands on the axis of a rule's chart, and back."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tidemill.gui.pages.monitoring.rules.telling import moment_at, seat


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_moment_comes_back_from_its_place_wherever_one_looks_from(hour: int) -> None:
    moment = datetime(2024, 7, 31, hour, 30, tzinfo=UTC)
    assert moment_at(seat(int(moment.timestamp() * 1e6))) == moment

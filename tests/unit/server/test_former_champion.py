"""The version that a rollback goes to is ready in the service before anybody rolls back."""

from typing import Any

import pytest
from running_service import ready_row, work

from tidemill.base.errors import NeedsYou
from tidemill.services import deploying, promotion
from tidemill.services.serving import onnx_models, served_models
from tidemill.services.serving.champion import WARM, Champion
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.workspace import Workspace


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the versions that were read, in order."""
    found: list[int] = []
    load = served_models.load

    def loaded(workspace: Workspace, version: Any, *rest: Any) -> ServedModel:
        found.append(version.number)
        return load(workspace, version, *rest)

    monkeypatch.setattr(served_models, "load", loaded)
    return found


def promote(workspace: Workspace, number: int) -> None:
    promotion.promote(workspace, f"buyers@{number}", anyway=True, reason="It is tried.")


def said(champion: Champion) -> tuple[int, Any]:
    """The version that answers, and its answer to a row."""
    served = champion.current
    assert served is not None
    return served.version.number, served.predicted([ready_row(at=None, visit=None)])


def test_a_service_begun_after_a_promotion_rolls_back_without_reading_a_file(
    workspace: Workspace, loads: list[int]
):
    first = Champion(workspace, "buyers")
    first.look()
    before = said(first)
    promote(workspace, 2)
    fresh = Champion(workspace, "buyers")  # it never answered by v1
    assert fresh.look()
    fresh.warm()
    assert loads == [1, 2, 1]
    promotion.roll_back(workspace, "buyers")
    assert fresh.look()
    assert said(fresh) == before
    fresh.warm()  # nothing is behind v1
    promote(workspace, 2)
    assert fresh.look()
    assert said(fresh)[0] == 2
    assert loads == [1, 2, 1]


def test_a_rollback_asks_the_store_for_rows_only_and_reads_no_file(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    promote(workspace, 2)
    champion = Champion(workspace, "buyers")
    champion.look()
    champion.warm()
    promotion.roll_back(workspace, "buyers")

    def read(*_: Any) -> bytes:
        raise AssertionError("a file was read")

    for way in ("get_bytes", "path", "checked", "named"):
        monkeypatch.setattr(type(workspace.blobs), way, read)
    assert champion.look()
    assert said(champion)[0] == 1
    monkeypatch.undo()
    promote(workspace, 2)  # what was let go is read again: the trap above would have told
    other = Champion(workspace, "buyers")
    monkeypatch.setattr(type(workspace.blobs), "get_bytes", read)
    with pytest.raises(AssertionError, match="a file was read"):
        other.look()


def test_no_more_than_two_versions_are_kept(workspace: Workspace, loads: list[int]):
    champion = Champion(workspace, "buyers")
    for number in (0, 2, 1, 2, 1):
        if number:
            promote(workspace, number)
        champion.look()
        champion.warm()
        champion.warm()
    assert len(champion._warm) == WARM
    assert sorted(loads) == [1, 2]


def test_one_that_would_bring_scikit_learn_in_stays_cold(
    workspace: Workspace, loads: list[int], monkeypatch: pytest.MonkeyPatch
):
    deploying.http(workspace, "buyers")
    promote(workspace, 2)
    work(workspace)  # both were asked to be made ready for onnxruntime
    champion = Champion(workspace, "buyers")
    champion.look()
    assert champion.current is not None
    assert champion.current.is_fast
    is_ready = onnx_models.is_ready
    monkeypatch.setattr(
        onnx_models, "is_ready", lambda ws, version: version.number != 1 and is_ready(ws, version)
    )
    champion.warm()
    assert loads == [2]
    monkeypatch.setattr(onnx_models, "is_ready", is_ready)
    champion.warm()
    assert loads == [2, 1]


def test_a_former_champion_that_cant_be_read_stops_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    promote(workspace, 2)
    champion = Champion(workspace, "buyers")
    champion.look()

    def broken(*_: Any) -> ServedModel:
        raise NeedsYou("It is damaged.", "")

    monkeypatch.setattr(served_models, "load", broken)
    champion.warm()
    assert said(champion)[0] == 2

"""Why the score of a row changed, between versions and between moments of real models."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Role
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.services import (
    datasets,
    ingesting,
    jobs,
    personal_data,
    promotion,
    registering,
    registry,
    score_changes,
    tables,
    training_runs,
)
from tidemill.services.score_changes import ScoreChange
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace


def parts(found: ScoreChange) -> float:
    return sum(one.data + one.model for one in found.columns) + found.everyone


def score_of(workspace: Workspace, version: ModelVersion, data: str, row: int) -> float:
    frame = tables.whole(workspace, datasets.version(workspace, data)).take(np.array([row]))
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    return float(model.predict(frame)[0])


@pytest.fixture
def pair(
    workspace: Workspace,
    shop: str,
    champion: Callable[..., ModelVersion],
    drain: Callable[[], list[Job]],
) -> tuple[ModelVersion, ModelVersion]:
    """A champion of lines and a candidate of trees, on the same data."""
    first = champion()
    job_id = training_runs.train(workspace, shop, estimators=("hist_gradient_boosting",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    return first, registering.register(workspace, run.id, name="buyers")


def test_the_parts_add_up_to_the_difference_of_what_both_versions_say(
    workspace: Workspace, pair: tuple[ModelVersion, ModelVersion]
):
    for row in (1, 17, 60, 120):
        found = score_changes.why(workspace, "buyers@1", "buyers@2", str(row), Silent())
        assert found.before.score == pytest.approx(score_of(workspace, pair[0], "shop", row - 1))
        assert found.after.score == pytest.approx(score_of(workspace, pair[1], "shop", row - 1))
        assert abs(parts(found) - found.difference) < 1e-6
        assert found.by_data == 0
        assert found.of == "Probability of true"
        assert all(one.before == one.after for one in found.columns)


def test_the_data_of_two_versions_takes_its_part(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    """The same key stands in the first data with other values than in the second."""
    for number, x in ((1, -2.0), (2, 2.0)):
        path = workspace.folder.parent / f"keyed-{number}.csv"
        lines = [f"k{i},2024-01-{1 + i % 20:02d} 00:00:00,{x + i},north,yes" for i in range(40)]
        path.write_text("\n".join(["key,day,x,shop,bought", *lines]) + "\n", encoding="utf-8")
        roles = {"key": Role.IDENTIFIER, "bought": Role.TARGET}
        ingesting.add(workspace, [path], dataset="keyed", target="bought", roles=roles)
        drain()
    found = score_changes.why(
        workspace, "buyers@1", "buyers@2", "k3", Silent(),
        data_before="keyed@1", data_after="keyed@2",
    )  # fmt: skip
    assert found.before.row == 3
    assert found.after.row == 43
    changed = {one.column: (one.before, one.after) for one in found.columns if one.data}
    assert changed == {"x": ("1", "5")}
    assert found.by_data > 0
    assert abs(parts(found) - found.difference) < 1e-6
    with pytest.raises(NeedsYou, match="no row whose key is k99"):
        score_changes.why(
            workspace, "buyers@1", "buyers@2", "k99", Silent(),
            data_before="keyed@1", data_after="keyed@2",
        )  # fmt: skip


def test_moments_are_answered_by_the_champion_and_the_data_of_then(
    workspace: Workspace,
    clock: HeldClock,
    pair: tuple[ModelVersion, ModelVersion],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
):
    first = workspace.clock.now()
    clock.at += timedelta(days=3)
    promotion.promote(workspace, "buyers@2", anyway=True, reason="to have a second one")
    take_in(month(2))
    found = score_changes.why(workspace, f"buyers@{first:%Y-%m-%d}", "buyers@now", "5", Silent())
    assert (found.before.version, found.before.dataset) == ("buyers v1", "shop@1")
    assert (found.after.version, found.after.dataset) == ("buyers v2", "shop@2")
    assert abs(parts(found) - found.difference) < 1e-6
    with pytest.raises(NeedsYou, match="had no champion at 2001-01-01"):
        score_changes.ask(workspace, "buyers@2001-01-01", "buyers@now", "5")


def test_the_champion_of_a_moment_follows_rollbacks_and_what_was_undone(
    workspace: Workspace, clock: HeldClock, pair: tuple[ModelVersion, ModelVersion]
):
    def at(moment: object) -> int | None:
        decisions = registry.find(workspace, "buyers").decisions
        key = score_changes.champion_at(decisions, moment)  # type: ignore[arg-type]
        return {one.id: one.number for one in pair}.get(key or 0)

    moments = [clock.now()]
    for step in (
        lambda: promotion.promote(workspace, "buyers@2", anyway=True, reason="a second one"),
        lambda: promotion.roll_back(workspace, "buyers"),
        lambda: promotion.undo(workspace, "buyers"),
    ):
        clock.at += timedelta(days=1)
        step()
        moments.append(clock.now())
    assert [at(moment) for moment in moments] == [1, 2, 1, 2]
    assert at(moments[0] - timedelta(days=9)) is None


def test_a_job_says_it_and_hides_personal_values(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    personal_data.mark(workspace, "shop", "x", True)
    job_id = score_changes.ask(workspace, "buyers@1", "buyers@candidate", "3")
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    found = score_changes.of_job(job)
    assert ScoreChange.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    [x] = [one for one in found.columns if one.column == "x"]
    assert (x.before, x.after) == (MASK, MASK)
    assert found.summary.startswith("Probability of true:")
    with pytest.raises(NeedsYou, match="has rows 1 to 120, not 121"):
        score_changes.why(workspace, "buyers@1", "buyers@2", "121", Silent())

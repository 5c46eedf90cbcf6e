"""A candidate decides on rows beside the champion: counted exactly, kept, told in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.rehearsals import Rehearsal
from tidemill.services import (
    business_value,
    comparing,
    datasets,
    deploying,
    flip_pushes,
    jobs,
    personal_data,
    promotion,
    registering,
    registry,
    rehearsing,
    tables,
    training_runs,
)
from tidemill.services.training import learning, persist
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs


@pytest.fixture
def pair(
    workspace: Workspace,
    shop: str,
    champion: Callable[..., ModelVersion],
    drain: Callable[[], list[Job]],
    take_in: Callable[..., Job],
    month: Callable[..., Path],
) -> tuple[ModelVersion, ModelVersion]:
    """A champion and a candidate that decide otherwise now and then, and a second month."""
    first = champion()
    job_id = training_runs.train(workspace, shop, estimators=("random_forest",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    second = registering.register(workspace, run.id, name="buyers")
    take_in(month(2, n=200))
    return first, second


def held(workspace: Workspace, drain: Callable[[], list[Job]], **options: Any) -> Rehearsal:
    job_id = rehearsing.ask(workspace, "buyers@2", **options)
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    found = rehearsing.newest(workspace, "buyers@2")
    assert found is not None
    return found


def decided(workspace: Workspace, version: ModelVersion, frame: Any) -> np.ndarray:
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    return np.array(learning.score(model, frame).labels())


def unseen(
    workspace: Workspace, versions: tuple[ModelVersion, ...], rows: np.ndarray
) -> np.ndarray:
    """Rows that no version learned from: later ones, and those both held out."""
    fair = np.ones(len(rows), dtype=bool)
    for version in versions:
        [run] = comparing.named(workspace, [version.run_pk])
        blob = workspace.blobs.get_bytes(run.artifacts[registry.PREDICTIONS_FILE])
        held = set(Predictions.from_bytes(blob).rows.tolist())
        fair &= np.array([row >= 120 or row in held for row in rows.tolist()])
    return fair


def test_counts_equal_a_direct_recomputation_over_the_newest_rows(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    found = held(workspace, drain, n=250)
    newest = datasets.version(workspace, "shop")
    frame = tables.whole(workspace, newest).take(np.arange(newest.rows - 250, newest.rows))
    old, new = (decided(workspace, version, frame) for version in pair)
    truth = np.array([str(v).lower() for v in frame["bought"].to_list()])
    flips = old != new
    fair = unseen(workspace, pair, np.arange(newest.rows - 250, newest.rows))
    assert 200 <= fair.sum() < 250
    assert found.n_known == fair.sum()
    assert "rows that neither version learned from" in found.rows_words
    assert found.source == "stored"
    assert found.dataset == newest.address
    assert found.n_rows == found.n_asked == 250
    assert 0 < found.n_flips == flips.sum()
    assert found.n_better == (flips & fair & (new == truth)).sum()
    assert found.n_worse == (flips & fair & (old == truth)).sum()
    counted = {(one.before, one.after): one.n for one in found.flows}
    assert counted == {
        (str(a), str(b)): int(((old == a) & (new == b)).sum())
        for a, b in sorted(set(zip(old.tolist(), new.tolist(), strict=True)))
    }
    assert {one.row for one in found.rows} == set(
        (np.flatnonzero(flips) + newest.rows - 250).tolist()
    )
    sizes = [abs(one.score_after - one.score_before) for one in found.rows]
    assert sizes == sorted(sizes, reverse=True)
    for one in found.segments:
        assert 0 < one.n_flips <= one.n <= 250
    assert f"{flips.sum()} of 250 decisions flip" in found.summary
    assert "No service kept answers" in found.rows_words
    assert "nothing is said of money" in found.money_words


def test_it_is_kept_with_the_version_and_read_back_as_it_was(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    found = held(workspace, drain)
    assert Rehearsal.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    assert rehearsing.newest(workspace, "buyers@1") is None
    log = registry.audit_log(workspace, "buyers")
    assert any("rehearsed buyers v2" in one.sentence for one in log)


def test_costs_are_counted_over_known_outcomes_and_remembered(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    costs = {"true:false": 10.0, "false:true": 3.0}
    found = held(workspace, drain, costs=costs)
    frame = tables.whole(workspace, datasets.version(workspace, "shop"))
    old, new = (decided(workspace, version, frame) for version in pair)
    truth = [str(v).lower() for v in frame["bought"].to_list()]
    gains = np.array(
        [
            costs.get(f"{t}:{a}", 0.0) - costs.get(f"{t}:{b}", 0.0)
            for t, a, b in zip(truth, old, new, strict=True)
        ]
    )
    gains = gains[unseen(workspace, pair, np.arange(frame.n_rows))]
    assert found.money is not None
    assert found.money.value == pytest.approx(gains.sum())
    half = 1.959964 * gains.std(ddof=1) * np.sqrt(len(gains))
    assert found.money.high - found.money.low == pytest.approx(2 * half, rel=1e-5)
    parts = [part.value for part in found.parts]
    assert len(parts) == len(found.flips)
    assert sum(parts) == pytest.approx(found.money.value), "by direction they add up"
    assert held(workspace, drain).money == found.money
    with pytest.raises(NeedsYou, match="names no truth and decision"):
        held(workspace, drain, costs={"perhaps:true": 1.0})
    assert business_value.of_model(workspace, "buyers").costs.costs.amounts == costs


def test_the_threshold_and_unit_of_the_model_hold_in_its_rehearsals(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    costs = {"true:false": 10.0, "false:true": 3.0}
    business_value.set_costs(workspace, "buyers", costs, threshold=0.2, unit="£")
    found = held(workspace, drain)
    frame = tables.whole(workspace, datasets.version(workspace, "shop"))
    models = [persist.load(workspace.blobs.get_bytes(version.blob)) for version in pair]
    old, new = (replace(learning.score(model, frame), threshold=0.2).labels() for model in models)
    assert found.n_flips == sum(a != b for a, b in zip(old, new, strict=True))
    assert (found.threshold, found.unit) == (0.2, "£")
    assert "probability of 0.2 up" in found.rule
    assert "£" in found.money_words


def test_rows_that_services_answered_come_first_unless_they_hide_what_is_read(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    rows = tables.whole(workspace, datasets.version(workspace, "shop"))
    keep_answers(workspace, pair[0], list(rows.rows()))
    found = held(workspace, drain)
    features = rows.select(["x", "shop", "day"])
    old, new = (decided(workspace, version, features) for version in pair)
    assert found.source == "log"
    assert found.n_rows == rows.n_rows
    assert found.n_flips == (old != new).sum()
    assert found.n_known == 0
    assert "Their outcome is not known." in found.summary
    masked = [{**row, "x": MASK} for row in rows.rows()]
    keep_answers(workspace, pair[0], masked)
    again = held(workspace, drain)
    assert again.source == "stored"
    assert "The answered rows hide x" in again.rows_words


def keep_answers(workspace: Workspace, version: ModelVersion, rows: list[dict[str, Any]]) -> None:
    """Write a block of answers as a service does."""
    import zstandard

    known = registry.find(workspace, version.model).deployments
    deployment = (
        known[0] if known else deploying.http(workspace, version.model, port=8_999).deployment
    )
    at = workspace.clock.now() + timedelta(seconds=len(rows))
    lines = []
    for k, row in enumerate(rows):
        plain = {
            name: str(value) if name == "day" else value
            for name, value in row.items()
            if name != "bought"
        }
        lines.append({"at": to_iso(at), "request": f"{at}-{k}", "row": plain})
    data = zstandard.ZstdCompressor().compress("\n".join(map(json.dumps, lines)).encode())
    blob = workspace.blobs.put_bytes(data)
    with workspace.store.write() as tx:
        block = AnswerBlock(
            0, deployment.id, version.id, at, at, len(rows), len(rows), len(data), blob
        )
        answer_logs.insert(tx, block)


def test_a_file_of_rows_is_decided_on_as_well(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
    month: Callable[..., Path],
):
    found = held(workspace, drain, rows=str(month(3, n=90)), n=50)
    assert found.source == "file"
    assert found.rows_words == "the last 50 rows of shop_2024-03.csv"
    assert found.n_rows == 50
    assert all(40 <= one.row < 90 for one in found.rows)


def test_personal_values_stand_in_no_rehearsal(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    personal_data.mark(workspace, "shop", "shop", True)
    personal_data.show_to(workspace, "everyone")
    found = held(workspace, drain)
    place = found.columns.index("shop")
    assert {one.cells[place] for one in found.rows} == {MASK}
    assert not any(column == "shop" for one in found.segments for column, _ in one.where)


def test_without_a_champion_nothing_can_flip(
    workspace: Workspace, add_version: Callable[..., ModelVersion]
):
    add_version()
    with pytest.raises(NeedsYou, match="has no champion to stand beside"):
        rehearsing.ask(workspace, "buyers@1")


def test_the_champion_is_rehearsed_beside_the_one_it_followed(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
):
    with pytest.raises(NeedsYou, match="followed no other version"):
        rehearsing.ask(workspace, "buyers@1")
    promotion.promote(workspace, "buyers@2", anyway=True, reason="to look back at it")
    job = jobs.find(workspace, rehearsing.ask(workspace, "buyers@2"))
    assert job.params["against"] == 1


def test_numbers_flip_where_they_move_by_more_than_the_usual_error(
    workspace: Workspace, shop: str, drain: Callable[[], list[Job]]
):
    versions = []
    for estimator in ("linear_regression", "random_forest"):
        job_id = training_runs.train(workspace, shop, target="x", estimators=(estimator,))
        drain()
        [run] = training_runs.ranked(workspace, job_id)
        one = registering.register(workspace, run.id, name="x-of")
        versions.append(one)
        if len(versions) == 1:
            promotion.promote(workspace, "x-of@1", anyway=True, reason="the first one")
    found = rehearsing.rehearse(workspace, versions[1], versions[0], Silent())
    frame = tables.whole(workspace, datasets.version(workspace, shop))
    old, new = (
        persist.load(workspace.blobs.get_bytes(one.blob)).predict(frame) for one in versions
    )
    assert found.n_flips == (np.abs(new - old) > versions[0].metrics["mae"]).sum()
    assert {one.after for one in found.flips} <= {"higher", "lower"}


def test_each_flip_tells_the_columns_that_pushed_it_over_and_how_much(
    workspace: Workspace,
    pair: tuple[ModelVersion, ModelVersion],
    drain: Callable[[], list[Job]],
):
    found = held(workspace, drain, n=250)
    newest = datasets.version(workspace, "shop")
    frame = tables.whole(workspace, newest).take(np.arange(newest.rows - 250, newest.rows))
    old, new = (persist.load(workspace.blobs.get_bytes(version.blob)) for version in pair)
    others = np.sort(np.random.default_rng(0).choice(250, 24, replace=False))
    for one in found.rows[:5]:
        at = one.row - (newest.rows - 250)
        parts = by_definition(old, new, frame, at, others)
        moved = one.score_after - one.score_before
        wanted = sorted(
            ((name, by) for name, by in parts.items() if by * moved > 0), key=lambda p: -abs(p[1])
        )
        assert [push.column for push in one.pushed] == [name for name, _ in wanted][:3]
        assert [push.by for push in one.pushed] == pytest.approx([by for _, by in wanted][:3])
        for push in one.pushed:
            if push.column == "shop":
                assert push.words == f"shop, {frame['shop'].to_list()[at]}"


def by_definition(old: Any, new: Any, frame: Any, row: int, others: np.ndarray) -> dict[str, float]:
    """The mean over all orders and other rows of what each column moves new less old by."""
    names = [name for name in ("day", "x", "shop") if name in frame.names]
    plain = list(frame.rows())

    def h(rows: list[dict[str, Any]]) -> np.ndarray:
        return np.asarray(new.predict(rows) - old.predict(rows))

    found = dict.fromkeys(names, 0.0)
    orders = list(permutations(names))
    for other in others.tolist():
        for order in orders:
            walk = [plain[other]]
            for name in order:
                walk.append({**walk[-1], name: plain[row][name]})
            for name, by in zip(order, np.diff(h(walk)).tolist(), strict=True):
                found[name] += by / (len(orders) * len(others))
    return found | {"": float(h([plain[at] for at in others.tolist()]).mean())}


def test_with_many_columns_fewer_flips_are_looked_into():
    assert flip_pushes._sizes(500, 3, 1_000) == (100, 24)
    rows, background = flip_pushes._sizes(500, 200, 1_000)
    assert (rows, background) == (31, 8)
    assert flip_pushes._sizes(0, 3, 1_000) == (0, 0)
    assert flip_pushes._sizes(2, 3, 2) == (2, 2)

"""Why each row of a file is scored as it is: as a try tells it, adding up, in files and folders."""

import csv
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tidemill.base.progress import Silent
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    ingesting,
    jobs,
    personal_data,
    predicting,
    registering,
    registry,
    steps,
    training_runs,
    trying,
)
from tidemill.services.explained_rows import MASKED
from tidemill.services.predicting import Why
from tidemill.services.workspace import Workspace


@pytest.fixture
def trained(workspace: Workspace, drain: Callable[[], list[Job]]) -> Callable[..., None]:
    """Trains on a dataset and registers the run under a name."""

    def made(dataset: str, name: str, estimator: str) -> None:
        job_id = training_runs.train(workspace, dataset, estimators=(estimator,))
        drain()
        registering.ask(workspace, training_runs.ranked(workspace, job_id)[0].id, name=name)
        drain()

    return made


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sums(row: dict[str, str]) -> float:
    parts = [float(value) for name, value in row.items() if name.startswith("why: ")]
    return float(row["usual score"]) + sum(parts)


def told(workspace: Workspace, model: str, file: Path) -> list[Why | None]:
    return [why for _, _, why in predicting.explained(workspace, model, file, Silent())]


def wide(tmp_path: Path, n_columns: int, n: int, target: str) -> Path:
    """A table of numbers with gaps, words, and a target made of some of them."""
    draw = random.Random(3)
    path = tmp_path / f"{target}.csv"
    names = [f"c{i}" for i in range(n_columns)]
    lines = [",".join([*names, "kind", target])]
    for _ in range(n):
        values = [draw.gauss(0, 1) for _ in names]
        kind = draw.choice(["plain", "odd", "rare"])
        total = values[0] * 2 + values[1] * values[2] + (kind == "odd") + draw.gauss(0, 0.2)
        said = (
            f"{total:.4f}"
            if target == "amount"
            else ["low", "middle", "high"][(total > -0.8) + (total > 1.2)]
        )
        cells = [f"{value:.3f}" if draw.random() > 0.1 else "" for value in values]
        lines.append(",".join([*cells, kind, said]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def table(
    workspace: Workspace, drain: Callable[[], list[Job]], tmp_path: Path
) -> Callable[..., Path]:
    """Takes a wide table in as a dataset called by its target; returns its file."""

    def taken(target: str, n_columns: int = 9, n: int = 150) -> Path:
        path = wide(tmp_path, n_columns, n, target)
        ingesting.add(workspace, [path], dataset=target, target=target)
        drain()
        return path

    return taken


@pytest.mark.parametrize(
    ("target", "estimator"),
    [("amount", "hist_gradient_boosting"), ("level", "logistic_regression")],
)
def test_what_moved_each_row_adds_up_to_its_score(
    workspace: Workspace,
    table: Callable[..., Path],
    trained: Callable[..., None],
    tmp_path: Path,
    target: str,
    estimator: str,
):
    source, out = table(target), tmp_path / "said.csv"
    trained(target, "judge", estimator)
    written = predicting.to_file(workspace, "judge@1", source, out, Silent(), explain=True)
    found = read(out)
    assert written.rows == len(found) == 150
    names = [name for name in found[0] if name.startswith("why: ")]
    assert names == [f"why: c{i}" for i in range(9)] + ["why: kind"]
    for row in found:
        assert sums(row) == pytest.approx(float(row["score"]), abs=1e-9)
        said = row["prediction"] if target == "amount" else row["probability"]
        assert float(row["score"]) == pytest.approx(float(said), abs=1e-9)
    assert any(float(row["why: c0"]) > 0.05 for row in found)
    assert any(float(row["why: c0"]) < -0.05 for row in found)


def test_a_row_is_explained_as_a_try_explains_it(
    workspace: Workspace, shop: str, trained: Callable[..., None], month, drain
):
    trained(shop, "buyers", "hist_gradient_boosting")
    file = month(2, n=12)
    version = registry.version(workspace, "buyers@1")
    usual = trying.fields_of(workspace, version).usual
    for row, why in zip(read(file), told(workspace, "buyers@1", file), strict=True):
        asked = {"day": row["day"], "x": float(row["x"]), "shop": row["shop"]}
        job_id = trying.ask(workspace, version, asked, usual)
        drain()
        job = jobs.find(workspace, job_id)
        assert job.state is JobState.SUCCEEDED, job.error
        tried = trying.from_job(job.result)
        assert why is not None
        assert (why.score, why.usual) == pytest.approx((tried.share, tried.usual))
        moved = {one.field: one.by for one in tried.contributions}
        assert {k: v for k, v in why.by.items() if k in moved} == pytest.approx(moved, abs=1e-9)
        assert not any(v for k, v in why.by.items() if k not in moved)


def test_rows_that_steps_leave_out_have_no_reasons_and_the_others_add_up(
    workspace: Workspace, shop: str, drain, trained: Callable[..., None], month, tmp_path: Path
):
    steps.add(workspace, shop, "rename", {"column": "x", "to": "points"})
    drain()
    steps.add(workspace, shop, "filter_rows", {"condition": "points > -1"})
    drain()
    trained(shop, "buyers", "logistic_regression")
    out = tmp_path / "said.csv"
    predicting.to_file(workspace, "buyers@1", month(2, n=60), out, Silent(), explain=True)
    kept = [row for row in read(out) if row["prediction"]]
    gone = [row for row in read(out) if not row["prediction"]]
    assert gone
    assert {row[name] for row in gone for name in ("score", "usual score", "why: x")} == {""}
    for row in kept:
        assert sums(row) == pytest.approx(float(row["score"]), abs=1e-9)
        share = float(row["probability"])
        assert float(row["score"]) == pytest.approx(
            share if row["prediction"] == "true" else 1 - share
        )
    assert any(float(row["why: x"]) for row in kept)


def test_what_hidden_columns_did_is_told_as_one_sum(
    workspace: Workspace, shop: str, trained: Callable[..., None], month, tmp_path: Path
):
    trained(shop, "buyers", "logistic_regression")
    for column in ("shop", "day"):
        personal_data.mark(workspace, "shop", column, on=True)
    bob = workspace.acting_as(Person("bob", "Bob", PersonRole.MEMBER))
    out = tmp_path / "said.csv"
    predicting.to_file(bob, "buyers@1", month(2, n=20), out, Silent(), explain=True)
    found = read(out)
    names = [name for name in found[0] if name.startswith("why: ")]
    assert names == ["why: x", f"why: {MASKED}"]
    for row in found:
        assert sums(row) == pytest.approx(float(row["score"]), abs=1e-9)
    assert any(float(row[f"why: {MASKED}"]) for row in found)


def test_a_files_own_columns_keep_their_names(
    workspace: Workspace, shop: str, trained: Callable[..., None], tmp_path: Path
):
    trained(shop, "buyers", "logistic_regression")
    file, out = tmp_path / "new.csv", tmp_path / "said.csv"
    file.write_text("day,x,shop,Score\n2024-06-01 00:00:00,3.0,north,12\n")
    predicting.to_file(workspace, "buyers@1", file, out, Silent(), explain=True)
    (row,) = read(out)
    assert row["Score"] == "12"
    assert float(row["score (model)"]) > 0.5

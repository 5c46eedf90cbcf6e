"""What a batch folder answered is kept like a service's answers, and rows are measured by it."""

import random
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.columns import Role
from tidemill.domain.mask_signs import MASK
from tidemill.services import (
    batch_answers,
    batch_folders,
    batch_scans,
    datasets,
    given_answers,
    ingesting,
    measuring,
    personal_data,
    promotion,
    registering,
    registry,
    training_runs,
    watching,
)
from tidemill.services.serving import answer_log
from tidemill.services.training import learning

TARGETS = {
    "binary": lambda x: "yes" if x > 0 else "no",
    "multiclass": lambda x: "low" if x < -0.5 else "mid" if x < 0.5 else "high",
    "regression": lambda x: round(3.0 * x, 4),
}
ESTIMATORS = {
    "binary": ("logistic_regression", "hist_gradient_boosting"),
    "multiclass": ("logistic_regression", "hist_gradient_boosting"),
    "regression": ("linear_regression", "hist_gradient_boosting"),
}


def rows_of(month: int, task: str = "binary", n: int = 300):
    draw = random.Random(month)
    rows = []
    for i in range(n):
        x = draw.gauss(0.0, 1.0)
        day = f"2024-{month:02d}-{1 + i * 27 // n:02d} {i % 24:02d}:00:00"
        rows.append((day, round(x, 4), f"m{month}-{i}", TARGETS[task](x + draw.gauss(0.0, 0.7))))
    return rows


def write(path: Path, rows, header="day,x,visit,result") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


@pytest.fixture
def two_versions(workspace, drain, tmp_path):
    """A model with v1 serving and another kind of model as v2."""

    def made(task="binary"):
        path = write(tmp_path / "01.csv", rows_of(1, task, 800))
        roles = {"visit": Role.IDENTIFIER}
        ingesting.add(workspace, [path], dataset="shop", target="result", time="day", roles=roles)
        drain()
        job = training_runs.train(workspace, "shop", estimators=ESTIMATORS[task])
        drain()
        for run in training_runs.ranked(workspace, job):
            registering.ask(workspace, run.id, name="results")
            drain()
        promotion.promote(workspace, "results@1", anyway=True, reason="a test decides what serves")
        return "results"

    return made


@pytest.fixture
def score(workspace, drain, tmp_path):
    """Scores rows in the batch folder of the model."""

    def done(name, rows):
        folder = tmp_path / "in"
        if not folder.exists():
            folder.mkdir()
            batch_folders.switch_on(workspace, "results", folder, tmp_path / "out")
        write(folder / f"{name}.csv", [row[:3] for row in rows], "day,x,visit")
        assert isinstance(workspace.clock, HeldClock)
        for _ in range(2):
            batch_scans.scan(workspace)
            workspace.clock.advance(10)
        drain()
        return batch_folders.files(workspace, "results-batch")[0]

    return done


def kept_lines(workspace):
    [deployment] = registry.find(workspace, "results").deployments
    return [line for _, lines in answer_log.kept_answers(workspace, deployment) for line in lines]


@pytest.mark.parametrize("task", sorted(TARGETS))
def test_rows_that_a_batch_folder_answered_are_measured_as_answered(
    task, two_versions, score, workspace, drain, tmp_path
):
    two_versions(task)
    february = rows_of(2, task)
    assert score("february", february[:200]).rows == 200
    promotion.promote(workspace, "results@2", anyway=True, reason="a test decides what serves")
    path = write(tmp_path / "02.csv", february)
    ingesting.add(workspace, [path], dataset="shop", target="result", time="day")
    drain()
    newest = watching.arrived(workspace)[0]
    if str(newest.state) == "set-aside":
        ingesting.accept(workspace, newest.id)
        drain()
    version = datasets.version(workspace, "shop")
    first, second = (registry.version(workspace, f"results@{n}") for n in (1, 2))
    measured = measuring.rows_of(workspace, second, version)
    assert measured.given.tolist() == [True] * 200 + [False] * 100
    assert len(given_answers.of_model(workspace, "results")) == 200
    answered, today = _said_by(workspace, first, version), _said_by(workspace, second, version)
    assert _told(measured.said)[:200] == pytest.approx(_told(answered)[:200], abs=1e-9)
    assert _told(measured.said)[200:] == pytest.approx(_told(today)[200:], abs=1e-9)
    assert _told(measured.said)[:200] != pytest.approx(_told(today)[:200], abs=1e-3)
    if task != "regression":
        assert measured.said.labels()[:200] == answered.labels()[:200]


def _said_by(workspace, one, version):
    rows = measuring.rows_of(workspace, one, version)
    return learning.score(rows.model, rows.frame)


def _told(said):
    """What was said of each row: of several classes the probability of the one answered."""
    values = np.asarray(said.values)
    return values.max(axis=1) if values.ndim == 2 else values


def test_each_file_is_kept_once_with_its_rows_as_they_came(two_versions, score, workspace):
    two_versions()
    rows = rows_of(2, n=20)
    score("a", rows)
    score("a-again", rows)  # the same content has its answer already
    lines = kept_lines(workspace)
    assert [line["key"] for line in lines] == [row[2] for row in rows]
    assert [line["row"]["x"] for line in lines] == [row[1] for row in rows]
    assert set(lines[0]["row"]) == {"x"}
    assert {line["request"].partition("/")[0] for line in lines} == {"results-batch"}
    assert {line["prediction"] for line in lines} <= {"true", "false"}


def test_of_a_long_file_rows_are_kept_evenly_and_blocks_stay_short(
    two_versions, score, workspace, monkeypatch
):
    monkeypatch.setattr(batch_answers, "MOST_ROWS", 50)
    monkeypatch.setattr(answer_log, "BLOCK_ROWS", 20)
    two_versions()
    score("long", rows_of(2, n=120))
    [deployment] = registry.find(workspace, "results").deployments
    blocks = [(b.n_rows, lines) for b, lines in answer_log.kept_answers(workspace, deployment)]
    assert [n for n, _ in blocks] == [20, 20]
    keys = [line["key"] for _, lines in blocks for line in lines]
    assert keys == [f"m2-{i}" for i in range(0, 120, 3)]


def test_personal_values_are_masked_before_they_are_kept(two_versions, score, workspace):
    two_versions()
    personal_data.mark(workspace, "shop", "visit", True)
    score("private", rows_of(2, n=10))
    lines = kept_lines(workspace)
    assert {line["key"] for line in lines} == {MASK}
    assert given_answers.of_model(workspace, "results") == {}

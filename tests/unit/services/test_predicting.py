"""A champion answers for the rows of a file: in order, by column, masked, through its steps."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Kind, Role
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.jobs import Job, JobState
from tidemill.services import (
    datasets,
    jobs,
    personal_data,
    predicting,
    promotion,
    registering,
    registry,
    steps,
    training_runs,
)
from tidemill.services.training import persist
from tidemill.services.workspace import Workspace


@pytest.fixture
def champion(
    workspace: Workspace, shop: str, drain: Callable[[], list[Job]]
) -> registry.ModelVersion:
    """The best run of the shop as `buyers`, promoted."""
    job_id = training_runs.train(workspace, shop, estimators=("logistic_regression",))
    drain()
    best = training_runs.ranked(workspace, job_id)[0]
    registering.ask(workspace, best.id, name="buyers")
    drain()
    promotion.promote(workspace, "buyers@1", anyway=True, reason="the first of its kind")
    return registry.version(workspace, "buyers@1")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_rows_come_back_as_they_were_with_what_the_model_itself_says(
    workspace: Workspace,
    champion: registry.ModelVersion,
    month: Callable[..., Path],
    tmp_path: Path,
):
    source, out = month(2, n=50), tmp_path / "said.csv"
    written = predicting.to_file(workspace, "buyers", source, out, Silent())
    came, found = read(source), read(out)
    assert written.rows == len(found) == 50
    assert [float(row["x"]) for row in found] == [float(row["x"]) for row in came]
    model = persist.load(workspace.blobs.get_bytes(champion.blob))
    bare = Frame(
        (
            ColumnData("x", Kind.NUMERIC, np.array([float(row["x"]) for row in came])),
            coded("shop", Kind.CATEGORICAL, [row["shop"] for row in came]),
            ColumnData(
                "day", Kind.DATETIME, np.array([row["day"] for row in came], "datetime64[us]")
            ),
        )
    )
    shares = model.predict(bare)
    said = [
        p if row["prediction"] == "true" else 1 - p for p, row in zip(shares, found, strict=True)
    ]
    assert [float(row["probability"]) for row in found] == pytest.approx(said)
    assert {(row["model"], row["version"]) for row in found} == {("buyers", "1")}
    assert {row["prediction"] for row in found} == {"true", "false"}


def test_a_file_without_the_target_is_answered_too(
    workspace: Workspace, champion: registry.ModelVersion, tmp_path: Path
):
    file = tmp_path / "new.csv"
    file.write_text("day,x,shop\n2024-06-01 00:00:00,3.0,north\n2024-06-01 01:00:00,-3.0,east\n")
    found = [a for _, a in predicting.answers(workspace, "buyers@1", file, Silent())]
    assert [a.prediction for a in found] == ["true", "false"]
    assert [a.id for a in found] == [1, 2]
    assert all(a.probability is not None and a.probability > 0.5 for a in found)


def test_a_file_that_lacks_a_column_is_refused_by_its_name(
    workspace: Workspace, champion: registry.ModelVersion, tmp_path: Path
):
    file = tmp_path / "new.csv"
    file.write_text("day,shop\n2024-06-01 00:00:00,north\n")
    with pytest.raises(NeedsYou, match="no column x"):
        list(predicting.answers(workspace, "buyers", file, Silent()))


def test_without_a_champion_the_way_out_is_said(
    workspace: Workspace, add_version: Callable[..., object], month: Callable[..., Path]
):
    add_version()
    with pytest.raises(NeedsYou, match="no champion yet") as caught:
        predicting.version_for(workspace, "buyers")
    assert "buyers@1" in caught.value.hint


def test_the_worker_writes_the_file_for_who_asked(
    workspace: Workspace,
    champion: registry.ModelVersion,
    month: Callable[..., Path],
    drain: Callable[[], list[Job]],
    tmp_path: Path,
):
    out = tmp_path / "said.csv"
    job_id = predicting.ask(workspace, "buyers", month(2), out)
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED, job.error
    assert job.message == "Wrote 120 predictions to said.csv"
    assert len(read(out)) == 120
    assert predicting.free_path(tmp_path / "said.csv").name == "said-predictions.csv"


def test_personal_values_are_masked_in_what_is_written(
    workspace: Workspace,
    champion: registry.ModelVersion,
    month: Callable[..., Path],
    tmp_path: Path,
):
    personal_data.mark(workspace, "shop", "shop", on=True)
    out = tmp_path / "said.csv"
    predicting.to_file(workspace, "buyers", month(2, n=20), out, Silent())
    assert {row["shop"] for row in read(out)} == {"•••"}
    assert datasets.find(workspace, "shop").dataset.schema["shop"].role is not Role.LEFT_OUT


def test_an_own_column_called_prediction_keeps_its_name(
    workspace: Workspace, champion: registry.ModelVersion, tmp_path: Path
):
    file, out = tmp_path / "new.csv", tmp_path / "said.csv"
    file.write_text("day,x,shop,prediction\n2024-06-01 00:00:00,3.0,north,mine\n")
    predicting.to_file(workspace, "buyers", file, out, Silent())
    (row,) = read(out)
    assert (row["prediction"], row["prediction (model)"]) == ("mine", "true")


def test_rows_past_the_first_block_keep_their_places(
    workspace: Workspace,
    champion: registry.ModelVersion,
    tmp_path: Path,
):
    file = tmp_path / "new.csv"
    lines = [f"2024-06-01 00:00:00,{3.0 if i % 3 else -3.0},north" for i in range(70_000)]
    file.write_text("day,x,shop\n" + "\n".join(lines) + "\n")
    found = [a for _, a in predicting.answers(workspace, "buyers", file, Silent())]
    assert [a.row for a in found] == list(range(1, 70_001))
    assert [a.prediction for a in found] == ["true" if i % 3 else "false" for i in range(70_000)]


def test_raw_rows_go_through_the_steps_the_model_learned_behind(
    workspace: Workspace,
    shop: str,
    drain: Callable[[], list[Job]],
    month: Callable[..., Path],
    tmp_path: Path,
):
    steps.add(workspace, shop, "rename", {"column": "x", "to": "score"})
    drain()
    steps.add(workspace, shop, "filter_rows", {"condition": "score > -1"})
    drain()
    job_id = training_runs.train(workspace, shop, estimators=("logistic_regression",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job_id)[0].id, name="buyers")
    drain()
    source, out = month(2, n=60), tmp_path / "said.csv"
    predicting.to_file(workspace, "buyers@1", source, out, Silent())
    found = read(out)
    assert [row["x"] for row in found] == [str(float(row["x"])) for row in read(source)]
    left_out = [float(row["x"]) for row in found if row["prediction"] == ""]
    assert left_out
    assert left_out == [float(row["x"]) for row in found if float(row["x"]) <= -1]

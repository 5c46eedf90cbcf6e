"""The list and a comparison as tables: what matches, in its order, with the columns chosen."""

import csv

import pandas as pd
import pytest

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.domain.query import QueryError
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import RunState
from tidemill.services import comparing, run_changes, run_exports
from tidemill.services.run_list import RunList
from tidemill.store import runs as rows


@pytest.fixture
def four(workspace, make_runs):
    """Runs with an odd parameter, a formula for a tag, and a metric that is missing."""
    keys = make_runs(4)
    with workspace.store.write() as tx:
        for i, key in enumerate(keys):
            metrics = {"f1": i / 10} if i else {}
            rows.put_values(tx, key, params={"lr": f"0.{i}", "seed": "007"}, metrics=metrics)
        rows.ended(tx, keys, RunState.FINISHED)
    run_changes.tag(workspace, keys[:1], "formula", "=1+1")
    return keys


def test_all_matching_runs_are_written_in_their_order(workspace, four, tmp_path):
    wish = Wish("metrics.f1 > 0", (("metrics.f1", True),), ())
    columns = ["name", "metrics.f1", "params.lr", "params.seed", "ended"]
    written = run_exports.write_list(RunList(workspace), wish, columns, tmp_path / "runs.csv")
    assert written.rows == 3
    frame = pd.read_csv(written.path, dtype={"params.seed": str}, parse_dates=["ended"])
    assert frame["name"].tolist() == ["run-3", "run-2", "run-1"]
    assert frame["metrics.f1"].tolist() == [0.3, 0.2, 0.1]
    assert frame["params.lr"].tolist() == [0.3, 0.2, 0.1]
    assert frame["params.seed"].tolist() == ["007"] * 3
    assert frame["ended"][0] == pd.Timestamp(workspace.clock.now())


def test_without_columns_all_that_was_logged_is_written(workspace, four, tmp_path):
    written = run_exports.write_list(RunList(workspace), Wish(), [], tmp_path / "runs.csv")
    with written.path.open(newline="") as stream:
        headings, *lines = csv.reader(stream)
    assert headings[:2] == ["id", "name"]
    assert {"metrics.auc", "metrics.f1", "params.lr", "tags.formula"} <= set(headings)
    assert {line[headings.index("tags.formula")] for line in lines} == {"", "'=1+1"}
    assert len(lines) == 4


def test_slices_make_one_table(workspace, make_runs, tmp_path, monkeypatch):
    monkeypatch.setattr(run_exports, "_SLICE", 7)
    make_runs(50)
    wish = Wish(sort=(("metrics.auc", False),), group_by=())
    written = run_exports.write_list(RunList(workspace), wish, ["name"], tmp_path / "runs.csv")
    assert pd.read_csv(written.path)["name"].tolist() == [f"run-{i}" for i in range(50)]


def test_times_in_a_document_say_their_zone(workspace, four, tmp_path):
    written = run_exports.write_list(
        RunList(workspace), Wish(), ["name", "ended"], tmp_path / "r.tex"
    )
    text = written.path.read_text()
    assert "name & ended (UTC) \\\\" in text
    assert "2026-01-01 00:00" in text


def test_a_wrong_query_or_a_stop_leaves_no_file(workspace, four, tmp_path):
    every = RunList(workspace)
    with pytest.raises(QueryError):
        run_exports.write_list(every, Wish("auc >"), [], tmp_path / "runs.csv")
    stopped = Silent()
    stopped.stop()
    with pytest.raises(Cancelled):
        run_exports.write_list(every, Wish(), [], tmp_path / "runs.csv", reporter=stopped)
    assert not (tmp_path / "runs.csv").exists()


def test_a_comparison_is_a_table_with_differences_and_the_best_bold(workspace, four, tmp_path):
    comparison = comparing.compare(workspace, four[1:], baseline=1)
    written = run_exports.write_comparison(tmp_path / "c.csv", comparison)
    frame = pd.read_csv(written.path, index_col="name")
    assert list(frame.columns[1:]) == [
        "run-1",
        "run-2",
        "run-3",
        "run-1 minus run-2",
        "run-3 minus run-2",
    ]
    assert frame.loc["f1", "run-1":].astype(float).tolist() == pytest.approx(
        [0.1, 0.2, 0.3, -0.1, 0.1]
    )
    assert float(frame.loc["lr", "run-3"]) == 0.3
    latex = run_exports.write_comparison(tmp_path / "c.tex", comparison).path.read_text()
    assert "minus" not in latex
    assert "\\textbf{0.3" in latex

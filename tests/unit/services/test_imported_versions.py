"""Models that were trained elsewhere as versions: judged, promoted, asked, watched, and refused."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.models import ModelVersion, Stage
from tidemill.services import (
    datasets,
    exporting,
    imported_versions,
    importing_models,
    ingesting,
    lineage_graph,
    model_cards,
    model_diffs,
    monitoring,
    predicting,
    promotion,
    registering,
    registry,
    retraining,
    runs,
    tables,
    unseen_rows,
)
from tidemill.services.imported_versions import AsVersion
from tidemill.services.serving import served_models
from tidemill.services.training import foreign, persist
from tidemill.services.training.foreign import ForeignModel
from tidemill.services.workspace import Workspace

Drain = Callable[[], list[Job]]


def rows_of(workspace: Workspace, address: str = "shop@1") -> Any:
    """The rows of a version as pandas reads a file."""
    import pandas as pd

    frame = tables.whole(workspace, datasets.version(workspace, address))
    found = pd.DataFrame({c.name: c.to_list() for c in frame})
    return found.assign(bought=np.where(found["bought"], "yes", "no"))


def pipeline_of(workspace: Workspace, target: Callable[[Any], Any] = lambda y: y) -> Any:
    """A pipeline somebody else would have trained on the same data."""
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    rows = rows_of(workspace)
    prepared = ColumnTransformer(
        [
            ("numbers", StandardScaler(), ["x"]),
            ("shops", OneHotEncoder(handle_unknown="ignore"), ["shop"]),
        ]
    )
    model = make_pipeline(prepared, LogisticRegression())
    return model.fit(rows[["shop", "x"]], target(rows["bought"]))


def file_of(folder: Path, model: Any) -> Path:
    path = folder / "theirs.skops"
    path.write_bytes(skops.io.dumps(model))
    return path


def brought(
    workspace: Workspace, drain: Drain, path: Path, **said: Any
) -> tuple[ModelVersion, Job]:
    wish = AsVersion(**{"model": "buyers", "on": "shop", **said})
    importing_models.ask(workspace, path, as_version=wish)
    job = drain()[-1]
    assert job.state is JobState.SUCCEEDED, job.error
    return registry.version(workspace, job.result["version"]), job


def test_an_imported_model_becomes_a_candidate_judged_on_the_data_named(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    theirs = pipeline_of(workspace)
    version, job = brought(workspace, drain, file_of(tmp_path, theirs))
    assert job.result["message"] == "Imported theirs.skops as buyers v1"
    assert (version.stage, version.is_imported) == (Stage.CANDIDATE, True)
    assert version.gates_passed, version.gates
    assert {g["name"] for g in version.gates} >= {"Better than the champion", "Schema fits"}
    rows = rows_of(workspace)
    truth = (rows["bought"] == "yes").to_numpy()
    said = theirs.predict_proba(rows[["shop", "x"]])[:, 1]
    from sklearn.metrics import roc_auc_score

    assert version.metrics["auc"] == pytest.approx(roc_auc_score(truth, said), abs=1e-12)
    assert version.comparison["rows"] == len(rows)
    assert "not known" in version.comparison["notes"][-1]


def test_its_lineage_says_that_the_data_named_judged_it_not_that_it_learned_from_them(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    version, _ = brought(workspace, drain, file_of(tmp_path, pipeline_of(workspace)))
    data = datasets.version(workspace, "shop")
    found = lineage_graph.of(workspace, f"model:buyers@{version.number}")
    led = {e.words for e in found.edges if str(e.source) == f"dataset_version:{data.id}"}
    assert led == {"judged"}


def test_its_answers_are_those_of_the_file_row_by_row_and_as_a_table(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    theirs = pipeline_of(workspace)
    version, _ = brought(workspace, drain, file_of(tmp_path, theirs))
    promotion.promote(workspace, "buyers@1")
    served = served_models.load(workspace, version)
    rows = rows_of(workspace)
    truth = theirs.predict_proba(rows[["shop", "x"]])[:, 1]
    sent = [{"shop": a, "x": b} for a, b in zip(rows["shop"], rows["x"], strict=True)]
    served.fields.check(sent)
    assert {c.name for c in served.fields.asked} == {"shop", "x"}
    as_table = [one.probability for one in served.answer(sent)]
    by_row = [served.answer([row])[0] for row in sent[:5]]
    of_said = [p if p >= 0.5 else 1 - p for p in truth]
    np.testing.assert_allclose(as_table, of_said, atol=1e-12)
    np.testing.assert_allclose([one.probability for one in by_row], of_said[:5], atol=1e-12)
    assert [one.prediction for one in by_row] == [
        "true" if p >= 0.5 else "false" for p in truth[:5]
    ]
    [unknown] = served.answer([{"shop": "never seen", "x": 0.0}])
    assert unknown.prediction in ("true", "false")


def test_a_file_is_predicted_and_a_new_version_of_the_data_watched(
    workspace: Workspace, shop: str, drain: Drain, take_in: Any, month: Any, tmp_path: Path
) -> None:
    brought(workspace, drain, file_of(tmp_path, pipeline_of(workspace)))
    promotion.promote(workspace, "buyers@1")
    out = tmp_path / "out.csv"
    predicting.to_file(workspace, "buyers", month(2), out, Silent())
    assert out.read_text().splitlines()[1].endswith(",buyers,1")
    take_in(month(2, shift=3.0))
    shown = monitoring.show(workspace, "buyers")
    assert shown.chunks[-1].n_rows == 120
    assert any("x" in alert.columns for alert in shown.alerts)


def test_classes_of_numbers_are_taken_for_those_of_the_data_and_that_is_said(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    theirs = pipeline_of(workspace, lambda y: (y == "yes").astype(int))
    version, _ = brought(workspace, drain, file_of(tmp_path, theirs))
    assert "Its 1 is taken for true." in version.comparison["notes"]
    assert version.metrics["auc"] > 0.8


@pytest.mark.parametrize(
    ("classes", "levels", "called"),
    [
        (("no", "yes"), ("no", "yes"), ("no", "yes")),
        (("no", "yes"), ("false", "true"), ("false", "true")),
        ((1, 0), ("false", "true"), ("true", "false")),
        ((False, True), ("true", "false"), ("false", "true")),
        ((0, 1), ("paid", "lost"), ("paid", "lost")),
        ((0.0, 1.0, 2.0), ("0", "1", "3"), ("0", "1", "2")),
    ],
)
def test_classes_are_matched_by_what_they_mean(
    classes: tuple[Any, ...], levels: tuple[str, ...], called: tuple[str, ...]
) -> None:
    assert foreign.matched(classes, levels)[0] == called


@pytest.mark.parametrize("levels", [("paid", "lost"), ("a", "b", "c")])
def test_classes_that_mean_nothing_in_the_data_are_refused(levels: tuple[str, ...]) -> None:
    with pytest.raises(NeedsYou, match="the data says"):
        foreign.matched(("left", "right"), levels)


def test_a_model_without_names_needs_the_columns_in_its_order(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    from sklearn.tree import DecisionTreeRegressor

    rows = rows_of(workspace)
    model = DecisionTreeRegressor(max_depth=2).fit(rows[["x"]].to_numpy(), rows["x"] * 2.0)
    path = file_of(tmp_path, model)
    importing_models.ask(workspace, path, as_version=AsVersion("twice", "shop", "x"))
    job = drain()[-1]
    assert job.state is JobState.FAILED
    assert "does not say which" in str(job.error)
    with pytest.raises(NeedsYou, match="both the target and read"):
        importing_models.ask(
            workspace, path, as_version=AsVersion("twice", "shop", "x", columns=("x",))
        )


def test_it_is_judged_on_rows_that_the_champion_did_not_learn_from(
    workspace: Workspace, champion: Any, take_in: Any, month: Any, drain: Drain, tmp_path: Path
) -> None:
    first = champion()
    theirs = pipeline_of(workspace)
    take_in(month(2))
    version, _ = brought(workspace, drain, file_of(tmp_path, theirs))
    data = datasets.version(workspace, "shop@2")
    fresh = unseen_rows.unseen(workspace, first, data).mask
    held = registry.version(workspace, "buyers@1").comparison["rows"]
    assert fresh.sum() == 120 + held
    assert version.comparison["rows"] == fresh.sum()
    assert version.comparison["against"] == "v1"
    assert version.comparison["notes"][0] == (
        "Judged on the rows that buyers v1 did not learn from."
    )


def test_a_version_from_elsewhere_says_what_it_cannot_do(
    workspace: Workspace, shop: str, drain: Drain, take_in: Any, month: Any, tmp_path: Path
) -> None:
    brought(workspace, drain, file_of(tmp_path, pipeline_of(workspace)))
    promotion.promote(workspace, "buyers@1")
    take_in(month(2))
    with pytest.raises(NeedsYou, match="how they were trained is not known"):
        retraining.ask(workspace, "buyers")
    with pytest.raises(NeedsYou, match="can't be exported"):
        exporting.ask(workspace, "buyers@1", "onnx", tmp_path / "a.onnx")
    card = model_cards.card(workspace, "buyers@1")
    words = " ".join(line for section in card.sections for line in section.words)
    assert "What it learned from is not known: it was imported." in words
    assert "It learned from" not in words
    assert "can't be trained again here" in words
    leaned = next(one for one in card.sections if one.title == "What it leans on")
    assert leaned.table is not None
    assert leaned.table.rows[0][0] == "x"


def test_what_a_row_lacks_is_refused_in_words_where_the_model_knows_no_missing_values(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    version, _ = brought(workspace, drain, file_of(tmp_path, pipeline_of(workspace)))
    served = served_models.load(workspace, version)
    with pytest.raises(NeedsYou, match="can't answer these rows"):
        served.answer([{"shop": "north", "x": None}])


IN_A_SERVICE = """
import sys
from tidemill.base.errors import NeedsYou
from tidemill.server.process import light
from pathlib import Path
from tidemill.services import registry, workspace
from tidemill.services.serving import served_models
found = workspace.open_existing(Path(sys.argv[1]))
served = served_models.load(found, registry.version(found, "buyers@1"), light)
print(served.answer([{"shop": "north", "x": 0.5}])[0].probability)
try:
    served.answer([{"shop": "north", "x": None}])
except NeedsYou as error:
    print(error.message)
found.close()
"""


def test_a_process_that_answers_keeps_pandas_for_it_and_looks_at_each_value(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    """Services keep pandas out and trust their own preparation; both would be wrong here."""
    theirs = pipeline_of(workspace)
    brought(workspace, drain, file_of(tmp_path, theirs))
    done = subprocess.run(
        [sys.executable, "-c", IN_A_SERVICE, str(workspace.folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said, refused = done.stdout.splitlines()
    rows = rows_of(workspace).assign(shop="north", x=0.5)
    share = theirs.predict_proba(rows[["shop", "x"]])[0, 1]
    assert float(said) == pytest.approx(max(share, 1 - share), abs=1e-12)
    assert "NaN" in refused


def test_a_run_that_was_imported_before_is_registered_with_its_data(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    importing_models.ask(workspace, file_of(tmp_path, pipeline_of(workspace)))
    run = runs.one(workspace, drain()[-1].result["run"])
    refusal = registry.why_not_registered(run)
    assert refusal is not None
    assert "Name the data" in refusal.hint
    wish = AsVersion("buyers", "shop")
    first = imported_versions.register(workspace, run.id, wish)
    assert imported_versions.register(workspace, run.id, wish) == first
    again = registering.register(workspace, run.id, name="buyers")
    assert again.id == first.id


def test_a_model_that_a_script_logged_becomes_a_version_and_its_run_stays_as_it_was(
    workspace: Workspace, shop: str, tmp_path: Path
) -> None:
    from tidemill.domain.runs import RunState
    from tidemill.store import runs as rows

    data = skops.io.dumps(pipeline_of(workspace))
    with workspace.store.write() as tx:
        pk = rows.insert(
            tx, uuid="ab" * 16, project="default", experiment="by hand", name="brave-otter",
            user="ada", job_id=None, dataset_version_id=None,
        )  # fmt: skip
        rows.put_values(tx, pk, params={"metric": "mine"}, metrics={"auc": 0.1})
        for path, content in {"model/model.skops": data, "predictions.npz": b"x"}.items():
            rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(content), len(content))
        rows.ended(tx, [pk], RunState.FINISHED)
    before = runs.one(workspace, "brave-otter")
    wish = AsVersion("buyers", "shop")
    version = imported_versions.register(workspace, "brave-otter", wish)
    assert version.metrics["auc"] > 0.8
    assert version.cause == "logged as model.skops"
    assert runs.one(workspace, "brave-otter") == before
    assert runs.one(workspace, version.run_id).tags["model of"] == "brave-otter"
    assert imported_versions.register(workspace, "brave-otter", wish) == version
    other = imported_versions.register(workspace, "brave-otter", AsVersion("more", "shop"))
    assert (other.model, other.number) == ("more", 1)


def test_two_versions_one_from_elsewhere_stand_beside_each_other(
    workspace: Workspace, champion: Any, drain: Drain, tmp_path: Path
) -> None:
    champion()
    brought(workspace, drain, file_of(tmp_path, pipeline_of(workspace)))
    found = model_diffs.diff(workspace, "buyers@1", "buyers@2")
    assert found.measures
    assert found.judged_on.startswith("the same")


def test_a_bundle_of_a_model_from_elsewhere_reads_back(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    version, _ = brought(workspace, drain, file_of(tmp_path, pipeline_of(workspace)))
    data = workspace.blobs.get_bytes(version.blob)
    page = persist.describe(data)
    assert json.dumps(page["foreign"])
    model = persist.load(data)
    assert isinstance(model, ForeignModel)
    assert (model.levels, model.reads) == (("false", "true"), ("shop", "x"))


def graph_of(theirs: Any, *, with_tables: bool) -> bytes:
    """The pipeline as converters write it: an input a column, a label and probabilities.

    `with_tables` tells each row's probabilities by class, else they are one matrix.
    """
    from onnx import TensorProto, helper

    scaler = theirs[0].named_transformers_["numbers"]
    shops = theirs[0].named_transformers_["shops"].categories_[0].tolist()
    line, start = theirs[1].coef_[0] / 2, float(theirs[1].intercept_[0]) / 2
    ml = "ai.onnx.ml"
    nodes = [
        helper.make_node(
            "Scaler",
            ["x"],
            ["scaled"],
            domain=ml,
            offset=[float(scaler.mean_[0])],
            scale=[1.0 / float(scaler.scale_[0])],
        ),
        helper.make_node("OneHotEncoder", ["shop"], ["wide"], domain=ml, cats_strings=shops),
        helper.make_node("Reshape", ["wide", "flat"], ["hot"]),
        helper.make_node("Concat", ["scaled", "hot"], ["all"], axis=1),
        helper.make_node(
            "LinearClassifier",
            ["all"],
            ["label", "shares"],
            domain=ml,
            classlabels_strings=["no", "yes"],
            coefficients=[*(-line), *line],
            intercepts=[-start, start],
            post_transform="SOFTMAX",
        ),
    ]
    told = helper.make_tensor_value_info("shares", TensorProto.FLOAT, [None, 2])
    if with_tables:
        nodes.append(
            helper.make_node(
                "ZipMap", ["shares"], ["by_class"], domain=ml, classlabels_strings=["no", "yes"]
            )
        )
        row = helper.make_map_type_proto(
            TensorProto.STRING, helper.make_tensor_type_proto(TensorProto.FLOAT, [])
        )
        told = helper.make_value_info("by_class", helper.make_sequence_type_proto(row))
    graph = helper.make_graph(
        nodes,
        "theirs",
        [
            helper.make_tensor_value_info("shop", TensorProto.STRING, [None, 1]),
            helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 1]),
        ],
        [helper.make_tensor_value_info("label", TensorProto.STRING, [None]), told],
        [helper.make_tensor("flat", TensorProto.INT64, [2], [-1, len(shops)])],
    )
    return written(graph)


def written(graph: Any) -> bytes:
    from onnx import helper

    sets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    made: bytes = helper.make_model(graph, opset_imports=sets, ir_version=8).SerializeToString()
    return made


@pytest.mark.parametrize("with_tables", [True, False])
def test_an_onnx_graph_with_an_input_a_column_answers_without_scikit_learn(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path, with_tables: bool
) -> None:
    theirs = pipeline_of(workspace)
    path = tmp_path / "theirs.onnx"
    path.write_bytes(graph_of(theirs, with_tables=with_tables))
    version, _ = brought(workspace, drain, path)
    served = served_models.load(workspace, version, _refuse_sklearn)
    assert served.is_fast
    rows = rows_of(workspace)
    truth = theirs.predict_proba(rows[["shop", "x"]])[:, 1]
    sent = [{"shop": a, "x": b} for a, b in zip(rows["shop"], rows["x"], strict=True)]
    said = [one.probability for one in served.answer(sent)]
    np.testing.assert_allclose(said, [max(p, 1 - p) for p in truth], atol=1e-5)


def _refuse_sklearn() -> None:
    raise AssertionError("scikit-learn is not needed for a graph")


def test_a_graph_over_one_table_takes_the_columns_named_for_it(
    workspace: Workspace, shop: str, drain: Drain, tmp_path: Path
) -> None:
    from onnx import TensorProto, helper

    node = helper.make_node(
        "LinearRegressor", ["X"], ["y"], domain="ai.onnx.ml", coefficients=[3.0, 1.0]
    )
    graph = helper.make_graph(
        [node],
        "line",
        [helper.make_tensor_value_info("X", TensorProto.FLOAT, [None, 2])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 1])],
    )
    path = tmp_path / "line.onnx"
    path.write_bytes(written(graph))
    draw = np.random.default_rng(3)
    lines = [f"{a:.5f},{b:.5f},{3 * a + b:.5f}" for a, b in draw.normal(size=(90, 2))]
    source = tmp_path / "line.csv"
    source.write_text("\n".join(["a,b,y", *lines]) + "\n")
    ingesting.add(workspace, [source], dataset="line", target="y")
    drain()
    version, _ = brought(workspace, drain, path, model="lines", on="line@1", columns=("a", "b"))
    assert version.metrics["mae"] < 1e-4
    turned, _ = brought(workspace, drain, path, model="turned", on="line@1", columns=("b", "a"))
    assert turned.metrics["mae"] > 1.0
    assert not turned.gates_passed or turned.metrics["r2"] < version.metrics["r2"]
    importing_models.ask(
        workspace, path, as_version=AsVersion("shops", "shop", columns=("shop", "x"))
    )
    job = drain()[-1]
    assert job.state is JobState.FAILED
    assert "takes a table of numbers" in str(job.error)

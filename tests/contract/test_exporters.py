"""Every baseline leaves in every form and answers as it did; what answers otherwise is refused."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.catalog import onnx_calibration
from tidemill.catalog.discovery import family
from tidemill.catalog.onnx_graphs import Graph, Tree
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.outgoing import Outgoing
from tidemill.domain.recipes import Recipe, Task
from tidemill.services import export_proofs, exporting
from tidemill.services.export_proofs import ProofRows
from tidemill.services.training import persist, sessions
from tidemill.services.training.learning import fit_only

EXPORTERS = family("exporters")
ESTIMATORS = {n: m for n, m in family("estimators").items() if not m.ENTRY.needs_code}
CASES = [
    (name, Task(task)) for name, module in ESTIMATORS.items() for task in sorted(module.ENTRY.tasks)
]
REFUSED = {
    **{("onnx", "k_nearest", task): "Nearest neighbours can't be written as ONNX" for task in Task},
    **{("onnx", "xgboost", task): "XGBoost adds up in single precision" for task in Task},
    **{("onnx", "stacking", task): "Stacked baselines can't be written as ONNX" for task in Task},
    **{
        ("package", name, task): "can't leave as a package"
        for name in ("lightgbm", "xgboost")
        for task in Task
    },
}
"""What a form can't say, and why."""

ODD_NAMES = {
    "size": "prediction",
    "holes": 'größe / m² "x"',
    "flag": "t1",
    "colour": "a\nb",
    "town": " ",
    "note": "probabilities",
    "day": "x:0",
    "wild": "SELECT * FROM x; --",
    "empty": "",
}


def table(task: Task, n: int = 300, seed: int = 0) -> tuple[Frame, Schema]:
    """Columns of every kind under odd names, with missing values in each; the target is `y`."""
    rng = np.random.default_rng(seed)
    size = rng.normal(size=n)
    wild = rng.normal(size=n)
    wild[::20], wild[1::20], wild[2::20] = np.inf, -np.inf, 1e300
    flags = rng.integers(-1, 2, n).astype(np.int32)
    latent = size + 0.5 * flags + rng.normal(0, 0.5, n)
    holes = np.where(rng.random(n) < 0.3, np.nan, latent)
    micros = rng.integers(-(10**15), 2 * 10**15, n)
    day = micros.astype("datetime64[us]")
    day[::15] = np.datetime64("NaT")
    cuts = [0.0] if task is Task.BINARY else [-0.6, 0.6]
    classes = [("ja", "nein", "weiß nicht")[k] for k in np.digitize(latent, cuts)]
    regression = task is Task.REGRESSION
    columns = (
        ColumnData(ODD_NAMES["size"], Kind.NUMERIC, size),
        ColumnData(ODD_NAMES["holes"], Kind.NUMERIC, holes),
        ColumnData(ODD_NAMES["wild"], Kind.NUMERIC, wild),
        ColumnData(ODD_NAMES["flag"], Kind.BOOLEAN, flags, ("false", "true")),
        texts(ODD_NAMES["colour"], ["rot", "grün", None, "b l a u"], rng, n),
        texts(ODD_NAMES["town"], [f"Stadt {k}" for k in range(40)] + [None], rng, n),
        texts(ODD_NAMES["note"], [f"Notiz, Nr. {k}" for k in range(n // 2)], rng, n, Kind.TEXT),
        ColumnData(ODD_NAMES["day"], Kind.DATETIME, day),
        ColumnData(ODD_NAMES["empty"], Kind.NUMERIC, np.full(n, np.nan)),
        ColumnData("y", Kind.NUMERIC, 10 + 3 * latent)
        if regression
        else coded("y", Kind.CATEGORICAL, classes),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def texts(name, levels, rng, n, kind=Kind.CATEGORICAL):
    return coded(name, kind, [levels[k] for k in rng.integers(0, len(levels), n)])


def fitted(name: str, task: Task, **changes):
    frame, schema = table(task)
    knows = {p.id for p in ESTIMATORS[name].ENTRY.parameters}
    fields = {
        "estimator": name,
        "estimator_settings": {"n_trees": 25} if "n_trees" in knows else {},
        "features": frame.names[:-1],
    }
    recipe = Recipe(target="y", task=task, **(fields | changes))
    return fit_only(frame, schema, recipe, Silent()).model


def going_of(model) -> Outgoing:
    return exporting.outgoing(SimpleNamespace(label="odd v1"), model)


def rows_of(model, n: int = 400) -> ProofRows:
    frame, _ = table(model.task, n, seed=1)
    stored = frame.select(model.inputs.names)
    odd = list(export_proofs.odd_rows(model.features, list(stored.take(np.arange(2)).rows())))
    return ProofRows(
        stored,
        tuple(range(1, n + 1)),
        tuple(row for row, _ in odd),
        tuple(words for _, words in odd),
        "odd v1",
    )


@pytest.fixture(scope="module")
def models():
    """Fitted models by name and task, made when first asked for."""
    made = {}

    def model(name, task):
        if (name, task) not in made:
            made[name, task] = fitted(name, task)
        return made[name, task]

    return model


@pytest.mark.parametrize(("name", "task"), CASES)
@pytest.mark.parametrize("form", EXPORTERS)
def test_an_export_answers_every_row_as_its_model(form, name, task, models):
    model, module = models(name, task), EXPORTERS[form]
    going = going_of(model)
    if (form, name, task) in REFUSED:
        with pytest.raises(NeedsYou, match=REFUSED[form, name, task]):
            module.write(going)
        return
    found = exporting.proved(module, module.write(going), going, model, rows_of(model))
    assert found.is_equal
    assert found.n_stored == 400
    assert found.n_made_up > 100
    assert found.largest < 1e-9


@pytest.mark.parametrize(
    ("form", "said", "why"),
    [
        ("package", {"calibration": "sigmoid"}, "can't leave as a package"),
        ("package", {"class_weights": "balanced"}, "can't leave as a package"),
    ],
)
def test_what_a_form_can_not_say_of_classes_is_refused(form, said, why):
    going = going_of(fitted("logistic_regression", Task.BINARY, **said))
    with pytest.raises(NeedsYou, match=why):
        EXPORTERS[form].write(going)


CALIBRATED = ("logistic_regression", "random_forest", "hist_gradient_boosting", "lightgbm")


@pytest.mark.parametrize("task", [Task.BINARY, Task.MULTICLASS])
@pytest.mark.parametrize("name", CALIBRATED)
@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_calibrated_probabilities_leave_as_onnx(method, name, task):
    model, module = fitted(name, task, calibration=method), EXPORTERS["onnx"]
    going = going_of(model)
    found = exporting.proved(module, module.write(going), going, model, rows_of(model))
    assert found.is_equal
    assert found.largest < 1e-9


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_line_of_few_steps_is_read_as_scikit_learn_reads_it(n):
    from sklearn.isotonic import IsotonicRegression

    x = np.linspace(-1.0, 2.0, n)
    steps = IsotonicRegression(out_of_bounds="clip").fit(x, np.sqrt(np.arange(n)))
    graph = Graph(["score"])
    said = onnx_calibration._stepped(graph, graph.input("score", np.float64), steps)
    graph.output(said, "said", np.float64, ["rows", 1])
    asked = np.concatenate([x, np.linspace(-3.0, 4.0, 50)])
    session = sessions.opened(graph.to_bytes("steps", {}))
    [found] = session.run(None, {"score": asked[:, None]})
    assert found[:, 0] == pytest.approx(steps.predict(asked), abs=1e-12)


def test_a_step_of_a_calibration_that_is_too_steep_is_refused():
    going = going_of(fitted("logistic_regression", Task.BINARY, calibration="isotonic"))
    [inside] = going.pipeline[-1].calibrated_classifiers_
    [steps] = inside.calibrators
    places = np.flatnonzero(np.diff(steps.y_thresholds_) > 0)
    steps.X_thresholds_[places[0] + 1] = steps.X_thresholds_[places[0]] + 1e-12
    with pytest.raises(NeedsYou, match="too steep to be said exactly"):
        EXPORTERS["onnx"].write(going)


@pytest.mark.parametrize("form", EXPORTERS)
def test_an_entry_says_what_it_is(form):
    entry = EXPORTERS[form].ENTRY
    assert entry.id == form
    assert entry.title
    assert entry.help
    assert entry.ending.startswith(".")


@pytest.mark.parametrize("task", list(Task))
def test_a_forest_grown_on_missing_values_keeps_their_side(task):
    model = fitted(
        "random_forest", task, preparation_settings={"impute": False, "indicator": False}
    )
    assert any(
        (tree.tree_.missing_go_to_left == 1).any() for tree in model.pipeline[-1].estimators_
    )
    onnx, going = EXPORTERS["onnx"], going_of(model)
    assert exporting.proved(onnx, onnx.write(going), going, model, rows_of(model)).is_equal


def test_a_split_that_only_sets_missing_values_apart_is_kept():
    rng = np.random.default_rng(0)
    x = np.ones(200)
    x[rng.random(200) < 0.5] = np.nan
    columns = (
        ColumnData("x", Kind.NUMERIC, x),
        ColumnData("y", Kind.NUMERIC, np.where(np.isnan(x), 5.0, 1.0)),
    )
    frame, schema = Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))
    recipe = Recipe(target="y", task=Task.REGRESSION, features=("x",))
    model = fit_only(frame, schema, recipe, Silent()).model
    nodes = model.pipeline[-1]._predictors[0][0].nodes
    assert np.isinf(nodes["num_threshold"]).any()
    onnx, going = EXPORTERS["onnx"], going_of(model)
    said = onnx.answers(onnx.write(going), going, frame)
    assert np.abs(said - model.predict(frame)).max() < 1e-12
    assert said[np.isnan(x)].min() > 4


@pytest.mark.parametrize("circles", [True, False])
def test_dates_of_ten_thousand_years_are_taken_apart_alike(circles):
    n = 4_000
    rng = np.random.default_rng(3)
    low, high = (np.datetime64(t, "us").astype(np.int64) for t in ("0001-01-01", "9999-12-31"))
    moments = rng.integers(low, high, n).astype("datetime64[us]")
    leap = np.arange("1896-02-27", "1904-03-02", dtype="datetime64[D]")
    moments[: len(leap)] = leap
    columns = (
        ColumnData("when", Kind.DATETIME, moments),
        ColumnData("y", Kind.NUMERIC, rng.normal(size=n)),
    )
    frame, schema = Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))
    settings = {"dates": "circles" if circles else "parts", "elapsed": True}
    recipe = Recipe(
        target="y",
        task=Task.REGRESSION,
        features=("when",),
        estimator="linear_regression",
        preparation_settings=settings,
    )
    model = fit_only(frame, schema, recipe, Silent()).model
    # Weights that tell every part from every other.
    model.pipeline[-1].coef_ = np.linspace(1, 2, model.pipeline[0].n_outputs_)
    onnx, going = EXPORTERS["onnx"], going_of(model)
    said = onnx.answers(onnx.write(going), going, frame)
    assert np.abs(said - model.predict(frame)).max() < 1e-9


def test_inputs_bear_the_columns_names_and_the_file_says_what_they_are(models):
    import onnx

    model = models("logistic_regression", Task.BINARY)
    file = onnx.load_model_from_string(EXPORTERS["onnx"].write(going_of(model)))
    about = json.loads({p.key: p.value for p in file.metadata_props}["tidemill"])
    assert [one["column"] for one in about["inputs"]] == list(model.inputs.names)
    assert [one.name for one in file.graph.input] == [
        name or "unnamed" for name in model.inputs.names
    ]
    # Outputs make way for columns that are called as they would be.
    assert (about["prediction"], about["probabilities"]) == ("prediction_", "probabilities_")
    assert about["levels"] == ["ja", "nein"]


def test_a_conversion_that_differs_is_refused_and_its_rows_are_shown(models, monkeypatch):
    model = models("hist_gradient_boosting", Task.BINARY)
    add = Graph.trees

    def forgets_missing(self, matrix, trees, n_targets):
        wrong = [Tree(**{**vars(t), "missing_left": ~t.missing_left.astype(bool)}) for t in trees]
        return add(self, matrix, wrong, n_targets)

    monkeypatch.setattr(Graph, "trees", forgets_missing)
    onnx, going, rows = EXPORTERS["onnx"], going_of(model), rows_of(model)
    with pytest.raises(exporting.Differs, match="was not written") as told:
        exporting.proved(onnx, onnx.write(going), going, model, rows)
    found = told.value.comparison
    assert 0 < found.n_different < found.n_stored + found.n_made_up
    assert len(found.different) == 20
    worst = found.different[0]
    assert abs(worst.model[0] - worst.export[0]) == pytest.approx(found.largest)
    assert worst.words[1:] in told.value.message
    # Every row shown has a value that is missing, which is what was got wrong.
    assert all(None in row.values.values() for row in found.different)


def test_personal_values_are_not_shown_in_rows_that_differ(models):
    model = models("prior", Task.REGRESSION)
    secret = ODD_NAMES["town"]
    rows = rows_of(model)
    rows = ProofRows(**{**vars(rows), "personal": frozenset({secret})})
    found = export_proofs.compare(model, lambda t: model.predict(t) + 1, rows)
    assert found.n_different == found.n_stored + found.n_made_up
    shown = {row.values[secret] for row in found.different}
    assert not any("Stadt" in str(value) for value in shown)


def test_answers_of_another_shape_or_without_a_number_differ(models):
    model = models("prior", Task.REGRESSION)
    rows = rows_of(model)
    nothing = export_proofs.compare(model, lambda t: model.predict(t) * np.nan, rows)
    assert nothing.n_different == nothing.n_stored + nothing.n_made_up
    assert nothing.largest == np.inf
    wide = export_proofs.compare(model, lambda t: np.zeros((len(model.predict(t)), 2)), rows)
    assert not wide.is_equal


def test_skops_loads_the_trusted_types_alone(models):
    import skops.io

    model = models("random_forest", Task.REGRESSION)
    data = EXPORTERS["skops"].write(going_of(model))
    assert set(skops.io.get_untrusted_types(data=data)) <= set(persist.TRUSTED)

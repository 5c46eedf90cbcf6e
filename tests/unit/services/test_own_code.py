"""Own code in trainings: chosen by a person, carried with the run, answered and exported behind."""

import json
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.jobs import JobState
from tidemill.domain.own_steps import StepKind
from tidemill.domain.reproductions import Outcome
from tidemill.services import (
    activity,
    exporting,
    jobs,
    own_choices,
    predicting,
    promotion,
    recipes,
    registering,
    reproducing,
    runs,
    training_runs,
    trainings,
)
from tidemill.services.registry import IMPORTANCE_FILE, MODEL_FILE
from tidemill.services.serving import served_models
from tidemill.services.training import persist

CODE = """
import helpers
from tidemill import estimator, step

@step
def shaped(table):
    table["squared"] = helpers.square(table["x"])
    return table

@estimator
def mine(task, seed):
    return Mine(strength=0.5)

from sklearn.linear_model import LogisticRegression

class Mine(LogisticRegression):
    def __init__(self, strength=1.0):
        super().__init__(C=strength)
        self.strength = strength
"""


@pytest.fixture
def file(tmp_path):
    """A file of own code that imports another beside it."""
    folder = tmp_path / "code"
    folder.mkdir()
    (folder / "helpers.py").write_text("def square(x):\n    return x * x\n")
    path = folder / "mine.py"
    path.write_text(CODE)
    return path


@pytest.fixture
def train(workspace, shop, drain):
    """Trains with steps as a person names them; returns the job and its runs."""

    def trained(*texts, **options):
        own = own_choices.named([str(one) for one in texts])
        job = trainings.ask(workspace, shop, own=own, **options)
        drain()
        return jobs.find(workspace, job), training_runs.ranked(workspace, job)

    return trained


def test_files_are_read_with_what_lies_beside_them(file):
    step = own_choices.step(file, "shaped")
    assert (step.title, step.kind) == ("mine.py:shaped", StepKind.PREPARATION)
    assert step.modules == {"helpers": "def square(x):\n    return x * x\n"}
    assert own_choices.remarks([step]) == ["helpers.py beside mine.py goes along."]
    with pytest.raises(NeedsYou, match=r"several functions .*: shaped, mine"):
        own_choices.step(file)
    with pytest.raises(NeedsYou, match="no function other"):
        own_choices.step(file, "other")
    with pytest.raises(NeedsYou, match="can't be read"):
        own_choices.step(file.parent / "nowhere.py")
    needy = file.parent / "needy.py"
    needy.write_text("import no_such_library_here\ndef f(t): return t\n")
    said = own_choices.remarks([own_choices.step(needy)])
    assert said[0].startswith("needy.py:f needs no_such_library_here")
    assert said[1] == "no_such_library_here is not installed here."
    (file.parent / "package").mkdir()
    (file.parent / "package" / "__init__.py").write_text("")
    needy.write_text("import package\ndef f(t): return t\n")
    with pytest.raises(NeedsYou, match="imports the package package"):
        own_choices.step(needy)


def test_a_run_with_own_code_run_again_gives_the_same_bits(workspace, file, train):
    _, [run] = train(f"{file}:shaped", f"{file}:mine")
    file.unlink()  # what the run kept is enough
    found = reproducing.reproduced(workspace, run, Silent())
    assert found.outcome is Outcome.EQUAL, found.sentences()


def test_a_run_keeps_the_code_and_answers_with_it(workspace, file, train, drain, month, tmp_path):
    job, made = train(f"{file}:shaped", f"{file}:mine")
    assert job.state is JobState.SUCCEEDED, job.error
    (run,) = made
    assert run.params["estimator"] == "own"
    assert run.params["own_code"] == "mine.py:shaped, mine.py:mine"
    kept = {n: workspace.blobs.get_bytes(b) for n, b in run.artifacts.items()}
    assert kept["own_code/mine.py"].decode() == CODE
    assert "own_code/helpers.py" in kept
    weighed = [one["column"] for one in json.loads(kept[IMPORTANCE_FILE])]
    assert weighed[0] == "x"  # columns as they came are weighed, not those made of them
    assert "squared" not in weighed
    file.unlink()  # nothing that follows needs the file
    version = registering.register(workspace, run.id, name="buyers")
    promotion.promote(
        workspace, "buyers@1", anyway=not version.gates_passed, reason="So that one serves"
    )
    served = served_models.load(workspace, version)
    rows = [{"x": 1.5, "shop": "north"}, {"x": -1.5, "shop": "south"}, {"x": None, "shop": None}]
    one_by_one = [served.predicted([row])[0] for row in rows]
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    assert type(model.pipeline[-1]).__name__ == "Mine"
    assert "squared" in model.pipeline[0].get_feature_names_out()
    values = model.predict(rows)
    for (_, share), value in zip(one_by_one, values, strict=True):
        assert share == pytest.approx(max(value, 1 - value), abs=1e-12)
    assert one_by_one[0][0] != one_by_one[1][0]
    asked = predicting.ask(workspace, "buyers", month(2), tmp_path / "said.csv")
    drain()
    assert jobs.find(workspace, asked).state is JobState.SUCCEEDED


def test_code_of_a_recipe_runs_only_after_it_was_chosen_here(
    workspace, shop, file, train, drain, tmp_path
):
    step = own_choices.step(file, "shaped")
    base = recipes.chosen(workspace, shop, None, None, None, ())
    carried = base.to_dict() | {"own": [step.to_dict()], "estimator": "logistic_regression"}
    for ask in (trainings.ask, training_runs.train):
        with pytest.raises(NeedsYou, match=r"nobody of this workspace chose: mine\.py:shaped"):
            ask(workspace, shop, recipe=carried)
    own_choices.choose(workspace, [step])
    own_choices.choose(workspace, [step])
    chosen = activity.recent(workspace, kind=own_choices.KIND).entries
    assert [(one.by, one.sentence) for one in chosen] == [
        ("ada", "chose mine.py:shaped as own code to run here")
    ]
    job = trainings.ask(workspace, shop, recipe=carried)
    drain()
    (run,) = training_runs.ranked(workspace, job)
    path = tmp_path / "kept.toml"
    recipes.save(recipes.of_run(workspace, run.id), path)
    assert recipes.read(path).recipe.own == (step,)
    changed = {**carried, "own": [{**step.to_dict(), "source": step.source + "\n"}]}
    with pytest.raises(NeedsYou, match="nobody of this workspace chose"):
        trainings.ask(workspace, shop, recipe=changed)


def test_baselines_stand_behind_a_preparation_and_searches_too(workspace, shop, file, train, drain):
    _, made = train(f"{file}:shaped")
    assert {run.params["estimator"] for run in made} >= {"prior", "logistic_regression"}
    assert {run.params.get("own_code") for run in made} == {"mine.py:shaped"}


def test_a_step_that_raises_fails_the_runs_with_its_sentence(workspace, file, train):
    file.write_text("def f(t):\n    t['z'] = t['bought']\n    return t\n")
    job, made = train(file, estimators=["logistic_regression"])
    assert job.state is JobState.FAILED
    assert "KeyError: 'bought' in line 2" in str(job.error)
    assert "no step sees it" in str(job.error)
    assert "no step sees it" in str(runs.find(workspace, [made[0].pk])[0].error)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return 3", "made a int, which has no fit"),
        ("raise OSError('gone')", "mine of own.py raised OSError: gone in line 2"),
    ],
)
def test_an_own_estimator_that_is_none_is_told(file, train, body, words):
    path = file.parent / "own.py"
    path.write_text(f"def mine(task):\n    {body}\n")
    job, _ = train(path)
    assert job.state is JobState.FAILED
    assert words in str(job.error)


def test_a_model_file_from_elsewhere_brings_no_code_along(workspace, file, train):
    """The type that runs own code is trusted in models of this workspace alone."""
    _, made = train(f"{file}:shaped", estimators=["logistic_regression"])
    data = workspace.blobs.get_bytes(made[0].artifacts[MODEL_FILE])
    model = persist.load(data)
    with pytest.raises(NeedsYou, match="OwnPreparation"):
        persist.from_skops(persist.to_skops(model.pipeline))


LEARNS = """
class Centred:
    def fit(self, t):
        self.mean, self.by_shop = float(t["x"].mean()), t.groupby("shop")["x"].mean().to_dict()
    def transform(self, t):
        t["centred"] = t["x"] - t["shop"].map(self.by_shop).fillna(self.mean)
        return t
"""


def test_a_class_that_learns_what_can_not_be_kept_is_named(train, tmp_path):
    path = tmp_path / "keeps.py"
    path.write_text(LEARNS.replace(".to_dict()", "").replace("Centred", "Keeps"))
    job, made = train(f"{path}:Keeps", estimators=["logistic_regression"])
    assert "What Keeps of keeps.py learned can't be kept without a pickle." in str(job.error)
    assert [run.state for run in made] == ["failed"]


NESTED = """
class Mean:
    def __init__(self, x):
        self.value = float(x.mean())

class Holds:
    def fit(self, t):
        self.mean = Mean(t["x"])
    def transform(self, t):
        t["centred"] = t["x"] - self.mean.value
        return t
"""


def test_a_class_that_holds_others_of_its_own_can_not_leave_as_a_package(
    workspace, train, drain, tmp_path
):
    path = tmp_path / "holds.py"
    path.write_text(NESTED)
    _, made = train(f"{path}:Holds", estimators=["logistic_regression"])
    registering.register(workspace, made[0].id, name="buyers")
    asked = exporting.ask(workspace, "buyers@1", "package", tmp_path / "m.zip")
    drain()
    said = str(jobs.find(workspace, asked).error)
    assert "Holds of its own code keeps what it learned in Mean." in said


@pytest.mark.parametrize("learns", [False, True])
def test_it_leaves_as_a_package_that_answers_without_tidemill(
    workspace, file, train, drain, tmp_path, learns
):
    if learns:
        (tmp_path / "learns.py").write_text(LEARNS)
    step = f"{tmp_path / 'learns.py'}:Centred" if learns else f"{file}:shaped"
    _, made = train(step, estimators=["logistic_regression"])
    registering.register(workspace, made[0].id, name="buyers")
    refused = exporting.ask(workspace, "buyers@1", "onnx", tmp_path / "m.onnx")
    code = "learns.py" if learns else "mine.py"
    asked = exporting.ask(workspace, "buyers@1", "package", tmp_path / "m.zip")
    drain()
    assert f"it runs own code, {code}" in str(jobs.find(workspace, refused).error)
    job = jobs.find(workspace, asked)
    assert job.state is JobState.SUCCEEDED, job.error
    assert job.result["comparison"]["equal"]
    with zipfile.ZipFile(tmp_path / "m.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked" / "buyers_v1" / "buyers_v1"
    assert (folder / "own_learned.skops").exists() is learns
    rows = [{"x": 2.0, "shop": "north"}]
    program = (
        "import sys, json; sys.modules['tidemill'] = None\n"
        "import buyers_v1\n"
        f"print(json.dumps(buyers_v1.load().predict({rows!r})[0].probability))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path / "unpacked" / "buyers_v1",
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    model = persist.load(workspace.blobs.get_bytes(made[0].artifacts[MODEL_FILE]))
    value = float(np.asarray(model.predict(rows))[0])
    assert json.loads(said.stdout) == pytest.approx(max(value, 1 - value), abs=1e-12)

"""A package that is handed over unpacks, passes its own tests and retrains without Tidemill."""

import csv
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tidemill.base.progress import Silent
from tidemill.catalog import prepared_tables
from tidemill.catalog.exporters import package
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import HoldOut, Recipe, Task
from tidemill.services import exporting
from tidemill.services.training import raw_rows
from tidemill.services.training.learning import fit_only

WITHOUT = "import sys; sys.modules['tidemill'] = sys.modules['tidemill_resources'] = None; "


def alone(folder: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a folder by an interpreter in which no Tidemill can be imported."""
    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + "sys.path.insert(0, ''); " + code, *words],
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def own_tests(folder: Path, *, hidden: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the package's tests, one engine's library hidden where it is named."""
    hide = f"sys.modules['{hidden}'] = None; " if hidden else ""
    code = "import unittest; unittest.main(module=None, argv=['unittest', 'discover'])"
    return alone(folder, hide + code)


def shop(task: Task, n: int = 400, seed: int = 0) -> tuple[Frame, Schema]:
    rng = np.random.default_rng(seed)
    size = np.where(rng.random(n) < 0.1, np.nan, rng.normal(size=n))
    latent = np.nan_to_num(size) + rng.normal(0, 0.4, n)
    day = np.datetime64("2024-01-01", "us") + rng.integers(0, 400, n) * np.timedelta64(1, "D")
    words = np.digitize(latent, [0.0] if task is Task.BINARY else [-0.6, 0.6])
    columns = (
        ColumnData("size, m²", Kind.NUMERIC, size),
        ColumnData(
            "flag", Kind.BOOLEAN, rng.integers(-1, 2, n).astype(np.int32), ("false", "true")
        ),
        coded("town", Kind.CATEGORICAL, [f"Stadt {k}" for k in rng.integers(0, 30, n)]),
        ColumnData("day", Kind.DATETIME, day),
        ColumnData("y", Kind.NUMERIC, latent)
        if task is Task.REGRESSION
        else coded("y", Kind.CATEGORICAL, [("no", "yes", "so-so")[k] for k in words]),
    )
    return Frame(columns), Schema(tuple(Column(c.name, c.kind) for c in columns))


def packed(estimator: str, task: Task, **more: object) -> bytes:
    frame, schema = shop(task)
    recipe = Recipe(
        target="y",
        task=task,
        features=frame.names[:-1],
        time="day",
        estimator=estimator,
        hold_out=HoldOut("newest", 0.25),
        **more,
    )
    model = fit_only(frame, schema, recipe, Silent()).model
    going = exporting.outgoing(SimpleNamespace(label="Läden v3"), model)
    rows = list(frame.select(model.inputs.names).slice(0, 12).rows())
    plain = [{k: v.isoformat() if k == "day" else v for k, v in row.items()} for row in rows]
    going = replace(going, examples=tuple(plain), number=3)
    columns = [{"name": name} for name in model.inputs.names]
    going = replace(going, papers={"schema.json": json.dumps({"columns": columns}).encode()})
    return package.sealed(package.write(going), {"equal": True}, going)


def unpacked(data: bytes, folder: Path) -> Path:
    path = folder / "handed.zip"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    [root] = [one for one in folder.iterdir() if one.is_dir()]
    return root


def table(folder: Path, task: Task) -> Path:
    """Next month's rows as CSV, some without a target."""
    frame, _ = shop(task, n=300, seed=1)
    path = folder / "new.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(frame.names)
        for k, row in enumerate(frame.rows()):
            writer.writerow(["" if v is None or k % 50 == 7 else v for v in row.values()])
    return path


@pytest.mark.parametrize(
    ("estimator", "task"),
    [
        ("hist_gradient_boosting", Task.MULTICLASS),
        ("linear_regression", Task.REGRESSION),
    ],
)
def test_a_package_tests_and_retrains_itself_where_no_tidemill_is(estimator, task, tmp_path):
    root = unpacked(packed(estimator, task), tmp_path)
    name = root.name
    assert name == "l_den_v3"
    done = own_tests(root)
    assert done.returncode == 0, done.stderr
    assert "Ran 5 tests" in done.stderr
    data = table(tmp_path, task)
    code = f"import runpy; sys.argv[0] = '{name}'; runpy.run_module('{name}', run_name='__main__')"
    said = alone(root, code, "predict", str(data))
    assert said.returncode == 0, said.stderr
    assert len(said.stdout.splitlines()) == 301
    again = alone(root, code, "retrain", str(data), "--out", str(tmp_path / "again"))
    assert again.returncode == 0, again.stderr
    figures = json.loads(again.stdout)
    assert figures["rows"] + figures["held_out"] == 294
    assert figures["before"].keys() == figures["after"].keys()
    assert not (tmp_path / "again" / name / "model.onnx").exists()
    assert (root / name / "model.onnx").exists()
    done = own_tests(tmp_path / "again")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("estimator", "task", "more"),
    [
        ("stacking", Task.BINARY, {"estimator_settings": {"n_trees": 10}}),
        ("k_nearest", Task.REGRESSION, {"by_group": "flag", "by_group_rows": 60}),
    ],
)
def test_estimators_of_our_own_go_along_and_learn_again_where_no_tidemill_is(
    estimator, task, more, tmp_path
):
    root = unpacked(packed(estimator, task, **more), tmp_path)
    name = root.name
    assert not (root / name / "model.onnx").exists()
    done = own_tests(root)
    assert done.returncode == 0, done.stderr
    data = table(tmp_path, task)
    code = f"import runpy; sys.argv[0] = '{name}'; runpy.run_module('{name}', run_name='__main__')"
    again = alone(root, code, "retrain", str(data), "--out", str(tmp_path / "again"))
    assert again.returncode == 0, again.stderr
    figures = json.loads(again.stdout)
    assert figures["rows"] + figures["held_out"] == 294
    done = own_tests(tmp_path / "again")
    assert done.returncode == 0, done.stderr
    answers = [json.loads((one / "examples" / "answers.json").read_text())
               for one in (root, tmp_path / "again")]  # fmt: skip
    assert answers[0] != answers[1], "it learned from other rows"
    if "by_group" in more:
        kept = [json.loads((one / name / "groups.json").read_text())
                for one in (root, tmp_path / "again")]  # fmt: skip
        assert [one["groups"] for one in kept] == [["false", "true"]] * 2
        assert [one["column"] for one in kept] == ["flag"] * 2


def test_either_library_is_enough_and_none_is_told(tmp_path):
    root = unpacked(packed("logistic_regression", Task.BINARY), tmp_path)
    for hidden in ("sklearn", "onnxruntime"):
        done = own_tests(root, hidden=hidden)
        assert done.returncode == 0, done.stderr
    # A changed answer is found by the package's own tests.
    answers = root / "examples" / "answers.json"
    answers.write_text(json.dumps([one + 0.01 for one in json.loads(answers.read_text())]))
    done = own_tests(root)
    assert done.returncode == 1
    assert "Mismatched elements" in done.stderr


STEPS = (
    {"kind": "drop_duplicates", "settings": {"columns": []}},
    {"kind": "filter_rows", "settings": {"condition": "`size, m²` > -1.5 or flag"}},
    {"kind": "tidy_text", "settings": {"columns": ["town"], "case": "upper case"}},
    {"kind": "derive", "settings": {"name": "by_seven", "expression": 'ends_with(town, "7")'}},
    {"kind": "retype", "settings": {"column": "flag", "to": "category"}},
    {"kind": "map_values", "settings": {"column": "y", "pairs": {"no": "nein", "yes": "ja"}}},
    {"kind": "rename", "settings": {"column": "y", "to": "answer"}},
)  # fmt: skip


def packed_behind_steps() -> tuple[bytes, list[float | None]]:
    """A package whose model learned behind steps that ONNX can't say, and what the model says of
    its examples."""
    raw, schema = shop(Task.BINARY)
    steps = prepared_tables.bound(STEPS)
    frame, _ = prepared_tables.applied(raw, np.arange(raw.n_rows), steps)
    after = prepared_tables.effect(schema, steps)
    recipe = Recipe(
        target="answer",
        task=Task.BINARY,
        features=tuple(name for name in frame.names if name not in ("answer", "day")),
        estimator="logistic_regression",
        time="day",
        hold_out=HoldOut("newest", 0.25),
    )
    model = replace(fit_only(frame, after, recipe, Silent()).model, raw=schema, steps=STEPS)
    going = exporting._with_steps(
        exporting.outgoing(SimpleNamespace(label="shop v1"), model), model
    )
    said = [
        None if np.isnan(one) else one
        for one in raw_rows.values_left(
            model, raw.slice(0, 40).select([name for name, _ in going.raw])
        )
    ]
    rows = [dict(row) for row in raw.slice(0, 40).select([n for n, _ in going.raw]).rows()]
    columns = [{"name": name} for name, _ in going.raw]
    going = replace(
        going,
        examples=tuple(rows),
        said=lambda _: np.array(said, dtype=float),
        papers={"schema.json": json.dumps({"columns": columns}).encode()},
    )
    data = package.write(going)
    assert "scikit-learn alone" in package.notes(data, going)[0]
    return package.sealed(data, {"equal": True}, going), said


def test_a_package_carries_steps_out_by_itself_and_learns_behind_them_again(tmp_path):
    data, said = packed_behind_steps()
    assert None in said  # a row that is left out gets no answer
    root = unpacked(data, tmp_path)
    name = root.name
    done = own_tests(root)
    assert done.returncode == 0, done.stderr
    assert "scikit-learn" in (root / "pyproject.toml").read_text().partition("optional")[0]
    new = table(tmp_path, Task.BINARY)
    new.write_text("".join([text := new.read_text(), *text.splitlines(keepends=True)[1:]]))
    code = f"import runpy; sys.argv[0] = '{name}'; runpy.run_module('{name}', run_name='__main__')"
    told = alone(root, code, "predict", str(new))
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert len(lines) == 601
    assert any(line.endswith(",,") for line in lines)
    assert {line.split(",")[1] for line in lines[1:]} == {"ja", "nein", ""}
    again = alone(root, code, "retrain", str(new), "--out", str(tmp_path / "again"))
    assert again.returncode == 0, again.stderr
    figures = json.loads(again.stdout)
    left_out = sum(line.endswith(",,") for line in lines) / 2
    # Every row came twice and is learned from once; six have no target.
    assert 294 - left_out <= figures["rows"] + figures["held_out"] <= 300 - left_out
    assert figures["after"]["auc"] > 0.7
    done = own_tests(tmp_path / "again")
    assert done.returncode == 0, done.stderr

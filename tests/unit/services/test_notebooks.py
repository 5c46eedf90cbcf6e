"""A notebook's cells become a step that a training runs."""

import json
import os

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobState
from tidemill.services import jobs, notebooks, own_choices, training_runs, trainings


@pytest.fixture
def notebook(tmp_path):
    sources = [
        "import pandas as pd\nimport helpers",
        "df = pd.read_csv('rows.csv')",
        "factor = 3",
        "df['tripled'] = helpers.times(df['x'], factor)",
        "df.describe()",
    ]
    cells = [
        {"cell_type": "code", "source": s, "execution_count": k, "outputs": [], "metadata": {}}
        for k, s in enumerate(sources, 1)
    ]
    path = tmp_path / "look.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}))
    return path


def test_chosen_cells_are_trained_behind(workspace, shop, notebook, drain):
    (notebook.parent / "helpers.py").write_text("def times(a, b):\n    return a * b\n")
    (step,) = own_choices.named([f"{notebook}:1,3-4"], "df")
    assert step.title == "look.py"
    job = trainings.ask(workspace, shop, own=[step], estimators=["logistic_regression"])
    drain()
    ended = jobs.find(workspace, job)
    assert ended.state is JobState.SUCCEEDED, ended.error
    (run,) = training_runs.ranked(workspace, job)
    source = workspace.blobs.get_bytes(run.artifacts["own_code/look.py"]).decode()
    assert source.startswith("# cell 1\nimport pandas as pd\n")
    assert "# cell 4" in source


def test_cells_that_miss_something_are_no_step(notebook):
    with pytest.raises(NeedsYou, match=r"uses factor, which cell 3 makes and is not chosen"):
        own_choices.named([f"{notebook}:1,4"], "df")
    with pytest.raises(NeedsYou, match="uses df, which cell 2 makes"):
        own_choices.named([f"{notebook}:1,3,4"])
    with pytest.raises(NeedsYou, match="No cell"):
        own_choices.named([str(notebook)])


def test_files_changed_after_the_notebook_are_told(notebook):
    beside = notebook.parent / "helpers.py"
    beside.write_text("")
    saved = notebook.stat().st_mtime
    os.utime(beside, (saved - 60, saved - 60))
    assert notebooks.made(notebook, [1, 3, 4], "df").hidden == ()
    os.utime(beside, (saved + 60, saved + 60))
    (told,) = notebooks.made(notebook, [1, 3, 4], "df").hidden
    assert told.kind == "changed file"
    assert told.sentence.startswith("helpers.py, which cell 1 uses, was changed after the notebook")


@pytest.mark.parametrize(
    ("text", "found"), [("2,4-6,3", [2, 4, 5, 6, 3]), ("", []), (" 1 , 2", [1, 2])]
)
def test_cells_as_a_person_writes_them(text, found):
    assert notebooks.numbers(text) == found


@pytest.mark.parametrize("text", ["a", "3-", "5-2", "1-99999999"])
def test_what_is_no_cell_is_told(text):
    with pytest.raises(NeedsYou, match=r"cells?\."):
        notebooks.numbers(text)

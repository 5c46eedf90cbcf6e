"""What is read of own code without running it, and how a recipe carries it."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import own_steps
from tidemill.domain.own_steps import OwnStep, StepKind
from tidemill.domain.recipes import Recipe, Task

SOURCE = '''
import os
import polars, helpers
from tidemill import step, estimator

def plain(table):
    """Changes it.

    More.
    """
    return table

def two(table, other):
    return table

def forest(seed, n_threads=2, *, task):
    return None

@step
def marked(table, scale=3):
    return table

@estimator
def odd(anything):
    return None

class Learns:
    def fit(self, table): ...
    def transform(self, table): ...

class Predicts:
    def fit(self, X, y): ...
    def predict(self, X): ...

class Else: ...
def _private(table): ...
'''


def test_functions_are_told_by_their_marks_and_what_they_ask_for():
    found = own_steps.functions(SOURCE)
    assert [(one.name, one.kind, one.is_marked) for one in found] == [
        ("marked", StepKind.PREPARATION, True),
        ("odd", StepKind.ESTIMATOR, True),
        ("plain", StepKind.PREPARATION, False),
        ("forest", StepKind.ESTIMATOR, False),
        ("Learns", StepKind.PREPARATION, False),
        ("Predicts", StepKind.ESTIMATOR, False),
    ]
    assert found[2].help == "Changes it."
    assert SOURCE.splitlines()[found[2].line - 1] == "def plain(table):"


def test_libraries_are_those_beside_the_standard_one_and_what_goes_along():
    assert own_steps.foreign({"a.py": SOURCE}) == ("helpers", "polars")
    assert own_steps.foreign({"a.py": SOURCE, "helpers.py": "import torch.nn"}) == (
        "polars",
        "torch",
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [("def f(:\n", "read as Python in line 1"), ("from . import a\n", "Line 1 of x imports")],
)
def test_what_can_not_be_carried_is_told(source, words):
    with pytest.raises(NeedsYou, match=words):
        own_steps.imported(source, "x")


def test_a_recipe_carries_code_and_one_without_keeps_its_hash():
    plain = Recipe("y", Task.BINARY, ("a",))
    assert "own" not in plain.to_dict()
    steps = (
        OwnStep("a.py", SOURCE, "plain", modules={"helpers": "x = 1\n"}),
        OwnStep("s.py", "df['b'] = 1\n", table="df"),
        OwnStep("a.py", SOURCE, "forest", StepKind.ESTIMATOR),
    )
    recipe = Recipe("y", Task.BINARY, ("a",), own=steps)
    back = Recipe.from_dict(recipe.to_dict())
    assert back == recipe
    assert back.content_hash() == recipe.content_hash() != plain.content_hash()
    assert back.own_preparations == steps[:2]
    assert back.own_estimator == steps[2]
    assert [one.title for one in steps] == ["a.py:plain", "s.py", "a.py:forest"]
    assert steps[0].code_hash != steps[2].code_hash  # the module beside it counts
    with pytest.raises(NeedsYou, match="two estimators"):
        Recipe("y", Task.BINARY, ("a",), own=(steps[2], steps[2]))


@pytest.mark.parametrize(
    "broken",
    [
        {"file": "a.py"},
        {"file": "a.py", "source": 3},
        {"file": "a.py", "source": "", "kind": "model"},
        {"file": "a.py", "source": "", "modules": ["x"]},
        {"file": "a.py", "source": "", "more": ""},
    ],
)
def test_code_that_is_none_is_refused(broken):
    with pytest.raises(NeedsYou, match="own code can't be read"):
        OwnStep.from_dict(broken)


def test_code_has_a_limit_and_an_estimator_a_function():
    with pytest.raises(NeedsYou, match="200,001 bytes"):
        OwnStep("a.py", "#" * 200_000, modules={"b": "#"})
    with pytest.raises(NeedsYou, match="made by a function"):
        OwnStep("a.py", "", kind=StepKind.ESTIMATOR)

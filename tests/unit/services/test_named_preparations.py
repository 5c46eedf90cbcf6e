"""Preparations by name: which are offered, and what is said where a library is not here."""

import importlib.util
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog import libraries
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.searches import SearchPlan
from tidemill.services import named_preparations, recipes, shared_preparations, training_runs
from tidemill.services import trainings as asking
from tidemill.services.recipes import Written
from tidemill.services.training import fitting, persist

RECIPE = Recipe("bought", Task.BINARY, ("x",), preparation="skrub")
LACKS = "Preparation by skrub needs the library skrub, which is not installed"


@pytest.fixture
def is_there(monkeypatch):
    """Says whether skrub is installed here, whatever is."""
    found = SimpleNamespace(skrub=False)
    really = importlib.util.find_spec

    def find_spec(name, *more):
        if name == "skrub":
            return object() if found.skrub else None
        return really(name, *more)

    monkeypatch.setattr(libraries.importlib.util, "find_spec", find_spec)
    return found


def test_it_is_offered_only_where_its_library_is_installed(is_there) -> None:
    assert named_preparations.offered() == []
    is_there.skrub = True
    assert [entry.id for entry in named_preparations.offered()] == ["skrub"]


def test_a_name_is_a_shared_preparation_first_and_one_of_the_catalogue_else(
    is_there, workspace
) -> None:
    is_there.skrub = True
    plain = replace(RECIPE, preparation="mixed", preparation_settings={"smoothing": 3.0})
    made = named_preparations.put_into(workspace, "skrub", plain)
    assert (made.preparation, made.preparation_settings) == ("skrub", {})
    own = replace(RECIPE, preparation_settings={"components": 7})
    assert named_preparations.put_into(workspace, "skrub", own) == own
    shared_preparations.save(workspace, "skrub", replace(plain, preparation_settings={}))
    assert named_preparations.put_into(workspace, "skrub", RECIPE).shared == "skrub@1"


def test_settings_it_does_not_know_are_refused_before_the_start(is_there) -> None:
    is_there.skrub = True
    with pytest.raises(NeedsYou, match="Preparation by skrub has no setting smoothing"):
        named_preparations.check(replace(RECIPE, preparation_settings={"smoothing": 1.0}))


def test_a_training_that_names_it_is_refused_at_once_where_it_is_not_installed(
    is_there, workspace, shop
) -> None:
    with pytest.raises(NeedsYou, match=LACKS) as caught:
        asking.ask(workspace, "shop", target="bought", preparation="skrub")
    assert caught.value.hint == "Install skrub where Tidemill runs, or choose another preparation."
    with pytest.raises(NeedsYou, match=LACKS):
        asking.ask(workspace, "shop", recipe=RECIPE.to_dict())
    with pytest.raises(NeedsYou, match=LACKS):
        fitting.resolved(RECIPE)


def test_a_recipes_file_that_names_it_is_read_anywhere(tmp_path) -> None:
    path = tmp_path / "recipe.toml"
    recipes.save(Written(RECIPE, ""), path)
    assert recipes.read(path).recipe == RECIPE


def test_an_estimator_without_its_library_is_told_by_that(monkeypatch, workspace, shop) -> None:
    monkeypatch.setattr(libraries.importlib.util, "find_spec", lambda *_: None)
    words = "LightGBM needs the library lightgbm, which is not installed"
    with pytest.raises(NeedsYou, match=words):
        training_runs.train(workspace, "shop", target="bought", estimators=["lightgbm"])
    with pytest.raises(NeedsYou, match=words):
        asking.ask(workspace, "shop", target="bought", estimators=["lightgbm"], recipe=None,
                   plan=SearchPlan())  # fmt: skip


def test_a_kept_model_whose_library_is_gone_says_which_one(monkeypatch) -> None:
    pytest.importorskip("lightgbm")
    from lightgbm import LGBMRegressor

    fitted = LGBMRegressor(n_estimators=2, verbose=-1).fit(np.eye(40), np.arange(40.0))
    data = persist.to_skops(fitted)
    for name in [one for one in sys.modules if one.partition(".")[0] == "lightgbm"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_Without(), *sys.meta_path])
    with pytest.raises(NeedsYou, match="needs the library lightgbm, which is not installed"):
        persist.from_skops(data)


class _Without:
    """Knows no LightGBM, and leaves all others to who comes after."""

    def find_spec(self, name, *_):
        if name.partition(".")[0] == "lightgbm":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

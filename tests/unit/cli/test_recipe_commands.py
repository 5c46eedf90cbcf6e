"""The commands that show, save and suggest recipes, and training by a file."""

import tomllib


def test_a_suggested_recipe_is_changed_in_its_file_and_trained_by(tidemill, champion, tmp_path):
    path = tmp_path / "mine.toml"
    said = tidemill("recipes", "suggest", "shop", "--out", path)
    assert said.code == 0, said.err
    words = path.read_text()
    assert tomllib.loads(words)["data"] == "shop@2"
    path.write_text(words.replace('"hist_gradient_boosting"', '"logistic_regression"'))
    trained = tidemill("train", "--recipe", path, "--json")
    assert trained.code == 0, trained.err
    (run,) = trained.json["items"]
    assert run["params"]["estimator"] == "logistic_regression"
    shown = tidemill("recipes", "show", path, "--json").json
    assert shown["hash"] == run["params"]["recipe"]
    of_run = tidemill("recipes", "show", run["name"], "--json").json
    assert of_run["hash"] == shown["hash"]
    assert of_run["recipe"]["estimator_settings"]


def test_a_runs_recipe_is_shown_as_what_its_file_says(tidemill, champion, tmp_path):
    (run, *_) = tidemill("runs", "list", "--json").json["items"]
    path = tmp_path / "kept.toml"
    saved = tidemill("recipes", "save", run["name"], path)
    assert saved.code == 0, saved.err
    assert tidemill("recipes", "show", run["name"]).out == path.read_text()
    assert tidemill("recipes", "show", path).out == path.read_text()


def test_training_with_no_data_named_is_wrong_use(tidemill, champion, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('target = "bought"\ntask = "binary"\nfeatures = ["x"]\n')
    assert tidemill("train", "--recipe", path).code == 2
    assert tidemill("train").code == 2
    unknown = tidemill("recipes", "show", tmp_path / "nowhere.toml")
    assert (unknown.code, "can't be read" in unknown.err) == (3, True)

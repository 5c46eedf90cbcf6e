"""A model for each group, from the command that trains to those that tell and promote it."""


def test_groups_get_models_are_told_worst_first_and_serve_as_one(tidemill, champion):
    words = ("--group-by", "shop", "--group-rows", 30, "--estimator", "logistic_regression")
    said = tidemill("train", "shop", *words, "--model", "by-shop", "--json")
    assert said.code == 0, said.err
    (run,) = said.json["items"]
    assert run["params"]["by_group"] == "shop"
    told = tidemill("runs", "groups", run["name"], "--json").json
    assert (told["column"], told["metric"], told["groups"]) == ("shop", "auc", told["total"])
    assert told["with_model"] >= 2
    names = [one["group"] for one in told["items"]]
    first = tidemill("runs", "groups", run["name"], "--limit", 1)
    assert names[0] in first.out
    assert not any(name in first.out for name in names[1:])
    assert f"{told['with_model']} of {told['groups']} groups of shop" in first.err
    assert tidemill("models", "show", "by-shop@1", "--json").json["run"] == run["id"]
    plain = tidemill("train", "shop", "--estimator", "prior", "--json").json["items"][0]
    refused = tidemill("runs", "groups", plain["name"])
    assert (refused.code, "one model for all rows" in refused.err) == (3, True)
    assert tidemill("train", "shop", "--group-by", "colour").code == 3


def test_a_model_by_group_answers_a_file_row_by_row(tidemill, champion, tmp_path):
    words = ("--group-by", "shop", "--group-rows", 30, "--estimator", "logistic_regression")
    tidemill("train", "shop", *words, "--model", "by-shop")
    rows = tmp_path / "rows.csv"
    lines = [f"1.0,{shop},2024-01-05" for shop in ("north", "south", "never seen")]
    rows.write_text("\n".join(["x,shop,day", *lines]) + "\n")
    said = tidemill("predict", "by-shop@1", rows, "--json")
    assert said.code == 0, said.err
    answers = [one["probability"] for one in said.json["items"]]
    assert len(answers) == len(set(answers)) == 3, "two groups and the model for all"


def test_each_group_of_such_a_candidate_is_judged_against_the_champion(tidemill, champion):
    words = ("--group-by", "shop", "--group-rows", 30, "--estimator", "logistic_regression")
    assert tidemill("train", "shop", *words, "--model", "buyers").code == 0
    newest = tidemill("models", "show", "buyers", "--json").json["versions"]
    gates = tidemill("models", "validate", f"buyers@{newest}", "--json").json["gates"]
    (told,) = [one for one in gates if one["gate"] == "each_group"]
    assert not told["passed"], "what can't be judged does not pass"
    assert told["message"] == "No group of shop has 30 rows on which it can be judged."

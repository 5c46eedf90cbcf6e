"""`tidemill runs reproduce`."""


def test_a_run_is_run_again_by_a_command(tidemill, champion):
    run = tidemill("runs", "list", "--json").json["items"][0]
    said = tidemill("runs", "reproduce", run["name"], "--json")
    assert said.code == 0, said.err
    assert said.json["outcome"] == "equal"
    assert said.json["run"] == run["id"]
    [auc] = [one for one in said.json["measures"] if one["name"] == "auc"]
    assert auc["before"] == auc["now"] == run["metrics"]["auc"]
    text = tidemill("runs", "reproduce", run["name"])
    assert text.out.startswith("Equal: all ")
    assert tidemill("runs", "reproduce", "no-such-run").code == 3

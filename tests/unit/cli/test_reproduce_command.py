"""`tidemill runs reproduce`, and what `runs show` tells of what a run left behind."""


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


def test_show_tells_all_that_a_run_left_behind(tidemill, champion):
    run = tidemill("runs", "list", "--json").json["items"][0]
    shown = tidemill("runs", "show", run["name"], "--json")
    assert shown.code == 0, shown.err
    left = shown.json["evidence"]
    n = left["hold_out"]["rows"]
    assert n > 0
    assert left["hold_out"]["bytes"] == left["files"]["predictions.npz"]
    low, high = left["intervals"]["auc"]
    assert low < run["metrics"]["auc"] < high
    assert left["importances"][0]["column"] == "x"
    assert left["partial_dependence"][0]["column"] == "x"
    assert sum(map(sum, left["confusion"]["counts"])) == n
    course = left["thresholds"]
    assert course["right_yes"][0] + course["wrong_no"][0] == sum(left["confusion"]["counts"][1])
    at = course["thresholds"].index(0.5)
    assert course["wrong_no"][at] == left["confusion"]["counts"][1][0]
    assert course["cost"][at] == (course["wrong_no"][at] + course["wrong_yes"][at]) / n
    assert len(left["calibration"]["x"]) > 2
    assert {"Seed", "Threads", "Packages", "Computer", "Memory, top"} <= set(left["ran"])
    assert left["lock"] == "environment/packages.txt"
    assert left["seconds"] is not None
    assert left["findings"]
    for one in left["findings"]:
        assert all(number["words"] in one["title"] + one["text"] for number in one["numbers"])
    text = tidemill("runs", "show", run["name"]).out
    assert f"{left['findings'][0]['title']}. {left['findings'][0]['text']}." in text

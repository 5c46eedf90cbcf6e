"""`tidemill automation`: rules as sentences, steps, runs, and the red pause."""

import pytest


@pytest.fixture
def started(tidemill, months, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    words = "--name shop --target bought --time day"
    assert tidemill("data", "add", months(1), *words.split()).code == 0


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "report.py"
    path.write_text("TOP = 10\nprint('the best', TOP)\n")
    return path


def test_an_automation_is_made_changed_shown_and_removed(tidemill, started, script):
    made = tidemill(
        "automation", "add", "Report", "--dataset", "shop", "--file", script, "--param", "TOP=20",
        "--json",
    )  # fmt: skip
    assert made.code == 0, made.err
    assert made.json["sentence"] == "When somebody starts it: run report.py."
    assert made.json["steps"][0]["settings"]["parameters"] == {"TOP": 20}
    said = tidemill("automation", "change-step", 1, 1, "--param", "TOP=30", "--go-on", "--json")
    assert said.json["steps"][0]["settings"]["parameters"] == {"TOP": 30}
    assert said.json["steps"][0]["settings"]["on_failure"] == "go on"
    said = tidemill("automation", "add-step", 1, "check", "--at", 1)
    assert said.out.strip() == "When somebody starts it: check the data, then run report.py."
    said = tidemill(
        "automation", "change", 1, "--name", "Top shops", "--mode", "tell", "--watch-days", 3,
        "--rollback-on", "error_rate=0.1", "--rollback-on", "performance", "--json",
    )  # fmt: skip
    assert said.json["name"] == "Top shops"
    rules = said.json["guards"]["rollback_on"]
    assert [(r["watched"], r["limit"]) for r in rules] == [
        ("error_rate", 0.1),
        ("performance", None),
    ]
    assert tidemill("automation", "remove-step", 1, 1).code == 0
    assert tidemill("automation", "remove-step", 1, 9).code == 2
    assert "1. Run report.py" in tidemill("automation", "show", 1).out
    assert tidemill("automation", "list", "--json").json["total"] == 1
    assert tidemill("automation", "remove", 1).out.strip() == "Removed Top shops."
    gone = tidemill("automation", "show", 1)
    assert gone.code == 3
    assert "tidemill automation list" in gone.err


def test_parameters_of_a_script_are_listed_without_running_it(tidemill, started, script):
    [found] = tidemill("automation", "params", script, "--json").json["items"]
    assert (found["name"], found["kind"], found["default"]) == ("TOP", "constant", 10)


def test_a_parameter_or_rule_that_can_not_be_is_refused(tidemill, started, script):
    def code(*words):
        return tidemill("automation", *words).code

    assert code("add", "R", "--file", script, "--param", "TOP") == 2
    assert code("add", "R", "--file", script, "--param", "TIP=3") == 3
    assert code("add", "R", "--file", script) == 0
    assert code("change", 1, "--rollback-on", "mood") == 2
    assert code("add-step", 1, "check", "--command", "ls") == 2
    assert code("pause") == 2


def test_the_red_pause_needs_a_reason_and_is_said_beside_every_list(tidemill, started, script):
    tidemill("automation", "add", "Report", "--file", script)
    said = tidemill("automation", "start", 1, "--note", "trying it", "--json")
    assert said.json["cause"].endswith("started it by hand: trying it")
    assert tidemill("automation", "pause", "--all").code == 3
    said = tidemill("automation", "pause", "--all", "--reason", "Odd exports")
    assert said.code == 0
    assert "Odd exports" in said.out
    assert "Everything automatic is paused by" in tidemill("automation", "list").err
    assert tidemill("automation", "pause", 1).out.strip() == "Paused Report."
    assert tidemill("automation", "resume", 1).out.strip() == "Resumed Report."
    assert tidemill("automation", "resume", "--all").out.strip() == "Everything automatic goes on."
    assert tidemill("automation", "resume", "--all").code == 3


def test_runs_tell_why_they_began_and_what_came_of_each_step(tidemill, started, months, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    trained = tidemill("train", "shop", "--model", "buyers", "--estimator", "prior")
    assert trained.code == 0, trained.err
    words = ("--dataset", "shop", "--model", "buyers", "--mode", "tell")
    assert tidemill("watch", "add", inbox, *words).code == 0
    [rule] = tidemill("automation", "list", "--json").json["items"]
    assert rule["sentence"].startswith("When a new file is complete in shop")
    assert rule["sentence"].endswith("then tell how the candidate does.")
    months(2).rename(inbox / "february.csv")
    assert tidemill("worker", "--until-idle").code == 0
    [run] = tidemill("automation", "runs", "--json").json["items"]
    assert "february.csv was added" in run["cause"]
    assert run["state"] == "succeeded"
    told = tidemill("automation", "runs", "--run", run["id"])
    assert "Retrain buyers" in told.out
    assert "february.csv was added" in told.err

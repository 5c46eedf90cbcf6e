"""The whole loop by commands: each says one JSON document on standard output and nothing else."""

import json

import pytest

from tidemill.services import stream_detectors


def ok(said):
    """The document of a command that went well, with standard output being it alone."""
    assert said.code == 0, said.err
    document = json.loads(said.out)
    assert said.out == json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    assert "NaN" not in said.out
    return document


def is_list(document):
    assert isinstance(document["items"], list)
    assert document["total"] >= len(document["items"])
    return document["items"]


def test_the_loop_from_a_file_to_a_rollback_in_json(tidemill, tmp_path, months):
    ws = tmp_path / "ws"
    made = ok(tidemill("init", ws, "--json", where=None))
    assert made["workspace"] == made["folder"] == str(ws)
    assert made["approver"] == "tester"
    words = "--name shop --target bought --time day --json"
    added = ok(tidemill("data", "add", months(2), months(1), *words.split()))
    assert [(v["version"], v["added_rows"]) for v in is_list(added)] == [(1, 150), (2, 150)]
    [shop] = is_list(ok(tidemill("data", "list", "--json")))
    assert {"name", "versions", "rows", "columns", "target", "time", "roles"} <= set(shop)
    assert (shop["rows"], shop["target"], shop["time"]) == (300, "bought", "day")
    assert len(is_list(ok(tidemill("data", "show", "shop", "--json")))) == 2
    one = ok(tidemill("data", "show", "shop@1", "--json"))
    assert one["rows"] == 150
    assert {"profile", "schema", "checks", "hash", "source", "created_at"} <= set(one)
    page = ok(tidemill("data", "rows", "shop@1", "--where", "x > 0", "--limit", 3, "--json"))
    assert len(is_list(page)) == 3
    assert all(row["x"] > 0 for row in page["items"])
    assert all(c["passed"] for c in is_list(ok(tidemill("data", "check", "shop", "--json"))))

    words = "--estimator logistic_regression --estimator prior --model buyers --json"
    trained = ok(tidemill("train", "shop", *words.split()))
    runs = is_list(trained)
    assert {"id", "name", "project", "experiment", "state", "params", "metrics", "tags"} <= set(
        runs[0]
    )
    assert runs[0]["metrics"]["auc"] > runs[1]["metrics"]["auc"]
    found = ok(tidemill("runs", "list", "--where", "metrics.auc > 0.6", "--json"))
    assert [r["id"] for r in is_list(found)] == [runs[0]["id"]]
    assert ok(tidemill("runs", "show", runs[0]["id"], "--json"))["id"] == runs[0]["id"]
    compared = ok(tidemill("runs", "compare", runs[0]["id"], runs[1]["name"], "--json"))
    assert {"runs", "metrics", "params"} <= set(compared)

    [model] = is_list(ok(tidemill("models", "list", "--json")))
    assert (model["name"], model["champion"], model["versions"]) == ("buyers", None, 1)
    promoted = ok(
        tidemill("models", "promote", "buyers@1", "--anyway", "--reason", "The first one", "--json")
    )
    assert promoted["stage"] == "champion"
    predicted = ok(tidemill("predict", "buyers", months(3), "--json"))
    assert len(is_list(predicted)) == predicted["total"] == 150
    assert {"id", "prediction", "probability", "model", "version"} <= set(predicted["items"][0])
    written = ok(tidemill("predict", "buyers@1", months(3), "--out", tmp_path / "p.csv", "--json"))
    assert (written["rows"], written["path"]) == (150, str(tmp_path / "p.csv"))
    why = ok(tidemill("predict", "buyers", months(3), "--explain", "--limit", "2", "--json"))
    for item in why["items"]:
        assert item["usual_score"] + sum(item["why"].values()) == pytest.approx(item["score"])
    assert "Usual row" in tidemill("predict", "buyers", months(3), "--explain").out
    again = ok(tidemill("models", "register", runs[1]["id"], "--name", "buyers", "--json"))
    assert again["version"] == 2
    judged = tidemill("models", "validate", "buyers@2", "--json")
    assert judged.code == 3  # the prior is worse than the champion
    assert not all(g["passed"] for g in judged.json["gates"])
    ok(tidemill("models", "promote", "buyers@2", "--anyway", "--reason", "To try it out", "--json"))
    back = ok(tidemill("models", "rollback", "buyers", "--note", "It was worse", "--json"))
    assert (back["version"], back["stage"]) == (1, "champion")
    assert ok(tidemill("models", "undo", "buyers", "--json"))["kind"] == "rolled back"


def test_a_watched_folder_by_commands_ends_in_a_candidate_and_in_monitoring(
    tidemill, champion, months
):
    watch = ok(
        tidemill("watch", "add", champion, "--dataset", "shop", "--model", "buyers", "--json")
    )
    assert (watch["dataset"], watch["model"], watch["mode"]) == ("shop", "buyers", "propose")
    assert len(is_list(ok(tidemill("watch", "list", "--json")))) == 1
    months(3, shift=4.0).rename(champion / "march.csv")
    (champion / "broken.csv").write_text("day,x\n2024-04-01,much\n")
    tidemill("worker", "--until-idle")
    files = is_list(ok(tidemill("files", "list", "--json")))
    by_name = {f["path"].rsplit("/", 1)[1]: f for f in files if "/inbox/" in f["path"]}
    assert by_name["march.csv"]["state"] == "added"
    assert by_name["broken.csv"]["state"] == "set-aside"
    assert {"path", "state", "reason", "rows", "version", "seen_at"} <= set(files[0])
    [aside] = is_list(ok(tidemill("files", "list", "--state", "set-aside", "--json")))
    assert aside["reason"]

    [chunk] = is_list(ok(tidemill("monitor", "show", "buyers", "--json")))
    assert chunk["drifted_columns"] >= 1
    assert chunk["worst_column"] in ("x", "day")
    changes = tidemill("monitor", "changes", "buyers", "--json")
    if stream_detectors.installed():
        assert is_list(ok(changes)) == []  # one look has no course yet
    else:
        assert changes.code == 3
    alerts = is_list(ok(tidemill("alerts", "list", "--open", "--json")))
    assert {"id", "model", "rule", "severity", "opened_at", "closed_at", "message"} <= set(
        alerts[0]
    )
    closed = ok(tidemill("alerts", "close", alerts[0]["id"], "--reason", "Looked at", "--json"))
    assert closed["closed_at"]
    versions = is_list(ok(tidemill("models", "show", "buyers", "--json")))
    assert versions[-1]["by"] == "worker"
    assert versions[-1]["validated_on"] == "shop@3"

    ok(tidemill("watch", "pause", watch["id"], "--json"))
    assert is_list(ok(tidemill("watch", "list", "--json")))[0]["is_on"] is False
    ok(tidemill("watch", "resume", watch["id"], "--json"))
    assert ok(tidemill("watch", "scan", "--json"))["handed_on"] == 0
    ok(tidemill("watch", "remove", watch["id"], "--json"))
    assert is_list(ok(tidemill("watch", "list", "--json"))) == []


def test_the_other_commands_say_one_document_too(tidemill, champion, months, tmp_path):
    jobs = is_list(ok(tidemill("jobs", "list", "--json")))
    assert {"id", "kind", "state", "progress", "message", "asked_by", "error"} <= set(jobs[0])
    assert ok(tidemill("jobs", "show", jobs[0]["id"], "--json"))["id"] == jobs[0]["id"]
    assert is_list(ok(tidemill("jobs", "log", jobs[0]["id"], "--json")))
    assert is_list(ok(tidemill("people", "list", "--json")))[0]["login"] == "tester"
    ok(tidemill("people", "add", "ben", "--name", "Ben", "--json"))
    assert ok(tidemill("people", "role", "ben", "approver", "--json"))["role"] == "approver"
    page = ok(tidemill("activity", "list", "--limit", 2, "--json"))
    assert len(is_list(page)) == 2
    assert page["total"] > 2
    run = is_list(ok(tidemill("runs", "list", "--json")))[0]["name"]
    for words in (
        ("tag", run, "--name", "good"),
        ("tag", run, "--name", "good", "--remove"),
        ("pin", run),
        ("pin", run, "--off"),
        ("archive", run),
        ("restore", run),
        ("rename", run, "renamed"),
    ):
        assert len(is_list(ok(tidemill("runs", *words, "--json")))) == 1
    assert all(f["passed"] for f in is_list(ok(tidemill("doctor", "--json"))))
    report = ok(tidemill("drift", months(5), months(6, shift=3.0), "--columns", "x", "--json"))
    assert report["drifted_columns"] == 1
    [column] = report["columns"]
    assert {"name", "kind", "psi", "js", "ks", "wasserstein", "drifted", "reasons"} <= set(column)
    both = ("drift", months(5), months(6, shift=3.0), "--exact", "--together")
    report = ok(tidemill(*both, "--json"))
    assert {one["id"] for one in report["together"]} >= {"domain_classifier"}
    assert "Old from new: new rows are told from old ones" in tidemill(*both).err
    drawn = ok(tidemill("gui", "--pictures", tmp_path / "p", "--theme", "dark", "--json"))
    assert drawn["total"] == 1


def test_detached_work_names_its_job(tidemill, champion, months):
    added = ok(tidemill("data", "add", months(3), "--name", "shop", "--detach", "--json"))
    assert added["job_id"]
    trained = ok(tidemill("train", "shop", "--estimator", "prior", "--detach", "--json"))
    assert trained["job"]


def test_a_file_set_aside_is_accepted_by_its_number(tidemill, champion, months):
    path = months(3)
    path.write_text(path.read_text().replace(",north,", ",,").replace("day,x,", "day,y,"))
    refused = tidemill("data", "add", path, "--name", "shop", "--json")
    assert refused.code == 3
    assert "data accept" in refused.json["error"]["hint"]
    number = refused.json["error"]["hint"].split()[-1]
    assert ok(tidemill("data", "accept", number, "--json"))["state"] == "succeeded"
    assert ok(tidemill("data", "show", "shop@3", "--json"))["version"] == 3


def test_adding_says_of_each_file_that_did_not_go_in_why(tidemill, champion, months):
    broken = months(4)
    broken.write_text(broken.read_text().replace("day,x,", "day,y,"))
    said = tidemill("data", "add", months(1), broken, months(3), "--name", "shop")
    assert said.code == 0
    assert said.out == "shop v3: 150 rows from shop_2024-03.csv\n"
    assert "shop_2024-01.csv: Skipped: same content as v1" in said.err
    assert "shop_2024-04.csv: Set aside: The column x is missing." in said.err
    again = ok(tidemill("data", "add", months(1), "--name", "shop", "--json"))
    assert again["items"] == []
    [skipped] = again["not_added"]
    assert (skipped["state"], skipped["outcome"]) == ("skipped", "Skipped: same content as v1")


def test_without_json_a_command_speaks_to_people(tidemill, champion):
    for line in (
        "data list",
        "data show shop",
        "data show shop@1",
        "data rows shop",
        "data check shop",
        "runs list",
        "runs show --help",
        "models list",
        "models show buyers",
        "models show buyers@1",
        "jobs list",
        "jobs show 1",
        "activity list",
        "people list",
        "doctor",
    ):
        said = tidemill(*line.split())
        assert said.code == 0, line
        assert said.out.strip(), line
        assert not said.out.startswith("{"), line

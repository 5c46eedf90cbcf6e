"""Files set aside, by commands: seen, their rows, mended, accepted, asked for again.

Whatever is done with one, what is downstream of its dataset stays as it is until it goes in.
"""

import pytest


def ok(said):
    assert said.code == 0, said.err
    return said.json


@pytest.fixture
def inbox(champion):
    return champion


@pytest.fixture
def aside(tidemill, champion, months, inbox):
    """A watched folder whose only file breaks a rule in two rows; the file's number."""
    ok(
        tidemill(
            "data",
            "rules",
            "add",
            "shop",
            "column_values",
            "--set",
            "column=x",
            "--set",
            "high=100",
            "--json",
        )
    )
    ok(tidemill("watch", "add", inbox, "--dataset", "shop", "--json"))
    path = months(4)
    lines = path.read_text().splitlines()
    place = lines[0].split(",").index("x")
    for number in (1, 5):
        cells = lines[number].split(",")
        cells[place] = "5000"
        lines[number] = ",".join(cells)
    (inbox / "april.csv").write_text("\n".join(lines) + "\n")
    tidemill("worker", "--until-idle")
    [file] = ok(tidemill("files", "list", "--state", "set-aside", "--json"))["items"]
    return file["id"]


def downstream(tidemill):
    """All that stands on the dataset, as it is shown."""
    data = ok(tidemill("data", "show", "shop", "--json"))
    models = ok(tidemill("models", "list", "--json"))
    runs = ok(tidemill("runs", "list", "--json"))["total"]
    alerts = ok(tidemill("alerts", "list", "--json"))
    return data["versions"], models, runs, alerts


def test_a_file_set_aside_is_shown_with_its_checks_its_rows_and_the_ways_out(tidemill, aside):
    shown = tidemill("files", "show", str(aside))
    assert shown.code == 0
    assert "april.csv: Set aside:" in shown.out
    assert "Rows 2, 6" in shown.out
    for word in ("rows", "again", "accept", "ask"):
        assert f"tidemill files {word} {aside}" in shown.out
    found = ok(tidemill("files", "rows", str(aside), "--json"))
    assert [(one["line"], one["x"]) for one in found["items"]] == [(2, "5000"), (6, "5000")]
    assert found["total"] == 2
    assert ok(tidemill("files", "rows", str(aside), "--limit", "1", "--json"))["total"] == 2


def test_what_is_downstream_is_untouched_while_a_file_is_set_aside(
    tidemill, champion, months, inbox, aside
):
    before = downstream(tidemill)
    ok(tidemill("files", "show", str(aside), "--json"))
    ok(tidemill("files", "rows", str(aside), "--json"))
    ok(tidemill("files", "ask", str(aside), "--json"))
    again = ok(tidemill("files", "again", str(aside), "--json"))
    assert again["state"] == "set-aside", "the rule is as it was, and so is the file"
    assert downstream(tidemill) == before


def test_a_text_for_the_sender_names_the_file_the_trouble_and_the_rows(tidemill, aside):
    told = ok(tidemill("files", "ask", str(aside), "--json"))["text"]
    assert "we could not use the file april.csv" in told
    assert "Rows 2, 6" in told
    assert "`" not in told


def test_once_its_rule_is_mended_a_file_goes_in_when_it_is_read_again(tidemill, aside):
    rules = ok(tidemill("data", "rules", "list", "shop", "--json"))["items"]
    [rule] = [one for one in rules if one["check"] == "column_values"]
    ok(
        tidemill(
            "data", "rules", "change", "shop", str(rule["key"]), "--set", "high=9999", "--json"
        )
    )
    again = ok(tidemill("files", "again", str(aside), "--json"))
    assert (again["state"], again["version"]) == ("added", 3)


def test_a_file_is_accepted_as_it_is_or_without_its_bad_rows(tidemill, aside):
    ok(tidemill("files", "accept", str(aside), "--rows-aside", "--json"))
    shown = ok(tidemill("files", "show", str(aside), "--json"))
    assert (shown["state"], shown["version"]) == ("added", 3)
    assert "2 rows were set aside" in shown["outcome"]
    assert tidemill("files", "accept", str(aside), "--json").code == 3


def test_files_are_listed_by_state_and_dataset_a_part_at_a_time(tidemill, aside):
    every = ok(tidemill("files", "list", "--json"))
    some = ok(tidemill("files", "list", "--limit", "1", "--json"))
    assert (len(some["items"]), some["total"]) == (1, every["total"])
    rest = ok(tidemill("files", "list", "--before", some["items"][0]["id"], "--json"))
    assert some["items"] + rest["items"] == every["items"]
    assert ok(tidemill("files", "list", "--dataset", "nobody", "--json"))["total"] == 0
    assert tidemill("files", "list", "--state", "lost", "--json").code == 2
    assert tidemill("files", "show", "999", "--json").code == 3


def test_a_watched_folder_is_changed_by_command(tidemill, champion, inbox):
    words = ("--pattern", "a-*.csv", "--recursive", "--order", "time")
    made = ok(tidemill("watch", "add", inbox, "--dataset", "shop", *words, "--json"))
    assert (made["pattern"], made["is_recursive"], made["order"]) == ("a-*.csv", True, "time")
    changed = tidemill(
        "watch", "change", str(made["id"]), "--pattern", "", "--flat", "--order", "name", "--json"
    )
    found = ok(changed)
    assert (found["pattern"], found["is_recursive"], found["order"]) == ("", False, "name")
    assert tidemill("watch", "change", str(made["id"]), "--json").code == 3

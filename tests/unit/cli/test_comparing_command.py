"""`tidemill runs compare`: side by side with tiers, and written to files."""

import json

import pytest


@pytest.fixture
def trained(tidemill, months, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    words = "--name shop --target bought --time day"
    assert tidemill("data", "add", months(1), months(2), *words.split()).code == 0
    said = tidemill(
        "train", "shop", "--estimator", "logistic_regression", "--estimator", "prior", "--json"
    )
    assert said.code == 0, said.err
    return [run["id"] for run in said.json["items"]]


def test_the_table_says_tiers_and_the_finding_stands_beside_it(tidemill, trained):
    said = tidemill("runs", "compare", *trained)
    assert said.code == 0, said.err
    assert "Tier by AUC" in said.out
    assert "is better than" in said.err
    assert "The rows are the newest by day" in said.err
    document = tidemill("runs", "compare", *trained, "--json").json
    standings = document["tiers"]["standings"]
    assert [one["tier"] for one in standings] == [1, 2]
    assert {one["run_id"] for one in standings} == set(trained)
    by_loss = tidemill("runs", "compare", *trained, "--metric", "log_loss", "--json").json
    assert by_loss["tiers"]["metric"] == "log_loss"


def test_an_unknown_measure_is_told_with_those_that_exist(tidemill, trained):
    said = tidemill("runs", "compare", *trained, "--metric", "speed")
    assert said.code == 3
    assert "There is no measure speed" in said.err
    assert "log_loss" in said.err


def test_report_and_table_are_written_and_named_in_one_document(tidemill, trained, tmp_path):
    page, table = tmp_path / "c.html", tmp_path / "c.csv"
    said = tidemill("runs", "compare", *trained, "--html", page, "--table", table, "--json")
    assert said.code == 0, said.err
    document = json.loads(said.out)
    assert document["html"] == {"file": str(page), "bytes": page.stat().st_size}
    assert document["table"]["file"] == str(table)
    assert "Slices" in page.read_text(encoding="utf-8")
    assert "auc" in table.read_text(encoding="utf-8-sig")
    spoken = tidemill("runs", "compare", *trained, "--html", page)
    assert spoken.out.startswith(f"Wrote {page} (")


def test_a_place_that_cannot_be_written_is_told(tidemill, trained, tmp_path):
    (tmp_path / "file").touch()
    said = tidemill("runs", "compare", *trained, "--html", tmp_path / "file" / "c.html")
    assert said.code == 4
    assert f"c.html can't be written in {tmp_path / 'file'}." in said.err

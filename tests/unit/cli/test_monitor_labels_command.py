"""Commands about labels that come late and slices to measure by."""


def test_labels_that_come_late_are_taken_by_key(tidemill, champion, tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text("x,bought\n77777,yes\n")
    told = tidemill("monitor", "add-labels", "buyers", str(path), "--key", "x", "--json")
    assert told.code == 0, told.err
    assert (told.json["taken"], told.json["unmatched"]) == (0, ["77777"])
    shown = tidemill("monitor", "add-labels", "buyers", str(path), "--key", "x")
    assert "0 labels taken" in shown.out
    assert "1 keys are of no row: 77777" in shown.out
    gone = tidemill("monitor", "add-labels", "buyers", str(tmp_path / "gone.csv"), "--key", "x")
    assert gone.code == 3
    assert tidemill("monitor", "add-labels", "buyers", str(path)).code == 2


def test_slices_are_chosen_shown_and_taken_away(tidemill, champion):
    assert tidemill("monitor", "slices", "buyers", "--json").json == {"items": [], "total": 0}
    made = tidemill("monitor", "slices", "buyers", "--columns", "x", "--json")
    assert made.code == 0, made.err
    assert [one["column"] for one in made.json["items"]] == ["x"] * 4
    assert tidemill("monitor", "slices", "buyers", "--json").json == made.json
    assert tidemill("monitor", "slices", "buyers", "--columns", "none").code == 3
    assert tidemill("monitor", "slices", "buyers", "--columns", "", "--json").json["total"] == 0

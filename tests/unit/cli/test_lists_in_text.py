"""Lists as people read them: side by side where they fit, one row under the other where not."""

from tidemill.cli import output

WIDE = [(f"c{n}", f"column number {n}") for n in range(12)]


def test_columns_that_fit_stand_side_by_side_with_numbers_to_the_right(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    items = [{"name": "a", "rows": 5000.0, "auc": 0.5}, {"name": "b", "rows": 12.0, "auc": 1.0}]
    output.show_list(items, (("name", "Name"), ("rows", "Rows"), ("auc", "AUC")))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == ["Name  Rows     AUC", "a     5000  0.5000", "b       12  1.0000"]


def test_columns_that_do_not_fit_are_told_from_top_to_bottom(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    items = [{field: f"{field} of {row}" for field, _ in WIDE} for row in ("one", "two")]
    output.show_list(items, WIDE)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "column number 0   c0 of one"
    assert lines[12] == ""
    assert lines[13] == "column number 0   c0 of two"
    assert len(lines) == 25


def test_a_cut_list_says_of_how_many(capsys):
    output.show_list([{"name": "a"}], (("name", "Name"),), total=7)
    assert capsys.readouterr().err == "1 of 7\n"

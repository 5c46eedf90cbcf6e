"""Rules of a dataset: listed, proposed, kept and broken, switched, changed, removed, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import (
    activity,
    check_trends,
    datasets,
    ingesting,
    rows_aside,
    rules,
    undoing,
    watching,
)
from tidemill.services.workspace import Workspace

OVER = {"column": "amount", "kind": "numeric", "missing": 0.0, "low": "0", "over": True}


def sales(path: Path, start: int, n: int = 100, bad: int = 0) -> Path:
    """Rows of sales, the last `bad` of them with an amount below zero."""
    rows = [
        f"{start + i},{-5 if i >= n - bad else 10 + i % 7},{'ab'[i % 2]},guest{i}@example.org"
        for i in range(n)
    ]
    path.write_text("\n".join(["sale_id,amount,shop,mail", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def add(workspace: Workspace, tmp_path: Path, drain: Callable[[], list[Job]]):
    def added(start: int, bad: int = 0, n: int = 100) -> ArrivedFile:
        path = sales(tmp_path / f"sales_{start}.csv", start, n, bad)
        file_id = ingesting.add(workspace, [path], dataset="sales").file_ids[0]
        drain()
        return next(f for f in watching.arrived(workspace) if f.id == file_id)

    return added


@pytest.fixture
def sold(add) -> str:
    add(0)
    add(1000)
    return "sales"


def test_checks_that_run_by_default_are_rules_from_the_start(workspace, sold):
    found = rules.rules(workspace, sold)
    assert {"types_match", "row_count", "duplicate_rows"} <= {one.check for one in found}
    assert all(one.is_on and one.key == one.check for one in found)


def test_rules_are_proposed_from_the_first_files_with_sentence_and_reason(workspace, sold):
    found = {one.key: one for one in rules.propose(workspace, sold)}
    amount = found["column_values:amount"]
    assert amount.sentence == "amount is a number, never missing, over 0."
    assert "200 rows" in amount.reason
    assert found["allowed_values:shop"].sentence == "shop is a or b."
    assert found["unique_key:sale_id"].severity == "error"


def test_a_proposal_taken_up_or_turned_down_is_not_proposed_again(workspace, sold):
    rules.take_up(workspace, sold, "column_values:amount")
    rules.turn_down(workspace, sold, "allowed_values:shop")
    left = {one.key for one in rules.propose(workspace, sold)}
    assert not left & {"column_values:amount", "allowed_values:shop"}
    assert "unique_key:sale_id" in left


def test_a_rule_of_severity_error_sets_a_file_aside_and_shows_its_rows(workspace, sold, add):
    made = rules.take_up(workspace, sold, "column_values:amount")
    file = add(2000, bad=3)
    assert file.state is FileState.SET_ASIDE
    broken = next(c for c in file.checks if c["rule"] == made.id)
    assert broken["n_rows"] == 3
    assert broken["rows"] == [99, 100, 101]
    assert broken["sentence"] == made.sentence
    first = broken["offenders"][0]
    assert (first["line"], first["values"]["amount"]) == (99, "-5")
    assert "first in line 99: -5" in broken["message"]


def test_a_rule_that_only_warns_lets_the_file_in(workspace, sold, add):
    rules.add(workspace, sold, "column_values", OVER, severity="warn")
    file = add(2000, bad=3)
    assert file.state is FileState.ADDED
    assert sum(not c["passed"] for c in file.checks if c["check"] == "column_values") == 1


def test_bad_rows_set_aside_leave_the_good_ones_and_are_kept_beside(workspace, sold, add, drain):
    rules.add(workspace, sold, "column_values", OVER)
    file = add(2000, bad=3)
    ingesting.accept(workspace, file.id, rows_aside=True)
    drain()
    version = datasets.version(workspace, sold)
    assert (version.number, version.added_rows) == (3, 97)
    page = rows_aside.page(workspace, version)
    assert (page.total, page.lines) == (3, (99, 100, 101))
    assert [row[page.columns.index("amount")] for row in page.rows] == [-5, -5, -5]
    assert "first in line 99" in page.why[0]
    entry = next(e for e in activity.recent(workspace).entries if "as v3" in e.sentence)
    assert entry.note == "3 rows were set aside."


def test_rows_cannot_be_set_aside_where_no_rule_names_rows(workspace, sold, add, drain):
    file = add(2000, n=2)
    assert file.state is FileState.SET_ASIDE
    ingesting.accept(workspace, file.id, rows_aside=True)
    drain()
    again = next(f for f in watching.arrived(workspace) if f.id == file.id)
    assert again.state is FileState.SET_ASIDE
    assert "No failing check names rows" in again.reason


def test_a_rule_switched_off_is_not_asked(workspace, sold, add):
    made = rules.add(workspace, sold, "column_values", OVER)
    rules.switch(workspace, sold, made.key, False)
    file = add(2000, bad=3)
    assert file.state is FileState.ADDED
    assert all(c["rule"] is None for c in file.checks)


def test_a_default_check_can_be_switched_off_and_set_otherwise(workspace, sold, add):
    rules.switch(workspace, sold, "usual_values", False)
    changed = rules.change(workspace, sold, "row_count", {"least": 0.01}, severity="warn")
    assert (changed.origin, changed.severity) == ("default", "warn")
    file = add(2000, n=2)
    assert file.state is FileState.ADDED
    assert "usual_values" not in {c["check"] for c in file.checks}


def test_changed_settings_show_in_the_sentence_and_what_is_not_named_stays(workspace, sold):
    made = rules.add(workspace, sold, "column_values", OVER)
    changed = rules.change(workspace, sold, made.key, {"high": "100"})
    assert changed.sentence == "amount is a number, never missing, over 0 and at most 100."


def test_a_rule_removed_is_gone_and_undo_brings_it_back(workspace, sold):
    made = rules.add(workspace, sold, "column_values", OVER)
    rules.remove(workspace, sold, made.key)
    assert made.key not in {one.key for one in rules.rules(workspace, sold)}
    undone = undoing.undo(workspace)
    assert undone.words.startswith("removed the rule")
    assert made.key in {one.key for one in rules.rules(workspace, sold)}


def test_a_change_overtaken_by_another_is_not_undone(workspace, sold):
    made = rules.add(workspace, sold, "column_values", OVER)
    rules.change(workspace, sold, made.key, {"low": "1"})
    entry = undoing.last(workspace)
    rules.change(workspace, sold, made.key, {"low": "2"})
    with pytest.raises(NeedsYou, match="changed again since"):
        undoing.undo(workspace, entry.id)


def test_every_change_of_a_rule_is_told_in_activity(workspace, sold):
    made = rules.add(workspace, sold, "column_values", OVER)
    rules.switch(workspace, sold, made.key, False)
    told = [e.sentence for e in activity.recent(workspace, kind="rule").entries]
    assert told == [
        "switched off the rule “amount is a number, never missing, over 0” of sales",
        "added the rule “amount is a number, never missing, over 0” of sales",
    ]


@pytest.mark.parametrize(
    ("check", "settings", "words"),
    [
        ("nonsense", {}, "no check nonsense"),
        ("column_values", {"column": "nowhere"}, "no column nowhere"),
        ("column_values", {"column": "amount"}, "asks for nothing"),
        ("column_values", {"column": "amount", "low": "x"}, "can't be read"),
        ("sql_condition", {"expression": "amount > from"}, "can't be used"),
        ("python_condition", {"expression": "amount.real > 0"}, "can't hold a dot"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(workspace, sold, check, settings, words):
    with pytest.raises(NeedsYou, match=words):
        rules.add(workspace, sold, check, settings)


def test_the_same_rule_is_not_made_twice(workspace, sold):
    rules.add(workspace, sold, "column_values", OVER)
    with pytest.raises(NeedsYou, match="there already"):
        rules.add(workspace, sold, "column_values", OVER)


def test_a_default_check_cannot_be_removed(workspace, sold):
    with pytest.raises(NeedsYou, match="can't be removed"):
        rules.remove(workspace, sold, "row_count")


def test_the_trend_of_a_rule_has_versions_and_files_set_aside(workspace, sold, add):
    made = rules.add(workspace, sold, "column_values", OVER)
    add(2000)
    add(3000, bad=3)
    view = datasets.find(workspace, sold)
    found = check_trends.trends(view.versions, view.set_aside)
    trend = check_trends.of_rule(found, made)
    assert [(point.label, point.status) for point in trend] == [
        ("v3", "passed"),
        ("sales_3000.csv", "failed"),
    ]
    assert trend[-1].is_aside
    assert trend[-1].value == pytest.approx(0.03)


def test_a_default_check_keeps_its_trend_when_it_is_changed(workspace, sold, add):
    changed = rules.change(workspace, sold, "row_count", {"least": 0.5})
    add(2000)
    view = datasets.find(workspace, sold)
    trend = check_trends.of_rule(check_trends.trends(view.versions, view.set_aside), changed)
    assert [point.label for point in trend] == ["v1", "v2", "v3"]


def test_rules_in_sql_and_python_are_kept_by_files(workspace, sold, add):
    rules.add(workspace, sold, "sql_condition", {"expression": "amount > 0 or shop = 'z'"})
    rules.add(
        workspace, sold, "python_condition", {"expression": "contains(mail, '@') and amount > 0"}
    )
    assert add(2000).state is FileState.ADDED
    file = add(3000, bad=2)
    failed = {c["check"]: c["n_rows"] for c in file.checks if not c["passed"]}
    assert failed["sql_condition"] == failed["python_condition"] == 2

"""Steps of a dataset: prepared anew, replayed on later files, changed, undone each by itself."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.services import (
    activity,
    datasets,
    jobs,
    step_previews,
    steps,
    tables,
    undoing,
    watching,
)


@pytest.fixture
def change(workspace, drain):
    """Makes a change of the steps of `shop` and does the job it asks for."""

    def made(verb, *given, **named):
        changed = verb(workspace, "shop", *given, **named)
        drain()
        assert jobs.find(workspace, changed.job_id).state is JobState.SUCCEEDED
        return changed.step

    return made


def newest(workspace):
    return datasets.version(workspace, "shop")


def frame_of(workspace, version=None):
    return tables.whole(workspace, version or newest(workspace))


def roles_of(workspace):
    return {c.name: c.role for c in datasets.find(workspace, "shop").dataset.schema.columns}


def sentences(workspace):
    return [one.sentence for one in steps.steps(workspace, "shop")]


def test_a_step_makes_a_version_of_all_rows_prepared_anew(workspace, take_in, month, change):
    take_in(month(1))
    take_in(month(2, n=60))
    before = frame_of(workspace)
    change(steps.add, "derive", {"name": "double", "expression": "x * 2"})
    version = newest(workspace)
    assert (version.number, version.rows, version.is_base) == (3, 180, True)
    assert version.origin["kind"] == "steps"
    frame = frame_of(workspace)
    assert frame["double"].to_list() == [2 * x for x in before["x"].to_list()]
    assert version.schema["double"].kind is Kind.NUMERIC
    assert tables.raw(workspace, version).frame().names == before.names
    assert datasets.version(workspace, "shop@2").rows == 180
    assert "double" not in frame_of(workspace, datasets.version(workspace, "shop@2"))


def test_a_later_file_goes_through_the_same_steps(workspace, take_in, month, change):
    take_in(month(1))
    change(steps.add, "rename", {"column": "x", "to": "score"})
    change(steps.add, "filter_rows", {"condition": "score > 0"})
    kept = newest(workspace).rows
    assert 0 < kept < 120
    take_in(month(2, n=60))
    version = newest(workspace)
    assert version.schema.names == ("day", "score", "shop", "bought")
    assert not version.is_base
    assert version.rows == kept + version.added_rows
    assert version.added_rows < 60
    assert all(x > 0 for x in frame_of(workspace)["score"].to_list())
    assert [s["kind"] for s in version.steps] == ["rename", "filter_rows"]
    raw = tables.raw(workspace, version).frame()
    assert (raw.n_rows, raw.names) == (60, ("day", "x", "shop", "bought"))


def test_steps_in_a_replace_series_meet_each_file(workspace, take_in, month, change):
    take_in(month(1), series=Series.REPLACE)
    change(steps.add, "drop_columns", {"columns": ["shop"]})
    take_in(month(2, n=60))
    assert newest(workspace).rows == 60
    assert newest(workspace).schema.names == ("day", "x", "bought")


def test_the_same_file_is_recognised_whatever_the_steps_are(workspace, take_in, month, change):
    take_in(month(1))
    change(steps.add, "filter_rows", {"condition": "x > 0"})
    job = take_in(month(1, name="again.csv"))
    assert job.message == "Nothing was added"
    assert newest(workspace).number == 2
    take_in(month(2, n=50))
    grown = month(2, n=50)
    text = grown.read_text() + "2024-02-28 10:00:00,5.5,north,yes\n"
    grown.write_text(text)
    take_in(grown)
    assert newest(workspace).added_rows == 1
    assert frame_of(workspace)["x"].to_list()[-1] == 5.5


def test_undoing_one_step_leaves_the_others(workspace, take_in, month, change):
    take_in(month(1))
    first = change(steps.add, "derive", {"name": "double", "expression": "x * 2"})
    change(steps.add, "filter_rows", {"condition": "x > 0"})
    n = newest(workspace).rows
    change(steps.undo, first.id)
    assert newest(workspace).schema.names == ("day", "x", "shop", "bought")
    assert newest(workspace).rows == n
    change(steps.redo, first.id)
    assert newest(workspace).schema.names[-1] == "double"
    assert newest(workspace).rows == n
    assert newest(workspace).number == 5


def test_all_steps_undone_give_back_the_rows_as_they_came(workspace, take_in, month, change):
    take_in(month(1))
    before = newest(workspace)
    one = change(steps.add, "rename", {"column": "x", "to": "score"})
    change(steps.undo, one.id)
    after = newest(workspace)
    assert after.content_hash == before.content_hash
    assert (after.steps, after.raw_blob) == ((), None)
    assert after.schema == before.schema


def test_a_step_that_others_stand_on_is_not_undone(workspace, take_in, month, change):
    take_in(month(1))
    first = change(steps.add, "derive", {"name": "double", "expression": "x * 2"})
    change(steps.add, "filter_rows", {"condition": "double > 0"})
    with pytest.raises(NeedsYou, match=r"Keep rows where double > 0.*no column double"):
        steps.undo(workspace, "shop", first.id)
    with pytest.raises(NeedsYou, match="no column double"):
        steps.move(workspace, "shop", first.id, 1)
    assert [one.step.in_force for one in steps.steps(workspace, "shop")] == [True, True]


def test_roles_follow_renames_and_derived_columns_can_have_them(workspace, take_in, month, change):
    take_in(month(1))
    one = change(steps.add, "rename", {"column": "bought", "to": "won"})
    assert roles_of(workspace)["won"] is Role.TARGET
    change(steps.add, "derive", {"name": "week", "expression": "day_start(day)"})
    datasets.set_roles(workspace, "shop", {"week": Role.TIME})
    change(steps.add, "tidy_text", {"columns": ["shop"], "case": "upper case"})
    assert roles_of(workspace) == {
        "day": Role.FEATURE,
        "x": Role.FEATURE,
        "shop": Role.FEATURE,
        "won": Role.TARGET,
        "week": Role.TIME,
    }
    take_in(month(2, n=30))
    assert roles_of(workspace)["week"] is Role.TIME
    assert newest(workspace).starts_at is not None
    change(steps.undo, one.id)
    assert roles_of(workspace)["bought"] is Role.TARGET


def test_a_file_without_a_column_that_a_step_needs_is_set_aside_and_says_so(
    workspace, take_in, month, change, tmp_path
):
    take_in(month(1))
    change(steps.add, "derive", {"name": "double", "expression": "x * 2"})
    path = tmp_path / "odd.csv"
    path.write_text("day,shop,bought\n2024-02-01,north,yes\n2024-02-02,north,no\n")
    take_in(path)
    [file] = watching.arrived(workspace, state=FileState.SET_ASIDE)
    assert "odd.csv can't go through the steps" in file.reason
    assert "Derive `double` as x * 2" in file.reason
    assert "no column x" in file.reason
    assert newest(workspace).number == 2


def test_a_file_of_which_no_row_is_left_is_set_aside(workspace, take_in, month, change, tmp_path):
    take_in(month(1))
    change(steps.add, "filter_rows", {"condition": "x < 100"})
    take_in(month(2, n=50, shift=1000.0))
    [file] = watching.arrived(workspace, state=FileState.SET_ASIDE)
    assert "No row of shop_2024-02.csv is left after the steps" in file.reason


def test_duplicates_of_earlier_files_are_dropped_too(workspace, take_in, month, change):
    take_in(month(1, n=40))
    change(steps.add, "drop_duplicates", {"columns": ["shop"]})
    assert newest(workspace).rows == 3
    job = take_in(month(2, n=40))
    assert job.state is JobState.FAILED
    assert "No row" in job.error


def test_a_median_is_taken_once_and_kept(workspace, take_in, month, change, tmp_path):
    path = tmp_path / "gaps.csv"
    lines = [f"2024-01-{i:02d},{'' if i > 20 else i},{'ab'[i % 2]}" for i in range(1, 29)]
    path.write_text("day,x,bought\n" + "\n".join(lines) + "\n")
    take_in(path)
    one = change(steps.add, "fill", {"column": "x", "by": "the median"})
    assert one.settings["value"] == "10.5"
    assert sentences(workspace) == ["Fill missing `x` with 10.5 (median)"]
    assert frame_of(workspace)["x"].to_list()[-8:] == [10.5] * 8
    late = tmp_path / "late.csv"
    late.write_text("day,x,bought\n2024-02-01,1000,a\n2024-02-02,,b\n2024-02-03,1000,b\n")
    take_in(late)
    assert frame_of(workspace)["x"].to_list()[-2] == 10.5


def test_every_change_is_told_and_can_be_taken_back(workspace, take_in, month, change, drain):
    take_in(month(1))
    first = change(steps.add, "derive", {"name": "double", "expression": "x * 2"})
    change(steps.add, "drop_columns", {"columns": ["shop"]})
    change(steps.change, first.id, {"expression": "x * 3"})
    change(steps.move, first.id, 1)
    assert sentences(workspace) == ["Drop `shop`", "Derive `double` as x * 3"]
    told = [a.sentence for a in activity.recent(workspace, kind="step").entries]
    assert told[0] == "moved the step “Derive `double` as x * 3” of shop"
    undoing.undo(workspace)
    assert sentences(workspace) == ["Derive `double` as x * 3", "Drop `shop`"]
    undoing.undo(workspace)
    assert sentences(workspace)[0] == "Derive `double` as x * 2"
    undoing.undo(workspace)
    drain()
    listed = steps.steps(workspace, "shop")
    assert [one.step.in_force for one in listed] == [True, False]
    assert newest(workspace).schema.names == ("day", "x", "shop", "bought", "double")


def test_a_preview_shows_what_a_step_would_do_and_keeps_nothing(workspace, take_in, month, drain):
    take_in(month(1))
    seen = step_previews.preview(
        workspace, "shop", "derive", {"name": "big", "expression": "x > 0"}
    )
    assert seen.columns_after == (*seen.columns_before, "big")
    assert seen.changed == ("big",)
    assert (seen.n_sampled, seen.n_changed, seen.n_dropped, seen.is_all) == (120, 120, 0, True)
    assert [row[-1] for row in seen.after] == [row[1] > 0 for row in seen.before]
    dropped = step_previews.preview(workspace, "shop", "filter_rows", {"condition": "x > 0"})
    assert dropped.n_dropped == sum(x <= 0 for x in frame_of(workspace)["x"].to_list())
    assert len(dropped.after) < len(dropped.before)
    with pytest.raises(NeedsYou, match="position 5"):
        step_previews.preview(workspace, "shop", "filter_rows", {"condition": "x > nothing"})
    assert steps.steps(workspace, "shop") == []
    assert drain() == []


def test_steps_that_would_leave_no_row_make_no_version(workspace, take_in, month, drain):
    take_in(month(1))
    changed = steps.add(workspace, "shop", "filter_rows", {"condition": "x > 1000"})
    drain()
    job = jobs.find(workspace, changed.job_id)
    assert job.state is JobState.FAILED
    assert "No row of shop would be left" in job.error
    assert steps.pending(workspace, "shop")
    take_in(month(2, n=30))  # files go on coming in by the steps that made the newest version
    assert newest(workspace).rows == 150
    undone = steps.undo(workspace, "shop", changed.step.id)
    drain()
    assert "prepared by these steps already" in jobs.find(workspace, undone.job_id).message
    assert not steps.pending(workspace, "shop")

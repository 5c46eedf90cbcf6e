"""Labels by hand and by file: given, undone, told, in conflict, saved as a version and kept."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import JobState
from tidemill.domain.mask_signs import MASK
from tidemill.services import (
    activity,
    datasets,
    jobs,
    label_pages,
    labelling,
    labels_by_file,
    personal_data,
    steps,
    tables,
    undoing,
)

CASES = "number,day,note,verdict\n" + "".join(
    f"{100 + i},2024-01-{1 + i:02d},case {'abc'[i % 3]},{['good', 'bad', ''][i % 3]}\n"
    for i in range(12)
)


@pytest.fixture
def cases(take_in, workspace, tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(CASES)
    take_in(path, dataset="cases", target="verdict")
    datasets.set_roles(workspace, "cases", {"number": Role.IDENTIFIER})
    return "cases"


@pytest.fixture
def save(workspace, drain):
    def saved(column="verdict", **options):
        changed = labelling.save(workspace, "cases", column, **options)
        drain()
        job = jobs.find(workspace, changed.job_id)
        assert job.state is JobState.SUCCEEDED, job.error
        return datasets.version(workspace, "cases")

    return saved


def verdicts(workspace, column="verdict"):
    version = datasets.version(workspace, "cases")
    frame = tables.whole(workspace, version)
    return dict(zip(map(int, frame["number"].to_list()), frame[column].to_list(), strict=True))


def test_unlabelled_rows_come_first_and_progress_is_told(workspace, cases):
    page = label_pages.page(workspace, cases, "verdict", limit=5)
    assert [row.key for row in page.rows] == ["102", "105", "108", "111", "100"]
    assert [row.label for row in page.rows] == [None, None, None, None, "good"]
    assert (page.labelled, page.total, page.n_new) == (8, 12, 0)
    assert page.choices == ("bad", "good")
    assert page.key_column == "number"
    labelling.put(workspace, cases, "verdict", {"102": "bad"})
    page = label_pages.page(workspace, cases, "verdict", order="as they came", limit=3)
    assert [(r.label, r.is_new) for r in page.rows] == [
        ("good", False),
        ("bad", False),
        ("bad", True),
    ]
    assert (page.labelled, page.n_new) == (9, 1)


def test_saving_makes_a_version_and_later_files_keep_the_labels(
    workspace, cases, save, take_in, tmp_path
):
    labelling.put(workspace, cases, "verdict", {"102": "bad", "105": "unclear", "100": None})
    version = save()
    assert (version.number, version.is_base) == (2, True)
    assert [s["kind"] for s in version.steps] == ["labels"]
    found = verdicts(workspace)
    assert (found[102], found[105], found[100], found[101]) == ("bad", "unclear", None, "bad")
    page = label_pages.page(workspace, cases, "verdict")
    assert page.n_new == 0
    labelling.put(workspace, cases, "verdict", {"108": "good"})
    save()
    assert len(steps.steps(workspace, cases)) == 1
    assert steps.steps(workspace, cases)[0].sentence == "Label 4 rows in `verdict` by `number`"
    later = tmp_path / "later.csv"
    lines = [f"{i},2024-02-0{i - 199},new,good" for i in range(200, 206)]
    lines.insert(0, "102,2024-02-01,again,")
    later.write_text("number,day,note,verdict\n" + "\n".join(lines) + "\n")
    job = take_in(later, dataset="cases", target="verdict")
    assert job.state is JobState.SUCCEEDED, job.error
    frame = tables.whole(workspace, datasets.version(workspace, "cases"))
    assert frame["verdict"].to_list()[-7:] == ["bad", *["good"] * 6]
    with pytest.raises(NeedsYou, match="no new label"):
        labelling.save(workspace, cases, "verdict")


def test_a_label_is_undone_and_the_one_before_stands_again(workspace, cases):
    labelling.put(workspace, cases, "verdict", {"102": "bad"})
    batch = labelling.put(workspace, cases, "verdict", {"102": "good"})
    label = label_pages.page(workspace, cases, "verdict", order="as they came").rows[2].label
    assert label == "good"
    labelling.undo(workspace, cases, batch)
    assert (
        label_pages.page(workspace, cases, "verdict", order="as they came").rows[2].label == "bad"
    )
    with pytest.raises(NeedsYou, match="undone already"):
        labelling.undo(workspace, cases, batch)
    history = labelling.history(workspace, cases, key="102")
    assert [(one.value, one.by, one.undone_at is None) for one in history] == [
        ("good", "ada", False),
        ("bad", "ada", True),
    ]
    undoing.undo(workspace)
    assert label_pages.page(workspace, cases, "verdict").labelled == 8


def test_who_labelled_what_and_what_it_was_before_is_told(workspace, cases):
    labelling.put(workspace, cases, "verdict", {"102": "bad"})
    labelling.put(workspace, cases, "verdict", {"102": "good"})
    entry = activity.recent(workspace, kind="label").entries[0]
    assert entry.sentence == "labelled 1 row of cases in verdict"
    assert (entry.detail["before"], entry.detail["after"]) == ("bad", "good")


def test_labels_come_by_file_and_what_does_not_fit_is_reported(workspace, cases, tmp_path, save):
    path = tmp_path / "truth.csv"
    path.write_text("id,truth\n102,bad\n105,good\n105,bad\n100,bad\n101,bad\n999,good\n108,\n")
    told = labels_by_file.from_file(
        workspace, cases, path, column="verdict", key_column="number",
        file_key="id", label_column="truth",
    )  # fmt: skip
    assert (told.n_rows, told.taken, told.same, told.n_without_label) == (7, 1, 1, 1)
    assert told.unmatched == ("999",)
    assert {(c.key, c.before, c.now, c.why) for c in told.conflicts} == {
        ("105", "good", "bad", "the file says both"),
        ("100", "good", "bad", "another label stands"),
    }
    again = labels_by_file.from_file(
        workspace, cases, path, column="verdict", key_column="number",
        file_key="id", label_column="truth", overwrite=True,
    )  # fmt: skip
    assert (again.taken, again.n_conflicts) == (1, 1)
    save()
    found = verdicts(workspace)
    assert (found[102], found[100], found[105]) == ("bad", "bad", None)


def test_a_file_without_the_key_says_which_columns_it_has(workspace, cases, tmp_path):
    path = tmp_path / "truth.csv"
    path.write_text("id,truth\n102,bad\n")
    with pytest.raises(NeedsYou, match=r"truth.csv has no column number") as caught:
        labels_by_file.from_file(workspace, cases, path, column="verdict", key_column="number")
    assert "id, truth" in caught.value.hint
    with pytest.raises(NeedsYou, match="There is no file"):
        labels_by_file.from_file(
            workspace, cases, path.parent / "no", column="v", key_column="number"
        )


def test_a_new_column_is_labelled_by_the_number_of_the_row(workspace, cases, save, drain):
    changed = steps.add(workspace, cases, "filter_rows", {"condition": "number != 101"})
    drain()
    assert jobs.find(workspace, changed.job_id).state is JobState.SUCCEEDED
    page = label_pages.page(workspace, cases, "urgent", key_column="", limit=3)
    assert [row.key for row in page.rows] == ["0", "2", "3"]
    assert page.is_new_column
    labelling.put(workspace, cases, "urgent", {"2": "1", "3": "0"}, key_column="")
    version = save("urgent", key_column="")
    assert version.schema["urgent"].kind is Kind.NUMERIC
    found = verdicts(workspace, "urgent")
    assert (found[100], found[102], found[103], len(found)) == (None, 1.0, 0.0, 11)


def test_a_label_must_fit_its_column(workspace, cases):
    with pytest.raises(NeedsYou, match="can't be a label in `day`"):
        labelling.put(workspace, cases, "day", {"102": "soon"})
    with pytest.raises(NeedsYou, match="can't be the label column"):
        label_pages.page(workspace, cases, "number", key_column="number")
    with pytest.raises(NeedsYou, match="no column nothing"):
        label_pages.page(workspace, cases, "verdict", key_column="nothing")


def test_rows_that_are_replaced_need_a_key(workspace, take_in, month):
    take_in(month(1), series=Series.REPLACE)
    with pytest.raises(NeedsYou, match="can't be told apart"):
        label_pages.page(workspace, "shop", "bought")


def test_personal_columns_are_masked_while_labelling(workspace, cases):
    personal_data.mark(workspace, cases, "note", True)
    page = label_pages.page(workspace, cases, "verdict", limit=2)
    place = page.columns.index("note")
    assert {row.values[place] for row in page.rows} == {"•••"}


def test_the_history_of_labels_masks_keys_and_labels_of_personal_columns(workspace, cases):
    labelling.put(workspace, cases, "verdict", {"102": "bad"})
    labelling.put(workspace, cases, "verdict", {"102": "good"})
    for column in ("number", "verdict"):
        personal_data.mark(workspace, cases, column, True)
    said, n = labelling.told_of(workspace, cases, column="verdict")
    assert n == len(said) == 2
    shown = str(said) + str(labelling.history(workspace, cases))
    assert not any(value in shown for value in ("'102'", "'bad'", "'good'"))
    assert [one.before for one in said] == [MASK, None]

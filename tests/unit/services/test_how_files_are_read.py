"""What a person says of how a file is read: dates, bad rows, roles; asked once and kept."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.jobs import JobState
from tidemill.domain.reading import ReadOptions
from tidemill.domain.watches import FileState
from tidemill.services import (
    datasets,
    file_reads,
    ingesting,
    personal_data,
    rows_aside,
    tables,
    watching,
)


def fits_both_ways(path, first=1):
    rows = "".join(f"{1 + i % 9:02}/0{1 + i % 8}/2024,{first + i}\n" for i in range(40))
    path.write_text("sold,n\n" + rows)
    return path


def newest_file(workspace):
    return watching.arrived(workspace)[0]


@pytest.fixture
def run_job(drain):
    """Do all that is queued; the job as it ended."""
    return lambda job_id: next(job for job in drain() if job.id == job_id)


@pytest.fixture
def done(workspace, run_job):
    def work(path, **options):
        return run_job(ingesting.add(workspace, [path], dataset="shop", **options).job_id)

    return work


def test_dates_that_fit_both_ways_are_asked_once_and_the_answer_is_kept(
    workspace, done, run_job, tmp_path
):
    assert done(fits_both_ways(tmp_path / "a.csv")).state is JobState.FAILED
    file = newest_file(workspace)
    assert file.state is FileState.SET_ASIDE
    (question,) = file.question["questions"]
    assert (question["column"], question["choices"][:2]) == ("sold", ["day first", "month first"])
    assert "`sold`" in question["text"]
    with pytest.raises(NeedsYou, match="day or the month"):
        ingesting.answer(workspace, file.id, {})
    job = run_job(ingesting.answer(workspace, file.id, {"sold": "month first"}))
    assert job.state is JobState.SUCCEEDED
    newest = datasets.version(workspace, "shop")
    column = newest.schema["sold"]
    assert (column.kind, column.reading) == (Kind.DATETIME, "month first")
    values = tables.whole(workspace, newest)["sold"].values
    assert str(values[1])[:10] == "2024-02-02"
    assert str(values[8])[:10] == "2024-09-01"
    with pytest.raises(NeedsYou, match="Nothing is asked"):
        ingesting.answer(workspace, file.id, {"sold": "day first"})

    assert done(fits_both_ways(tmp_path / "b.csv", 100)).state is JobState.SUCCEEDED
    assert newest_file(workspace).question is None
    assert datasets.version(workspace, "shop").number == 2


def test_dates_answered_as_text_stay_text(workspace, done, tmp_path):
    options = ReadOptions(date_order={"sold": "text"})
    assert done(fits_both_ways(tmp_path / "a.csv"), options=options).state is JobState.SUCCEEDED
    column = datasets.version(workspace, "shop").schema["sold"]
    assert column.kind is Kind.CATEGORICAL
    assert column.reading == "text"


def with_bad_lines(path):
    rows = [f"{i},{i * 2}" for i in range(60)]
    rows[10], rows[20], rows[30] = "10,ten", "20,40,60", "30,thirty"
    path.write_text("a,b\n" + "\n".join(rows) + "\n")
    return path


def test_stop_says_the_first_bad_line_and_what_was_expected(workspace, done, tmp_path):
    options = ReadOptions(bad_rows="stop")
    job = done(with_bad_lines(tmp_path / "a.csv"), options=options)
    assert job.state is JobState.FAILED
    assert "Line 22" in job.error
    assert "3 values" in job.error

    plain = tmp_path / "b.csv"
    plain.write_text(with_bad_lines(tmp_path / "c.csv").read_text().replace("20,40,60", "20,40"))
    job = done(plain, options=options)
    assert "Line 12: `b` should be a number, but is 'ten'." in job.error
    assert newest_file(workspace).state is FileState.SET_ASIDE


def test_rows_that_do_not_fit_are_set_aside_whole_and_listed(workspace, done, tmp_path):
    job = done(with_bad_lines(tmp_path / "a.csv"), options=ReadOptions(bad_rows="set aside"))
    assert job.state is JobState.SUCCEEDED
    newest = datasets.version(workspace, "shop")
    assert newest.schema["b"].kind is Kind.NUMERIC
    assert newest.rows == 57
    listed = newest_file(workspace).read["bad_rows"]
    assert [row["line"] for row in listed] == [12, 22, 32]
    assert listed[0]["text"] == "10,ten"
    assert "`b` should be a number" in listed[0]["reason"]
    assert newest_file(workspace).read["facts"]["n_bad_rows"] == 3
    assert newest.origin["read"]["delimiter"] == ","


def test_a_known_column_is_read_as_text_where_asked_and_earlier_rows_follow(
    workspace, done, tmp_path
):
    first = tmp_path / "first.csv"
    first.write_text("a,b\n" + "".join(f"{i},{i * 2}\n" for i in range(100, 150)))
    done(first)
    second = with_bad_lines(tmp_path / "second.csv")
    second.write_text(second.read_text().replace("20,40,60", "20,40"))
    assert done(second).state is JobState.FAILED  # by the checks, as long as nothing is said
    job = done(second, options=ReadOptions(bad_rows="text"))
    assert job.state is JobState.SUCCEEDED, job.error
    newest = datasets.version(workspace, "shop")
    assert newest.schema["b"].kind in (Kind.CATEGORICAL, Kind.TEXT)
    assert newest.schema["b"].reading == "text"
    values = tables.whole(workspace, newest)["b"].to_list()
    assert (values[0], values[60]) == ("200", "ten")
    assert None not in values


def test_roles_given_with_a_file_belong_to_the_series(workspace, done, tmp_path):
    first = tmp_path / "first.csv"
    first.write_text("a,b,c\n" + "".join(f"{i % 7},{i % 3},{i % 2}\n" for i in range(50)))
    roles = {"c": Role.TARGET, "b": Role.GROUP}
    assert done(first, roles=roles).state is JobState.SUCCEEDED
    second = tmp_path / "second.csv"
    second.write_text("a,b,c,d\n" + "".join(f"{i % 5},{i % 3},{i % 2},{i}\n" for i in range(60)))
    assert done(second).state is JobState.SUCCEEDED
    schema = datasets.version(workspace, "shop").schema
    assert {c.name: c.role for c in schema.columns} | {"d": None} == {
        "a": Role.FEATURE,
        "b": Role.GROUP,
        "c": Role.TARGET,
        "d": None,
    }
    assert newest_file(workspace).read["new_columns"] == ["d"]


def test_a_look_shows_first_rows_kinds_and_questions_without_reading_all(tmp_path):
    found = file_reads.peeked(fits_both_ways(tmp_path / "a.csv"))
    assert found.schema.names == ("sold", "n")
    assert found.first_rows[0] == ("01/01/2024", "1")
    assert (found.n_rows, found.is_all) == (40, True)
    assert [q.column for q in found.questions] == ["sold"]
    said = file_reads.peeked(tmp_path / "a.csv", ReadOptions(date_order={"sold": "day first"}))
    assert said.schema["sold"].kind is Kind.DATETIME
    assert said.questions == ()


def test_lines_that_are_no_rows_are_counted_with_the_file_and_listed_with_the_version(
    workspace, take_in, tmp_path
):
    path = tmp_path / "many.csv"
    lines = [f"{n},{n % 7}" for n in range(500)]
    lines[3] += ",one,more"
    path.write_text("\n".join(["a,b", *lines]) + "\n", encoding="utf-8")
    take_in(path, dataset="many", target=None, time=None)
    (file,) = watching.arrived(workspace, dataset="many")
    assert file.outcome == "Added; 1 line that is no row left out"
    version = datasets.version(workspace, "many")
    assert version.rows == 499
    found = rows_aside.unreadable(workspace, version)
    assert [(row.line, row.text) for row in found.rows] == [(5, "3,3,one,more")]
    assert found.total == 1
    personal_data.mark(workspace, "many", "b", on=True)
    assert "one" not in rows_aside.unreadable(workspace, version).rows[0].text

"""Files taken in: series, order, same content, set aside, accepted, done twice."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Role
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import JobState
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import activity, datasets, ingesting, jobs, rows, tables, watching
from tidemill.services.job_kinds import kinds
from tidemill.store import schema


def files_of(workspace):
    return list(reversed(watching.arrived(workspace)))


def numbers(workspace, name="shop"):
    return [v.number for v in datasets.find(workspace, name).versions]


def test_a_first_file_makes_the_dataset_with_its_types_and_roles(workspace, take_in, month):
    job = take_in(month(1))
    assert job.state is JobState.SUCCEEDED
    assert job.message == "Added 1 file"
    view = datasets.find(workspace, "shop")
    assert view.dataset.series is Series.APPEND
    kinds_ = {c.name: c.kind for c in view.newest.schema.columns}
    assert kinds_["day"] is Kind.DATETIME
    assert kinds_["x"] is Kind.NUMERIC
    roles = {c.name: c.role for c in view.newest.schema.columns}
    assert roles == {
        "day": Role.TIME,
        "x": Role.FEATURE,
        "shop": Role.FEATURE,
        "bought": Role.TARGET,
    }
    assert view.newest.rows == view.newest.added_rows == 120
    assert view.newest.starts_at == datetime(2024, 1, 1, tzinfo=UTC)
    assert view.newest.by == "ada"
    assert all(c["passed"] for c in view.newest.checks)
    assert len(datasets.profile(workspace, view.newest.id).columns) == 4


def test_an_append_series_grows_by_each_file_and_each_files_rows_stay_apart(
    workspace, take_in, month
):
    take_in(month(1))
    take_in(month(2, n=60))
    newest = datasets.version(workspace, "shop")
    assert (newest.number, newest.rows, newest.added_rows) == (2, 180, 60)
    assert tables.whole(workspace, newest).n_rows == 180
    assert tables.load(workspace, [newest], newest.schema).n_rows == 60
    assert datasets.version(workspace, "shop@1").rows == 120
    assert rows.page(workspace, newest, limit=5).total == 180


def test_in_a_replace_series_a_version_is_its_file(workspace, take_in, month):
    take_in(month(1), series=Series.REPLACE)
    take_in(month(2, n=60))
    newest = datasets.version(workspace, "shop")
    assert (newest.number, newest.rows, newest.added_rows) == (2, 60, 60)
    assert tables.whole(workspace, newest).n_rows == 60


def test_a_dataset_keeps_the_series_it_began_with(workspace, take_in, month):
    take_in(month(1))
    with pytest.raises(NeedsYou, match="shop is an append series"):
        ingesting.add(workspace, [month(2)], dataset="shop", series=Series.REPLACE)
    assert numbers(workspace) == [1]


def test_several_files_go_in_by_their_rows_time_not_by_their_names(workspace, take_in, month):
    take_in(month(3, name="a.csv"), month(1, name="b.csv"), month(2, name="c.csv"))
    starts = [v.starts_at.month for v in datasets.find(workspace, "shop").versions]
    assert starts == [1, 2, 3]


def test_the_same_bytes_again_are_skipped_with_the_version_they_are(
    workspace, shop, take_in, month
):
    take_in(month(1, name="copy.csv"))
    assert numbers(workspace) == [1]
    copy = files_of(workspace)[-1]
    assert copy.state is FileState.SKIPPED
    assert copy.outcome == "Skipped: same content as v1"


def test_the_same_rows_in_another_order_are_the_same_data_in_a_new_file(
    workspace, shop, take_in, month
):
    path = month(1, name="other.csv")
    head, *lines = path.read_text().splitlines()
    path.write_text("\n".join([head, *reversed(lines)]) + "\n")
    take_in(path)
    assert numbers(workspace) == [1]
    assert files_of(workspace)[-1].outcome == "Skipped: same data as v1, in a new file"


def test_the_same_rows_as_parquet_are_the_same_data_in_a_new_file(
    workspace, shop, take_in, tmp_path
):
    from tidemill.base.table_engine import table_engine

    source, target = tmp_path / "shop_2024-01.csv", tmp_path / "january.parquet"
    with table_engine() as engine:
        engine.execute(f"copy (from read_csv('{source}')) to '{target}' (format parquet)")
    take_in(target)
    assert numbers(workspace) == [1]
    assert files_of(workspace)[-1].outcome == "Skipped: same data as v1, in a new file"


@pytest.fixture
def broken(month):
    """A month whose `x` is a word in some rows and whose `shop` is gone."""
    path = month(2, name="broken.csv")
    lines = [line.split(",") for line in path.read_text().splitlines()]
    kept = [[day, x, bought] for day, x, _, bought in lines]
    for line in kept[1:8]:
        line[1] = "much"
    path.write_text("\n".join(",".join(line) for line in kept) + "\n")
    return path


def test_a_broken_file_is_set_aside_with_reason_and_rows_and_nothing_else_changes(
    workspace, shop, take_in, broken
):
    before = datasets.find(workspace, "shop")
    job = take_in(broken)
    assert job.state is JobState.FAILED
    assert job.error_kind == "needs-you"
    assert "broken.csv was set aside." in job.error
    aside = files_of(workspace)[-1]
    assert aside.state is FileState.SET_ASIDE
    assert "The column shop is missing" in aside.reason
    assert "text in 7 of 120 rows, first in line 2" in aside.reason
    assert job.hint == "Mend the file and add it again, or accept it as it is."
    failed = {c["name"]: c for c in aside.checks if not c["passed"]}
    assert "much" in str(failed)
    after = datasets.find(workspace, "shop")
    assert after.versions == before.versions
    assert after.dataset == before.dataset
    assert [f.id for f in after.set_aside] == [aside.id]
    assert activity.recent(workspace, kind="file").entries[0].sentence == "could not add broken.csv"


def test_one_bad_file_stops_no_other_of_the_same_drop(workspace, shop, take_in, broken, month):
    job = take_in(broken, month(3))
    assert job.state is JobState.SUCCEEDED
    assert job.message == "Added 1 of 2 files"
    assert [f.state for f in files_of(workspace)[1:]] == [FileState.SET_ASIDE, FileState.ADDED]


def test_accepting_a_file_makes_what_cannot_be_read_missing(
    workspace, shop, take_in, broken, drain
):
    take_in(broken)
    aside = files_of(workspace)[-1]
    ingesting.accept(workspace, aside.id)
    [job] = drain()
    assert job.state is JobState.SUCCEEDED
    newest = datasets.version(workspace, "shop")
    assert (newest.number, newest.added_rows) == (2, 120)
    own = rows.page(workspace, newest, offset=120, limit=120)
    x, where = own.columns.index("x"), own.columns.index("shop")
    assert [row[x] for row in own.rows[:7]] == [None] * 7
    assert all(row[x] is not None for row in own.rows[7:])
    assert all(row[where] is None for row in own.rows)
    assert files_of(workspace)[-1].state is FileState.ADDED
    assert not all(c["passed"] for c in newest.checks)
    assert activity.recent(workspace, kind="file").entries[0].sentence == (
        "accepted broken.csv anyway"
    )


def test_only_what_was_set_aside_can_be_accepted(workspace, shop):
    with pytest.raises(NeedsYou, match="was not set aside"):
        ingesting.accept(workspace, files_of(workspace)[0].id)
    with pytest.raises(NeedsYou, match="There is no file 99"):
        ingesting.accept(workspace, 99)


def test_roles_that_a_person_set_hold_for_the_versions_after(workspace, shop, take_in, month):
    datasets.set_roles(workspace, "shop", {"shop": Role.LEFT_OUT})
    take_in(month(2), target=None, time=None)
    newest = datasets.version(workspace, "shop")
    assert newest.schema["shop"].role is Role.LEFT_OUT
    assert newest.schema.target == "bought"
    assert newest.schema.time == "day"


def test_a_new_target_takes_the_part_over_from_the_old_one(workspace, shop):
    schema = datasets.set_roles(workspace, "shop", {"shop": Role.TARGET})
    assert schema.target == "shop"
    assert schema["bought"].role is Role.FEATURE
    with pytest.raises(NeedsYou, match="has no column ghost"):
        datasets.set_roles(workspace, "shop", {"ghost": Role.TARGET})


def _again(workspace, job_id):
    """What a second try does after the first one's work was written but not its end."""
    with workspace.store.write() as tx:
        from tidemill.store import jobs as job_rows

        job_rows.update(tx, job_id, state=str(JobState.QUEUED), result={}, ended_at=None)
    claimed = queue.claim(workspace.store, "w")
    job = queue.begin(workspace.store, claimed.id, claimed.attempts)
    perform(
        workspace.store, kinds(), workspace, job, JobReporter(workspace.store, job.id, job.attempts)
    )
    return jobs.find(workspace, job_id)


def test_a_second_try_after_a_crash_adds_nothing_and_still_names_the_versions(
    workspace, take_in, month
):
    first = take_in(month(1), month(2))
    before = (numbers(workspace), files_of(workspace), activity.recent(workspace).total)
    again = _again(workspace, first.id)
    assert again.state is JobState.SUCCEEDED
    assert again.result == first.result
    assert again.message == first.message
    assert (numbers(workspace), files_of(workspace), activity.recent(workspace).total) == before


def test_a_file_that_is_gone_or_a_folder_is_refused_at_once(workspace, tmp_path):
    with pytest.raises(NeedsYou, match="There is no file"):
        ingesting.add(workspace, [tmp_path / "ghost.csv"], dataset="shop")
    with pytest.raises(NeedsYou, match="is a folder"):
        ingesting.add(workspace, [tmp_path], dataset="shop")
    with pytest.raises(NeedsYou, match="No file was named"):
        ingesting.add(workspace, [], dataset="shop")
    assert files_of(workspace) == []


def test_a_file_that_goes_away_before_it_is_read_says_so(workspace, take_in, month, drain):
    path = month(1)
    added = ingesting.add(workspace, [path], dataset="shop")
    path.unlink()
    drain()
    assert "is not there any more" in jobs.find(workspace, added.job_id).error
    assert files_of(workspace)[0].state is FileState.SET_ASIDE


@pytest.mark.parametrize("name", ["", "a/b", "a@2", 'say "x"', "n" * 101])
def test_a_name_that_commands_could_not_address_is_refused(workspace, month, name):
    with pytest.raises(NeedsYou, match="can't be a name"):
        ingesting.add(workspace, [month(1)], dataset=name)


def test_an_unknown_target_is_told_with_the_columns_there_are(workspace, take_in, month):
    job = take_in(month(1), target="sold")
    assert "There is no column sold." in job.error
    assert "bought" in job.hint


def test_a_cancelled_job_leaves_its_files_skipped(workspace, month):
    added = ingesting.add(workspace, [month(1)], dataset="shop")
    jobs.cancel(workspace, added.job_id)
    assert files_of(workspace)[0].outcome == "Skipped: cancelled"


def test_a_replace_series_may_return_to_what_it_once_was(workspace, take_in, month):
    take_in(month(1), series=Series.REPLACE)
    take_in(month(2))
    take_in(month(1, name="january_again.csv"))
    versions = datasets.find(workspace, "shop").versions
    assert [v.number for v in versions] == [1, 2, 3]
    assert versions[2].own_hash == versions[0].own_hash
    assert tables.whole(workspace, versions[2]).n_rows == 120


def test_a_replace_series_skips_what_its_newest_version_holds_already(workspace, take_in, month):
    take_in(month(1), series=Series.REPLACE)
    take_in(month(2))
    take_in(month(2, name="copy.csv"))
    path = month(2, name="turned.csv")
    head, *lines = path.read_text().splitlines()
    path.write_text("\n".join([head, *reversed(lines)]) + "\n")
    take_in(path)
    assert numbers(workspace) == [1, 2]
    assert [f.outcome for f in files_of(workspace)[2:]] == [
        "Skipped: same content as v2",
        "Skipped: same data as v2, in a new file",
    ]


def test_a_replace_series_compares_a_file_when_its_turn_comes(workspace, take_in, month):
    take_in(month(2), series=Series.REPLACE)
    take_in(month(1), month(2, name="b.csv"))
    assert [v.starts_at.month for v in datasets.find(workspace, "shop").versions] == [2, 1, 2]


def test_an_append_series_never_takes_the_same_rows_again(workspace, take_in, month):
    take_in(month(1))
    take_in(month(2))
    take_in(month(1, name="january_again.csv"))
    assert numbers(workspace) == [1, 2]
    assert files_of(workspace)[-1].outcome == "Skipped: same content as v1"


def test_two_jobs_that_read_the_same_rows_at_once_make_one_version(
    workspace, shop, month, monkeypatch
):
    """The content is looked at once more in the transaction that writes the version."""
    from tidemill.services import next_versions

    ingesting.add(workspace, [month(2, name="a.csv")], dataset="shop")
    ingesting.add(workspace, [month(2, name="b.csv")], dataset="shop")
    with workspace.store.write() as tx:
        tx.run(sa.update(schema.job).values(lane=None))
    first, second = (queue.claim(workspace.store, "w") for _ in range(2))
    decided = next_versions._decided

    def then_the_other(*given):
        made = decided(*given)
        monkeypatch.setattr(next_versions, "_decided", decided)
        work(workspace, second)
        return made

    monkeypatch.setattr(next_versions, "_decided", then_the_other)
    work(workspace, first)
    assert numbers(workspace) == [1, 2]
    assert [(f.name, f.outcome) for f in files_of(workspace)[1:]] == [
        ("a.csv", "Skipped: same data as v2, in a new file"),
        ("b.csv", "Added"),
    ]


def work(workspace, claimed):
    job = queue.begin(workspace.store, claimed.id, claimed.attempts)
    perform(
        workspace.store, kinds(), workspace, job, JobReporter(workspace.store, job.id, job.attempts)
    )


def test_roles_given_while_a_file_is_profiled_are_kept(workspace, shop, month, monkeypatch):
    from tidemill.services import next_versions

    path = month(2)
    head, *lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{head},extra", *(f"{line},1" for line in lines)]) + "\n")
    ingesting.add(workspace, [path], dataset="shop")
    decided = next_versions._decided

    def then_a_person(*given):
        made = decided(*given)
        datasets.set_roles(workspace, "shop", {"shop": Role.LEFT_OUT})
        return made

    monkeypatch.setattr(next_versions, "_decided", then_a_person)
    work(workspace, queue.claim(workspace.store, "w"))
    view = datasets.find(workspace, "shop")
    assert view.dataset.schema["shop"].role is Role.LEFT_OUT
    assert view.newest.schema["shop"].role is Role.LEFT_OUT
    assert "extra" in view.dataset.schema


def test_accepting_the_first_file_remembers_what_was_asked_for_it(workspace, take_in, month, drain):
    path = month(1)
    path.write_text(path.read_text()[:-6])
    take_in(path, series=Series.REPLACE)
    [aside] = files_of(workspace)
    assert aside.state is FileState.SET_ASIDE
    ingesting.accept(workspace, aside.id)
    drain()
    dataset = datasets.find(workspace, "shop").dataset
    assert (dataset.series, dataset.schema.target) == (Series.REPLACE, "bought")

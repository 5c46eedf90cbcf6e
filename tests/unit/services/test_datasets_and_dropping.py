"""Datasets by their addresses, and where dropped files could go."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobState
from tidemill.services import (
    datasets,
    dropping,
    jobs,
    promotion,
    registering,
    rows,
    sample,
    training_runs,
)


def test_versions_are_addressed_by_number_or_as_the_newest(workspace, shop, take_in, month):
    take_in(month(2))
    numbers = [datasets.version(workspace, a).number for a in ("shop", "shop@1", "shop@v2")]
    assert numbers == [2, 1, 2]
    for text in ("shop@3", "shop@newest"):
        with pytest.raises(NeedsYou, match="shop has no version") as told:
            datasets.version(workspace, text)
        assert told.value.hint == "It has 1 to 2."
    with pytest.raises(NeedsYou, match="no dataset version of key 99"):
        datasets.version_of_id(workspace, 99)


def test_a_page_of_rows_is_narrowed_by_a_condition_and_a_wrong_one_is_told(workspace, shop):
    version = datasets.version(workspace, shop)
    found = rows.page(workspace, version, where="x > 0 and shop = 'north'", limit=5)
    place = found.columns.index("shop")
    assert {row[place] for row in found.rows} == {"north"}
    assert len(found.rows) == 5
    assert 5 < found.total < 120
    for where in ("ghost > 1", "x >", "true; drop table frame"):
        with pytest.raises(NeedsYou):
            rows.page(workspace, version, where=where)


def test_a_file_with_the_columns_of_a_dataset_is_offered_to_it_first(workspace, shop, month):
    seen = dropping.look(workspace, [month(2)])
    first, other = seen.targets
    assert (first.kind, first.dataset, first.preselected) == ("append", "shop", True)
    assert first.text == "New version v2: 120 rows more. Same columns."
    assert (other.kind, other.preselected) == ("new", False)
    assert "all of them match the dataset shop" in seen.text


def test_a_file_with_most_of_the_columns_is_offered_with_the_share(workspace, shop, month):
    path = month(2)
    path.write_text(path.read_text().replace("day,x,shop,bought", "day,x,store,bought"))
    text = dropping.look(workspace, [path]).targets[0].text
    assert "60% of the columns match; shop missing; store new." in text


def test_a_file_like_no_other_gets_a_dataset_of_a_free_name(workspace, shop, tmp_path):
    path = tmp_path / "shop.csv"
    path.write_text("length,weight\n1,2\n3,4\n")
    seen = dropping.look(workspace, [path])
    [only] = seen.targets
    assert (only.kind, only.dataset, only.preselected) == ("new", "shop-2", True)


def test_several_files_go_oldest_first_where_they_were_let_go(workspace, shop, month, drain):
    paths = [month(3), month(2)]
    seen = dropping.look(workspace, paths)
    assert seen.title == "Drop 2 files on one of these"
    assert seen.targets[0].title == "Add 2 files to shop"
    dropping.take(workspace, seen, seen.targets[0])
    drain()
    months = [v.starts_at.month for v in datasets.find(workspace, "shop").versions]
    assert months == [1, 2, 3]


def test_a_folder_brings_the_tables_in_it_and_says_what_it_leaves(
    workspace, shop, month, tmp_path, drain
):
    folder = tmp_path / "exports"
    folder.mkdir()
    month(2).rename(folder / "b.csv")
    month(3).rename(folder / "a.csv")
    (folder / "notes.docx").write_bytes(b"PK")
    seen = dropping.look(workspace, [folder])
    assert [path.name for path in seen.files] == ["a.csv", "b.csv"]
    assert [one.path.name for one in seen.left_out] == ["notes.docx"]
    assert seen.text.endswith("1 can't be read and stay where they are")
    assert seen.targets[0].text == "Versions v2 to v3, oldest first. Same columns."
    dropping.take(workspace, seen, seen.targets[0])
    drain()
    assert len(datasets.find(workspace, "shop").versions) == 3


def test_an_empty_folder_says_that_nothing_in_it_can_be_read(workspace, tmp_path):
    with pytest.raises(NeedsYou, match="no file that can be read"):
        dropping.look(workspace, [tmp_path])


def test_a_pasted_table_goes_where_a_file_would(workspace, shop, month, drain):
    text = month(2, n=30).read_text().replace(",", "\t")
    seen = dropping.look_at_pasted(workspace, text)
    assert (seen.title, seen.files) == ("Add the pasted table", ())
    assert seen.targets[0].text == "New version v2: 30 rows more. Same columns."
    dropping.take(workspace, seen, seen.targets[0])
    drain()
    newest = datasets.find(workspace, "shop").newest
    assert (newest.added_rows, newest.origin["kind"]) == (30, "paste")


def test_one_file_that_a_champion_can_read_may_be_scored_with_it(
    workspace, shop, month, drain, tmp_path
):
    job_id = training_runs.train(workspace, shop, estimators=("prior",))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job_id)[0].id, name="buyers")
    drain()
    assert [t.kind for t in dropping.look(workspace, [month(2)]).targets] == ["append", "new"]
    promotion.promote(workspace, "buyers@1", anyway=True, reason="the first of its kind")
    path = month(2)
    seen = dropping.look(workspace, [path])
    *_, score = seen.targets
    assert (score.kind, score.model, score.title) == ("score", "buyers", "Score with buyers")
    added = dropping.take(workspace, seen, score)
    drain()
    assert jobs.find(workspace, added.job_id).state is JobState.SUCCEEDED
    assert path.with_name("shop_2024-02-predictions.csv").exists()


def test_a_target_named_in_training_becomes_the_datasets_if_it_had_none(
    workspace, take_in, tmp_path
):
    path = tmp_path / "fish.csv"
    lines = [f"{i},{i * 7 % 13},{'big' if i % 3 else 'small'}" for i in range(60)]
    path.write_text("\n".join(["length,weight,size", *lines]) + "\n")
    take_in(path, dataset="fish", target=None, time=None)
    assert datasets.find(workspace, "fish").dataset.schema.target is None
    training_runs.train(workspace, "fish", target="size", estimators=("prior",))
    assert datasets.find(workspace, "fish").dataset.schema.target == "size"


def test_the_sample_is_cut_into_months_that_are_whole_and_one_that_is_broken(
    workspace, drain, tmp_path
):
    job_id = sample.cut(workspace, tmp_path / "sample")
    drain()
    assert jobs.find(workspace, job_id).state is JobState.SUCCEEDED
    made = {p.name: p.read_text().splitlines() for p in (tmp_path / "sample").iterdir()}
    assert len(made) == 13
    assert all(len(made[sample.file_name(m)]) == 5001 for m in range(1, 13))
    whole = made[sample.file_name(10)][0].split(",")
    assert set(whole) - set(made[sample.BROKEN][0].split(",")) == {"dest"}


def test_the_sample_that_is_opened_becomes_a_dataset_of_three_versions(workspace, drain):
    first = sample.begin(workspace)
    assert sample.begin(workspace) == first
    assert sample.is_under_way(workspace)
    drain()
    assert not sample.is_under_way(workspace)
    view = datasets.find(workspace, "flights")
    assert [v.rows for v in view.versions] == [5_000, 10_000, 15_000]
    assert view.dataset.schema.target == "late"
    assert (workspace.folder / "sample" / sample.file_name(12)).exists()
    with pytest.raises(NeedsYou, match="There is a dataset flights already"):
        sample.begin(workspace)

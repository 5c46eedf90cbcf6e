"""Which files of a folder count: names, folders below, the order, and folders that overlap."""

import os
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.domain.watches import FileOrder, natural
from tidemill.jobs import queue
from tidemill.services import jobs, watching
from tidemill.services import workspace as workspaces
from tidemill.services.folder_scans import Scanner
from tidemill.services.job_kinds import kinds
from tidemill.store import files


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: HeldClock):
    made = workspaces.create(tmp_path / "ws", clock=clock, login="ada")
    yield made
    made.close()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "below" / ".hidden").mkdir(parents=True)
    return folder


def land(folder: Path, *names: str) -> None:
    for at, name in enumerate(names):
        (folder / name).write_text(f"a\n{name}\n")
        os.utime(folder / name, ns=(at, at))


def arrived(workspace) -> list[str]:
    """Names in the order in which the files are taken in."""
    found = watching.arrived(workspace)
    in_order = sorted(found, key=lambda f: (f.job_id or 0, f.id))
    return [f.name for f in in_order]


def test_only_names_that_fit_one_of_the_patterns_are_taken_in(workspace, inbox):
    watching.add(workspace, inbox, dataset="d", pattern=" flights-*.csv , *.PARQUET,")
    land(inbox, "flights-1.csv", "Flights-2.CSV", "hotels-1.csv", "a.parquet", "flights-1.csv.part")
    watching.scan(workspace)
    assert sorted(arrived(workspace)) == ["Flights-2.CSV", "a.parquet", "flights-1.csv"]


def test_the_list_and_the_count_of_files_are_of_one_moment(workspace, inbox, monkeypatch):
    watching.add(workspace, inbox, dataset="d")
    land(inbox, "a.csv")
    watching.scan(workspace, frozenset({str(inbox / "a.csv")}))
    newest, landed = files.newest, iter(("b.csv", "c.csv", "d.csv"))

    def read_while_another_lands(connection, **values):
        found = newest(connection, **values)
        name = next(landed)
        land(inbox, name)
        watching.scan(workspace, frozenset({str(inbox / name)}))
        return found

    monkeypatch.setattr(files, "newest", read_while_another_lands)
    seen = watching.last_arrived(workspace, 500)
    assert [f.name for f in seen.files] == ["a.csv"]
    assert (seen.n_all, seen.oldest) == (1, seen.files[0].id)
    monkeypatch.undo()
    seen = watching.last_arrived(workspace, 2)
    assert [f.name for f in seen.files] == ["d.csv", "c.csv"]
    assert (seen.n_all, seen.oldest) == (4, seen.files[1].id)


def test_a_file_that_another_process_handed_on_meanwhile_is_not_handed_on_once_more(
    workspace, inbox, monkeypatch
):
    watching.add(workspace, inbox, dataset="d")
    land(inbox, "a.csv")
    closed = frozenset({str(inbox / "a.csv")})
    ours, theirs = Scanner(workspace), Scanner(workspace)
    look = ours._to_be_judged

    def looked_at_first(*values):
        found = look(*values)
        assert theirs.scan(closed).handed_on == 1
        return found

    monkeypatch.setattr(ours, "_to_be_judged", looked_at_first)
    assert ours.scan(closed).handed_on == 0
    assert arrived(workspace) == ["a.csv"]
    [job] = jobs.newest(workspace)
    assert len(job.params["files"]) == 1


@pytest.mark.parametrize("state", ["untouched", "paused", "tried before"])
def test_later_files_join_a_job_that_waits_unless_somebody_touched_it(workspace, inbox, state):
    watching.add(workspace, inbox, dataset="d")
    land(inbox, "a.csv")
    watching.scan(workspace, closed=frozenset({str(inbox / "a.csv")}))
    [first] = jobs.newest(workspace)
    if state == "paused":
        jobs.pause(workspace, first.id)
    elif state == "tried before":
        claimed = queue.claim(workspace.store, "w")
        queue.gave_up(workspace.store, kinds(), workspace, claimed, "Its worker is gone.")
    land(inbox, "b.csv")
    watching.scan(workspace, closed=frozenset({str(inbox / "b.csv")}))
    assert len(jobs.newest(workspace)) == (1 if state == "untouched" else 2)


def test_folders_below_count_where_asked_for_but_hidden_ones_do_not(workspace, inbox):
    watch = watching.add(workspace, inbox, dataset="d")
    land(inbox, "a.csv", "below/b.csv", "below/.hidden/c.csv")
    watching.scan(workspace)
    assert arrived(workspace) == ["a.csv"]
    watching.change(workspace, watch.id, recursive=True)
    watching.scan(workspace)
    assert arrived(workspace) == ["a.csv", "b.csv"]


def test_a_pattern_with_a_slash_is_of_the_place_below_the_folder(workspace, inbox):
    watching.add(workspace, inbox, dataset="d", pattern="below/*.csv", recursive=True)
    land(inbox, "a.csv", "below/b.csv")
    watching.scan(workspace)
    assert arrived(workspace) == ["b.csv"]


def test_files_that_lie_there_together_go_in_by_name_as_people_count(workspace, inbox, clock):
    watching.add(workspace, inbox, dataset="d")
    land(inbox, "day-10.csv", "day-9.csv", "day-1.csv")
    watching.scan(workspace)
    clock.advance(watching.SETTLE_S)
    watching.scan(workspace)
    assert arrived(workspace) == ["day-1.csv", "day-9.csv", "day-10.csv"]
    assert natural("Day-09.csv") == natural("day-9.csv")


def test_files_that_lie_there_together_go_in_by_time_where_that_is_chosen(workspace, inbox, clock):
    watch = watching.add(workspace, inbox, dataset="d")
    changed = watching.change(workspace, watch.id, order="time")
    assert changed.order is FileOrder.TIME
    land(inbox, "c.csv", "a.csv", "b.csv")
    watching.scan(workspace)
    clock.advance(watching.SETTLE_S)
    watching.scan(workspace)
    assert arrived(workspace) == ["c.csv", "a.csv", "b.csv"]


def test_two_folders_that_share_files_are_refused_for_one_dataset_only(workspace, inbox):
    below = inbox / "below"
    watching.add(workspace, inbox, dataset="d", recursive=True)
    with pytest.raises(NeedsYou, match="hold the same files"):
        watching.add(workspace, below, dataset="d")
    watching.add(workspace, inbox, dataset="other", pattern="o-*")
    with pytest.raises(NeedsYou, match="is already watched, for other"):
        watching.add(workspace, inbox, dataset="other", pattern="p-*")
    flat = watching.add(workspace, below, dataset="other")
    assert flat.dataset == "other"


def test_a_folder_can_not_be_made_to_share_files_with_another_later(workspace, inbox):
    outer = watching.add(workspace, inbox, dataset="d")
    watching.add(workspace, inbox / "below", dataset="d")
    with pytest.raises(NeedsYou, match="hold the same files"):
        watching.change(workspace, outer.id, recursive=True)
    assert not watching.every(workspace)[0].is_recursive


@pytest.mark.parametrize("pattern", ["/etc/*.csv", "../*.csv", "a\\*.csv"])
def test_a_pattern_that_no_file_of_the_folder_could_fit_is_refused(workspace, inbox, pattern):
    with pytest.raises(NeedsYou, match="can't be a name pattern"):
        watching.add(workspace, inbox, dataset="d", pattern=pattern)


def test_an_order_or_a_change_that_says_nothing_is_refused(workspace, inbox):
    with pytest.raises(NeedsYou, match="by size"):
        watching.add(workspace, inbox, dataset="d", order="size")
    watch = watching.add(workspace, inbox, dataset="d")
    with pytest.raises(NeedsYou, match="Nothing was to be changed"):
        watching.change(workspace, watch.id)

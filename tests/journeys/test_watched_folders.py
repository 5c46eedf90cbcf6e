"""Files as other programs leave them in a watched folder: half-written, twice, broken, gone."""

import pytest
from real_world import COLUMNS, land, orders, write_csv, write_orders


@pytest.fixture
def watched(world, inbox):
    """A world whose worker watches the inbox for the dataset `orders`."""
    world.start_worker()
    world.cli("watch", "add", inbox, "--dataset", "orders", "--target", "returned")
    return world


def test_a_file_written_in_two_parts_under_another_name_is_taken_in_once_and_whole(
    watched, tmp_path, inbox
):
    text = write_orders(tmp_path / "orders-1.csv", 1).read_bytes()
    part = inbox / "orders-1.csv.part"
    with part.open("wb") as stream:
        stream.write(text[: len(text) // 2])
        stream.flush()
        # A whole file that lands beside it shows that the folder was looked at meanwhile.
        land(write_orders(tmp_path / "orders-2.csv", 2), inbox)
        watched.until_idle(1)
        assert watched.outcomes() == {"orders-2.csv": ["added"]}
        stream.write(text[len(text) // 2 :])
    part.rename(inbox / "orders-1.csv")
    watched.until_idle(2)
    assert watched.outcomes() == {"orders-2.csv": ["added"], "orders-1.csv": ["added"]}
    assert [v.added_rows for v in watched.versions("orders")] == [400, 400]
    assert watched.complaints() == []


def test_a_file_written_slowly_in_place_waits_says_so_and_is_taken_in_whole(
    watched, tmp_path, inbox
):
    lines = write_orders(tmp_path / "orders-1.csv", 1).read_bytes().splitlines(keepends=True)
    with (inbox / "orders-1.csv").open("wb") as stream:
        for place, line in enumerate(lines):
            stream.write(line)
            stream.flush()
            if place % 100 == 50:
                # Go on only after the scan has seen the file as it stands now.
                size = stream.tell()
                [file] = watched.until(
                    lambda size=size: [f for f in watched.files() if f.n_bytes == size],
                    "the file to be seen at its present size",
                )
                assert file.state == "waiting"
                assert file.outcome.startswith("Waiting until it is complete")
    watched.until_idle(1)
    assert watched.outcomes() == {"orders-1.csv": ["added"]}
    assert [v.rows for v in watched.versions("orders")] == [400]
    assert watched.complaints() == []


def test_the_same_content_under_another_name_is_skipped_and_named(watched, tmp_path, inbox):
    source = write_orders(tmp_path / "orders-1.csv", 1)
    land(source, inbox)
    watched.until_idle(1)
    land(source, inbox, "orders-1 (copy).csv")
    # The same rows in another spelling of the file: other bytes, same data.
    rows = orders(1)
    quoted = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in [list(COLUMNS), *rows])
    (tmp_path / "quoted.csv").write_text(quoted + "\r\n")
    watched.until_idle(2)
    land(tmp_path / "quoted.csv", inbox)
    watched.until_idle(3)
    assert [(f.name, str(f.state), f.outcome) for f in watched.files()] == [
        ("orders-1.csv", "added", "Added"),
        (
            "orders-1 (copy).csv",
            "skipped",
            "Skipped: same content as v1, which came as orders-1.csv",
        ),
        ("quoted.csv", "skipped", "Skipped: same data as v1, in a new file"),
    ]
    assert len(watched.versions("orders")) == 1


def test_an_overwritten_file_is_a_new_arrival_and_one_that_vanishes_is_let_go(
    watched, tmp_path, inbox
):
    land(write_orders(tmp_path / "orders-1.csv", 1), inbox, "orders.csv")
    watched.until_idle(1)
    land(write_orders(tmp_path / "orders-2.csv", 2), inbox, "orders.csv")
    watched.until_idle(2)
    assert watched.outcomes() == {"orders.csv": ["added", "added"]}
    assert [v.added_rows for v in watched.versions("orders")] == [400, 400]

    slow = inbox / "slow.csv"
    with slow.open("wb") as stream:
        stream.write(b"placed_at,")
        stream.flush()
        watched.until(lambda: "slow.csv" in watched.outcomes(), "the beginning to be seen")
        slow.unlink()
        watched.until(
            lambda: watched.outcomes()["slow.csv"] == ["skipped"], "the file to be let go"
        )
    assert watched.files()[-1].outcome == "Skipped: removed again before it was complete"
    assert watched.complaints() == []


def test_a_broken_file_is_set_aside_with_its_rows_and_can_be_accepted(watched, tmp_path, inbox):
    land(write_orders(tmp_path / "orders-1.csv", 1), inbox)
    watched.until_idle(1)
    rows = orders(2)
    for row in rows[:40]:
        row[1] = "a lot"
    without_region = [[*row[:4], row[5]] for row in rows]
    land(
        write_csv(tmp_path / "broken.csv", without_region, [c for c in COLUMNS if c != "region"]),
        inbox,
    )
    watched.until_idle(2)
    broken = watched.cli("files", "list", "--state", "set-aside").json["items"][0]
    assert broken["reason"].startswith("The column region is missing.")
    assert "`amount`" in broken["reason"]
    assert "40 of 400 rows" in broken["reason"]
    assert "first in line 2: 'a lot'" in broken["reason"]
    assert len(watched.versions("orders")) == 1

    watched.cli("data", "accept", str(broken["id"]))
    assert watched.outcomes()["broken.csv"] == ["added"]
    shown = watched.cli("data", "rows", "orders@2", "--limit", "1", "--offset", "400").json
    assert shown["total"] == 800
    assert shown["items"][0]["amount"] is None
    assert shown["items"][0]["region"] is None
    accepted = watched.cli("activity", "list", "--kind", "file", "--by", "tester").json["items"]
    assert accepted[0]["sentence"] == "accepted broken.csv anyway"
    watched.cli("data", "accept", str(broken["id"]), code=3)
    assert watched.complaints() == []


def test_a_folder_that_goes_away_and_comes_back_is_watched_again(watched, tmp_path, inbox):
    away = inbox.with_name("away")
    inbox.rename(away)
    watched.until(
        lambda: not watched.cli("watch", "list").json["items"][0]["is_there"],
        "the folder to be missed",
    )
    land(write_orders(tmp_path / "orders-1.csv", 1), away)
    away.rename(inbox)
    watched.until_idle(1)
    land(write_orders(tmp_path / "orders-2.csv", 2), inbox)
    watched.until_idle(2)
    assert watched.outcomes() == {"orders-1.csv": ["added"], "orders-2.csv": ["added"]}


def test_a_file_that_may_not_be_read_is_set_aside_and_the_worker_goes_on(
    worlds, tmp_path, inbox, without_roots_rights
):
    world = worlds(before=without_roots_rights)
    world.start_worker()
    world.cli("settings", "set", "folders.patience", "2 s")
    world.cli("watch", "add", inbox, "--dataset", "orders")
    closed = write_orders(tmp_path / "closed.csv", 1)
    closed.chmod(0o000)
    closed.rename(inbox / "closed.csv")
    land(write_orders(tmp_path / "orders-2.csv", 2), inbox)
    world.until_idle(2)
    assert world.outcomes() == {"closed.csv": ["set-aside"], "orders-2.csv": ["added"]}
    [closed] = [f for f in world.files() if f.name == "closed.csv"]
    assert closed.reason == "closed.csv may not be read."

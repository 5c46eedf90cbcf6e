"""What people hand in by mistake: each is told in words, and nothing is left half made."""

import json

import pytest
from real_world import COLUMNS, orders, write_csv, write_orders

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256)) * 8


def _empty(path):
    path.write_bytes(b"")


def _header_only(path):
    write_csv(path, [])


def _picture(path):
    path.write_bytes(PNG)


def _doubled(path):
    write_csv(path, orders(1), [*COLUMNS[:4], "amount", COLUMNS[5]])


def _folder(path):
    path.mkdir()


def _nothing(path):
    assert not path.exists()


BAD = {
    "empty": (_empty, ["empty"]),
    "header only": (_header_only, ["no rows"]),
    "a picture": (_picture, []),
    "duplicate columns": (_doubled, ["amount"]),
    "a folder": (_folder, ["holds no file"]),
    "nothing": (_nothing, ["There is no file"]),
}


def test_bad_files_are_refused_with_a_reason_and_a_way_out_and_leave_nothing(world, tmp_path):
    world.start_worker()
    for case, (make, words) in BAD.items():
        path = tmp_path / f"{case.replace(' ', '-')}.csv"
        make(path)
        error = world.cli("data", "add", path, "--name", "orders", code=3).error
        assert error["kind"] == "needs-you", case
        assert error["hint"], case
        assert all(word in error["message"] for word in words), (case, error)
        assert path.name in error["message"], (case, error)
        assert "Traceback" not in json.dumps(error), case
    assert world.versions("orders") == ()
    assert world.cli("data", "list").json == {"items": [], "total": 0}
    assert not any(j.is_open for j in world.jobs())
    assert world.complaints() == []
    assert not list((world.folder / "blobs" / "scratch").glob("*"))


def test_a_wrong_target_is_refused_before_or_while_training_and_leaves_no_run(world, tmp_path):
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1)
    missing = world.cli("data", "add", file, "--name", "orders", "--target", "profit", code=3)
    assert "There is no column profit." in missing.error["message"]
    assert "returned" in missing.error["message"] + missing.error["hint"]
    assert world.versions("orders") == ()

    rows = [[*row[:5], "no"] for row in orders(2)]
    world.cli("data", "add", write_csv(tmp_path / "same.csv", rows), "--name", "same")
    absent = world.cli("train", "same", "--target", "profit", code=3).error
    assert "profit" in absent["message"]
    one_class = world.cli("train", "same", "--target", "returned", code=3).error
    assert one_class["kind"] == "needs-you"
    assert "returned" in one_class["message"]
    assert one_class["hint"]
    assert "running" not in [str(r.state) for j in world.jobs() for r in world.runs(j.id)]
    assert world.cli("train", "nothing", "--target", "x", code=3).error["hint"]
    assert world.complaints() == []


def test_a_file_that_may_not_be_read_is_refused_by_name(worlds, tmp_path, without_roots_rights):
    world = worlds(before=without_roots_rights)
    file = write_orders(tmp_path / "closed.csv", 1)
    file.chmod(0o000)
    error = world.cli("data", "add", file, "--name", "orders", code=3).error
    assert "closed.csv may not be read." in error["message"]
    assert error["hint"]
    assert world.versions("orders") == ()
    assert world.complaints() == []


@pytest.mark.parametrize("words", [("data", "add"), ("no-such-verb",), ("jobs", "show", "one")])
def test_wrong_words_leave_with_2_and_point_to_the_help(world, words):
    error = world.cli(*words, code=2).error
    assert error["kind"] == "usage"
    assert "--help" in error["hint"]

"""A file of 100 MB that ends inside a row: told in words, in bounded time, nothing half made."""

import pytest
from real_world import COLUMNS, orders

BYTES = 100_000_000


@pytest.mark.timeout(240)
def test_a_hundred_megabytes_cut_inside_a_row_are_set_aside_with_the_reason(world, tmp_path):
    block = "".join(",".join(row) + "\n" for row in orders(1, 4_000)).encode()
    file = tmp_path / "big.csv"
    with file.open("wb") as stream:
        stream.write((",".join(COLUMNS) + "\n").encode())
        while stream.tell() < BYTES:
            stream.write(block)
        stream.truncate(BYTES - 7)
    world.start_worker()
    answer = world.cli("data", "add", file, "--name", "big", code=3)
    assert "big.csv was set aside" in answer.error["message"]
    assert "cut" in answer.error["message"] or "end" in answer.error["message"]
    assert answer.error["hint"]
    assert world.cli("data", "list").json["total"] == 0
    assert world.complaints() == []

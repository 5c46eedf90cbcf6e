"""A batch folder by real processes: files in, answers out, each once whatever is killed when."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from real_world import World, land, orders, write_csv, write_orders

from tidemill.base.progress import Silent
from tidemill.services import batch_folders, predicting, promotion

N_FILES = 5
LEAST_KILLS = 20


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A model `returns` of two versions, the first of them champion; made once for this file."""
    folder = tmp_path_factory.mktemp("batch")
    world = World(folder / "ws")
    try:
        worker = world.start_worker()
        file = write_orders(folder / "orders.csv", 1, 600)
        words = ("--target", "returned", "--time", "placed_at")
        world.cli("data", "add", file, "--name", "orders", *words)
        for estimator in ("logistic_regression", "hist_gradient_boosting"):
            world.cli("train", "orders", "--estimator", estimator, "--model", "returns")
        for number in (2, 1):
            promotion.promote(
                world.workspace, f"returns@{number}", anyway=True, reason="A journey decides."
            )
        assert world.stop(worker) == 0
        yield world
    finally:
        left = world.close()
    assert left == [], "These processes did not end when asked to."


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def is_adding_up(row: dict[str, str]) -> bool:
    moved = sum(float(value) for name, value in row.items() if name.startswith("why: "))
    return abs(float(row["usual score"]) + moved - float(row["score"])) < 1e-6


def is_right(world: World, source: Path, answer: Path) -> bool:
    """Whether an answer holds each row once, scored by the one version that it names."""
    rows = rows_of(answer)
    [version] = {row["version"] for row in rows}
    told = predicting.answers(world.workspace, f"returns@{version}", source, Silent())
    said = [(one.prediction, one.probability) for _, one in told]
    amounts = [float(row["amount"]) for row in rows_of(source)]
    assert all(is_adding_up(row) for row in rows if "score" in row)
    return said == [(row["prediction"], float(row["probability"])) for row in rows] and amounts == [
        float(row["amount"]) for row in rows
    ]


def test_files_that_land_are_scored_while_the_folder_is_on(shop: World, tmp_path: Path):
    new, out = tmp_path / "new", tmp_path / "scored"
    new.mkdir()
    worker = shop.start_worker()
    made = shop.cli("deploy", "batch", "returns", "--in", new, "--out", out).json
    assert (made["name"], made["kind"]) == ("returns-batch", "batch")
    first = land(write_orders(tmp_path / "march.csv", 3, 50), new)
    shop.until((out / "march-scored.csv").exists, "the answer")
    assert is_right(shop, first, out / "march-scored.csv")
    bad = orders(4, 30)
    bad[6][1] = "a lot"
    second = write_csv(tmp_path / "april.csv", bad)
    land(second, new)
    shop.until((out / "april-scored.csv").exists, "the next answer")
    [error] = rows_of(out / "april.csv-errors.csv")
    assert (error["line"], len(rows_of(out / "april-scored.csv"))) == ("8", 29)
    shop.until(
        lambda: all(not f.is_open for f in batch_folders.files(shop.workspace, "returns-batch")),
        "the hidden folder to go",
    )
    assert sorted(path.name for path in out.iterdir()) == [
        "april-scored.csv",
        "april.csv-errors.csv",
        "march-scored.csv",
    ]
    told = shop.cli("deploy", "files", "returns-batch").json
    assert [(one["state"], one["version"]) for one in told["items"]] == [("scored", 1)] * 2
    [listed] = shop.cli("deploy", "list").json["items"]
    assert (listed["state"], listed["in"], listed["out"]) == ("ready", str(new), str(out))
    stopped = shop.cli("deploy", "stop", "returns-batch").json
    assert (stopped["on"], stopped["state"]) == (False, "off")
    assert shop.stop(worker) == 0
    same = shop.cli("deploy", "batch", "returns", "--in", new, "--out", new, code=3).error
    assert "again and again" in same["message"]


@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_a_process_killed_at_any_step_loses_doubles_and_mixes_no_answer(
    shop: World, tmp_path: Path
):
    new, out, taken = (tmp_path / name for name in ("new", "out", "taken"))
    for folder in (new, out, taken):
        folder.mkdir()
    sources = {}
    for number in range(N_FILES):
        rows = orders(number + 1, 40 + number)
        rows[number][1] = "a lot"
        path = land(write_csv(tmp_path / f"part-{number}.csv", rows), new)
        good = [row for place, row in enumerate(rows) if place != number]
        sources[path.name] = write_csv(tmp_path / f"good-{number}.csv", good)
    name = batch_folders.switch_on(
        shop.workspace, "returns", new, out, name="killed", explain=True
    ).name
    helper = Path(__file__).with_name("killed_scoring.py")
    done = subprocess.run(
        [sys.executable, str(helper), str(shop.folder), str(out), str(taken)],
        capture_output=True,
        text=True,
        check=False,
        timeout=280.0,
        env=shop.environment(),
    )
    assert done.returncode == 0, done.stderr
    files = batch_folders.files(shop.workspace, name)
    assert [(one.name, str(one.state)) for one in files] == [
        (one, "scored") for one in sorted(sources, reverse=True)
    ]
    assert int(done.stdout) >= LEAST_KILLS
    assert list(out.iterdir()) == []  # no hidden folder either
    names = [f"{Path(one).stem}-scored.csv" for one in sources]
    names += [f"{one}-errors.csv" for one in sources]
    assert sorted(path.name for path in taken.iterdir()) == sorted(names)
    for one, good in sources.items():
        assert is_right(shop, good, taken / f"{Path(one).stem}-scored.csv")
        assert len(rows_of(taken / f"{one}-errors.csv")) == 1

"""Every view of runs in the window with 12,000 metric names, beside the same with 20.

Once as such stores are: families of eight runs that log twenty names each, 12,000 in all. And once
as no store should be: eight runs that log all 12,000 themselves.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lines import Line

from tidemill.base.ids import new_id
from tidemill.domain.runs import RunState
from tidemill.services import workspace as workspaces
from tidemill.store import histories
from tidemill.store import runs as rows

FEW, MANY = 20, 12_000
FAMILY, POINTS = 8, 3
ROUNDS = 3
_AT_ONCE = 40


def measure(folder: Path) -> list[Line]:
    """The walk of `names_session` over each store, in turns, so that all meet the same load."""
    families = MANY // FEW
    stores = {
        "same": made(folder / "names-same", [names(0, FEW)] * families),
        "many": made(folder / "names-many", [names(at * FEW, FEW) for at in range(families)]),
        "few in one": made(folder / "names-few-in-one", [names(0, FEW)]),
        "all in one": made(folder / "names-all-in-one", [names(0, MANY)]),
    }
    rounds = [{name: _session(place) for name, place in stores.items()} for _ in range(ROUNDS)]

    def told(name: str, what: str) -> float:
        return statistics.median(one[name][what] for one in rounds)

    same, few = told("same", "took"), told("few in one", "took")
    return [
        Line(
            "every view, 12,000 names, 20 a run, floor: 20",
            told("many", "took"), same, 1.25 * same, "no slower (25 % noise)",
        ),
        Line(
            "longest stall there",
            told("many", "held") * 1e3, told("same", "held") * 1e3, 50.0, "≤ 50 ms", "ms",
        ),
        Line(
            "every view, runs that hold all 12,000, floor: 20",
            told("all in one", "took"), few, None, "no promise",
        ),
        Line(
            "… until nothing is read behind it",
            told("all in one", "rest"), told("few in one", "rest"), None, "no promise",
        ),
        Line(
            "longest stall there",
            told("all in one", "held") * 1e3, told("few in one", "held") * 1e3, 50.0, "≤ 50 ms",
            "ms",
        ),
    ]  # fmt: skip


def _session(folder: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("names_session.py")
    ran = subprocess.run(
        [sys.executable, str(script), str(folder)], check=True, capture_output=True, text=True
    )
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def names(first: int, n: int) -> list[str]:
    """So many names of metrics, as layers of a network have them."""
    return [f"layer{at // 40}.norm{at % 40}" for at in range(first, first + n)]


def made(folder: Path, families: Sequence[Sequence[str]]) -> Path:
    """Families of eight runs; those of one log the same names, each a few times."""
    workspace = workspaces.create(folder, login="bench")
    for begin in range(0, len(families), _AT_ONCE):
        with workspace.store.write() as tx:
            for number in range(begin, min(len(families), begin + _AT_ONCE)):
                _family(tx, number, families[number])
    workspace.close()
    return folder


def _family(tx: Any, number: int, logged: Sequence[str]) -> None:
    ids = rows.key_ids(tx, [("metric", name) for name in logged])
    pks = []
    for at in range(FAMILY):
        pk = rows.insert(
            tx, uuid=new_id(), project="default", experiment=f"bench {number % 20}",
            name=f"run {number}-{at}", user="bench", job_id=None, dataset_version_id=None,
        )  # fmt: skip
        rows.put_values(tx, pk, params={"depth": str(at)}, metrics={"auc": 0.8 + at / 100})
        points = [
            (pk, key_id, step, 1e9 + step, step + 0.1 * at + 0.01 * place)
            for place, key_id in enumerate(ids.values())
            for step in range(POINTS)
        ]
        histories.append(tx, points, new_runs={pk})
        pks.append(pk)
    rows.ended(tx, pks, RunState.FINISHED)


if __name__ == "__main__":
    for line in measure(Path(sys.argv[1])):
        print(line.text())

"""Spools as scripts write them, and what arrived of them."""

from tidemill.base import places, programs
from tidemill.base.ids import new_id
from tidemill.base.spools import Spool
from tidemill.services import runs
from tidemill.services.run_intake import Intake
from tidemill.store import histories


def made(ws, owner=None) -> Spool:
    folder = places.spool_folder(str(ws.store.place))
    return Spool(folder, programs.own_card() if owner is None else owner, lambda *_: None)


def begin(spool: Spool, run_id: str | None = None, **values) -> str:
    run_id = run_id or new_id()
    record = {
        "at": 1000.0,
        "project": "default",
        "experiment": "churn",
        "name": "first",
        "user": "tester",
        "parent": None,
        "facts": {"script": "train.py"},
        "process": spool.id,
    }
    spool.put(["run", run_id, record | values])
    return run_id


def take(ws, spool, intake=None) -> int:
    """Take all of a spool, as the sender does; the place reached."""
    intake = intake or Intake(ws)
    reached = intake.apply(spool, spool.files.files if isinstance(spool, Spool) else spool.files)
    while True:
        files = spool.files.files if isinstance(spool, Spool) else spool.files
        there = intake.apply(spool, files, reached)
        if there == reached:
            return reached
        reached = there


def run_of(ws, run_id: str):
    return runs.one(ws, run_id)


def curve(ws, run_id: str, name: str, kind: str = "metric"):
    with ws.store.read() as connection:
        key = histories.key_id(connection, name, kind)
        steps, _, values = histories.read(connection, run_of(ws, run_id).pk, key)
    return steps.tolist(), values.tolist()

"""A workspace of a company that has worked with Tidemill for years: very many of everything.

What a small team has (`page_stores`) stands beside a great many runs (`run_stores` of the benches),
and is multiplied by plain inserts, which takes seconds where the services would take hours: models
with their versions, decisions, chunks and alerts, datasets with their versions, watched folders and
what arrived in them, automations and their runs, services, jobs, activity. The same wishes give the
same store, but for its moments.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import page_stores

from tidemill.base.clock import SystemClock, to_iso
from tidemill.domain.activities import Activity, seal
from tidemill.domain.boards import pack_point
from tidemill.services import workspace as spaces

Row = dict[str, Any]

TOPICS = ("churn", "demand", "fraud", "late", "quality", "returns", "credit", "wear")
PLACES = ("north", "south", "east", "west", "coast", "hills", "city", "ports")
PROJECTS = ("default", "logistics", "risk", "shops")
PEOPLE = ("ada", "ben", "chloe", "dirk", "eva", "finn")
STATES = (
    ("added", "Added as v3", "", 88),
    ("skipped", "Skipped", "The same rows came before.", 5),
    ("set-aside", "Set aside", "`wind_speed` is text in 380 of 400 rows.", 4),
    ("waiting", "Waiting to be read", "", 2),
    ("failed", "Failed", "The file ends in the middle of a row.", 1),
)
"""Of files that arrived: state, outcome, reason, and how many of a hundred."""


@dataclass(frozen=True)
class Size:
    """How many of each there are to be."""

    n_runs: int
    n_models: int
    n_files: int
    n_chunks: int = 12
    """Of each model that were looked at by monitoring."""
    n_versions: int = 3
    """Of each model: a retired one, the champion and a candidate."""

    @property
    def n_datasets(self) -> int:
        """As many as learn several models each."""
        return max(2, self.n_models // 4)

    @property
    def n_watches(self) -> int:
        """Watched folders, each with an automation."""
        return max(1, self.n_models // 10)


def make(folder: Path, size: Size) -> Path:
    """Make the workspace `folder / "store"`; what it watches lies beside it."""
    bench = str(Path(__file__).resolve().parents[1] / "bench")
    sys.path.insert(0, bench)
    try:
        run_stores = import_module("run_stores")
    finally:
        sys.path.remove(bench)
    store = folder / "store"
    run_stores.make(store, size.n_runs)
    with closing(spaces.open_existing(store)) as workspace:
        page_stores.finish(workspace, page_stores.begin(workspace), folder)
        base = workspace.store.raw_connection()
        try:
            _multiply(base, size)
        finally:
            base.close()
    return store


def _multiply(base: Any, size: Size) -> None:
    for pragma in ("synchronous=OFF", "cache_size=-400000", "foreign_keys=OFF"):
        base.execute(f"PRAGMA {pragma}")
    base.execute("BEGIN IMMEDIATE")
    _Multiplied(base, size).all()
    base.execute("COMMIT")
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def name_of(number: int) -> str:
    """The name of a model that was multiplied."""
    topic, place = TOPICS[number % len(TOPICS)], PLACES[number // len(TOPICS) % len(PLACES)]
    return f"{topic}-{place}-{number:04d}"


def data_of(number: int) -> str:
    """The name of a dataset that was multiplied."""
    return f"{TOPICS[number % len(TOPICS)]} rows {number:04d}"


class _Multiplied:
    """Inserts copies of the first row of each table, changed."""

    def __init__(self, base: Any, size: Size) -> None:
        self.base, self.size = base, size
        self.chance = random.Random(7)
        self.now = SystemClock().now()
        query = "SELECT pk FROM run WHERE status = 'finished' ORDER BY pk LIMIT ?"
        self.runs = [r[0] for r in base.execute(query, (size.n_models * size.n_versions,))]
        self.versions: dict[int, list[int]] = {}

    def all(self) -> None:
        """Insert all of it."""
        self.people()
        self.datasets()
        self.models()
        self.services()
        self.folders()
        self.jobs()
        self.activity()

    def first(self, table: str) -> Row:
        """The first row of a table."""
        found = self.base.execute(f'SELECT * FROM "{table}" LIMIT 1')
        names = [each[0] for each in found.description]
        return dict(zip(names, found.fetchone(), strict=True))

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Insert rows that have the same columns."""
        each = iter(rows)
        one = next(each, None)
        if one is None:
            return
        names = ", ".join(f'"{name}"' for name in one)
        query = f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(one))})'
        self.base.execute(query, tuple(one.values()))
        self.base.executemany(query, (tuple(row.values()) for row in each))

    def ago(self, days: float) -> str:
        return to_iso(self.now - timedelta(days=days))

    def people(self) -> None:
        self.put("person", ({"login": n, "display": n.title(), "role": "member"} for n in PEOPLE))
        known = {r[0] for r in self.base.execute("SELECT name FROM project")}
        self.put("project", ({"name": name} for name in PROJECTS if name not in known))

    def datasets(self) -> None:
        like, version = self.first("dataset"), self.first("dataset_version")
        keys = range(1_000, 1_000 + self.size.n_datasets)
        self.put(
            "dataset",
            (
                like
                | {"id": key, "name": data_of(n), "project": PROJECTS[n % len(PROJECTS)]}
                | {"created_at": self.ago(900 - n % 300)}
                for n, key in enumerate(keys)
            ),
        )
        rows = []
        for key in keys:
            for number in range(1, 5):
                row = version | {"id": key * 10 + number, "dataset_id": key, "number": number}
                rows.append(row | {"created_at": self.ago(30.0 * (5 - number) + key % 9)})
                self.versions.setdefault(key, []).append(key * 10 + number)
        self.put("dataset_version", rows)

    def models(self) -> None:
        like, data = self.first("model"), sorted(self.versions)
        self.data = {1_000 + n: data[n % len(data)] for n in range(self.size.n_models)}
        self.put(
            "model",
            (
                like
                | {"id": key, "name": name_of(n), "project": PROJECTS[n % len(PROJECTS)]}
                | {"dataset_id": self.data[key], "created_by": PEOPLE[n % len(PEOPLE)]}
                | {"created_at": self.ago(800 - n % 700)}
                for n, key in enumerate(self.data)
            ),
        )
        self.put("model_version", self.versions_of_models())
        promoted = self.first("decision")
        self.put(
            "decision",
            (
                promoted
                | {"id": 1_000 + key, "model_id": key, "version_id": key * 10 + 2}
                | {"previous_id": key * 10 + 1, "at": self.ago(40), "by": PEOPLE[key % 6]}
                for key in self.data
            ),
        )
        self.chunks()
        self.alerts()

    def versions_of_models(self) -> Iterator[Row]:
        like = self.first("model_version")
        stages = ("retired", "champion", "candidate")
        for n, (key, data) in enumerate(self.data.items()):
            for at in range(self.size.n_versions):
                run = self.runs[(n * self.size.n_versions + at) % len(self.runs)]
                auc = round(0.7 + self.chance.random() / 4, 4)
                yield like | {
                    "id": key * 10 + at + 1,
                    "model_id": key,
                    "number": at + 1,
                    "stage": stages[at] if at < 3 else "rejected",
                    "run_pk": run,
                    "dataset_version_id": self.versions[data][at % 4],
                    "metrics": json.dumps({"auc": auc}),
                    "created_at": self.ago(90 - 30 * at),
                }

    def chunks(self) -> None:
        like, points, rows = self.first("chunk"), [], []
        for key, data in self.data.items():
            months: dict[int, bytes] = {}
            for at in range(self.size.n_chunks):
                ends = self.now - timedelta(days=self.size.n_chunks - at)
                auc = 0.7 + self.chance.random() / 5
                measured = {"value": auc, "low": auc - 0.02, "high": auc + 0.02, "n": 400.0}
                rows.append(
                    like
                    | {"id": key * 1_000 + at, "model_id": key, "version_id": key * 10 + 2}
                    | {"dataset_version_id": self.versions[data][-1], "span": f"day:{at}"}
                    | {"starts_at": to_iso(ends - timedelta(days=1)), "ends_at": to_iso(ends)}
                    | {"created_at": to_iso(ends), "changed_at": to_iso(ends), "news": at + 5}
                    | {"measures": json.dumps({"auc": measured})}
                )
                figures = {"psi": self.chance.random() / 4, "n_drifted": 1.0, "n_columns": 4.0}
                micro = round(ends.timestamp() * 1e6)
                packed = pack_point(key * 1_000 + at, micro, figures | measured)
                months[_month(ends)] = months.get(_month(ends), b"") + packed
            points += [{"model_id": key, "month": m, "data": d} for m, d in months.items()]
            if len(rows) > 5_000:
                self.put("chunk", rows)
                rows.clear()
        self.put("chunk", rows)
        self.put("chunk_points", points)

    def alerts(self) -> None:
        """Each model had some that are closed; each fourth has one open, in an incident."""
        like = self.first("alert")
        closed = {"closed_at": self.ago(5), "closed_by": "ada", "reason": "It was the season."}
        gone = [
            like | {"id": key * 10 + at, "opened_at": self.ago(20 + at)} | closed | of
            for key in self.data
            for of in ({"model_id": key, "version_id": key * 10 + 2},)
            for at in range(3)
        ]
        opened = [
            like
            | {"id": key * 10 + 9, "model_id": key, "version_id": key * 10 + 2}
            | {"opened_at": self.ago(1 + key % 3), "chunk_id": key * 1_000}
            | {"severity": "critical" if key % 20 == 0 else "warning"}
            for key in self.data
            if key % 4 == 0
        ]
        self.put("alert", gone + opened)
        self.put(
            "incident",
            (
                {
                    "id": one["id"],
                    "model_id": one["model_id"],
                    "version_id": one["version_id"],
                    "chunk_id": one["chunk_id"],
                    "title": "wind_speed moved",
                    "sentence": one["message"],
                    "severity": one["severity"],
                    "since": self.ago(3),
                    "opened_at": one["opened_at"],
                    "outcome": "",
                    "owner": "",
                    "facts": "{}",
                }
                for one in opened
            ),
        )
        told = ({"alert_id": one["id"], "incident_id": one["id"]} for one in opened)
        self.put("incident_alert", told)

    def services(self) -> None:
        """Each eighth model has a service that was asked for some hours."""
        like, served = self.first("deployment"), [key for key in self.data if key % 8 == 0]
        self.put(
            "deployment",
            (
                like
                | {"id": key, "name": name_of(key - 1_000), "model_id": key}
                | {
                    "state": "ready" if key % 16 == 0 else "off",
                    "is_on": key % 16 == 0,
                    "serves_id": key * 10 + 2,
                }
                for key in served
            ),
        )
        self.put(
            "traffic",
            (
                {"deployment_id": key, "at": self.ago(at / 1440), "n": 60 + at, "n_refused": 0}
                | {"n_failed": at % 2, "peak": 4, "classes": '{"12": 60}'}
                for key in served
                for at in range(120)
            ),
        )

    def folders(self) -> None:
        watch, automation = self.first("watch"), self.first("automation")
        state = self.first("trigger_state")
        self.watches = range(1_000, 1_000 + self.size.n_watches)
        names = {key: data_of(key - 1_000) for key in self.watches}
        models = {data: key for key, data in self.data.items()}
        self.put(
            "watch",
            (
                watch | {"id": key, "dataset": name, "folder": f"{watch['folder']}/{key}"}
                for key, name in names.items()
            ),
        )
        rows = []
        for key, name in names.items():
            trigger = {"id": "files", "kind": "new-data", "settings": {"dataset": name}}
            rows.append(
                automation
                | {"id": key, "name": f"{name}, each file", "dataset": name}
                | {"model": name_of(models[key] - 1_000), "is_on": key % 7 != 0}
                | {"triggers": json.dumps([trigger])}
            )
        self.put("automation", rows)
        self.put("trigger_state", (state | {"automation_id": key} for key in self.watches))
        self.automation_runs()
        self.files(names)

    def automation_runs(self) -> None:
        cause = {"trigger": "files", "sentence": "a file landed in the folder", "by": "worker"}
        rows = [
            {
                "id": key * 100 + at,
                "automation_id": key,
                "trigger": "files",
                "cause": json.dumps(cause),
                "made": "{}",
                "seconds": 12.5,
                "state": ("succeeded", "succeeded", "failed", "skipped")[at % 4],
                "outcome": "AUC rose by 0.004; waits for you.",
                "started_at": self.ago(20 - at),
                "ended_at": self.ago(20 - at),
            }
            for key in self.watches
            for at in range(20)
        ]
        self.put("automation_run", rows)
        step = {"settings": "{}", "reason": "", "inputs": "{}", "made": "{}"}
        self.put(
            "automation_step",
            (
                step
                | {"id": run["id"] * 10 + at, "run_id": run["id"], "position": at, "kind": kind}
                | {"title": kind.title(), "state": run["state"], "started_at": run["started_at"]}
                | {"ended_at": run["ended_at"]}
                for run in rows
                for at, kind in enumerate(("check", "retrain", "validate", "decide"))
            ),
        )

    def files(self, names: dict[int, str]) -> None:
        like, keys = self.first("file"), list(names)
        states = self.chance.choices(STATES, [each[3] for each in STATES], k=self.size.n_files)
        self.put("file", self._files(like, keys, names, states))

    def _files(
        self, like: Row, keys: list[int], names: dict[int, str], states: list[Any]
    ) -> Iterator[Row]:
        for n, (state, outcome, reason, _) in enumerate(states):
            key = keys[n % len(keys)]
            seen = self.ago((self.size.n_files - n) * 0.05)
            yield like | {
                "id": 1_000 + n,
                "watch_id": key,
                "dataset": names[key],
                "path": f"/data/{key}/part-{n:06d}.csv",
                "n_bytes": 40_000 + n,
                "modified_ns": n,
                "state": state,
                "outcome": outcome,
                "reason": reason,
                "checks": like["checks"] if state == "set-aside" else "[]",
                "rows": 400 if state == "added" else None,
                "version_id": self.versions[key][2] if state == "added" else None,
                "seen_at": seen,
                "changed_at": seen,
            }

    def jobs(self) -> None:
        like, n = self.first("job"), self.size.n_files // 2
        kinds = ("dataset.ingest", "model.train", "model.validate")
        self.put(
            "job",
            (
                like
                | {"id": 1_000 + at, "kind": kinds[at % 3], "asked_by": PEOPLE[at % 6]}
                | ({} if at % 50 == 0 else {"state": "succeeded", "error": None, "hint": None})
                | {"created_at": self.ago((n - at) * 0.1), "ended_at": self.ago((n - at) * 0.1)}
                for at in range(n)
            ),
        )

    def activity(self) -> None:
        """Twice as many as there are files, each sealed onto the one before."""
        last = "SELECT seal, at, id FROM activity ORDER BY id DESC LIMIT 1"
        before, at, key = self.base.execute(last).fetchone()
        rows = []
        for n in range(self.size.n_files * 2):
            number = n % self.size.n_models
            sentence = f"promoted {name_of(number)} v2"
            subject, by = f"models/{name_of(number)}/2", PEOPLE[n % len(PEOPLE)]
            entry = Activity(0, at, by, "promotion", subject, sentence, "", {}, n % 3 == 0)
            before = seal(before, entry)
            rows.append(
                {"id": key + n + 1, "at": at, "by": by, "kind": "promotion", "subject": subject}
                | {"sentence": sentence, "note": "", "detail": "{}", "seal": before}
                | {"is_routine": n % 3 == 0}
            )
        self.put("activity", rows)


def _month(moment: datetime) -> int:
    return 12 * moment.year + moment.month - 1

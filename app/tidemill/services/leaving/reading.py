"""What people and other programs read in an export: runs, their values, models, rows of data.

All of it is made of the tables and stored files beside it, and nothing of it is needed to take
the folder back in.
"""

import json
import re
from collections.abc import Iterator, Mapping
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.base.resources import resource
from tidemill.base.table_engine import file_literal, table_engine
from tidemill.domain.datasets import DatasetVersion
from tidemill.services import data_exports, datasets, tables
from tidemill.services.leaving import layout, parquet
from tidemill.services.workspace import Workspace
from tidemill.store import whole_tables
from tidemill.store.whole_tables import CarriedColumn

_AT_ONCE = 200
_POINTS = 20_000
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")

_QUERIES = {
    "runs": """
        select r.uuid as run, r.name, r.project, r.experiment, r.status, r.started_at, r.ended_at,
               r."user", above.uuid as parent, d.name as dataset, v.number as dataset_version,
               r.error, r.note, r.archived, r.deleted as in_trash
        from {run} r left join {run} above on above.pk = r.parent_pk
        left join {dataset_version} v on v.id = r.dataset_version_id
        left join {dataset} d on d.id = v.dataset_id
        where not r.deleted or r.deleted_at is not null
        order by r.pk
    """,
    "params": """
        select r.uuid as run, k.name, kv.txt as value, kv.num as number
        from {kv} kv join {key} k on k.id = kv.key_id join {run} r on r.pk = kv.run_pk
        where k.kind = 'param' order by r.pk, k.name
    """,
    "metrics": """
        select r.uuid as run, k.name, kv.num as last, coalesce(s.lo, kv.num) as lowest,
               coalesce(s.hi, kv.num) as highest, coalesce(s.n, 1) as points
        from {kv} kv join {key} k on k.id = kv.key_id join {run} r on r.pk = kv.run_pk
        left join {series} s on s.run_pk = kv.run_pk and s.key_id = kv.key_id
        where k.kind = 'metric' order by r.pk, k.name
    """,
    "tags": """
        select r.uuid as run, k.name, kv.txt as value
        from {kv} kv join {key} k on k.id = kv.key_id join {run} r on r.pk = kv.run_pk
        where k.kind = 'tag' order by r.pk, k.name
    """,
    "artifacts": """
        select r.uuid as run, a.path, a.n_bytes as bytes,
               'files/' || a.blob[1:2] || '/' || a.blob[3:] as file
        from {artifact} a join {run} r on r.pk = a.run_pk order by r.pk, a.path
    """,
    "model_versions": """
        select m.name as model, v.number as version, v.stage, v.estimator, r.uuid as run,
               d.name as dataset, dv.number as dataset_version, v.metrics, v.gates, v.recipe,
               v.created_at, v."by", v.cause,
               'files/' || v.blob[1:2] || '/' || v.blob[3:] as file
        from {model_version} v join {model} m on m.id = v.model_id
        join {run} r on r.pk = v.run_pk
        join {dataset_version} dv on dv.id = v.dataset_version_id
        join {dataset} d on d.id = dv.dataset_id
        order by m.name, v.number
    """,
}
_JSON = {
    "settings": "select key, value from {setting} order by key",
    "people": "select login, display, role from {person} order by login",
    "rulebook": "select kind, model, name, value from {rulebook} where ended_at is null",
}
_COURSES = """
    select r.uuid, k.name, h.steps, h.times, h.points
    from {history_chunk} h join {run} r on r.pk = h.run_pk join {key} k on k.id = h.key_id
    order by h.run_pk, h.key_id, h.first
"""
_TAILS = """
    select r.uuid, k.name, p.step, p.at, p.value
    from {point} p join {run} r on r.pk = p.run_pk join {key} k on k.id = p.key_id
    order by p.run_pk, p.key_id, p.n
"""
_COURSE = (
    CarriedColumn("run", "text", may_be_none=False, is_blob=False),
    CarriedColumn("metric", "text", may_be_none=False, is_blob=False),
    CarriedColumn("step", "whole", may_be_none=False, is_blob=False),
    CarriedColumn("at", "number", may_be_none=False, is_blob=False),
    CarriedColumn("value", "number", may_be_none=True, is_blob=False),
)


def write(folder: Path, reporter: Reporter) -> None:
    """Write `reading/` from the tables that stand in the folder."""
    known = {
        table.name: f"read_parquet({file_literal(layout.table_path(folder, table.name))})"
        for table in whole_tables.carried()
    }
    target = folder / layout.READING
    reporter.report(0.0, "Writing runs and models to be read")
    with table_engine(reporter) as engine:
        for name, query in _QUERIES.items():
            parquet.copied(engine, query.format_map(known), target / f"{name}.parquet")
        for name, query in _JSON.items():
            rows = engine.execute(query.format_map(known)).fetchall()
            text = json.dumps(_plain(name, rows), indent=1, ensure_ascii=False, sort_keys=True)
            (target / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    with table_engine(reporter) as engine, table_engine(reporter) as source:
        parts = _courses(source, known)
        parquet.write(engine, _COURSE, parts, target / "histories.parquet")


def _plain(name: str, rows: list[tuple[Any, ...]]) -> Any:
    if name == "settings":
        return {key: json.loads(value) for key, value in rows}
    if name == "people":
        return [dict(zip(("login", "name", "role"), row, strict=True)) for row in rows]
    found = [dict(zip(("kind", "model", "name", "value"), row, strict=True)) for row in rows]
    return [{**one, "value": json.loads(one["value"])} for one in found]


def _courses(source: Any, known: Mapping[str, str]) -> Iterator[list[tuple[Any, ...]]]:
    """Every point of every metric, what lies together first."""
    points: list[tuple[Any, ...]] = []
    cursor = source.execute(_COURSES.format_map(known))
    while some := cursor.fetchmany(_AT_ONCE):
        for run, metric, steps, times, values in some:
            of_chunk = (
                np.frombuffer(steps, "<i8").tolist(),
                np.frombuffer(times, "<f8").tolist(),
                [None if isnan(v) else v for v in np.frombuffer(values, "<f8").tolist()],
            )
            points += [(run, metric, *one) for one in zip(*of_chunk, strict=True)]
            if len(points) >= _POINTS:
                yield points
                points = []
    if points:
        yield points
    cursor = source.execute(_TAILS.format_map(known))
    while some := cursor.fetchmany(_POINTS):
        yield some


def write_rows(workspace: Workspace, folder: Path, reporter: Reporter) -> list[str]:
    """Write the rows of every version of data once; returns what can't be read, in sentences.

    Beside them stands which files, one below the other, are the rows of a version.
    """
    said: list[str] = []
    index: dict[str, dict[str, list[str]]] = {}
    every = [(view.dataset.name, v) for view in datasets.every(workspace) for v in view.versions]
    for at, (name, version) in enumerate(every):
        reporter.report(at / len(every), f"Writing the rows of {version.label}")
        part = Part(reporter, at / len(every), (at + 1) / len(every))
        try:
            _write_own(workspace, folder, version, part, said)
        except NeedsYou as error:
            said.append(f"The rows of {version.label} are left out: {error.message}")
            continue
        files = [_rows_file(part) for part in tables.parts_of(workspace, version)]
        index.setdefault(name, {})[str(version.number)] = files
    text = json.dumps(index, indent=1, ensure_ascii=False)
    (folder / layout.READING / "rows.json").write_text(text + "\n", encoding="utf-8")
    return list(dict.fromkeys(said))


def _write_own(
    workspace: Workspace,
    folder: Path,
    version: DatasetVersion,
    reporter: Reporter,
    said: list[str],
) -> None:
    path = folder / _rows_file(version)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = data_exports.export(
        workspace, version, path, "parquet", only_added=True, reporter=reporter
    )
    said += [f"{version.dataset}: {sentence}" for sentence in written.said]


def _rows_file(version: DatasetVersion) -> str:
    """Where the own rows of a version stand; the number tells datasets of like names apart."""
    words = _UNFIT.sub("_", version.dataset).strip("._")[:60] or "dataset"
    return f"{layout.ROWS}/{words}-{version.dataset_id}/v{version.number}.parquet"


def readme(workspace: str, *, with_rows: bool) -> str:
    """The page that stands in the folder: what is where, and how tables point to each other."""
    lines = [
        f"| `{table.name}` | {', '.join(c.name for c in table.columns)} |"
        for table in whole_tables.carried()
    ]
    text = resource("leaving/README.md").read_text(encoding="utf-8")
    rows = "" if with_rows else "\nThe rows were left out of this one: it was asked for without.\n"
    return (
        text.replace("{workspace}", workspace)
        .replace("{rows}", rows)
        .replace("{tables}", "\n".join(lines))
    )

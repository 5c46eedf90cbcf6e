"""What went into what, one step at a time for many things at once: a query a relation."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from tidemill.domain.lineage import Edge, Key
from tidemill.domain.models import IMPORTED
from tidemill.store.schema import (
    answer_log,
    batch_file,
    dataset,
    dataset_version,
    decision,
    deployment,
    file,
    model,
    model_version,
    rule,
    run,
    run_origin,
)

MANY = 500
"""How many keys one query asks for at once."""

Found = Iterator[Edge]
_v, _m, _r, _d = dataset_version.c, model_version.c, run.c, deployment.c


def into(connection: sa.Connection, kind: str, keys: Sequence[Any]) -> list[Edge]:
    """The edges that end at things of a kind: what they were made of."""
    return _all(_INTO.get(kind, ()), connection, keys)


def out_of(connection: sa.Connection, kind: str, keys: Sequence[Any]) -> list[Edge]:
    """The edges that begin at things of a kind: what was made of them."""
    return _all(_OUT_OF.get(kind, ()), connection, keys)


_Look = Callable[[sa.Connection, Sequence[Any]], Found]


def _all(looks: Sequence[_Look], connection: sa.Connection, keys: Sequence[Any]) -> list[Edge]:
    found = [
        edge
        for look in looks
        for first in range(0, len(keys), MANY)
        for edge in look(connection, keys[first : first + MANY])
    ]
    return list(dict.fromkeys(found))


def _relation(
    source: tuple[str, Any], target: tuple[str, Any], words: str, by: str, *where: Any, table: Any
) -> _Look:
    """Rows of a table as edges between two of its columns; `by` is the side that is asked for."""
    (source_kind, source_column), (target_kind, target_column) = source, target
    asked = target_column if by == "target" else source_column

    def look(connection: sa.Connection, keys: Sequence[Any]) -> Found:
        query = sa.select(source_column, target_column).select_from(table).distinct()
        query = query.where(asked.in_(keys), source_column.is_not(None), *where)
        query = query.where(target_column.is_not(None)).order_by(source_column, target_column)
        for row in connection.execute(query):
            if source_kind != "person" or row[0] not in ("", "worker"):
                yield Edge(Key(source_kind, row[0]), Key(target_kind, row[1]), words)

    return look


def _both(
    source: tuple[str, Any], target: tuple[str, Any], words: str, *where: Any, table: Any
) -> None:
    """Declare a relation for both ways."""
    back = _relation(source, target, words, "target", *where, table=table)
    ahead = _relation(source, target, words, "source", *where, table=table)
    _INTO.setdefault(target[0], []).append(back)
    _OUT_OF.setdefault(source[0], []).append(ahead)


_INTO: dict[str, list[_Look]] = {}
_OUT_OF: dict[str, list[_Look]] = {}

_FILE, _DATA = "file", "dataset_version"
_both((_FILE, _v.file_id), (_DATA, _v.id), "was read into", table=dataset_version)
_both((_FILE, file.c.id), (_DATA, file.c.version_id), "was read into", table=file)
_both(("person", file.c.by), (_FILE, file.c.id), "gave", table=file)
_both(("person", rule.c.by), ("rule", rule.c.id), "wrote", table=rule)
_both(
    ("rule", rule.c.id),
    (_DATA, _v.id),
    "checked",
    rule.c.is_on,
    sa.not_(rule.c.removed),
    rule.c.created_at <= _v.created_at,
    table=sa.join(rule, dataset_version, _v.dataset_id == rule.c.dataset_id),
)
_both((_DATA, _r.dataset_version_id), ("run", _r.pk), "was learned from by", table=run)
_both(("person", _r.user), ("run", _r.pk), "started", table=run)
_both((_DATA, _m.validated_on_id), ("model_version", _m.id), "judged", table=model_version)
_both(
    (_DATA, _m.dataset_version_id),
    ("model_version", _m.id),
    "was learned from by",
    _m.estimator != IMPORTED,  # nobody knows what it learned from: the data named only judged it
    sa.or_(_r.dataset_version_id.is_(None), _r.dataset_version_id != _m.dataset_version_id),
    table=sa.join(model_version, run, _m.run_pk == _r.pk),
)
_both(("recipe", _m.id), ("run", _m.run_pk), "told how to learn", table=model_version)
_both(("run", _m.run_pk), ("model_version", _m.id), "was registered as", table=model_version)
_both(
    ("person", decision.c.by),
    ("model_version", decision.c.version_id),
    "decided over",
    decision.c.kind != "undone",
    table=decision,
)
_both(("person", _d.by), ("deployment", _d.id), "set up", table=deployment)
_both(("model_version", _d.serves_id), ("deployment", _d.id), "answers in", table=deployment)
_a, _b = answer_log.c, batch_file.c
_both(
    ("model_version", _a.version_id),
    ("deployment", _a.deployment_id),
    "answered in",
    table=answer_log,
)
_both(("model_version", _a.version_id), ("answers", _a.id), "gave", table=answer_log)
_both(("deployment", _a.deployment_id), ("answers", _a.id), "passed on", table=answer_log)
_both(("model_version", _b.version_id), ("scored_file", _b.id), "scored", table=batch_file)
_both(("deployment", _b.deployment_id), ("scored_file", _b.id), "passed on", table=batch_file)


# --- code and series: told by values that only their reader knows ------------------------------


def _code_of(facts: dict[str, Any]) -> str:
    """The commit that facts name, else the script, else nothing."""
    return str(facts.get("git_commit") or facts.get("commit") or facts.get("script") or "")


def _code_of_runs(connection: sa.Connection, keys: Sequence[Any]) -> Found:
    query = sa.select(run_origin.c.run_pk, run_origin.c.facts)
    for key, facts in connection.execute(query.where(run_origin.c.run_pk.in_(keys))):
        if code := _code_of(facts):
            yield Edge(Key("code", code), Key("run", key), "ran as")


def _code_of_versions(connection: sa.Connection, keys: Sequence[Any]) -> Found:
    for key, facts in connection.execute(sa.select(_m.id, _m.code).where(_m.id.in_(keys))):
        if code := _code_of(facts):
            yield Edge(Key("code", code), Key("model_version", key), "trained")


def _of_code(connection: sa.Connection, keys: Sequence[Any]) -> Found:
    """Runs and versions of a commit or script; JSON is kept as text."""
    for code in keys:
        for column, own, kind, words in (
            (run_origin.c.facts, run_origin.c.run_pk, "run", "ran as"),
            (_m.code, _m.id, "model_version", "trained"),
        ):
            text = sa.cast(sa.type_coerce(column, sa.Text), sa.Text)
            query = sa.select(own, column).where(text.contains(code, autoescape=True))
            for key, facts in connection.execute(query.order_by(own)):
                if _code_of(facts) == code:
                    yield Edge(Key("code", code), Key(kind, key), words)


_INTO["run"].append(_code_of_runs)
_INTO["model_version"].append(_code_of_versions)
_OUT_OF["code"] = [_of_code]


def _series(connection: sa.Connection, keys: Sequence[Any], is_back: bool) -> Found:
    """Versions of appended series hold the rows of those before them: their whole chains."""
    lowest: dict[int, int] = {}
    for owner, number in connection.execute(
        sa.select(_v.dataset_id, _v.number).where(_v.id.in_(keys))
    ):
        better = max if is_back else min
        lowest[owner] = better(lowest.get(owner, number), number)
    for owner, end in lowest.items():
        query = sa.select(_v.id, _v.is_base).where(_v.dataset_id == owner, _v.deleted_at.is_(None))
        query = query.join(dataset, dataset.c.id == _v.dataset_id)
        query = query.where(dataset.c.series == "append").order_by(_v.number)
        within = _v.number <= end if is_back else _v.number >= end
        chain = connection.execute(query.where(within)).all()
        for before, after in pairwise(chain):
            words = "was made anew as" if after.is_base else "its rows are in"
            yield Edge(Key(_DATA, before.id), Key(_DATA, after.id), words)


_INTO[_DATA].append(lambda connection, keys: _series(connection, keys, True))
_OUT_OF.setdefault(_DATA, []).append(lambda connection, keys: _series(connection, keys, False))


# --- what is known of each ---------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What people call a thing, what is known of it, when it came about, where it opens."""

    name: str
    words: str
    at: datetime | None = None
    address: str = ""


def known(connection: sa.Connection, kind: str, keys: Sequence[Any]) -> dict[Key, Known]:
    """What is known of things of a kind; those that are gone are left out."""
    look = _KNOWN[kind]
    found: dict[Key, Known] = {}
    for first in range(0, len(keys), MANY):
        some = look(connection, keys[first : first + MANY])
        found |= {Key(kind, key): one for key, one in some}
    return found


_Told = Iterator[tuple[Any, Known]]


def _people(_connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    for login in keys:
        yield login, Known(str(login), "")


def _files(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    f = file.c
    query = sa.select(f.id, f.path, f.outcome, f.reason, f.state, f.rows, f.seen_at)
    for row in connection.execute(query.where(f.id.in_(keys))):
        words = row.reason or row.outcome or row.state
        words = words if row.rows is None else f"{row.rows:,} rows; {words}"
        name = PurePath(row.path).name or row.path
        yield row.id, Known(name, words, row.seen_at, f"automations/files/{row.id}")


def _rules(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    query = sa.select(rule, dataset.c.name).join(dataset, dataset.c.id == rule.c.dataset_id)
    for row in connection.execute(query.where(rule.c.id.in_(keys))):
        words = f"{row.severity} of {row.name}"
        yield row.id, Known(row.check, words, row.created_at, f"data/{row.name}/checks")


def _data(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    query = sa.select(
        _v.id, _v.number, _v.rows, _v.added_rows, _v.created_at, _v.deleted_at, dataset.c.name
    ).join(dataset, dataset.c.id == _v.dataset_id)
    for row in connection.execute(query.where(_v.id.in_(keys))):
        words = f"{row.rows:,} rows, {row.added_rows:,} of its own file"
        if row.deleted_at is not None:
            words += ", in the trash"
        address = f"data/{row.name}/{row.number}"
        yield row.id, Known(f"{row.name} v{row.number}", words, row.created_at, address)


def _code(_connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    for code in keys:
        is_commit = len(code) >= 7 and all(sign in "0123456789abcdef" for sign in code)
        name = code[:10] if is_commit else PurePath(code).name or code
        yield code, Known(name, "commit" if is_commit else "script in no repository")


def _recipes(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    query = sa.select(_m.id, _m.number, _m.recipe, _m.estimator, model.c.name)
    query = query.join(model, model.c.id == _m.model_id).where(_m.id.in_(keys))
    for row in connection.execute(query):
        n = len(row.recipe.get("features", ()))
        name = f"predicts {row.recipe.get('target', 'the target')}"
        columns = "1 column" if n == 1 else f"{n:,} columns"
        yield row.id, Known(name, f"{row.estimator} from {columns}")


def _runs(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    query = sa.select(_r.pk, _r.uuid, _r.name, _r.status, _r.experiment, _r.started_at, _r.deleted)
    for row in connection.execute(query.where(_r.pk.in_(keys))):
        words = f"{row.status}, of {row.experiment}" + (", in the trash" if row.deleted else "")
        yield row.pk, Known(row.name, words, row.started_at, f"experiments/{row.uuid}")


def _versions(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    query = sa.select(_m.id, _m.number, _m.stage, _m.created_at, _m.cause, model.c.name)
    query = query.join(model, model.c.id == _m.model_id).where(_m.id.in_(keys))
    for row in connection.execute(query):
        words = f"{row.stage}; {row.cause}" if row.cause else str(row.stage)
        address = f"models/{row.name}/{row.number}"
        yield row.id, Known(f"{row.name} v{row.number}", words, row.created_at, address)


def _deployments(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    for row in connection.execute(sa.select(deployment).where(_d.id.in_(keys))):
        words = "HTTP service" if row.kind == "http" else "batch folder"
        words += ", on" if row.is_on else ", switched off"
        yield row.id, Known(row.name, words, row.created_at, f"deployments/{row.name}")


def _answers(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    for row in connection.execute(sa.select(answer_log).where(_a.id.in_(keys))):
        requests = "1 request" if row.n_requests == 1 else f"{row.n_requests:,} requests"
        words = f"{row.n_rows:,} rows kept, {row.first_at:%Y-%m-%d %H:%M} to {row.last_at:%H:%M}"
        yield row.id, Known(f"answers to {requests}", words, row.first_at)


def _scored(connection: sa.Connection, keys: Sequence[Any]) -> _Told:
    for row in connection.execute(sa.select(batch_file).where(_b.id.in_(keys))):
        words = row.reason or row.outcome or row.state
        yield row.id, Known(PurePath(row.path).name, words, row.changed_at)


_KNOWN: dict[str, Callable[[sa.Connection, Sequence[Any]], _Told]] = {
    "person": _people,
    "file": _files,
    "rule": _rules,
    _DATA: _data,
    "code": _code,
    "recipe": _recipes,
    "run": _runs,
    "model_version": _versions,
    "deployment": _deployments,
    "answers": _answers,
    "scored_file": _scored,
}


# --- by name -----------------------------------------------------------------------------------


def deployment_named(connection: sa.Connection, name: str) -> int | None:
    """The key of a deployment."""
    found: int | None = connection.execute(sa.select(_d.id).where(_d.name == name)).scalar()
    return found


def file_named(connection: sa.Connection, name: str) -> int | None:
    """The newest file with this path, or that ends in this name."""
    path = file.c.path
    ends = path.endswith(f"/{name}", autoescape=True)
    query = sa.select(file.c.id).where(sa.or_(path == name, ends)).order_by(file.c.id.desc())
    found: int | None = connection.execute(query.limit(1)).scalar()
    return found


def blocks(connection: sa.Connection) -> list[tuple[int, str]]:
    """Blocks of answers with the files that hold them, newest first."""
    query = sa.select(_a.id, _a.blob).order_by(_a.id.desc())
    return [(row[0], row[1]) for row in connection.execute(query)]

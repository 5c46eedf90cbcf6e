"""Asking for files to be taken in; the work itself is in `taking_in`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.columns import Role
from tidemill.domain.datasets import Series
from tidemill.domain.jobs import Job, JobRequest, JobState
from tidemill.domain.reading import DATE_ORDERS, Question, ReadOptions
from tidemill.domain.watches import ArrivedFile, FileState, Watch
from tidemill.jobs import queue
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files, jobs
from tidemill.store.engine import Transaction

KIND = "dataset.ingest"
OR_ACCEPT = "Mend the file and add it again, or accept it as it is."
"""The way out for a file that a check set aside."""
_NAME = re.compile(r"[^\s/@\\`\"'][^/@\\`\"']{0,99}")


def checked_name(name: str) -> str:
    """Return a name for a dataset or model, or raise `NeedsYou` with what is allowed."""
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise NeedsYou(
            f"{name!r} can't be a name.",
            "Use up to 100 letters, digits, blanks and signs, but no / \\ @ or quotes.",
        )
    return name


def taken_by_the_trash(name: str) -> NeedsYou:
    """The error of a name that a dataset in the trash has."""
    return NeedsYou(
        f"A dataset {name} is in the trash.",
        "Bring it back, empty the trash, or choose another name.",
    )


@dataclass(frozen=True)
class Added:
    """What was asked for: the job that takes the files in, and the files' rows."""

    job_id: int
    file_ids: tuple[int, ...]


@dataclass(frozen=True)
class Incoming:
    """Something to be taken in: its path, size and time.

    What is no file on disk (a paste, a query) has a name for its path; its bytes are kept already
    as the blob `content`, or fetched when its turn comes.
    """

    path: str
    n_bytes: int = 0
    modified_ns: int = 0
    content: str | None = None


def add(
    workspace: Workspace,
    paths: list[Path],
    *,
    dataset: str,
    series: Series | None = None,
    target: str | None = None,
    time: str | None = None,
    options: ReadOptions | None = None,
    roles: Mapping[str, Role] | None = None,
    origin: dict[str, Any] | None = None,
) -> Added:
    """Ask the worker to take files into a dataset, oldest first, one version each.

    The dataset is made with the first file that can be read. `options` say how the files are
    read, `roles` what columns are for (they count for the whole series, as `target` and `time`
    do), `origin` where a file came from that is not a person's own (a query, a paste). Raises
    `NeedsYou` at once for paths that are no files, and for a series that the dataset is not.
    """
    if not paths:
        raise NeedsYou("No file was named.", "Name at least one.")
    found = []
    for path in paths:
        whole = path.expanduser().absolute()
        try:
            facts = whole.stat()
        except FileNotFoundError:
            raise NeedsYou(f"There is no file {path}.", "Check the path.") from None
        except PermissionError:
            raise NeedsYou(f"{path} may not be read.", "Ask for the right to read it.") from None
        if not whole.is_file():
            raise NeedsYou(f"{path} is a folder.", "Name its files, or watch it as an automation.")
        found.append(Incoming(str(whole), facts.st_size, facts.st_mtime_ns))
    return add_all(
        workspace,
        found,
        dataset=dataset,
        series=series,
        target=target,
        time=time,
        options=options,
        roles=roles,
        origin=origin,
    )


def add_all(
    workspace: Workspace,
    incoming: Sequence[Incoming],
    *,
    dataset: str,
    series: Series | None = None,
    target: str | None = None,
    time: str | None = None,
    options: ReadOptions | None = None,
    roles: Mapping[str, Role] | None = None,
    origin: dict[str, Any] | None = None,
) -> Added:
    """As `add`, for whatever can be taken in."""
    name = checked_name(dataset)
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        known = datasets.find(tx.connection, name)
        if known is None and datasets.is_in_trash(tx.connection, name):
            raise taken_by_the_trash(name)
        if known is not None and series not in (None, known.series):
            raise NeedsYou(
                f"{name} is {'an append' if known.series is Series.APPEND else 'a replace'} series "
                "and stays one.",
                "Add the file without saying which, or to a new dataset.",
            )
        keys = [
            files.insert(
                tx,
                watch_id=None,
                dataset=name,
                path=one.path,
                n_bytes=one.n_bytes,
                modified_ns=one.modified_ns,
                by=by,
                outcome="Waiting to be read",
                origin=origin,
                content=one.content,
            )
            for one in incoming
        ]
        params = {
            "files": keys,
            "dataset": name,
            "series": None if series is None else str(series),
            "target": target,
            "time": time,
            "options": (options or ReadOptions()).to_dict(),
            "roles": {name: str(role) for name, role in (roles or {}).items()},
        }
        job_id = _enqueue(tx, params, keys, by, f"{by} added {len(keys)} files")
    return Added(job_id, tuple(keys))


BATCH = 200
"""At most so many watched files are taken in by one job."""


def in_batches(file_ids: Sequence[int]) -> Iterator[list[int]]:
    """Files in parts that one job takes in."""
    for start in range(0, len(file_ids), BATCH):
        yield list(file_ids[start : start + BATCH])


def hand_on(tx: Transaction, watch: Watch, file_ids: Sequence[int]) -> int:
    """Put watched files that are whole into the queue, in this order; return the job.

    Where a job for the same folder waits in the queue, it takes them too, up to `BATCH`: a
    thousand small files are no thousand jobs.
    """
    params = {
        "files": list(file_ids),
        "dataset": watch.dataset,
        "series": watch.series,
        "target": watch.target,
        "time": watch.time,
        "watch": watch.id,
    }
    waiting = _waiting_job(tx, params)
    if waiting is not None and len(waiting.params["files"]) + len(file_ids) <= BATCH:
        both = [*waiting.params["files"], *file_ids]
        jobs.update(tx, waiting.id, params={**params, "files": both}, cause=_cause(watch, both))
        files.put_into_job(tx, file_ids, waiting.id)
        return waiting.id
    return _enqueue(tx, params, list(file_ids), "worker", _cause(watch, file_ids))


def _cause(watch: Watch, file_ids: Sequence[int]) -> str:
    n = len(file_ids)
    return f"{'a file' if n == 1 else f'{n} files'} landed in {Path(watch.folder).name}"


def _waiting_job(tx: Transaction, params: dict[str, Any]) -> Job | None:
    """The newest job of a dataset, if it is a look-alike that nobody has begun."""
    lane = f"dataset:{params['dataset']}"
    of_lane = [job for job in jobs.still_open(tx.connection) if job.lane == lane]
    last = max(of_lane, key=lambda job: job.id, default=None)
    if last is None or last.state is not JobState.QUEUED or last.attempts or last.kind != KIND:
        return None
    same = {**last.params, "files": params["files"]} == params
    return last if same and last.not_before is None and not last.is_paused else None


def accept(workspace: Workspace, file_id: int, *, rows_aside: bool = False) -> int:
    """Take a file in although it was set aside: unreadable cells and columns become missing.

    With `rows_aside` only the rows that break no rule are taken in; the others are kept beside the
    version. What else keeps the file out still does.
    """
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        file = files.find(tx.connection, file_id)
        if file is None:
            raise NotThere("file", file_id)
        if file.state not in (FileState.SET_ASIDE, FileState.FAILED):
            raise NeedsYou(
                f"{file.name} was not set aside ({file.state}).", "There is nothing to accept."
            )
        asked = None if file.job_id is None else jobs.find(tx.connection, file.job_id)
        params: dict[str, Any] = {} if asked is None else asked.params
        way = {"rows": "aside"} if rows_aside else {"accept": True}
        params = params | {"files": [file_id], "dataset": file.dataset, **way}
        activities.add(
            tx,
            by=by,
            kind="file",
            subject=f"files/{file_id}",
            sentence=f"set the bad rows of {file.name} aside"
            if rows_aside
            else f"accepted {file.name} anyway",
            detail={"reason": file.reason},
        )
        waiting = str(FileState.WAITING)
        files.update(tx, file_id, state=waiting, outcome="Waiting to be read", opened=0)
        return _enqueue(tx, params, [file_id], by, f"{by} accepted {file.name}")


def answer(workspace: Workspace, file_id: int, answers: Mapping[str, str]) -> int:
    """Answer what was asked of a file and take it in; return the job.

    `answers` are by column ("day first", "month first" or "text"), and under "" the part to read.
    The dataset's columns keep them, so that it is asked once. Raises `NeedsYou` for a file of
    which nothing was asked, a question left open and an answer that is no choice.
    """
    file = arrived_file(workspace, file_id)
    if file.question is None or file.state is not FileState.SET_ASIDE:
        raise NeedsYou(f"Nothing is asked of {file.name}.", "Look at its entry again.")
    options = ReadOptions(
        date_order={
            column: said for column, said in answers.items() if column and said in DATE_ORDERS
        },
        part=answers.get(""),
    )
    words = "; ".join(f"{column or 'read'}: {said}" for column, said in answers.items())
    return read_as(workspace, file_id, options, note=words)


def read_as(
    workspace: Workspace,
    file_id: int,
    options: ReadOptions,
    *,
    roles: Mapping[str, Role] | None = None,
    series: Series | None = None,
    note: str = "",
) -> int:
    """Take a file in that was set aside or failed, read as a person says; return the job.

    What `options` leave open stays as it was said before; `series` counts where the dataset is
    not there yet. Raises `NeedsYou` for a file that does not wait for a person, and where a
    question is left open.
    """
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        file = files.find(tx.connection, file_id)
        if file is None:
            raise NotThere("file", file_id)
        if file.state not in (FileState.SET_ASIDE, FileState.FAILED):
            raise NeedsYou(f"{file.name} was not set aside ({file.state}).", "Nothing is to do.")
        asked = None if file.job_id is None else jobs.find(tx.connection, file.job_id)
        params: dict[str, Any] = {} if asked is None else dict(asked.params)
        given = ReadOptions.from_dict(params.get("options"))
        merged = ReadOptions.from_dict({**given.to_dict(), **options.to_dict()})
        merged = replace(merged, date_order={**given.date_order, **options.date_order})
        _is_answered(file, merged)
        for once in ("accept", "rows"):
            params.pop(once, None)
        params |= {
            "files": [file_id],
            "dataset": file.dataset,
            "options": merged.to_dict(),
            "roles": {
                **(params.get("roles") or {}),
                **{column: str(role) for column, role in (roles or {}).items()},
            },
        }
        if series is not None and datasets.find(tx.connection, file.dataset) is None:
            params["series"] = str(series)
        activities.add(
            tx,
            by=by,
            kind="file",
            subject=f"files/{file_id}",
            sentence=f"said how to read {file.name}",
            note=note,
        )
        files.update(
            tx,
            file_id,
            state=str(FileState.WAITING),
            outcome="Waiting to be read",
            reason="",
            question=None,
            opened=0,
        )
        return _enqueue(tx, params, [file_id], by, f"{by} said how to read {file.name}")


def arrived_file(workspace: Workspace, file_id: int) -> ArrivedFile:
    """A file that arrived; raises `NotThere`."""
    with workspace.store.read() as connection:
        file = files.find(connection, file_id)
    if file is None:
        raise NotThere("file", file_id)
    return file


def _is_answered(file: ArrivedFile, options: ReadOptions) -> None:
    """Raise `NeedsYou` where a question about a file is left open."""
    for data in (file.question or {}).get("questions", ()):
        question = Question.from_dict(data)
        is_part = question.kind == "part"
        said = options.part if is_part else options.date_order.get(question.column)
        if said not in question.choices:
            raise NeedsYou(question.text, "Answer with " + " or ".join(question.choices) + ".")


def _enqueue(tx: Transaction, params: dict[str, Any], keys: list[int], by: str, cause: str) -> int:
    request = JobRequest(
        KIND, params, priority=10, lane=f"dataset:{params['dataset']}", asked_by=by, cause=cause
    )
    job_id = queue.enqueue(tx, request)
    files.put_into_job(tx, keys, job_id)
    return job_id

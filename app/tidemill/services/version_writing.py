"""Writing a version that a file made: its row, its file's end, the entry in Activity, at once."""

from dataclasses import dataclass, replace
from typing import Any

from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.jobs import Job
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.services import (
    file_reads,
    file_schemas,
    following,
    grown_files,
    originals,
    rows_aside,
    withdrawing,
)
from tidemill.services.file_reads import FileRead
from tidemill.services.ingesting import taken_by_the_trash
from tidemill.services.known_datasets import Known
from tidemill.store import activities, datasets, files, summaries
from tidemill.store.engine import Transaction

_KEPT = {True: "kept", False: "not kept"}


@dataclass(frozen=True, eq=False)
class NextVersion:
    """A version decided on, without its key: all that is written at once."""

    version: DatasetVersion
    series: Series
    summary: dict[str, Any]
    grown: tuple[DatasetVersion, ...]
    former: tuple[DatasetVersion, ...]
    parts: tuple[str, ...]


def same_data(version: DatasetVersion) -> str:
    return f"Skipped: same data as v{version.number}, in a new file"


def _remarks(one: FileRead, made: NextVersion) -> list[str]:
    """What a person should know of the rows that are no part of the version."""
    remarks = [grown_files.in_words(made.grown)] if made.grown else []
    if over := [] if made.grown or one.file.watch_id is None else list(made.former):
        remarks.append(f"written over: the rows of v{over[-1].number} stay")
    if n_aside := rows_aside.n_rows(made.version):
        remarks.append(f"{n_aside:,} row{' was' if n_aside == 1 else 's were'} set aside")
    if n_bad := one.result.facts.n_bad_rows:
        remarks.append(rows_aside.unreadable_in_words(n_bad))
    return remarks


def write(tx: Transaction, job: Job, one: FileRead, made: NextVersion, known: Known) -> int | None:
    """Write the version, its file's end, the entry in Activity and what follows, all at once.

    What was decided outside the transaction is looked at once more in it: whether this try still
    counts, whether the content is there by now, and which roles a person gave meanwhile.
    """
    queue.hold(tx, job)
    file = one.file
    version = _in_its_dataset(tx, job, one, made, known)
    if version is None:
        return None
    number = datasets.next_number(tx.connection, version.dataset_id)
    version = replace(version, number=number)
    is_kept = originals.are_kept(tx.connection)
    version = replace(version, origin={**version.origin, "original": _KEPT[is_kept]})
    key = datasets.insert_version(
        tx,
        version,
        profile=made.summary,
        source_blob=one.blob if is_kept else None,
        parts=made.parts,
    )
    summaries.forget_former(tx, version.dataset_id, key)
    failed = [c["message"] for c in version.checks if not c["passed"]]
    remarks = _remarks(one, made)
    files.update(
        tx,
        file.id,
        state=str(FileState.ADDED),
        outcome="; ".join(["Added", *remarks, *failed[:1]]),
        reason="",
        checks=list(version.checks),
        rows=version.added_rows,
        version_id=key,
        read=file_reads.said_of(one.result),
        question=None,
        content=one.blob if is_kept else None,
    )
    if not is_kept:
        originals.release(tx, one.blob)
    _tell(tx, one, version, key, remarks, failed)
    following.after_version(tx, version.dataset_id, key, file, job)
    return key


def _in_its_dataset(
    tx: Transaction, job: Job, one: FileRead, made: NextVersion, known: Known
) -> DatasetVersion | None:
    """The version as its dataset is by now; None where the content is there already."""
    file, version = one.file, made.version
    dataset = datasets.find(tx.connection, file.dataset)
    if dataset is None:
        if datasets.is_in_trash(tx.connection, file.dataset):
            raise taken_by_the_trash(file.dataset)
        first = Dataset(
            0, file.dataset, "default", made.series, version.schema, tx.clock.now(), file.by
        )
        return replace(version, dataset_id=datasets.insert(tx, first))
    same = datasets.version_of_content(tx.connection, dataset, version.own_hash)
    if same is not None:
        files.update(tx, file.id, state=str(FileState.SKIPPED), outcome=same_data(same))
        return None
    if dataset != known.dataset:
        schema = file_schemas.schema_of(one, dataset, version.schema, job.params)
        version = replace(version, schema=schema)
    if dataset.schema != version.schema:
        datasets.set_schema(tx, file.dataset, version.schema)
    return version


def _tell(
    tx: Transaction,
    one: FileRead,
    version: DatasetVersion,
    key: int,
    remarks: list[str],
    failed: list[str],
) -> None:
    """The entry in Activity."""
    file = one.file
    activities.add(
        tx,
        by=file.by,
        kind="data",
        subject=f"data/{file.dataset}/{version.number}",
        sentence=f"added {file.name} to {file.dataset} as v{version.number}",
        note=" ".join(f"{words[0].upper()}{words[1:]}." for words in remarks),
        detail={"rows": version.added_rows, "failed checks": failed}
        | ({} if file.watch_id is None else {"undo": withdrawing.facts(key)}),
        is_routine=file.watch_id is not None,
    )

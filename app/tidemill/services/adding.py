"""Looking at a file before it is added, or at one that waits for a person; then taking it in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.texts import told_bytes
from tidemill.domain.columns import Column, Role, Schema
from tidemill.domain.datasets import Series
from tidemill.domain.masking import row_masker
from tidemill.domain.pasted_tables import PastedTable
from tidemill.domain.reading import Peek, Question, ReadOptions
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import (
    datasets,
    dropping,
    file_reads,
    ingesting,
    pasting,
    personal_data,
    watching,
)
from tidemill.services.dropping import Dropped
from tidemill.services.ingesting import Added
from tidemill.services.workspace import Workspace
from tidemill.store import files, jobs

N_EXAMPLES = 5
"""How many values of a column are shown."""


@dataclass(frozen=True)
class Source:
    """What is looked at: files, a pasted table, or a file that waits (its key)."""

    name: str
    files: tuple[Path, ...] = ()
    pasted: PastedTable | None = None
    file_id: int | None = None


@dataclass(frozen=True)
class Known:
    """A dataset that it can be added to: what its files hold, and whether it goes on."""

    name: str
    series: Series
    schema: Schema
    number: int
    rows: int


@dataclass(frozen=True, eq=False)
class Looked:
    """What there is to say of a source, and what was said of it before.

    `dataset` is where it fits ("" where it makes a new one, named `name`); `is_fixed` where that
    can't be chosen any more. `reason` says why a file waits, `questions` what was asked of it.
    `error` says why nothing of it can be shown; it may be read all the same.
    """

    source: Source
    peek: Peek | None
    known: tuple[Known, ...]
    dataset: str
    name: str
    options: ReadOptions = field(default_factory=ReadOptions)
    is_fixed: bool = False
    reason: str = ""
    questions: tuple[Question, ...] = ()
    error: TidemillError | None = None


@dataclass(frozen=True)
class Wish:
    """How a source is to be taken in; `series` counts for a new dataset only."""

    dataset: str
    series: Series = Series.APPEND
    options: ReadOptions = field(default_factory=ReadOptions)
    roles: Mapping[str, Role] = field(default_factory=dict)


def of_drop(workspace: Workspace, dropped: Dropped) -> Looked:
    """What was dropped or pasted, as it was looked at for the cards."""
    known = _known(workspace)
    fits = next((t.dataset for t in dropped.targets if t.kind == "append"), "")
    name = next((t.dataset for t in dropped.targets if t.kind == "new"), "data")
    n = len(dropped.files)
    what = "the pasted table" if dropped.pasted is not None else dropped.files[0].name
    source = Source(what if n <= 1 else f"{n:,} files", dropped.files, dropped.pasted)
    peek = _masked(workspace, dropped.peek, fits)
    return Looked(source, peek, known, fits, name)


def of_file(workspace: Workspace, file_id: int) -> Looked:
    """A file that waits for an answer or was set aside.

    Raises `NotThere`, and `NeedsYou` for a file that waits for nobody.
    """
    file = ingesting.arrived_file(workspace, file_id)
    if file.state not in (FileState.SET_ASIDE, FileState.FAILED):
        raise NeedsYou(
            f"{file.name} waits for nothing: {file.outcome or file.state}.",
            "Its version and its way are shown under Automations.",
        )
    known = _known(workspace)
    is_there = any(one.name == file.dataset for one in known)
    shown = personal_data.shown_file(file, personal_data.hidden(workspace, file.dataset))
    found = Looked(
        Source(file.name, file_id=file_id),
        None,
        known,
        file.dataset if is_there else "",
        file.dataset,
        _said_before(workspace, file),
        True,
        shown.reason,
        tuple(Question.from_dict(q) for q in (file.question or {}).get("questions", ())),
    )
    try:
        return replace(found, peek=peeked(workspace, found.source, found.options, file.dataset))
    except TidemillError as error:
        return replace(found, error=error)


def peeked(workspace: Workspace, source: Source, options: ReadOptions, dataset: str = "") -> Peek:
    """What the beginning of a source shows when it is read so; personal values are masked.

    A file whose reader ended its process is not opened here: `NeedsYou` says so.
    """
    if source.pasted is not None:
        found = pasting.look(workspace, source.pasted, options)
    elif source.file_id is None:
        found = file_reads.peeked(source.files[0], options)
    else:
        found = _peeked_file(workspace, source.file_id, options)
    return _masked(workspace, found, dataset)


def add(workspace: Workspace, source: Source, wish: Wish) -> Added:
    """Ask the worker to take a source in as wished; the job and its files."""
    if source.file_id is not None:
        job = ingesting.read_as(
            workspace, source.file_id, wish.options, roles=wish.roles, series=wish.series
        )
        return Added(job, (source.file_id,))
    known = {one.name for one in _known(workspace)}
    series = None if wish.dataset in known else wish.series
    if source.pasted is not None:
        return pasting.add(
            workspace,
            source.pasted,
            dataset=wish.dataset,
            series=series,
            options=wish.options,
            roles=wish.roles,
        )
    return ingesting.add(
        workspace,
        list(source.files),
        dataset=wish.dataset,
        series=series,
        options=wish.options,
        roles=wish.roles,
    )


def states(workspace: Workspace, file_ids: Sequence[int]) -> list[ArrivedFile]:
    """How files stand that are being taken in; personal values in what is told are masked."""
    with workspace.store.read() as connection:
        found = [files.find(connection, key) for key in file_ids]
    return [
        personal_data.shown_file(one, personal_data.hidden(workspace, one.dataset))
        for one in found
        if one is not None
    ]


def waiting(workspace: Workspace) -> list[ArrivedFile]:
    """Files that were set aside, last first; personal values in what is told are masked."""
    return watching.arrived(workspace, state=FileState.SET_ASIDE)


def facts_in_words(peek: Peek) -> tuple[tuple[str, str], ...]:
    """What was detected of how a table is written, as pairs of what and how."""
    facts = peek.facts
    marks = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    decimals = {",": "comma, as in 1,5", ".": "point, as in 1.5"}
    quotes = {'"': "double quotes", "'": "single quotes"}
    is_text = bool(facts.delimiter)
    said = (
        ("Kind", dropping.kind_of(facts.format)),
        ("Size", told_bytes(facts.n_bytes)),
        ("Packed with", facts.compression),
        ("Encoding", facts.encoding.upper()),
        ("Values parted by", marks.get(facts.delimiter, facts.delimiter)),
        ("Values in", quotes.get(facts.quote, facts.quote)),
        ("Decimals with", decimals.get(facts.decimal, facts.decimal) if is_text else ""),
        ("Thousands with", facts.grouping),
        ("Sheet or table", facts.part),
        ("Lines before the names", f"{facts.n_skipped}" if facts.n_skipped else ""),
        ("Names", "" if facts.has_names else "none; columns are numbered"),
    )
    return tuple((what, how) for what, how in said if how)


def examples_of(peek: Peek, at: int) -> tuple[str, ...]:
    """The first different values of a column, by its place, as they stand in the file."""
    found: dict[str, None] = {}
    for row in peek.first_rows:
        if at < len(row) and row[at]:
            found.setdefault(row[at])
            if len(found) == N_EXAMPLES:
                break
    return tuple(found)


def new_columns(peek: Peek, known: Known | None) -> tuple[Column, ...]:
    """The columns that a dataset does not have yet; all where there is none."""
    return tuple(c for c in peek.schema.columns if known is None or c.name not in known.schema)


def _peeked_file(workspace: Workspace, file_id: int, options: ReadOptions) -> Peek:
    file = ingesting.arrived_file(workspace, file_id)
    if file.opened:
        raise NeedsYou(
            f"{file.name} is not opened here: the process that read it ended unexpectedly.",
            "Read it again in the background, or ask for another copy.",
        )
    if file.content is None:
        return file_reads.peeked(Path(file.path), options)
    with workspace.blobs.named(file.content, file.name) as staged:
        return file_reads.peeked(staged, options)


def _said_before(workspace: Workspace, file: ArrivedFile) -> ReadOptions:
    if file.job_id is None:
        return ReadOptions()
    with workspace.store.read() as connection:
        job = jobs.find(connection, file.job_id)
    return ReadOptions.from_dict(None if job is None else job.params.get("options"))


def _known(workspace: Workspace) -> tuple[Known, ...]:
    return tuple(
        Known(
            view.dataset.name,
            view.dataset.series,
            view.newest.raw_schema(view.dataset.schema),
            view.newest.number,
            view.newest.rows,
        )
        for view in datasets.every(workspace)
    )


def _masked(workspace: Workspace, peek: Peek, dataset: str) -> Peek:
    hidden = personal_data.hidden(workspace, dataset) if dataset else frozenset()
    if not hidden:
        return peek
    shown = row_masker(peek.schema.names, hidden)
    rows = tuple(tuple("" if v is None else str(v) for v in shown(row)) for row in peek.first_rows)
    bad = tuple(replace(one, text="") for one in peek.bad_rows)
    return replace(peek, first_rows=rows, bad_rows=bad)

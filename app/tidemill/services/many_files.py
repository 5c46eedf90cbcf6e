"""Many small files that wait together: looked at one by one, written as one version.

Ten thousand small files would be ten thousand versions, of which nobody has any use, and each
costs as much as a large one. So where many wait, those that are plain (nothing in them needs a
person, nothing about them was seen before) become one version, in their order. Each still has an
end of its own, its checks, its rows in the version and its content, by which it is known again.
A file that is not plain ends the version: it goes its own way, and the next one begins another.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Silent
from tidemill.catalog.reading import reader_for
from tidemill.domain.earlier_rows import EarlierRows
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.jobs import Job
from tidemill.domain.reading import ReadOptions, ReadResult
from tidemill.domain.shaped_tables import InSchema
from tidemill.domain.summaries import summarised
from tidemill.domain.tables import FrameTable
from tidemill.domain.watches import ArrivedFile
from tidemill.services import (
    checking,
    rules,
    same_content,
    tables,
    versions_of_many,
)
from tidemill.services.copies_ahead import CopiesAhead
from tidemill.services.known_datasets import Carried, grown_schema
from tidemill.services.versions_of_many import Member, Moved, Open
from tidemill.services.workspace import Workspace
from tidemill.store import files

AT_LEAST = 30
"""How many files wait together where they become one version; fewer are a version each."""
MOST_BYTES = 64 << 10
"""Up to this size a file is small."""
MOST_EARLIER_ROWS = 5_000_000
"""Of how many earlier rows the hashes are held in memory, 8 bytes a row for each set of columns."""


class ManyFiles:
    """The files of one job that go into versions together."""

    def __init__(
        self,
        workspace: Workspace,
        job: Job,
        todo: Sequence[ArrivedFile],
        scratch: Path,
        carried: Carried,
    ) -> None:
        """`scratch` is a folder for what is in the making, `carried` what is known so far."""
        self._workspace, self._job, self._scratch = workspace, job, scratch
        self._carried = carried
        self._open: Open | None = None
        self._copies = CopiesAhead(workspace)
        self._contents: set[str] = set()
        self._paths: set[str] = set()
        small = [file for file in todo if file.n_bytes <= MOST_BYTES and _is_text(file)]
        # A try that died may have died of a file: that is found out one by one.
        is_plain = not (job.params.get("accept") or job.params.get("rows")) and job.attempts <= 1
        self._small = {f.id for f in small} if len(small) >= AT_LEAST and is_plain else set()
        if self._small:
            n_of_path = Counter(file.path for file in todo)
            self._paths = {path for path, n in n_of_path.items() if n > 1}
            with workspace.store.read() as connection:
                self._paths |= files.paths_known(connection, job.params["watch"])
                self._contents = files.contents_of(connection, job.params["dataset"])
        self._copies.ask([f for f in small if f.id in self._small and f.path not in self._paths])

    def __enter__(self) -> "ManyFiles":
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop copying."""
        self._copies.close()

    def take(self, file: ArrivedFile, part: Part) -> bool:
        """Look at a file, and keep it for the next version where it is plain."""
        if file.id not in self._small or file.path in self._paths:
            return False
        part.report(0.0, f"Reading {file.name}")
        try:
            return self._looked_at(file, part)
        except (NeedsYou, WorldError, OSError):
            return False  # it is looked at once more alone, where what is the matter gets its words

    @property
    def n_held(self) -> int:
        """How many files wait to be written."""
        return 0 if self._open is None else len(self._open.members)

    def write(self, part: Part) -> tuple[int | None, list[ArrivedFile]]:
        """Write what is held as one version.

        Returns its key and no files, or None and those that are to go alone: a single one, and all
        where the dataset changed meanwhile.
        """
        made, self._open = self._open, None
        if made is None or not made.members:
            return None, []
        held = [one.file for one in made.members]
        if len(held) == 1:
            return None, held
        part.report(0.0, f"Adding {len(held):,} files to {held[0].dataset}")
        try:
            return versions_of_many.write(self._workspace, self._job, made, self._carried, part), []
        except (Moved, NeedsYou):
            return None, held

    # --- looking at one ------------------------------------------------------------------------

    def _looked_at(self, file: ArrivedFile, part: Part) -> bool:
        blob = self._copies.of(file)
        made = self._begun(file)
        if made is None or blob is None or blob in self._contents:
            return False
        assert made.known.dataset is not None
        schema = made.known.dataset.schema
        options = ReadOptions.from_dict(self._job.params.get("options"))
        stored = self._workspace.blobs.path(blob)
        result = reader_for(Path(file.path)).read(stored, schema, Silent(), self._scratch, options)
        if not _is_plain(result) or grown_schema(schema, result.schema) != schema:
            return False
        part.report(0.5, f"Checking {file.name}")
        member = self._judged(made, file, blob, result)
        if member is None:
            return False
        self._contents.add(blob)
        made.owns.add(member.sums.hexdigest())
        made.earlier.add(InSchema(member.rows, schema))
        figures = [*made.before.figures, member.figures][-rules.LOOKED_BACK :]
        n_rows = [*made.before.n_rows, member.rows.n_rows]
        made.before = replace(made.before, figures=figures, n_rows=n_rows)
        made.members.append(member)
        return True

    def _begun(self, file: ArrivedFile) -> Open | None:
        """The version in the making; None where the dataset is not one for such."""
        if self._open is not None:
            return self._open
        known = self._carried.known(self._workspace, file.dataset)
        newest = known.newest
        if known.dataset is None or newest is None or known.is_replace or newest.steps:
            return None
        if newest.rows > MOST_EARLIER_ROWS:
            return None
        schema = known.dataset.schema
        earlier = known.rows(self._workspace) or tables.of(self._workspace, newest)
        owns = {p.own_hash for v in known.versions for p in v.pieces}
        owns |= {h for v in known.versions for h in (v.own_hash, v.content_hash)}
        self._open = Open(
            known,
            checking.before_file(self._workspace, known.dataset, known.versions),
            EarlierRows(InSchema(earlier, schema)),
            owns,
            any(set(v.schema.names) != set(schema.names) for v in known.versions),
        )
        return self._open

    def _judged(
        self, made: Open, file: ArrivedFile, blob: str, result: ReadResult
    ) -> Member | None:
        """A file with what the checks say; None where it is not one to be taken in unasked."""
        known, dataset = made.known, made.known.dataset
        assert dataset is not None
        rows = FrameTable(InSchema(result.table, dataset.schema).frame())
        summary = summarised(rows, dataset.schema)
        own = summary.sums.hexdigest()
        if own in made.owns:
            return None
        if made.is_narrow and same_content.found(
            self._workspace, dataset, known.versions, rows, own, summary.sums
        ):
            return None
        found = checking.checked(
            self._workspace,
            dataset,
            result,
            dataset.schema,
            former=known.profile,
            table=rows,
            summary=summary.reference(),
            hashes=summary.row_hashes,
            earlier=made.earlier,
            before=made.before,
        )
        if found.sets_aside:
            return None
        return Member(file, blob, result, rows, summary.sums, found.results, found.figures)


def _is_text(file: ArrivedFile) -> bool:
    """Whether a file is a table of text, which is read without an engine."""
    try:
        entry: ReaderEntry = reader_for(Path(file.path)).ENTRY
    except NeedsYou:
        return False
    return entry.id == "csv"


def _is_plain(result: ReadResult) -> bool:
    """Whether a file has all its columns and nothing that a person should know of."""
    facts = result.facts
    odd = result.questions or result.mismatches or result.bad_rows or facts.n_bad_rows
    other = result.missing_columns or result.new_columns or facts.cut or facts.compression
    return not odd and not other and result.table.n_rows > 0

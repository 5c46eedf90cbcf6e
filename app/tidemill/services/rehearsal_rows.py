"""The rows that a rehearsal is held on: answered ones, stored ones, or those of a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.base.spill_folders import spill_folder
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.mask_signs import MASK
from tidemill.domain.models import ModelVersion
from tidemill.domain.reading import ReadOptions, ReadResult
from tidemill.services import datasets, personal_data, preparing, registry, tables
from tidemill.services.serving.answer_log import kept_answers
from tidemill.services.serving.fields import Fields, Row
from tidemill.services.training import learning, raw_rows
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

NEWEST, LOG, STORED = "newest", "log", "stored"
FEWEST_ANSWERED = 100
"""With fewer answered rows than this the stored ones are taken unless the log was asked for."""

BLOCK = 8_192

Numbers = npt.NDArray[np.int64]
Said = tuple[Predictions, Numbers]


@dataclass(frozen=True, eq=False)
class RehearsalRows:
    """Rows to decide on. `shown` has the columns to tell groups by, `numbers` what people call the
    rows (from 0), `ids` their identifiers where there are some. `score` gives a model's answers
    with the places of the rows that got one; `raw` gives some of them, by their places, in the
    columns they came with. `dataset` is the version that `numbers` are of."""

    source: str
    words: str
    dataset: str
    shown: Frame
    numbers: Numbers
    ids: ColumnData | None
    personal: frozenset[str]
    score: Callable[[TrainedModel, Reporter], Said]
    raw: Callable[[Numbers], Frame]

    @property
    def n_rows(self) -> int:
        """How many rows there are."""
        return len(self.numbers)


def found(
    workspace: Workspace,
    version: ModelVersion,
    models: Sequence[TrainedModel],
    wanted: str,
    n: int,
    reporter: Reporter,
) -> RehearsalRows:
    """The last `n` rows to hold a rehearsal on.

    `wanted` is `log` (what services answered), `stored` (the newest rows of the model's data),
    `newest` (the log where it has enough, else stored), a dataset version as `name@3`, or a file.
    Raises `NeedsYou` where there are none.
    """
    if wanted in (NEWEST, LOG):
        rows, why = _answered(workspace, version, models, n, reporter)
        enough = FEWEST_ANSWERED if wanted == NEWEST else 1
        if rows is not None and rows.n_rows >= enough:
            return rows
        if wanted == LOG:
            raise NeedsYou(why, "Hold the rehearsal on stored rows.")
        if rows is not None:
            why = f"Services kept only {rows.n_rows:,} answered rows."
        return _stored(workspace, _dataset(version), n, why)
    if wanted == STORED:
        return _stored(workspace, _dataset(version), n, "")
    if not Path(wanted).expanduser().is_file() and "@" in wanted:
        return _stored(workspace, wanted, n, "")
    return _of_file(workspace, version, Path(wanted).expanduser(), n, reporter)


def _dataset(version: ModelVersion) -> str:
    return version.dataset.rpartition("@")[0]


# What services answered


def _answered(
    workspace: Workspace,
    version: ModelVersion,
    models: Sequence[TrainedModel],
    n: int,
    reporter: Reporter,
) -> tuple[RehearsalRows | None, str]:
    """The newest rows that services answered, or why they can't be taken."""
    columns = raw_rows.expected_by_all(models)
    reporter.report(0.0, "Reading what services answered")
    lines = _newest_lines(workspace, version.model, n)
    if not lines:
        return None, "No service kept answers of this model."
    targets = {model.recipe.target for model in models}
    absent = [
        c.name
        for c in columns.columns
        if c.name not in targets and not any(c.name in row for _, row in lines)
    ]
    if absent:
        return None, f"The answered rows have no {', '.join(absent)}, which a version reads."
    masked = [
        name
        for name in columns.names
        if name not in targets and any(row.get(name) == MASK for _, row in lines)
    ]
    if masked:
        return None, (
            f"The answered rows hide {', '.join(masked)}, which is personal and read by a version."
        )
    fields = Fields(columns, frozenset(columns.names))
    rows = [row for _, row in lines]
    fields.check([{name: row.get(name) for name in columns.names} for row in rows])
    frame = fields.frame(rows)
    return (
        RehearsalRows(
            LOG,
            f"the last {len(rows):,} rows that services answered",
            "",
            frame,
            np.arange(len(rows)),
            None,
            personal_data.columns(workspace, _dataset(version)),
            _raw_scorer(frame),
            frame.take,
        ),
        "",
    )


def _newest_lines(workspace: Workspace, model: str, n: int) -> list[tuple[str, Row]]:
    """The last rows answered, each request once, oldest first: when, and the row."""
    found: list[tuple[str, Row]] = []
    for deployment in registry.find(workspace, model).deployments:
        seen: set[str] = set()
        for _, lines in kept_answers(workspace, deployment):
            requests = {line["request"] for line in lines}
            # Another version may have answered the same request beside the champion.
            found += [(line["at"], line["row"]) for line in lines if line["request"] not in seen]
            seen |= requests
    found.sort(key=lambda one: one[0])
    return found[-n:]


# Stored rows


def _stored(workspace: Workspace, address: str, n: int, why: str) -> RehearsalRows:
    version = datasets.version(workspace, address)
    numbers = np.arange(max(0, version.rows - n), version.rows)
    if not len(numbers):
        raise NeedsYou(f"{version.label} has no rows.", "Add data, or name a file.")
    which = "all" if len(numbers) == version.rows else "the newest"
    words = f"{which} {len(numbers):,} rows of {version.label}"
    target = version.schema.target
    names = [c.name for c in version.schema.columns if c.name != target]
    shown = tables.some_rows(workspace, version, numbers, names)
    identifier = next(iter(version.schema.with_role(Role.IDENTIFIER)), None)
    return RehearsalRows(
        STORED,
        f"{words}. {why}" if why else words,
        version.address,
        _telling(shown, version.schema),
        numbers,
        None if identifier is None else shown[identifier],
        personal_data.columns(workspace, version.dataset),
        _stored_scorer(workspace, version, numbers),
        lambda places: preparing.as_they_came(workspace, version, numbers[places]),
    )


def _telling(shown: Frame, schema: Schema) -> Frame:
    """Without identifiers, which tell no groups."""
    return Frame(tuple(c for c in shown if schema[c.name].role is not Role.IDENTIFIER))


def _stored_scorer(
    workspace: Workspace, version: DatasetVersion, numbers: Numbers
) -> Callable[[TrainedModel, Reporter], Said]:
    def score(model: TrainedModel, reporter: Reporter) -> Said:
        steps = () if model.raw is None else model.steps
        frame = preparing.some_rows_for(workspace, version, numbers, steps)
        return _in_blocks(model, frame, reporter), np.arange(len(numbers))

    return score


# A file, and rows as they come


def _of_file(
    workspace: Workspace, version: ModelVersion, file: Path, n: int, reporter: Reporter
) -> RehearsalRows:
    learned_on = datasets.version_of_id(workspace, version.dataset_version_id)
    expected = learned_on.raw_schema()
    with spill_folder() as scratch:
        part = Part(reporter, 0.0, 1.0)
        part.report(0.0, f"Reading {file.name}")
        read: ReadResult = reader_for(file).read(file, expected, part, scratch, ReadOptions())
        total = read.table.n_rows
        if not total:
            raise NeedsYou(f"{file.name} has no rows that can be used.", "Check the file.")
        numbers = np.arange(max(0, total - n), total)
        frame = read.table.take(numbers)
    identifier = next((c for c in expected.with_role(Role.IDENTIFIER) if c in frame), None)
    known = Frame(
        tuple(c for c in frame if c.name in expected and expected[c.name].role != Role.TARGET)
    )
    which = "all" if len(numbers) == total else "the last"
    return RehearsalRows(
        "file",
        f"{which} {len(numbers):,} rows of {file.name}",
        "",
        _telling(known, expected),
        numbers,
        None if identifier is None else frame[identifier],
        personal_data.columns(workspace, learned_on.dataset),
        _raw_scorer(frame),
        frame.take,
    )


def _raw_scorer(frame: Frame) -> Callable[[TrainedModel, Reporter], Said]:
    def score(model: TrainedModel, reporter: Reporter) -> Said:
        parts: list[Said] = []
        for low, block in _blocks(frame, reporter):
            said, places = raw_rows.score_raw(model, block)
            parts.append((said, places + low))
        return _joined([said for said, _ in parts]), np.concatenate([at for _, at in parts])

    return score


def _in_blocks(model: TrainedModel, frame: Frame, reporter: Reporter) -> Predictions:
    return _joined([learning.score(model, block) for _, block in _blocks(frame, reporter)])


def _blocks(frame: Frame, reporter: Reporter) -> Iterator[tuple[int, Frame]]:
    for low in range(0, frame.n_rows, BLOCK):
        reporter.check()
        reporter.report(low / frame.n_rows, "Asking both versions")
        yield low, frame.slice(low, low + BLOCK)


def _joined(parts: Sequence[Predictions]) -> Predictions:
    first = parts[0]
    has_truth = all(part.truth is not None for part in parts)
    truth = np.concatenate([p.truth for p in parts if p.truth is not None]) if has_truth else None
    values = np.concatenate([part.values for part in parts])
    return replace(first, rows=np.arange(len(values)), values=values, truth=truth)

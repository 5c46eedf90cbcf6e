"""Notebooks as own code: their cells, a script of the chosen ones, and what it would miss."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tidemill.base import atomic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain import notebook_cells, notebook_state, own_steps
from tidemill.domain.notebook_cells import Cell, Hidden
from tidemill.domain.own_steps import OwnStep
from tidemill.services import own_sources

MOST_BYTES = 100_000_000
ENDING = ".ipynb"


@dataclass(frozen=True)
class Made:
    """A script of chosen cells, and the hidden state that it would miss."""

    step: OwnStep
    hidden: tuple[Hidden, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing without which it can't run."""
        return not any(one.is_fatal for one in self.hidden)


def cells(path: Path) -> tuple[Cell, ...]:
    """The cells of code of a notebook, by their numbers."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NeedsYou(f"{path.name} is larger than 100 MB.", "Clear its outputs.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise NeedsYou(f"{path} can't be read.", "Check the path.", detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise NeedsYou(f"{path.name} is no notebook.", "Choose another file.") from error
    return notebook_cells.read(text, path.name)


def numbers(text: str) -> list[int]:
    """Cells as a person writes them: `2,4-6,3`, in that order."""
    found: list[int] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        first, dash, last = part.partition("-")
        try:
            low = int(first)
            high = int(last) if dash else low
        except ValueError:
            raise NeedsYou(f"{part} is no cell.", "Write cells like 2,4-6.") from None
        if high < low or high - low > 10_000:
            raise NeedsYou(f"{part} are no cells.", "Write the smaller number first.")
        found += range(low, high + 1)
    return found


def made(path: Path, chosen: Sequence[int], table: str = own_steps.SCRIPT_TABLE) -> Made:
    """A step of the chosen cells, in that order, which changes the table called `table`."""
    known = cells(path)
    source = notebook_cells.script(known, chosen)
    found = notebook_state.hidden(known, chosen, table)
    modules = own_sources.beside(path.with_suffix(".py"), source)
    step = OwnStep(f"{path.stem}.py", source, modules=modules, table=table)
    return Made(step, (*found, *_changed(path, known, chosen)))


def _changed(path: Path, known: Sequence[Cell], chosen: Sequence[int]) -> list[Hidden]:
    """Modules and files beside the notebook that were changed after it was saved."""
    saved = path.stat().st_mtime
    found = []
    for cell in notebook_cells.chosen(known, chosen):
        modules = {f"{one.partition('.')[0]}.py" for one in own_steps.imported(cell.code)}
        for name in sorted({*modules, *cell.files}):
            beside = path.parent / name
            try:
                at = beside.stat().st_mtime if beside.is_file() else 0.0
            except (OSError, ValueError):
                continue
            if at > saved:
                when = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")
                words = f"{name}, which cell {cell.number} uses, was changed after the notebook"
                found.append(Hidden("changed file", cell.number, f"{words}, on {when} UTC."))
    return found


def table_of(known: Sequence[Cell]) -> str:
    """What the cells most likely call the table: the name that most of them change."""
    changed = [name for one in known for name in one.changes]
    return max(dict.fromkeys(changed), key=changed.count, default=own_steps.SCRIPT_TABLE)


def save(step: OwnStep, path: Path) -> None:
    """Write the script to a file, whole or not at all."""
    try:
        atomic.write_bytes(path, step.source.encode())
    except OSError as error:
        raise WorldError(
            f"{path} can't be written.", "Choose another.", detail=str(error)
        ) from error

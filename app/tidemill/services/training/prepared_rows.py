"""Preparations that were learned already of the very same rows, so that a job learns them once.

A search fits hundreds of estimators on the same few folds, and a training several on the same
rows; what their preparations learn and make depends on the rows, the columns, the target and the
preparation's settings alone. What these are is told by their content, so that nothing but equal
inputs is taken over, and every bit of what comes out is the same. Kept while a job works, and in
files for the jobs after it; but not what own code made: it may have read what no hash tells.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tidemill.base import hashing
from tidemill.catalog.discovery import family
from tidemill.domain import step_inputs
from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Recipe
from tidemill.domain.step_inputs import Inputs
from tidemill.services.training import environment
from tidemill.services.training.models import Array
from tidemill.services.training.step_files import StepFiles

MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class StepTold:
    """What a fit says of a step: whether it was taken over, and why or why not."""

    step: str
    is_reused: bool
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as kept with the run."""
        return {"step": self.step, "reused": self.is_reused, "reason": self.reason}


@dataclass(frozen=True, eq=False)
class _Entry:
    preparation: Any
    matrix: Array
    inputs: Inputs
    by: str


class PreparedRows:
    """Fitted preparations with the rows they made, the last ones used up to `MOST_BYTES`.

    `files` keep them beyond that, for others too. `n_fitted` and `n_reused` count what was learned
    and what was taken over.
    """

    def __init__(self, files: StepFiles | None = None) -> None:
        self._files = files
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._n_bytes = 0
        self.n_fitted = self.n_reused = 0

    def fit_transform(
        self, preparation: Any, table: Frame, y: Array, recipe: Recipe
    ) -> tuple[Any, Array, StepTold]:
        """The preparation fitted on a table and its target, the matrix it makes, and the reason.

        The matrix is the caller's own; the preparation is not to be fitted again.
        """
        inputs = _inputs(table, y, recipe)
        key = hashing.of_value({name: one["hash"] for name, one in inputs.items()})
        files = None if recipe.own_preparations else self._files
        known = self._known(key, inputs, files)
        if known is not None:
            self.n_reused += 1
            told = f"Taken over from {known.by}: the same rows, columns and settings"
            return known.preparation, known.matrix.copy(), StepTold("preparation", True, told)
        told = self._why(inputs, files)
        matrix = preparation.fit_transform(table, y)
        self.n_fitted += 1
        self._keep(key, _Entry(preparation, matrix, inputs, recipe.estimator))
        if files is not None:
            files.put(key, preparation, matrix, inputs, recipe.estimator)
        return preparation, matrix, StepTold("preparation", False, told)

    def _known(self, key: str, inputs: Inputs, files: StepFiles | None) -> _Entry | None:
        """What this job learned, else what an earlier one did and left."""
        known = self._entries.get(key)
        if known is not None:
            self._entries.move_to_end(key)
            return known
        kept = None if files is None else files.get(key)
        if kept is None:
            return None
        known = _Entry(kept.preparation, kept.matrix, inputs, kept.by)
        self._keep(key, known)
        return known

    def _why(self, inputs: Inputs, files: StepFiles | None) -> str:
        """Why it is learned: what differs from the one that differs least."""
        before = [one.inputs for one in self._entries.values()]
        before += [] if files is None else files.newest()
        told = [step_inputs.differences(inputs, one) for one in before]
        if not told:
            return "Ran for the first time"
        nearest = min(told, key=_size)
        if not nearest:
            return "Ran again: what was kept of it could not be used"
        return "Ran again: " + ", and ".join(nearest)

    def _keep(self, key: str, entry: _Entry) -> None:
        if entry.matrix.nbytes > MOST_BYTES // 2:
            return
        entry = replace(entry, matrix=entry.matrix.copy())  # what a caller has is its own
        self._entries[key] = entry
        self._n_bytes += entry.matrix.nbytes
        while self._n_bytes > MOST_BYTES:
            _, gone = self._entries.popitem(last=False)
            self._n_bytes -= gone.matrix.nbytes


current: ContextVar[PreparedRows | None] = ContextVar("prepared_rows", default=None)
"""The preparations that fits may take over now."""


@contextmanager
def remembered(known: PreparedRows | None = None) -> Iterator[PreparedRows]:
    """Let the fits in here take over what others in here, or in `known`, learned of the rows."""
    found = PreparedRows() if known is None else known
    token = current.set(found)
    try:
        yield found
    finally:
        current.reset(token)


def _size(differences: tuple[str, ...]) -> tuple[int, int]:
    """How much differs: in how many respects, and how much there is to say of them."""
    return len(differences), len("".join(differences))


def _inputs(table: Frame, y: Array, recipe: Recipe) -> Inputs:
    """All that decides what a preparation learns and makes: content for the rows and the target."""
    alone = ", for groups alone"
    columns = {
        f"column {one.name}": str(one.kind) + ("" if one.name in recipe.features else alone)
        for one in table
    }
    settings = dict(recipe.preparation_settings)
    settings |= {"preparation": recipe.preparation, "task": str(recipe.task), "seed": recipe.seed}
    settings |= {"version": recipe.entry_versions.get("preparation"), "groups": recipe.by_group}
    return {
        "data": step_inputs.whole(_content(table, y), f"{table.n_rows:,} rows"),
        "params": step_inputs.parts(settings | columns),
        "code": step_inputs.whole(_code(recipe), ""),
        "libraries": _libraries(family("preparations")[recipe.preparation].ENTRY.requires),
    }


def _code(recipe: Recipe) -> str:
    """All code that a preparation runs: own code, and what the catalogue has for it."""
    return hashing.of_value([[one.to_dict() for one in recipe.own], _sources(recipe.preparation)])


@lru_cache(maxsize=8)
def _sources(preparation: str) -> str:
    return hashing.of_value(family("preparations")[preparation].plain_sources())


@lru_cache(maxsize=8)
def _libraries(needs: str | None) -> dict[str, Any]:
    return step_inputs.parts(environment.versions(() if needs is None else (needs,)))


def _content(table: Frame, y: Array) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for column in table:
        digest.update(f"{column.name} {column.kind} {column.values.dtype} ".encode())
        digest.update(hashing.of_value(list(column.levels)).encode())
        digest.update(memoryview(column.values.tobytes()))
    digest.update(memoryview(y.tobytes()))
    return digest.hexdigest()

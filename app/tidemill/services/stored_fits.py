"""Fits that dry runs keep beside the workspace, and those its model versions hold anyway."""

import contextlib
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tidemill.base import atomic
from tidemill.base.errors import NeedsYou
from tidemill.services.fits import Fit
from tidemill.services.workspace import Workspace
from tidemill.store import models
from tidemill.store import runs as run_rows

if TYPE_CHECKING:
    from tidemill.services.training.fitting import Fitted

FOLDER = "stored-fits"
MOST_FITS = 200
MOST_BYTES = 500_000_000
NOT_KNOWN = "Not known:"
"""How the error of a fit that was left out begins."""
_MODEL, _FACTS = "model.zip", "fit.json"


class NotFitted(NeedsYou):
    """A model would have to be fitted, and nobody asked for that."""


class StoredFits:
    """Fits by the hash of their inputs: of the workspace's versions, else kept in its folder.

    With `may_learn` what is in neither is fitted and kept, else it raises `NotFitted`. `spent` is
    called with the seconds that a fit taken from the store once took. `stored` are the inputs of
    those that were taken from the store.
    """

    def __init__(
        self, workspace: Workspace, *, may_learn: bool, spent: Callable[[float], None]
    ) -> None:
        self._workspace, self._may_learn, self._spent = workspace, may_learn, spent
        self._folder = workspace.folder / FOLDER
        self.stored: set[str] = set()

    def fit(self, inputs: str, learn: "Callable[[], Fitted]") -> Fit:
        """The fit of these inputs."""
        known = self._of_a_version(inputs) or self._kept(inputs)
        if known is not None:
            self.stored.add(inputs)
            self._spent(known.duration_s)
            return known
        if not self._may_learn:
            raise NotFitted(
                f"{NOT_KNOWN} the model would have to be fitted on these rows first.",
                "Let the dry run fit what is missing.",
            )
        made = learn()
        fit = Fit(made.model, made.duration_s, made.peak_memory)
        self._keep(inputs, fit)
        return fit

    def _of_a_version(self, inputs: str) -> Fit | None:
        from tidemill.services.training import persist

        workspace = self._workspace
        with workspace.store.read() as connection:
            version = models.version_of_inputs(connection, inputs)
            if version is None:
                return None
            run = next(iter(run_rows.find(connection, [version.run_pk])), None)
        try:
            model = persist.load(workspace.blobs.get_bytes(version.blob))
        except NeedsYou:  # damaged, or of types not trusted any more: fitted anew
            return None
        metrics = {} if run is None else run.metrics
        memory = int(metrics.get("peak_memory_mb", 0.0) * 1e6)
        return Fit(model, float(metrics.get("fit_seconds", 0.0)), memory)

    def _kept(self, inputs: str) -> Fit | None:
        from tidemill.services.training import persist

        path = self._path(inputs)
        try:
            with zipfile.ZipFile(path) as file:
                facts = json.loads(file.read(_FACTS))
                model = persist.load(file.read(_MODEL))
            os.utime(path)  # it was of use: others go first
        except (OSError, zipfile.BadZipFile, KeyError, ValueError, NeedsYou):
            return None
        return Fit(model, float(facts["duration_s"]), int(facts["peak_memory"]))

    def _keep(self, inputs: str, fit: Fit) -> None:
        from tidemill.services.training import persist

        facts = {"duration_s": fit.duration_s, "peak_memory": fit.peak_memory}
        self._folder.mkdir(exist_ok=True)
        with atomic.whole_file(self._path(inputs)) as path, zipfile.ZipFile(path, "w") as file:
            file.writestr(_MODEL, persist.bundle(fit.model))
            file.writestr(_FACTS, json.dumps(facts))

    def _path(self, inputs: str) -> Path:
        return self._folder / f"{inputs}.fit"


def prune(workspace: Workspace) -> int:
    """Remove the fits that were of no use for longest, where there are too many or too large.

    Returns the bytes that are free now.
    """
    found = []
    for path in (workspace.folder / FOLDER).glob("*.fit"):
        with contextlib.suppress(FileNotFoundError):  # another process removed it
            facts = path.stat()
            found.append((facts.st_mtime, facts.st_size, path))
    kept = freed = 0
    for number, (_, size, path) in enumerate(sorted(found, reverse=True)):
        kept += size
        if number >= MOST_FITS or kept > MOST_BYTES:
            path.unlink(missing_ok=True)
            freed += size
    return freed

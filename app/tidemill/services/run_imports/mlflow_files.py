"""Reads a folder in which MLflow kept its runs as files (`mlruns`); nothing of it is changed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.models_elsewhere import LoggedElsewhere, RegisteredElsewhere
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.domain.run_inputs import RunInput
from tidemill.services.run_imports import mlflow_file_models
from tidemill.services.run_imports.mlflow_pages import files_of, page_of, texts_below

_PAGE = 500
_DATASET = ("name", "digest", "source_type", "source", "schema", "profile")
_STATUS = {1: "RUNNING", 2: "SCHEDULED", 3: "FINISHED", 4: "FAILED", 5: "KILLED"}


class MlflowFiles:
    """A folder of experiments, each with a folder a run."""

    def __init__(self, folder: Path) -> None:
        """Look for experiments. `NeedsYou` where none is."""
        self._folder = folder
        self._experiments = {
            one.parent: str(page_of(one).get("name", one.parent.name))
            for place in (folder, folder / ".trash")
            for one in sorted(place.glob("*/meta.yaml"))
            if one.parent.name != "models"
        }
        if not self._experiments:
            raise NeedsYou(
                f"{folder} is no folder of MLflow's: no experiment lies in it.",
                "Name the folder mlruns.",
            )
        self._places = {
            one.parent.name: one.parent
            for folder_ in self._experiments
            for one in sorted(folder_.glob("*/meta.yaml"))
            if one.parent.name not in ("models", "datasets", "traces")
        }

    def close(self) -> None:
        """Nothing is held."""

    def count(self) -> int:
        """How many runs there are, deleted ones too."""
        return len(self._places)

    def logged(self) -> Iterator[list[LoggedElsewhere]]:
        """The logged models in pages."""
        return mlflow_file_models.logged(self._experiments)

    def registered(self) -> list[RegisteredElsewhere]:
        """The registered models with versions and aliases."""
        return mlflow_file_models.registered(self._folder / "models", self._files_of_run)

    def _files_of_run(self, run: str) -> str | None:
        """Where the files of a run lie."""
        place = self._places.get(run)
        return (
            None if place is None else str(page_of(place / "meta.yaml").get("artifact_uri") or "")
        )

    def ids(self) -> Iterator[list[str]]:
        """The ids of all runs in pages, those that began earlier first: parents before children."""
        every = sorted(self._places, key=lambda one: (_began(self._places[one]), one))
        for start in range(0, len(every), _PAGE):
            yield every[start : start + _PAGE]

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page with all that was logged to them."""
        try:
            return [self._run(self._places[one]) for one in ids]
        except OSError as error:
            raise WorldError(
                "The store can't be read.", "Try again: what was taken stays.", detail=str(error)
            ) from error

    def _run(self, folder: Path) -> OutsideRun:
        page = page_of(folder / "meta.yaml")
        tags = texts_below(folder / "tags")
        status = page.get("status", "")
        ended = page.get("end_time")
        return OutsideRun(
            str(page.get("run_id") or page.get("run_uuid") or folder.name),
            self._experiments[folder.parent],
            str(page.get("run_name") or page.get("name") or tags.get("mlflow.runName", "")),
            str(page.get("user_id") or ""),
            _STATUS.get(status, str(status)) if isinstance(status, int) else str(status),
            float(page.get("start_time") or 0) / 1000,
            None if ended is None else float(ended) / 1000,
            page.get("lifecycle_stage") == "deleted",
            str(page.get("artifact_uri") or ""),
            texts_below(folder / "params"),
            tags,
            _points(folder / "metrics"),
            self._datasets(folder),
            parent=tags.get("mlflow.parentRunId") or None,
            note=tags.get("mlflow.note.content", ""),
        )

    def _datasets(self, run: Path) -> list[RunInput]:
        found = []
        for one in sorted((run / "inputs").glob("*/meta.yaml")):
            entry = page_of(one)
            source = str(entry.get("source_id", one.parent.name))
            page = page_of(run.parent / "datasets" / source / "meta.yaml")
            if page:
                told = {name: str(page.get(name) or "") for name in _DATASET}
                tags = {str(k): str(v) for k, v in (entry.get("tags") or {}).items()}
                schema, profile = told.pop("schema") or None, told.pop("profile") or None
                found.append(RunInput(**told, schema=schema, profile=profile, tags=tags))
        return found


def _began(folder: Path) -> int:
    """When a run began, without reading all of its page."""
    found = re.search(
        r"^start_time: (\d+)", (folder / "meta.yaml").read_text("utf-8"), re.MULTILINE
    )
    return int(found[1]) if found else 0


def _points(folder: Path) -> list[Point]:
    """Lines of time in milliseconds, value and, since there are any, step."""
    found = []
    for name, path in files_of(folder):
        for line in path.read_text(encoding="utf-8").splitlines():
            parts = line.split()
            if len(parts) >= 2:
                step = int(parts[2]) if len(parts) > 2 else 0
                found.append((name, step, int(parts[0]) / 1000, float(parts[1])))
    return found

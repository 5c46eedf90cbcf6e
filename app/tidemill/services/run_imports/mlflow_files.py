"""Reads a folder in which MLflow kept its runs as files (`mlruns`); nothing of it is changed."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.domain.run_inputs import RunInput

_PAGE = 500
_DATASET = ("name", "digest", "source_type", "source", "schema", "profile")
_STATUS = {1: "RUNNING", 2: "SCHEDULED", 3: "FINISHED", 4: "FAILED", 5: "KILLED"}


class MlflowFiles:
    """A folder of experiments, each with a folder a run."""

    def __init__(self, folder: Path) -> None:
        """Look for experiments. `NeedsYou` where none is."""
        self._folder = folder
        self._experiments = {
            one.parent: str(_page(one).get("name", one.parent.name))
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

    def n_models(self) -> int:
        """How many models are registered."""
        return len(list((self._folder / "models").glob("*/meta.yaml")))

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
        page = _page(folder / "meta.yaml")
        tags = _texts(folder / "tags")
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
            _texts(folder / "params"),
            tags,
            _points(folder / "metrics"),
            self._datasets(folder),
            parent=tags.get("mlflow.parentRunId") or None,
            note=tags.get("mlflow.note.content", ""),
        )

    def _datasets(self, run: Path) -> list[RunInput]:
        found = []
        for one in sorted((run / "inputs").glob("*/meta.yaml")):
            entry = _page(one)
            source = str(entry.get("source_id", one.parent.name))
            page = _page(run.parent / "datasets" / source / "meta.yaml")
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


def _page(path: Path) -> dict[str, Any]:
    """A file of YAML; empty where there is none."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        read = yaml.load(path.read_text(encoding="utf-8"), loader)
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NeedsYou(
            f"{path} can't be read.", "Mend or remove it, and try again.", detail=str(error)
        ) from error
    return read if isinstance(read, dict) else {}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files below a folder by their path there: names may have slashes."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _texts(folder: Path) -> dict[str, str]:
    return {name: path.read_text(encoding="utf-8") for name, path in _files(folder)}


def _points(folder: Path) -> list[Point]:
    """Lines of time in milliseconds, value and, since there are any, step."""
    found = []
    for name, path in _files(folder):
        for line in path.read_text(encoding="utf-8").splitlines():
            parts = line.split()
            if len(parts) >= 2:
                step = int(parts[2]) if len(parts) > 2 else 0
                found.append((name, step, int(parts[0]) / 1000, float(parts[1])))
    return found

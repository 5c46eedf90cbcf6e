"""Files of a model that stand in the store by content, laid out as the folder they were.

Nothing in them is loaded: the folder is looked at as a file from anybody is.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.model_files import ModelFacts
from tidemill.services import model_files
from tidemill.services.workspace import Workspace

PAGE = "MLmodel"
_KEPT = (
    "title",
    "type",
    "task",
    "columns",
    "outputs",
    "classes",
    "facts",
    "versions",
    "standing",
    "verdict",
    "notes",
    "trouble",
    "inner",
    "pickle",
)


@contextmanager
def laid_out(workspace: Workspace, files: Mapping[str, str], name: str = "model") -> Iterator[Path]:
    """A folder of files, named by their paths below it and their blobs, until it is left."""
    with tempfile.TemporaryDirectory(prefix="tidemill-model-") as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        for path, blob in files.items():
            target = folder / path
            if folder not in target.parents or ".." in target.parts:
                raise NeedsYou(f"{path[:100]!r} leads out of its folder.", "Log the model again.")
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                _put(workspace.blobs.path(blob), target)
            except OSError as error:
                raise WorldError(
                    "Can't lay out the model's files.", "Try again.", detail=str(error)
                ) from error
        yield folder


def _put(source: Path, target: Path) -> None:
    """A name of the stored file itself where the disk allows one, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def look(workspace: Workspace, files: Mapping[str, str]) -> dict[str, Any]:
    """What a model's files say of it, as it is kept with its version; `trouble` where nothing."""
    if PAGE not in files:
        return {"trouble": f"Its files have no {PAGE} page, so nothing is known of it."}
    with laid_out(workspace, files) as folder:
        try:
            facts = model_files.inspect(folder)
        except NeedsYou as error:
            return {"trouble": error.message}
    told = facts.to_dict()
    why = why_not_judged(facts)
    kept = {name: told[name] for name in _KEPT if told[name] not in (None, "", [], {})}
    return {**kept, **({"why_not": why} if why else {})}


def why_not_judged(facts: ModelFacts) -> str:
    """Why a model can't be served or judged here, as a sentence; empty where it can."""
    if facts.is_pickle:
        return (
            "It is a pickle, which can run any code where it is loaded: it can't be served or "
            "judged here. Load it with MLflow, or log it as skops."
        )
    if not facts.inner.endswith((".skops", ".onnx")):
        return (
            "It is kept in a form that Tidemill does not load: it can't be served or judged here. "
            "Load it with MLflow, or log it as skops or ONNX."
        )
    refusal = model_files.why_not_imported(facts)
    return "" if refusal is None else f"{refusal.message} {refusal.hint}".strip()

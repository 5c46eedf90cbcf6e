"""Reads skops files by their own list of what they hold; no object of them is made."""

import hashlib
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

from tidemill.base import zips
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.catalog.model_files._estimators import Told, look
from tidemill.catalog.model_files._findings import Findings
from tidemill.catalog.model_files._skops_nodes import Nodes
from tidemill.catalog.model_files._streams import OverBounds
from tidemill.domain.entries import ModelFileEntry
from tidemill.domain.model_files import ModelFacts, cut

ENTRY = ModelFileEntry(
    id="skops",
    version=1,
    title="skops",
    help=(
        "A model as skops saves it: an archive that names every type it holds. The names are read "
        "and compared with those that are known; nothing is loaded for that."
    ),
    endings=(".skops",),
)

MOST_SCHEMA = 64 << 20
MOST_FILES = 200_000
_SCHEMA = "schema.json"


def facts(path: Path) -> ModelFacts:
    """What a skops file says of itself.

    Raises `NeedsYou` for what is no archive or none of skops, `WorldError` for the disk.
    """
    try:
        with path.open("rb") as raw:
            content = hashlib.file_digest(raw, "sha256").hexdigest()
            n_bytes = raw.seek(0, 2)
            raw.seek(0)
            with zips.opened(raw) as archive:
                schema = _schema(path, archive)
                found, told, trouble = _told(archive, schema)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise NeedsYou(
            f"Can't read {path.name}: it is a damaged archive, or no skops file.",
            "Ask for the file again, or for another one saved with skops.",
            detail=f"{type(error).__name__}: {error}",
        ) from error
    except OSError as error:
        raise WorldError(f"Can't read {path.name}.", "Try again.", detail=str(error)) from error
    versions = dict(told.versions)
    if isinstance(schema, dict) and isinstance(schema.get("_skops_version"), str):
        versions["skops"] = cut(schema["_skops_version"], 40)
    protocol = schema.get("protocol") if isinstance(schema, dict) else None
    return ModelFacts(
        name=path.name,
        format="skops",
        title=f"skops file, protocol {protocol}" if isinstance(protocol, int) else "skops file",
        n_bytes=n_bytes,
        content=content,
        type=told.type,
        task=told.task,
        steps=tuple(told.steps),
        columns=tuple(told.columns),
        n_columns=told.n_columns,
        classes=tuple(told.classes),
        parameters=told.parameters,
        versions=versions,
        facts=told.facts,
        parts=found.parts(),
        notes=tuple(found.notes),
        trouble=trouble,
    )


def claims(first: bytes) -> bool:
    """Whether a file begins as an archive does."""
    return first.startswith(b"PK\x03\x04")


def _schema(path: Path, archive: zipfile.ZipFile) -> Any:
    if len(archive.filelist) > MOST_FILES:
        raise NeedsYou(
            f"Can't read {path.name}: the archive holds more than {MOST_FILES:,} files.",
            "Ask whoever made it what it is.",
        )
    try:
        schema = archive.getinfo(_SCHEMA)
    except KeyError:
        raise NeedsYou(
            f"Can't read {path.name}: it is an archive, but none of skops; it has no {_SCHEMA}.",
            "PyTorch and Keras write such files: save the model as ONNX, or with skops.",
        ) from None
    with archive.open(schema) as opened:
        text = opened.read(MOST_SCHEMA + 1)
    if len(text) > MOST_SCHEMA:
        raise NeedsYou(
            f"Can't read {path.name}: its list of contents unpacks to more than "
            f"{MOST_SCHEMA >> 20} MB.",
            "Ask whoever made it what it is.",
        )
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NeedsYou(
            f"Can't read {path.name}: its list of contents is damaged.",
            "Ask for the file again.",
            detail=str(error),
        ) from error


def _told(archive: zipfile.ZipFile, schema: Any) -> tuple[Findings, Told, str]:
    found = Findings()
    try:
        return found, look(Nodes(archive, found).value(schema)), ""
    except OverBounds as over:
        return found, Told(), str(over)
    except RecursionError:
        return found, Told(), "It is nested too deep to be told."
    except (ValueError, TypeError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        return found, Told(), f"Its list of contents makes no sense: {cut(str(error))}."

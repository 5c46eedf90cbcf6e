"""Chooses how a model file is told; nothing in it is run for that."""

from pathlib import Path
from types import ModuleType

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.catalog.discovery import family
from tidemill.domain.entries import ModelFileEntry
from tidemill.domain.model_files import ModelFacts

_PACKED = (".gz", ".bz2", ".xz", ".lzma", ".z", ".lz4")
_SURE = "onnx"
"""The kind that is told by its ending alone: any bytes may be the beginning of one."""


def entries() -> tuple[ModelFileEntry, ...]:
    """What every kind declares."""
    return tuple(module.ENTRY for module in family("model_files").values())


def endings() -> tuple[str, ...]:
    """All endings of model files, in the order of the kinds."""
    return tuple(ending for entry in entries() for ending in entry.endings)


def is_model(path: Path) -> bool:
    """Whether a file is called a model; of a folder its page says so."""
    if path.is_dir():
        return _of_folder(path) is not None
    return _unpacked_name(path).endswith(endings())


def facts(path: Path) -> ModelFacts:
    """What a model file or folder says of itself, told without loading it.

    Raises `NeedsYou` for what is missing or no model file, `WorldError` for the disk.
    """
    if any(path.name == module.PAGE for module in _folders()):
        path = path.parent
    if path.is_dir():
        module = _of_folder(path) or _folders()[0]
        told: ModelFacts = module.facts(path, _of_file)
        return told
    if not path.exists():
        raise NeedsYou(f"There is no file {path}.", "Check the path.")
    if not path.is_file():
        raise NeedsYou(f"{path.name} is no file.", "Name a model file or a folder of MLflow.")
    return _of_file(path)


def _of_file(path: Path) -> ModelFacts:
    """What a file says of itself; its content counts more than its ending."""
    try:
        with path.open("rb") as raw:
            first = raw.read(16)
    except OSError as error:
        raise WorldError(f"Can't read {path.name}.", "Try again.", detail=str(error)) from error
    kinds = {k: m for k, m in family("model_files").items() if not m.ENTRY.is_folder}
    name = _unpacked_name(path)
    by_ending = next((m for m in kinds.values() if name.endswith(m.ENTRY.endings)), None)
    module = by_ending if by_ending is kinds[_SURE] and not first.startswith(b"PK") else None
    module = module or next((m for m in kinds.values() if m.claims(first)), by_ending)
    if module is None:
        raise NeedsYou(
            f"{path.name} is no model file that Tidemill knows.",
            "It tells " + ", ".join(endings()) + " and folders that MLflow wrote.",
        )
    told: ModelFacts = module.facts(path)
    return told


def _folders() -> list[ModuleType]:
    return [module for module in family("model_files").values() if module.ENTRY.is_folder]


def _of_folder(path: Path) -> ModuleType | None:
    return next((module for module in _folders() if (path / module.PAGE).is_file()), None)


def _unpacked_name(path: Path) -> str:
    name = path.name.lower()
    for ending in _PACKED:
        name = name.removesuffix(ending)
    return name

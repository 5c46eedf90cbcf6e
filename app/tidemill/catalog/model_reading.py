"""Chooses how a model file is told; nothing in it is run for that."""

from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.catalog.discovery import family
from tidemill.domain.entries import ModelFileEntry
from tidemill.domain.model_files import ModelFacts


def entries() -> tuple[ModelFileEntry, ...]:
    """What every kind declares."""
    return tuple(module.ENTRY for module in family("model_files").values())


def endings() -> tuple[str, ...]:
    """All endings of model files, in the order of the kinds."""
    return tuple(ending for entry in entries() for ending in entry.endings)


def is_model(path: Path) -> bool:
    """Whether a file or folder is called a model; of a folder its page says so."""
    if path.is_dir():
        from tidemill.catalog.model_files import mlflow

        return mlflow.is_model(path)
    name = path.name.lower()
    for ending in (".gz", ".bz2", ".xz", ".lzma", ".z", ".lz4"):
        name = name.removesuffix(ending)
    return name.endswith(endings())


def facts(path: Path) -> ModelFacts:
    """What a model file or folder says of itself, told without loading it.

    Its content counts more than its ending. Raises `NeedsYou` for what is missing or no model
    file, `WorldError` for the disk.
    """
    from tidemill.catalog.model_files import _inner, mlflow

    if path.name == mlflow.PAGE:
        path = path.parent
    if path.is_dir():
        return mlflow.facts(path)
    if not path.exists():
        raise NeedsYou(f"There is no file {path}.", "Check the path.")
    if not path.is_file():
        raise NeedsYou(f"{path.name} is no file.", "Name a model file or a folder of MLflow.")
    return _inner.facts_of_file(path)

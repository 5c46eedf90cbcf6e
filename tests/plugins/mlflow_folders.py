"""Stores that MLflow's client made (`mlflow_stores/make_models.py`), unpacked in a folder."""

import zipfile
from pathlib import Path

_STORES = Path(__file__).parents[1] / "unit" / "services" / "mlflow_stores"


def unpacked(name: str, folder: Path) -> Path:
    """A packed store in a folder; its pages say that it lies there."""
    with zipfile.ZipFile(_STORES / name) as packed:
        packed.extractall(folder)
    for page in [*folder.rglob("MLmodel"), *folder.rglob("meta.yaml")]:
        page.write_text(page.read_text("utf-8").replace("{place}", str(folder)), "utf-8")
    return folder


def mlruns_with_models(folder: Path) -> Path:
    """A folder `mlruns`: a run, a logged model, a registered one with versions and aliases."""
    return unpacked("models_folder.zip", folder) / "mlruns"

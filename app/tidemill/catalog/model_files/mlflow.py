"""Reads folders that MLflow saved a model in: its page, and the model file in it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.catalog.model_files._onnx_graph import leaves
from tidemill.domain.entries import ModelFileEntry
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelColumn, ModelFacts, Part, cut

ENTRY = ModelFileEntry(
    id="mlflow",
    version=1,
    title="MLflow model",
    help=(
        "A folder with an MLmodel file: its signature, library versions and the model in it are "
        "read. Code that the folder brings along is pointed out and never run."
    ),
    is_folder=True,
)

PAGE = "MLmodel"
MOST_PAGE = 512 * 1024
MOST_FILES = 5_000
_MOST_LINES = 300
_LOADERS = frozenset(
    f"mlflow.{name}" for name in ("sklearn", "xgboost", "lightgbm", "catboost", "onnx", "skops")
)
_VERSIONS = {
    "sklearn_version": "scikit-learn",
    "xgb_version": "xgboost",
    "lgb_version": "lightgbm",
    "catboost_version": "catboost",
    "onnx_version": "onnx",
    "skops_version": "skops",
    "python_version": "Python",
}
_FILES = ("pickled_model", "data", "model_data", "model_path", "python_model")


Read = Callable[[Path], ModelFacts]


def facts(path: Path, read: Read) -> ModelFacts:
    """What a folder says of its model, and what the model file in it says of itself.

    `read` tells that file.

    Raises `NeedsYou` for a folder without a readable page, `WorldError` for the disk.
    """
    page = _page(path)
    flavours = _mapping(page.get("flavors"))
    parts, notes = _code(path, flavours)
    inner, found, trouble = _inner(path, flavours, parts, read)
    inputs, outputs = _signature(page.get("signature"))
    own = ModelFacts(path.name, "mlflow", "MLflow model")
    base = found or own
    flavour = next((name for name in flavours if name != "python_function"), "python_function")
    said = {
        "Flavour": cut(flavour, 60),
        "Model file": inner,
        "Saved by": f"MLflow {cut(str(page.get('mlflow_version', '')), 40)}".strip(),
        "Saved at": cut(str(page.get("utc_time_created", "")), 40),
        "Run": cut(str(page.get("run_id", "") or ""), 60),
    }
    return replace(
        base,
        name=path.name,
        format="mlflow",
        title=f"MLflow model, {base.title[0].lower()}{base.title[1:]}" if found else own.title,
        n_bytes=_n_bytes(path),
        content=_content(path, inner),
        columns=inputs or base.columns,
        n_columns=len(inputs) or base.n_columns,
        outputs=outputs or base.outputs,
        versions=_versions(path, flavours, base.versions),
        facts={what: how for what, how in said.items() if how} | base.facts,
        parts=(*parts, *base.parts),
        notes=(*notes, *base.notes),
        trouble=trouble or base.trouble,
        inner=inner,
    )


def _page(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        with (path / PAGE).open("rb") as raw:
            text = raw.read(MOST_PAGE + 1)
        if len(text) > MOST_PAGE:
            raise NeedsYou(f"Can't read {path.name}: its {PAGE} file is too large.", "Look at it.")
        page = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise NeedsYou(
            f"Can't read {path.name}: its {PAGE} file is damaged.",
            "Save the model again, or name the model file in the folder itself.",
            detail=str(error)[:1000],
        ) from error
    except FileNotFoundError as error:
        raise NeedsYou(
            f"{path.name} is a folder without an {PAGE} file, so no model of MLflow.",
            "Name the model file itself.",
        ) from error
    except OSError as error:
        raise WorldError(f"Can't read {path.name}.", "Try again.", detail=str(error)) from error
    if not isinstance(page, dict) or not isinstance(page.get("flavors"), dict):
        raise NeedsYou(
            f"Can't read {path.name}: its {PAGE} file names no model.",
            "Name the model file in the folder itself.",
        )
    return page


def _mapping(value: Any) -> dict[str, dict[str, Any]]:
    if not isinstance(value, dict):
        return {}
    return {str(k): v if isinstance(v, dict) else {} for k, v in value.items()}


def _code(path: Path, flavours: Mapping[str, dict[str, Any]]) -> tuple[list[Part], list[str]]:
    """What of the folder is code: modules it names to load, and files it brings along."""
    parts, notes = [], []
    for name, said in flavours.items():
        loader = said.get("loader_module")
        if isinstance(loader, str) and loader not in _LOADERS:
            told = f"MLflow would load the module {cut(loader, 80)} to read it."
            parts.append(Part(f"loader {cut(loader, 80)}", Standing.CODE, True, told))
        code = said.get("code") or said.get("code_paths")
        if code or said.get("model_code_path"):
            where = cut(str(code or said.get("model_code_path")), 80)
            told = f"The folder brings code along, in {where}."
            parts.append(Part(f"code of {cut(name, 40)}", Standing.CODE, True, told))
    if (path / "requirements.txt").is_file():
        n = len(_requirements(path))
        notes.append(f"It asks for {n} package{'' if n == 1 else 's'}; none was installed.")
    return parts, notes


def _inner(
    path: Path, flavours: Mapping[str, dict[str, Any]], parts: list[Part], read: Read
) -> tuple[str, ModelFacts | None, str]:
    """The model file that the page names, and its facts; a path that leaves the folder is told."""
    named = [
        said[key]
        for _, said in sorted(flavours.items(), key=lambda pair: pair[0] == "python_function")
        for key in _FILES
        if isinstance(said.get(key), str) and said[key]
    ]
    root = path.resolve()
    for name in named:
        file = path / name
        if leaves(name) or not file.resolve().is_relative_to(root):
            told = "Its page names a file outside of the folder."
            parts.append(Part(f"the path {cut(name, 80)}", Standing.ACTS, True, told))
            continue
        file = _file_in(file)
        if not file.is_file() or not file.resolve().is_relative_to(root):
            continue
        inner = file.relative_to(path).as_posix()
        try:
            return inner, read(file), ""
        except WorldError:
            raise
        except TidemillError as error:
            return inner, None, f"{error.message}"
    return "", None, "No model file was found that its page names."


def _file_in(file: Path) -> Path:
    """The file that is meant where the page names a folder."""
    if not file.is_dir():
        return file
    inside = [file / name for name in ("model.onnx", "model.skops", "model.pkl", "model.joblib")]
    return next((one for one in inside if one.is_file()), file)


def _signature(said: Any) -> tuple[tuple[ModelColumn, ...], tuple[ModelColumn, ...]]:
    if not isinstance(said, dict):
        return (), ()
    return _columns(said.get("inputs")), _columns(said.get("outputs"))


def _columns(text: Any) -> tuple[ModelColumn, ...]:
    """Columns as a signature writes them: a JSON text of names and types."""
    try:
        items = json.loads(text) if isinstance(text, str) else text
    except (ValueError, RecursionError):
        return ()
    if not isinstance(items, list):
        return ()
    found = []
    for at, one in enumerate(items[:2000]):
        if isinstance(one, dict):
            kind = one.get("type")
            if isinstance(one.get("tensor-spec"), dict):
                kind = one["tensor-spec"].get("dtype")
            name = one.get("name", "") or ("" if len(items) == 1 else f"column {at + 1}")
            found.append(ModelColumn(cut(str(name), 120), cut(str(kind or ""), 40)))
    return tuple(found)


def _versions(
    path: Path, flavours: Mapping[str, dict[str, Any]], inner: Mapping[str, str]
) -> dict[str, str]:
    found = dict(inner)
    for said in flavours.values():
        for key, library in _VERSIONS.items():
            if isinstance(said.get(key), str):
                found.setdefault(library, cut(said[key], 40))
    for line in _requirements(path):
        name, sign, version = line.partition("==")
        if sign:
            found.setdefault(cut(name.strip(), 60), cut(version.split(";")[0].strip(), 40))
    return found


def _requirements(path: Path) -> list[str]:
    try:
        with (path / "requirements.txt").open("rb") as raw:
            text = raw.read(1 << 16).decode("utf-8", errors="replace")
    except OSError:
        return []
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")][:_MOST_LINES]


def files(path: Path) -> list[Path]:
    """The files of the folder in a fixed order, links that lead out of it left out.

    Raises `NeedsYou` where there are too many.
    """
    root, found = path.resolve(), []
    for n, one in enumerate(path.rglob("*")):
        if n > MOST_FILES:
            raise NeedsYou(
                f"{path.name} holds more than {MOST_FILES:,} files.", "Name the model file itself."
            )
        if one.is_file() and one.resolve().is_relative_to(root):
            found.append(one)
    return sorted(found)


def _n_bytes(path: Path) -> int:
    return sum(one.stat().st_size for one in files(path))


def _content(path: Path, inner: str) -> str:
    """A hash over the page and the model file: what was looked at."""
    whole = hashlib.sha256()
    for name in (PAGE, inner):
        if name and (path / name).is_file():
            with (path / name).open("rb") as raw:
                whole.update(hashlib.file_digest(raw, "sha256").digest())
    return whole.hexdigest()

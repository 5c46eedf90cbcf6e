"""A plain Python package in one zip: model, card, schema, examples, tests, and how to retrain.

It answers, tests and retrains itself without Tidemill: by onnxruntime, or by scikit-learn with a
copy of our preparation and of the steps before it, which need numpy alone.
"""

import importlib.util
import io
import json
import keyword
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.resources import resource
from tidemill.catalog import carried_sources
from tidemill.catalog.discovery import family
from tidemill.catalog.exporters import _estimators
from tidemill.catalog.exporters import onnx as onnx_files
from tidemill.domain import own_steps
from tidemill.domain.entries import ExporterEntry
from tidemill.domain.frames import Frame
from tidemill.domain.outgoing import TOLERANCE, Outgoing, distances
from tidemill.domain.own_steps import OwnStep

Array = npt.NDArray[Any]

ENTRY = ExporterEntry(
    "package",
    1,
    "Python package",
    "A zip with the model, its card, schema, example rows and tests; it retrains with one command.",
    ending=".zip",
    needs_papers=True,
    writes_steps=True,
)

_EPOCH = (1980, 1, 1, 0, 0, 0)
_INIT = '"""The preparation the model learned behind, as Tidemill has it."""\n'


def name_of(title: str) -> str:
    """The package's name: that of model and version as Python takes it, such as `churn_v3`."""
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    is_plain = name.isidentifier() and not keyword.iskeyword(name)
    return name if is_plain else f"model_{name}".rstrip("_")


def write(outgoing: Outgoing) -> bytes:
    """The zip; everything in it lies in one folder that is called as the package is."""
    package = name_of(outgoing.title)
    inner = _package(outgoing)
    files = {f"{package}/{name}": data for name, data in inner.items()}
    for name in ("tests/__init__.py", "tests/test_answers.py"):
        files[name] = _template(name).encode()
    files["examples/rows.json"] = _json([dict(row) for row in outgoing.examples])
    files["examples/answers.json"] = _json(_example_answers(outgoing))
    files |= _front(outgoing, package, inner) | dict(outgoing.papers)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(_info(f"{package}/{name}"), data)
    return stream.getvalue()


def sealed(data: bytes, proof: Mapping[str, Any], outgoing: Outgoing) -> bytes:
    """The zip with the proof of it inside."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_info(f"{name_of(outgoing.title)}/proof.json"), _json(proof))
    return stream.getvalue()


def answers(data: bytes, outgoing: Outgoing, table: Any) -> Array:
    """What the unpacked package says of rows, by every engine that is here.

    A row of which two engines say different things gets NaN: no answer of the package's holds.
    """
    rows = [_raw(row, outgoing) for row in (table.rows() if isinstance(table, Frame) else table)]
    with _unpacked(data, outgoing) as package:
        said = [package.load(engine).values(rows) for engine in package.model.engines()]
    first = np.array(said[0], dtype=np.float64)
    for other in said[1:]:
        first[distances(first, other) > TOLERANCE] = np.nan
    return first


@contextmanager
def _unpacked(data: bytes, outgoing: Outgoing) -> Iterator[ModuleType]:
    """The package imported from a folder of its own, gone afterwards."""
    name = name_of(outgoing.title)
    with tempfile.TemporaryDirectory(prefix="tidemill-package-") as scratch:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(scratch)
        init = Path(scratch) / name / name / "__init__.py"
        # Under a name nobody else has: the person's own module may be called like the model.
        inner = f"_tidemill_export_{name}"
        spec = importlib.util.spec_from_file_location(inner, init)
        assert spec is not None
        assert spec.loader is not None
        package = importlib.util.module_from_spec(spec)
        sys.modules[inner] = package
        try:
            spec.loader.exec_module(package)
            yield package
        finally:
            for module in [m for m in sys.modules if m == inner or m.startswith(f"{inner}.")]:
                del sys.modules[module]


def _package(outgoing: Outgoing) -> dict[str, bytes]:
    """Files of the package itself."""
    import skops.io

    known = family("preparations")[outgoing.preparation]
    templates = (
        *("__init__.py", "__main__.py", "estimators.py", "groups.py", "model.py"),
        *("own_code.py", "retraining.py", "steps.py", "tables.py"),
    )
    files = {name: _template(f"package/{name}").encode() for name in templates}
    files["preparation/__init__.py"] = _INIT.encode()
    for name, text in known.plain_sources().items():
        files[f"preparation/{name}"] = text.encode()
    trusted = [one for one in outgoing.trusted if not one.startswith("tidemill.")]
    about = onnx_files.facts(outgoing) | {"target": outgoing.target, "trusted": trusted}
    if known.ENTRY.requires is not None:
        about["needs"] = [known.ENTRY.requires]
        files["preparation.skops"] = skops.io.dumps(known.kept_encoders(_prepares(outgoing)))
    files |= _steps(outgoing) | _own_code(outgoing) | _groups(outgoing)
    files |= _estimator(outgoing)
    try:
        data = onnx_files.write(outgoing)
    except NeedsYou:  # it answers by scikit-learn alone then, which `notes` tells
        pass
    else:
        files["model.onnx"] = data
        about |= onnx_files.about(data)
    files["about.json"] = _json(about)
    files["preparation.json"] = _json(_preparation(outgoing, known))
    files["training.json"] = _json(_training(outgoing))
    return files


def notes(data: bytes, outgoing: Outgoing) -> list[str]:
    """What the person should know of the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if any(name.endswith("/model.onnx") for name in archive.namelist()):
            return []
    try:
        onnx_files.write(outgoing)
    except NeedsYou as error:
        return [f"It answers by scikit-learn alone. {error.message}"]
    return []


def _steps(outgoing: Outgoing) -> dict[str, bytes]:
    """The steps that the model learned behind: which they are, and their code."""
    if not outgoing.steps and not outgoing.learned_behind:
        return {}
    steps = [
        {
            "module": carried_sources.place(step.module),
            "settings": dict(step.settings),
            "learning": step.entry.is_whole and step.entry.drops_rows,
            "says": step.sentence,
        }
        for step in outgoing.learned_behind
    ]
    plan = {"columns": [list(one) for one in (*outgoing.raw, *outgoing.absent)], "steps": steps}
    sources = carried_sources.carried(step.module for step in outgoing.learned_behind)
    return {name: text.encode() for name, text in sources.items()} | {"steps.json": _json(plan)}


def _preparation(outgoing: Outgoing, known: Any) -> dict[str, Any]:
    """The fitted preparation as JSON has it; that behind own code reads what the code leaves."""
    is_behind_code = hasattr(_ungrouped(outgoing), "inner")
    return dict(known.plain_state(_prepares(outgoing), {} if is_behind_code else outgoing.sources))


def _prepares(outgoing: Outgoing) -> Any:
    """The preparation itself, without what stands around it."""
    fitted = _ungrouped(outgoing)
    return getattr(fitted, "inner", fitted)


def _ungrouped(outgoing: Outgoing) -> Any:
    """What prepares the rows, without what tells their groups apart."""
    first = outgoing.pipeline[0]
    return first.inner if hasattr(first, "groups_") else first


def _groups(outgoing: Outgoing) -> dict[str, bytes]:
    """What tells the groups of rows apart, where each has a model of its own."""
    grouped = outgoing.pipeline[0]
    if not hasattr(grouped, "groups_"):
        return {}
    module = sys.modules[type(grouped).__module__]
    plan = {
        "module": carried_sources.place(module),
        "column": outgoing.source(grouped.column),
        "kind": grouped.kind,
        "groups": grouped.groups_,
    }
    sources = carried_sources.carried([module])
    return {name: text.encode() for name, text in sources.items()} | {"groups.json": _json(plan)}


def _estimator(outgoing: Outgoing) -> dict[str, bytes]:
    """The fitted estimator, and the code of those that are our own."""
    import skops.io

    estimator = outgoing.pipeline[-1]
    data = skops.io.dumps(_estimators.kept(estimator))
    if any(one.startswith("tidemill.") for one in skops.io.get_untrusted_types(data=data)):
        raise _unsaid(outgoing)
    sources = carried_sources.carried(_estimators.modules(estimator))
    return {name: text.encode() for name, text in sources.items()} | {"estimator.skops": data}


def _own_code(outgoing: Outgoing) -> dict[str, bytes]:
    """The own code before the preparation, with what runs it and what its classes learned."""
    own = _ungrouped(outgoing)
    if not hasattr(own, "inner"):
        return {}
    module = sys.modules[type(own).__module__]
    plan = {
        "module": carried_sources.place(module),
        "steps": own.steps,
        "columns": own.columns,
        "target": own.target,
        "sources": dict(outgoing.sources),
        "made": own.made_,
    }
    sources = carried_sources.carried([module])
    files = {name: text.encode() for name, text in sources.items()}
    return files | {"own_code.json": _json(plan)} | _own_learned(outgoing, own)


def _own_learned(outgoing: Outgoing, own: Any) -> dict[str, bytes]:
    """The state of each object of own code that learned; `NeedsYou` where one holds another."""
    import skops.io

    learners = [one for one in own.learned_ if one is not None]
    if not learners:
        return {}
    states = [None if one is None else one.__getstate__() for one in own.learned_]
    data = skops.io.dumps(states)
    known = [one for one in outgoing.trusted if not one.startswith("tidemill.")]
    strange = set(skops.io.get_untrusted_types(data=data)) - set(known)
    if strange or not all(isinstance(one, dict) for one in states if one is not None):
        names = ", ".join(sorted(one.rpartition(".")[2] for one in strange)) or "no plain state"
        raise NeedsYou(
            f"{outgoing.title} can't leave as a package: {type(learners[0]).__name__} of its own "
            f"code keeps what it learned in {names}.",
            "Let it keep numbers, texts, lists, dicts and arrays, or deploy it.",
        )
    return {"own_learned.skops": data}


def _training(outgoing: Outgoing) -> dict[str, Any]:
    """What a training needs: the estimator by its class and what differs from its defaults."""
    recipe, first = outgoing.recipe, _ungrouped(outgoing)
    preparation = getattr(first, "inner", first).get_params()
    preparation["columns"] = [[outgoing.source(name), kind] for name, kind in first.columns_]
    time = recipe.get("time")
    return {
        "target": outgoing.target,
        "raw_target": outgoing.absent[0][0] if outgoing.absent else outgoing.target,
        "target_kind": outgoing.target_kind,
        "time": None if time is None else outgoing.source(time),
        "levels": list(outgoing.levels),
        "hold_out": recipe["hold_out"],
        "seed": recipe["seed"],
        "columns": [[outgoing.source(name), kind] for name, kind in outgoing.columns],
        "preparation": preparation,
    } | _told(outgoing)


def _told(outgoing: Outgoing) -> dict[str, Any]:
    """The estimator by class and settings; `NeedsYou` for one that is not made again by these."""
    if outgoing.recipe.get("class_weights", "none") != "none":
        raise _unsaid(outgoing)
    try:
        return _estimators.told(outgoing.pipeline[-1])
    except _estimators.Unsaid as error:
        raise _unsaid(outgoing) from error


def _unsaid(outgoing: Outgoing) -> NeedsYou:
    return NeedsYou(
        f"{outgoing.title} can't leave as a package: its training can't be told by the names and "
        "settings of classes of scikit-learn and ours.",
        "Export it as ONNX or skops, or deploy it.",
    )


def _front(outgoing: Outgoing, package: str, inner: Mapping[str, bytes]) -> dict[str, bytes]:
    """README and pyproject.toml of a package with these files inside."""
    folders = {name.rpartition("/")[0] for name in inner if name.endswith(".py")}
    packages = sorted(".".join([package, *filter(None, folder.split("/"))]) for folder in folders)
    example = ", ".join(repr(dict(row)) for row in outgoing.examples[:1])
    words = {
        "title": outgoing.title,
        "question": outgoing.question,
        "target": outgoing.target,
        "package": package,
        "example": example,
        "number": str(outgoing.number),
        "description": json.dumps(f"{outgoing.title}, exported by Tidemill"),
        "packages": ", ".join(f'"{one}"' for one in packages),
    }
    for name, distribution in (
        ("version", "tidemill"),
        ("sklearn", "scikit-learn"),
        ("skops", "skops"),
    ):
        words[name] = metadata.version(distribution)
    engine = f'"onnxruntime>={onnx_files.SINCE}"'
    words["brings"] = "numpy and onnxruntime"
    if "model.onnx" not in inner:
        engine = f'"scikit-learn=={words["sklearn"]}", "skops=={words["skops"]}"'
        words["brings"] = "numpy, scikit-learn and skops"
    needs = _libraries(outgoing)
    words["brings"] += "".join(f" and {one}" for one in needs)
    words["dependencies"] = ", ".join(['"numpy>=2.1"', engine, *(f'"{one}"' for one in needs)])
    return {
        "README.md": _filled(_template("readme.txt"), words),
        "pyproject.toml": _filled(_template("pyproject.txt"), words),
    }


def _libraries(outgoing: Outgoing) -> list[str]:
    """What is needed beside numpy and scikit-learn: by own code pandas and the libraries it
    imports, by the preparation the very version of its library that it was fitted with."""
    own = [OwnStep.from_dict(one) for one in outgoing.recipe.get("own", ())]
    found = {name for one in own for name in own_steps.foreign(one.sources)}
    needs = ["pandas", *sorted(found)] if own else []
    requires = family("preparations")[outgoing.preparation].ENTRY.requires
    return needs if requires is None else [*needs, f"{requires}=={metadata.version(requires)}"]


def _filled(text: str, words: Mapping[str, str]) -> bytes:
    return re.sub(r"\{(\w+)\}", lambda m: words[m[1]], text).encode()


def _example_answers(outgoing: Outgoing) -> list[Any]:
    if outgoing.said is not None:
        return [_plain(one) for one in np.asarray(outgoing.said(list(outgoing.examples))).tolist()]
    back = {outgoing.source(name): name for name, _ in outgoing.columns}
    rows = [{back[name]: v for name, v in row.items() if name in back} for row in outgoing.examples]
    said: list[Any] = np.asarray(outgoing.predict(outgoing.pipeline, rows)).tolist()
    return said


def _plain(answer: Any) -> Any:
    """An answer as JSON has it: null for no number."""
    if isinstance(answer, list):
        return [_plain(one) for one in answer]
    return answer if np.isfinite(answer) else None


def _raw(row: Mapping[str, Any], outgoing: Outgoing) -> dict[str, Any]:
    return {outgoing.source(name): value for name, value in row.items()}


def _template(name: str) -> str:
    return resource(f"handover/{name}").read_text(encoding="utf-8")


def _json(value: Any) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info

"""Models a script hands over: saved with skops, with a page that says what they are."""

import json
from dataclasses import dataclass
from typing import Any

from tidemill.services.training import environment, persist

PIPELINE_FILE, PAGE_FILE = "model.skops", "model.json"
_FORMAT = 1


@dataclass(frozen=True)
class SavedModel:
    """The files of a model, and the types in it that loading would not trust unasked."""

    files: dict[str, bytes]
    untrusted: tuple[str, ...]


def saved(model: Any, example: Any = None) -> SavedModel:
    """A fitted model with scikit-learn's API as files.

    `example` is a table or an array of rows as the model takes them. Whatever skops can't save
    raises skops' own error.
    """
    import skops.io

    data = persist.to_skops(model)
    unknown = skops.io.get_untrusted_types(data=data)
    classes = getattr(model, "classes_", None)
    page = {
        "format": _FORMAT,
        "type": f"{type(model).__module__}.{type(model).__qualname__}",
        "classes": None if classes is None else [str(one) for one in list(classes)[:1000]],
        "inputs": _inputs(model, example),
        "versions": environment.versions(),
    }
    text = json.dumps(page, indent=2, sort_keys=True, ensure_ascii=False)
    return SavedModel(
        {PIPELINE_FILE: data, PAGE_FILE: text.encode()},
        tuple(sorted(name for name in unknown if name not in persist.TRUSTED)),
    )


def _inputs(model: Any, example: Any) -> list[dict[str, str]] | None:
    """The columns it reads with their kinds, as far as the example or the model tells."""
    kinds = getattr(example, "dtypes", None)
    columns = getattr(example, "columns", None)
    if kinds is not None and columns is not None:
        pairs = zip(columns, kinds, strict=True)
        return [{"name": str(name), "type": str(kind)} for name, kind in pairs]
    names = getattr(model, "feature_names_in_", None)
    return None if names is None else [{"name": str(name), "type": ""} for name in names]

"""Estimators: told by class and settings, and kept fitted.

Those of the kinds that go along under `carried` are kept as the state they have and the name of
their class from this package on; all others as skops writes them.
"""

import importlib
import json
from pathlib import Path
from typing import Any

NAME = "estimator.skops"
CARRIED, STATE = "carried type", "its state"


def made(plan: "dict[str, Any]") -> Any:
    """An unfitted estimator by its class and settings."""
    settings = {name: _setting(value) for name, value in plan["settings"].items()}
    return _class(plan["estimator"])(**settings)


def read(folder: Path) -> Any:
    """The fitted estimator, of types alone that skops trusts or this package names."""
    import skops.io

    trusted = json.loads((folder / "about.json").read_text("utf-8"))["trusted"]
    return _alive(skops.io.load(folder / NAME, trusted=trusted))


def write(folder: Path, estimator: Any) -> None:
    """Keep a fitted estimator."""
    import skops.io

    skops.io.dump(_kept(estimator), folder / NAME)


def _setting(value: Any) -> Any:
    if isinstance(value, list):
        return [_setting(one) for one in value]
    return made(value) if isinstance(value, dict) else value


def _class(name: str) -> Any:
    module, _, inner = name.rpartition(".")
    return getattr(importlib.import_module(module, __package__), inner)


def _alive(value: Any) -> Any:
    if isinstance(value, dict) and CARRIED in value:
        kind = _class(value[CARRIED])
        found, state = kind.__new__(kind), _alive(value[STATE])
        if hasattr(found, "__setstate__"):
            found.__setstate__(state)
        else:
            vars(found).update(state)
        return found
    if isinstance(value, dict):
        return {name: _alive(one) for name, one in value.items()}
    return type(value)(map(_alive, value)) if type(value) in (list, tuple) else value


def _kept(value: Any) -> Any:
    kind = type(value)
    if kind.__module__.startswith(f"{__package__}.carried."):
        name = kind.__module__.removeprefix(str(__package__))
        return {CARRIED: f"{name}.{kind.__qualname__}", STATE: _kept(value.__getstate__())}
    if isinstance(value, dict):
        return {name: _kept(one) for name, one in value.items()}
    return kind(map(_kept, value)) if kind in (list, tuple) else value

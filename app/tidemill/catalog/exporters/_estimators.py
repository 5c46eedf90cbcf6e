"""Estimators as a package that knows no Tidemill keeps them.

Unfitted, an estimator is told by its class and what differs from that one's defaults, others inside
it likewise. Fitted, it goes through skops; one of our own types is written as the state it has and
the place its class goes along to, since the class has another name there.
"""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from tidemill.catalog import carried_sources

_OURS = "tidemill."
CARRIED, STATE = "carried type", "its state"
"""The names under which an object of our own types is written."""


class Unsaid(ValueError):
    """An estimator can't be told by classes and plain settings."""


def told(estimator: Any) -> dict[str, Any]:
    """Class and settings of an estimator in plain JSON types; `Unsaid` where it has others."""
    kind = type(estimator)
    if not kind.__module__.startswith((_OURS, "sklearn.")):
        raise Unsaid(f"{kind.__name__} is of another library")
    usual = kind().get_params(deep=False)
    found = estimator.get_params(deep=False)
    settings = {k: v for k, v in found.items() if _is_other(v, usual[k])}
    return {
        "estimator": _place(kind),
        "settings": {name: _setting(value) for name, value in settings.items()},
    }


def kept(value: Any) -> Any:
    """What is fitted, with each object of our own types as a dict of its place and state."""
    if _is_ours(value):
        return {CARRIED: _place(type(value)), STATE: kept(value.__getstate__())}
    if isinstance(value, dict):
        return {name: kept(one) for name, one in value.items()}
    if type(value) in (list, tuple):
        return type(value)(kept(one) for one in value)
    return value


def modules(value: Any) -> list[ModuleType]:
    """Our own modules that have to go along."""
    return [sys.modules[name] for name in dict.fromkeys(_names(value))]


def _names(value: Any) -> Iterator[str]:
    if _is_ours(value):
        yield type(value).__module__
        yield from _names(value.__getstate__())
    elif isinstance(value, dict):
        for one in value.values():
            yield from _names(one)
    elif type(value) in (list, tuple):
        for one in value:
            yield from _names(one)


def _is_ours(value: Any) -> bool:
    return type(value).__module__.startswith(_OURS)


def _place(kind: type) -> str:
    """What a class is called there: from the package on where it is ours."""
    if not kind.__module__.startswith(_OURS):
        return f"{kind.__module__}.{kind.__qualname__}"
    return f"{carried_sources.place(sys.modules[kind.__module__])}.{kind.__qualname__}"


def _is_other(value: Any, usual: Any) -> bool:
    return type(value) is not type(usual) or bool(value != usual)


def _setting(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_setting(one) for one in value]
    if hasattr(value, "get_params") and hasattr(value, "fit"):
        return told(value)
    raise Unsaid(f"{type(value).__name__} is no plain setting")

"""Finds the entries of a family: its own modules, and those of outside packages."""

import importlib
import pkgutil
from functools import cache
from importlib import metadata
from types import ModuleType

from tidemill.domain.entries import Entry

GROUP = "tidemill.catalog"
"""The entry-point group outside packages join; each point names a module with `ENTRY` and
`FAMILY`."""


@cache
def family(name: str) -> dict[str, ModuleType]:
    """Modules of a family by the id of their entry, in the order of the ids.

    Every module of the package `tidemill.catalog.<name>` is an entry, except those whose name
    begins with an underscore. Works in the frozen program, whose import hooks know `pkgutil`.

    Raises ValueError where a module declares no `ENTRY`, and where two share an id.
    """
    package = importlib.import_module(f"tidemill.catalog.{name}")
    modules = [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
        if not found.name.startswith("_")
    ]
    modules += [module for module in _outside() if getattr(module, "FAMILY", None) == name]
    known: dict[str, ModuleType] = {}
    for module in modules:
        entry = getattr(module, "ENTRY", None)
        if not isinstance(entry, Entry):
            raise ValueError(f"{module.__name__} declares no ENTRY")
        if entry.id in known:
            raise ValueError(
                f"{module.__name__} and {known[entry.id].__name__} share the id {entry.id}"
            )
        known[entry.id] = module
    return dict(sorted(known.items()))


def families() -> list[str]:
    """Names of all families, in their order: the packages of `tidemill.catalog`, and those that
    only outside packages have entries of."""
    root = importlib.import_module("tidemill.catalog")
    own = {found.name for found in pkgutil.iter_modules(root.__path__) if found.ispkg}
    return sorted(own | {str(getattr(module, "FAMILY", "")) for module in _outside()})


@cache
def _outside() -> tuple[ModuleType, ...]:
    points = sorted(metadata.entry_points(group=GROUP), key=lambda point: point.value)
    modules = tuple(point.load() for point in points)
    for module in modules:
        if not isinstance(getattr(module, "FAMILY", None), str):
            raise ValueError(f"{module.__name__} declares no FAMILY")
    return modules

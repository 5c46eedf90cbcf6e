"""Entries are found by listing modules, and through the entry points of outside packages."""

import sys
from importlib import metadata
from types import ModuleType

import pytest

from tidemill.catalog import discovery
from tidemill.domain.entries import CheckEntry


@pytest.fixture(autouse=True)
def fresh_lists():
    discovery.family.cache_clear()
    discovery._outside.cache_clear()
    yield
    discovery.family.cache_clear()
    discovery._outside.cache_clear()


@pytest.fixture
def outside(monkeypatch):
    """Make a module known as an outside package would."""

    def add(name: str, family: str | None = "checks", entry: bool = True) -> ModuleType:
        module = ModuleType(f"outside_{name}")
        if family is not None:
            module.FAMILY = family
        if entry:
            module.ENTRY = CheckEntry(name, 1, "Outside", "A check from elsewhere.")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        points = [metadata.EntryPoint(name, module.__name__, discovery.GROUP)]
        monkeypatch.setattr(discovery.metadata, "entry_points", lambda **_: points)
        return module

    return add


def test_modules_of_a_family_are_found_in_the_order_of_their_ids():
    readers = discovery.family("readers")
    assert list(readers) == sorted(readers)
    assert {"csv", "parquet"} <= set(readers)
    assert all(module.ENTRY.id == name for name, module in readers.items())


def test_list_is_made_once():
    assert discovery.family("checks") is discovery.family("checks")


def test_outside_modules_join_their_family_only(outside):
    module = outside("a_outside")
    assert discovery.family("checks")["a_outside"] is module
    assert next(iter(discovery.family("checks"))) == "a_outside"
    assert "a_outside" not in discovery.family("readers")


def test_two_entries_of_one_id_are_refused(outside):
    outside("row_count")
    with pytest.raises(ValueError, match="share the id row_count"):
        discovery.family("checks")


def test_module_without_entry_or_family_is_refused(outside):
    outside("nothing", entry=False)
    with pytest.raises(ValueError, match="declares no ENTRY"):
        discovery.family("checks")
    discovery._outside.cache_clear()
    outside("nowhere", family=None)
    with pytest.raises(ValueError, match="declares no FAMILY"):
        discovery.family("checks")


def test_unknown_family_is_an_error():
    with pytest.raises(ModuleNotFoundError):
        discovery.family("nonsense")

"""The pins: whole, plain, and what the project asks for."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LINES = [
    line
    for line in (ROOT / "packaging" / "constraints.txt").read_text().splitlines()
    if line and not line.startswith("#")
]
PINS = {canonicalize_name(pin.name): pin for pin in map(Requirement, LINES)}
# Left out of the pins on purpose: the project itself, and the installer that is there already.
UNPINNED = {"tidemill", "pip"}


def declared() -> list[Requirement]:
    """Everything pyproject.toml asks for: to build, to run, and in every extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    texts = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        texts += extra
    return [Requirement(text) for text in texts]


def test_every_declared_package_is_pinned_at_a_version_it_allows() -> None:
    wrong = []
    for wanted in declared():
        pin = PINS.get(canonicalize_name(wanted.name))
        version = _version(pin) if pin is not None else ""
        if not version or not wanted.specifier.contains(version):
            wrong.append(f"{wanted} is pinned at {version or 'nothing'}")
    assert not wrong


def test_everything_they_stand_on_is_pinned_too() -> None:
    waiting = ["tidemill"]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _stands_on(name, extra="dev" if name == "tidemill" else "")
    assert len(seen) > 30
    assert sorted(seen - PINS.keys()) == sorted(UNPINNED & seen)


def _stands_on(name: str, extra: str) -> list[str]:
    """Names of the packages that an installed one requires on this Python and system."""
    wanted = map(Requirement, importlib.metadata.requires(name) or [])
    return [
        canonicalize_name(need.name)
        for need in wanted
        if need.marker is None or need.marker.evaluate({"extra": extra})
    ]


def test_a_pin_is_a_name_and_a_version_and_no_address() -> None:
    form = re.compile(r'[A-Za-z0-9._-]+==[A-Za-z0-9.+]+(; [a-z_]+ (==|<|>=) "[\w.]+")?')
    assert [line for line in LINES if not form.fullmatch(line)] == []
    text = (ROOT / "packaging" / "constraints.txt").read_text()
    assert not re.search(r"://|--hash|--index|--find-links| @ ", text)


def test_each_package_is_pinned_once_and_in_order() -> None:
    names = [Requirement(line).name.lower() for line in LINES]
    assert names == sorted(set(names))


def _version(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    return specifier.version

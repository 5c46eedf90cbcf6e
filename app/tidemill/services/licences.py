"""The licences of all that is shipped, read from what each package says of itself."""

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tidemill.base.errors import NotThere

OWN = "tidemill"
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_TEXTS = re.compile(r"(^|/)(licen[cs]e|copying|notice|ofl|authors)[^/]*$", re.IGNORECASE)
_CODE = (".py", ".pyc", ".so", ".pyi", ".pyd", ".dll")
_LONGEST = 60


@dataclass(frozen=True)
class Licence:
    """A package, its version, and its licence in a word."""

    name: str
    version: str
    licence: str


def every() -> list[Licence]:
    """What Tidemill stands on, by name; extras that are not installed are not shipped."""
    return [_told(one) for _, one in sorted(_shipped().items())]


def text(name: str) -> str:
    """The texts of a package's licence and notices, one after the other.

    `NotThere` for a package that is not shipped; empty where it brings no text along.
    """
    found = _shipped().get(_key(name))
    if found is None:
        raise NotThere("package", name)
    texts = []
    for file in found.files or ():
        if _TEXTS.search(str(file)) and not str(file).endswith(_CODE):
            try:
                path = Path(file.locate())
                texts.append(path.read_text(encoding="utf-8", errors="replace").strip())
            except OSError:  # named by the package, left out where it was installed
                continue
    return "\n\n\n".join(dict.fromkeys(texts))


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _shipped() -> dict[str, metadata.Distribution]:
    """Distributions that are reached from our own requirements and are here, by name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [OWN]
    while waiting:
        key = _key(waiting.pop())
        if key in found:
            continue
        try:
            found[key] = metadata.distribution(key)
        except metadata.PackageNotFoundError:  # for another system, or frozen without it
            continue
        for wish in found[key].requires or ():
            named = _NAME.match(wish)
            if named is not None and "extra ==" not in wish:
                waiting.append(named.group())
    return found


def _told(one: metadata.Distribution) -> Licence:
    return Licence(one.metadata["Name"], one.version, _named(one))


def _named(one: metadata.Distribution) -> str:
    facts = one.metadata.json
    said = str(facts.get("license_expression", "")).strip()
    if said:
        return said
    classes = [c for c in facts.get("classifier", ()) if c.startswith("License :: ")]
    named = [c.rpartition(" :: ")[2] for c in classes if not c.endswith("OSI Approved")]
    if named:
        return ", ".join(named)
    first = str(facts.get("license", "")).strip().partition("\n")[0]
    return first if 0 < len(first) <= _LONGEST else "See its text"

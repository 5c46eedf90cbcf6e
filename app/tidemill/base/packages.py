"""What is installed where this program runs: every package with its version."""

import os
import sys
from functools import lru_cache


@lru_cache(maxsize=1)
def installed() -> str:
    """The installed packages with their versions, a line each, as pip would write them.

    Read from the names of their folders: opening each one's metadata would hold up a script.
    """
    found: dict[str, str] = {}
    for place in sys.path:
        try:
            names = [entry.name for entry in os.scandir(place or ".")]
        except OSError:
            continue
        for name in names:
            stem, dot, ending = name.rpartition(".")
            package, dash, version = stem.partition("-")
            if dot and dash and ending == "dist-info":
                found.setdefault(package.lower(), f"{package}=={version}")
    return "".join(f"{line}\n" for _, line in sorted(found.items()))


def versions(lines: str) -> dict[str, str]:
    """What `installed` wrote, as versions by the name in small letters with dashes."""
    pairs = (line.partition("==") for line in lines.splitlines())
    return {name.lower().replace("_", "-"): version for name, sign, version in pairs if sign}

"""Which shared libraries the program leaves to the system on Linux, and which packages bring them.

What talks to the display, to fonts and to drivers has to be the system's own: a copy from the
machine of the build would meet the drivers of another. Everything else travels along.
"""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from system_packages import PACKAGE_OF

_LIBC = {
    "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libdl.so.2", "libm.so.6",
    "libpthread.so.0", "librt.so.1", "libutil.so.1", "libresolv.so.2", "libnsl.so.1",
}  # fmt: skip
_COMPILER = {"libgcc_s.so.1": "libgcc-s1", "libstdc++.so.6": "libstdc++6"}
_CARRIED = {"libz.so.1", "libzstd.so.1"}
"""Small and tied to nothing: these travel along."""

RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}
"""Packages that Ubuntu 24.04 calls otherwise since its change to 64-bit times."""

_NEEDED = re.compile(r"\(NEEDED\).*\[(.+)\]")
_GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)")


def is_the_systems(name: str, source: str) -> bool:
    """True for a library that is left out of the folder, `source` being the file found here."""
    if name in _CARRIED or "site-packages" in source:
        return False
    return name in PACKAGE_OF or name in _LIBC or name in _COMPILER or name.startswith("libxcb")


def binaries(folder: Path) -> list[Path]:
    """Every ELF file of a folder."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    found.append(path)
    return found


def asked_for(files: Iterable[Path]) -> set[str]:
    """Names of the libraries that these files ask for."""
    return set(_NEEDED.findall(_said("-d", files)))


def needed(files: Iterable[Path]) -> set[str]:
    """Names of the libraries that these files ask the system for, their own ones left out."""
    files = list(files)
    return asked_for(files) - {path.name for path in files}


def newest_glibc(files: Iterable[Path]) -> tuple[int, int]:
    """The newest version of the C library that any of these files was built against."""
    said = _said("--version-info", files)
    return max((int(one), int(other)) for one, other in _GLIBC.findall(said))


def packages(files: Iterable[Path]) -> list[str]:
    """What a package of these files depends on, as Debian writes it.

    Raises LookupError for a library that no package is known for: it would be missing there.
    """
    files = list(files)
    wanted = set()
    unknown = []
    for name in needed(files):
        package = PACKAGE_OF.get(name) or _COMPILER.get(name)
        if package is None and name not in _LIBC:
            unknown.append(name)
        elif package is not None:
            wanted.add(package)
    if unknown:
        raise LookupError(f"No package is known for {', '.join(sorted(unknown))}.")
    major, minor = newest_glibc(files)
    named = [f"{one} | {RENAMED[one]}" if one in RENAMED else one for one in sorted(wanted)]
    return [f"libc6 (>= {major}.{minor})", *named]


def _said(option: str, files: Iterable[Path]) -> str:
    """What readelf says of many files, a few hundred at a time."""
    names = [str(path) for path in files]
    said = []
    for start in range(0, len(names), 200):
        done = subprocess.run(
            ["readelf", "--wide", option, *names[start : start + 200]],
            capture_output=True,
            text=True,
            check=False,
        )
        said.append(done.stdout)
    return "\n".join(said)

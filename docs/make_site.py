"""Builds the guide and the reference as a site that needs no network: `make docs`, in build/site.

    python docs/make_site.py [--without-pictures]

Sphinx lies in an environment of its own, `build/site-env`, at the pinned versions of the extra
`docs`: what the program is frozen from stays as it is. The pictures are drawn by the program
itself, in a home of its own. Warnings of Sphinx, links that lead nowhere, and anything that a
browser would ask of a host stop it.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
BUILD = ROOT / "build"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
sys.path.insert(0, str(DOCS / "site"))

import checks  # noqa: E402
import sources  # noqa: E402


def main() -> int:
    """Build it; 0 when all is well, 1 with what is not."""
    parser = argparse.ArgumentParser(description="Build the site of the guide.")
    parser.add_argument("--without-pictures", action="store_true", help="only the words: quick")
    given = parser.parse_args()
    python = brought(BUILD / "site-env")
    pictures = None if given.without_pictures else drawn()
    sources.gather(BUILD / "site-source", pictures)
    site = BUILD / "site"
    words = [python, "-m", "sphinx", "-b", "html", "-E", "-n", "-W", "--keep-going", "-q"]
    words += ["-d", BUILD / "site-kept", BUILD / "site-source", site]
    if subprocess.run(words, stdin=subprocess.DEVNULL, check=False).returncode:
        return 1
    wrong = checks.complaints(site)
    for sentence in wrong:
        sys.stderr.write(f"{sentence}\n")
    if not wrong:
        print(f"{len(list(site.rglob('*.html')))} pages: {site / 'index.html'}")
    return 1 if wrong else 0


def brought(place: Path) -> Path:
    """The Python of an environment with Sphinx, made where it is missing or its pins changed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["optional-dependencies"]["docs"]
    said = f"{place}{sys.version}{wanted}".encode() + CONSTRAINTS.read_bytes()
    stamp = place / "stamp"
    python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    digest = hashlib.sha256(said).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return python
    sys.stderr.write("Bringing Sphinx; this takes a moment once.\n")
    venv.create(place, clear=True, symlinks=os.name != "nt", with_pip=True)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q", "-c", CONSTRAINTS]
    subprocess.run([*pip, *wanted], stdin=subprocess.DEVNULL, check=True)
    listed = subprocess.run(
        [python, "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    pinned = CONSTRAINTS.read_text(encoding="utf-8").casefold().split()
    brings = [one for one in listed if one.partition("==")[0] not in ("pip", "setuptools")]
    if loose := [one for one in brings if one.casefold() not in pinned]:
        raise SystemExit(f"Not in {CONSTRAINTS.name}: {', '.join(loose)}")
    stamp.write_text(digest, encoding="utf-8")
    return python


def drawn() -> Path:
    """The folder of the pictures, drawn in a process and a home of their own."""
    home, out = BUILD / "site-home", BUILD / "site-pictures"
    places = {
        name: str(home / name.lower())
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
    }
    environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    script = DOCS / "site" / "pictures.py"
    words = [sys.executable, script, home / "workspaces", out]
    subprocess.run(words, env=environment, stdin=subprocess.DEVNULL, check=True)
    return out


if __name__ == "__main__":
    sys.exit(main())

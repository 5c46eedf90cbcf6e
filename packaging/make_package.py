"""Builds what people install: `make package`, or `.venv/bin/python packaging/make_package.py`.

    packaging/make_package.py [--out dist] [--work build/package] [--only deb|portable|folder]

On Linux a `.deb` and a portable `.tar.xz`; on Windows and macOS the frozen folder, from which the
scripts in `windows/` and `macos/` go on. `--only folder` stops there on Linux too.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE / name) for name in (".", "frozen", "linux", "setup")]


def version() -> str:
    """The program's version, as pyproject.toml has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def epoch() -> int:
    """When the source was last changed: what is built from one commit bears one date."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else int(time.time())


def main() -> None:
    """Build what the words ask for, and say what came out and how large it is."""
    parser = argparse.ArgumentParser(description="Build what people install.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "package")
    parser.add_argument("--only", choices=("deb", "portable", "folder"))
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    given.work.mkdir(parents=True, exist_ok=True)
    frozen = _frozen(given.work)
    import room

    print(room.table(frozen))
    if not sys.platform.startswith("linux") or given.only == "folder":
        print(f"The program is in {frozen}.")
        return
    import deb
    import tree

    usr = given.work / "usr"
    shutil.rmtree(usr, ignore_errors=True)
    at = epoch()
    date = time.strftime("%Y-%m-%d", time.gmtime(at))
    tree.lay_out(usr, frozen, given.work / "icons", version(), date)
    if given.only != "portable":
        _say(deb.pack(given.work, usr, version(), given.out, at))
    if given.only != "deb":
        _say(deb.portable(usr, version(), given.out, at))


def _frozen(work: Path) -> Path:
    """Draw the icons, then freeze the program into a folder, which is returned."""
    _run(sys.executable, HERE / "icons.py", work / "icons")
    _run(
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN",
        "--distpath", work / "frozen", "--workpath", work / "pyinstaller",
        HERE / "frozen" / "tidemill.spec",
    )  # fmt: skip
    folder = work / "frozen" / "tidemill"
    import slimming

    slimming.shorten(folder)
    if sys.platform.startswith("linux"):
        slimming.slim(folder)
    return folder


def _run(*command: object) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([str(word) for word in command], env=environment, check=False)
    if done.returncode != 0:
        raise SystemExit(done.returncode)


def _say(made: Path) -> None:
    print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()

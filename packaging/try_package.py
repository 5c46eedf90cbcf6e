"""Installs the package, uses it as a person would, and takes it away again: Debian or Ubuntu, root.

    .venv/bin/python packaging/try_package.py [--deb FILE | --portable FILE] [--pictures DIR]

Without a file the `.deb` is built first. What it needs (Xvfb, openbox, xdotool, the package's own
dependencies) is brought by apt-get. Pictures of each step stay in `dist/trial`. It ends with 0 and
the steps it took, or with a sentence that says what was not so. A portable archive is unpacked and
its program begins the same loop: a file becomes a dataset, and the baselines are trained.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE / "trial"), str(HERE)]

import shells  # noqa: E402
import without_window  # noqa: E402
from account import FOLDER, Account, installed, living  # noqa: E402
from screen import until  # noqa: E402
from telling import must, say  # noqa: E402
from window_loop import loop  # noqa: E402

TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "strip": "binutils",
    "zsh": "zsh",
    "fish": "fish",
    "mandoc": "mandoc",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
}
_MOST_INSTALLED = 450_000_000
_MOST_TO_DOWNLOAD = 150_000_000


def main() -> None:
    """Build, install, use, uninstall."""
    parser = argparse.ArgumentParser(description="Try the package as a person would.")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--deb", type=Path)
    one.add_argument("--portable", type=Path)
    parser.add_argument("--pictures", type=Path, default=ROOT / "dist" / "trial")
    given = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("Installing needs root.")
    _bring_tools()
    if given.portable:
        _try_portable(given.portable, given.pictures)
        return
    deb = given.deb or _built()
    _bring([word.strip() for word in _field(deb, "Depends").split(",")])
    before = installed()
    with tempfile.TemporaryDirectory(prefix="tidemill-trial-") as scratch:
        account = Account(Path(scratch) / "home")
        _run("dpkg", "-i", deb)
        size = _size()
        try:
            _use(account, given.pictures)
            _log_out()
        except SystemExit:
            print(account.words.read_text(errors="replace") if account.words.exists() else "")
            raise
        finally:
            _run("dpkg", "-P", "tidemill")
        until(lambda: not living(), "a process of the program outlived it", 30)
        left = sorted(installed() - before)
        must(not left, f"the system still has {left[:5]}")
        must(not FOLDER.exists(), f"{FOLDER} is still there")
        strange = account.left()
        must(not strange, f"the home has {strange[:5]} beside the data")
        must((account.workspace / "tidemill.sqlite").is_file(), "the workspace is gone")
    say("uninstalled: nothing is left but the data")
    # Last, so that one thing too large does not hide what else there is to know.
    must(size <= _MOST_INSTALLED, f"only {_MOST_INSTALLED / 1e6:.0f} MB may be installed")


def _use(account: Account, pictures: Path) -> None:
    _belongings()
    _catalogue(account)
    loop(account, pictures)
    without_window.own_code(account)
    without_window.service(account)
    without_window.batch(account)
    without_window.exports(account)
    without_window.older_and_newer(account)


def _try_portable(archive: Path, pictures: Path) -> None:
    """Unpack it anywhere, and begin."""
    with tempfile.TemporaryDirectory(prefix="tidemill-trial-") as scratch:
        place = Path(scratch).resolve()
        _run("tar", "--extract", "--file", archive, "--directory", place)
        (folder,) = place.glob("tidemill-*")
        account = Account(place / "home", folder / "bin" / "tidemill")
        _catalogue(account)
        loop(account, pictures, is_whole=False)
        _log_out(folder / "lib" / "tidemill")
        strange = account.left()
        must(not strange, f"the home has {strange[:5]} beside the data")
    say("the portable archive works where it was unpacked")


def _log_out(folder: Path = FOLDER) -> None:
    """Ask what still runs to leave, as the end of a session does: workers wait a while for work."""
    for pid in living(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    until(lambda: not living(folder), "a worker did not leave when it was asked to", 60)


# --- before ----------------------------------------------------------------------------------


def _bring_tools() -> None:
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if missing:
        _run("apt-get", "update", "-q", must=False)
        _bring(missing)


def _bring(wanted: list[str]) -> None:
    """Install packages, named as in a `Depends` line."""
    words = ["apt-get", "satisfy", "-y", "-q", "--no-install-recommends", ", ".join(wanted)]
    _run(*words, DEBIAN_FRONTEND="noninteractive")


def _built() -> Path:
    out = ROOT / "dist"
    _run(sys.executable, HERE / "make_package.py", "--out", out, "--only", "deb")
    (made,) = out.glob("tidemill_*.deb")
    say(f"built {made.name}: {made.stat().st_size / 1e6:.0f} MB")
    must(made.stat().st_size <= _MOST_TO_DOWNLOAD, "the package is too large to download")
    return made


def _field(deb: Path, name: str) -> str:
    return subprocess.run(
        ["dpkg-deb", "--field", deb, name], capture_output=True, text=True, check=True
    ).stdout.strip()


# --- what is installed -----------------------------------------------------------------------


def _size() -> int:
    """Bytes of what is installed."""
    size = sum(p.lstat().st_size for p in FOLDER.rglob("*") if not p.is_dir())
    say(f"installed: {size / 1e6:.0f} MB")
    return size


def _belongings() -> None:
    """What the system is told: menu, links, files, help, completion, service."""
    share = Path("/usr/share")
    for name in (
        "applications/tidemill.desktop",
        "metainfo/tidemill.metainfo.xml",
        "mime/packages/tidemill.xml",
        "icons/hicolor/48x48/apps/tidemill.png",
        "icons/hicolor/scalable/apps/tidemill.svg",
        "bash-completion/completions/tidemill",
        "doc/tidemill/copyright",
        "man/man1/tidemill.1.gz",
    ):
        must((share / name).is_file(), f"{name} is not installed")
    must(Path("/usr/lib/systemd/user/tidemill-worker.service").is_file(), "no unit for systemd")
    _run("desktop-file-validate", share / "applications/tidemill.desktop")
    _run("mandoc", "-T", "lint", "-W", "warning", share / "man/man1/tidemill.1.gz")
    # Warnings are heeded where there is a remedy: the name would ask for a domain of the project's.
    metainfo = share / "metainfo/tidemill.metainfo.xml"
    checked = subprocess.run(
        ["appstreamcli", "validate", "--no-net", "--no-color", metainfo],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    wrong = [line for line in checked.splitlines() if line.startswith(("E:", "W:"))]
    must(all("cid-desktopapp-is-not-rdns" in line for line in wrong), checked)
    say("menu, links, icons, manual, completion and service are there, and valid")
    shells.complete()


def _catalogue(account: Account) -> None:
    """The entries that the frozen program finds are those of the source."""
    frozen = account.told("catalogue")
    done = subprocess.run(
        [sys.executable, "-m", "tidemill", "--json", "catalogue"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    source = json.loads(done.stdout)
    must(frozen["total"] > 50, "the catalogue is empty")
    names = {(one["family"], one["id"], one["version"]) for one in frozen["items"]}
    wanted = {(one["family"], one["id"], one["version"]) for one in source["items"]}
    must(names == wanted, f"the catalogue differs: {sorted(names ^ wanted)[:5]}")
    say(f"catalogue: the same {len(names)} entries as the source's")


def _run(*command: object, must: bool = True, **environment: str) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if must and done.returncode != 0:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}")


if __name__ == "__main__":
    main()

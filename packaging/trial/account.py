"""A person with the installed program: a home of their own, the commands, what they left behind."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAM = Path("/usr/bin/tidemill")
FOLDER = Path("/usr/lib/tidemill")


class Account:
    """Runs the installed program as somebody with an empty home and nothing of Python's around."""

    def __init__(self, home: Path, program: Path = PROGRAM) -> None:
        self.home = home
        self.program = program
        self.workspace = home / "shop"
        self.words = home.parent / "words.txt"  # of what was started and left running
        runtime = home.parent / "runtime"
        for folder in (home, runtime):
            folder.mkdir(mode=0o700, parents=True)
        self.environment = {
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
            "TIDEMILL_USER": "anna",
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_SESSION_TYPE": "x11",
        }

    def run(self, *words: str, at: Path | None = None) -> subprocess.CompletedProcess[str]:
        """The program's end and words for a command, in a workspace."""
        command = [str(self.program), "-w", str(at or self.workspace), *words]
        return subprocess.run(
            command, env=self.environment, cwd=self.home, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def said(self, *words: str, at: Path | None = None) -> str:
        """What a command printed; SystemExit with its words where it failed."""
        done = self.run(*words, at=at)
        if done.returncode != 0:
            raise SystemExit(
                f"tidemill {' '.join(words)} ended with {done.returncode}:\n"
                f"{done.stdout}{done.stderr}"
            )
        return done.stdout

    def told(self, *words: str, at: Path | None = None) -> Any:
        """What a command says as JSON."""
        return json.loads(self.said("--json", *words, at=at))

    def items(self, *words: str) -> list[dict[str, Any]]:
        """The rows of a list."""
        found: list[dict[str, Any]] = self.told(*words)["items"]
        return found

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start the program and let it run."""
        command = [str(self.program), "-w", str(self.workspace), *words]
        with self.words.open("ab") as said:
            return subprocess.Popen(
                command,
                env=self.environment,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    def left(self) -> list[str]:
        """Files in the home that are neither the workspace's nor in folders named after us."""
        own = ("shop/", "older/", "newer/", "tables/")
        names = [
            path.relative_to(self.home).as_posix()
            for path in self.home.rglob("*")
            if path.is_file()
        ]
        # Qt keeps there where its file dialog was last, for all programs that are made with it.
        known = {".config/QtProject.conf"}
        strange = [name for name in names if not name.startswith(own) and "/tidemill/" not in name]
        return sorted(set(strange) - known)


def living(folder: Path = FOLDER) -> list[int]:
    """Numbers of the processes that run the program of a folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                target = str((entry / "exe").readlink())
            except OSError:
                continue
            if target.startswith(f"{folder}/"):
                found.append(int(entry.name))
    return found


def installed(folders: Sequence[str] = ("/etc", "/opt", "/usr", "/var/lib")) -> set[str]:
    """Every file of the system but those in which packagers keep their own books."""
    books = ("/var/lib/apt/", "/var/lib/dpkg/", "/usr/share/mime/", "/usr/share/applications/mime")
    found = set()
    for folder in folders:
        for root, _folders, files in os.walk(folder):
            found |= {f"{root}/{name}" for name in files}
    return {
        path
        for path in found
        if not path.startswith(books) and not path.endswith(("/icon-theme.cache", "mimeinfo.cache"))
    }

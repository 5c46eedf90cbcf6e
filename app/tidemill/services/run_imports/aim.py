"""Reads repositories of Aim through Aim itself: only it can read the files it keeps.

Aim need not be installed beside Tidemill: any Python that has it is asked, in a process of its own
and over a copy of the repository, so that the repository stays as it was.
"""

import json
import math
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.resources import resource
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.services.run_imports.sources import id_of, pages
from tidemill.services.run_imports.values import many, params_of

_PAGE = 20
_SYSTEM = "__system__"
_KINDS = {"texts": "text", "images": "picture", "audios": "sound", "figures": "figure"}
_ADVICE = (
    "Say which Python has Aim: install aim into an environment of its own, and name its python."
)


class AimRepository:
    """The folder `.aim`, or the one it lies in. `python` is a Python that has Aim."""

    tracker = "Aim"

    def __init__(self, place: Path, python: str | None = None) -> None:
        """Copy the repository and ask for its runs. `NeedsYou` where it is none, or no Aim is
        found."""
        folder = place if place.name == ".aim" else place / ".aim"
        if not (folder / "meta").is_dir():
            raise NeedsYou(
                f"{place} is no repository of Aim's: it has no folder .aim with runs in it.",
                "Name the folder in which aim init was called.",
            )
        self._left: Counter[str] = Counter()
        with ExitStack() as stack:
            scratch = Path(stack.enter_context(TemporaryDirectory(prefix="tidemill-aim-")))
            try:
                shutil.copytree(folder, scratch / ".aim")
            except (OSError, shutil.Error) as error:
                raise WorldError(
                    f"{folder} could not be copied.",
                    "Make room, or let nobody log to it meanwhile, and try again.",
                    detail=str(error),
                ) from error
            self._said = stack.enter_context(TemporaryFile(mode="w+"))
            self._child = stack.enter_context(self._asked(python, scratch))
            self._ids = {id_of("aim", one): one for one in self._first()}
            self._open = stack.pop_all()

    def close(self) -> None:
        """End the process and remove the copy."""
        if self._child.stdin is not None:
            self._child.stdin.close()
        self._open.close()

    def count(self) -> int:
        """How many runs there are."""
        return len(self._ids)

    def ids(self) -> Iterator[list[str]]:
        """The ids of runs in pages."""
        yield from pages(list(self._ids), _PAGE)

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        return [self._run(one, self._answer(self._ids[one])) for one in ids]

    def files(self, _one: OutsideRun, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """Aim's runs have none that lie beside it."""
        yield from ()

    def left_out(self) -> list[str]:
        """Sequences of what is no number."""
        if not self._left:
            return []
        listed = ", ".join(many(n, kind) for kind, n in sorted(self._left.items()))
        return [f"Sequences that are no metrics, left out: {listed}."]

    def _asked(self, python: str | None, scratch: Path) -> "subprocess.Popen[str]":
        is_frozen = getattr(sys, "frozen", False)
        if python is None and is_frozen:
            raise NeedsYou("Aim's files are read by Aim only.", _ADVICE)
        script = str(resource("readers/aim_dump.py").absolute())
        try:
            return subprocess.Popen(
                [python or sys.executable, "-I", script, str(scratch)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                text=True,
                encoding="utf-8",
                cwd=scratch,
            )
        except OSError as error:
            raise NeedsYou(f"{python} can't be started.", _ADVICE, detail=str(error)) from error

    def _first(self) -> list[str]:
        told = self._line()
        if "error" in told:
            raise NeedsYou("Aim's files are read by Aim only.", _ADVICE, detail=str(told["error"]))
        return [str(one) for one in told["runs"]]

    def _answer(self, one: str) -> Mapping[str, Any]:
        if self._child.stdin is None:
            raise RuntimeError("the process was started without an input")
        try:
            self._child.stdin.write(one + "\n")
            self._child.stdin.flush()
        except OSError as error:
            raise self._gone() from error
        return self._line()

    def _line(self) -> Mapping[str, Any]:
        line = "" if self._child.stdout is None else self._child.stdout.readline()
        try:
            told: Mapping[str, Any] = json.loads(line)
        except ValueError as error:
            raise self._gone() from error
        return told

    def _gone(self) -> WorldError:
        self._said.seek(0)
        return WorldError(
            "Aim could not read its repository.",
            "Try again: what was taken stays. Aim's own words are below.",
            detail=self._said.read()[-4_000:],
        )

    def _run(self, one: str, told: Mapping[str, Any]) -> OutsideRun:
        for kind, n in told["others"].items():
            self._left[_KINDS.get(kind, kind)] += n
        points: list[Point] = []
        system: list[Point] = []
        for metric in told["metrics"]:
            is_system = metric["name"].startswith(_SYSTEM)
            name = _named(metric["name"].removeprefix(_SYSTEM), metric["context"])
            kept = zip(metric["steps"], metric["times"], metric["values"], strict=True)
            (system if is_system else points).extend((name, *each) for each in kept)
        began = float(told["created"])
        ended = told["ended"]
        moments = [each[2] for each in points if math.isfinite(each[2])]
        tags = dict.fromkeys(told["tags"], "") | ({"archived": ""} if told["archived"] else {})
        return OutsideRun(
            one,
            told["experiment"] or "default",
            told["name"] or self._ids[one],
            "",
            "RUNNING" if ended is None else "FINISHED",
            began,
            max([*moments, began]) if ended is None else float(ended),
            params=dict(params_of(told["params"])),
            tags=tags,
            points=points,
            note=told["description"] or "",
            system=system,
        )


def _named(name: str, context: Mapping[str, Any]) -> str:
    """A metric's name here: what it was measured on goes before it."""
    if list(context) == ["subset"]:
        return f"{context['subset']}/{name}"
    said = ",".join(f"{key}={value}" for key, value in sorted(context.items()))
    return f"{said}/{name}" if said else name

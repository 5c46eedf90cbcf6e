"""Reads the folder in which Trackio keeps its projects, a database each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.services.run_imports.sources import files_below, id_of, pages
from tidemill.services.run_imports.values import many, number_of, numbers_of, params_of
from tidemill.store.trackio_database import TrackioDatabase, TrackioRun

_PAGE = 50
_OTHERS = {"traces": "trace", "alerts": "alert", "artifact_versions": "artifact version"}
_RUNS_OWN = {"_Username": "user", "_Created": "created", "_Group": "group"}


class TrackioFolder:
    """A folder of projects, or the file of one."""

    tracker = "Trackio"

    def __init__(self, place: Path) -> None:
        """Open the projects. `NeedsYou` where none is."""
        files = [place] if place.is_file() else sorted(place.glob("*.db"))
        if not files:
            raise NeedsYou(
                f"{place} has no project of Trackio's in it.",
                "Name the folder of its projects; Trackio says it when a run begins.",
            )
        self._projects: list[TrackioDatabase] = []
        with ExitStack() as opened:
            for path in files:
                self._projects.append(TrackioDatabase(path))
                opened.callback(self._projects[-1].close)
            self._runs = {
                id_of("trackio", project.path.stem, own): (project, own, name)
                for project in self._projects
                for own, name in project.runs()
            }
            self._open = opened.pop_all()
        self._left: Counter[str] = Counter()

    def close(self) -> None:
        """Let go of the files."""
        self._open.close()

    def count(self) -> int:
        """How many runs all projects have."""
        return len(self._runs)

    def ids(self) -> Iterator[list[str]]:
        """The ids of runs in pages of one project each."""
        for project in self._projects:
            mine = [one for one, (of, _, _) in self._runs.items() if of is project]
            yield from pages(mine, _PAGE)

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        project = self._runs[ids[0]][0]
        read = {one.id: one for one in project.read([self._runs[one][1] for one in ids])}
        return [self._run(one, project, read[self._runs[one][1]]) for one in ids]

    def files(self, one: OutsideRun, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """Pictures and the like that were logged, by Trackio's way to lay them down."""
        project, _, name = self._runs[one.id]
        folder = project.path.parent / "media" / project.path.stem
        if name not in ("", ".", "..") and "/" not in name and "\\" not in name:
            yield from files_below(folder / name)

    def left_out(self) -> list[str]:
        """What was logged and is no number, and what else the projects have."""
        said = []
        if self._left:
            listed = ", ".join(many(n, kind) for kind, n in sorted(self._left.items()))
            said.append(f"Not numbers, left out of the metrics: {listed}.")
        others: Counter[str] = Counter()
        for project in self._projects:
            others.update(project.n_others())
        listed = ", ".join(many(n, _OTHERS[kind]) for kind, n in sorted(others.items()))
        return [*said, f"Left out: {listed}."] if listed else said

    def _run(self, one: str, project: TrackioDatabase, run: TrackioRun) -> OutsideRun:
        own = {what: run.config.get(key) for key, what in _RUNS_OWN.items()}
        points = list(self._points(run.logged))
        system = list(self._points(run.system))
        moments = [each[2] for each in (*points, *system)]
        created = _moment(own["created"])
        began = created if created is not None else min(moments, default=0.0)
        return OutsideRun(
            one,
            project.path.stem,
            run.name,
            str(own["user"] or ""),
            "FINISHED",
            began,
            max([*moments, began]),
            params=dict(params_of({k: v for k, v in run.config.items() if k not in _RUNS_OWN})),
            tags={"group": str(own["group"])} if own["group"] else {},
            points=points,
            system=system,
        )

    def _points(self, logged: Sequence[tuple[str, int, dict[str, Any]]]) -> Iterator[Point]:
        for said, step, values in logged:
            at = _moment(said) or 0.0
            for name, value in numbers_of(values):
                number = number_of(value)
                if number is not None:
                    yield name, step, at, number
                else:
                    kind = value.get("_type", "object") if isinstance(value, dict) else "text"
                    self._left["list" if isinstance(value, list) else str(kind)] += 1


def _moment(said: Any) -> float | None:
    try:
        read = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return (read if read.tzinfo is not None else read.replace(tzinfo=UTC)).timestamp()

"""Reads a running MLflow server over its REST interface; nothing of it is changed.

Who asks is told as MLflow's own client does: `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME`
and `MLFLOW_TRACKING_PASSWORD`; `MLFLOW_TRACKING_SERVER_CERT_PATH` names a certificate to trust.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.models_elsewhere import LoggedElsewhere, RegisteredElsewhere
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.domain.run_inputs import RunInput
from tidemill.services.run_imports.mlflow_line import Line, is_inside, number, pairs
from tidemill.services.run_imports.mlflow_server_models import ServerModels
from tidemill.services.run_imports.values import many

_PAGE = 200
_MOST_POINTS = 25_000
_AT_ONCE = 8


class MlflowServer:
    """A server's runs, page by page, then its models; several histories are asked for at once."""

    tracker = "MLflow"

    def __init__(self, address: str, pause: Callable[[float], None] = time.sleep) -> None:
        """Ask for the experiments. `NeedsYou` where the address or who asks is refused."""
        self._line = Line(address, pause)
        self._experiments = {
            str(one["experiment_id"]): str(one["name"])
            for one in self._line.pages(
                "experiments/search", "experiments", {"max_results": 1000, "view_type": "ALL"}
            )
        }
        self._models = ServerModels(self._line, self._experiments)
        self._page: dict[str, Mapping[str, Any]] = {}
        self._refused: Counter[str] = Counter()

    def close(self) -> None:
        """Nothing is held: each question is a connection of its own."""

    def count(self) -> None:
        """How many runs there are is not told beforehand."""
        return

    def ids(self) -> Iterator[list[str]]:
        """The ids of all runs in pages, those that began earlier first: parents before children."""
        if not self._experiments:
            return
        asked = {
            "experiment_ids": list(self._experiments),
            "run_view_type": "ALL",
            "max_results": _PAGE,
            "order_by": ["attributes.start_time ASC"],
        }
        found: list[Mapping[str, Any]] = []
        for one in self._line.pages("runs/search", "runs", asked):
            found.append(one)
            if len(found) == _PAGE:
                yield self._kept(found)
                found = []
        if found:
            yield self._kept(found)

    def _kept(self, found: Sequence[Mapping[str, Any]]) -> list[str]:
        self._page = {str(one["info"]["run_id"]): one for one in found}
        for run, one in self._page.items():
            self._models.note(run, one)
        return list(self._page)

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of the page that was last given."""
        some = [self._page[one] for one in ids]
        asked = [(one["info"]["run_id"], key) for one in some for key in _names(one)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            histories = dict(zip(asked, pool.map(self._history, asked), strict=True))
        return [self._run(one, histories) for one in some]

    def files(self, one: OutsideRun, scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a run, fetched one after the other through the server."""
        waiting, n = [""], 0
        while waiting:
            folder = waiting.pop()
            for path, is_folder in self._listed(one.id, folder):
                if is_folder:
                    waiting.append(path)
                    continue
                target = scratch / str(n)
                n += 1
                try:
                    self._line.fetch("get-artifact", {"path": path, "run_uuid": one.id}, target)
                except NeedsYou:
                    self._refused["file"] += 1
                    continue
                yield path, target
                target.unlink()

    def left_out(self) -> list[str]:
        """Files the server did not give."""
        said = []
        if self._refused:
            n = self._refused["file"]
            said.append(f"The server did not give {many(n, 'file')}: left out.")
        if self._refused["folder"]:
            n = self._refused["folder"]
            said.append(f"The files of {many(n, 'run')} could not be listed: left out.")
        return [*said, *self._models.left_out()]

    def logged(self) -> Iterator[list[LoggedElsewhere]]:
        """The logged models in pages."""
        return self._models.logged()

    def registered(self) -> list[RegisteredElsewhere]:
        """The registered models with versions and aliases."""
        return self._models.registered()

    def model_files(self, one: LoggedElsewhere, scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a logged model, fetched through the server."""
        return self._models.files(one, scratch)

    def _listed(self, run: str, folder: str) -> Iterator[tuple[str, bool]]:
        asked = {"run_id": run} | ({"path": folder} if folder else {})
        try:
            for one in self._line.pages("artifacts/list", "files", asked, is_get=True):
                path = str(one.get("path", ""))
                if is_inside(path, folder):
                    yield path, bool(one.get("is_dir"))
        except NeedsYou:
            self._refused["folder"] += 1

    def _history(self, asked: tuple[str, str]) -> list[Point]:
        run, name = asked
        question = {"run_id": run, "metric_key": name, "max_results": _MOST_POINTS}
        return [
            (name, int(one.get("step", 0)), int(one["timestamp"]) / 1000, number(one["value"]))
            for one in self._line.pages("metrics/get-history", "metrics", question, is_get=True)
        ]

    def _run(
        self, one: Mapping[str, Any], histories: Mapping[tuple[str, str], list[Point]]
    ) -> OutsideRun:
        info, data = one["info"], one.get("data", {})
        run = str(info["run_id"])
        tags = pairs(data.get("tags"))
        ended = info.get("end_time")
        return OutsideRun(
            run,
            self._experiments[str(info["experiment_id"])],
            str(info.get("run_name") or tags.get("mlflow.runName", "")),
            str(info.get("user_id") or tags.get("mlflow.user", "")),
            str(info.get("status", "")),
            int(info.get("start_time") or 0) / 1000,
            int(ended) / 1000 if ended else None,
            info.get("lifecycle_stage") == "deleted",
            str(info.get("artifact_uri", "")),
            pairs(data.get("params")),
            tags,
            [point for key in _names(one) for point in histories[run, key]],
            [_input(each) for each in one.get("inputs", {}).get("dataset_inputs", ())],
            parent=tags.get("mlflow.parentRunId") or None,
            note=tags.get("mlflow.note.content", ""),
        )


def _names(one: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(str(each["key"]) for each in one.get("data", {}).get("metrics", ())))


def _input(given: Mapping[str, Any]) -> RunInput:
    data = given.get("dataset", {})
    texts = {name: str(data.get(name) or "") for name in RunInput._fields if name != "tags"}
    schema, profile = texts.pop("schema") or None, texts.pop("profile") or None
    return RunInput(**texts, schema=schema, profile=profile, tags=pairs(given.get("tags")))

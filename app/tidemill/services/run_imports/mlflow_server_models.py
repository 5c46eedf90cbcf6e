"""The models of a running MLflow server: logged ones with their files, and its registry."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tidemill.base.errors import NeedsYou
from tidemill.domain.models_elsewhere import (
    LoggedElsewhere,
    Measure,
    RegisteredElsewhere,
    VersionElsewhere,
    logged_of,
    path_of,
)
from tidemill.services.run_imports.mlflow_line import Line, is_inside, number, pairs
from tidemill.services.run_imports.values import many

_PAGE = 50
_AT_ONCE = 100
"""For so many experiments logged models are asked for at once."""

_STATE = "LOGGED_MODEL_"


class ServerModels:
    """Asks for models; a server that is older, or over a folder, may know none."""

    def __init__(self, line: Line, experiments: Mapping[str, str]) -> None:
        """`experiments` are names by number."""
        self._line, self._experiments = line, experiments
        self._outputs: dict[str, dict[str, int]] = {}
        self._places: dict[str, str] = {}
        self._refused: Counter[str] = Counter()

    def note(self, run: str, one: Mapping[str, Any]) -> None:
        """Take note of a run: where its files lie, and which models it says came of it."""
        self._places[run] = str(one["info"].get("artifact_uri") or "")
        for output in one.get("outputs", {}).get("model_outputs", ()):
            found = self._outputs.setdefault(str(output["model_id"]), {})
            found[run] = int(output.get("step") or 0)

    def logged(self) -> Iterator[list[LoggedElsewhere]]:
        """The logged models in pages."""
        numbers = list(self._experiments)
        for start in range(0, len(numbers), _AT_ONCE):
            asked = {"experiment_ids": numbers[start : start + _AT_ONCE], "max_results": _PAGE}
            page: list[LoggedElsewhere] = []
            try:
                for one in self._line.pages("logged-models/search", "models", asked):
                    page.append(self._logged(one))
                    if len(page) == _PAGE:
                        yield page
                        page = []
            except NeedsYou:  # there were none before MLflow 3
                return
            if page:
                yield page

    def _logged(self, one: Mapping[str, Any]) -> LoggedElsewhere:
        info, data = one["info"], one.get("data", {})
        model = str(info["model_id"])
        return LoggedElsewhere(
            model,
            self._experiments[str(info["experiment_id"])],
            str(info.get("name") or ""),
            str(info.get("model_type") or ""),
            str(info.get("status") or "PENDING").removeprefix(_STATE),
            str(info.get("source_run_id") or "") or None,
            int(info.get("creation_timestamp_ms") or 0) / 1000,
            int(info.get("last_updated_timestamp_ms") or 0) / 1000,
            False,  # a deleted one is not told
            str(info.get("artifact_uri") or ""),
            pairs(data.get("params")),
            pairs(info.get("tags")),
            [_measure(each) for each in data.get("metrics", ())],
            self._outputs.get(model, {}),
        )

    def files(self, one: LoggedElsewhere, scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a logged model that the server gives out, one after the other."""
        parts = urlsplit(one.artifacts)
        if parts.scheme != "mlflow-artifacts":
            if one.artifacts:
                self._refused["elsewhere"] += 1
            return
        root = unquote(parts.path).strip("/")
        waiting, n = [""], 0
        while waiting:
            folder = waiting.pop()
            for name, is_folder in self._given_out(f"{root}/{folder}".rstrip("/")):
                path = f"{folder}/{name}".lstrip("/")
                if not is_inside(path, folder):
                    continue
                if is_folder:
                    waiting.append(path)
                    continue
                target = scratch / str(n)
                n += 1
                try:
                    self._line.fetch_given_out(f"{root}/{path}", target)
                except NeedsYou:
                    self._refused["file"] += 1
                    continue
                yield path, target
                target.unlink()

    def _given_out(self, folder: str) -> list[tuple[str, bool]]:
        try:
            return list(self._line.given_out(folder))
        except NeedsYou:
            self._refused["elsewhere"] += 1
            return []

    def registered(self) -> list[RegisteredElsewhere]:
        """The registered models by name."""
        try:
            every = list(self._line.pages("registered-models/search", "registered_models", None))
        except NeedsYou:  # a server over a folder of older versions
            return []
        return [
            RegisteredElsewhere(
                str(one["name"]),
                str(one.get("description") or ""),
                int(one.get("creation_timestamp") or 0) / 1000,
                pairs(one.get("tags")),
                self._versions(str(one["name"])),
                {str(each["alias"]): int(each["version"]) for each in one.get("aliases", ())},
            )
            for one in sorted(every, key=lambda one: str(one["name"]))
        ]

    def _versions(self, name: str) -> list[VersionElsewhere]:
        mark = '"' if "'" in name else "'"
        asked = {"filter": f"name={mark}{name}{mark}", "max_results": 1000}
        found = self._line.pages("model-versions/search", "model_versions", asked, is_get=True)
        return sorted((self._version(one) for one in found), key=lambda one: one.number)

    def _version(self, one: Mapping[str, Any]) -> VersionElsewhere:
        source, run = str(one.get("source") or ""), str(one.get("run_id") or "") or None
        return VersionElsewhere(
            int(one["version"]),
            source,
            run,
            logged_of(source),
            path_of(source, run, None if run is None else self._places.get(run)),
            str(one.get("current_stage") or "None"),
            str(one.get("description") or ""),
            str(one.get("user_id") or ""),
            str(one.get("run_link") or ""),
            int(one.get("creation_timestamp") or 0) / 1000,
            pairs(one.get("tags")),
        )

    def left_out(self) -> list[str]:
        """Files that the server did not give."""
        said = []
        if n := self._refused["elsewhere"]:
            said.append(
                f"The files of {many(n, 'logged model')} are not given out by the server: left out."
            )
        if n := self._refused["file"]:
            said.append(f"The server did not give {many(n, 'file')} of models: left out.")
        return said


def _measure(one: Mapping[str, Any]) -> Measure:
    value = number(one["value"])
    return (
        str(one["key"]),
        None if math.isnan(value) else value,
        int(one.get("step") or 0),
        int(one.get("timestamp") or 0) / 1000,
        str(one.get("run_id") or ""),
        str(one.get("dataset_name") or "") or None,
        str(one.get("dataset_digest") or "") or None,
    )

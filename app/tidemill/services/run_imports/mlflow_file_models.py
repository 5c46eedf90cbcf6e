"""Reads models where MLflow kept its runs as files (`mlruns`): logged ones, and the registry."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tidemill.domain.models_elsewhere import (
    GONE,
    STATES,
    LoggedElsewhere,
    Measure,
    RegisteredElsewhere,
    VersionElsewhere,
    logged_of,
    path_of,
)
from tidemill.services.run_imports.mlflow_pages import files_of, page_of, texts_below

_PAGE = 200


def logged(experiments: Mapping[Path, str]) -> Iterator[list[LoggedElsewhere]]:
    """The logged models of experiments' folders in pages, those made earlier first."""
    found = [
        (page, place.parent, name)
        for folder, name in experiments.items()
        for place in sorted((folder / "models").glob("*/meta.yaml"))
        if (page := page_of(place)).get("model_id")
    ]
    if not found:
        return
    outputs = _outputs(experiments)
    found.sort(key=lambda one: (_seconds(one[0], "creation_timestamp"), str(one[0]["model_id"])))
    for start in range(0, len(found), _PAGE):
        yield [_logged(*one, outputs) for one in found[start : start + _PAGE]]


def _logged(
    page: Mapping[str, Any], place: Path, experiment: str, outputs: Mapping[str, dict[str, int]]
) -> LoggedElsewhere:
    model = str(page["model_id"])
    return LoggedElsewhere(
        model,
        experiment,
        _text(page, "name"),
        _text(page, "model_type"),
        STATES.get(page.get("status", 0), "PENDING"),
        _text(page, "source_run_id") or None,
        _seconds(page, "creation_timestamp"),
        _seconds(page, "last_updated_timestamp"),
        page.get("lifecycle_stage") == "deleted",
        _text(page, "artifact_location"),
        texts_below(place / "params"),
        texts_below(place / "tags"),
        list(_measured(place / "metrics")),
        outputs.get(model, {}),
    )


def _measured(folder: Path) -> Iterator[Measure]:
    """Lines of time in milliseconds, value, step, run, and perhaps a dataset's name and digest."""
    for name, path in files_of(folder):
        for line in path.read_text(encoding="utf-8").splitlines():
            at, value, step, run, *data = line.split(" ")
            # A dataset's name may have blanks; its digest has none.
            dataset = (" ".join(data[:-1]), data[-1]) if len(data) > 1 else (None, None)
            number = float(value)
            yield (
                name,
                None if math.isnan(number) else number,
                int(step),
                int(at) / 1000,
                run,
                *dataset,
            )


def _outputs(experiments: Iterable[Path]) -> dict[str, dict[str, int]]:
    """The runs that say a model came of them, with the step, by model."""
    found: dict[str, dict[str, int]] = {}
    for folder in experiments:
        for place in sorted(folder.glob("*/outputs/*/meta.yaml")):
            page = page_of(place)
            model = str(page.get("destination_id") or place.parent.name)
            run = place.parent.parent.parent.name
            found.setdefault(model, {})[run] = int(page.get("step") or 0)
    return found


def registered(
    folder: Path, files_of_run: Callable[[str], str | None]
) -> list[RegisteredElsewhere]:
    """The registered models by name; `files_of_run` says where the files of a run lie."""
    found = []
    for place in sorted(folder.glob("*/meta.yaml")):
        page, model = page_of(place), place.parent
        versions = [
            version
            for one in model.glob("version-*/meta.yaml")
            if (version := _version(page_of(one), one.parent, files_of_run)) is not None
        ]
        found.append(
            RegisteredElsewhere(
                _text(page, "name") or model.name,
                _text(page, "description"),
                _seconds(page, "creation_timestamp"),
                texts_below(model / "tags"),
                sorted(versions, key=lambda one: one.number),
                {name: int(number) for name, number in texts_below(model / "aliases").items()},
            )
        )
    return found


def _version(
    page: Mapping[str, Any], place: Path, files_of_run: Callable[[str], str | None]
) -> VersionElsewhere | None:
    if page.get("current_stage") == GONE:
        return None
    source, run = _text(page, "source"), _text(page, "run_id") or None
    return VersionElsewhere(
        int(page.get("version") or place.name.removeprefix("version-")),
        source,
        run,
        logged_of(source),
        path_of(source, run, None if run is None else files_of_run(run)),
        _text(page, "current_stage") or "None",
        _text(page, "description"),
        _text(page, "user_id"),
        _text(page, "run_link"),
        _seconds(page, "creation_timestamp"),
        texts_below(place / "tags"),
    )


def _text(page: Mapping[str, Any], name: str) -> str:
    return str(page.get(name) or "")


def _seconds(page: Mapping[str, Any], name: str) -> float:
    return float(page.get(name) or 0) / 1000

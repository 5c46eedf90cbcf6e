"""Reads a running MLflow server over its REST interface; nothing of it is changed.

Who asks is told as MLflow's own client does: `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME`
and `MLFLOW_TRACKING_PASSWORD`; `MLFLOW_TRACKING_SERVER_CERT_PATH` names a certificate to trust.
"""

import base64
import json
import math
import os
import shutil
import ssl
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.outside_runs import OutsideRun, Point
from tidemill.domain.run_inputs import RunInput
from tidemill.services.run_imports.values import many

_API = "api/2.0/mlflow/"
_PAGE = 200
_MOST_POINTS = 25_000
_TRIES = 5
_PATIENCE_S = 60
_BUSY = {408, 429, 500, 502, 503, 504}
_AT_ONCE = 8
_WORDS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}


class MlflowServer:
    """A server's runs, page by page; the histories of a page are asked for several at once."""

    tracker = "MLflow"

    def __init__(self, address: str, pause: Callable[[float], None] = time.sleep) -> None:
        """Ask for the experiments. `NeedsYou` where the address or who asks is refused."""
        self._line = _Line(address, pause)
        self._experiments = {
            str(one["experiment_id"]): str(one["name"])
            for one in self._line.pages(
                "experiments/search", "experiments", {"max_results": 1000, "view_type": "ALL"}
            )
        }
        self._models = self._n_models()
        self._page: dict[str, Mapping[str, Any]] = {}
        self._refused: Counter[str] = Counter()

    def _n_models(self) -> int:
        """How many models are registered; a server over a folder may have no registry."""
        try:
            every = self._line.pages("registered-models/search", "registered_models", None)
            return sum(1 for _ in every)
        except NeedsYou:
            return 0

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
        """Files the server did not give, and the registry."""
        said = []
        if self._refused:
            n = self._refused["file"]
            said.append(f"The server did not give {many(n, 'file')}: left out.")
        if self._refused["folder"]:
            n = self._refused["folder"]
            said.append(f"The files of {many(n, 'run')} could not be listed: left out.")
        if self._models:
            models = many(self._models, "registered model")
            said.append(f"{models} and their versions and aliases were left out.")
        return said

    def _listed(self, run: str, folder: str) -> Iterator[tuple[str, bool]]:
        asked = {"run_id": run} | ({"path": folder} if folder else {})
        try:
            for one in self._line.pages("artifacts/list", "files", asked, is_get=True):
                path = str(one.get("path", ""))
                if _is_inside(path, folder):
                    yield path, bool(one.get("is_dir"))
        except NeedsYou:
            self._refused["folder"] += 1

    def _history(self, asked: tuple[str, str]) -> list[Point]:
        run, name = asked
        question = {"run_id": run, "metric_key": name, "max_results": _MOST_POINTS}
        return [
            (name, int(one.get("step", 0)), int(one["timestamp"]) / 1000, _number(one["value"]))
            for one in self._line.pages("metrics/get-history", "metrics", question, is_get=True)
        ]

    def _run(
        self, one: Mapping[str, Any], histories: Mapping[tuple[str, str], list[Point]]
    ) -> OutsideRun:
        info, data = one["info"], one.get("data", {})
        run = str(info["run_id"])
        tags = _pairs(data.get("tags"))
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
            _pairs(data.get("params")),
            tags,
            [point for key in _names(one) for point in histories[run, key]],
            [_input(each) for each in one.get("inputs", {}).get("dataset_inputs", ())],
            parent=tags.get("mlflow.parentRunId") or None,
            note=tags.get("mlflow.note.content", ""),
        )


class _Line:
    """Questions to a server: who asks, pages, another try where it is busy."""

    def __init__(self, address: str, pause: Callable[[float], None]) -> None:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        shown = f"[{host}]" if ":" in host else host
        self._base = urlunsplit((parts.scheme, shown + port, parts.path.rstrip("/") + "/", "", ""))
        self._headers = _asking(parts.username, parts.password)
        self._opener = _opener()
        self._pause = pause

    def pages(
        self, path: str, inside: str, asked: Mapping[str, Any] | None, *, is_get: bool = False
    ) -> Iterator[Mapping[str, Any]]:
        """What all pages of an answer list under a name; without a body it is asked by GET."""
        token = ""
        while True:
            question = {**(asked or {}), **({"page_token": token} if token else {})}
            given = self._ask(_API + path, question, is_get=is_get or asked is None)
            yield from given.get(inside) or ()
            token = str(given.get("next_page_token") or "")
            if not token:
                return

    def fetch(self, path: str, asked: Mapping[str, str], target: Path) -> None:
        """Write an answer's bytes to a file."""
        request = Request(f"{self._base}{path}?{urlencode(asked)}", headers=self._headers)

        def kept(answer: IO[bytes]) -> None:
            with target.open("wb") as file:
                shutil.copyfileobj(answer, file, 1 << 20)

        self._tried(request, kept)

    def _ask(self, path: str, asked: Mapping[str, Any], *, is_get: bool) -> Mapping[str, Any]:
        address = self._base + path
        headers = {**self._headers, "Content-Type": "application/json"}
        if is_get:
            request = Request(f"{address}?{urlencode(asked)}" if asked else address, None, headers)
        else:
            request = Request(address, json.dumps(asked).encode(), headers)
        text = self._tried(request, lambda answer: answer.read())
        try:
            given = json.loads(text)
        except ValueError as error:
            raise NeedsYou(
                f"{self._base} is no server of MLflow's.", "Check the address."
            ) from error
        return given if isinstance(given, dict) else {}

    def _tried(self, request: Request, take: Callable[[IO[bytes]], Any]) -> Any:
        for one in range(1, _TRIES + 1):
            try:
                with self._opener.open(request, timeout=_PATIENCE_S) as answer:
                    return take(answer)
            except HTTPError as error:
                with error:
                    said = error.read(4_000).decode("utf-8", "replace")
                if error.code not in _BUSY:
                    raise _refusal(self._base, error.code, said) from error
                failed: Exception = error
            except (URLError, HTTPException, OSError) as error:
                failed, said = error, str(error)
            if one < _TRIES:
                self._pause(0.2 * 2**one)
        raise WorldError(
            f"The server at {self._base} does not answer.",
            "Check that it runs, and try again: what was taken stays.",
            detail=said,
        ) from failed


class _SamePlace(HTTPRedirectHandler):
    """Follows an answer that leads elsewhere only to the same server: who asks is told to no other
    one."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        """Refuse another server."""
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            raise HTTPError(newurl, code, f"leads to another server: {newurl}", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> OpenerDirector:
    context = ssl.create_default_context()
    certificate = os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH")
    if certificate:
        try:
            context.load_verify_locations(certificate)
        except OSError as error:
            raise NeedsYou(
                f"{certificate} can't be read.", "It is named by MLFLOW_TRACKING_SERVER_CERT_PATH."
            ) from error
    return build_opener(_SamePlace, HTTPSHandler(context=context))


def _asking(user: str | None, password: str | None) -> dict[str, str]:
    token = os.environ.get("MLFLOW_TRACKING_TOKEN")
    user = user or os.environ.get("MLFLOW_TRACKING_USERNAME")
    password = password or os.environ.get("MLFLOW_TRACKING_PASSWORD")
    if user and password:
        both = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {both}"}
    return {"Authorization": f"Bearer {token}"} if token else {}


def _refusal(base: str, code: int, said: str) -> NeedsYou:
    if code in (401, 403):
        return NeedsYou(
            f"The server at {base} does not let you in.",
            "Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.",
            detail=said,
        )
    return NeedsYou(f"The server at {base} refused with {code}.", "Check the address.", detail=said)


def _is_inside(path: str, folder: str) -> bool:
    """Whether a path that a server names can lie in a folder of a run."""
    parts = PurePosixPath(path)
    is_plain = path not in ("", folder) and not parts.is_absolute() and ".." not in parts.parts
    return is_plain and (not folder or parts.is_relative_to(folder))


def _names(one: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(str(each["key"]) for each in one.get("data", {}).get("metrics", ())))


def _pairs(given: Any) -> dict[str, str]:
    return {str(one["key"]): str(one.get("value") or "") for one in given or ()}


def _number(value: Any) -> float:
    """A metric's value; infinity is kept there as the largest number."""
    number = float(_WORDS.get(value, value) if isinstance(value, str) else value)
    return math.copysign(math.inf, number) if abs(number) >= sys.float_info.max else number


def _input(given: Mapping[str, Any]) -> RunInput:
    data = given.get("dataset", {})
    texts = {name: str(data.get(name) or "") for name in RunInput._fields if name != "tags"}
    schema, profile = texts.pop("schema") or None, texts.pop("profile") or None
    return RunInput(**texts, schema=schema, profile=profile, tags=_pairs(given.get("tags")))

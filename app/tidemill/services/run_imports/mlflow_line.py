"""Questions to a running MLflow server: who asks, pages, another try where it is busy."""

import base64
import json
import math
import os
import shutil
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from tidemill.base.errors import NeedsYou, WorldError

_API = "api/2.0/mlflow/"
_PROXY = "api/2.0/mlflow-artifacts/artifacts"
_TRIES = 5
_PATIENCE_S = 60
_BUSY = {408, 429, 500, 502, 503, 504}
_WORDS = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}


class Line:
    """Asks one server; nothing of it is changed."""

    def __init__(self, address: str, pause: Callable[[float], None]) -> None:
        """`pause` waits before another try."""
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

    def given_out(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Names in a folder of the files that the server gives out, and whether each is one."""
        given = self._ask(_PROXY, {"path": folder}, is_get=True)
        for one in given.get("files") or ():
            yield str(one.get("path", "")), bool(one.get("is_dir"))

    def fetch_given_out(self, path: str, target: Path) -> None:
        """Write a file that the server gives out to one of ours."""
        self.fetch(f"{_PROXY}/{quote(path)}", {}, target)

    def fetch(self, path: str, asked: Mapping[str, str], target: Path) -> None:
        """Write an answer's bytes to a file."""
        query = f"?{urlencode(asked)}" if asked else ""
        request = Request(f"{self._base}{path}{query}", headers=self._headers)

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


def is_inside(path: str, folder: str) -> bool:
    """Whether a path that a server names can lie in a folder of a run."""
    parts = PurePosixPath(path)
    is_plain = path not in ("", folder) and not parts.is_absolute() and ".." not in parts.parts
    return is_plain and (not folder or parts.is_relative_to(folder))


def pairs(given: Any) -> dict[str, str]:
    """Keys and values as the server lists them."""
    return {str(one["key"]): str(one.get("value") or "") for one in given or ()}


def number(value: Any) -> float:
    """A metric's value; infinity is kept there as the largest number."""
    found = float(_WORDS.get(value, value) if isinstance(value, str) else value)
    return math.copysign(math.inf, found) if abs(found) >= sys.float_info.max else found

"""Whether a newer version is there: asked only where a person turned it on, at their address.

Tidemill has no address of its own that could tell it yet, so none stands as the default. What is
asked is one small text, by HTTPS (or HTTP on this computer), once a day at most; what is told is
this program's name and version, as every client of HTTP tells its own, and nothing else.

The text is a JSON object: `{"version": "1.2", "page": "https://…"}`; `page`, which may be missing,
is where a person reads about it. It is asked for with the mark of what was read last
(`If-None-Match`, RFC 9110, section 13.1.2), so that an unchanged text is not sent again.
"""

import json
import logging
import re
import ssl
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from tidemill import __version__
from tidemill.base import atomic, places
from tidemill.base.clock import from_iso, to_iso
from tidemill.base.errors import WorldError
from tidemill.domain.options.of_computer import is_secure_address

_log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
_PATIENCE_S = 5.0
_LARGEST = 65_536
_NOT_CHANGED = 304
_FORM = re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")


@dataclass(frozen=True)
class Newer:
    """A version above this program's, and where to read about it (empty where nobody said)."""

    version: str
    page: str


@dataclass(frozen=True)
class _Known:
    """What was read last, from where, with its mark; and which version a person was told of."""

    address: str = ""
    mark: str = ""
    asked_at: str = ""
    version: str = ""
    page: str = ""
    told: str = ""


def file() -> Path:
    """Where it is kept what was read last."""
    return places.settings_file().with_name("updates.json")


def untold(address: str, now: datetime, path: Path | None = None) -> Newer | None:
    """A newer version that this person has not been told of, or None; told it is from then on.

    Asks `address` unless it was asked within a day before `now`. Whatever it answers, or that it
    does not, is no error: a program that works needs no newer one.
    """
    path = path or file()
    known = _kept(path)
    if known.address != address or _is_due(known, now):
        asked = replace(known, address=address, asked_at=to_iso(now))
        if known.address != address:
            asked = replace(asked, mark="", version="", page="")
        known = _asked(asked)
        _keep(known, path)
    if not _is_above(known.version, __version__) or known.version == known.told:
        return None
    _keep(replace(known, told=known.version), path)
    return Newer(known.version, known.page)


def _is_due(known: _Known, now: datetime) -> bool:
    try:
        ago = now - from_iso(known.asked_at)
    except ValueError:
        return True
    return not timedelta(0) <= ago < EVERY  # a clock that was set back asks, too


def _asked(known: _Known) -> _Known:
    """What the address says now; as it was known where it says nothing, or nothing sound."""
    if not is_secure_address(known.address):
        return known
    headers = {"User-Agent": f"Tidemill/{__version__}", "Accept": "application/json"}
    if known.mark:
        headers["If-None-Match"] = known.mark
    try:
        with _opener().open(Request(known.address, headers=headers), timeout=_PATIENCE_S) as answer:
            text = answer.read(_LARGEST + 1)
            mark = str(answer.headers.get("ETag", ""))[:256]
    except HTTPError as error:
        if error.code != _NOT_CHANGED:
            _log.info("%s answered %d when asked for the newest version", known.address, error.code)
        error.close()
        return known
    except (OSError, HTTPException, ValueError) as error:
        _log.info("%s did not tell the newest version: %s", known.address, error)
        return known
    return _read(known, text, mark)


def _read(known: _Known, text: bytes, mark: str) -> _Known:
    try:
        told: Any = json.loads(text) if len(text) <= _LARGEST else None
    except (ValueError, RecursionError):
        told = None
    version = told.get("version") if isinstance(told, dict) else None
    if not isinstance(version, str) or not _FORM.fullmatch(version):
        _log.info("%s tells no version in a form that is known", known.address)
        return known
    page = told.get("page")
    is_page = isinstance(page, str) and urlsplit(page).scheme == "https" and len(page) < 2000
    return replace(known, mark=mark, version=version, page=page if is_page else "")


def _is_above(version: str, present: str) -> bool:
    """Whether a version is above the present one; of this one, what stands before `.dev` counts."""
    found = _FORM.match(present)
    if not _FORM.fullmatch(version) or found is None:
        return False
    one, other = _parts(version), _parts(found[0])
    return one > other


def _parts(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (4 - len(parts)))


class _NoOtherPlace(HTTPRedirectHandler):
    """Follows no word to another address: to that one nobody agreed."""

    def redirect_request(self, *_words: object) -> None:
        """Refuse; it is an error like any other answer that holds no text."""


def _opener() -> OpenerDirector:
    return build_opener(_NoOtherPlace(), HTTPSHandler(context=ssl.create_default_context()))


def _kept(path: Path) -> _Known:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return _Known()
    if not isinstance(known, dict):
        return _Known()
    texts = {name: known.get(name, "") for name in asdict(_Known())}
    return _Known(**{name: text for name, text in texts.items() if isinstance(text, str)})


def _keep(known: _Known, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, json.dumps(asdict(known), indent=1).encode())
    except (OSError, WorldError) as error:
        _log.info("What was read of newer versions could not be kept: %s", error)

"""What a reader of another tracker's runs offers to what takes them over."""

import hashlib
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tidemill.domain.outside_runs import OutsideRun

_NO_ARTIFACTS = "Files of {n} lie at {where}, which is not read: they were left out."


class Source(Protocol):
    """A store of runs to read; nothing of it is ever changed.

    `tracker` is what people call the program that kept it. For use by one thread; close it.
    """

    @property
    def tracker(self) -> str:
        """The tracker's name."""
        ...

    def count(self) -> int | None:
        """How many runs there are; None where that is not known before all are read."""
        ...

    def ids(self) -> Iterator[list[str]]:
        """Ids of runs, as they will be here, in pages; parents before children."""
        ...

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page with all that was logged to them."""
        ...

    def files(self, one: OutsideRun, scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a run by their path in it; `scratch` is a folder for those that have to be
        fetched; each may be gone once the next is asked for."""
        ...

    def left_out(self) -> list[str]:
        """Sentences about what was met and can't be taken over, once all was read."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def id_of(*words: object) -> str:
    """The id here of a run of a tracker whose ids are none of ours: the same for the same words."""
    return hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest()[:32]


def pages(ids: Sequence[str], most: int) -> Iterator[list[str]]:
    """Ids in pages of so many at most."""
    for start in range(0, len(ids), most):
        yield list(ids[start : start + most])


def files_below(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder by their path in it; a link that leads out of it is none of them."""
    inside = folder.resolve()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if stat.S_ISREG(path.lstat().st_mode) and path.resolve().is_relative_to(inside):
            yield path.relative_to(folder).as_posix(), path


class Places:
    """Where runs say that their files lie: folders of this computer, and what lies elsewhere."""

    def __init__(self, proxied: Path | None = None) -> None:
        """Nothing was met yet; `proxied` is the folder whose files a server gives out as
        `mlflow-artifacts:`."""
        self._proxied = proxied
        self._elsewhere: Counter[str] = Counter()

    def folder(self, where: str) -> Path | None:
        """The folder that a path or a `file:` address names; None, and noted, for other ones."""
        parts = urlsplit(where)
        if parts.scheme == "mlflow-artifacts" and self._proxied is not None:
            folder = self._proxied / unquote(parts.path).lstrip("/")
            is_inside = folder.resolve().is_relative_to(self._proxied.resolve())
            return folder if is_inside else None
        if parts.scheme not in ("", "file") or parts.netloc:
            self._elsewhere[f"{parts.scheme}:"] += 1
            return None
        return Path(unquote(parts.path) if parts.scheme else where)

    def left_out(self) -> list[str]:
        """A sentence for each kind of place that is not read."""
        return [
            _NO_ARTIFACTS.format(
                n="1 run or model" if n == 1 else f"{n:,} runs or models", where=where
            )
            for where, n in sorted(self._elsewhere.items())
        ]

"""Summaries as bytes: one .npz with a page of JSON and plain arrays, never a pickle."""

import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou

Ints = npt.NDArray[np.int64]

_HEAD = "head"


def pack(
    what: str, version: int, head: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]]
) -> bytes:
    """Write a page of JSON and named arrays; the same content gives the same bytes."""
    text = json.dumps(
        {"what": what, "version": version, "content": head},
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    stream = io.BytesIO()
    page = {_HEAD: np.frombuffer(text.encode(), dtype=np.uint8)}
    np.savez_compressed(stream, allow_pickle=False, **page, **dict(arrays))
    return stream.getvalue()


def unpack(
    what: str, version: int, data: bytes
) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Read what `pack` wrote; `NeedsYou` if it is damaged, something else, or of a newer make."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        page = json.loads(arrays.pop(_HEAD).tobytes())
        kind, written, head = page["what"], int(page["version"]), page["content"]
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, OSError) as error:
        raise _damaged(what, str(error)) from error
    except (zipfile.BadZipFile, zlib.error) as error:
        raise _damaged(what, str(error)) from error
    if kind != what:
        raise NeedsYou(f"This is a {kind}, not a {what}.", f"Choose a {what}.")
    if written > version:
        raise NeedsYou(
            f"This {what} was written by a newer Tidemill.", "Update Tidemill to read it."
        )
    return head, arrays


def sparse(cells: Ints) -> dict[str, npt.NDArray[Any]]:
    """The cells that any row is in, by how far each is from the one before, and their counts."""
    where = np.flatnonzero(cells)
    return {"steps": _small(np.diff(where, prepend=0)), "counts": _small(cells[where])}


def _small(numbers: Ints) -> npt.NDArray[Any]:
    """The same numbers, none below 0, in as few bytes each as hold the largest."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def dense(arrays: dict[str, npt.NDArray[Any]], n_cells: int) -> Ints:
    """Read what `sparse` gave; before version 2 cells were named by their numbers."""
    cells = np.zeros(n_cells, dtype=np.int64)
    where = arrays["where"] if "where" in arrays else np.cumsum(arrays["steps"], dtype=np.int64)
    cells[where] = arrays["counts"]
    return cells


def _damaged(what: str, detail: str) -> NeedsYou:
    return NeedsYou(
        f"Can't read this {what}: the data is damaged.",
        f"Make the {what} again from its rows.",
        detail=detail,
    )

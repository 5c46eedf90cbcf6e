"""Content hashes of bytes and files (BLAKE2b, 32 hexadecimal digits)."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

_SIZE = 16
_BLOCK = 1 << 20


def of_bytes(data: bytes) -> str:
    """Hash bytes."""
    return hashlib.blake2b(data, digest_size=_SIZE).hexdigest()


def of_file(path: Path, check: Callable[[], None] = lambda: None) -> str:
    """Hash a file in blocks of one mebibyte; `check` may raise between blocks to stop."""
    digest = hashlib.blake2b(digest_size=_SIZE)
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            check()
    return digest.hexdigest()


def of_value(value: object) -> str:
    """Hash a value of plain JSON types by its one canonical text."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return of_bytes(text.encode())

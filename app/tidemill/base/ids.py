"""Identifiers: sortable by time, unique without asking anyone."""

import os
import time
import uuid


def new_id() -> str:
    """Return 32 hexadecimal digits, UUID version 7 (RFC 9562): later ids sort after earlier."""
    ms = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (ms & ((1 << 48) - 1)) << 80 | random
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return f"{value:032x}"


def derived_id(*parts: str) -> str:
    """Return an id that is the same whenever the parts are: for work that may run twice."""
    return uuid.uuid5(uuid.NAMESPACE_OID, "\x1f".join(parts)).hex

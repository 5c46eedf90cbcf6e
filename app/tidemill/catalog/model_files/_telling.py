"""Values of a pickle in words: short, bounded, whatever the file holds and however it is tied."""

from typing import Any

from tidemill.catalog.model_files._values import (
    Array,
    Blob,
    Items,
    Made,
    Named,
    Pairs,
    Unclear,
    class_of,
)
from tidemill.domain.model_files import MOST_SAID, cut

_DEEPEST = 4
_MOST_ITEMS = 8
_ENDS = {"list": "[]", "tuple": "()", "set": "{}", "frozenset": "{}"}


def told(value: Any, depth: int = 0) -> str:
    """A value as a person may read it, never longer than `MOST_SAID`."""
    return cut(_told(value, depth))


def _told(value: Any, depth: int) -> str:
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, (str, bytes)):
        return repr(value[:MOST_SAID])
    if value is None or isinstance(value, (bool, float)):
        return repr(value)
    if isinstance(value, int):
        return repr(value) if value.bit_length() < 200 else "a large number"
    if isinstance(value, Named):
        return value.whole
    if isinstance(value, Items):
        inside = [told(one, depth + 1) for one in value.items[:_MOST_ITEMS]]
        more = ["…"] if value.n > _MOST_ITEMS else []
        ends = _ENDS[value.kind]
        return ends[0] + ", ".join(inside + more) + ends[1]
    if isinstance(value, Pairs):
        pairs = value.pairs[:_MOST_ITEMS]
        inside = [f"{told(k, depth + 1)}: {told(v, depth + 1)}" for k, v in pairs]
        return "{" + ", ".join(inside + (["…"] if value.n > _MOST_ITEMS else [])) + "}"
    return _told_object(value, depth)


def _told_object(value: Any, depth: int) -> str:
    if isinstance(value, Made):
        if is_scalar(value):
            return _scalar(value, depth)
        kind = class_of(value)
        name = kind.name if kind is not None else told(value.callee, depth + 1)
        inside = value.args.items if isinstance(value.args, Items) else []
        is_plain = kind is None or kind is value.callee
        words = [told(one, depth + 1) for one in inside[:_MOST_ITEMS]] if is_plain else []
        return f"{name}({', '.join(words)})"
    if isinstance(value, Blob):
        return f"{value.n_bytes:,} bytes"
    if isinstance(value, Array):
        return f"array of {' x '.join(str(n) for n in value.shape) or 'one value'}"
    if isinstance(value, Unclear):
        return value.why
    return "…"


def is_scalar(value: Any) -> bool:
    """Whether it is a single NumPy number."""
    callee = value.callee if isinstance(value, Made) else None
    return isinstance(callee, Named) and callee.whole.endswith("multiarray.scalar")


def _scalar(value: Made, depth: int) -> str:
    from tidemill.catalog.model_files._arrays import scalar_value

    found = scalar_value(value)
    return "a number" if found is None else _told(found, depth + 1)

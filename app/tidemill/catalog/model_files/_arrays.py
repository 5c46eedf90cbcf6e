"""NumPy arrays in pickles: what type and shape they say, and the values of small plain ones."""

import re
from dataclasses import dataclass
from typing import Any

from tidemill.catalog.model_files._values import (
    Array,
    Items,
    Made,
    Named,
    attributes,
    tuple_of,
)

MOST_BYTES = 1 << 16
"""Arrays up to this size are kept, for names of columns and classes."""

_TYPE = re.compile(r"([<>|=]?)([bB?iufcmMUSVO])(\d{0,6})(\[.{1,12}\])?")
_BY_LETTER = {"?": 1, "b": 1, "B": 1}
_WIDTHS = {"U": 4, "c": 1, "i": 1, "u": 1, "f": 1, "S": 1, "V": 1, "m": 1, "M": 1, "O": 1, "b": 1}
_HAS_OBJECTS = 0x01


class UnclearType(ValueError):
    """The type of an array can't be told for sure, so neither can where its bytes end."""


@dataclass(frozen=True)
class DType:
    """A NumPy type: its text, bytes of one value, and whether values are Python objects."""

    text: str
    n_bytes: int
    has_objects: bool


def dtype_of(value: Any) -> DType:
    """The type that `numpy.dtype(...)` with its state would be; raises `UnclearType`."""
    if not (isinstance(value, Made) and _is(value.callee, "numpy.dtype")):
        raise UnclearType("the type of an array is unclear")
    args = tuple_of(value.args)
    if not args or not isinstance(args[0], str):
        raise UnclearType("the type of an array is unclear")
    match = _TYPE.fullmatch(args[0])
    if match is None:
        raise UnclearType(f"the type {args[0][:20]!r} of an array is not known")
    letter, digits = match[2], match[3]
    n_bytes = _BY_LETTER.get(letter, 0) if not digits else int(digits) * _WIDTHS[letter]
    if letter == "O":
        n_bytes = 8
    order, has_objects = match[1], letter == "O"
    if value.state is not None:
        state = tuple_of(value.state)
        n_bytes, has_objects = _by_state(state, letter, n_bytes, has_objects)
        order = state[1] if isinstance(state[1], str) and len(state[1]) == 1 else order
    if n_bytes <= 0 and letter not in "USV":
        raise UnclearType("the size of an array's values is unclear")
    return DType(f"{order}{letter}{digits}", n_bytes, has_objects)


def _by_state(state: list[Any], letter: str, n_bytes: int, has_objects: bool) -> tuple[int, bool]:
    """What `dtype.__setstate__` would change: size and fields of structured types."""
    if len(state) < 8 or state[0] not in (3, 4) or state[2] is not None:
        raise UnclearType("the state of an array's type is unclear")
    size, flags = state[5], state[7]
    if not isinstance(size, int) or not isinstance(flags, int):
        raise UnclearType("the state of an array's type is unclear")
    if size not in (-1, n_bytes):
        raise UnclearType("an array says two sizes of its values")
    fields = state[4]
    inner = False
    if fields is not None:
        if letter != "V" or not hasattr(fields, "pairs"):
            raise UnclearType("the fields of an array are unclear")
        inner = any(dtype_of((tuple_of(v) or [None])[0]).has_objects for _, v in fields.pairs)
    if bool(flags & _HAS_OBJECTS) != (has_objects or inner):
        raise UnclearType("an array hides that it holds objects")
    return n_bytes, has_objects or inner


def wrapped(wrapper: Made) -> tuple[DType, tuple[int, ...], bool]:
    """Type, shape and padding of an array that joblib put behind its wrapper.

    Raises `UnclearType`.
    """
    said = attributes(wrapper)
    dtype = dtype_of(said.get("dtype"))
    sizes = tuple_of(said.get("shape"))
    shape_said = said.get("shape")
    if not isinstance(shape_said, Items) or shape_said.n != len(sizes):
        raise UnclearType("the shape of an array is unclear")
    shape = tuple(n for n in sizes if type(n) is int and 0 <= n < 1 << 48)
    if len(shape) != len(sizes):
        raise UnclearType("the shape of an array is unclear")
    padding = said.get("numpy_array_alignment_bytes")
    return dtype, shape, padding is not None


def count(shape: tuple[int, ...]) -> int:
    """How many values an array of a shape has."""
    n = 1
    for size in shape:
        n *= size
    return n


def array_of(value: Any) -> Array | None:
    """The array that a plain pickle builds (`_reconstruct` and its state); None for others."""
    if isinstance(value, Array):
        return value
    if not isinstance(value, Made) or not isinstance(value.callee, Named):
        return None
    name = value.callee.whole
    if name.endswith("multiarray._reconstruct"):
        state = tuple_of(value.state)
        if len(state) != 5:
            return None
        parts = (state[1], state[2], state[4])
    elif name.endswith(("numeric._frombuffer", "multiarray._frombuffer")):
        args = tuple_of(value.args)
        if len(args) < 3:
            return None
        parts = (args[2], args[1], args[0])
    else:
        return None
    shape, kind, data = parts
    try:
        dtype = dtype_of(kind)
    except UnclearType:
        return None
    sizes = tuple(n for n in tuple_of(shape) if isinstance(n, int))
    if dtype.has_objects:
        return Array(dtype.text, sizes, values=data)
    return Array(dtype.text, sizes, data=data if isinstance(data, bytes) else None)


def values_of(value: Any) -> list[Any] | None:
    """The values of a small array or a list as plain values; None where they aren't there."""
    if isinstance(value, Items):
        return [_plain(one) for one in value.items]
    array = array_of(value)
    if array is None:
        return _index_values(value)
    if isinstance(array.values, Items):
        return [_plain(one) for one in array.values.items]
    inner = array_of(array.values)
    if inner is not None and inner is not array:
        return values_of(array.values)
    return None if array.data is None else _numbers(array.dtype, array.data)


def _index_values(value: Any) -> list[Any] | None:
    """The names that a pandas index holds."""
    if not (isinstance(value, Made) and _is(value.callee, "pandas.core.indexes.base._new_Index")):
        return None
    args = tuple_of(value.args)
    data = args[1].get("data") if len(args) > 1 and hasattr(args[1], "get") else None
    return None if array_of(data) is None else values_of(data)


def scalar_value(value: Made) -> Any:
    """The number in a NumPy scalar; None where it is not plain."""
    args = tuple_of(value.args)
    if len(args) != 2 or not isinstance(args[1], bytes):
        return None
    try:
        found = _numbers(dtype_of(args[0]).text, args[1])
    except UnclearType:
        return None
    return found[0] if found else None


def _numbers(dtype: str, data: bytes) -> list[Any] | None:
    if len(data) > MOST_BYTES or not re.fullmatch(r"[<>|=]?[?bBiufUS]\d{0,3}", dtype):
        return None
    import numpy as np

    try:
        return [_plain(one) for one in np.frombuffer(data, dtype=np.dtype(dtype)).tolist()]
    except (TypeError, ValueError):
        return None


def _plain(value: Any) -> Any:
    if isinstance(value, Made):
        callee = value.callee
        if isinstance(callee, Named) and callee.whole.endswith("multiarray.scalar"):
            return scalar_value(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value


def _is(value: Any, name: str) -> bool:
    return isinstance(value, Named) and value.whole == name

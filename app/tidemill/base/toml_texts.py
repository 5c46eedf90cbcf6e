"""Plain values as TOML, which the standard library reads but does not write."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(values: Mapping[str, Any], about: str = "") -> str:
    """A TOML 1.0 document that `tomllib` reads back as it was; `about` stands over it as comment.

    Takes texts, numbers, booleans, lists and mappings of them. TOML has no word for None: such a
    value is left out. Raises TypeError for anything else.
    """
    comment = "".join(f"# {line}\n" for line in about.splitlines())
    return comment + "\n".join(_lines(values, ())) + "\n"


def _lines(values: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[str]:
    """Plain values first: in TOML what follows the head of a table belongs to that table."""
    tables = {name: one for name, one in values.items() if isinstance(one, Mapping)}
    for name, one in values.items():
        if name not in tables and one is not None:
            yield f"{_key(name)} = {_value(one)}"
    for name, table in tables.items():
        here = (*place, name)
        yield ""
        yield "[" + ".".join(_key(part) for part in here) + "]"
        yield from _lines(table, here)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        pairs = (f"{_key(name)} = {_value(one)}" for name, one in value.items() if one is not None)
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        return _list([_value(one) for one in value])
    raise TypeError(f"{type(value).__name__} can't be written as TOML")


def _list(items: list[str]) -> str:
    """On one line where it is short, else an item a line."""
    line = "[" + ", ".join(items) + "]"
    if len(line) <= 80:
        return line
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _text(text: str) -> str:
    """TOML's basic strings are written as JSON's, and DEL is escaped besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

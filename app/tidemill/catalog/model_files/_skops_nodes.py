"""The nodes of a skops file as descriptions of objects, by the names of their loaders.

Follows the format of skops.io (its `_audit.py` and `_general.py` say what a loader builds), with
none of it loaded.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from tidemill.catalog.model_files._arrays import MOST_BYTES
from tidemill.catalog.model_files._findings import Findings
from tidemill.catalog.model_files._streams import OverBounds
from tidemill.catalog.model_files._values import Items, Made, Named, Pairs, Unclear
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import cut

MOST_NODES = 1_000_000

_LISTS: Final = {"ListNode": "list", "TupleNode": "tuple", "SetNode": "set"}
_REFERENCES: Final = ("TypeNode", "FunctionNode")
_ARRAYS: Final = ("NdArrayNode", "MaskedArrayNode", "SparseMatrixNode", "DTypeNode")
_OBJECTS: Final = (
    "ObjectNode",
    "TreeNode",
    "ReduceNode",
    "SGDNode",
    "LossNode",
    "ConstructorFromReduceNode",
    "_DictWithDeprecatedKeysNode",
    "RandomStateNode",
    "RandomGeneratorNode",
    "BytesNode",
    "BytearrayNode",
    "SliceNode",
    "DefaultDictNode",
    "PartialNode",
)
_KNOWN: Final = frozenset(
    [*_LISTS, *_REFERENCES, *_ARRAYS, *_OBJECTS, "DictNode", "JsonNode", "CachedNode"]
)


class Nodes:
    """Turns the tree of `schema.json` into descriptions, and notes every type it names."""

    def __init__(self, archive: zipfile.ZipFile, findings: Findings) -> None:
        """Small arrays are read from the archive."""
        self._archive, self._findings = archive, findings
        self._by_id: dict[Any, Any] = {}
        self._n = 0

    def value(self, node: Any) -> Any:
        """The description of one node; raises ValueError where it is none."""
        self._n += 1
        if self._n > MOST_NODES:
            raise OverBounds(f"It has more than {MOST_NODES:,} parts.")
        if not isinstance(node, dict) or not isinstance(node.get("__loader__"), str):
            raise ValueError("a part has no loader")
        loader = node["__loader__"]
        if loader == "CachedNode":
            return self._by_id.get(node.get("cached", node.get("__id__")), Unclear("seen before"))
        found = self._value(loader, node)
        self._by_id[node.get("__id__")] = found
        return found

    def _value(self, loader: str, node: Mapping[str, Any]) -> Any:
        named = Named(str(node.get("__module__", "")), str(node.get("__class__", "")))
        content = node.get("content")
        if loader not in _KNOWN:
            self._odd(loader, named)
            return self._below(named, content)
        self._findings.named(named)
        if loader in _REFERENCES:
            return named
        if loader == "JsonNode":
            return json.loads(content) if isinstance(content, str) else None
        if loader in _LISTS:
            found = Items(_LISTS[loader])
            found.add([self.value(one) for one in _list(content)])
            return found
        if loader == "DictNode":
            return self._table(content)
        self._findings.called(named, Items("tuple"))
        if loader in _ARRAYS:
            return self._array(named, node)
        return self._below(named, content)

    def _table(self, content: Any) -> Pairs:
        found = Pairs()
        if not isinstance(content, dict):
            raise ValueError("a table is none")
        for key, one in content.items():
            found.add([key, self.value(one)])
        return found

    def _below(self, named: Named, content: Any) -> Made:
        """An object with the state its content says; parts of other contents are looked at."""
        made = Made(named, Items("tuple"))
        if isinstance(content, dict) and "__loader__" in content:
            made.state = self.value(content)
        else:
            inside = content.values() if isinstance(content, dict) else _list(content)
            made.items = Items("list")
            for one in inside:
                if isinstance(one, dict) and "__loader__" in one:
                    made.items.add([self.value(one)])
        return made

    def _array(self, named: Named, node: Mapping[str, Any]) -> Any:
        if node.get("type") == "json":
            found = Items("list")
            found.add([self.value(one) for one in _list(node.get("content"))])
            return found
        values = self._stored(node.get("file"))
        if values is None:
            return Made(named, Items("tuple"))
        return Items("list", values, len(values)) if isinstance(values, list) else values

    def _stored(self, name: Any) -> Any:
        """The values of a small array in the archive; None for large ones and others."""
        try:
            facts = self._archive.getinfo(str(name))
        except KeyError:
            return None
        if facts.file_size > MOST_BYTES:
            return None
        with self._archive.open(facts) as opened:
            data = opened.read(MOST_BYTES + 1)
        if not data.startswith(b"\x93NUMPY"):
            return None
        import numpy as np

        return np.load(io.BytesIO(data), allow_pickle=False).tolist()

    def _odd(self, loader: str, named: Named) -> None:
        """What calls methods or operators, or is newer than we are."""
        self._findings.named(named)
        self._findings.odd(f"{cut(loader, 60)} of {cut(named.whole)}", Standing.UNKNOWN)


def _list(content: Any) -> list[Any]:
    return content if isinstance(content, list) else []

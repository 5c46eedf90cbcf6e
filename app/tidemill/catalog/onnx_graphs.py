"""Puts an ONNX graph together: nodes, constants, inputs and outputs, each under a name of its own.

A preparation and an estimator write themselves into one graph (`write_onnx`), so that raw columns
go in at one end and answers come out at the other. All arithmetic is double, as scikit-learn's
is. Operators: https://onnx.ai/onnx/operators/, main set 20, ai.onnx.ml 5 (TreeEnsemble in double).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MAIN_SET, ML_SET, IR_VERSION = 20, 5, 10
"""What onnxruntime 1.20 and later read."""

ML = "ai.onnx.ml"
_LARGEST = float(np.finfo(np.float64).max)
_AT_MOST, _SUM, _AS_IT_IS = 0, 1, 0  # codes of TreeEnsemble: node mode, aggregate, transform


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree as arrays over its nodes, the root first.

    A row goes to `left` where its `feature` is at most `threshold`, or is missing and
    `missing_left`, the others to `right`; both number nodes. A row that ends in a node that
    `is_leaf` adds its `value` to the sum of the tree's `target`.
    """

    feature: Array
    threshold: Array
    missing_left: Array
    left: Array
    right: Array
    is_leaf: Array
    value: Array
    target: int = 0


@dataclass
class _Inner:
    """Splits of all trees, as the operator takes them."""

    feature: list[int] = field(default_factory=list)
    threshold: list[float] = field(default_factory=list)
    missing_left: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    left_is_leaf: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    right_is_leaf: list[int] = field(default_factory=list)


@dataclass
class _Leaves:
    """Leaves of all trees."""

    value: list[float] = field(default_factory=list)
    target: list[int] = field(default_factory=list)


def _add_tree(tree: Tree, inner: _Inner, leaves: _Leaves) -> None:
    """Put a tree behind the others; the operator numbers splits and leaves apart."""
    is_leaf = tree.is_leaf.astype(bool)
    splits, ends = np.flatnonzero(~is_leaf), np.flatnonzero(is_leaf)
    place = np.empty(len(is_leaf), dtype=np.int64)
    place[splits] = len(inner.feature) + np.arange(len(splits))
    place[ends] = len(leaves.value) + np.arange(len(ends))
    leaves.value += tree.value[ends].tolist()
    leaves.target += [tree.target] * len(ends)
    if not len(splits):
        # A tree of one leaf has no split to begin with: one whose two sides are that leaf.
        feature, threshold, missing = [0], [0.0], [0]
        left = right = np.array([0])
    else:
        feature, missing = tree.feature[splits].tolist(), tree.missing_left[splits].tolist()
        # An infinite threshold sets missing values apart: what is known lies below the largest.
        threshold = np.clip(tree.threshold[splits], -_LARGEST, _LARGEST).tolist()
        left, right = tree.left[splits], tree.right[splits]
    inner.feature += map(int, feature)
    inner.threshold += threshold
    inner.missing_left += map(int, missing)
    inner.left += place[left].tolist()
    inner.left_is_leaf += is_leaf[left].astype(int).tolist()
    inner.right += place[right].tolist()
    inner.right_is_leaf += is_leaf[right].astype(int).tolist()


class Graph:
    """A graph that grows; methods take and return names of tensors."""

    def __init__(self, inputs: Sequence[str]) -> None:
        """`inputs` are all names that inputs will have, so that inner names keep clear of them."""
        self._taken = set(inputs)
        self._n = 0
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._inputs: list[Any] = []
        self._outputs: list[Any] = []

    def input(self, name: str, numpy_type: Any) -> str:
        """A column of the table as an input, (rows, 1)."""
        from onnx import helper

        self._inputs.append(helper.make_tensor_value_info(name, _type(numpy_type), ["rows", 1]))
        return name

    def constant(self, values: Any, numpy_type: Any = np.float64) -> str:
        """An array that is part of the graph."""
        from onnx import helper, numpy_helper

        array = np.asarray(values, dtype=numpy_type)
        name = self._name()
        if array.dtype == object:
            data: Any = [str(one).encode() for one in array.ravel()]
            tensor = helper.make_tensor(name, _type(object), array.shape, data)
        else:
            tensor = numpy_helper.from_array(array, name)
        self._constants.append(tensor)
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """An operator over tensors; returns the name of its one output."""
        from onnx import helper

        out = self._name()
        self._nodes.append(helper.make_node(kind, inputs, [out], domain=domain, **attributes))
        return out

    def concat(self, parts: Sequence[str]) -> str:
        """Matrices beside each other."""
        return parts[0] if len(parts) == 1 else self.node("Concat", *parts, axis=1)

    def columns(self, matrix: str, places: Sequence[int]) -> str:
        """Columns of a matrix by their places, which may repeat."""
        return self.node("Gather", matrix, self.constant(places, np.int64), axis=1)

    def cast(self, tensor: str, numpy_type: Any) -> str:
        """The same values in another type."""
        return self.node("Cast", tensor, to=_type(numpy_type))

    def repeated(self, row: Array, like: str) -> str:
        """One row of doubles for each row of the matrix `like`."""
        n = self.node("Slice", self.node("Shape", like), *self._ints([0], [1]))
        width = self.constant([len(row)], np.int64)
        return self.node("Expand", self.constant(row[None, :]), self.concat_shape(n, width))

    def concat_shape(self, *parts: str) -> str:
        """Shapes behind each other."""
        return self.node("Concat", *parts, axis=0)

    def linear(self, matrix: str, weights: Array, offsets: Array) -> str:
        """`matrix @ weights + offsets`; weights (features, targets), offsets (targets,)."""
        return self.node(
            "Add",
            self.node("MatMul", matrix, self.constant(weights)),
            self.constant(offsets[None, :]),
        )

    def trees(self, matrix: str, trees: Sequence[Tree], n_targets: int) -> str:
        """The sums over trees of the leaves each row ends in, (rows, targets)."""
        inner, leaves = _Inner(), _Leaves()
        roots = []
        for tree in trees:
            roots.append(len(inner.feature))
            _add_tree(tree, inner, leaves)
        return self.node(
            "TreeEnsemble",
            matrix,
            domain=ML,
            n_targets=n_targets,
            aggregate_function=_SUM,
            post_transform=_AS_IT_IS,
            tree_roots=roots,
            nodes_featureids=inner.feature,
            nodes_splits=_tensor(np.array(inner.threshold, dtype=np.float64)),
            nodes_modes=_tensor(np.full(len(inner.feature), _AT_MOST, dtype=np.uint8)),
            nodes_missing_value_tracks_true=inner.missing_left,
            nodes_truenodeids=inner.left,
            nodes_trueleafs=inner.left_is_leaf,
            nodes_falsenodeids=inner.right,
            nodes_falseleafs=inner.right_is_leaf,
            leaf_targetids=leaves.target,
            leaf_weights=_tensor(np.array(leaves.value, dtype=np.float64)),
        )

    def both(self, second: str) -> str:
        """The shares of two classes from that of the second, (rows, 1)."""
        return self.concat([self.node("Sub", self.constant(1.0), second), second])

    def output(self, tensor: str, name: str, numpy_type: Any, shape: Sequence[Any]) -> str:
        """Give a tensor out under a name, or one like it where an input is called so."""
        from onnx import helper

        while name in self._taken:
            name += "_"
        self._taken.add(name)
        self._nodes.append(helper.make_node("Identity", [tensor], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, _type(numpy_type), shape))
        return name

    def to_bytes(self, title: str, about: Mapping[str, Any]) -> bytes:
        """The whole as a file; `about` is kept in it as JSON under the key `tidemill`."""
        import onnx
        from onnx import helper

        graph = helper.make_graph(
            self._nodes, "model", self._inputs, self._outputs, self._constants, doc_string=title
        )
        model = helper.make_model(
            graph,
            producer_name="tidemill",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", MAIN_SET), helper.make_opsetid(ML, ML_SET)],
        )
        helper.set_model_props(model, {"tidemill": json.dumps(about, ensure_ascii=False)})
        onnx.checker.check_model(model)
        data: bytes = model.SerializeToString()
        return data

    def _ints(self, *values: Sequence[int]) -> list[str]:
        return [self.constant(one, np.int64) for one in values]

    def _name(self) -> str:
        while True:
            self._n += 1
            name = f"t{self._n}"
            if name not in self._taken:
                return name


def _type(numpy_type: Any) -> int:
    """ONNX's code of a type; texts are `object`."""
    from onnx import TensorProto, helper

    if numpy_type is object:
        return int(TensorProto.STRING)
    return int(helper.np_dtype_to_tensor_dtype(np.dtype(numpy_type)))


def _tensor(array: Array) -> Any:
    from onnx import numpy_helper

    return numpy_helper.from_array(array)

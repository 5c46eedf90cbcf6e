"""A preparation with one more output: which group of a column each row belongs to.

The output is the last and bears a code from 0 in the order of the groups' names, -1 where the value
is missing or was not seen in fitting. The name of a group is its value as a text.
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tidemill.base.settable import Settable
from tidemill.catalog.preparations.mixed import values
from tidemill.domain.columns import Kind
from tidemill.domain.group_names import NONE, of_numbers

Array = npt.NDArray[Any]


class GroupedPreparation(Settable):
    """Prepares by `inner` and adds the codes of the groups of `column`, which is of a `kind`.

    The column may be one of those `inner` reads; then it is the last of them, so that all that
    comes of it lies side by side. Fitted: `groups_`, the names by code.
    """

    def __init__(self, inner: Any = None, column: str = "", kind: str = "categorical") -> None:
        self.inner = inner
        self.column = column
        self.kind = kind

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "groups_")

    def __sklearn_tags__(self) -> Any:
        return self.inner.__sklearn_tags__()

    @property
    def columns_(self) -> list[list[str]]:
        """All raw columns it reads, as [name, kind] pairs."""
        own = [[self.column, self.kind]]
        read: list[list[str]] = self.inner.columns_
        return read if any(name == self.column for name, _ in read) else [*read, *own]

    @property
    def n_outputs_(self) -> int:
        """How many outputs there are, the code among them."""
        return int(self.inner.n_outputs_) + 1

    @property
    def blocks_(self) -> list[list[Any]]:
        """The outputs of each raw column as [name, start, stop]."""
        blocks = [list(block) for block in self.inner.blocks_]
        if blocks and blocks[-1][0] == self.column:
            blocks[-1][2] += 1
            return blocks
        return [*blocks, [self.column, self.n_outputs_ - 1, self.n_outputs_]]

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the inner preparation and the groups from a table and its target."""
        self.inner.fit(X, y)
        self._learn(X)
        return self

    def fit_transform(self, X: Any, y: Any = None, **_: Any) -> Array:
        """Learn, and return the matrix to learn from, (rows, outputs)."""
        matrix = self.inner.fit_transform(X, y)
        self._learn(X)
        return np.column_stack([matrix, self.codes(X)])

    def transform(self, X: Any) -> Array:
        """The matrix for a table, (rows, outputs)."""
        return np.column_stack([self.inner.transform(X), self.codes(X)])

    def get_feature_names_out(self, input_features: Any = None) -> Array:
        """Names of the outputs, the last such as `[model of store]`."""
        names = self.inner.get_feature_names_out(input_features)
        return np.append(names, np.array([f"[model of {self.column}]"], dtype=object))

    def feature_sources(self) -> dict[str, str]:
        """The raw column behind each output."""
        found: dict[str, str] = self.inner.feature_sources()
        return found | {f"[model of {self.column}]": self.column}

    def codes(self, table: Any) -> Array:
        """The code of each row's group (rows,)."""
        codes, names = named(table, self.column, self.kind)
        places = {name: code for code, name in enumerate(self.groups_)}
        known = [places.get(name, NONE) for name in names]
        return np.array([*known, NONE], dtype=np.int64)[codes]

    def _learn(self, table: Any) -> None:
        codes, names = named(table, self.column, self.kind)
        seen = np.bincount(codes[codes >= 0], minlength=len(names)) > 0
        self.groups_ = sorted(name for name, is_seen in zip(names, seen, strict=True) if is_seen)


def named(table: Any, column: str, kind: str) -> tuple[Array, list[str]]:
    """The groups of a column's values: codes (rows,), -1 for missing, and the names they stand for.

    The same value has the same name from a frame, a DataFrame and a row; dates make no groups.
    """
    read = values.READERS[Kind(kind)](table, column)
    if isinstance(read, tuple):
        return read
    codes, names = of_numbers(read)
    if Kind(kind) is Kind.BOOLEAN:
        return codes, ["true" if one == "1" else "false" for one in names]
    return codes, names

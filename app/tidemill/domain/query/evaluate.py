"""Which runs a query takes, worked out over whole columns.

A comparison with a missing value is false, whatever the operator; `not` is a plain reversal, so
`not params.model = lgbm` keeps runs without that parameter and `params.model != lgbm` does not.
A number on the right compares numbers (a text that reads as one counts), a text compares text
exactly; `contains` does not mind capitals. A date spans its day of UTC.
"""

import operator as operators
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

import numpy as np

from tidemill.domain.query import errors
from tidemill.domain.query.ast import (
    And,
    Comparison,
    In,
    IsNull,
    Name,
    Node,
    Not,
    Number,
    Or,
    Query,
    Text,
    Value,
)
from tidemill.domain.query.columns import Column, Floats, Holds, Mask
from tidemill.domain.query.errors import QueryError
from tidemill.domain.query.texts import Predicate, TextColumn
from tidemill.domain.query.times import span

_ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


class Table(Protocol):
    """What a query is asked of."""

    @property
    def n_rows(self) -> int:
        """How many rows there are, removed ones included."""
        ...

    def find(self, name: Name) -> Column | None:
        """The column of a name, None where no run has such a thing."""
        ...

    def tags(self) -> Mapping[str, TextColumn]:
        """The columns of all tags by name."""
        ...

    def now(self) -> datetime:
        """The moment that "2 weeks ago" counts from."""
        ...


def evaluate(query: Query, table: Table) -> Mask:
    """Return one yes or no a row; raises `QueryError` where a value does not fit its column."""
    if query.where is None:
        return np.ones(table.n_rows, dtype=np.bool_)
    return _node(query.where, table)


def tags_asked(query: Query, names: Iterable[str]) -> set[str]:
    """Which of these tags' columns a query looks into for the word `tag`."""
    return {name for node in _tag_nodes(query.where) for name in names if _tag_fits(node, name)}


def _tag_nodes(node: Node | None) -> Iterator[Comparison | In | IsNull]:
    if isinstance(node, (And, Or)):
        for part in node.parts:
            yield from _tag_nodes(part)
    elif isinstance(node, Not):
        yield from _tag_nodes(node.part)
    elif node is not None and node.name.is_tag:
        yield node


def _node(node: Node, table: Table) -> Mask:
    if isinstance(node, And):
        return _joined(np.logical_and, [_node(part, table) for part in node.parts])
    if isinstance(node, Or):
        return _joined(np.logical_or, [_node(part, table) for part in node.parts])
    if isinstance(node, Not):
        return ~_node(node.part, table)
    if node.name.is_tag:
        return _tag(node, table)
    column = table.find(node.name)
    if isinstance(node, IsNull):
        present = _nowhere(table) if column is None else column.present(table.n_rows)
        return present if node.negated else ~present
    if column is None:
        return _nowhere(table)
    if isinstance(node, In):
        one_by_one = [_compared(column, node.name, "=", v, "in", table) for v in node.values]
        return _joined(np.logical_or, one_by_one)
    return _compared(column, node.name, node.operator, node.value, node.operator, table)


def _joined(how: np.ufunc, masks: list[Mask]) -> Mask:
    joined: Mask = masks[0]
    for mask in masks[1:]:
        joined = how(joined, mask)
    return joined


def _nowhere(table: Table) -> Mask:
    return np.zeros(table.n_rows, dtype=np.bool_)


def _tag(node: Comparison | In | IsNull, table: Table) -> Mask:
    """Which runs have a tag whose name fits; `tag != x` takes those without it."""
    fits = [column for name, column in table.tags().items() if _tag_fits(node, name)]
    there = _nowhere(table)
    for column in fits:
        there |= column.present(table.n_rows)
    opposite = isinstance(node, IsNull) and not node.negated
    opposite |= isinstance(node, Comparison) and node.operator == "!="
    return ~there if opposite else there


def _tag_fits(node: Comparison | In | IsNull, name: str) -> bool:
    if isinstance(node, IsNull):
        return True
    if isinstance(node, In):
        return any(name == _tag_name(value) for value in node.values)
    if node.operator in {"=", "!="}:
        return name == _tag_name(node.value)
    return _predicate(node.operator, _tag_name(node.value))(name)


def _tag_name(value: Value) -> str:
    return value.value if isinstance(value, Text) else value.to_text()


def _compared(
    column: Column, name: Name, operator: str, value: Value, written: str, table: Table
) -> Mask:
    n = table.n_rows
    if column.holds is Holds.TIMES:
        return _in_time(column.numbers(n), name, operator, value, written, table.now())
    if isinstance(value, Number):
        return _among_numbers(column, n, operator, value)
    if not isinstance(column, TextColumn):
        hint = f"`{name.to_text()}` holds numbers."
        raise QueryError(value.position, (errors.A_NUMBER,), after=written, hint=hint)
    if operator == "=":
        return column.equal(n, value.value)
    if operator == "!=":
        return column.present(n) & ~column.equal(n, value.value)
    return column.passed(n, (operator, value.value), _predicate(operator, value.value))


def _among_numbers(column: Column, n: int, operator: str, value: Number) -> Mask:
    mask: Mask = _ORDERS[operator](column.numbers(n), value.value)
    return mask & column.present(n) if operator == "!=" else mask


def _in_time(
    moments: Floats, name: Name, operator: str, value: Value, written: str, now: datetime
) -> Mask:
    bounds = span(value.value, now) if isinstance(value, Text) else None
    if bounds is None or operator in {"~", "contains"}:
        raise QueryError(
            value.position,
            (errors.A_TIME,),
            after=written,
            hint=f"`{name.to_text()}` is a time. Compare it with a date such as "
            '"2026-01-31", or with "2 weeks ago".',
        )
    start, end = bounds
    before: Mask = moments < start
    until: Mask = moments < end
    masks = {"<": before, "<=": until, "=": until & ~before}
    if operator in masks:
        return masks[operator]
    opposite = {">=": "<", ">": "<=", "!=": "="}[operator]
    after: Mask = ~np.isnan(moments) & ~masks[opposite]
    return after


def _predicate(operator: str, sought: str) -> Predicate:
    if operator == "~":
        search = re.compile(sought).search
        return lambda text: search(text) is not None
    if operator == "contains":
        folded = sought.casefold()
        return lambda text: folded in text.casefold()
    order = _ORDERS[operator]
    return lambda text: bool(order(text, sought))

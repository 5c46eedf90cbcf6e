"""Computes an expression over a frame; its types are found by computing it over no rows.

Missing values stay missing through every operator; `and`, `or` and `not` know three values, a
condition that is missing counts as not fulfilled, and a division by zero gives a missing value.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tidemill.domain.columns import Kind, Schema
from tidemill.domain.expressions import functions as f
from tidemill.domain.expressions import values as v
from tidemill.domain.expressions.ast import Call, Literal, Name, Node
from tidemill.domain.expressions.errors import ExpressionError
from tidemill.domain.expressions.functions import FUNCTIONS
from tidemill.domain.expressions.parser import parsed
from tidemill.domain.expressions.values import NOTHING, NUMBER, TEXT, TIME, TRUTH, Array, Value
from tidemill.domain.frames import ColumnData, Frame, all_missing

_ARITHMETIC = {"+", "-", "*", "/", "%", "^"}
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_EXACT = 9.2e18  # safely below 2**63


def evaluated(tree: Node, frame: Frame, name: str) -> ColumnData:
    """The expression's values for all rows, as a column of a name.

    `ExpressionError` names a column that is not there or a type that does not fit.
    """
    with np.errstate(all="ignore"):
        return _value(tree, frame).column(name, frame.n_rows)


def holds(tree: Node, frame: Frame) -> Any:
    """Where a condition is true, shape (rows,); a missing answer counts as no."""
    found = evaluated(tree, frame, "")
    if found.kind is not Kind.BOOLEAN:
        raise _no_condition(tree)
    return found.values == 1


def columns_of(tree: Node) -> tuple[str, ...]:
    """The columns an expression reads, in the order of their first use."""
    if isinstance(tree, Name):
        return (tree.name,)
    if isinstance(tree, Literal):
        return ()
    return tuple(dict.fromkeys(n for one in tree.arguments for n in columns_of(one)))


def checked_column(text: str, schema: Schema) -> tuple[Node, Kind, bool]:
    """Parse an expression and type it: the tree, the kind of its column, whether it is whole."""
    tree = parsed(text)
    found = evaluated(tree, _no_rows(schema), "")
    return tree, found.kind, found.values.dtype.kind == "i" and found.kind is Kind.NUMERIC


def checked_condition(text: str, schema: Schema) -> Node:
    """Parse a condition on rows and see that it is one."""
    tree, kind, _ = checked_column(text, schema)
    if kind is not Kind.BOOLEAN:
        raise _no_condition(tree)
    return tree


def _no_condition(tree: Node) -> ExpressionError:
    return ExpressionError(
        tree.position,
        "this is no condition: it is not true or false.",
        "Compare it with something, for example: amount > 0",
    )


def _no_rows(schema: Schema) -> Frame:
    columns = []
    for one in schema.columns:
        empty = all_missing(one.name, one.kind, 0)
        if one.kind is Kind.NUMERIC and one.whole:
            empty = ColumnData(one.name, one.kind, np.empty(0, dtype=np.int64))
        columns.append(empty)
    return Frame(tuple(columns))


def _value(node: Node, frame: Frame) -> Value:
    if isinstance(node, Literal):
        return v.of_literal(node.value)
    if isinstance(node, Name):
        if node.name not in frame:
            raise ExpressionError(
                node.position,
                f"there is no column {node.name}.",
                "A text stands in quotes. The columns are " + _listed(frame.names) + ".",
            )
        return v.of_column(frame[node.name])
    given = [_value(one, frame) for one in node.arguments]
    return _called(node, given, frame.n_rows)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:12])
    return shown if len(names) <= 12 else f"{shown} and {len(names) - 12} more"


def _called(node: Call, given: list[Value], n: int) -> Value:
    name = node.function
    if name == "if":
        return _choice(node, given, n)
    if name == "coalesce":
        return _first_known(node, given, n)
    if name in ("and", "or", "not"):
        return _logic(node, given)
    if name == "in":
        return _membership(node, given)
    if name in _COMPARISONS:
        return _compared(node, *_comparable(node, given[0], given[1], 1))
    if name in _ARITHMETIC:
        return _calculated(node, given[0], given[1])
    if name == "negative":
        return _calculated(node, v.of_literal(0), _typed(node, given, 0, NUMBER))
    function = FUNCTIONS[name]
    if function.types:
        last = function.types[-1]
        for i in range(len(given)):
            given[i] = _typed(
                node, given, i, function.types[i] if i < len(function.types) else last
            )
    return function.run(given)


def _typed(node: Call, given: Sequence[Value], i: int, wanted: str) -> Value:
    """An argument of the type wanted; a missing literal fits everywhere, a text may be a time."""
    found = given[i]
    if found.type == wanted:
        return found
    if found.type == NOTHING:
        return _nothing(wanted)
    if wanted == TIME and (moment := _as_moment(node.arguments[i])) is not None:
        return moment
    raise ExpressionError(
        node.arguments[i].position,
        f"{wanted} was expected, this is {found.type}.",
        _way_out(wanted),
    )


def _way_out(wanted: str) -> str:
    ways = {
        NUMBER: "number(…) reads a text as a number.",
        TEXT: "text(…) makes any value a text.",
        TIME: "date(…) reads a text as a date.",
    }
    return ways.get(wanted, "Compare it with something, for example: amount > 0")


def _nothing(wanted: str) -> Value:
    if wanted == NUMBER:
        return v.number(np.array([np.nan]))
    if wanted == TIME:
        return v.time(np.array(["NaT"], dtype="datetime64[us]"))
    return Value(wanted, np.array([-1], dtype=np.int32))


def _as_moment(node: Node) -> Value | None:
    """A text written in the expression that is a date."""
    if not isinstance(node, Literal) or not isinstance(node.value, str):
        return None
    found = f.as_time(v.of_literal(node.value))
    return None if found.missing.any() else found


def _comparable(node: Call, left: Value, right: Value, at: int) -> tuple[Value, Value]:
    """Both sides of a comparison in one type, or an error at the side `at`."""
    if left.type == right.type or NOTHING in (left.type, right.type):
        return left, right
    for one, other, i in ((left, right, at), (right, left, 0)):
        if one.type == TIME and other.type == TEXT:
            moment = _as_moment(node.arguments[i])
            if moment is not None:
                return (one, moment) if i == at else (moment, one)
    raise ExpressionError(
        node.arguments[at].position,
        f"{left.type} can't be compared with {right.type}.",
        _way_out(left.type),
    )


def _compared(node: Call, left: Value, right: Value) -> Value:
    if NOTHING in (left.type, right.type):
        known = right if left.type == NOTHING else left
        return v.truth(np.zeros(known.values.shape, dtype=bool), np.ones(known.values.shape, bool))
    missing = left.missing | right.missing
    a, b = left.values, right.values
    if left.type in (TEXT, TRUTH):
        ranks = {t: i for i, t in enumerate(sorted({*left.levels, *right.levels}))}
        a, b = (_ranked(one, ranks) for one in (left, right))
    elif left.type == NUMBER and a.dtype.kind != b.dtype.kind:
        a, b = a.astype(np.float64), b.astype(np.float64)
    tests: dict[str, Any] = {
        "=": np.equal,
        "!=": np.not_equal,
        "<": np.less,
        "<=": np.less_equal,
        ">": np.greater,
        ">=": np.greater_equal,
    }
    return v.truth(tests[node.function](a, b) & ~missing, missing)


def _ranked(value: Value, ranks: dict[str, int]) -> Array:
    table = np.array([ranks[level] for level in value.levels] + [-1], dtype=np.int64)
    return np.asarray(table[value.values])


def _membership(node: Call, given: list[Value]) -> Value:
    found: Value | None = None
    for i, one in enumerate(given[1:], start=1):
        pair = _comparable(node, given[0], one, i)
        same = _compared(Call("=", (node.arguments[0], node.arguments[i]), node.position), *pair)
        found = same if found is None else _either(found, same)
    if found is None:
        raise ExpressionError(node.position, "the list is empty.")
    return found


def _either(left: Value, right: Value) -> Value:
    yes = (left.values == 1) | (right.values == 1)
    missing = ~yes & ((left.values < 0) | (right.values < 0))
    return v.truth(yes, missing)


def _logic(node: Call, given: list[Value]) -> Value:
    given = [_typed(node, given, i, TRUTH) for i in range(len(given))]
    if node.function == "not":
        return v.truth(given[0].values == 0, given[0].values < 0)
    if node.function == "or":
        return _either(given[0], given[1])
    left, right = given
    no = (left.values == 0) | (right.values == 0)
    missing = ~no & ((left.values < 0) | (right.values < 0))
    return v.truth(~no & ~missing, missing)


def _choice(node: Call, given: list[Value], n: int) -> Value:
    condition = _typed(node, given, 0, TRUTH)
    branches = _alike(node, given[1:], 1)
    found = next((b.type for b in branches if b.type != NOTHING), NOTHING)
    arrays, levels = v.unified(branches, n)
    yes = np.broadcast_to(condition.values == 1, (n,))
    return Value(found, np.where(yes, arrays[0], arrays[1]), levels)


def _first_known(node: Call, given: list[Value], n: int) -> Value:
    given = _alike(node, given, 0)
    found = next((b.type for b in given if b.type != NOTHING), NOTHING)
    arrays, levels = v.unified(given, n)
    result = arrays[-1]
    for one, array in zip(reversed(given[:-1]), reversed(arrays[:-1]), strict=True):
        missing = np.broadcast_to(one.missing, (n,))
        result = np.where(missing, result, array)
    return Value(found, result, levels)


def _alike(node: Call, given: list[Value], first: int) -> list[Value]:
    """Values of one type; texts written in the expression may be times."""
    found = next((one.type for one in given if one.type not in (NOTHING, TEXT)), None)
    if found is None:
        return given
    result = []
    for i, one in enumerate(given):
        if one.type in (found, NOTHING):
            result.append(one)
            continue
        place = node.arguments[first + i]
        moment = _as_moment(place) if found == TIME else None
        if moment is None:
            raise ExpressionError(
                place.position,
                f"both outcomes must be of one type: {found} and {one.type} are not.",
                _way_out(TEXT),
            )
        result.append(moment)
    return result


def _calculated(node: Call, left: Value, right: Value) -> Value:
    sign = node.function
    if sign == "+" and TEXT in (left.type, right.type):
        both = [_typed(node, (left, right), i, TEXT) for i in (0, 1)]
        return FUNCTIONS["concat"].run(both)
    if left.type == TIME and sign in "+-":
        if right.type == TIME or (sign == "-" and right.type == TEXT):
            return f.days_between(left, _typed(node, (left, right), 1, TIME))
        return f.moved(left, _typed(node, (left, right), 1, NUMBER), 1 if sign == "+" else -1)
    if right.type == TIME and sign == "+":
        return f.moved(right, _typed(node, (left, right), 0, NUMBER), 1)
    if len(node.arguments) == 2:
        left, right = (_typed(node, (left, right), i, NUMBER) for i in (0, 1))
    return v.number(_arithmetic("-" if sign == "negative" else sign, left, right))


def _arithmetic(sign: str, left: Value, right: Value) -> Array:
    a, b = left.floats, right.floats
    operations: dict[str, Any] = {
        "+": np.add,
        "-": np.subtract,
        "*": np.multiply,
        "/": np.divide,
        "%": np.mod,
        "^": np.power,
    }
    result = operations[sign](a, b)
    is_whole = left.values.dtype.kind == "i" and right.values.dtype.kind == "i"
    if sign in "+-*" and is_whole and (np.abs(result) < _EXACT).all():
        return np.asarray(operations[sign](left.values, right.values))
    return f.finite(result)

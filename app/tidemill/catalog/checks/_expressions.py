"""A small part of Python, evaluated over columns without ever running Python code.

An expression is parsed to its syntax tree; each node of the tree has a meaning here or is refused.
There are no attributes, no calls but of the functions below, no names but columns, no loops and no
text arithmetic, so an expression can reach nothing and can't grow its memory. Values of a whole
block are computed at once by numpy; the clock is looked at between blocks.

Missing follows SQL: a comparison with it is unknown, `and` and `or` know what one side decides.
"""

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.tables import Table

MOST_LETTERS = 2_000
MOST_NODES = 300
_DAY_US = 86_400_000_000

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Value:
    """Values of a block: `kind` is number, text, time or truth; `gone` where they are missing."""

    kind: str
    data: Array
    gone: Mask


@dataclass(frozen=True)
class Expression:
    """A parsed expression and the columns it reads."""

    text: str
    tree: ast.expr
    columns: tuple[str, ...]


def parsed(text: str, columns: Sequence[str]) -> Expression:
    """Read an expression; `NeedsYou` says what it may not hold and where."""
    if len(text) > MOST_LETTERS:
        raise NeedsYou(f"The condition has more than {MOST_LETTERS:,} letters.", "Make it shorter.")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = f" at letter {error.offset}" if isinstance(error, SyntaxError) else ""
        raise NeedsYou(
            f"The condition is no Python expression{place}.", "Write one, such as amount > 0."
        ) from None
    nodes = list(ast.walk(tree))
    if len(nodes) > MOST_NODES:
        raise NeedsYou("The condition is too long.", "Make two rules of it.")
    names: dict[str, None] = {}
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        _allowed(node)
        name = None if id(node) in called else _column_of(node)
        if name is None:
            continue
        if name not in columns:
            raise NeedsYou(f"There is no column {name}.", f"It has {', '.join(columns)}.")
        names[name] = None
    if not names:
        raise NeedsYou("The condition names no column.", f"The columns are {', '.join(columns)}.")
    return Expression(text, tree, tuple(names))


def rows_broken(expression: Expression, table: Table, limit_s: float) -> npt.NDArray[np.int64]:
    """Row numbers for which the expression is false."""
    end = monotonic() + limit_s
    found, low = [], 0
    for block in table.blocks(list(expression.columns)):
        if monotonic() > end:
            raise NeedsYou(
                f"The condition took longer than {limit_s:g} seconds.", "Make it simpler."
            )
        value = _truth(_evaluated(expression.tree, block))
        found.append(low + np.flatnonzero(~value.data & ~value.gone))
        low += block.n_rows
    return np.concatenate(found).astype(np.int64)


_NODES = (
    ast.Constant, ast.Name, ast.Load, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.Call, ast.Tuple, ast.List, ast.Set, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv,
    ast.Mod, ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or, ast.Eq, ast.NotEq, ast.Lt, ast.LtE,
    ast.Gt, ast.GtE, ast.In, ast.NotIn,
)  # fmt: skip


def _allowed(node: ast.AST) -> None:
    if not isinstance(node, _NODES):
        raise NeedsYou(
            f"A condition can't hold {_word(node)}.",
            "Use comparisons, arithmetic, and, or, not, in, if-else and "
            f"{', '.join(sorted(FUNCTIONS))}.",
        )
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS or node.keywords:
            raise NeedsYou(
                f"A condition can't call {name or 'that'}.",
                f"It can call {', '.join(sorted(FUNCTIONS))}.",
            )
    if isinstance(node, ast.Constant) and not isinstance(node.value, (str, int, float, bool)):
        raise NeedsYou(
            "A condition holds numbers, texts, True and False.", "Use missing(name) for None."
        )


def _word(node: ast.AST) -> str:
    words = {"Attribute": "a dot", "Subscript": "brackets behind a name", "Lambda": "a lambda",
             "Pow": "**", "JoinedStr": "an f-string", "Starred": "a star"}  # fmt: skip
    name = type(node).__name__
    return words.get(name, name)


def _column_of(node: ast.AST) -> str | None:
    """The column that a name, or `col('a name')`, stands for."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "col":
        if len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
            return str(node.args[0].value)
        raise NeedsYou("col takes one name.", "Write col('a name').")
    return node.id if isinstance(node, ast.Name) else None


def _evaluated(node: ast.expr, block: Frame) -> _Value:
    column = _column_of(node)
    if column is not None:
        return _of_column(block[column])
    if isinstance(node, ast.Constant):
        return _constant(node.value, block.n_rows)
    if isinstance(node, ast.BinOp):
        return _arithmetic(node, _evaluated(node.left, block), _evaluated(node.right, block))
    if isinstance(node, ast.UnaryOp):
        return _unary(node, _evaluated(node.operand, block))
    if isinstance(node, ast.BoolOp):
        return _joined(node, [_truth(_evaluated(part, block)) for part in node.values])
    if isinstance(node, ast.Compare):
        return _compared(node, block)
    if isinstance(node, ast.IfExp):
        asked = _truth(_evaluated(node.test, block))
        yes, no = _evaluated(node.body, block), _evaluated(node.orelse, block)
        _same_kind(yes, no)
        gone = np.where(asked.data, yes.gone, no.gone) | asked.gone
        return _Value(yes.kind, np.where(asked.data, yes.data, no.data), gone)
    if isinstance(node, ast.Call):
        assert isinstance(node.func, ast.Name)
        return FUNCTIONS[node.func.id](*(_evaluated(part, block) for part in node.args))
    raise NeedsYou("A list can only stand behind in.", "Write name in ('a', 'b').")


def _of_column(column: ColumnData) -> _Value:
    gone = column.missing
    if column.kind is Kind.BOOLEAN:
        return _Value("truth", column.values == 1, gone)
    if column.kind in CODED:
        return _Value("text", np.array([*column.levels, ""], dtype=object)[column.values], gone)
    if column.kind is Kind.DATETIME:
        return _Value("time", column.values.astype("datetime64[us]").view(np.int64), gone)
    return _Value("number", column.values.astype(np.float64), gone)


def _constant(value: Any, n: int) -> _Value:
    gone = np.zeros(n, dtype=bool)
    if isinstance(value, bool):
        return _Value("truth", np.full(n, value), gone)
    if isinstance(value, str):
        data = np.empty(n, dtype=object)
        data[:] = value
        return _Value("text", data, gone)
    try:
        return _Value("number", np.full(n, float(value)), gone)
    except OverflowError:
        raise NeedsYou(
            f"The number {str(value)[:20]}… is too large.", "Use a smaller one."
        ) from None


_ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: np.divide,
    ast.FloorDiv: np.floor_divide,
    ast.Mod: np.mod,
}


def _arithmetic(node: ast.BinOp, one: _Value, other: _Value) -> _Value:
    gone = one.gone | other.gone
    if one.kind == other.kind == "time" and isinstance(node.op, ast.Sub):
        return _Value("number", (one.data - other.data) / _DAY_US, gone)
    if one.kind != "number" or other.kind != "number":
        raise NeedsYou(
            f"A condition can't reckon with a {one.kind} and a {other.kind}.",
            "Reckon with numbers; the difference of two times is in days.",
        )
    with np.errstate(all="ignore"):
        data = _ARITHMETIC[type(node.op)](one.data, other.data)
    return _Value("number", data, gone | np.isnan(data))


def _unary(node: ast.UnaryOp, one: _Value) -> _Value:
    if isinstance(node.op, ast.Not):
        asked = _truth(one)
        return _Value("truth", ~asked.data, asked.gone)
    if one.kind != "number":
        raise NeedsYou(f"A {one.kind} has no sign.", "Use a sign before numbers.")
    return _Value("number", -one.data if isinstance(node.op, ast.USub) else one.data, one.gone)


def _joined(node: ast.BoolOp, parts: list[_Value]) -> _Value:
    """Kleene's and, or: unknown unless a known part decides."""
    is_and = isinstance(node.op, ast.And)
    decided = np.logical_or.reduce([(p.data ^ is_and) & ~p.gone for p in parts])
    gone = np.logical_or.reduce([p.gone for p in parts]) & ~decided
    return _Value("truth", decided ^ is_and, gone)


_ORDER: dict[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _compared(node: ast.Compare, block: Frame) -> _Value:
    left = _evaluated(node.left, block)
    parts = []
    for op, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, (ast.In, ast.NotIn)):
            parts.append(_within(left, op, right))
            continue
        other = _evaluated(right, block)
        one, other = _as_times(left, other)
        _same_kind(one, other)
        data = np.asarray(_ORDER[type(op)](one.data, other.data)).astype(bool)
        parts.append(_Value("truth", data, one.gone | other.gone))
        left = other
    return _joined(ast.BoolOp(ast.And(), []), parts)


def _within(left: _Value, op: ast.cmpop, right: ast.expr) -> _Value:
    if not isinstance(right, (ast.Tuple, ast.List, ast.Set)):
        raise NeedsYou("Behind in stands a list.", "Write name in ('a', 'b').")
    if not all(isinstance(part, ast.Constant) for part in right.elts):
        raise NeedsYou("A list behind in holds plain values.", "Write name in ('a', 'b').")
    wanted = {part.value for part in right.elts if isinstance(part, ast.Constant)}
    if left.kind == "text":
        data = np.fromiter((text in wanted for text in left.data), dtype=bool, count=len(left.data))
    else:
        numbers = [value for value in wanted if isinstance(value, (int, float))]
        data = np.isin(left.data, numbers)
    return _Value("truth", data ^ isinstance(op, ast.NotIn), left.gone)


def _as_times(one: _Value, other: _Value) -> tuple[_Value, _Value]:
    """Texts held against times are read as dates."""
    if one.kind == "time" and other.kind == "text":
        return one, _read_times(other)
    if one.kind == "text" and other.kind == "time":
        return _read_times(one), other
    return one, other


def _read_times(one: _Value) -> _Value:
    texts = list(dict.fromkeys(one.data.tolist()))
    try:
        known = {t: int(np.datetime64(t, "us").astype(np.int64)) for t in texts if t}
    except ValueError:
        raise NeedsYou(f"{texts[0]!r} is no date.", "Write dates like '2025-12-31'.") from None
    data = np.array([known.get(text, 0) for text in one.data], dtype=np.int64)
    return _Value("time", data, one.gone)


def _same_kind(one: _Value, other: _Value) -> None:
    if one.kind != other.kind:
        raise NeedsYou(
            f"A {one.kind} can't be compared with a {other.kind}.", "Compare things of one kind."
        )


def _truth(one: _Value) -> _Value:
    if one.kind != "truth":
        raise NeedsYou(f"A {one.kind} is no condition.", "Compare it with something.")
    return one


def _number_function(work: Callable[..., Array]) -> Callable[..., _Value]:
    def done(*given: _Value) -> _Value:
        if not given or any(one.kind != "number" for one in given):
            raise NeedsYou("This function takes numbers.", "Give it numbers.")
        gone = np.logical_or.reduce([one.gone for one in given])
        with np.errstate(all="ignore"):
            data = work(*(one.data for one in given))
        return _Value("number", data, gone)

    return done


def _text_function(kind: str, work: Callable[..., Any]) -> Callable[..., _Value]:
    def done(*given: _Value) -> _Value:
        if not given or any(one.kind != "text" for one in given):
            raise NeedsYou("This function takes texts.", "Give it texts.")
        gone = np.logical_or.reduce([one.gone for one in given])
        try:
            found = [work(*some) for some in zip(*(one.data for one in given), strict=True)]
        except TypeError:
            raise NeedsYou("This function takes another number of texts.", "Look it up.") from None
        data = np.array(found, dtype={"truth": bool, "number": np.float64}.get(kind, object))
        return _Value(kind, data, gone)

    return done


def _time_function(work: Callable[[Array], Array]) -> Callable[..., _Value]:
    def done(one: _Value, *more: _Value) -> _Value:
        if one.kind != "time" or more:
            raise NeedsYou("This function takes a time.", "Give it a column of times.")
        return _Value("number", work(one.data.view("datetime64[us]")).astype(np.float64), one.gone)

    return done


def _missing(one: _Value, *more: _Value) -> _Value:
    if more:
        raise NeedsYou("missing takes one column.", "Write missing(name).")
    return _Value("truth", one.gone.copy(), np.zeros(len(one.gone), dtype=bool))


def _least(*given: Array) -> Array:
    return np.asarray(np.minimum.reduce(given))


def _most(*given: Array) -> Array:
    return np.asarray(np.maximum.reduce(given))


def _starts(text: str, start: str) -> bool:
    return text.startswith(start)


def _ends(text: str, end: str) -> bool:
    return text.endswith(end)


def _has(text: str, part: str) -> bool:
    return part in text


def _years(times: Array) -> Array:
    return times.astype("datetime64[Y]").astype(np.int64) + 1970


def _months(times: Array) -> Array:
    return times.astype("datetime64[M]").astype(np.int64) % 12 + 1


def _days(times: Array) -> Array:
    days: Array = (times.astype("datetime64[D]") - times.astype("datetime64[M]")).astype(np.int64)
    return days + 1


def _hours(times: Array) -> Array:
    return times.astype("datetime64[h]").astype(np.int64) % 24


def _weekdays(times: Array) -> Array:
    return (times.astype("datetime64[D]").astype(np.int64) + 3) % 7


def _no_column(*_given: _Value) -> _Value:
    raise NeedsYou("col takes one name.", "Write col('a name').")


FUNCTIONS: dict[str, Callable[..., _Value]] = {
    "abs": _number_function(np.abs),
    "round": _number_function(np.round),
    "min": _number_function(_least),
    "max": _number_function(_most),
    "length": _text_function("number", len),
    "lower": _text_function("text", str.lower),
    "upper": _text_function("text", str.upper),
    "strip": _text_function("text", str.strip),
    "startswith": _text_function("truth", _starts),
    "endswith": _text_function("truth", _ends),
    "contains": _text_function("truth", _has),
    "year": _time_function(_years),
    "month": _time_function(_months),
    "day": _time_function(_days),
    "hour": _time_function(_hours),
    "weekday": _time_function(_weekdays),
    "missing": _missing,
    "col": _no_column,
}
"""What an expression may call; weekday counts from 0 on Monday."""

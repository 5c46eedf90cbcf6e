"""Expressions over columns as nodes of an ONNX graph, as far as its operators say the same.

Values go along as in `onnx_steps`: numbers and truth values as double with NaN for missing, times
as microseconds, texts with the empty one for missing. What ONNX can't say to the last digit, as
most of what changes texts, is refused with `NeedsYou`.
"""

from collections.abc import Sequence

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog import onnx_steps
from tidemill.catalog.onnx_dates import DAY_US, date_part, start_of
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import NO_DATE, TEXTS, Carried, Columns
from tidemill.domain.columns import Kind
from tidemill.domain.expressions import functions, values
from tidemill.domain.expressions.ast import Call, Literal, Name, Node

SIGNS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow"}
_PARTS = frozenset(
    {"year", "quarter", "month", "day", "weekday", "day_of_year", "hour", "minute", "second"}
)
_TESTS = {"<": "Less", "<=": "LessOrEqual", ">": "Greater", ">=": "GreaterOrEqual", "=": "Equal"}
_ROUNDED = {"round": "Round", "floor": "Floor", "ceil": "Ceil", "abs": "Abs"}
_FINITE = {"sqrt": "Sqrt", "exp": "Exp", "log": "Log"}
_FOUND = {"contains": "(?s).*{}.*", "starts_with": "(?s){}.*", "ends_with": "(?s).*{}"}
_FARTHEST = float(2**61)


def written(graph: Graph, columns: Columns, node: Node) -> Carried:
    """An expression's values; `NeedsYou` names what can't be written."""
    return _Writer(graph, columns).value(node)


def condition(graph: Graph, columns: Columns, node: Node) -> str:
    """True where a condition holds; where it is missing it does not."""
    found = written(graph, columns, node)
    return graph.node("Equal", found.tensor, graph.constant([[1.0]]))


class _Writer:
    """Walks over the tree of one expression."""

    def __init__(self, graph: Graph, columns: Columns) -> None:
        self._graph, self._columns = graph, columns

    def value(self, node: Node) -> Carried:
        """The values of a part of the tree."""
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, Name):
            return self._columns[node.name]
        name = node.function
        if name in ("and", "or", "not"):
            return self._logic(name, [self.value(one).tensor for one in node.arguments])
        if name == "in":
            said = [self._compared("=", node.arguments[0], one) for one in node.arguments[1:]]
            return self._logic("or", [one.tensor for one in said])
        if name in _TESTS or name == "!=":
            return self._compared(name, *node.arguments)
        if name == "if":
            return self._choice(node)
        if name == "coalesce":
            return self._first_known(node.arguments)
        if name == "is_missing":
            return self._truth(onnx_steps.is_missing(self._graph, self.value(node.arguments[0])))
        if name in _FOUND:
            return self._found(node)
        given = [self.value(one) for one in node.arguments]
        return self._times(node, given) or self._numbers(node, given)

    def _literal(self, node: Literal) -> Carried:
        value = node.value
        if isinstance(value, str):
            if not value:
                raise NeedsYou("An empty text can't be told from a missing one.")
            return Carried(self._graph.constant([[value]], object), Kind.CATEGORICAL)
        if isinstance(value, bool):
            return Carried(self._graph.constant([[float(value)]]), Kind.BOOLEAN)
        if value is None:
            return onnx_steps.nothing(self._graph, Kind.NUMERIC)
        return Carried(self._graph.constant([[value]]), Kind.NUMERIC)

    # --- truth ----------------------------------------------------------------------------

    def _truth(self, is_so: str, gone: str = "") -> Carried:
        """Truth values of a mask, missing where the other mask says so."""
        graph = self._graph
        said = graph.cast(is_so, np.float64)
        if gone:
            said = graph.node("Where", gone, graph.constant([[np.nan]]), said)
        return Carried(said, Kind.BOOLEAN)

    def _is(self, tensor: str, number: float) -> str:
        return self._graph.node("Equal", tensor, self._graph.constant([[number]]))

    def _logic(self, name: str, given: Sequence[str]) -> Carried:
        """`and`, `or` and `not` over three values, as Kleene has them."""
        graph = self._graph
        if name == "not":
            return Carried(graph.node("Sub", graph.constant([[1.0]]), given[0]), Kind.BOOLEAN)
        decides = 1.0 if name == "or" else 0.0
        found = given[0]
        for other in given[1:]:
            is_decided = graph.node("Or", self._is(found, decides), self._is(other, decides))
            # The sum is NaN where one is missing, and else the undecided value of both.
            rest = graph.node("Mul", graph.node("Add", found, other), graph.constant([[0.5]]))
            found = graph.node("Where", is_decided, graph.constant([[decides]]), rest)
        return Carried(found, Kind.BOOLEAN)

    def _compared(self, name: str, first: Node, second: Node) -> Carried:
        graph = self._graph
        for one, other in ((first, second), (second, first)):
            if isinstance(one, Literal) and one.value is None:
                known = self.value(other)
                never = self._never(known)
                return self._truth(never, graph.node("Not", never))
            if isinstance(one, Literal) and one.value == "":
                known = self.value(other)
                if name not in ("=", "!="):
                    raise NeedsYou("Texts are compared by = and != alone.")
                is_gone = onnx_steps.is_missing(graph, known)
                never = self._never(known)
                return self._truth(graph.node("Not", never) if name == "!=" else never, is_gone)
        left, right = self._alike([first, second])
        gone = graph.node(
            "Or", onnx_steps.is_missing(graph, left), onnx_steps.is_missing(graph, right)
        )
        if left.kind in TEXTS and name not in ("=", "!="):
            raise NeedsYou("Texts are compared by = and != alone.")
        is_so = graph.node(_TESTS.get(name, "Equal"), left.tensor, right.tensor)
        return self._truth(graph.node("Not", is_so) if name == "!=" else is_so, gone)

    def _never(self, known: Carried) -> str:
        """False for each row of a column."""
        gone = onnx_steps.is_missing(self._graph, known)
        return self._graph.node("And", gone, self._graph.node("Not", gone))

    def _found(self, node: Call) -> Carried:
        text, part = self.value(node.arguments[0]), node.arguments[1]
        if text.kind not in TEXTS or not isinstance(part, Literal):
            raise NeedsYou(f"{node.function} is written for a part that stands in quotes.")
        pattern = _FOUND[node.function].format(quoted(str(part.value)))
        is_found = self._graph.node("RegexFullMatch", text.tensor, pattern=pattern)
        return self._truth(is_found, onnx_steps.is_missing(self._graph, text))

    # --- choices --------------------------------------------------------------------------

    def _alike(self, nodes: Sequence[Node]) -> list[Carried]:
        """Values of one type: missing ones take that of the others, written texts may be times."""
        is_open = [isinstance(one, Literal) and one.value is None for one in nodes]
        texts = [isinstance(one, Literal) and isinstance(one.value, str) for one in nodes]
        first = [
            self.value(one)
            for one, is_gone, is_text in zip(nodes, is_open, texts, strict=True)
            if not is_gone and not is_text
        ]
        kind = first[0].kind if first else Kind.CATEGORICAL
        found, read = [], iter(first)
        for one, is_gone, is_text in zip(nodes, is_open, texts, strict=True):
            if is_gone:
                found.append(onnx_steps.nothing(self._graph, kind))
            elif is_text and kind is Kind.DATETIME:
                found.append(self._moment(one))
            else:
                found.append(self.value(one) if is_text else next(read))
        return found

    def _moment(self, node: Node) -> Carried:
        assert isinstance(node, Literal)
        moment = functions.as_time(values.of_literal(node.value)).values[0]
        micros = int(np.datetime64(moment, "us").astype(np.int64))
        return Carried(self._graph.constant([[micros]], np.int64), Kind.DATETIME)

    def _choice(self, node: Call) -> Carried:
        graph = self._graph
        holds = self._is(self.value(node.arguments[0]).tensor, 1.0)
        yes, no = self._alike(node.arguments[1:])
        return Carried(graph.node("Where", holds, yes.tensor, no.tensor), yes.kind)

    def _first_known(self, nodes: Sequence[Node]) -> Carried:
        *rest, found = self._alike(nodes)
        for one in reversed(rest):
            gone = onnx_steps.is_missing(self._graph, one)
            made = self._graph.node("Where", gone, found.tensor, one.tensor)
            found = Carried(made, one.kind)
        return found

    # --- times ----------------------------------------------------------------------------

    def _times(self, node: Call, given: Sequence[Carried]) -> Carried | None:
        """What is reckoned with times; None where it is none of that."""
        name, graph = node.function, self._graph
        kinds = [one.kind for one in given]
        if Kind.DATETIME not in kinds:
            return None
        if name in _PARTS:
            return date_part(graph, given[0], name)
        if name in ("day_start", "month_start"):
            return start_of(graph, given[0], name.partition("_")[0])
        if name == "date" and len(given) == 1:
            return given[0]
        if name == "days_between":
            return self._days(*reversed(self._alike(node.arguments)))
        if name == "-" and kinds[0] is Kind.DATETIME and kinds[1] is not Kind.NUMERIC:
            return self._days(*self._alike(node.arguments))
        if name in "+-" and sorted(kinds) == sorted((Kind.DATETIME, Kind.NUMERIC)):
            time, days = given if kinds[0] is Kind.DATETIME else (given[1], given[0])
            return self._moved(time, days, -1.0 if name == "-" else 1.0)
        raise NeedsYou(f"{name} of a time is not written.")

    def _days(self, later: Carried, earlier: Carried) -> Carried:
        graph = self._graph
        gone = graph.node(
            "Or", onnx_steps.is_missing(graph, later), onnx_steps.is_missing(graph, earlier)
        )
        apart = graph.cast(graph.node("Sub", later.tensor, earlier.tensor), np.float64)
        days = graph.node("Div", apart, graph.constant([[float(DAY_US)]]))
        return Carried(graph.node("Where", gone, graph.constant([[np.nan]]), days), Kind.NUMERIC)

    def _moved(self, time: Carried, days: Carried, sign: float) -> Carried:
        graph = self._graph
        far = graph.node(
            "Mul",
            graph.node("Mul", days.tensor, graph.constant([[sign]])),
            graph.constant([[float(DAY_US)]]),
        )
        reach = graph.node("Less", graph.node("Abs", far), graph.constant([[_FARTHEST]]))
        known = graph.node("Not", onnx_steps.is_missing(graph, time))
        is_there = graph.node("And", known, reach)
        steps = graph.node("Where", is_there, graph.node("Round", far), graph.constant([[0.0]]))
        moved = graph.node("Add", time.tensor, graph.cast(steps, np.int64))
        none = graph.constant([[NO_DATE]], np.int64)
        return Carried(graph.node("Where", is_there, moved, none), Kind.DATETIME)

    # --- numbers --------------------------------------------------------------------------

    def _numbers(self, node: Call, given: Sequence[Carried]) -> Carried:
        name, graph = node.function, self._graph
        if name == "number" and given[0].kind in onnx_steps.NUMBERS:
            return Carried(given[0].tensor, Kind.NUMERIC)
        if any(one.kind is not Kind.NUMERIC for one in given):
            raise NeedsYou(f"{name} of texts or truth values is not written.")
        tensors = [one.tensor for one in given]
        if name == "negative":
            tensors = [graph.constant([[0.0]]), *tensors]
        if name in SIGNS or name == "negative":
            made = self._finite(graph.node(SIGNS.get(name, "Sub"), *tensors))
        elif name == "%":
            made = self._finite(self._rest(*tensors))
        elif name in _FINITE and len(tensors) == 1:
            made = self._finite(graph.node(_FINITE[name], tensors[0]))
        elif name == "log":
            logs = [graph.node("Log", one) for one in tensors]
            made = self._finite(graph.node("Div", *logs))
        elif name == "log1p":
            made = self._finite(self._log1p(tensors[0]))
        elif name in _ROUNDED and len(tensors) == 1:
            made = graph.node(_ROUNDED[name], tensors[0])
        elif name == "round" and isinstance(digits := node.arguments[1], Literal):
            made = self._rounded(tensors[0], float(digits.value or 0))
        elif name in ("least", "greatest"):
            made = self._extreme("Less" if name == "least" else "Greater", tensors)
        else:
            raise NeedsYou(f"{name} is not written.")
        return Carried(made, Kind.NUMERIC)

    def _finite(self, raw: str) -> str:
        """What has no meaning as a number is missing."""
        is_odd = self._graph.node("IsInf", raw)
        return self._graph.node("Where", is_odd, self._graph.constant(np.nan), raw)

    def _rest(self, left: str, right: str) -> str:
        """The rest that has the divisor's sign: the operator's has the dividend's."""
        graph = self._graph
        rest, zero = graph.node("Mod", left, right, fmod=1), graph.constant([[0.0]])
        signs = [graph.node("Less", one, zero) for one in (rest, right)]
        is_other = graph.node(
            "And", graph.node("Xor", *signs), graph.node("Not", graph.node("Equal", rest, zero))
        )
        return graph.node("Where", is_other, graph.node("Add", rest, right), rest)

    def _log1p(self, x: str) -> str:
        """log(1 + x) by what rounding made of 1 + x (Goldberg 1991, theorem 4)."""
        graph = self._graph
        one = graph.constant([[1.0]])
        whole = graph.node("Add", one, x)
        over = graph.node("Sub", whole, one)
        scaled = graph.node("Mul", x, graph.node("Div", graph.node("Log", whole), over))
        is_one = graph.node("Equal", whole, one)
        return graph.node("Where", is_one, x, scaled)

    def _rounded(self, x: str, digits: float) -> str:
        graph = self._graph
        scale = graph.constant([[10.0 ** float(np.clip(np.rint(digits), -300, 300))]])
        scaled = graph.node("Mul", x, scale)
        back = graph.node("Div", graph.node("Round", scaled), scale)
        is_far = graph.node("Or", graph.node("IsInf", scaled), graph.node("IsNaN", scaled))
        return graph.node("Where", is_far, x, back)

    def _extreme(self, test: str, tensors: Sequence[str]) -> str:
        """The smallest or largest; missing where one is."""
        graph = self._graph
        found = tensors[0]
        for other in tensors[1:]:
            picked = graph.node("Where", graph.node(test, found, other), found, other)
            gone = graph.node("Or", graph.node("IsNaN", found), graph.node("IsNaN", other))
            found = graph.node("Where", gone, graph.constant([[np.nan]]), picked)
        return found


def quoted(text: str) -> str:
    """A text for a pattern, each sign as itself."""
    return "".join(
        sign if sign.isalnum() or not sign.isascii() else f"\\x{ord(sign):02x}" for sign in text
    )

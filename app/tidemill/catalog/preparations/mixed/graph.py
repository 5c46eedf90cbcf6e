"""Writes a fitted preparation as a part of an ONNX graph; `feeding` says what goes in.

The operators do what `encoding` does in the same order, so that both give the same numbers to the
last digit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tidemill.catalog.onnx_graphs import ML, Graph
from tidemill.catalog.preparations.mixed import encoding
from tidemill.catalog.preparations.mixed.feeding import NO_DATE, TYPES
from tidemill.domain.columns import Kind

_DAY_US = 86_400_000_000
_HOUR_US = 3_600_000_000


def write_onnx(graph: Graph, preparation: Any, names: Mapping[str, str]) -> str:
    """Add the inputs and the preparation; return the matrix the estimator reads."""
    blocks = _Blocks(graph)
    for (name, kind), state in zip(preparation.columns_, preparation.states_, strict=True):
        source = graph.input(names[name], TYPES[Kind(kind)])
        blocks.add(state, source)
    return blocks.matrix()


class _Blocks:
    """Gathers columns of one way, so that each operator runs once for all of them."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._states: list[encoding.State] = []
        self._sources: dict[str, list[str]] = {"number": [], "onehot": [], "means": [], "date": []}
        self._of: dict[str, list[encoding.State]] = {way: [] for way in self._sources}

    def add(self, state: encoding.State, source: str) -> None:
        """One column by its fitted state."""
        self._states.append(state)
        self._sources[state["way"]].append(source)
        self._of[state["way"]].append(state)

    def matrix(self) -> str:
        """All outputs in the order of the preparation's."""
        parts: list[str] = []
        places: dict[int, list[int]] = {}
        width = 0

        def put(tensor: str, owners: Sequence[encoding.State]) -> None:
            """A block whose columns belong to these states, in this order for each."""
            nonlocal width
            parts.append(tensor)
            for owner in owners:
                places.setdefault(id(owner), []).append(width)
                width += 1

        if self._of["date"]:
            self._write_dates(put)
        if self._of["number"]:
            raw = self._graph.concat(self._sources["number"])
            self._write_numbers(raw, self._of["number"], self._of["number"], put)
        if self._of["onehot"]:
            self._write_onehot(put)
        if self._of["means"]:
            self._write_means(put)
        order = [place for state in self._states for place in places[id(state)]]
        whole = self._graph.concat(parts)
        return whole if order == list(range(width)) else self._graph.columns(whole, order)

    def _write_numbers(
        self,
        raw: str,
        states: Sequence[encoding.State],
        owners: Sequence[encoding.State],
        put: Any,
    ) -> None:
        graph = self._graph
        gone = graph.node("IsNaN", raw)
        known = graph.node("Where", gone, graph.constant(0.0), raw)
        tamed = graph.node(
            "Clip", known, graph.constant(-encoding.LARGEST), graph.constant(encoding.LARGEST)
        )
        for sign, side in ((np.inf, "high"), (-np.inf, "low")):
            is_far = graph.node("Equal", known, graph.constant(sign))
            tamed = graph.node("Where", is_far, _row(graph, states, side), tamed)
        fills = [np.nan if s["fill"] is None else s["fill"] for s in states]
        filled = graph.node("Where", gone, graph.constant([fills]), tamed)
        moved = graph.node("Sub", filled, _row(graph, states, "mean"))
        put(graph.node("Div", moved, _row(graph, states, "spread")), owners)
        marked = [k for k, state in enumerate(states) if state["indicator"]]
        if marked:
            said = graph.cast(graph.columns(gone, marked), np.float64)
            put(said, [owners[k] for k in marked])

    def _write_onehot(self, put: Any) -> None:
        graph = self._graph
        places = [
            _places(graph, source, state["index"], 0)
            for source, state in zip(self._sources["onehot"], self._of["onehot"], strict=True)
        ]
        states = self._of["onehot"]
        widths = [len(state["outputs"]) for state in states]
        columns = [k for k, width in enumerate(widths) for _ in range(width)]
        wanted = [place for width in widths for place in range(width)]
        chosen = graph.columns(graph.concat(places), columns)
        is_level = graph.node("Equal", chosen, graph.constant([wanted], np.int64))
        put(graph.cast(is_level, np.float64), [states[k] for k in columns])

    def _write_means(self, put: Any) -> None:
        graph, states = self._graph, self._of["means"]
        tables, places, start = [], [], 0
        for source, state in zip(self._sources["means"], states, strict=True):
            tables.append((state["table"] - state["mean"]) / state["spread"])
            places.append(_places(graph, source, state["index"], start))
            start += len(tables[-1])
        found = graph.node(
            "Gather", graph.constant(np.concatenate(tables)), graph.concat(places), axis=0
        )
        n_means = tables[0].shape[1]
        flat = graph.constant([0, len(states) * n_means], np.int64)
        put(graph.node("Reshape", found, flat), [s for s in states for _ in range(n_means)])

    def _write_dates(self, put: Any) -> None:
        graph, states = self._graph, self._of["date"]
        micros = graph.concat(self._sources["date"])
        gone = graph.node("Equal", micros, graph.constant(NO_DATE, np.int64))
        known = graph.node("Where", gone, graph.constant(0, np.int64), micros)
        # Parts of a state keep their order: each is put by itself, a column at a time.
        made = _DateParts(graph, known)
        for k, state in enumerate(states):
            is_gone = graph.columns(gone, [k])
            for part in state["parts"]:
                value = graph.cast(graph.columns(made.part(part), [k]), np.float64)
                if not state["circles"]:
                    fill = graph.constant(-1.0 if state["fill"] else np.nan)
                    put(graph.node("Where", is_gone, fill, value), [state])
                    continue
                turn = graph.node(
                    "Div",
                    graph.node("Mul", value, graph.constant(2 * np.pi)),
                    graph.constant(float(encoding.PERIODS[part])),
                )
                for side in ("Sin", "Cos"):
                    point = graph.node(side, turn)
                    put(graph.node("Where", is_gone, graph.constant(0.0), point), [state])
            if state["elapsed"] is not None:
                passed = graph.node(
                    "Sub", graph.columns(known, [k]), graph.constant(state["first"], np.int64)
                )
                days = graph.node(
                    "Div", graph.cast(passed, np.float64), graph.constant(float(_DAY_US))
                )
                raw = graph.node("Where", is_gone, graph.constant(np.nan), days)
                self._write_numbers(raw, [state["elapsed"]], [state], put)
            if state["indicator"]:
                put(graph.cast(is_gone, np.float64), [state])


def _row(graph: Graph, states: Sequence[encoding.State], what: str) -> str:
    return graph.constant([[float(state[what]) for state in states]])


def _places(graph: Graph, source: str, index: Mapping[str, int], start: int) -> str:
    """Places of levels from `start` on; missing is the last but one, unknown the last."""
    n = len(index)
    return graph.node(
        "LabelEncoder",
        source,
        domain=ML,
        keys_strings=[*index, ""],
        values_int64s=[*(start + place for place in index.values()), start + n],
        default_int64=start + n + 1,
    )


class _DateParts:
    """Parts of moments in whole-number arithmetic, made when first asked for.

    Days become months and years as in H. Hinnant, "chrono-compatible low-level date algorithms"
    (2013), `civil_from_days`: years begin in March, so that a leap day is the last of its year.
    """

    def __init__(self, graph: Graph, micros: str) -> None:
        self._graph, self._micros = graph, micros
        self._made: dict[str, str] = {}

    def part(self, name: str) -> str:
        """A part as whole numbers; see `encoding.date_part`."""
        if name not in self._made:
            self._made[name] = getattr(self, f"_{name.replace(' ', '_')}")()
        return self._made[name]

    def _hour(self) -> str:
        return self._mod(self._floor(self._micros, _HOUR_US), 24)

    def _days(self) -> str:
        return self._floor(self._micros, _DAY_US)

    def _day_of_week(self) -> str:
        return self._mod(self._add(self.part("days"), 3), 7)

    def _era_day(self) -> str:
        """Days since 1 March of the year 0, within their 400 years."""
        return self._mod(self._add(self.part("days"), 719_468), 146_097)

    def _era_year(self) -> str:
        day = self.part("era day")
        less = self._op("Sub", day, self._div(day, 1_460))
        more = self._op("Add", less, self._div(day, 36_524))
        return self._div(self._op("Sub", more, self._div(day, 146_096)), 365)

    def _march_day(self) -> str:
        """Days since 1 March of their year, from 0."""
        year = self.part("era year")
        gone = self._op("Add", self._mul(year, 365), self._div(year, 4))
        return self._op("Sub", self.part("era day"), self._op("Sub", gone, self._div(year, 100)))

    def _march_month(self) -> str:
        return self._div(self._add(self._mul(self.part("march day"), 5), 2), 153)

    def _month(self) -> str:
        return self._add(self._mod(self._add(self.part("march month"), 2), 12), 1)

    def _day_of_year(self) -> str:
        """From 1 January: the days since March, moved by the two months before it."""
        graph, day, year = self._graph, self.part("march day"), self.part("era year")
        is_leap = self._op(
            "Add",
            self._op("Sub", self._divides(year, 4), self._divides(year, 100)),
            self._divides(year, 400),
        )
        from_march = self._add(self._op("Add", day, is_leap), 60)
        is_early = graph.node("GreaterOrEqual", day, graph.constant(306, np.int64))
        return graph.node("Where", is_early, self._add(day, -305), from_march)

    def _divides(self, value: str, by: int) -> str:
        rest = self._mod(value, by)
        is_whole = self._graph.node("Equal", rest, self._graph.constant(0, np.int64))
        return self._graph.cast(is_whole, np.int64)

    def _op(self, kind: str, left: str, right: str) -> str:
        return self._graph.node(kind, left, right)

    def _by(self, kind: str, value: str, number: int) -> str:
        return self._graph.node(kind, value, self._graph.constant(number, np.int64))

    def _add(self, value: str, number: int) -> str:
        return self._by("Add", value, number)

    def _mul(self, value: str, number: int) -> str:
        return self._by("Mul", value, number)

    def _mod(self, value: str, number: int) -> str:
        """The rest that has the divisor's sign."""
        return self._by("Mod", value, number)

    def _div(self, value: str, number: int) -> str:
        """Of numbers that are not negative: the operator cuts towards zero."""
        return self._by("Div", value, number)

    def _floor(self, value: str, number: int) -> str:
        rest = self._mod(value, number)
        return self._div(self._op("Sub", value, rest), number)

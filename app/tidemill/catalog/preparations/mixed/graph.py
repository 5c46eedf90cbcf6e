"""Writes a fitted preparation as a part of an ONNX graph; `feeding` says what goes in.

The operators do what `encoding` does in the same order, so that both give the same numbers to the
last digit.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tidemill.catalog.onnx_dates import DateParts
from tidemill.catalog.onnx_graphs import ML, Graph
from tidemill.catalog.preparations.mixed import encoding
from tidemill.catalog.preparations.mixed.feeding import NO_DATE, TYPES
from tidemill.domain.columns import Kind

_DAY_US = 86_400_000_000


def write_onnx(
    graph: Graph,
    preparation: Any,
    names: Mapping[str, str],
    sources: Mapping[str, str] | None = None,
) -> str:
    """Add the inputs and the preparation; return the matrix the estimator reads.

    With `sources` columns come from these tensors, and no input is added.
    """
    blocks = _Blocks(graph)
    for (name, kind), state in zip(preparation.columns_, preparation.states_, strict=True):
        source = graph.input(names[name], TYPES[Kind(kind)]) if sources is None else sources[name]
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
        made = DateParts(graph, known)
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

"""What a gate's answer rests on, as facts and one table, whatever gate it is of. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.words import spoken, tr
from tidemill.domain.metrics import METRICS
from tidemill.gui.kit import numbers
from tidemill.gui.kit.table import TableColumn

MOST_ROWS = 200

_WORDS = {
    "against": tr("Held against"),
    "apart": tr("Largest difference"),
    "bins": tr("Bins"),
    "by": tr("Because of"),
    "candidate": tr("Candidate"),
    "cost_a_row": tr("Cost of an answer"),
    "criterion": tr("What is to be equal"),
    "excess": tr("Beyond chance"),
    "failed": tr("Failed"),
    "gain": tr("Gain"),
    "happened": tr("Happened"),
    "high": tr("High"),
    "highest": tr("Highest"),
    "judged": tr("Judged"),
    "low": tr("Low"),
    "lowest": tr("Lowest"),
    "measured": tr("Slices measured"),
    "median_ms": tr("Median, ms"),
    "metric": tr("Measure"),
    "n": tr("Rows"),
    "n_left_out": tr("Groups left out"),
    "of": tr("Figure"),
    "other": tr("The other"),
    "other_cost_a_row": tr("Cost of an answer of the other"),
    "p95_ms": tr("Slowest twentieth, ms"),
    "said": tr("Said"),
    "q_worse": tr("q, worse"),
    "warned": tr("Warned"),
    "whole": tr("On the rest"),
    "words": tr("Where"),
}
_RANGE = {"value", "low", "high"}
_TOLD = _RANGE | {"method", "level"}
_MEASURES = {one.id: spoken(one.title) for one in METRICS}
_NEVER = {"columns", "passed"}


@dataclass(frozen=True)
class EvidenceTable:
    """Rows of an answer's evidence under columns made of what they hold."""

    columns: tuple[TableColumn, ...] = ()
    rows: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True)
class Evidence:
    """A gate's answer in whole: its sentence, facts (caption, value), and a table."""

    title: str = ""
    is_passed: bool = False
    message: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    table: EvidenceTable = EvidenceTable()


def evidence_of(gate: Mapping[str, Any]) -> Evidence:
    """The picture of an answer as stored (`GateResult.to_dict`)."""
    facts = []
    if gate.get("value") is not None:
        facts.append((tr("Value"), _text(gate["value"])))
    if gate.get("limit") is not None:
        facts.append((tr("Limit"), _text(gate["limit"])))
    rows: list[Mapping[str, Any]] = []
    for name, value in (gate.get("evidence") or {}).items():
        found = _rows(value)
        if found:
            rows += found
        elif name == "metric":
            facts.append((_words(name), _MEASURES.get(value, str(value))))
        elif value not in ({}, [], None, ""):
            facts += _facts(name, value)
    return Evidence(
        spoken(str(gate.get("name", ""))),
        bool(gate.get("passed")),
        spoken(str(gate.get("message", ""))),
        tuple(facts),
        _table(rows),
    )


def _facts(name: str, value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return [(_words(name), _text(value))]
    is_range = value.keys() >= _RANGE
    return [
        *([(_words(name), _text(value))] if is_range else []),
        *(
            (f"{_words(name)}: {_words(key).lower()}", _text(one))
            for key, one in value.items()
            if one not in ({}, [], None, "") and not (is_range and key in _TOLD)
        ),
    ]


def _rows(value: Any) -> list[Mapping[str, Any]]:
    """The rows in a list of them, or in lists under the names of what they tell."""
    if isinstance(value, Mapping):
        return [{"of": _words(of), **row} for of, told in value.items() for row in _rows(told)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [one for one in value if isinstance(one, Mapping)]
    return []


def _table(rows: Sequence[Mapping[str, Any]]) -> EvidenceTable:
    names = list(dict.fromkeys(name for row in rows for name in row if name not in _NEVER))
    texts = {name for name in names if any(isinstance(row.get(name), str) for row in rows)}
    columns = [_column(name, name in texts) for name in names]
    cells = [
        {name: "" if row.get(name) is None else _text(row[name]) for name in names}
        for row in rows[:MOST_ROWS]
    ]
    return EvidenceTable(tuple(columns), tuple(cells))


def _column(name: str, is_text: bool) -> TableColumn:
    if is_text:
        return TableColumn(name, _words(name), 180, stretch=1, sortable=False)
    return TableColumn(name, _words(name), 78, "right", sortable=False, tone="text2")


def _words(name: str) -> str:
    known = _WORDS.get(name)
    if known is not None:
        return known
    said = name.replace("_", " ")
    return said[:1].upper() + said[1:]


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        if value.keys() >= _RANGE:
            low, high = (_text(value[end]) for end in ("low", "high"))
            method = f", {value['method']}" if value.get("method") else ""
            return f"{_text(value['value'])} ({low} to {high}{method})"
        return ", ".join(f"{_words(key).lower()} {_text(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return numbers.integer(value)
    if isinstance(value, float):
        return numbers.integer(value) if value.is_integer() else numbers.plain(value, 4)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_text(one) for one in value)
    return numbers.MISSING if value is None else str(value)

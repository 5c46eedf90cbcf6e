"""How a column of the engine's relation `t` becomes one of a typed table.

A column of few different texts is read text by text, by the rules alone, and stands as codes; one
of many is read by an expression of the engine where that says the same for sure, else by the rules,
some rows at a time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.table_engine import literal
from tidemill.catalog import engine_texts
from tidemill.catalog.engine_texts import EngineTexts
from tidemill.catalog.typed_tables import Form
from tidemill.domain import parsing
from tidemill.domain.columns import Kind
from tidemill.domain.evidence import Evidence, Texts
from tidemill.domain.frames import BOOLEAN_LEVELS
from tidemill.domain.inference import Decision, parse
from tidemill.domain.parsing import Parser

_WORDS = (Kind.CATEGORICAL, Kind.TEXT)
_LOWEST = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, eq=False)
class Plan:
    """A column as it will stand: its form, and its expression over `t` (and `side`, a table of
    values that Python read, row by row). `bad` is the condition of cells that do not fit."""

    form: Form
    expression: str
    bad: str = ""
    n_bad: int = 0
    side: str = ""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of texts in the engine: its evidence, and its different texts where few."""

    place: int
    name: str
    texts: EngineTexts
    levels: Texts | None

    @property
    def evidence(self) -> Evidence:
        """What the rules look at."""
        return self.texts if self.levels is None else self.levels

    def plan(self, decision: Decision) -> Plan:
        """How to write the column as decided."""
        if self.levels is not None:
            return self._by_levels(decision.parser, self.levels)
        if decision.kind in _WORDS:
            value = f"case when {self.texts.present} then {self.texts.source} end"
            return Plan(Form(self.name, decision.kind), value)
        return self._by_expression(decision.parser)

    def _by_levels(self, parser: Parser, texts: Texts) -> Plan:
        """By the values of its different texts: exactly the rules."""
        source, levels = self.texts.source, texts.levels
        found = by_levels(self.name, parser, texts)
        if not levels:
            return Plan(found.form, "-1::smallint")
        engine_type = f"levels_{self.place}"
        self.texts.engine.execute(f"drop type if exists {engine_type}")
        listed = ", ".join(literal(level) for level in levels)
        self.texts.engine.execute(f"create type {engine_type} as enum ({listed})")
        code = f"enum_code(try_cast({source} as {engine_type}))::int"
        odd = ", ".join(literal(levels[i]) for i in found.odd)
        bad = f"{source} in ({odd})" if odd else ""
        if found.truths is not None:
            by_code = f"[{', '.join(map(str, found.truths.tolist()))}]"
            code = f"{by_code}[{code} + 1]"
        return Plan(found.form, f"coalesce({code}, -1)", bad, found.n_bad)

    def _by_expression(self, parser: Parser) -> Plan:
        """By the engine where it is sure; what it is not sure of is looked up or read apart."""
        texts, kind = self.texts, parser.kind
        sure, whole = self._sure(parser)
        if not sure:
            return self._by_python(parser)
        unsure = texts.unsure([sure])
        if unsure is None:
            return self._by_python(parser)
        value = sure
        if unsure:
            values, ok = parsing.values(unsure, parser)
            known = [text for text, fits in zip(unsure, ok.tolist(), strict=True) if fits]
            if known:
                value = f"coalesce({sure}, {self._looked_up(known, values[ok], kind)})"
        bad = f"{texts.present} and ({value}) is null" if unsure else ""
        n_bad = int(texts.one(f"select count(*) from t where {bad}")[0]) if bad else 0
        expression = f"case when {texts.present} then {value} end"
        whole = whole and not unsure and not texts.n_missing
        if kind is Kind.NUMERIC:
            expression = f"({expression})::bigint" if whole else f"coalesce({expression}, 'nan')"
        if kind is Kind.BOOLEAN:
            expression = f"coalesce({expression}, -1)"
        return Plan(Form(self.name, kind, whole), expression, bad, n_bad)

    def _sure(self, parser: Parser) -> tuple[str, bool]:
        """The value's expression, NULL where it is not sure; whether all are whole of 64 bits."""
        texts = self.texts
        if parser.kind is Kind.DATETIME:
            moment = texts.moment(parser)
            return ("" if moment.startswith("null") else moment), False
        if parser.kind is Kind.BOOLEAN:
            no, yes = (literal(word) for word in parser.words)
            text = f"lower({texts.text})"
            is_no, is_yes = f"{text} = {no} or {text} = '0'", f"{text} = {yes} or {text} = '1'"
            return f"case when {is_no} then 0 when {is_yes} then 1 end", False
        form = parsing.number_form(parser.decimal, parser.grouping)
        clean = texts.clean(parser)
        if not texts.every(form):
            test = f"regexp_full_match({texts.text}, {literal(form)})"
            return f"case when {test} then try_cast({clean} as double) end", False
        is_whole = texts.numbers(parser).is_int64 and not texts.n_missing
        return f"try_cast({clean} as {'bigint' if is_whole else 'double'})", is_whole

    def _looked_up(self, known: Sequence[str], values: npt.NDArray[Any], kind: Kind) -> str:
        """The value of the texts that Python read, by their place in a list."""
        name = f"unsure_{self.place}"
        engine = self.texts.engine
        engine.execute(f"drop type if exists {name}")
        engine.execute(f"create type {name} as enum ({', '.join(map(literal, known))})")
        at = f"enum_code(try_cast({self.texts.source} as {name})) + 1"
        if kind is Kind.DATETIME:
            listed = ", ".join(str(v) for v in values.astype(np.int64).tolist())
            return f"make_timestamp([{listed}]::bigint[][{at}])"
        listed = ", ".join(literal(repr(v)) for v in values.tolist())
        kind_name = "int" if kind is Kind.BOOLEAN else "double"
        return f"[{listed}]::{kind_name}[][{at}]"

    def _by_python(self, parser: Parser) -> Plan:
        """By the rules, some rows at a time, into a table of its own."""
        texts, side = self.texts, f"side_{self.place}"
        kind = parser.kind
        plain = "timestamp" if kind is Kind.DATETIME else "double"
        texts.engine.execute(f"create or replace table {side} (v_{side} {plain}, bad_{side} bool)")
        n_bad = 0
        for column in texts.columns(self.name):
            data, odd = parse(column, parser)
            n_bad += int(odd.sum())
            values = data.values if kind is Kind.DATETIME else data.values.astype(np.float64)
            texts.engine.register("read", {"v": values, "bad": odd})
            texts.engine.execute(f"insert into {side} select v, bad from read")
            texts.engine.unregister("read")
        value = f"v_{side}"
        if kind is Kind.BOOLEAN:
            value = f"{value}::tinyint"
        return Plan(Form(self.name, kind), value, f"bad_{side}" if n_bad else "", n_bad, side)


@dataclass(frozen=True, eq=False)
class ByLevels:
    """How a column of few different texts stands: its form, over codes into these texts.

    `odd` are the codes of texts that do not fit and `n_bad` counts their rows. A column of truth
    values holds `truths` of its codes, shape (texts,).
    """

    form: Form
    truths: npt.NDArray[np.int32] | None = None
    odd: tuple[int, ...] = ()
    n_bad: int = 0


def by_levels(name: str, parser: Parser, texts: Texts) -> ByLevels:
    """Read a column text by text, by the rules alone."""
    kind, levels = parser.kind, texts.levels
    if not levels:
        return ByLevels(Form(name, kind, False, _table(kind, np.array([]), whole=False)))
    if kind in _WORDS:
        return ByLevels(Form(name, kind, False, levels))
    values, ok = parsing.values(levels, parser)
    odd, n_bad = tuple(np.flatnonzero(~ok).tolist()), int(texts.counts[~ok].sum())
    if kind is Kind.BOOLEAN:
        return ByLevels(Form(name, kind, False, BOOLEAN_LEVELS), values, odd, n_bad)
    whole = values.dtype.kind == "i" and not n_bad and not texts.n_missing
    table = _table(kind, values, whole=whole)
    return ByLevels(Form(name, kind, whole and kind is Kind.NUMERIC, table), None, odd, n_bad)


def different_texts(rows: Iterable[tuple[str | None, int]], n_rows: int, are_words: bool) -> Texts:
    """The different texts of a column that are there, from texts and how many rows have each."""
    there = [
        (text, n)
        for text, n in rows
        if text is not None and (are_words or text.strip().lower() not in parsing.MISSING)
    ]
    counts = np.array([n for _, n in there], dtype=np.int64)
    return Texts(tuple(text for text, _ in there), counts, n_rows - int(counts.sum()))


def column(place: int, name: str, texts: EngineTexts) -> Column:
    """Look at a column: its different texts are kept where they are few."""
    texts.reporter.check()
    if texts.n_rows > engine_texts.LEVELS_KEPT:
        estimate = texts.one(f"select approx_count_distinct({texts.source}) from t")[0]
        if estimate > 1.5 * engine_texts.LEVELS_KEPT:
            return Column(place, name, texts, None)
    found = texts.engine.execute(
        f"select {texts.source} v, count(*) from t group by v order by min({texts.row})"
    ).fetchall()
    if len(found) > engine_texts.LEVELS_KEPT:
        return Column(place, name, texts, None)
    return Column(place, name, texts, different_texts(found, texts.n_rows, texts.are_words))


def _table(kind: Kind, values: npt.NDArray[Any], *, whole: bool) -> tuple[Any, ...]:
    """The values by code as they stand in the file's description."""
    if kind is Kind.BOOLEAN:
        return BOOLEAN_LEVELS
    if kind is Kind.DATETIME:
        return tuple(values.astype("datetime64[us]").astype(np.int64).tolist())
    if kind is Kind.NUMERIC:
        return tuple(values.tolist() if whole else values.astype(np.float64).tolist())
    return ()

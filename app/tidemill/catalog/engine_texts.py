"""Answers about the texts of a column that stands in the engine, however many there are.

They are what `domain.evidence.Texts` would say of the same texts: patterns mean the same to Python
and the engine, spaces are stripped by Python's own list of them, and what SQL cannot say for sure
is read by Python's rules, the different texts of some rows at a time. A sample from the first rows
refutes most questions without a look at the rest.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from tidemill.base.progress import Reporter
from tidemill.base.table_engine import literal
from tidemill.domain import parsing
from tidemill.domain.columns import Kind
from tidemill.domain.evidence import EXACT, NumberFacts, Texts
from tidemill.domain.frames import ColumnData
from tidemill.domain.inference import text_column
from tidemill.domain.parsing import Parser
from tidemill.domain.tables import BLOCK_ROWS

LEVELS_KEPT = 5_000
"""Up to how many different texts a column is read by its different texts alone."""

SPACES = "".join(c for c in map(chr, range(sys.maxunicode + 1)) if c.isspace())
_LONGEST_WORD = max(map(len, parsing.MISSING))
_SAMPLE_ROWS = 5_000
_CLOCK = r"([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)?"
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}" + _CLOCK
_EITHER = "|".join(rf"[0-9]{{2}}[{m}][0-9]{{2}}[{m}][0-9]{{4}}" for m in ("-", "/", "."))


@dataclass(frozen=True, eq=False)
class EngineTexts:
    """Evidence over `source`, an expression over the rows of the relation `t`.

    `row` is the expression of a row's number. With `are_words` nothing but NULL is missing.
    """

    engine: Any
    source: str
    row: str
    n_rows: int
    reporter: Reporter
    are_words: bool = False
    _known: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The expression of the text without spaces around it."""
        marks = "".join("\\" + c if c in "\\]^-" else c for c in SPACES)
        query = (
            f"select bool_or(regexp_matches({self.source}, {literal(f'^[{marks}]|[{marks}]$')}))"
        )
        has_spaces = self.one(f"{query} from t")[0]
        return f"trim({self.source}, {literal(SPACES)})" if has_spaces else self.source

    @cached_property
    def present(self) -> str:
        """The condition of a row that has a text."""
        there = f"{self.source} is not null"
        if self.are_words:
            return there
        word = f"lower({self.text})"
        # Not `not in`: the engine makes a join of a list, and a join keeps no order of rows.
        none = " and ".join(f"{word} <> {literal(one)}" for one in sorted(parsing.MISSING))
        is_word = f"strlen({self.text}) <= {_LONGEST_WORD} and not ({none})"
        has_words = self.one(f"select bool_or({is_word}) from t where {there}")[0]
        return f"{there} and not ({is_word})" if has_words else there

    def one(self, query: str) -> Any:
        """The only row of a query."""
        self.reporter.check()
        return self.engine.execute(query).fetchone()

    @cached_property
    def n_present(self) -> int:
        """How many rows have a text."""
        return int(self.one(f"select count(*) from t where {self.present}")[0])

    @property
    def n_missing(self) -> int:
        """How many rows have none."""
        return self.n_rows - self.n_present

    @cached_property
    def sample(self) -> Texts:
        """The different texts of the first rows that have one."""
        query = f"select {self.source} v from t where {self.present} limit {_SAMPLE_ROWS}"
        found = self.engine.execute(query).fetchnumpy()["v"].tolist()
        return Texts.of(ColumnData("", Kind.TEXT, *_codes(found)))

    @property
    def head(self) -> Sequence[str]:
        """The first different texts."""
        return self.sample.head

    @property
    def few(self) -> Sequence[str] | None:
        """None: there are many."""
        return None

    def every(self, pattern: str) -> bool:
        """Whether all texts match."""
        if not self.sample.every(pattern):
            return False
        test = f"regexp_full_match({self.text}, {literal(pattern)})"
        return bool(self._asked(f"select coalesce(bool_and({test}), true)"))

    def some(self, pattern: str) -> bool:
        """Whether any text matches."""
        if self.sample.some(pattern):
            return True
        test = f"regexp_full_match({self.text}, {literal(pattern)})"
        return bool(self._asked(f"select coalesce(bool_or({test}), false)"))

    def _asked(self, select: str) -> Any:
        if select not in self._known:
            self._known[select] = self.one(f"{select} from t where {self.present}")[0]
        return self._known[select]

    def odd(self, pattern: str) -> tuple[int, str]:
        """How many rows do not match, and the first such text."""
        where = f"{self.present} and not regexp_full_match({self.text}, {literal(pattern)})"
        n, first = self.one(
            f"select count(*), arg_min({self.source}, {self.row}) from t where {where}"
        )
        return int(n), first or ""

    def clean(self, parser: Parser) -> str:
        """The expression of a number's text with a point and no marks of thousands."""
        text = self.text
        if parser.grouping:
            text = f"replace({text}, {literal(parser.grouping)}, '')"
        return text if parser.decimal == "." else f"replace({text}, {literal(parser.decimal)}, '.')"

    def numbers(self, parser: Parser) -> NumberFacts:
        """What the texts say as numbers."""
        if parser not in self._known:
            self._known[parser] = self._numbers(parser)
        found: NumberFacts = self._known[parser]
        return found

    def _numbers(self, parser: Parser) -> NumberFacts:
        digits = "[+-]?[0-9]+"
        may_be = bool(parser.grouping) or self.sample.every(digits)
        is_whole = f"regexp_full_match(v, '{digits}')" if may_be else "false"
        query = f"""
            select count(*) = count(d), bool_or(isfinite(d)), bool_and({is_whole}),
                bool_and(d = floor(d)) filter (isfinite(d)),
                bool_or(abs(d) > {EXACT}) filter (isfinite(d)),
                max(abs(d)) filter (isfinite(d))
            from (select {self.clean(parser)} v, try_cast({self.clean(parser)} as double) d
                from t where {self.present})
        """
        sure, finite, all_digits, whole, beyond, largest = self.one(query)
        if not sure or (largest or 0) >= EXACT:  # rare: read exactly, some rows at a time
            return self._numbers_exactly(parser)
        return NumberFacts(bool(finite), bool(all_digits), bool(whole), bool(beyond), False)

    def _numbers_exactly(self, parser: Parser) -> NumberFacts:
        parts = [texts.numbers(parser) for texts in self.blocks() if texts.levels]
        is_int64 = all(part.is_int64 for part in parts)
        return NumberFacts(
            any(part.any_finite for part in parts),
            is_int64,
            is_int64 or all(part.is_whole or not part.any_finite for part in parts),
            any(part.beyond for part in parts),
            any(part.whole_beyond for part in parts),
        )

    def blocks(self) -> Iterator[Texts]:
        """The texts, some rows at a time."""
        for column in self.columns(""):
            yield Texts.of(column)

    def columns(self, name: str) -> Iterator[ColumnData]:
        """The texts by row, some rows at a time."""
        for low in range(0, self.n_rows, BLOCK_ROWS):
            self.reporter.check()
            where = f"{self.row} between {low} and {low + BLOCK_ROWS - 1}"
            query = f"select {self.source} v from t where {where}"
            found = np.ma.asarray(self.engine.execute(query).fetchnumpy()["v"])
            yield text_column(name, found.tolist())

    def moment(self, parser: Parser) -> str:
        """The expression of a text's time, NULL where the engine cannot say it for sure."""
        text = self.text
        if parser.order == "ymd":
            pattern, iso = _ISO, text
            if parser.zone:
                pattern, iso = f"{_ISO[:-1]}Z", f"left({text}, length({text}) - 1)"
        elif parser.order in ("dmy", "mdy") and not parser.zone:
            pattern = f"({_EITHER}){_CLOCK}"
            day, month = (1, 4) if parser.order == "dmy" else (4, 1)
            iso = (
                f"substr({text}, 7, 4) || '-' || substr({text}, {month}, 2) || '-' || "
                f"substr({text}, {day}, 2) || substr({text}, 11)"
            )
        else:
            return "null::timestamp"
        sure = f"regexp_full_match({text}, {literal(pattern)}) and not starts_with({iso}, '0000')"
        return f"case when {sure} then try_cast({iso} as timestamp) end"

    def unsure(self, expressions: Sequence[str]) -> list[str] | None:
        """The different texts for which all expressions are NULL; None where they are many."""
        query = f"select distinct {self.source} v from t where {self.present}"
        for expression in expressions:
            query += f" and ({expression}) is null"
        if query not in self._known:
            self.reporter.check()
            found = self.engine.execute(f"{query} limit {LEVELS_KEPT + 1}").fetchall()
            is_many = len(found) > LEVELS_KEPT
            self._known[query] = None if is_many else sorted(row[0] for row in found)
        left: list[str] | None = self._known[query]
        return left

    def are_times(self, *parsers: Parser) -> bool:
        """Whether each text is a time by one of these."""
        if not self.sample.are_times(*parsers):
            return False
        if parsers not in self._known:
            self._known[parsers] = self._are_times(parsers)
        return bool(self._known[parsers])

    def _are_times(self, parsers: tuple[Parser, ...]) -> bool:
        left = self.unsure([self.moment(parser) for parser in parsers])
        if left is None:
            return all(texts.are_times(*parsers) for texts in self.blocks())
        return Texts(tuple(left), np.ones(len(left), np.int64), 0).are_times(*parsers)

    def n_fitting(self, parser: Parser) -> int:
        """How many rows have a text that is a value by this; of times, in the first rows."""
        if parser.kind is Kind.DATETIME:
            return self.sample.n_fitting(parser)
        if parser.kind is Kind.BOOLEAN:
            known = ", ".join(literal(word) for word in (*parser.words, "0", "1"))
            test = f"lower({self.text}) in ({known})"
        else:
            form = parsing.number_form(parser.decimal, parser.grouping)
            test = f"regexp_full_match({self.text}, {literal(form)})"
        return int(self._asked(f"select count(*) filter ({test})"))

    def has_levels_over(self, n: int, share: float) -> tuple[bool, bool]:
        """Whether there are more different texts than `n`, and than a share of the rows."""
        levels = int(self._asked(f"select count(distinct hash({self.source}))"))
        return levels > n, levels > share * self.n_present

    def are_longer_than(self, limit: int) -> bool:
        """Whether the mean length of the different texts is more than this."""
        if self._asked(f"select max(length({self.source}))") <= limit:
            return False
        query = f"select distinct {self.source} v from t where {self.present}"
        return float(self.one(f"select avg(length(v)) from ({query})")[0]) > limit


def _codes(texts: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    known: dict[str, int] = {}
    codes = [known.setdefault(text, len(known)) for text in texts]
    return np.array(codes, dtype=np.int32), tuple(known)

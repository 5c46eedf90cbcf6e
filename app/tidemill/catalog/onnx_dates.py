"""Parts of dates as nodes of an ONNX graph, from whole microseconds since 1970 in UTC."""

import numpy as np

from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import NO_DATE, Carried, is_missing
from tidemill.domain.columns import Kind

DAY_US = 86_400_000_000
_HOUR_US = 3_600_000_000
_MINUTE_US = 60_000_000
_SECOND_US = 1_000_000


def date_part(graph: Graph, column: Carried, part: str) -> Carried:
    """A part of a date as numbers, NaN where the date is missing.

    Parts are called as in expressions: year, quarter, month, day, weekday, day_of_year, hour,
    minute.
    """
    gone = is_missing(graph, column)
    known = graph.node("Where", gone, graph.constant(0, np.int64), column.tensor)
    whole = DateParts(graph, known).part(part.replace("_", " "))
    value = graph.cast(whole, np.float64)
    return Carried(graph.node("Where", gone, graph.constant(np.nan), value), Kind.NUMERIC)


def start_of(graph: Graph, column: Carried, unit: str) -> Carried:
    """The beginning of a date's day or month."""
    gone = is_missing(graph, column)
    known = graph.node("Where", gone, graph.constant(0, np.int64), column.tensor)
    start = DateParts(graph, known).part(f"{unit} start")
    none = graph.constant(NO_DATE, np.int64)
    return Carried(graph.node("Where", gone, none, start), Kind.DATETIME)


class DateParts:
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

    def _second(self) -> str:
        return self._mod(self._floor(self._micros, _SECOND_US), 60)

    def _day_start(self) -> str:
        return self._mul(self.part("days"), DAY_US)

    def _month_start(self) -> str:
        first = self._op("Sub", self.part("days"), self._add(self.part("day"), -1))
        return self._mul(first, DAY_US)

    def _minute(self) -> str:
        return self._mod(self._floor(self._micros, _MINUTE_US), 60)

    def _hour(self) -> str:
        return self._mod(self._floor(self._micros, _HOUR_US), 24)

    def _days(self) -> str:
        return self._floor(self._micros, DAY_US)

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

    def _weekday(self) -> str:
        """1 (Monday) to 7."""
        return self._add(self.part("day of week"), 1)

    def _day(self) -> str:
        """The day of the month, from 1."""
        before = self._div(self._add(self._mul(self.part("march month"), 153), 2), 5)
        return self._add(self._op("Sub", self.part("march day"), before), 1)

    def _quarter(self) -> str:
        return self._add(self._div(self._add(self.part("month"), -1), 3), 1)

    def _year(self) -> str:
        graph, era = self._graph, self._floor(self._add(self.part("days"), 719_468), 146_097)
        year = self._op("Add", self.part("era year"), self._mul(era, 400))
        is_early = graph.node("LessOrEqual", self.part("month"), graph.constant(2, np.int64))
        return self._op("Add", year, graph.cast(is_early, np.int64))

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

"""MLflow's search grammar as Tidemill's own query.

`metrics.auc > 0.9 and params.model LIKE '%boost%' and tags.team is not null`: conditions joined
by AND, each an identifier, an operator, a value. Described in MLflow's documentation ("Search
Runs"); what is wrong is refused with the code its clients know. Conditions on datasets and on
run ids are kept apart: the store answers those.
"""

import operator as operators
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.query.ast import (
    And,
    Comparison,
    In,
    IsNull,
    Name,
    Node,
    Not,
    Number,
    Text,
    Value,
)

Kind = Literal["metrics", "params", "tags", "attributes", "datasets"]

STATES = {
    "RUNNING": ("running",),
    "SCHEDULED": ("scheduled",),
    "FINISHED": ("finished",),
    "FAILED": ("failed",),
    "KILLED": ("stopped", "cancelled"),
}
"""What MLflow calls the states of runs, and what they are here."""

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("metric", "metrics"), "metrics"),
    **dict.fromkeys(("parameter", "parameters", "param", "params"), "params"),
    **dict.fromkeys(("tag", "tags"), "tags"),
    **dict.fromkeys(("attribute", "attributes", "attr", "run"), "attributes"),
    **dict.fromkeys(("dataset", "datasets"), "datasets"),
}
_TIMES = {"start_time": "started", "end_time": "ended", "created": "started"}
_FIELDS = {
    "run_id": "id",
    "run_name": "name",
    "run name": "name",
    "user_id": "by",
    "status": "state",
    **_TIMES,
}
_DATASET_FIELDS = ("name", "digest", "context")


@dataclass(frozen=True)
class Grammar:
    """What can be asked about things of one kind: which of their attributes are texts, which are
    times in milliseconds, and what else they have."""

    texts: frozenset[str]
    times: frozenset[str]
    kinds: frozenset[str]


RUNS = Grammar(
    frozenset(_FIELDS) - frozenset(_TIMES),
    frozenset(_TIMES),
    frozenset({"metrics", "params", "tags", "attributes", "datasets"}),
)
EXPERIMENTS = Grammar(
    frozenset({"name"}),
    frozenset({"creation_time", "last_update_time"}),
    frozenset({"tags", "attributes"}),
)
LOGGED_MODELS = Grammar(
    frozenset({"name", "model_id", "model_type", "status", "source_run_id"}),
    frozenset(
        {"creation_time", "creation_timestamp", "last_updated_time", "last_updated_timestamp"}
    ),
    frozenset({"metrics", "params", "tags", "attributes"}),
)
REGISTERED_MODELS = Grammar(
    frozenset({"name"}),
    frozenset({"creation_timestamp", "last_updated_timestamp"}),
    frozenset({"tags", "attributes"}),
)
MODEL_VERSIONS = Grammar(
    frozenset({"name", "run_id", "source_path"}),
    frozenset({"version_number", "creation_timestamp", "last_updated_timestamp"}),
    frozenset({"tags", "attributes"}),
)

_ORDERS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_TEXT_OPERATORS = frozenset({"=", "!=", "like", "ilike", "in", "not in"})
_ASKS_THERE = frozenset({"is null", "is not null"})

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<operator>!=|>=|<=|=|>|<)
      | (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<quoted>`[^`]*`)
      | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<sign>[(),.])
      | (?P<word>[^\s'"`(),.!=<>]+)
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """A piece of a filter: its kind (a group of the grammar above) and its text."""

    kind: str
    text: str

    @property
    def word(self) -> str:
        """In small letters, where it is a plain word; else nothing."""
        return self.text.lower() if self.kind == "word" else ""


@dataclass(frozen=True)
class Condition:
    """An identifier, an operator, and what is on its right: nothing, a value or several."""

    kind: Kind
    key: str
    operator: str
    values: tuple[str | float, ...] = ()


def conditions(text: str, grammar: Grammar = RUNS) -> list[Condition]:
    """The conditions of a filter, all of which have to hold; raises `MlflowError`."""
    reader = _Reader(text, grammar)
    if reader.is_over():
        return []
    found = [reader.condition()]
    while not reader.is_over():
        reader.expect_and()
        found.append(reader.condition())
    return found


class _Reader:
    """Walks through a filter's pieces."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self._text = text
        self._grammar = grammar
        self._tokens = list(_tokens(text))
        self._at = 0

    def is_over(self) -> bool:
        return self._at >= len(self._tokens)

    def expect_and(self) -> None:
        token = self._next("'AND'")
        if token.word == "or":
            raise self._wrong("Conditions can be joined by AND only, not by OR.")
        if token.word != "and":
            raise self._wrong(f"'AND' was expected before '{token.text}'.")

    def condition(self) -> Condition:
        kind, key = self._identifier()
        operator = self._operator()
        if operator in _ASKS_THERE:
            return self._checked(Condition(kind, key, operator))
        if operator in {"in", "not in"}:
            return self._checked(Condition(kind, key, operator, self._list()))
        return self._checked(Condition(kind, key, operator, (self._value(),)))

    def _identifier(self) -> tuple[Kind, str]:
        parts = [self._part()]
        while self._peek() == Token("sign", "."):
            self._at += 1
            parts.append(self._part())
        if len(parts) == 1:
            return "attributes", parts[0]
        kind = _KINDS.get(parts[0].lower())
        if kind not in self._grammar.kinds:
            known = ", ".join(sorted(self._grammar.kinds))
            raise self._wrong(f"'{parts[0]}' can't be searched by here; there are {known}.")
        assert kind is not None
        return kind, ".".join(parts[1:])

    def _part(self) -> str:
        token = self._next("a name")
        if token.kind in {"quoted", "text"}:
            return token.text[1:-1]
        if token.kind in {"word", "number"}:
            return token.text
        raise self._wrong(f"A name was expected before '{token.text}'.")

    def _operator(self) -> str:
        token = self._next("an operator")
        if token.kind == "operator":
            return token.text
        if token.word in {"like", "ilike", "in"}:
            return token.word
        if token.word == "not" and self._next("'IN'").word == "in":
            return "not in"
        if token.word == "is":
            after = self._next("'NULL'")
            if after.word == "null":
                return "is null"
            if after.word == "not" and self._next("'NULL'").word == "null":
                return "is not null"
        raise self._wrong(f"'{token.text}' is no operator.")

    def _value(self) -> str | float:
        token = self._next("a value")
        if token.kind == "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1])
        if token.kind == "number":
            return float(token.text)
        raise self._wrong(
            f"A value in quotes or a number was expected, but found '{token.text}'. Texts stand "
            "in quotes."
        )

    def _list(self) -> tuple[str | float, ...]:
        if self._next("'('").text != "(":
            raise self._wrong("A list in brackets was expected after IN.")
        found = [self._value()]
        while (token := self._next("')'")).text == ",":
            found.append(self._value())
        if token.text != ")":
            raise self._wrong(f"',' or ')' was expected before '{token.text}'.")
        return tuple(found)

    def _checked(self, one: Condition) -> Condition:
        if one.kind == "metrics":
            fits = one.operator in _ORDERS | _ASKS_THERE
            if not fits or any(isinstance(v, str) for v in one.values):
                raise self._wrong(f"Metrics are compared with numbers; '{one.key}' is one.")
            return one
        if one.kind == "attributes" and one.key.lower() in self._grammar.times:
            if one.operator not in _ORDERS or any(isinstance(v, str) for v in one.values):
                raise self._wrong(f"'{one.key}' is compared with milliseconds since 1970.")
            return one
        if one.kind == "attributes" and one.key.lower() not in self._grammar.texts:
            known = ", ".join(sorted({*self._grammar.texts, *self._grammar.times} - {"run name"}))
            raise self._wrong(f"Invalid attribute key '{one.key}'. Valid keys are: {known}.")
        if one.kind == "datasets" and one.key not in _DATASET_FIELDS:
            known = ", ".join(_DATASET_FIELDS)
            raise self._wrong(f"Invalid dataset key '{one.key}'. Valid keys are: {known}.")
        may_ask = one.kind in {"params", "tags"}
        if one.operator not in _TEXT_OPERATORS and not (may_ask and one.operator in _ASKS_THERE):
            raise self._wrong(f"'{one.operator}' can't be used with '{one.kind}.{one.key}'.")
        if any(not isinstance(v, str) for v in one.values):
            raise self._wrong(f"'{one.kind}.{one.key}' is compared with a text in quotes.")
        return one

    def _peek(self) -> Token | None:
        return None if self.is_over() else self._tokens[self._at]

    def _next(self, expected: str) -> Token:
        token = self._peek()
        if token is None:
            raise self._wrong(f"{expected} was expected at its end.")
        self._at += 1
        return token

    def _wrong(self, why: str) -> MlflowError:
        return MlflowError(f"Invalid filter string '{self._text[:500]}'. {why}")


def _tokens(text: str) -> Iterator[Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise MlflowError(
                f"Invalid filter string '{text[:500]}'. It can't be read from "
                f"'{text[at : at + 20].strip()}' on."
            )
        yield Token(found.lastgroup, found[found.lastgroup])
        at = found.end()


def of_datasets(found: Sequence[Condition]) -> list[Condition]:
    """The conditions on runs' datasets, which are not in the view of all runs."""
    return [one for one in found if one.kind == "datasets"]


def node(found: Sequence[Condition]) -> Node | None:
    """The other conditions as a part of Tidemill's query; None where there is none."""
    parts = tuple(_node(one) for one in found if one.kind != "datasets")
    return joined(parts)


def joined(parts: Sequence[Node]) -> Node | None:
    """All of some conditions; None for none."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _node(one: Condition) -> Node:
    field = one.key.lower()
    if one.kind == "attributes" and field in _TIMES:
        [value] = one.values
        assert isinstance(value, float)
        return _in_time(_TIMES[field], one.operator, value)
    name = _name(one.kind, one.key)
    if one.operator in _ASKS_THERE:
        return IsNull(name, negated=one.operator == "is not null")
    if one.kind == "attributes" and field == "status":
        return _of_state(name, one)
    values = tuple(_value(v) for v in one.values)
    if one.operator == "in":
        return In(name, values)
    if one.operator == "not in":
        return And((IsNull(name, negated=True), Not(In(name, values))))
    if one.operator in {"like", "ilike"}:
        return Comparison(name, "~", Text(pattern(str(one.values[0]), one.operator)))
    return Comparison(name, one.operator, values[0])


def _name(kind: Kind, key: str) -> Name:
    return Name(None, _FIELDS[key.lower()]) if kind == "attributes" else Name(kind, key)


def _value(value: str | float) -> Value:
    return Text(value) if isinstance(value, str) else Number(value)


def _of_state(name: Name, one: Condition) -> Node:
    """Which of our states the condition takes: MLflow compares its own words."""
    taken = [word for word in STATES if fits(one, word)]
    states = tuple(Text(state) for word in taken for state in STATES[word])
    # None of them: nothing is in a state without a name.
    return In(name, states or (Text(""),))


def fits(one: Condition, text: str) -> bool:
    """Whether a text condition takes a text."""
    if one.operator in {"like", "ilike"}:
        return re.search(pattern(str(one.values[0]), one.operator), text) is not None
    is_among = text in one.values
    return not is_among if one.operator in {"!=", "not in"} else is_among


def compares(one: Condition, number: float) -> bool:
    """Whether a condition on numbers takes a number."""
    [value] = one.values
    assert isinstance(value, float)
    how = {
        "=": operators.eq,
        "!=": operators.ne,
        "<": operators.lt,
        "<=": operators.le,
        ">": operators.gt,
        ">=": operators.ge,
    }
    return bool(how[one.operator](number, value))


def pattern(text: str, operator: str) -> str:
    """The regular expression of a LIKE: `%` is anything, `_` one character; ILIKE in any case."""
    parts = {"%": ".*", "_": "."}
    body = "".join(parts.get(one) or re.escape(one) for one in text)
    return rf"(?s{'i' if operator == 'ilike' else ''})\A{body}\Z"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_MS = 253_402_300_799_999  # the last of the year 9999


def _in_time(field: str, operator: str, milliseconds: float) -> Node:
    """Times are kept to the microsecond and told in milliseconds, cut off: compared as told."""
    name = Name(None, field)
    whole = int(milliseconds // 1)
    if operator in {"=", "!="} and whole != milliseconds:
        there = IsNull(name, negated=True)
        return there if operator == "!=" else And((there, Not(there)))
    if operator in {"<=", ">"} or whole == milliseconds:
        first, after = _at(whole), _at(whole + 1)
    else:  # between two milliseconds: as from the next one on
        first = after = _at(whole + 1)
    bounds = {
        "<": Comparison(name, "<", first),
        ">=": Comparison(name, ">=", first),
        "<=": Comparison(name, "<", after),
        ">": Comparison(name, ">=", after),
    }
    if operator in bounds:
        return bounds[operator]
    within = And((bounds[">="], bounds["<="]))
    return within if operator == "=" else And((IsNull(name, negated=True), Not(within)))


def _at(milliseconds: int) -> Text:
    kept = min(max(milliseconds, 0), _MOST_MS)
    return Text((_EPOCH + timedelta(milliseconds=kept)).isoformat())


def order(texts: Sequence[str]) -> list[tuple[str, bool]]:
    """What runs are ordered by: names of Tidemill's columns, each with whether it descends.

    Equal ones and none given stand newest first, as MLflow has it.
    """
    found = [_ordered(text) for text in texts]
    if not any(name == "started" for name, _ in found):
        found.append(("started", True))
    return found


def _ordered(text: str) -> tuple[str, bool]:
    reader = re.fullmatch(r"\s*(.+?)(?:\s+(asc|desc))?\s*", text, re.IGNORECASE | re.DOTALL)
    if reader is None:
        raise MlflowError(f"Invalid order_by clause '{text[:200]}'.")
    word, direction = reader[1], (reader[2] or "asc").lower()
    prefix, dot, rest = word.partition(".")
    kind = _KINDS.get(prefix.strip("`\"'").lower()) if dot else "attributes"
    key = (rest if dot else word).strip()
    quoted = len(key) > 1 and key[0] == key[-1] and key[0] in "`\"'"
    key = key[1:-1] if quoted else key
    if kind is None or kind == "datasets" or not key:
        raise MlflowError(f"Invalid order_by clause '{text[:200]}': runs can't be ordered by it.")
    if not quoted and re.search(r"\s", key) and key.lower() != "run name":
        raise MlflowError(
            f"Invalid order_by clause '{text[:200]}': names with spaces stand in backquotes, and "
            "nothing but ASC or DESC follows."
        )
    if kind == "attributes" and key.lower() not in _FIELDS:
        raise MlflowError(f"Invalid order_by key '{key}'. Runs have no such attribute.")
    return _name(kind, key).to_text(), direction == "desc"

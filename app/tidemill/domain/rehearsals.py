"""What a rehearsal found: how a candidate decides on rows that the champion decided on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tidemill.base.clock import from_iso, to_iso


@dataclass(frozen=True)
class Flow:
    """How many rows go from one decision to another."""

    before: str
    after: str
    n: int


@dataclass(frozen=True)
class Segment:
    """Rows with like values of one or two columns, and how many decisions flip among them.

    `where` are (column, value) pairs. `score` is the log likelihood ratio of more flips inside
    than outside, `p_value` the chance of so many flips or more if they fell anywhere, corrected
    for all segments that were looked at. See `domain.flip_segments`.
    """

    where: tuple[tuple[str, str], ...]
    n: int
    n_flips: int
    score: float
    p_value: float

    @property
    def share(self) -> float:
        """The share of its rows that flips."""
        return self.n_flips / self.n

    @property
    def is_certain(self) -> bool:
        """Whether more flips there than elsewhere are more than chance (5 % over all segments)."""
        return self.p_value <= 0.05

    @property
    def words(self) -> str:
        """The segment as people say it."""
        return " and ".join(f"{column}: {value}" for column, value in self.where)


@dataclass(frozen=True)
class Push:
    """A column whose value moved a row's score, from one version to the other, and by how much.

    Without a column it is what all rows are moved by, whatever their values.
    """

    column: str
    value: str
    by: float

    @property
    def words(self) -> str:
        """The column and its value as people say them."""
        return f"{self.column}, {self.value}" if self.column else "all rows alike"


@dataclass(frozen=True)
class FlippedRow:
    """A row that is decided otherwise: its number (from 0) and id, both decisions and scores.

    `truth` is empty and `is_better` None where the outcome is not known; `is_better` is None too
    where both are wrong. `cells` are the values of `Rehearsal.columns`. `pushed` are the columns
    that pushed the score over, the strongest first; empty where that was not looked into.
    """

    row: int
    id: str
    before: str
    after: str
    score_before: float
    score_after: float
    truth: str
    is_better: bool | None
    cells: tuple[str, ...]
    pushed: tuple[Push, ...] = ()


@dataclass(frozen=True)
class Money:
    """What the flips change over the rows whose outcome is known; more is better.

    `value` is what the former decisions cost less what the new ones cost, with a 95 % interval.
    """

    value: float
    low: float
    high: float
    n_rows: int


@dataclass(frozen=True)
class FlowMoney:
    """What the flips from one decision to another change; parts of `Rehearsal.money` add up."""

    before: str
    after: str
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Rehearsal:
    """A candidate's decisions beside those of the version `against` on the same rows.

    `rows_words` says which rows, `rule` what a decision is. `n_rows` were decided by both of the
    `n_asked`. Of the flips whose outcome is known the candidate is right in `n_better`, the other
    in `n_worse`. `rows` are the flips to open, largest change first, at most as many as are kept.
    `costs` are the amounts of the model (`domain.business_value.Costs`), counted in `unit`, with
    its `threshold`; without any, `money` is None. `parts` split it by the direction of the flips.
    `dataset` names the stored version that row numbers are of, empty where rows are not stored.
    """

    model: str
    version: int
    against: int
    at: datetime
    by: str
    source: str
    rows_words: str
    dataset: str
    rule: str
    n_asked: int
    n_rows: int
    n_flips: int
    flows: tuple[Flow, ...]
    n_known: int
    n_better: int
    n_worse: int
    segments: tuple[Segment, ...]
    n_segments: int
    columns: tuple[str, ...]
    rows: tuple[FlippedRow, ...]
    costs: Mapping[str, float]
    money: Money | None
    id: int = 0
    threshold: float = 0.5
    unit: str = ""
    parts: tuple[FlowMoney, ...] = ()

    @property
    def share(self) -> float:
        """The share of the rows whose decision flips."""
        return self.n_flips / self.n_rows if self.n_rows else 0.0

    @property
    def flips(self) -> tuple[Flow, ...]:
        """The flows that change a decision, largest first."""
        return tuple(
            sorted((f for f in self.flows if f.before != f.after), key=lambda flow: -flow.n)
        )

    @property
    def summary(self) -> str:
        """The finding in a few sentences."""
        first = f"{self.n_flips:,} of {self.n_rows:,} decisions flip ({self.share:.1%})"
        parts = [f"{first} from v{self.against} to v{self.version}."]
        if self.n_flips and self.n_better + self.n_worse:
            parts.append(
                f"Where the outcome is known, v{self.version} is right {self.n_better:,} times and "
                f"v{self.against} {self.n_worse:,} times."
            )
        elif self.n_flips and not self.n_known:
            parts.append("Their outcome is not known.")
        certain = [one for one in self.segments if one.is_certain]
        if certain:
            most = certain[0]
            parts.append(f"Most for {most.words}: {most.share:.1%} of {most.n:,} rows.")
        elif self.n_flips:
            parts.append("No group of rows is hit more than chance would have it.")
        return " ".join(parts)

    @property
    def money_words(self) -> str:
        """What the flips cost or earn, in a sentence."""
        if not self.costs:
            return "No costs are set for wrong decisions, so nothing is said of money."
        if self.money is None:
            return "Costs are set, but the outcome of no row is known."
        one = self.money
        verb = "saves" if one.value >= 0 else "costs"
        is_certain = one.low > 0 or one.high < 0
        amount = f"{self.unit}{abs(one.value):,.2f}"
        return (
            f"v{self.version} {verb} {amount} on {one.n_rows:,} rows with a known "
            f"outcome (95%: {one.low:+,.2f} to {one.high:+,.2f}"
            f"{'' if is_certain else ', so not certain'})."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, with what follows from them."""
        found = asdict(self)
        found["at"] = to_iso(self.at)
        found["segments"] = [
            asdict(s) | {"words": s.words, "share": s.share, "is_certain": s.is_certain}
            for s in self.segments
        ]
        return found | {
            "share": self.share,
            "summary": self.summary,
            "money_said": self.money_words,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Rehearsal":
        """Read what `to_dict` wrote."""
        plain = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(
            **plain
            | {
                "at": from_iso(data["at"]),
                "flows": tuple(Flow(**one) for one in data["flows"]),
                "segments": tuple(_segment(one) for one in data["segments"]),
                "columns": tuple(data["columns"]),
                "rows": tuple(_flipped_row(one) for one in data["rows"]),
                "money": None if data["money"] is None else Money(**data["money"]),
                "parts": tuple(FlowMoney(**one) for one in data.get("parts", ())),
            }
        )


def _flipped_row(data: Mapping[str, Any]) -> FlippedRow:
    pushed = tuple(Push(**one) for one in data.get("pushed", ()))
    return FlippedRow(**{**data, "cells": tuple(data["cells"]), "pushed": pushed})


def _segment(data: Mapping[str, Any]) -> Segment:
    where = tuple((str(column), str(value)) for column, value in data["where"])
    return Segment(where, data["n"], data["n_flips"], data["score"], data["p_value"])

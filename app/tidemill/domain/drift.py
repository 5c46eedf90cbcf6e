"""The drift report: which columns moved, how far, on what evidence, and in words why.

A column drifted if an effect passes its floor *and* the difference is no chance finding: its
p-value passes the false-discovery rate over all columns. Large samples make every difference
certain and small ones make every effect large; neither alone is a reason for an alert.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.figures import Figure
from tidemill.domain.together import Together

if TYPE_CHECKING:
    import pandas as pd

ALPHA = 0.05
_NO_SHARES: tuple[float | None, float | None] = (None, None)


@dataclass(frozen=True)
class Floor:
    """The effect of a statistic from which on a column may count as drifted."""

    title: str
    limit: float


@dataclass(frozen=True)
class Comparison:
    """All that was found for one column, before it is held against the other columns.

    `missing` and `infinite` are the shares in the reference and now. `problem` says why the
    column could not be compared although it should be (gone, another kind); `is_new` that the
    reference does not have it.
    """

    name: str
    kind: Kind
    figures: Mapping[str, Figure] = field(default_factory=dict)
    missing: tuple[float | None, float | None] = _NO_SHARES
    infinite: tuple[float | None, float | None] = _NO_SHARES
    sd: float | None = None
    new_values: tuple[str, ...] = ()
    gone_values: tuple[str, ...] = ()
    problem: str | None = None
    is_new: bool = False
    note: str | None = None


@dataclass(frozen=True)
class ColumnDrift:
    """One column of a drift report; a figure without meaning is None and the note says why.

    `wasserstein_sd` is in standard deviations of the reference; `effect` is PSI less the noise
    expected at these sizes, `effects` the same of every statistic that has one; `bounds` holds the
    lowest and highest possible value of statistics that are not exact.
    """

    name: str
    kind: Kind
    psi: float | None
    js: float | None
    ks: float | None
    wasserstein: float | None
    wasserstein_sd: float | None
    chi2: float | None
    p_value: float | None
    q_value: float | None
    effect: float | None
    missing: tuple[float | None, float | None]
    infinite: tuple[float | None, float | None]
    new_values: tuple[str, ...]
    gone_values: tuple[str, ...]
    drifted: bool
    reasons: tuple[str, ...]
    note: str | None
    statistics: Mapping[str, float | None] = field(default_factory=dict)
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    is_new: bool = False
    effects: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        return {
            **plain,
            "kind": str(self.kind),
            "missing": {"reference": self.missing[0], "current": self.missing[1]},
            "infinite": {"reference": self.infinite[0], "current": self.infinite[1]},
            "new_values": list(self.new_values),
            "gone_values": list(self.gone_values),
            "reasons": list(self.reasons),
            "statistics": dict(self.statistics),
            "bounds": {name: list(pair) for name, pair in self.bounds.items()},
            "effects": dict(self.effects),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ColumnDrift":
        """Read what `to_dict` wrote."""
        return cls(
            **{name: data[name] for name in _PLAIN},
            kind=Kind(data["kind"]),
            missing=(data["missing"]["reference"], data["missing"]["current"]),
            infinite=(data["infinite"]["reference"], data["infinite"]["current"]),
            new_values=tuple(data["new_values"]),
            gone_values=tuple(data["gone_values"]),
            reasons=tuple(data["reasons"]),
            statistics=dict(data["statistics"]),
            bounds={name: (pair[0], pair[1]) for name, pair in data["bounds"].items()},
            effects=dict(data.get("effects", {})),
        )


_NAMED = {
    "psi": "psi",
    "js": "jensen_shannon",
    "ks": "ks",
    "wasserstein": "wasserstein",
    "chi2": "chi_squared",
}
_PLAIN = (
    "name",
    *_NAMED,
    "wasserstein_sd",
    "p_value",
    "q_value",
    "effect",
    "drifted",
    "note",
    "is_new",
)


@dataclass(frozen=True)
class DriftReport:
    """A current frame against a reference, column by column.

    `together` holds what columns tell only together, where that was asked for.
    """

    n_reference: int
    n_current: int
    by_column: tuple[ColumnDrift, ...]
    together: tuple[Together, ...] = ()

    @property
    def drifted(self) -> tuple[str, ...]:
        """Names of the drifted columns."""
        return tuple(c.name for c in self.by_column if c.drifted)

    @property
    def share_drifted(self) -> float:
        """Drifted columns as a share of the reference's columns."""
        n_compared = sum(not c.is_new for c in self.by_column)
        return len(self.drifted) / n_compared if n_compared else 0.0

    @property
    def columns(self) -> "pd.DataFrame":
        """One row a column, for notebooks; the shares of missing values in columns of their own."""
        import pandas as pd

        rows = []
        for column in self.by_column:
            row = column.to_dict()
            for name in ("missing", "infinite"):
                shares = row.pop(name)
                row |= {f"{name}_{side}": share for side, share in shares.items()}
            rows.append(
                {k: v for k, v in row.items() if k not in {"statistics", "bounds", "effects"}}
            )
        return pd.DataFrame(rows)

    def __getitem__(self, name: str) -> ColumnDrift:
        for column in self.by_column:
            if column.name == name:
                return column
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, never NaN or infinity."""
        return {
            "rows": {"reference": self.n_reference, "current": self.n_current},
            "columns": [column.to_dict() for column in self.by_column],
            "drifted_columns": len(self.drifted),
            "share_drifted": self.share_drifted,
            "together": [one.to_dict() for one in self.together],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "DriftReport":
        """Read what `to_dict` wrote."""
        columns = tuple(ColumnDrift.from_dict(column) for column in data["columns"])
        together = tuple(Together.from_dict(one) for one in data.get("together", []))
        return cls(data["rows"]["reference"], data["rows"]["current"], columns, together)


def benjamini_hochberg(p_values: Sequence[float]) -> npt.NDArray[np.float64]:
    """The false-discovery rate at which each test would pass: q-values, in the order given.

    Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, section 3.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p)[::-1]
    ranks = np.arange(p.size, 0, -1)
    q = np.empty_like(p)
    q[order] = np.minimum(1.0, np.minimum.accumulate(p[order] * p.size / ranks))
    return q


def report(
    n_reference: int,
    n_current: int,
    comparisons: Sequence[Comparison],
    floors: Mapping[str, Floor],
    alpha: float = ALPHA,
    *,
    beside: Container[str] = (),
) -> DriftReport:
    """Hold all columns' effects against their floors and their p-values against each other.

    The p-values of the statistics `beside` are told but count for no column.
    """
    p_values = [_column_p(c.figures, beside) for c in comparisons]
    known = [p for p in p_values if p is not None]
    rates = iter(benjamini_hochberg(known).tolist())
    q_values = [None if p is None else next(rates) for p in p_values]
    columns = [
        _decided(comparison, p, q, floors, alpha)
        for comparison, p, q in zip(comparisons, p_values, q_values, strict=True)
    ]
    return DriftReport(n_reference, n_current, tuple(columns))


def _column_p(figures: Mapping[str, Figure], beside: Container[str]) -> float | None:
    """One p-value a column: the least of its tests' times how many there were (Bonferroni)."""
    found = [f.p_value for n, f in figures.items() if f.p_value is not None and n not in beside]
    return min(1.0, min(found) * len(found)) if found else None


def _decided(
    found: Comparison,
    p: float | None,
    q: float | None,
    floors: Mapping[str, Floor],
    alpha: float,
) -> ColumnDrift:
    reasons = _reasons(found.figures, floors, p, alpha) if q is not None and q < alpha else []
    if found.problem:
        reasons = [found.problem]
    named = {short: _value(found.figures.get(long)) for short, long in _NAMED.items()}
    scaled, scale_note = _in_sd(named["wasserstein"], found.sd)
    notes = [found.note, *(f.note for f in found.figures.values()), scale_note]
    psi = found.figures.get("psi")
    bounds = {
        name: (f.low, f.high)
        for name, f in found.figures.items()
        if f.low is not None and f.high is not None and f.high > f.low
    }
    return ColumnDrift(
        name=found.name,
        kind=found.kind,
        **named,
        wasserstein_sd=scaled,
        p_value=p,
        q_value=q,
        effect=psi.effect if psi else None,
        missing=found.missing,
        infinite=found.infinite,
        new_values=found.new_values,
        gone_values=found.gone_values,
        drifted=bool(reasons),
        reasons=tuple(reasons),
        note=" ".join(dict.fromkeys(n for n in notes if n)) or None,
        statistics={name: f.value for name, f in found.figures.items()},
        bounds=bounds,
        is_new=found.is_new,
        effects={n: f.effect for n, f in found.figures.items() if f.effect is not None},
    )


def _reasons(
    figures: Mapping[str, Figure], floors: Mapping[str, Floor], p: float | None, alpha: float
) -> list[str]:
    """What passed its floor, in words; a statistic with a test of its own must pass that too."""
    reasons = []
    for name, floor in floors.items():
        figure = figures.get(name)
        if figure is None or figure.value is None or figure.effect is None:
            continue
        evidence = figure.p_value if figure.p_value is not None else p
        if figure.effect >= floor.limit and evidence is not None and evidence < alpha:
            generic = f"{floor.title} {figure.value:.2f}, limit {floor.limit:.2f}"
            reasons.append(figure.reason or generic)
    return reasons


def _value(figure: Figure | None) -> float | None:
    return figure.value if figure else None


def _in_sd(distance: float | None, sd: float | None) -> tuple[float | None, str | None]:
    if distance is None:
        return None, None
    if not sd:
        return None, "The reference does not vary, so Wasserstein has no scale."
    scaled = distance / sd
    if not np.isfinite(scaled):
        return None, "Wasserstein is too large a number in standard deviations."
    return scaled, None

"""Own code before a preparation: raw columns through a person's functions, then into numbers.

It stands in a pipeline where the preparation stood and reads the same raw columns, so that all
that asks a model about rows asks it as before. What a function makes of a row must not depend on
the rows beside it: in service it sees them one by one. That is tried each time it learns.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.settable import Settable
from tidemill.catalog.preparations._own import modules as own_modules
from tidemill.catalog.preparations.mixed import values
from tidemill.domain.columns import Kind

Array = npt.NDArray[Any]

N_TRIED = 60
"""On how many rows it is tried whether a step answers for each row by itself."""


class OwnPreparation(Settable):
    """Steps of own code, then the preparation `inner`, which learns of the columns they leave.

    `steps` are dicts of `domain.own_steps.OwnStep`, `columns` the raw columns as [name, kind]
    pairs, `target` the column that no step sees, and `sources` what a column is called in the
    tables where it is called otherwise. Takes a `Frame`, a pandas DataFrame or a list of dicts.
    Raises `NeedsYou` where a step raises, or leaves what can't be learned from.
    """

    def __init__(
        self,
        inner: Any = None,
        steps: list[dict[str, Any]] | None = None,
        columns: list[list[str]] | None = None,
        target: str = "",
        sources: dict[str, str] | None = None,
    ) -> None:
        self.inner = inner
        self.steps = steps
        self.columns = columns
        self.target = target
        self.sources = sources

    def __sklearn_is_fitted__(self) -> bool:
        return hasattr(self, "made_")

    def __sklearn_tags__(self) -> Any:
        return self.inner.__sklearn_tags__()

    @property
    def columns_(self) -> list[list[str]]:
        """The raw columns it reads."""
        return self.columns or []

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the steps that learn, and the preparation behind them."""
        self.inner.fit(self._learned(X), y)
        return self

    def fit_transform(self, X: Any, y: Any = None, **_: Any) -> Array:
        """Learn, and return the matrix to learn from, (rows, outputs)."""
        return np.asarray(self.inner.fit_transform(self._learned(X), y))

    def transform(self, X: Any) -> Array:
        """The matrix for a table, (rows, outputs)."""
        return np.asarray(self.inner.transform(self.through(X)))

    def get_feature_names_out(self, input_features: Any = None) -> Array:
        """Names of the outputs."""
        return np.asarray(self.inner.get_feature_names_out(input_features))

    def through(self, table: Any) -> Any:
        """The table as the steps leave it, a pandas DataFrame."""
        made = _pandas(table, self.columns_, self.sources or {})
        if not len(made):
            return made.reindex(columns=[name for name, _ in self.made_])
        for step, learned in zip(self.steps or (), self.learned_, strict=True):
            made = self._applied(step, learned, made)
        absent = [name for name, _ in self.made_ if name not in made]
        if absent:
            raise NeedsYou(
                f"{_title(self.steps)} made no column {', '.join(absent)} of these rows, which it "
                "made when it learned.",
                "Let it make the same columns of any rows.",
            )
        return made

    def _learned(self, table: Any) -> Any:
        """Learn the steps one after the other; the table as they leave it."""
        made = _pandas(table, self.columns_, self.sources or {})
        self.learned_: list[Any] = []
        for step in self.steps or ():
            learned = _learned(step, made)
            after = self._applied(step, learned, made)
            self._try_alone(step, learned, made, after)
            self.learned_.append(learned)
            made = after
        self.made_ = _kinds(made, dict(self.columns_))
        if not self.made_:
            raise NeedsYou(f"{_title(self.steps)} left no column to learn from.", "Keep some.")
        self.inner.set_params(columns=self.made_)
        return made

    def _applied(self, step: dict[str, Any], learned: Any, table: Any) -> Any:
        """A step's table, checked."""
        function = learned.transform if learned is not None else own_modules.function(step)
        try:
            with own_modules.telling(step["file"], step.get("function", "")):
                made = function(table.copy())
        except NeedsYou as error:
            raise self._explained(error, table) from error
        return _checked(_title([step]), made, len(table), self.target)

    def _explained(self, error: NeedsYou, table: Any) -> NeedsYou:
        """What a step raised; where it asked for the target, that is said first."""
        key = error.__cause__
        if not isinstance(key, KeyError) or not key.args:
            return error
        if key.args[0] == self.target:
            return NeedsYou(
                f"{error.message} {self.target} is what is to be predicted, so no step sees it.",
                "Make the columns from the others.",
                detail=error.detail,
            )
        there = ", ".join(map(str, table.columns))
        return NeedsYou(
            f"{error.message} It sees the columns learned from: {there}.",
            "Add the column to those learned from, or make do without it.",
            detail=error.detail,
        )

    def _try_alone(self, step: dict[str, Any], learned: Any, table: Any, after: Any) -> None:
        """`NeedsYou` where a step makes something else of a row when other rows are beside it."""
        n = len(table)
        places = np.unique(np.linspace(0, n - 1, min(n, N_TRIED)).astype(np.int64))
        for some in (places[: len(places) // 2 + 1], places[-1:]):
            rows = table.iloc[some].reset_index(drop=True)
            alone = self._applied(step, learned, rows)
            for name in after.columns:
                said = (
                    None if name not in alone else _difference(after[name].iloc[some], alone[name])
                )
                if name not in alone or said:
                    what = said or "and none by itself"
                    raise NeedsYou(
                        f"{_title([step])} makes another {name} of a row when other rows are "
                        f"beside it: {what}. In service it sees rows one by one.",
                        "Compute it of the row alone, or write a class that learns what it needs "
                        "in fit and uses it in transform.",
                    )


def _title(steps: Sequence[dict[str, Any]] | None) -> str:
    named = [one.get("function") or one["file"] for one in steps or ()]
    return ", ".join(named)


def _learned(step: dict[str, Any], table: Any) -> Any:
    """What a class of own code learned of a table; None for a function, which learns nothing."""
    function = own_modules.function(step)
    if not isinstance(function, type):
        return None
    with own_modules.telling(step["file"], step["function"]):
        learner: Any = function()
        learner.fit(table.copy())
    return learner


def _pandas(table: Any, columns: Sequence[Sequence[str]], sources: Mapping[str, str]) -> Any:
    """The raw columns of any table as own code sees them, the same whichever way they come.

    Numbers and truth values are float64 (1, 0, NaN missing), times datetime64[us] in UTC,
    categories and texts objects of str with None for missing.
    """
    import pandas as pd

    found: dict[str, Any] = {}
    for name, kind in columns:
        raw = values.READERS[Kind(kind)](table, sources.get(name, name))
        if isinstance(raw, tuple):
            codes, levels = raw
            raw = pd.Series(np.array([*levels, None], dtype=object)[codes], dtype=object)
        found[name] = raw
    return pd.DataFrame(found, index=pd.RangeIndex(values.n_rows(table)))


def _checked(title: str, made: Any, n: int, target: str) -> Any:
    """What a step gave back as a table of the rows it got; `NeedsYou` where it is none."""
    import pandas as pd

    if not isinstance(made, pd.DataFrame):
        raise NeedsYou(
            f"{title} gave back {_article(made)}, not the table.", "Return the changed table."
        )
    if len(made) != n:
        raise NeedsYou(
            f"{title} gave back {len(made):,} rows of {n:,}: each row must be answered.",
            "Keep every row. Rows are left out by a preparation of the dataset.",
        )
    if not made.index.equals(pd.RangeIndex(n)):
        raise NeedsYou(
            f"{title} gave the rows back in another order or under other numbers.",
            "Keep the order and the index of the table.",
        )
    made = made.rename(columns=str)
    if made.columns.has_duplicates:
        twice = made.columns[made.columns.duplicated()][0]
        raise NeedsYou(f"{title} gave back two columns called {twice}.", "Name each once.")
    if target in made:
        raise NeedsYou(
            f"{title} made a column called {target}, which is what is to be predicted.",
            "Give it another name.",
        )
    for name in made.columns:
        if made[name].dtype.kind in "mc":
            raise NeedsYou(
                f"{title} made the column {name} of the type {made[name].dtype}.",
                "Make it a number, such as made.dt.total_seconds().",
            )
    return made


def _article(made: Any) -> str:
    return "nothing" if made is None else f"a {type(made).__name__}"


def _kinds(made: Any, known: dict[str, str]) -> list[list[str]]:
    """(name, kind) of what the steps leave: a column keeps its kind while it reads like it."""
    found = values.kinds_of(made)
    return [[name, known[name] if _is_still(known.get(name), kind) else kind]
            for name, kind in found]  # fmt: skip


def _is_still(known: str | None, found: str) -> bool:
    """Whether a column that has such values now may still be of the kind it was."""
    if known in (Kind.TEXT, Kind.CATEGORICAL):
        return found == Kind.CATEGORICAL
    return known == found or (known == Kind.BOOLEAN and found == Kind.NUMERIC)


def _difference(among: Any, alone: Any) -> str:
    """The first value that a step makes otherwise of a row by itself, in words; "" if none."""
    import pandas as pd

    both = zip(among.tolist(), alone.tolist(), strict=True)
    for first, second in both:
        is_gone = pd.isna(first), pd.isna(second)
        if all(is_gone):
            continue
        if isinstance(first, int | float) and isinstance(second, int | float):
            if np.isclose(first, second, rtol=1e-9, atol=0.0):
                continue
        elif first == second and not any(is_gone):
            continue
        return f"{first} there and {second} by itself"
    return ""

"""scikit-learn's API around skrub's encoders, so that they can stand where ours do."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.catalog.preparations.mixed import encoding, values
from tidemill.catalog.preparations.mixed.transformer import MixedPreparation
from tidemill.catalog.preparations.skrub import encoders as by_skrub
from tidemill.domain.columns import Kind

Array = npt.NDArray[Any]


class SkrubPreparation(MixedPreparation):
    """Raw columns to a matrix of float64: texts of many levels and dates by skrub's encoders.

    Numbers, booleans and categories of few levels are as `MixedPreparation` makes them, from the
    same three kinds of table; settings are those of the entry. The target is not looked at. The
    fitted state of the other columns holds skrub's encoders.
    """

    def __init__(
        self,
        columns: list[list[str]] | None = None,
        task: str = "regression",
        impute: bool = False,
        indicator: bool = False,
        scale: bool = False,
        max_onehot: int = 40,
        components: int = 30,
        dates: str = "parts",
        weekday: bool = True,
        elapsed: bool = True,
        seed: int = 0,
    ) -> None:
        self.columns = columns
        self.task = task
        self.impute = impute
        self.indicator = indicator
        self.scale = scale
        self.max_onehot = max_onehot
        self.components = components
        self.dates = dates
        self.weekday = weekday
        self.elapsed = elapsed
        self.seed = seed

    def transform(self, X: Any) -> Array:
        """The matrix for a table, (rows, outputs)."""
        self._check_fitted()
        out = np.empty((values.n_rows(X), self.n_outputs_))
        for (name, kind), state, block in zip(
            self.columns_, self.states_, self.blocks_, strict=True
        ):
            raw = values.READERS[Kind(kind)](X, name)
            encode = by_skrub.encode if "encoder" in state else encoding.encode
            encode(state, raw, out[:, block[1] : block[2]])
        return out

    def __getstate__(self) -> dict[str, Any]:
        """As it is kept: skrub's encoders with their pieces as one text each."""
        if not hasattr(self, "states_"):
            return vars(self).copy()
        plain = [{n: v for n, v in one.items() if n != "encoder"} for one in self.states_]
        kept = [by_skrub.kept(one) for one in self.states_]
        return vars(self) | {"states_": plain, "kept": kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """What `__getstate__` gave, put together again."""
        own = dict(state)
        kept = own.pop("kept", ())
        vars(self).update(own)
        self.restore(kept)

    def restore(self, kept: Any) -> None:
        """Give the columns their encoders back, from what was kept of them."""
        for one, found in zip(getattr(self, "states_", ()), kept, strict=True):
            if found is not None:
                one["encoder"] = by_skrub.restored(found)

    def _fit(self, table: Any, y: Any) -> dict[int, Array]:
        """Set the fitted state; no block is made of targets, so none is crossed."""
        del y
        pairs = self.columns if self.columns is not None else values.kinds_of(table)
        self.columns_ = [[name, str(kind)] for name, kind in pairs]
        self.states_ = []
        self.blocks_ = []
        self.n_outputs_ = 0
        for name, kind in self.columns_:
            raw = values.READERS[Kind(kind)](table, name)
            state = self._state(raw, name, Kind(kind))
            self.states_.append(state)
            end = self.n_outputs_ + len(state["outputs"])
            self.blocks_.append([name, self.n_outputs_, end])
            self.n_outputs_ = end
        return {}

    def _state(self, raw: Any, name: str, kind: Kind) -> encoding.State:
        plain = encoding.Settings(
            self.impute, self.indicator, self.scale, self.max_onehot, 0.0, self.dates, False
        )
        own = by_skrub.Settings(
            self.impute,
            self.indicator,
            self.scale,
            self.components,
            self.dates == "circles",
            self.weekday,
            self.elapsed,
            self.seed,
        )
        way = encoding.reader_way(kind)
        if way == "number":
            scale = self.scale and kind == Kind.NUMERIC
            return encoding.fit_number(raw, name, plain, scale=scale)
        if way == "date":
            return by_skrub.fit_moments(raw, name, own)
        codes, levels = raw
        state = encoding.fit_levels(codes, levels, name, plain)
        return state if state["way"] == "onehot" else by_skrub.fit_texts(codes, levels, name, own)

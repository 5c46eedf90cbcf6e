"""How well settings do, fold by fold, on the rows learned from; the hold-out is never looked at."""

from dataclasses import dataclass, replace

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.foreign_calls import FOREIGN_ERRORS
from tidemill.domain.columns import Schema
from tidemill.domain.folds import Fold, folds
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Recipe
from tidemill.domain.splits import split
from tidemill.domain.targets import TargetValues, target_of
from tidemill.services.training import ahead
from tidemill.services.training.fitting import fit, working_threads


@dataclass(frozen=True, eq=False)
class CrossFits:
    """A table's rows to learn from, divided into folds; `target` names these rows.

    `features` are the columns learned from where they were made to tell ahead.
    """

    frame: Frame
    schema: Schema
    target: TargetValues
    folds: tuple[Fold, ...]
    features: tuple[str, ...] = ()

    def judge(self, recipe: Recipe, k: int) -> float:
        """The recipe's measure on fold `k` (from 0), learned from the fold's other rows.

        `NeedsYou` where the settings can't be fitted or judged, whatever the library raised.
        """
        fold = self.folds[k]
        if recipe.forecast is not None:  # its rows are laid out already
            recipe = replace(recipe, features=self.features)
        train, judged = self._side(fold.train), self._side(fold.judge)
        try:
            model = fit(self.frame, self.schema, recipe, train).model
            held = self.frame.take(judged.rows)
            with working_threads(model.pipeline, recipe.n_threads, held):
                said = model.predict(held)
        except (*FOREIGN_ERRORS, MemoryError) as error:
            raise NeedsYou(
                f"These settings could not be fitted: {type(error).__name__}.",
                "Leave them out of the search, or choose another estimator.",
                detail=str(error),
            ) from error
        return metric(recipe.task, recipe.metric).value(judged.y, said)

    def _side(self, places: "np.typing.NDArray[np.int64]") -> TargetValues:
        return replace(self.target, rows=self.target.rows[places], y=self.target.y[places])


def cross_fits(frame: Frame, schema: Schema, recipe: Recipe, n_folds: int, seed: int) -> CrossFits:
    """Divide the rows that `learning.learn` would learn from by this recipe into folds."""
    target = target_of(frame, recipe)
    if recipe.forecast is not None:
        made = ahead.laid(frame, schema, recipe, ahead.train_rows(frame, recipe))
        frame, schema, recipe = made.frame, made.schema, made.recipe
    train = split(frame, recipe).train
    kept = np.isin(target.rows, train)
    target = replace(target, rows=target.rows[kept], y=target.y[kept])
    divided = folds(frame, recipe, target, n_folds, seed)
    return CrossFits(frame, schema, target, divided, recipe.features)

"""The flights by time: our preparation is no worse than one-hot plus target means beside it.

In full all 60,000 flights, as share every third. Both sides have the same columns, the same parts
of the moment and the same gradient boosting; what differs is the preparation. Learned from the
first four fifths of the year, judged on the last.
"""

from collections.abc import Callable

import duckdb
import numpy as np
from sklearn.compose import make_column_transformer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, TargetEncoder

from conftest import IS_FULL
from tidemill.base.progress import Silent
from tidemill.base.resources import resource
from tidemill.catalog.discovery import family
from tidemill.catalog.pandas_frames import frame_of_pandas
from tidemill.domain.columns import Column, Schema
from tidemill.domain.intervals import paired_gain
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task
from tidemill.services.training.learning import fit_only

EVERY = 1 if IS_FULL else 3
OUT = ("id", "flight", "late")
MOST_LOST = 0.005 if IS_FULL else 0.01
"""Of AUC; a standard error of either side is 0.006 on all rows held out."""


def test_our_preparation_is_no_worse_than_one_hot_plus_target_means(
    measured: Callable[[str], None],
) -> None:
    path = resource("sample/flights/flights.parquet")
    table = duckdb.sql(f"select * from '{path}' where id % {EVERY} = 0 order by id").df()
    for name in ("plane_year", "seats"):
        table[name] = table[name].astype(float)
    late = table["late"].to_numpy().astype(int)
    cut = int(len(table) * 0.8)

    frame = frame_of_pandas(table)
    schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
    recipe = Recipe(
        "late",
        Task.BINARY,
        tuple(name for name in frame.names if name not in OUT),
        positive="true",
        hold_out=HoldOut(HoldOutKind.STRATIFIED, 0.2),
    )
    model = fit_only(frame, schema, recipe, Silent(), rows=np.arange(cut)).model
    ours = model.predict(frame.slice(cut, len(table)))

    plain = table.drop(columns=[*OUT, "scheduled_departure"])
    moment = table["scheduled_departure"].dt
    plain = plain.assign(
        month=moment.month, hour=moment.hour, weekday=moment.day_of_week, day=moment.day_of_year
    )
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    encoded = make_column_transformer(
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), ["origin"]),
        (TargetEncoder(cv=folds), ["carrier", "dest", "manufacturer"]),
        remainder="passthrough",
    )
    boosting = family("estimators")["hist_gradient_boosting"]
    estimator = boosting.make({}, task="binary", seed=0, n_threads=1)
    beside = make_pipeline(encoded, estimator).fit(plain[:cut], late[:cut])
    theirs = beside.predict_proba(plain[cut:])[:, 1]

    mine, other = (roc_auc_score(late[cut:], said) for said in (ours, theirs))
    gain = paired_gain(Task.BINARY, "auc", late[cut:], ours, theirs, seed=0)
    measured(
        f"AUC {mine:.4f} beside {other:.4f} on {len(ours):,} flights, gain {gain.value:+.4f} "
        f"({gain.low:+.4f} to {gain.high:+.4f})"
    )
    assert mine > 0.665
    assert gain.value > -MOST_LOST

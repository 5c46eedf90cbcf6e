"""A classifier that tells new texts from old ones by their words."""

from collections.abc import Sequence

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.entries import FrameStatisticEntry, Parameter
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.together import (
    LEAST_ROWS,
    MOST_NAMED,
    N_FOLDS,
    Together,
    folds,
    most_telling,
    sampled,
    separation,
)

ENTRY = FrameStatisticEntry(
    id="text_classifier",
    version=2,
    title="Old texts from new",
    help="How well a classifier tells new texts of a column from old ones by their words.",
    formula="AUC of a logistic regression over TF-IDF weights, cross-fitted over five folds",
    source="Salton and Buckley 1988, Information Processing & Management 24",
    parameters=(
        Parameter(
            "most_rows",
            "Most rows",
            3_000,
            low=100,
            high=100_000,
            help="More rows of either table than this are sampled.",
        ),
    ),
    floor=0.05,
)

SEED = 20_263


def compute(
    reference: Frame, current: Frame, names: Sequence[str], *, most_rows: int = 3_000
) -> list[Together]:
    """Area under the ROC curve of a logistic regression over TF-IDF weights, column by column.

    Weights as Salton and Buckley 1988 (Information Processing & Management 24); cross-fitted as
    the classifier of rows. Words that only one text has tell nothing and are left out. `words` are
    those that speak most for new texts, and with a minus for old ones.
    """
    return [
        _compared(reference[name], current[name], most_rows)
        for name in names
        if reference[name].kind is Kind.TEXT and current[name].kind is Kind.TEXT
    ]


def _compared(one: ColumnData, other: ColumnData, most_rows: int) -> Together:
    before, now = np.flatnonzero(~one.missing), np.flatnonzero(~other.missing)
    if min(before.size, now.size) < LEAST_ROWS:
        note = f"Needs {LEAST_ROWS} texts on both sides."
        return Together(ENTRY.id, ENTRY.title, note=note, column=one.name)
    before = before[sampled(before.size, most_rows, SEED)]
    now = now[sampled(now.size, most_rows, SEED + 1)]
    texts = [column.levels[code] for column, rows in ((one, before), (other, now))
             for code in column.values[rows].tolist()]  # fmt: skip
    labels = np.repeat(np.array([0, 1]), [before.size, now.size])
    return _told(one.name, texts, labels, now)


def _told(
    name: str,
    texts: list[str],
    labels: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    now: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> Together:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectoriser = TfidfVectorizer(min_df=2, max_features=20_000, sublinear_tf=True)
    try:
        weights = vectoriser.fit_transform(texts)
    except ValueError:  # no word in two texts
        note = "No word appears in two texts, so words tell nothing."
        return Together(ENTRY.id, ENTRY.title, note=note, column=name)
    places = folds(labels, SEED)
    scores, force = np.empty(labels.size), np.zeros(weights.shape[1])
    for place in range(N_FOLDS):
        held = places == place
        model = LogisticRegression(solver="liblinear", max_iter=200, random_state=0)
        model.fit(weights[~held], labels[~held])
        scores[held] = model.predict_proba(weights[held])[:, 1]
        force += model.coef_[0] / N_FOLDS
    told = separation(labels, scores, places)
    is_told = told.p_value < 0.05
    order = np.argsort(-np.abs(force), kind="stable")[:MOST_NAMED]
    known = vectoriser.get_feature_names_out()
    return Together(
        ENTRY.id,
        ENTRY.title,
        told.auc,
        told.low,
        told.high,
        told.p_value,
        effect=max(0.0, told.auc - 0.5),
        reason=f"new texts of {name} are told from old ones with AUC {told.auc:.2f}",
        column=name,
        rows=most_telling(scores[labels == 1], now) if is_told else (),
        words=tuple((str(known[i]), float(force[i])) for i in order.tolist()) if is_told else (),
    )

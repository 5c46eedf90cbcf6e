"""Models made elsewhere, answering beside ours: raw columns in, predictions in our forms out.

The model itself stays as it came, scikit-learn's object as skops or an ONNX graph. What is added is
how its columns are called in the data, and which of the target's classes it means by its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.foreign_calls import FOREIGN_ERRORS
from tidemill.catalog.preparations.mixed.values import n_rows
from tidemill.domain.frames import BOOLEAN_LEVELS
from tidemill.domain.recipes import Task
from tidemill.domain.targets import NO_WORDS, YES_WORDS, text_of_number
from tidemill.services.training import foreign_tables, sessions
from tidemill.services.training.models import Array, TrainedModel

SKOPS, ONNX = "skops", "onnx"


@dataclass(frozen=True, eq=False)
class ForeignModel(TrainedModel):
    """A model from elsewhere with what it answers for.

    `pipeline` is the object, or the session over its graph; `form` says which. `reads` is what it
    calls each of `inputs`, in their order; empty for an object that takes a matrix. `places` has
    for each of its classes, in its own order, the place among `levels`.
    """

    form: str = SKOPS
    reads: tuple[str, ...] = ()
    places: tuple[int, ...] = ()

    def predict(self, table: Any) -> Array:
        """Predictions for raw rows; `NeedsYou` where the model can't answer one of them."""
        if n_rows(table) == 0:
            wide = (0, len(self.levels)) if self.task is Task.MULTICLASS else (0,)
            return np.empty(wide)
        try:
            said = _asked(self, table)
        except FOREIGN_ERRORS as error:
            words = str(error).strip().splitlines() or [type(error).__name__]
            raise NeedsYou(
                f"The model can't answer these rows: {words[0][:200]}",
                "It was made elsewhere and takes only what it was made for. Fill in missing "
                "values, or leave such rows out.",
                detail=str(error)[:2000],
            ) from error
        odd = int((~np.isfinite(said)).reshape(len(said), -1).any(axis=1).sum())
        if odd:
            raise NeedsYou(
                f"The model answers with no number for {odd:,} of {len(said):,} rows.",
                "Fill in missing values, or leave such rows out.",
            )
        return self.shaped(said)

    def shaped(self, said: Array) -> Array:
        """What the model says, (rows,) or (rows, its classes), in the form of `domain.metrics`."""
        said = np.asarray(said, dtype=np.float64)
        if self.task is Task.REGRESSION:
            return said.reshape(len(said))
        if said.ndim == 1 or said.shape[1] == 1:  # the probability of one of two classes
            second = said.reshape(len(said))
            said = np.column_stack([1.0 - second, second])
        shares = np.zeros((len(said), len(self.levels)))
        shares[:, list(self.places)] = said
        return shares[:, 1] if self.task is Task.BINARY else shares

    def to_dict(self) -> dict[str, Any]:
        """All but the model itself, as plain JSON types."""
        own = {"form": self.form, "reads": list(self.reads), "places": list(self.places)}
        return super().to_dict() | {"foreign": own}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pipeline: Any) -> "ForeignModel":
        """Put a model and what `to_dict` wrote together again."""
        plain, own = TrainedModel.from_dict(data, pipeline), data["foreign"]
        return cls(
            **{name: getattr(plain, name) for name in TrainedModel.__dataclass_fields__},
            form=str(own["form"]),
            reads=tuple(own["reads"]),
            places=tuple(own["places"]),
        )


def _asked(model: ForeignModel, table: Any) -> Array:
    columns = model.inputs.columns
    if model.form == ONNX:
        return answered(
            model.pipeline, foreign_tables.inputs(table, columns, model.pipeline.get_inputs())
        )[1]
    rows = (
        foreign_tables.data_frame(table, columns, model.reads)
        if model.reads
        else foreign_tables.matrix(table, columns)
    )
    import sklearn

    # Services leave the look at each value out; what comes to this model nobody prepared.
    with sklearn.config_context(assume_finite=False):
        if model.task is Task.REGRESSION:
            return np.asarray(model.pipeline.predict(rows), dtype=np.float64)
        return np.asarray(model.pipeline.predict_proba(rows), dtype=np.float64)


# --- what a graph says -------------------------------------------------------------------------


def answered(session: Any, fed: Mapping[str, Array]) -> tuple[Array | None, Array]:
    """The label of each row, None where the graph tells none, and its scores.

    Scores are (rows, classes), or (rows, 1) or (rows,) for a number. `NeedsYou` where the graph
    has no such output.
    """
    label, scores = outputs(session)
    wanted = [one for one in (label, scores) if one is not None]
    found = dict(zip(wanted, sessions.run(session, wanted, fed), strict=True))
    said = found[scores]
    if isinstance(said, list):  # a table of shares by class for each row
        said = np.array([list(row.values()) for row in said], dtype=np.float64)
    return (None if label is None else np.asarray(found[label])), np.asarray(said, np.float64)


def outputs(session: Any) -> tuple[str | None, str]:
    """The names of a graph's label, if it has one, and of its scores."""
    label, scores = None, None
    for one in session.get_outputs():
        if one.type in foreign_tables.FLOATS or one.type.startswith("seq(map("):
            scores = scores or one.name
        elif one.type in foreign_tables.TEXTS or one.type in foreign_tables.WHOLE:
            label = label or one.name
    if scores is None:
        raise NeedsYou(
            "The ONNX file answers with no probabilities and no numbers.",
            "Ask for it with its probabilities.",
        )
    return label, scores


def classes_of(session: Any, fed: Mapping[str, Array], named: Sequence[str]) -> tuple[Any, ...]:
    """The classes a graph has probabilities for, in their order; empty where it tells numbers.

    `named` are those that its file names. Each row's label has to be the class of its largest
    probability, or nothing is believed.
    """
    label, scores = outputs(session)
    raw = sessions.run(session, [scores], fed)[0]
    labels, said = answered(session, fed)
    width = said.shape[1] if said.ndim == 2 else 1
    if label is None:
        return ()
    if isinstance(raw, list):
        classes: tuple[Any, ...] = tuple(raw[0])
    elif len(named) == width:
        classes = tuple(named)
    elif width in (1, 2):
        classes = (0, 1)
    else:
        classes = tuple(range(width))
    assert labels is not None
    if width == 1:
        said = np.column_stack([1.0 - said.reshape(len(said)), said.reshape(len(said))])
    ours = np.array([text_of(one) for one in classes], dtype=object)[said.argmax(axis=1)]
    theirs = np.array([text_of(one) for one in labels.reshape(-1).tolist()], dtype=object)
    n_odd = int((ours != theirs).sum())
    if n_odd * 100 > len(ours):
        raise NeedsYou(
            f"The ONNX file's labels are not those of its largest probabilities in {n_odd:,} of "
            f"{len(ours):,} rows, so its classes can't be told.",
            "Ask for it with the names of its classes.",
        )
    return classes


# --- classes -----------------------------------------------------------------------------------


def text_of(value: Any) -> str:
    """A class as a dataset writes it: whole numbers without a point, truth values in words."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return BOOLEAN_LEVELS[int(value)]
    return text_of_number(value) if isinstance(value, (int, float)) else str(value)


def matched(classes: Sequence[Any], levels: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """What a model's classes are called in the data, and a sentence where that was concluded.

    `levels` are those of the data, of two the positive last. Classes called as there stay. Of two
    that say yes and no, such as 1 and 0, the yes is taken for the data's yes, or for the positive
    where the data has other words. Raises `NeedsYou`.
    """
    texts = tuple(text_of(one) for one in classes)
    if len(set(texts)) < len(texts):
        raise NeedsYou("The model names a class twice.", "Ask for it again.")
    if set(texts) & set(levels):
        return texts, ""
    if len(texts) == len(levels) == 2 and _meant(texts) is not None:
        yes = _meant(texts)
        theirs = _meant(levels)
        data_yes = levels[1 if theirs is None else theirs]
        data_no = next(one for one in levels if one != data_yes)
        called = tuple(data_yes if at == yes else data_no for at in (0, 1))
        return called, f"Its {texts[yes or 0]} is taken for {data_yes}."
    raise NeedsYou(
        f"The model answers with {_some(texts)}, the data says {_some(levels)}.",
        "Name the target it answers for, or write its classes as the model does.",
    )


def _meant(texts: Sequence[str]) -> int | None:
    """Which of two texts says yes where the other says no."""
    words = [text.strip().lower() for text in texts]
    for yes in (0, 1):
        if words[yes] in YES_WORDS and words[1 - yes] in NO_WORDS:
            return yes
    return None


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - 6:,} more" if len(names) > 6 else ""
    return ", ".join(names[:6]) + more

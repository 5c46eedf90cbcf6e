"""Files of models from elsewhere that runs keep: opened, and asked what they answer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.models import IMPORTED
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.runs import Run, RunState
from tidemill.domain.targets import ordered_classes, target_of
from tidemill.services.training import foreign, foreign_tables, persist, sessions
from tidemill.services.training.foreign import ONNX, SKOPS

FACTS_FILE = "inspection.json"
"""What was read of an imported file without loading it."""

_ENDINGS = {f"model.{form}": form for form in (SKOPS, ONNX)}
_TRIED = 2_000
"""Rows that a graph answers so that its classes can be told."""


@dataclass(frozen=True)
class ForeignFile:
    """A model's file among those of a run: its name there, the blob, "skops" or "onnx".

    `facts` is the blob of what was read of it without loading it, where there is one.
    """

    name: str
    blob: str
    form: str
    is_imported: bool
    facts: str | None = None


def path_of(run: Run) -> str | None:
    """The path of the model that a run keeps as it came; None where it keeps none."""
    return next((path for path in run.artifacts if path.rpartition("/")[2] in _ENDINGS), None)


def kept(run: Run) -> ForeignFile:
    """The model's file that a run keeps as it came; `NeedsYou` where it keeps none."""
    if run.state is not RunState.FINISHED:
        raise NeedsYou(
            f"{run.name} has no model to register yet: it is {run.state}.", "Choose a finished run."
        )
    path = path_of(run)
    if path is None:
        raise NeedsYou(
            f"{run.name} keeps no model from elsewhere.",
            "Import a file first, or register a run that was trained here without naming data.",
        )
    came = run.tags.get("imported", path.rpartition("/")[2])
    form = _ENDINGS[path.rpartition("/")[2]]
    return ForeignFile(
        str(came),
        run.artifacts[path],
        form,
        run.params.get("kind") == IMPORTED,
        run.artifacts.get(FACTS_FILE),
    )


@dataclass(frozen=True, eq=False)
class Answering:
    """What a model answers, in the words of the data.

    `levels` are the classes, of two the positive last, `places` has for each class of the model,
    in its own order, its place there. `prior` as in `TrainedModel`, of the rows at hand.
    `concluded` is a sentence where the classes are called otherwise in the data.
    """

    task: Task
    levels: tuple[str, ...]
    places: tuple[int, ...]
    prior: tuple[float, ...]
    concluded: str = ""


@dataclass(frozen=True, eq=False)
class Opened:
    """A model at work: what is asked, and the columns and classes it names, which may be none."""

    form: str
    asked: Any
    columns: tuple[str, ...]
    n_columns: int | None
    classes: tuple[str, ...] = ()

    def refuse_kinds(self, inputs: Schema) -> None:
        """Raise `NeedsYou` where a column can't go in as it is."""
        if self.form != ONNX:
            if not self.columns:
                self._refuse([c.name for c in inputs.columns if c.kind not in _NUMBERS], "numbers")
            return
        graph = self.asked.get_inputs()
        if len(graph) == 1 and foreign_tables.is_wide(graph[0], len(inputs.columns)):
            self._refuse([c.name for c in inputs.columns if c.kind not in _NUMBERS], "numbers")
            return
        if len(graph) != len(inputs.columns):
            raise NeedsYou(
                f"The ONNX file has {len(graph):,} inputs for {len(inputs.columns):,} columns.",
                "Ask for it with one input a column, or one table of all columns.",
            )
        pairs = zip(inputs.columns, graph, strict=True)
        wrong = [why for why in (foreign_tables.why_not(c, g.type) for c, g in pairs) if why]
        if wrong:
            raise NeedsYou("; ".join(wrong[:6]) + ".", "Change the kind of the column in the data.")

    def _refuse(self, names: Sequence[str], takes: str) -> None:
        if names:
            raise NeedsYou(
                f"The model takes a table of {takes}; " + ", ".join(names[:6]) + " holds others.",
                "Ask for the model with the steps that turn its columns into numbers.",
            )

    def answers(
        self, inputs: Schema, frame: Frame, target: ColumnData, positive: str | None
    ) -> Answering:
        """What it answers, told from its file, the data's target, and rows tried."""
        few = frame.take(np.arange(min(_TRIED, frame.n_rows)))
        classes = self._classes(inputs, few)
        if classes is None:
            return _number(frame, target)
        data = _levels(target, positive)
        if not classes:  # one number a row, where the data has two classes
            if len(data) != 2:
                return _number(frame, target)
            classes = (0, 1)
        called, concluded = foreign.matched(classes, data)
        counts = dict.fromkeys(called, 0)
        column = target_of(
            frame, Recipe(target.name, Task.MULTICLASS, (), positive=None), tuple(called)
        )
        for code, n in enumerate(np.bincount(column.y, minlength=len(called)).tolist()):
            counts[called[code]] += n
        task = Task.BINARY if len(called) == 2 else Task.MULTICLASS
        last = positive or (data[1] if len(data) == 2 and data[1] in called else None)
        if positive is not None and positive not in called:
            raise NeedsYou(
                f"The model never says {positive}.", "It says " + ", ".join(called[:10]) + "."
            )
        levels = ordered_classes(counts, last if task is Task.BINARY else None)
        total = max(1, sum(counts.values()))
        return Answering(
            task,
            levels,
            tuple(levels.index(one) for one in called),
            tuple(counts[one] / total for one in levels),
            concluded,
        )

    def _classes(self, inputs: Schema, few: Frame) -> tuple[Any, ...] | None:
        """The classes in the model's order; None for a number, empty where it may be either."""
        if self.form == ONNX:
            fed = foreign_tables.inputs(few, inputs.columns, self.asked.get_inputs())
            try:
                return foreign.classes_of(self.asked, fed, self.classes)
            except ValueError as error:
                raise NeedsYou(
                    f"The model can't answer these rows: {str(error)[:200]}",
                    "Name the columns in the order in which the model takes them.",
                ) from error
        if not hasattr(self.asked, "classes_"):
            return None
        if not hasattr(self.asked, "predict_proba"):
            raise NeedsYou(
                "The model says classes without probabilities, which gates and monitoring need.",
                "Ask for it with calibrated probabilities.",
            )
        if isinstance(self.asked.classes_, list):
            raise NeedsYou(
                "The model answers several questions at once.", "Ask for one model a question."
            )
        return tuple(np.asarray(self.asked.classes_).tolist())


_NUMBERS = (Kind.NUMERIC, Kind.BOOLEAN)


def opened(file: ForeignFile, data: bytes, classes: Sequence[str] = ()) -> Opened:
    """A kept model at work; `classes` are those that its file names, where that is known.

    `NeedsYou` where it can't be loaded or names types not trusted.
    """
    if file.form == ONNX:
        session = sessions.opened(data)
        graph = session.get_inputs()
        wide = len(graph) == 1 and len(graph[0].shape) == 2 and graph[0].shape[1] != 1
        if wide:
            width = graph[0].shape[1]
            n_columns = width if isinstance(width, int) else None
            return Opened(ONNX, session, (), n_columns, _named_by(session, classes))
        inputs = tuple(str(one.name) for one in graph)
        return Opened(ONNX, session, inputs, len(graph), _named_by(session, classes))
    model = persist.from_skops(data)
    names = getattr(model, "feature_names_in_", None)
    n = getattr(model, "n_features_in_", None)
    columns = () if names is None else tuple(str(name) for name in names)
    return Opened(SKOPS, model, columns, len(columns) or (n if isinstance(n, int) else None))


def classes_in(facts: bytes) -> tuple[str, ...]:
    """The classes that a file names, of what was read of it without loading it."""
    try:
        return tuple(str(one) for one in json.loads(facts)["classes"])
    except (ValueError, KeyError, TypeError):
        return ()


def _named_by(session: Any, known: Sequence[str]) -> tuple[str, ...]:
    """The classes that an ONNX file names: those read of it, or what a file of ours says."""
    if known:
        return tuple(known)
    told = session.get_modelmeta().custom_metadata_map.get("tidemill")
    try:
        return tuple(str(one) for one in json.loads(told)["levels"]) if told else ()
    except (ValueError, KeyError, TypeError):
        return ()


def _levels(target: ColumnData, positive: str | None) -> tuple[str, ...]:
    """The classes of the data's target, of two the positive last."""
    counts: dict[str, int] = {}
    for value, is_missing in zip(target.to_list(), target.missing.tolist(), strict=True):
        if not is_missing:
            text = foreign.text_of(value)
            counts[text] = counts.get(text, 0) + 1
    if not counts:
        raise NeedsYou(f"{target.name} is missing in all rows.", "Name other data.")
    known = positive if positive in counts and len(counts) == 2 else None
    return ordered_classes(counts, known)


def _number(frame: Frame, target: ColumnData) -> Answering:
    if target.kind is not Kind.NUMERIC:
        raise NeedsYou(
            f"The model answers with a number, {target.name} holds {target.kind} values.",
            "Name the target it answers for.",
        )
    found = target_of(frame, Recipe(target.name, Task.REGRESSION, ()))
    return Answering(Task.REGRESSION, (), (), (float(found.y.mean()),))

"""What a description of an object tells of a fitted estimator: its parameters, columns, classes.

By scikit-learn's conventions (its developers' guide, "Developing scikit-learn estimators"): what
is given to the constructor is kept under the same name, what was learned ends with an underscore.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tidemill.catalog.model_files._arrays import values_of
from tidemill.catalog.model_files._telling import told
from tidemill.catalog.model_files._values import (
    Items,
    Made,
    Pairs,
    attributes,
    class_of,
    tuple_of,
)
from tidemill.domain.model_files import ModelColumn, cut

MOST_COLUMNS = 2_000
MOST_CLASSES = 100
MOST_PARAMETERS = 400
_MOST_LOOKED_AT = 5_000
_LISTS_OF_STEPS = ("steps", "transformers_", "transformers", "transformer_list", "estimators")
_BEST = ("best_estimator_", "regressor_", "classifier_")
_REGRESSION = ("Regress", "SVR", "Ridge", "Lasso", "ElasticNet", "Lars", "TweedieReg")


@dataclass
class Told:
    """What was found of a model in a pickle or a skops file."""

    type: str = ""
    task: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)
    columns: list[ModelColumn] = field(default_factory=list)
    n_columns: int | None = None
    classes: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


def look(root: Any) -> Told:
    """Describe the object a file returns; where that is a list or dict, also the model in it."""
    found = Told()
    kind = class_of(root)
    model = root
    if kind is not None:
        found.type = cut(kind.whole)
    elif isinstance(root, (Items, Pairs)):
        found.type = root.kind if isinstance(root, Items) else "dict"
        model = next((one for one in _below(root) if _is_estimator(one)), None)
        inner = class_of(model)
        if inner is not None:
            found.facts["In it"] = cut(inner.whole)
    elif root is not None:
        found.type = type(root).__name__ if isinstance(root, (str, int, float, bytes)) else ""
    if model is None or class_of(model) is None:
        return found
    _describe(model, found)
    return found


def _describe(model: Any, found: Told) -> None:
    said = attributes(model)
    found.steps = [(name, cut(_class_name(one))) for name, one in _steps(said)]
    found.parameters = dict(_parameters(said, "", 0))
    best = next((said[name] for name in _BEST if class_of(said.get(name)) is not None), None)
    if best is not None:
        found.facts["Fitted"] = cut(_class_name(best))
    for one in _below(model):
        inside = attributes(one)
        _columns(inside, found)
        version = inside.get("_sklearn_version")
        if isinstance(version, str):
            found.versions.setdefault("scikit-learn", cut(version, 40))
    found.classes = _classes(model)
    found.task = _task(model, found)


def _below(root: Any) -> Iterator[Any]:
    """An object, then what it is made of, near things first; each once, and not without end."""
    waiting, seen = deque([root]), {id(root)}
    while waiting and len(seen) < _MOST_LOOKED_AT:
        one = waiting.popleft()
        if isinstance(one, Made):
            yield one
            inside = [*attributes(one).values(), one.items, one.pairs]
        elif isinstance(one, Items):
            inside = one.items[:500]
        elif isinstance(one, Pairs):
            inside = [value for _, value in one.pairs[:500]]
        else:
            continue
        for value in inside:
            if isinstance(value, (Made, Items, Pairs)) and id(value) not in seen:
                seen.add(id(value))
                waiting.append(value)


def _is_estimator(value: Any) -> bool:
    said = attributes(value)
    return "_sklearn_version" in said or "n_features_in_" in said or bool(_steps(said))


def _steps(said: dict[str, Any]) -> list[tuple[str, Any]]:
    """The named steps of a pipeline, a union or a table of transformers."""
    for name in _LISTS_OF_STEPS:
        pairs = [tuple_of(one) for one in tuple_of(said.get(name))]
        named = [(one[0], one[1]) for one in pairs if len(one) > 1 and isinstance(one[0], str)]
        if named and len(named) == len(pairs):
            return [(cut(step, 60), one) for step, one in named]
    return []


def _class_name(value: Any) -> str:
    kind = class_of(value)
    return told(value) if kind is None else kind.whole


def _parameters(said: dict[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    """Parameters as `get_params` names them: those of a step behind its name."""
    n = 0
    for name, value in said.items():
        if name.startswith("_") or name.endswith("_") or name in _LISTS_OF_STEPS:
            continue
        n += 1
        if n > MOST_PARAMETERS:
            return
        yield cut(prefix + name, 120), told(value)
        if depth < 3 and _is_estimator(value):
            yield from _parameters(attributes(value), f"{prefix}{name}__", depth + 1)
    if depth < 3:
        for step, one in _steps(said):
            yield from _parameters(attributes(one), f"{prefix}{step}__", depth + 1)


def _columns(said: dict[str, Any], found: Told) -> None:
    """The names and the number of columns, from the first object that has them."""
    if not found.columns and "feature_names_in_" in said:
        names = values_of(said["feature_names_in_"]) or []
        found.columns = [ModelColumn(cut(str(name))) for name in names[:MOST_COLUMNS]]
    if found.n_columns is None:
        n = said.get("n_features_in_")
        if n is None:
            n = said.get("_n_features")
        if isinstance(n, int) and not isinstance(n, bool) and n >= 0:
            found.n_columns = n


def _classes(model: Any) -> list[str]:
    for one in _below(model):
        said = attributes(one)
        if "classes_" in said and "categories_" not in said:
            values = values_of(said["classes_"])
            if values:
                return [cut(str(value), 80) for value in values[:MOST_CLASSES]]
    return []


def _task(model: Any, found: Told) -> str:
    names = [_class_name(model), *(kind for _, kind in found.steps[-1:])]
    names += [found.facts["Fitted"]] if "Fitted" in found.facts else []
    last = " ".join(name.rpartition(".")[2] for name in names)
    if found.classes or "Classif" in last or last.endswith("SVC"):
        return "classification"
    if any(word in last for word in _REGRESSION) and "LogisticRegression" not in last:
        return "regression"
    return "classification" if "LogisticRegression" in last else ""

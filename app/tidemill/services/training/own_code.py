"""Own code of a recipe where models are made and read: its estimator, its preparations, its types.

Nobody comes here with code that no person of the workspace chose: `services.own_choices` sees to
that where a training is asked for.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.preparations._own import modules as own_modules
from tidemill.domain.columns import Schema
from tidemill.domain.own_steps import OwnStep
from tidemill.domain.recipes import Recipe, Task

ESTIMATOR = "own"
"""The estimator that a recipe's own code makes."""

FOLDER = "own_code"
"""Where the sources lie among a run's files."""

_PREPARATION = "tidemill.catalog.preparations._own.transformer.OwnPreparation"


def resolved(recipe: Recipe) -> Recipe:
    """The recipe with the own code that it uses; `NeedsYou` where its estimator is missing."""
    if recipe.estimator == ESTIMATOR:
        if recipe.own_estimator is None:
            raise NeedsYou(
                "The recipe's estimator is own code, but the recipe carries none.",
                "Name the function that makes it, or choose another estimator.",
            )
        return recipe
    return replace(recipe, own=recipe.own_preparations)


def estimator(recipe: Recipe) -> Any:
    """What the recipe's own code makes; `NeedsYou` where that is no estimator of the task."""
    step = recipe.own_estimator
    assert step is not None
    made = own_modules.estimator(
        step.to_dict(), task=str(recipe.task), seed=recipe.seed, n_threads=recipe.n_threads
    )
    wanted = ["fit", "predict"] if recipe.task is Task.REGRESSION else ["fit", "predict_proba"]
    lacking = [name for name in (*wanted, "get_params") if not hasattr(made, name)]
    if lacking:
        kind = "nothing" if made is None else f"a {type(made).__name__}"
        raise NeedsYou(
            f"{step.title} made {kind}, which has no {lacking[0]}, so it can't learn a "
            f"{recipe.task} task.",
            "Return an unfitted estimator as scikit-learn's are, for classes one that says "
            "probabilities.",
        )
    return made


def behind(preparation: Any, inputs: Schema, recipe: Recipe) -> Any:
    """A preparation behind the recipe's own ones."""
    from tidemill.catalog.preparations._own.transformer import OwnPreparation

    steps = [one.to_dict() for one in recipe.own_preparations]
    columns = [[c.name, str(c.kind)] for c in inputs.columns]
    return OwnPreparation(preparation, steps, columns, recipe.target)


@contextmanager
def told(recipe: Recipe) -> Iterator[None]:
    """Say what an own estimator raises in a sentence, whatever it raises."""
    step = recipe.own_estimator
    if recipe.estimator != ESTIMATOR or step is None:
        yield
        return
    with own_modules.telling(step.file, step.function):
        yield


def types_of(recipe: Mapping[str, Any] | None, data: bytes) -> tuple[str, ...]:
    """The types that a pipeline in skops bytes may have of the recipe's own code, which is loaded
    for them."""
    steps = [OwnStep.from_dict(one) for one in (recipe or {}).get("own", ())]
    if not steps:
        return ()
    modules = [own_modules.loaded(one.to_dict()).__name__ for one in steps if one.function]
    found = [_PREPARATION]
    if modules:
        import skops.io

        named = skops.io.get_untrusted_types(data=data)
        found += [one for one in named if one.startswith(tuple(modules))]
    return tuple(found)


def files(recipe: Recipe) -> dict[str, bytes]:
    """The sources as files of a run."""
    found = {}
    for step in recipe.own:
        found[f"{FOLDER}/{step.file}"] = step.source.encode()
        found |= {f"{FOLDER}/{n}.py": text.encode() for n, text in step.modules.items()}
    return found


def check_kept(pipeline: Any) -> None:
    """`NeedsYou` where a class of own code learned something that a model's file can't hold."""
    import skops.io

    first = pipeline[0]
    own = first if hasattr(first, "learned_") else getattr(first, "inner", None)
    for step, learned in zip(getattr(own, "steps", ()), getattr(own, "learned_", ()), strict=False):
        try:
            skops.io.dumps(learned)
        except (TypeError, ValueError, AttributeError) as error:
            title = step.get("function") or step["file"]
            raise NeedsYou(
                f"What {title} of {step['file']} learned can't be kept without a pickle.",
                "Let it keep numbers, texts, lists, dicts and arrays, such as a Series as a dict.",
                detail=f"{type(error).__name__}: {error}",
            ) from error

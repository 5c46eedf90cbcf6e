"""Prepares tables of mixed columns with the encoders of the library skrub, where it is installed.

Texts of many levels become numbers by the pieces they are made of, not by what followed from them,
so that one never seen before is near those it looks like; dates become their parts. `encoders`
turns a column's values into numbers by skrub, `transformer` puts scikit-learn's API around it.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.catalog.preparations import mixed
from tidemill.domain.entries import Parameter, PreparationEntry

ENTRY = PreparationEntry(
    "skrub",
    1,
    "Preparation by skrub",
    "By the library skrub: texts of many levels by the pieces they are made of, so that unknown "
    "ones are near those they look like, and dates by their parts. Numbers and few levels as ours.",
    (
        Parameter("impute", "Fill missing numbers", False, help="With the column's median."),
        Parameter("indicator", "Mark missing", False, help="A column that says: was missing."),
        Parameter("scale", "Scale numbers", False, help="To mean 0 and standard deviation 1."),
        Parameter("max_onehot", "Levels of their own", 40, 2, 100, help="More: by their pieces."),
        Parameter("components", "Numbers of a text", 30, 2, 300, help="How many one becomes."),
        Parameter("dates", "Dates as", "parts", choices=("parts", "circles")),
        Parameter("weekday", "Day of week and year", True, help="Beside year, month, day, hour."),
        Parameter("elapsed", "Seconds passed", True, help="Since 1970, too."),
    ),
    requires="skrub",
)

_CARRIED = ("encoders", "transformer")


def make(
    settings: dict[str, Any], *, columns: Sequence[tuple[str, str]], task: str, seed: int
) -> Any:
    """The unfitted transformer for raw columns given as (name, kind) pairs."""
    from tidemill.catalog.preparations.skrub.transformer import SkrubPreparation

    pairs = [[name, str(kind)] for name, kind in columns]
    return SkrubPreparation(columns=pairs, task=str(task), seed=seed, **ENTRY.settings(settings))


def plain_sources() -> dict[str, str]:
    """The modules that prepare and feed rows, as they read in a package of their own.

    They need numpy, pandas and skrub, and know each other there as siblings; the two of this
    folder are called `skrub_encoders` and `skrub_transformer`.
    """
    from importlib.resources import files

    found = mixed.plain_sources()
    here = files("tidemill.catalog.preparations.skrub")
    for name in _CARRIED:
        text = here.joinpath(f"{name}.py").read_text(encoding="utf-8")
        text = text.replace(
            "from tidemill.catalog.preparations.skrub import encoders as ",
            "from . import skrub_encoders as ",
        )
        text = text.replace("from tidemill.catalog.preparations.mixed.", "from .")
        text = text.replace("from tidemill.catalog.preparations.mixed import", "from . import")
        found[f"skrub_{name}.py"] = text.replace("from tidemill.domain.", "from .")
    return found


def plain_state(preparation: Any, sources: Mapping[str, str]) -> dict[str, Any]:
    """A fitted preparation as JSON has it, for raw columns, but for what `kept_encoders` gives."""
    plain = copy.copy(preparation)
    plain.states_ = [
        {name: value for name, value in state.items() if name != "encoder"}
        for state in preparation.states_
    ]
    said = {"class": ["skrub_transformer", "SkrubPreparation"]}
    return mixed.plain_state(plain, sources) | said


def kept_encoders(preparation: Any) -> list[Any]:
    """What a fitted preparation has of skrub, a thing a column as skops keeps it; None of others.

    The package's own `read_preparation` puts it back.
    """
    from tidemill.catalog.preparations.skrub import encoders

    return [encoders.kept(state) for state in preparation.states_]

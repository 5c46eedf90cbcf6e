"""Prepares tables of mixed columns: numbers, booleans, categories and dates.

`values` reads raw values, `encoding` turns them into numbers by a fitted state of plain lists
and arrays (both need numpy only), `transformer` puts scikit-learn's API around them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.domain.columns import Kind
from tidemill.domain.entries import Parameter, PreparationEntry

ENTRY = PreparationEntry(
    "mixed",
    1,
    "Mixed columns",
    "Numbers, booleans, categories and dates to numbers; missing and unknown values are kept.",
    (
        Parameter("impute", "Fill missing numbers", False, help="With the column's median."),
        Parameter("indicator", "Mark missing", False, help="A column that says: was missing."),
        Parameter("scale", "Scale numbers", False, help="To mean 0 and standard deviation 1."),
        Parameter("max_onehot", "Levels of their own", 10, 2, 100, help="More become means."),
        Parameter("smoothing", "Smoothing", 20.0, 0.0, 10_000.0, help="Rows the average counts."),
        Parameter("folds", "Folds", 5, 2, 20, help="Parts in which target means are crossed."),
        Parameter("dates", "Dates as", "parts", choices=("parts", "circles")),
        Parameter("elapsed", "Days passed", False, help="Days since the first date, too."),
    ),
)


def make(
    settings: dict[str, Any], *, columns: Sequence[tuple[str, str]], task: str, seed: int
) -> Any:
    """The unfitted transformer for raw columns given as (name, kind) pairs."""
    from tidemill.catalog.preparations.mixed.transformer import MixedPreparation

    pairs = [[name, str(kind)] for name, kind in columns]
    return MixedPreparation(columns=pairs, task=str(task), seed=seed, **ENTRY.settings(settings))


def write_onnx(
    graph: Any,
    preparation: Any,
    names: Mapping[str, str],
    sources: Mapping[str, str] | None = None,
) -> str:
    """Add inputs, called by `names`, and the preparation to an ONNX graph; see `graph`."""
    from tidemill.catalog.preparations.mixed import graph as writing

    return writing.write_onnx(graph, preparation, names, sources)


def input_type(kind: str) -> Any:
    """How values of a kind go into an input of such a graph; see `feeding`."""
    from tidemill.catalog.preparations.mixed import feeding

    return feeding.TYPES[Kind(kind)]


def feed(table: Any, columns: Sequence[Sequence[str]], names: Mapping[str, str]) -> dict[str, Any]:
    """What goes into the inputs of such a graph for a table; see `feeding`."""
    from tidemill.catalog.preparations.mixed import feeding

    return feeding.feed(table, columns, names)


def plain_sources() -> dict[str, str]:
    """The modules that prepare and feed rows, as they read in a package of their own.

    They need numpy alone, and know each other there as siblings.
    """
    from importlib.resources import files

    here, domain = files("tidemill.catalog.preparations.mixed"), files("tidemill.domain")
    found = {}
    for folder, names in (
        (here, ("encoding", "feeding", "transformer", "values")),
        (domain, ("columns", "frames")),
        (files("tidemill.base"), ("settable",)),
    ):
        for name in names:
            text = folder.joinpath(f"{name}.py").read_text(encoding="utf-8")
            text = text.replace("from tidemill.catalog.preparations.mixed import", "from . import")
            text = text.replace("from tidemill.base.", "from .")
            found[f"{name}.py"] = text.replace("from tidemill.domain.", "from .")
    return found


def plain_state(preparation: Any, sources: Mapping[str, str]) -> dict[str, Any]:
    """A fitted preparation as JSON has it, for raw columns: `sources` has those called otherwise.

    The package's own `read_preparation` puts it together again.
    """
    states = [
        {name: getattr(value, "tolist", lambda value=value: value)() for name, value in one.items()}
        for one in preparation.states_
    ]
    settings = preparation.get_params() | {"columns": None}
    fitted = {
        "columns_": [[sources.get(name, name), kind] for name, kind in preparation.columns_],
        "blocks_": preparation.blocks_,
        "n_outputs_": preparation.n_outputs_,
        "states_": states,
    }
    return {"settings": settings, "fitted": fitted}

"""Own code that rows go through before the preparation, where the model learned behind some.

What it is stands in `own_code.json`, its sources among the steps there; what classes of it learned
in `own_learned.skops`. It needs pandas.
"""

import importlib
import json
from pathlib import Path
from typing import Any

NAME, LEARNED = "own_code.json", "own_learned.skops"


def behind(folder: Path, preparation: Any) -> Any:
    """The preparation behind the own code of a package; itself where there is none."""
    path = folder / NAME
    if not path.exists():
        return preparation
    plan = json.loads(path.read_text("utf-8"))
    module = importlib.import_module(plan["module"], __package__)
    own = module.OwnPreparation(
        preparation, plan["steps"], plan["columns"], plan["target"], plan["sources"]
    )
    own.made_, own.learned_ = plan["made"], _learned(folder, module, plan["steps"])
    return own


def inside(preparation: Any) -> Any:
    """The preparation that stands behind own code, or is itself there."""
    return getattr(preparation, "inner", preparation)


def write(folder: Path, preparation: Any) -> None:
    """Write down which columns own code makes since it was learned anew."""
    path = folder / NAME
    if path.exists():
        plan = json.loads(path.read_text("utf-8")) | {"made": preparation.made_}
        path.write_text(json.dumps(plan, ensure_ascii=False, indent=1), "utf-8")
    if (folder / LEARNED).exists():
        import skops.io

        states = [None if one is None else one.__getstate__() for one in preparation.learned_]
        skops.io.dump(states, folder / LEARNED)


def _learned(folder: Path, module: Any, steps: "list[dict[str, Any]]") -> "list[Any]":
    """Objects of the classes that learned, with the state they have; None of functions."""
    path = folder / LEARNED
    if not path.exists():
        return [None] * len(steps)
    import skops.io

    trusted = json.loads((folder / "about.json").read_text("utf-8"))["trusted"]
    found: list[Any] = []
    for step, state in zip(steps, skops.io.load(path, trusted=trusted), strict=True):
        kind = None if state is None else module.own_modules.function(step)
        found.append(None if kind is None else kind.__new__(kind))
        if found[-1] is not None:
            vars(found[-1]).update(state)
    return found

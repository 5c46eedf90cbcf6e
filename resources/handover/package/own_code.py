"""Own code that rows go through before the preparation, where the model learned behind some.

What it is stands in `own_code.json`, its sources among the steps there. It needs pandas.
"""

import importlib
import json
from pathlib import Path
from typing import Any

NAME = "own_code.json"


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
    own.made_, own.learned_ = plan["made"], [None] * len(plan["steps"])
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

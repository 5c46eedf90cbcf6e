"""Which group of a column a row belongs to, where each group has a model of its own.

What there is to know stands in `groups.json`; the code that tells groups apart goes along.
"""

import importlib
import json
from pathlib import Path
from typing import Any

NAME = "groups.json"


def behind(folder: Path, preparation: Any) -> Any:
    """The preparation with the group of each row as its last output; itself without groups."""
    path = folder / NAME
    if not path.exists():
        return preparation
    plan = json.loads(path.read_text("utf-8"))
    module = importlib.import_module(plan["module"], __package__)
    grouped = module.GroupedPreparation(preparation, plan["column"], plan["kind"])
    grouped.groups_ = plan["groups"]
    return grouped


def inside(preparation: Any) -> Any:
    """The preparation without the groups."""
    return preparation.inner if hasattr(preparation, "groups_") else preparation


def write(folder: Path, preparation: Any) -> None:
    """Write down the groups that were learned anew."""
    path = folder / NAME
    if path.exists():
        plan = json.loads(path.read_text("utf-8")) | {"groups": preparation.groups_}
        path.write_text(json.dumps(plan, ensure_ascii=False, indent=1), "utf-8")

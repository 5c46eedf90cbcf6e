"""What a run leans on: its columns with what shuffling each costs, and how its answers move."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.runs import Run
from tidemill.services import personal_data
from tidemill.services.registry import LEARNED_FILE
from tidemill.services.training.partial_dependence import Dependence
from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class Leaning:
    """`weights` are (column, what shuffling it costs, the spread of that), the heaviest first;
    `dependences` how what is said moves with the heaviest. `n_rows` were held out.
    """

    weights: tuple[tuple[str, float, float], ...] = ()
    dependences: tuple[Dependence, ...] = ()
    n_rows: int = 0

    def __bool__(self) -> bool:
        return bool(self.weights)


def of_run(workspace: Workspace, run: Run) -> Leaning:
    """What a run kept of it; values of columns that who acts may not see are left out."""
    kept = _kept(workspace, run)
    listed = kept.get("importances") or ()
    weights = [(str(o["column"]), float(o["value"]), float(o.get("sd", 0.0))) for o in listed]
    weights.sort(key=lambda one: -one[1])
    name = (run.dataset or "").rpartition("@")[0]
    hidden = personal_data.hidden(workspace, name) if name else frozenset[str]()
    moved = [Dependence.from_dict(one) for one in kept.get("dependences") or ()]
    shown = tuple(one for one in moved if one.column not in hidden)
    return Leaning(tuple(weights), shown, int(kept.get("n_hold_out") or 0))


def _kept(workspace: Workspace, run: Run) -> Mapping[str, Any]:
    blob = run.artifacts.get(LEARNED_FILE)
    if blob is None:
        return {}
    try:
        found = json.loads(workspace.blobs.get_bytes(blob))
    except (NeedsYou, ValueError):
        return {}  # the page shows what else there is; the Files tab says what is wrong
    return found if isinstance(found, dict) else {}

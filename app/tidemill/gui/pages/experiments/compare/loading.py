"""What a comparison reads, each as a plain function that runs off the GUI thread."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tidemill.gui.pages.experiments.compare import figures
from tidemill.gui.pages.experiments.compare.hold_out_cards import prepare

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.comparing import Comparison
    from tidemill.services.disagreements import Disagreements
    from tidemill.services.evaluation import Pictures
    from tidemill.services.run_list import RunList
    from tidemill.services.slices import Slices
    from tidemill.services.tiers import Tiers
    from tidemill.services.workspace import Workspace

MOST_IN_TABLE = 8
FIRST_DRAWN = 200
"""Of more runs so many are drawn at once, and all of them when they have been read."""
MOST_DRAWN = 20_000
"""So many runs have curves of their hold-out rows and logged metrics, and are tested; all are in
the rest. At 10,000 hold-out rows a run reading takes 4 ms and what is kept of it 8 kB: of 20,000
runs that is over a minute, and some 300 MB of memory."""
MOST_ROWS = 400
FIRST_METRICS = 200
"""Of runs with more metrics so many are compared at once, and all of them behind that."""
_MOST_NAMES = 500


@dataclass(frozen=True, eq=False)
class Loaded:
    """The runs of a comparison: their keys, names as far as they are few, and the table's.

    `is_whole` is False where the runs have more metrics than were read.
    """

    keys: tuple[int, ...]
    names: tuple[str, ...]
    places: tuple[int, ...]
    compared: "Comparison"
    code: "tuple[Mapping[str, str], ...]" = ()
    is_whole: bool = True


def load(
    workspace: "Workspace",
    ids: Sequence[str],
    keys: Sequence[int],
    places: Sequence[int],
    is_whole: bool,
    _reporter: "Reporter",
) -> Loaded:
    """Put the runs of `places` side by side; runs go by `keys`, or else by their ids.

    Of runs with thousands of metrics the first ones, unless it is to be `is_whole` at once.
    """
    from tidemill.services import comparing, runs

    names: tuple[str, ...] = ()
    if not keys:
        keys = runs.keys(workspace, ids)
        places = range(len(keys)) if len(keys) <= MOST_IN_TABLE else places
    if len(keys) <= _MOST_NAMES:
        found = runs.find(workspace, list(keys), ())
        keys = [run.pk for run in found]
        names = tuple(run.name for run in found)
    shown = [place for place in places if place < len(keys)][:MOST_IN_TABLE]
    shown = shown if len(shown) > 1 else list(range(min(MOST_IN_TABLE, len(keys))))
    chosen = [keys[place] for place in shown]
    front = None if is_whole else runs.front_metrics(workspace, chosen, FIRST_METRICS)
    compared = comparing.compare(workspace, chosen, metrics=front)
    code = _code(workspace, compared)
    return Loaded(tuple(keys), names, tuple(shown), compared, code, front is None)


def whole(workspace: "Workspace", loaded: Loaded, _reporter: "Reporter") -> Loaded:
    """The same comparison with all metrics."""
    from tidemill.services import comparing

    keys = [run.pk for run in loaded.compared.runs]
    return replace(loaded, compared=comparing.compare(workspace, keys), is_whole=True)


def _code(workspace: "Workspace", compared: "Comparison") -> "tuple[Mapping[str, str], ...]":
    from tidemill.services import run_page

    return tuple(run_page.how_they_ran(workspace, compared.runs))


def pictures(
    workspace: "Workspace", keys: Sequence[int], reporter: "Reporter", most: int = MOST_DRAWN
) -> "Pictures":
    """The pictures of the hold-out rows, ready for the cards."""
    from tidemill.services import comparing

    found = comparing.pictures(workspace, list(keys[:most]), reporter)
    prepare(found)
    return found


def first_pictures(workspace: "Workspace", keys: Sequence[int], reporter: "Reporter") -> "Pictures":
    """Those of the first runs, which are there soon."""
    return pictures(workspace, keys, reporter, FIRST_DRAWN)


def tiers(workspace: "Workspace", keys: Sequence[int], reporter: "Reporter") -> "Tiers":
    """Which runs can't be told apart."""
    from tidemill.services import comparing

    return comparing.tiers(workspace, list(keys[:MOST_DRAWN]), "", reporter)


def columns(
    every: "RunList", keys: Sequence[int], asked: Collection[str], reporter: "Reporter"
) -> figures.Figures:
    """Parameters and metrics of the runs and of those around them, the `asked` ones in any case."""
    every.refresh(reporter)
    return figures.read(every, keys, reporter, asked)


def metrics(workspace: "Workspace", keys: Sequence[int], _reporter: "Reporter") -> dict[str, int]:
    """What the runs logged more than once, longest first."""
    from tidemill.services import run_curves

    return run_curves.metrics_of(workspace, list(keys[:MOST_DRAWN]))


def slices(workspace: "Workspace", keys: Sequence[int], reporter: "Reporter") -> "Slices":
    """For whom the runs are weak."""
    from tidemill.services import comparing

    return comparing.slices(workspace, list(keys[:MOST_DRAWN]), "", reporter)


def errors(workspace: "Workspace", a: int, b: int, reporter: "Reporter") -> "Disagreements":
    """The rows that one of two runs gets right and the other wrong."""
    from tidemill.services import comparing

    return comparing.disagreements(workspace, a, b, MOST_ROWS, reporter)

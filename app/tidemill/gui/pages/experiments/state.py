"""What the list of runs shows, and how it comes out of the services. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tidemill.base.errors import TidemillError
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.runs import Run, RunState
from tidemill.gui.kit import numbers
from tidemill.gui.shell.page import StateWord

if TYPE_CHECKING:
    from tidemill.domain.run_lists import Facets, Outline
    from tidemill.services.evaluation import Figures

PAGE_SIZE = 200


@dataclass(frozen=True)
class Shown:
    """A run with what is known beside it: its figures, its versions, who started it."""

    run: Run
    figures: "Figures"
    versions: tuple[ModelVersion, ...]
    by: str


@dataclass(frozen=True)
class Wish:
    """What the person asked the list for; `sort` are (column of the services, descending)."""

    where: str = ""
    sort: tuple[tuple[str, bool], ...] = (("started", True),)
    is_grouped: bool = True
    archived: bool = False


@dataclass(frozen=True, eq=False)
class Listed:
    """One answer of the services to a wish, with the first page of runs."""

    wish: Wish
    outline: "Outline"
    facets: "Facets"
    runs: Mapping[int, Shown]


@dataclass(frozen=True)
class ExperimentsState:
    """All that the list shows; `columns` are ids such as `metrics.auc`."""

    word: StateWord = "loading"
    error: TidemillError | None = None
    wish: Wish = Wish()
    query_error: str = ""
    listed: Listed | None = None
    columns: tuple[str, ...] = ()
    are_columns_chosen: bool = False
    """Until a person chooses, the columns follow what the runs differ in."""
    selected: tuple[int, ...] = ()
    current: int | None = None
    busy: str = ""
    problem: TidemillError | None = None
    closed: frozenset[str] = field(default_factory=frozenset)

    def columns_for(self, facets: "Facets") -> tuple[str, ...]:
        """What is shown of runs that have these facets: as chosen, else as suggested."""
        return self.columns if self.are_columns_chosen else suggested_columns(facets)

    @property
    def counts(self) -> tuple[str, str]:
        """How many runs there are, and how many match."""
        if self.listed is None:
            return "", ""
        outline = self.listed.outline
        return numbers.plural(outline.total, "run"), f"{numbers.count(outline.matching)} match"

    def run(self, pk: int | None) -> Shown | None:
        """A run that was read."""
        return None if self.listed is None or pk is None else self.listed.runs.get(pk)


BOOKKEEPING = frozenset(
    {
        "kind",
        "task",
        "target",
        "metric",
        "data",
        "threads",
        "features",
        "seed",
        "rows_hash",
        "hold_out",
    }
)


def suggested_columns(facets: "Facets") -> tuple[str, ...]:
    """The columns to begin with: the main measure, two companions, parameters that vary."""
    from tidemill.services.run_list import default_metrics

    metrics = [f"metrics.{name}" for name in default_metrics(facets)]
    telling = [name for name in facets.varying if name not in BOOKKEEPING]
    telling.sort(key=lambda name: name not in {"estimator", "model"})
    return (*metrics, *(f"params.{name}" for name in telling[:3]))


def why_failed(run: Run) -> str:
    """What went wrong, short enough for a chip; empty where nothing did."""
    if run.state not in {RunState.FAILED, RunState.STOPPED, RunState.CANCELLED}:
        return ""
    said = (run.error or str(run.state)).strip().splitlines()
    first = said[0] if said else str(run.state)
    return first if len(first) <= 60 else first[:57] + "…"


def stage_words(version: ModelVersion) -> str:
    """A version as a chip says it: `v3 champion`, `v2`."""
    is_champion = version.stage is Stage.CHAMPION
    return f"v{version.number} champion" if is_champion else f"v{version.number}"


def group_note(count: int, running: int, dataset: str | None, best: str) -> str:
    """The quiet words of a group row."""
    parts = [numbers.plural(count, "run")]
    if running:
        parts[0] += f", {count - running} done"
    if dataset:
        name, _, number = dataset.rpartition("@")
        parts.append(f"{name} v{number}" if name else dataset)
    if best:
        parts.append(f"best {best}")
    return " · ".join(parts)

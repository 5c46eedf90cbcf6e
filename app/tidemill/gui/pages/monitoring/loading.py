"""Asks the services for everything that Monitoring shows; runs off the GUI's thread."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken, tr
from tidemill.domain.business_value import Costs
from tidemill.domain.cuts import Cut
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.board_state import BoardState, board_state
from tidemill.gui.pages.monitoring.facts import Measure
from tidemill.gui.pages.monitoring.references import references_of
from tidemill.gui.pages.monitoring.state import Loaded
from tidemill.gui.pages.monitoring.times import looks_of
from tidemill.gui.pages.monitoring.value_facts import ValueFacts

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.models import ModelVersion
    from tidemill.domain.monitoring import Chunk
    from tidemill.services.registry import ModelView
    from tidemill.services.workspace import Workspace

EVERY_DAY = 36_500
"""The board counts back from today, but rows may be of long ago: all of them are asked for."""


def load(
    workspace: "Workspace", wanted: str | None, alert_id: int | None, reporter: "Reporter"
) -> Loaded | BoardState:
    """All of one model: the wanted one or that of an alert; the board where none is wanted.

    Where there is one model only, that is what is shown.
    """
    from tidemill.services import monitoring

    if alert_id is not None:
        found = [a for a in monitoring.alerts(workspace) if a.id == alert_id]
        if not found:
            raise NeedsYou(
                tr("There is no alert {alert_id}.", alert_id=alert_id),
                tr("It may be of another workspace."),
            )
        wanted = found[0].model
    if wanted is None:
        names = list(monitoring.watched(workspace))
        if len(names) > 1:
            return board_state(monitoring.board(workspace, days=EVERY_DAY))
        wanted = next(iter(names), None)
    if wanted is None:
        return Loaded((), "", None, None, None, "", None, None)
    reporter.check()
    return replace(_one(workspace, wanted), asked=alert_id)


def _one(workspace: "Workspace", name: str) -> Loaded:
    from tidemill.services import (
        business_value,
        datasets,
        drift_together,
        incidents,
        monitoring,
        muting,
        people,
    )
    from tidemill.services.monitoring import references

    view = monitoring.overview(workspace, name)
    held = {a.id: i.id for i in incidents.incidents(workspace, model=name) for a in i.alerts}
    champion = view.model.champion
    promoted = [d.at for d in view.promotions if champion and d.version_id == champion.id]
    until = None
    if champion is not None and not len(view.course):
        until = datasets.version_of_id(workspace, champion.dataset_version_id).ends_at
    return Loaded(
        models=tuple(monitoring.watched(workspace)),
        name=name,
        champion=champion,
        promoted_at=promoted[-1] if promoted else None,
        measure=measure_of(view.model, champion),
        dataset=view.model.model.dataset,
        trained_until=until,
        course=view.course,
        alerts=view.alerts,
        events=tuple((e.kind, e.label, e.data_at, _address(e.address, held)) for e in view.events),
        people=people.display_names(workspace),
        now=workspace.clock.now(),
        psi_limit=monitoring.psi_limit(),
        together_limits=drift_together.floors(),
        looks=looks_of(view.course),
        muted=muting.of_model(workspace, name),
        is_tied=business_value.of_model(workspace, name).is_known,
        compared=references_of(references.offered(workspace, name)),
        incidents=held,
    )


def _address(address: str, held: Mapping[int, int]) -> str:
    """Where an event leads: an alert to its incident, if it has one."""
    kind, _, key = address.partition("/")
    known = held.get(int(key)) if kind == "alerts" and key.isdecimal() else None
    return address if known is None else f"incidents/{known}"


def load_value(workspace: "Workspace", name: str) -> ValueFacts:
    """What a model answers and is tied to, for the sheet that asks for it."""
    from tidemill.services import business_value

    _, classes = business_value.answers(workspace, name)
    known = business_value.of_model(workspace, name)
    costs = Costs() if known.costs is None else known.costs.costs
    figure, title = "", ""
    if known.kpi is not None and known.kpi.days:
        days = known.kpi.days
        title = known.kpi.title
        count = numbers.plural(len(days), "day")
        figure = tr(
            "{title}: {count} are known, from {days} to {days2}.",
            title=title,
            count=count,
            days=days[0],
            days2=days[-1],
        )
    return ValueFacts(
        name, classes, costs.amounts, costs.threshold, known.unit or costs.unit, figure, title
    )


def load_cut(workspace: "Workspace", name: str) -> Cut:
    """By what a model's rows are cut, for the sheet that asks for it."""
    from tidemill.services.monitoring import cuts

    return cuts.of_model(workspace, name)


def load_chunk(workspace: "Workspace", chunk_id: int) -> "Chunk":
    """One chunk with its report, for the cell that was chosen."""
    from tidemill.services import monitoring

    return monitoring.chunk(workspace, chunk_id)


def measure_of(view: "ModelView", champion: "ModelVersion | None") -> Measure | None:
    """The model's metric, with what the version's hold-out said of it."""
    from tidemill.services import runs

    known = runs.known_metric(view.model.metric, view.model.task)
    if known is None:
        return None
    then = {} if champion is None else champion.intervals.get(known.id) or {}
    return Measure(
        known.id,
        spoken(known.title),
        known.decimals,
        known.higher_is_better,
        then.get("value"),
        then.get("low"),
        then.get("high"),
    )

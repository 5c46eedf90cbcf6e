"""Asks the services for everything that Monitoring shows; runs off the GUI's thread."""

from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou
from tidemill.gui.pages.monitoring.facts import Measure
from tidemill.gui.pages.monitoring.state import Loaded

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.models import ModelVersion
    from tidemill.services.registry import ModelView
    from tidemill.services.workspace import Workspace


def load(
    workspace: "Workspace", wanted: str | None, alert_id: int | None, reporter: "Reporter"
) -> Loaded:
    """All of one model: the wanted one, that of an alert, or the one that most needs a look."""
    from tidemill.services import datasets, monitoring, people, registry

    views = registry.every(workspace)
    if alert_id is not None:
        found = [a for a in monitoring.alerts(workspace) if a.id == alert_id]
        if not found:
            raise NeedsYou(f"There is no alert {alert_id}.", "It may be of another workspace.")
        wanted = found[0].model
    # The picker offers what is watched first.
    ordered = sorted(views, key=lambda v: (v.champion is None, v.model.name))
    names = tuple(v.model.name for v in ordered)
    if wanted is None:
        wanted = _most_wanting(ordered)
    if wanted is None:
        return _nothing(names)
    reporter.check()
    view = monitoring.show(workspace, wanted)
    champion = view.model.champion
    promoted = [d.at for d in view.promotions if champion and d.version_id == champion.id]
    until = None
    if champion is not None and not view.chunks:
        until = datasets.version_of_id(workspace, champion.dataset_version_id).ends_at
    return Loaded(
        models=names,
        name=wanted,
        champion=champion,
        promoted_at=promoted[-1] if promoted else None,
        target=view.model.model.target,
        measure=_measure(view.model, champion),
        dataset=view.model.model.dataset,
        trained_until=until,
        chunks=view.chunks,
        alerts=view.alerts,
        events=tuple((e.kind, e.label, e.data_at, e.address) for e in monitoring.events(view)),
        people=people.display_names(workspace),
        now=workspace.clock.now(),
        psi_limit=monitoring.psi_limit(),
    )


def _most_wanting(views: "list[ModelView]") -> str | None:
    """The model with most open alerts; without any, the first that is watched."""
    if not views:
        return None
    alarmed = max(views, key=lambda v: len(v.open_alerts))
    return (alarmed if alarmed.open_alerts else views[0]).model.name


def _nothing(names: tuple[str, ...]) -> Loaded:
    return Loaded(names, "", None, None, "", None, "", None, (), (), ())


def _measure(view: "ModelView", champion: "ModelVersion | None") -> Measure | None:
    from tidemill.services import runs

    known = runs.known_metric(view.model.metric, view.model.task)
    if known is None:
        return None
    then = {} if champion is None else champion.intervals.get(known.id) or {}
    return Measure(
        known.id,
        known.title,
        known.decimals,
        known.higher_is_better,
        then.get("value"),
        then.get("low"),
        then.get("high"),
    )

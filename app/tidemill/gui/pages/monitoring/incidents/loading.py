"""Asks the services for everything the page of an incident shows; runs off the GUI's thread."""

from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.words import spoken
from tidemill.gui.pages.monitoring.incidents.state import GateOffer, Loaded
from tidemill.gui.pages.monitoring.loading import measure_of
from tidemill.gui.pages.monitoring.times import looks_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.incidents import Incident
    from tidemill.domain.monitoring import Chunk
    from tidemill.services.workspace import Workspace


def load(workspace: "Workspace", incident_id: int, reporter: "Reporter") -> Loaded:
    """An incident, its model over time, and the rows that show it best."""
    from tidemill.services import (
        business_value,
        incident_gates,
        incidents,
        monitoring,
        muting,
        people,
    )

    found = incidents.one(workspace, incident_id)
    view = monitoring.overview(workspace, found.model)
    reporter.check()
    champion, back = view.model.champion, view.model.rollback_target
    chunk = _chunk(workspace, found)
    answered = found.version_id if chunk is None else chunk.version_id
    concerned = next((v for v in view.model.versions if v.id == answered), champion)
    return Loaded(
        incident=found,
        champion=champion,
        rollback_to=None if back is None else back.number,
        measure=measure_of(view.model, concerned),
        dataset=view.model.model.dataset,
        course=view.course,
        looks=looks_of(view.course),
        events=tuple((e.kind, e.label, e.data_at, e.address) for e in view.events),
        chunk=chunk,
        similar=tuple(incidents.similar(workspace, incident_id)),
        people=people.display_names(workspace),
        logins=tuple(person.login for person in people.every(workspace)),
        me=workspace.person.login,
        muted=muting.of_model(workspace, found.model),
        is_tied=business_value.of_model(workspace, found.model).is_known,
        gates=tuple(
            gate
            for gate in incident_gates.gates(workspace, found.model)
            if gate.incident_id == incident_id
        ),
        now=workspace.clock.now(),
    )


def _chunk(workspace: "Workspace", found: "Incident") -> "Chunk | None":
    """The rows whose loss was split over columns, else those the incident began in."""
    from tidemill.services import monitoring

    split = [a.chunk_id for a in found.alerts if a.impact is not None]
    wanted = [*split, found.chunk_id, *(a.chunk_id for a in found.alerts)]
    for chunk_id in dict.fromkeys(one for one in wanted if one is not None):
        try:
            return monitoring.chunk(workspace, chunk_id)
        except NotThere:
            continue
    return None


def load_offer(workspace: "Workspace", incident_id: int) -> GateOffer:
    """The gate an incident can be kept as; or why there is none."""
    from tidemill.services import incident_gates

    try:
        found = incident_gates.offer(workspace, incident_id)
    except NeedsYou as error:
        return GateOffer(None, " ".join(part for part in (error.message, error.hint) if part))
    return GateOffer(spoken(found.gate.sentence), spoken(found.words()))

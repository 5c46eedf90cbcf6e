"""Whether a model can go back to a former champion from an incident, and to which."""

from typing import Any

from tidemill.domain.incidents import Incident
from tidemill.services import registry
from tidemill.store import models


def way_back(connection: Any, found: Incident) -> int | None:
    """The number of the version that a roll back leads to; None where it is not offered.

    It is offered while the champion is still the version that the incident is about.
    """
    champion = models.champion(connection, found.model_id)
    if not found.is_open or champion is None or champion.id != found.version_id:
        return None
    key = registry.rollback_target(tuple(models.decisions(connection, found.model_id)))
    target = None if key is None else models.version_of_id(connection, key)
    return None if target is None else target.number

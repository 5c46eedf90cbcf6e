"""What a dry run is asked for, as plain JSON types: a rule, saved or not, and its folder."""

from dataclasses import asdict, replace
from typing import Any

from tidemill.base.clock import from_iso, to_iso
from tidemill.domain.automations import Automation, Guards, Limits, Mode, Step, Trigger
from tidemill.domain.watches import FileOrder, Watch


def automation_said(one: Automation) -> dict[str, Any]:
    """A rule as plain JSON types."""
    return {
        "id": one.id,
        "name": one.name,
        "dataset": one.dataset,
        "model": one.model,
        "mode": str(one.mode),
        "triggers": [t.to_dict() for t in one.triggers],
        "steps": [s.to_dict() for s in one.steps],
        "limits": one.limits.to_dict(),
        "guards": one.guards.to_dict(),
        "created_at": to_iso(one.created_at),
        "created_by": one.created_by,
    }


def automation_of(data: dict[str, Any]) -> Automation:
    """Read what `automation_said` wrote; the rule is on."""
    return Automation(
        data["id"],
        data["name"],
        data["dataset"],
        data["model"],
        Mode(data["mode"]),
        tuple(map(Trigger.from_dict, data["triggers"])),
        tuple(map(Step.from_dict, data["steps"])),
        Limits.from_dict(data["limits"]),
        Guards.from_dict(data["guards"]),
        True,
        from_iso(data["created_at"]),
        data["created_by"],
    )


def watch_said(one: Watch) -> dict[str, Any]:
    """A watched folder as plain JSON types."""
    return {**asdict(one), "order": str(one.order), "created_at": to_iso(one.created_at)}


def watch_of(data: dict[str, Any]) -> Watch:
    """Read what `watch_said` wrote; the folder is on."""
    made = Watch(**{**data, "created_at": from_iso(data["created_at"])})
    return replace(made, order=FileOrder(data["order"]), is_on=True, is_there=True, trouble="")

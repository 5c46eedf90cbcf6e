"""A rule in the making as plain JSON, so that a window that is cut off loses none of it."""

from collections.abc import Mapping
from typing import Any

from tidemill.domain.automations import Guards, Limits, Mode, Step, Trigger
from tidemill.domain.datasets import Series
from tidemill.domain.watches import FileOrder
from tidemill.gui.pages.automations.draft import Draft, FolderRule, NewFolder


def to_plain(draft: Draft) -> dict[str, Any]:
    """All of a rule."""
    folder = draft.folder
    return {
        "id": draft.id,
        "name": draft.name,
        "dataset": draft.dataset,
        "model": draft.model,
        "mode": str(draft.mode),
        "triggers": [one.to_dict() for one in draft.triggers],
        "steps": [one.to_dict() for one in draft.steps],
        "limits": draft.limits.to_dict(),
        "guards": draft.guards.to_dict(),
        "folder": folder and {"path": folder.path, "rule": _rule_to_plain(folder.rule)},
        "folder_rules": [[key, _rule_to_plain(rule)] for key, rule in draft.folder_rules],
    }


def of_plain(said: Mapping[str, Any]) -> Draft | None:
    """Read what `to_plain` wrote; None for what another release wrote."""
    try:
        folder = said["folder"]
        return Draft(
            said["id"],
            said["name"],
            said["dataset"],
            said["model"],
            Mode(said["mode"]),
            tuple(Trigger.from_dict(one) for one in said["triggers"]),
            tuple(Step.from_dict(one) for one in said["steps"]),
            Limits.from_dict(said["limits"]),
            Guards.from_dict(said["guards"]),
            folder and NewFolder(folder["path"], _rule_of_plain(folder["rule"])),
            tuple((int(key), _rule_of_plain(rule)) for key, rule in said["folder_rules"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _rule_to_plain(rule: FolderRule) -> dict[str, Any]:
    return {
        "pattern": rule.pattern,
        "is_recursive": rule.is_recursive,
        "order": str(rule.order),
        "series": str(rule.series),
    }


def _rule_of_plain(said: Mapping[str, Any]) -> FolderRule:
    order, series = FileOrder(said["order"]), Series(said["series"])
    return FolderRule(said["pattern"], said["is_recursive"], order, series)

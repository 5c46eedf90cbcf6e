"""How each kind of change is taken back: whether it stands, doing it, and what is said if not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tidemill.domain import key_ranges
from tidemill.services import (
    alert_replays,
    alert_rules,
    aliases,
    business_value,
    channels,
    comments,
    dataset_trash,
    four_eyes,
    incident_gates,
    incidents,
    labelling,
    model_cards,
    muting,
    notice_choices,
    outside_models,
    reopening,
    rules,
    setting_aside,
    settings,
    steps,
    withdrawing,
    written_down,
)
from tidemill.services.monitoring import cuts, references
from tidemill.services.workspace import Workspace
from tidemill.store import run_changes, trash
from tidemill.store.engine import Transaction

Facts = dict[str, Any]
"""What an entry keeps for taking its change back."""

TakeBack = Callable[[Workspace, Transaction, Facts], tuple[int, ...]]


@dataclass(frozen=True)
class Way:
    """How changes of a kind are taken back: whether one stands, doing it (it returns the runs it
    concerned), and what is said where one was overtaken."""

    is_standing: Callable[[Any, Facts], bool]
    take_back: TakeBack
    overtaken: str
    hint: str = ""
    is_durable: bool = False
    in_the_way: Callable[[Any, Facts], str] | None = None

    def told(self, connection: Any, facts: Facts) -> str:
        """Why a change of this kind can't be taken back, to follow what it did."""
        if self.in_the_way is None:
            return self.overtaken
        return self.overtaken.format(self.in_the_way(connection, facts))


def _standing(connection: Any, facts: Facts) -> list[tuple[Any, list[int]]]:
    """Runs a change concerns by the value they had; nothing where it was overtaken.

    Runs in the trash do not count: a change of them can be taken back once they are back.
    """
    field, to = facts["field"], facts["to"]
    before = [(value, key_ranges.from_text(text)) for value, text in facts["from"]]
    keys = [key for _, some in before for key in some]
    if field == "deleted":
        current: dict[int, Any] = {
            key: one.deleted_at is not None for key, one in trash.standing(connection, keys).items()
        }
    else:
        current = run_changes.values_of(connection, keys, field)
    if any(value != to for value in current.values()):
        return []
    here = [(value, [key for key in some if key in current]) for value, some in before]
    return [(value, some) for value, some in here if some]


def _take_back_runs(_workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    standing = _standing(tx.connection, facts)
    for value, keys in standing:
        if facts["field"] == "deleted":
            trash.unmark(tx, keys)
        else:
            run_changes.put(tx, facts["field"], value, keys)
    return tuple(key for _, keys in standing for key in keys)


def _take_back_steps(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    steps.take_back(workspace, tx, facts)
    return ()


def _take_back_alias(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    aliases.take_back(tx, facts, workspace.person.login)
    return ()


def _take_back_version(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    outside_models.take_version_back(tx, facts, workspace.person.login)
    return ()


def _take_back_outside_alias(
    workspace: Workspace, tx: Transaction, facts: Facts
) -> tuple[int, ...]:
    outside_models.take_alias_back(tx, facts, workspace.person.login)
    return ()


def _withdrawn(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    withdrawing.take_back(tx, facts, workspace.person.display)
    return ()


def _take_back_reference(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    references.take_back(tx, facts, workspace.person.login)
    return ()


def _take_back_cut(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    cuts.take_back(tx, facts, workspace.person.login)
    return ()


def _without_runs(take_back: Callable[[Transaction, Facts], None]) -> TakeBack:
    """A way back that concerns no runs and needs the transaction only."""

    def take(_workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
        take_back(tx, facts)
        return ()

    return take


_WAYS = {
    "alias": Way(
        aliases.is_standing,
        _take_back_alias,
        "can't be undone: the label was moved again since.",
        "Put the label where you want it.",
        is_durable=True,
    ),
    outside_models.UNDO_MODEL: Way(
        outside_models.is_model_standing,
        _without_runs(outside_models.take_model_back),
        "can't be undone: the name is used anew, or was changed again since.",
        is_durable=True,
    ),
    outside_models.UNDO_VERSION: Way(
        outside_models.is_version_standing,
        _take_back_version,
        "can't be undone: the version was judged here, or it or its model changed since.",
        is_durable=True,
    ),
    outside_models.UNDO_ALIAS: Way(
        outside_models.is_alias_standing,
        _take_back_outside_alias,
        "can't be undone: the label was moved again since.",
        "Put the label where you want it.",
        is_durable=True,
    ),
    "four_eyes": Way(
        four_eyes.is_switch_standing,
        _without_runs(four_eyes.switch_back),
        "can't be undone: the switch was set again since.",
        "Set it as you want it.",
        is_durable=True,
    ),
    "agreement": Way(
        four_eyes.is_proposal_standing,
        _without_runs(four_eyes.withdraw),
        "can't be undone: the version was promoted, or the proposal taken back.",
        is_durable=True,
    ),
    withdrawing.MARK: Way(
        withdrawing.is_standing,
        _withdrawn,
        "can't be undone: it {}",
        "Delete the version of the dataset by name if it has to go.",
        is_durable=True,
        in_the_way=withdrawing.in_the_way,
    ),
    reopening.MARK: Way(
        reopening.is_standing,
        _without_runs(reopening.take_back),
        "can't be undone: the alert is open, or one of its kind was opened after it.",
        is_durable=True,
    ),
    "card": Way(
        model_cards.is_standing,
        _without_runs(model_cards.take_back),
        "can't be undone: the part was written again since.",
        "Write it as you want it.",
        is_durable=True,
    ),
    "costs": Way(
        business_value.is_costs_standing,
        _without_runs(business_value.take_costs_back),
        "can't be undone: the costs were set again since.",
        "Set the costs as you want them.",
        is_durable=True,
    ),
    "kpi": Way(
        business_value.is_kpi_standing,
        _without_runs(business_value.take_kpi_back),
        "was undone already.",
        is_durable=True,
    ),
    "comment": Way(
        comments.is_standing,
        _without_runs(comments.take_back),
        "was undone already.",
        is_durable=True,
    ),
    "rule": Way(
        rules.is_standing,
        _without_runs(rules.take_back),
        "can't be undone: the rule was changed again since.",
        "Change the rule as you want it.",
    ),
    "steps": Way(
        steps.is_standing,
        _take_back_steps,
        "can't be undone: the steps were changed again since.",
        "Change the steps as you want them.",
        is_durable=True,
    ),
    alert_rules.UNDO: Way(
        alert_rules.is_standing,
        _without_runs(alert_rules.take_back),
        "can't be undone: the rule was changed again since.",
        "Change the rule as you want it.",
        is_durable=True,
    ),
    channels.UNDO: Way(
        channels.is_standing,
        _without_runs(channels.take_back),
        "can't be undone: the channel was changed again since.",
        "Change the channel as you want it.",
        is_durable=True,
    ),
    notice_choices.UNDO: Way(
        notice_choices.is_standing,
        _without_runs(notice_choices.take_back),
        "can't be undone: it was chosen again since.",
        "Choose it as you want it.",
        is_durable=True,
    ),
    settings.UNDO: Way(
        settings.is_standing,
        _without_runs(settings.take_back),
        "can't be undone: it was set again since.",
        "Set it as you want it.",
        is_durable=True,
    ),
    alert_replays.UNDO: Way(
        alert_replays.is_standing,
        _without_runs(alert_replays.take_back),
        "can't be undone: it was changed again since.",
        is_durable=True,
    ),
    setting_aside.UNDO: Way(
        setting_aside.is_standing,
        _without_runs(setting_aside.take_back),
        "can't be undone: its folder, its files or later data changed since.",
        "Resume the folder, and accept its files.",
        is_durable=True,
    ),
    incidents.UNDO: Way(
        incidents.is_standing,
        _without_runs(incidents.take_back),
        "can't be undone: something was done with the incident since.",
        is_durable=True,
    ),
    incident_gates.UNDO: Way(
        incident_gates.is_standing,
        _without_runs(incident_gates.take_back),
        "can't be undone: the gate was switched since.",
        is_durable=True,
    ),
    written_down.UNDO: Way(
        written_down.is_standing,
        _without_runs(written_down.take_back),
        "can't be undone: it was written anew since.",
        "Write it as you want it.",
        is_durable=True,
    ),
    muting.UNDO: Way(
        muting.is_standing,
        _without_runs(muting.take_back),
        "can't be undone: it was changed again since.",
        is_durable=True,
    ),
    cuts.UNDO: Way(
        cuts.is_standing,
        _take_back_cut,
        "can't be undone: something else was chosen since.",
        "Choose how the rows are to be cut.",
        is_durable=True,
    ),
    references.UNDO: Way(
        references.is_standing,
        _take_back_reference,
        "can't be undone: something else was chosen since.",
        "Choose what the model is to be compared with.",
        is_durable=True,
    ),
    "labels": Way(labelling.is_standing, _without_runs(labelling.take_back), "was undone already."),
    "data": Way(
        dataset_trash.is_standing,
        _without_runs(dataset_trash.take_back),
        "can't be undone: it is back already, the trash was emptied, or a later version was added "
        "without its rows.",
        "Add its file once more: it becomes the next version.",
        is_durable=True,
    ),
}
_OF_RUNS = Way(
    lambda connection, facts: bool(_standing(connection, facts)),
    _take_back_runs,
    "can't be undone: what it set was changed again since.",
    "Change the runs as you want them.",
)


def kinds() -> tuple[str, ...]:
    """The kinds of changes that are taken back here: what marks each, and `runs` with a field."""
    fields = (*run_changes.FIELDS, run_changes.TAG, "deleted")
    return (*_WAYS, *(f"runs {field}" for field in fields))


def kind_of(facts: Facts) -> str:
    """Which of `kinds` an entry's `undo` speaks of."""
    marked = next((mark for mark in _WAYS if mark in facts), None)
    if marked is not None:
        return marked
    field = str(facts["field"])
    return f"runs {run_changes.TAG if field.startswith(run_changes.TAG) else field}"


def way_of(facts: Facts) -> Way:
    """How what an entry's `undo` speaks of is taken back."""
    return _WAYS.get(kind_of(facts), _OF_RUNS)

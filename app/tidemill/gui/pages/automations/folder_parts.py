"""How a folder's files are taken in, as parts of a sentence: names, folders below, order, rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tidemill.base.words import tr
from tidemill.domain.automations import Trigger
from tidemill.domain.datasets import Series
from tidemill.domain.watches import FileOrder
from tidemill.gui.kit.sentence_parts import Part, Said, Slot
from tidemill.gui.pages.automations.draft import FILES, Draft, FolderRule, Known

_BELOW = {False: tr("are left out"), True: tr("count too")}
_ORDER = {FileOrder.NAME: tr("by name"), FileOrder.TIME: tr("by time")}
_SERIES = {Series.APPEND: tr("adds its rows"), Series.REPLACE: tr("replaces all rows")}
NOTES: dict[object, str] = {
    FileOrder.NAME: tr("day-2 before day-10"),
    FileOrder.TIME: tr("the file that was changed first goes first"),
    Series.APPEND: tr("versions grow: monthly exports"),
    Series.REPLACE: tr("a version is one file: full dumps"),
    False: tr("only files that lie in it directly"),
    True: tr("files of every folder inside it"),
}
CHOICES: dict[str, dict[Any, str]] = {"below": _BELOW, "order": _ORDER, "series": _SERIES}
"""What can be chosen, by the part of the sentence."""


def rule_of(draft: Draft, known: Known, trigger: Trigger) -> FolderRule | None:
    """How the files of a trigger's folder are taken in; None where it waits for no folder."""
    if draft.folder is not None:
        return draft.folder.rule
    watch = known.watch(trigger.settings.get("watch"))
    if watch is None:
        return None
    return dict(draft.folder_rules).get(watch.id) or FolderRule.of(watch)


def folder_sentence(draft: Draft, known: Known) -> list[Part]:
    """What the rule itself leaves unsaid of its folders."""
    made: list[Part] = []
    for trigger in draft.triggers:
        rule = rule_of(draft, known, trigger) if trigger.kind == FILES else None
        if rule is None:
            continue
        made += [
            Said(tr(" Files in folders below ")),
            Slot(f"below:{trigger.id}", _BELOW[rule.is_recursive], tr("Folders below")),
            Said(tr("; those that come together go in ")),
            Slot(f"order:{trigger.id}", _ORDER[rule.order], tr("Order of files")),
            Said(tr(", and each ")),
        ]
        fixed = known.series_of(draft.dataset)
        if fixed is None:
            name = tr("What a file does to the rows")
            made.append(Slot(f"series:{trigger.id}", _SERIES[rule.series], name))
        else:
            made.append(Said(_SERIES[fixed]))
        made.append(Said("."))
    return made


def current(draft: Draft, known: Known, trigger_id: str, part: str) -> object:
    """The value of a part."""
    rule = rule_of(draft, known, draft.trigger(trigger_id)) or FolderRule()
    values = {"below": rule.is_recursive, "order": rule.order, "series": rule.series}
    return values.get(part, rule.pattern)


_READ: dict[str, Callable[[Any], dict[str, Any]]] = {
    "pattern": lambda value: {"pattern": str(value).strip()},
    "below": lambda value: {"is_recursive": bool(value)},
    "order": lambda value: {"order": FileOrder(value)},
    "series": lambda value: {"series": Series(value)},
}
PARTS = frozenset(_READ)


def with_part(draft: Draft, known: Known, trigger_id: str, part: str, value: Any) -> Draft:
    """The rule with one of the parts changed."""
    trigger = draft.trigger(trigger_id)
    rule = rule_of(draft, known, trigger)
    if rule is None:
        return draft
    rule = replace(rule, **_READ[part](value))
    if draft.folder is not None:
        return replace(draft, folder=replace(draft.folder, rule=rule))
    watch = known.watch(trigger.settings.get("watch"))
    assert watch is not None
    rules = {**dict(draft.folder_rules), watch.id: rule}
    if rule == FolderRule.of(watch):
        del rules[watch.id]
    return replace(draft, folder_rules=tuple(sorted(rules.items())))

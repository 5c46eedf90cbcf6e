"""Rules of a dataset: listed, proposed, switched, made, changed, removed, each change told.

A rule is named by its key: its number, or the id of a check that runs by default and was never
touched; the first change of such a one stores it. What is changed can be taken back (`undoing`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import Dataset
from tidemill.domain.entries import CheckEntry
from tidemill.domain.file_figures import FileFigures
from tidemill.domain.rules import Proposal, Rule, is_same_rule
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets
from tidemill.store import rules as rows
from tidemill.store.engine import Transaction

FIGURES = "own"
"""Under which key a version's stored profile keeps the figures of its own rows."""

FIGURES_OF_FILES = "own_files"
"""As `FIGURES`, of a version that many files made: a list with those of the last ones."""

_SEVERITIES = ("error", "warn")
LOOKED_BACK = 20
"""How many files a check looks back at."""


def rules(workspace: Workspace, dataset: str) -> list[Rule]:
    """All rules of a dataset: the checks that run by default, then the others, oldest first."""
    with workspace.store.read() as connection:
        return in_force(rows.of_dataset(connection, _dataset(connection, dataset).id))


def in_force(stored: Sequence[Rule], dataset_id: int = 0) -> list[Rule]:
    """Stored rules, and the default checks that nobody touched, each with its sentence."""
    changed = {one.check: one for one in stored if one.origin == "default"}
    found = []
    for check, module in family("checks").items():
        entry: CheckEntry = module.ENTRY
        if not entry.is_default:
            continue
        untouched = Rule(None, dataset_id, check, {}, entry.severity, True, "default")
        found.append(changed.get(check, untouched))
    found += [one for one in stored if one.origin != "default"]
    return [replace(one, sentence=sentence(one.check, one.settings)) for one in found]


def sentence(check: str, settings: Mapping[str, Any]) -> str:
    """A rule in words, as its check says it; what an entry is for where it says nothing else."""
    module = family("checks").get(check)
    if module is None:
        return f"{check} (not known here)"
    entry: CheckEntry = module.ENTRY
    said = getattr(module, "sentence", None)
    return entry.help if said is None else str(said(**entry.settings(settings)))


def propose(workspace: Workspace, dataset: str) -> list[Proposal]:
    """Rules that all files so far would have kept, without those there or turned down before."""
    with workspace.store.read() as connection:
        found = _dataset(connection, dataset)
        known = figures(connection, found)
        every = rows.of_dataset(connection, found.id, with_removed=True)
    return proposed(found.schema, known, every)


def proposed(schema: Schema, known: Sequence[FileFigures], every: Sequence[Rule]) -> list[Proposal]:
    """What the checks propose for files of these figures, oldest first."""
    if not known:
        return []
    found = []
    for check, module in family("checks").items():
        offered = getattr(module, "propose", None)
        if offered is None:
            continue
        for settings, severity, reason in offered(schema, known):
            if not any(is_same_rule(check, settings, one) for one in every):
                words = sentence(check, settings)
                found.append(Proposal(check, settings, words, reason, severity))
    return found


def figures(connection: Any, dataset: Dataset, limit: int = LOOKED_BACK) -> list[FileFigures]:
    """The figures of the newest files that became versions, oldest first."""
    found: list[FileFigures] = []
    for stored in datasets.newest_profiles(connection, dataset.id, limit):
        own = stored.get(FIGURES_OF_FILES) or [stored.get(FIGURES)]
        found[:0] = [FileFigures.from_dict(one) for one in own if one]
        if len(found) >= limit:
            break
    return found[-limit:]


def add(
    workspace: Workspace,
    dataset: str,
    check: str,
    settings: Mapping[str, Any],
    *,
    severity: str | None = None,
    origin: str = "person",
    reason: str = "",
) -> Rule:
    """Make a rule, switched on. Settings that are wrong raise `NeedsYou` with what is allowed."""
    module = _module(check)
    with workspace.store.write(durable=True) as tx:
        found = _dataset(tx.connection, dataset)
        told = _told(module, settings, found.schema)
        for one in rows.of_dataset(tx.connection, found.id):
            if one.check == check and dict(one.settings) == told:
                raise NeedsYou("This rule is there already.", f"Change rule {one.id}.")
        made = Rule(
            None,
            found.id,
            check,
            told,
            _severity(severity or module.ENTRY.severity),
            True,
            origin,
            sentence(check, told),
            reason,
            tx.clock.now(),
            workspace.person.login,
        )
        made = replace(made, id=rows.insert(tx, made))
        before = {"removed": True, "is_on": True}
        _tell(workspace, tx, dataset, made, "added the rule", before)
    return made


def take_up(workspace: Workspace, dataset: str, key: str) -> Rule:
    """Switch on a proposed rule, by the key it was proposed under."""
    one = _proposal(workspace, dataset, key)
    return add(
        workspace,
        dataset,
        one.check,
        one.settings,
        severity=one.severity,
        origin="proposed",
        reason=one.reason,
    )


def turn_down(workspace: Workspace, dataset: str, key: str) -> None:
    """Leave a proposed rule; it is not proposed again."""
    one = _proposal(workspace, dataset, key)
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        found = _dataset(tx.connection, dataset)
        left = Rule(
            None, found.id, one.check, one.settings, one.severity, False, "proposed",
            one.sentence, one.reason, None, by,
        )  # fmt: skip
        left = replace(left, id=rows.insert(tx, left, removed=True))
        _tell(workspace, tx, dataset, left, "turned down the rule", None)


def switch(workspace: Workspace, dataset: str, key: str, on: bool) -> Rule:
    """Switch a rule on or off."""
    verb = "switched on the rule" if on else "switched off the rule"
    return _changed(workspace, dataset, key, verb, is_on=on)


def change(
    workspace: Workspace,
    dataset: str,
    key: str,
    settings: Mapping[str, Any] | None = None,
    *,
    severity: str | None = None,
) -> Rule:
    """Give a rule other settings (those not named stay) or another severity."""
    values: dict[str, Any] = {}
    if severity is not None:
        values["severity"] = _severity(severity)
    if settings is not None:
        values["settings"] = settings
    return _changed(workspace, dataset, key, "changed the rule", **values)


def remove(workspace: Workspace, dataset: str, key: str) -> Rule:
    """Remove a rule; a check that runs by default can only be switched off."""
    one = next((r for r in rules(workspace, dataset) if r.key == key), None)
    if one is not None and one.origin == "default":
        raise NeedsYou("A check that runs by default can't be removed.", "Switch it off.")
    return _changed(workspace, dataset, key, "removed the rule", removed=True)


def _changed(workspace: Workspace, dataset: str, key: str, verb: str, **values: Any) -> Rule:
    with workspace.store.write(durable=True) as tx:
        found = _dataset(tx.connection, dataset)
        one = _found(tx, found, key)
        if "settings" in values:
            whole = {**one.settings, **values["settings"]}
            values["settings"] = _told(_module(one.check), whole, found.schema)
        if one.id is None:
            one = replace(one, dataset_id=found.id, by=workspace.person.login)
            one = replace(one, id=rows.insert(tx, one))
        assert one.id is not None
        before = rows.state(tx.connection, one.id) or {}
        if all(before.get(name) == value for name, value in values.items()):
            return one
        rows.update(tx, one.id, **values)
        fields = {name: value for name, value in values.items() if name != "removed"}
        after = replace(one, **fields)
        after = replace(after, sentence=sentence(after.check, after.settings))
        _tell(workspace, tx, dataset, after, verb, {n: before[n] for n in values})
    return after


def _tell(
    workspace: Workspace,
    tx: Transaction,
    dataset: str,
    one: Rule,
    verb: str,
    before: Mapping[str, Any] | None,
) -> None:
    """The entry in Activity, with what takes the change back."""
    detail: dict[str, Any] = {"rule": one.id, "check": one.check, "settings": dict(one.settings)}
    if before is not None and one.id is not None:
        now = rows.state(tx.connection, one.id) or {}
        after = {name: now[name] for name in before}
        detail["undo"] = {"rule": one.id, "from": dict(before), "to": after, "dataset": dataset}
    activities.add(
        tx,
        by=workspace.person.login,
        kind="rule",
        subject=f"data/{dataset}",
        sentence=f"{verb} “{one.sentence.rstrip('.')}” of {dataset}",
        note=one.reason,
        detail=detail,
    )
    tx.feed("dataset", dataset)


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change, as its entry in Activity tells it, was not overtaken since."""
    now = rows.state(connection, facts["rule"])
    return now is not None and all(now[name] == value for name, value in facts["to"].items())


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Put a rule back as it was before a change."""
    rows.update(tx, facts["rule"], **facts["from"])
    tx.feed("dataset", facts["dataset"])


def _dataset(connection: Any, name: str) -> Dataset:
    found = datasets.find(connection, name)
    if found is None:
        raise NotThere("dataset", name)
    return found


def _found(tx: Transaction, dataset: Dataset, key: str) -> Rule:
    stored = rows.of_dataset(tx.connection, dataset.id)
    for one in in_force(stored, dataset.id):
        if key in (one.key, one.check if one.origin == "default" else one.key):
            return one
    raise NotThere("rule", key)


def _proposal(workspace: Workspace, dataset: str, key: str) -> Proposal:
    for one in propose(workspace, dataset):
        if one.key == key:
            return one
    raise NeedsYou(f"No rule {key} is proposed for {dataset}.", "Look at the proposals again.")


def _module(check: str) -> ModuleType:
    module = family("checks").get(check)
    if module is None:
        raise NeedsYou(
            f"There is no check {check}.", "There are " + ", ".join(family("checks")) + "."
        )
    return module


def _told(module: ModuleType, settings: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Settings in full, judged by their entry and by the dataset's columns."""
    whole: dict[str, Any] = module.ENTRY.settings(settings)
    judged = getattr(module, "judge", None)
    if judged is not None:
        judged(schema, **whole)
    return whole


def _severity(word: str) -> str:
    if word not in _SEVERITIES:
        raise NeedsYou(f"A rule can't be of severity {word}.", "Choose error or warn.")
    return word

"""Models that scripts registered: names, their versions and aliases, whoever trained them.

A name here and a model of Tidemill's registry of that name are one: versions count on together. A
version from a script is a folder of files; nothing of it is loaded. It is a version of Tidemill's
registry from when it was judged on data here (`judging_outside`); until then it can't be promoted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from tidemill.base import collation
from tidemill.base.errors import NeedsYou
from tidemill.domain.models import Alias, Model, ModelVersion, Stage
from tidemill.domain.version_labels import CANDIDATE, CHAMPION, why_no_label
from tidemill.services import registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, models
from tidemill.store import aliases as label_rows
from tidemill.store import registered_models as rows
from tidemill.store.engine import Transaction
from tidemill.store.registered_models import Registered, RegisteredVersion

UNDO_MODEL, UNDO_VERSION, UNDO_ALIAS = "registered_model", "registered_version", "outside_alias"
"""What an entry in Activity keeps its facts under, to be taken back by."""


@dataclass(frozen=True)
class OutsideVersion:
    """A version of a name: `row` where a script registered it, `own` where Tidemill judged it.

    One of the two is there, or both; `aliases` are all that stand on it.
    """

    name: str
    number: int
    row: RegisteredVersion | None
    own: ModelVersion | None
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """How people name it: `churn v3`."""
        return f"{self.name} v{self.number}"


@dataclass(frozen=True)
class OutsideModel:
    """A name with its versions, oldest first: `row` where scripts said something of it, `own`
    where Tidemill has a model of that name."""

    name: str
    row: Registered | None
    own: Model | None
    versions: tuple[OutsideVersion, ...]

    def version(self, number: int) -> OutsideVersion | None:
        """The version of a number."""
        return next((one for one in self.versions if one.number == number), None)

    @property
    def aliases(self) -> dict[str, int]:
        """The number that each alias stands on."""
        return {alias: one.number for one in self.versions for alias in one.aliases}


def every(workspace: Workspace, project: str | None = None) -> list[OutsideModel]:
    """All models, by name, whoever registered them; those of a project where one is named."""
    with workspace.store.read() as connection:
        return every_in(connection, project)


def of_scripts(workspace: Workspace) -> list[OutsideModel]:
    """The models that scripts said something of, by name."""
    with workspace.store.read() as connection:
        own = {one.name: one for one in models.every(connection)}
        named = rows.every(connection)
        return [_whole(connection, one.name, one, own.get(one.name)) for one in named]


def every_in(connection: Connection, project: str | None = None) -> list[OutsideModel]:
    """All models as `every` tells them, in a transaction."""
    named = {one.name: one for one in rows.every(connection, project)}
    own = {one.name: one for one in models.every(connection) if project in {None, one.project}}
    return [
        _whole(connection, name, named.get(name), own.get(name))
        for name in collation.by_text({*named, *own}, str)
    ]


def find_in(connection: Connection, name: str) -> OutsideModel | None:
    """The model of a name, whoever registered it."""
    row, own = rows.named(connection, name), models.find(connection, name)
    return None if row is None and own is None else _whole(connection, name, row, own)


def _whole(
    connection: Connection, name: str, row: Registered | None, own: Model | None
) -> OutsideModel:
    by_number = {
        one.number: one for one in ([] if row is None else rows.versions(connection, row.id))
    }
    trained = {
        one.number: one for one in ([] if own is None else models.versions(connection, own.id))
    }
    given = {} if row is None else rows.aliases(connection, row.id)
    labels = [] if own is None else label_rows.of_model(connection, own.id)
    return OutsideModel(
        name,
        row,
        own,
        tuple(
            OutsideVersion(
                name,
                number,
                by_number.get(number),
                trained.get(number),
                _aliases(number, trained.get(number), given, labels, trained),
            )
            for number in sorted({*by_number, *trained})
        ),
    )


def _aliases(
    number: int,
    own: ModelVersion | None,
    given: Mapping[str, int],
    labels: Sequence[Alias],
    trained: Mapping[int, ModelVersion],
) -> tuple[str, ...]:
    """All that stand on a version: those of scripts, labels, and what was decided of it."""
    found = {name for name, at in given.items() if at == number}
    if own is not None:
        found |= {one.name for one in labels if one.version_id == own.id}
        waiting = max((n for n, v in trained.items() if v.stage is Stage.CANDIDATE), default=None)
        if own.stage is Stage.CHAMPION:
            found.add(CHAMPION)
        if number == waiting:
            found.add(CANDIDATE)
    return tuple(sorted(found))


def named_in(tx: Transaction, name: str, *, project: str, by: str) -> Registered:
    """The row of a name, made where only Tidemill's own model has it."""
    row = rows.named(tx.connection, name)
    if row is None:
        rows.add(tx, name, project=project, description="", tags={}, by=by)
        row = rows.named(tx.connection, name)
    assert row is not None
    return row


def create_in(
    tx: Transaction, name: str, *, project: str, description: str, tags: dict[str, str], by: str
) -> None:
    """Make a name that nobody has; told in Activity, from where it can be taken back."""
    key = rows.add(tx, name, project=project, description=description, tags=tags, by=by)
    facts = {UNDO_MODEL: key, "deleted": False}
    _tell(tx, by, f"models/{name}", f"made the model {name} by MLflow", facts)


def version_row_in(tx: Transaction, one: OutsideVersion, *, project: str) -> RegisteredVersion:
    """The row of a version, made where Tidemill trained it and no script said something of it."""
    if one.row is not None:
        return one.row
    assert one.own is not None
    named = named_in(tx, one.name, project=project, by=one.own.by)
    rows.add_version(
        tx,
        named,
        number=one.number,
        version_id=one.own.id,
        run_uuid=one.own.run_id,
        source="",
        run_link="",
        stage="None",
        description="",
        tags={},
        facts={},
        by=one.own.by,
    )
    made = rows.version(tx.connection, one.name, one.number)
    assert made is not None
    return made


def register_in(
    tx: Transaction, named: Registered, *, by: str, facts: Mapping[str, Any], **values: Any
) -> RegisteredVersion:
    """Make files the next version of a name; told in Activity, from where it can be taken back."""
    own = models.find(tx.connection, named.name)
    number = rows.next_number(tx.connection, named.name, None if own is None else own.id)
    key = rows.add_version(tx, named, number=number, by=by, facts=dict(facts), **values)
    _tell(
        tx,
        by,
        f"models/{named.name}/{number}",
        f"registered {named.name} v{number} by MLflow",
        {UNDO_VERSION: key, "deleted": False},
        note=str(facts.get("verdict", "")),
    )
    found = rows.version_of_key(tx.connection, key)
    assert found is not None
    return found


def delete_version_in(tx: Transaction, one: OutsideVersion, by: str) -> None:
    """Put a version aside, with its aliases; `NeedsYou` where Tidemill decided on it."""
    if one.own is not None or one.row is None:
        raise NeedsYou(
            f"{one.label} was judged in Tidemill, so it stays: what was decided on it is kept.",
            "Reject it, or retire it by promoting another version.",
        )
    named = rows.of_key(tx.connection, one.row.registered_id)
    assert named is not None
    for alias in one.aliases:
        rows.put_alias(tx, named, alias, None, by)
    rows.change_version(tx, one.row, deleted_at=tx.clock.now())
    facts = {UNDO_VERSION: one.row.id, "deleted": True, "aliases": list(one.aliases)}
    subject = f"models/{one.name}/{one.number}"
    _tell(tx, by, subject, f"deleted {one.label} by MLflow", facts)


def delete_in(tx: Transaction, one: OutsideModel, by: str) -> None:
    """Put a name aside with all its versions; `NeedsYou` where Tidemill has a model of it."""
    if one.own is not None or one.row is None:
        raise NeedsYou(
            f"{one.name} is a model of Tidemill's: what was decided over it is kept.",
            "Archive its project, or stop what uses it, in the window.",
        )
    rows.change(tx, one.row, deleted_at=tx.clock.now())
    facts = {UNDO_MODEL: one.row.id, "deleted": True}
    _tell(tx, by, f"models/{one.name}", f"deleted the model {one.name} by MLflow", facts)


def rename_in(tx: Transaction, one: OutsideModel, name: str, by: str) -> None:
    """Give a name that only scripts use another; `NeedsYou` where Tidemill has a model of it."""
    if one.own is not None or one.row is None:
        raise NeedsYou(
            f"{one.name} is a model of Tidemill's: what was decided over it, and services that "
            "answer with it, go by that name.",
            "Register under the other name from now on.",
        )
    rows.change(tx, one.row, name=name)
    tx.feed("model", name)
    _tell(tx, by, f"models/{name}", f"renamed the model {one.name} to {name} by MLflow", None)


def put_alias_in(
    tx: Transaction, one: OutsideModel, alias: str, number: int | None, *, project: str, by: str
) -> None:
    """Let an alias stand on a version, or on none.

    One that is a label of a version of Tidemill's is moved from there. What stands by decisions,
    `champion` and `candidate`, is none of these.
    """
    named = named_in(tx, one.name, project=project, by=by)
    before = one.aliases.get(alias)
    if before == number:
        return
    _stand(tx, named, one, alias, number, by)
    at = number if number is not None else before
    words = f"labelled {one.name} v{number} {alias} by MLflow"
    if number is None:
        words = f"took the label {alias} off {one.name} v{before} by MLflow"
    facts = {UNDO_ALIAS: alias, "model": named.id, "from": before, "to": number}
    _tell(tx, by, f"models/{one.name}/{at}", words, facts, kind="alias")


def settle_in(tx: Transaction, name: str, number: int, by: str) -> None:
    """Let the aliases of a version that was judged now be labels where they can be."""
    one = find_in(tx.connection, name)
    version = None if one is None else one.version(number)
    assert one is not None
    assert one.row is not None
    assert version is not None
    for alias, at in rows.aliases(tx.connection, one.row.id).items():
        if at == number:
            _stand(tx, one.row, one, alias, number, by)


def _stand(
    tx: Transaction,
    named: Registered,
    one: OutsideModel,
    alias: str,
    number: int | None,
    by: str,
) -> None:
    """An alias that can be a label of a version of Tidemill's is one: `name@label` finds it."""
    version = None if number is None else one.version(number)
    own = None if version is None else version.own
    is_label = own is not None and alias == alias.casefold() and why_no_label(alias) is None
    rows.put_alias(tx, named, alias, None if is_label else number, by)
    if one.own is not None:
        key = own.id if own is not None and is_label else None
        label_rows.put(tx, one.name, one.own.id, alias, key, by)


def _tell(
    tx: Transaction,
    by: str,
    subject: str,
    sentence: str,
    undo: Mapping[str, Any] | None,
    *,
    note: str = "",
    kind: str = "model",
) -> None:
    detail: dict[str, Any] = {"through": "MLflow"}
    if undo is not None:
        detail["undo"] = dict(undo)
    activities.add(
        tx, by=by, kind=kind, subject=subject, sentence=sentence, note=note, detail=detail
    )


def is_model_standing(connection: Connection, facts: Mapping[str, Any]) -> bool:
    """Whether a name is as a change left it, and may be as it was: its name is not taken."""
    one = rows.of_key(connection, facts[UNDO_MODEL])
    if one is None or (one.deleted_at is not None) != facts["deleted"]:
        return False
    if not facts["deleted"]:
        return not rows.versions(connection, one.id) and models.find(connection, one.name) is None
    return rows.named(connection, one.name) is None


def take_model_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Bring a deleted name back, or put a made one aside."""
    one = rows.of_key(tx.connection, facts[UNDO_MODEL])
    assert one is not None
    rows.change(tx, one, deleted_at=None if facts["deleted"] else tx.clock.now())


def is_version_standing(connection: Connection, facts: Mapping[str, Any]) -> bool:
    """Whether a version is as a change left it, its name is there, and nobody judged it since."""
    one = rows.version_of_key(connection, facts[UNDO_VERSION])
    if one is None or one.version_id is not None:
        return False
    named = rows.of_key(connection, one.registered_id)
    is_there = named is not None and named.deleted_at is None
    return is_there and (one.deleted_at is not None) == facts["deleted"]


def take_version_back(tx: Transaction, facts: Mapping[str, Any], by: str) -> None:
    """Bring a deleted version back with its aliases, or put a registered one aside."""
    one = rows.version_of_key(tx.connection, facts[UNDO_VERSION])
    assert one is not None
    named = rows.of_key(tx.connection, one.registered_id)
    assert named is not None
    standing = rows.aliases(tx.connection, named.id)
    if facts["deleted"]:
        rows.change_version(tx, one, deleted_at=None)
        for alias in facts.get("aliases", ()):
            if alias not in standing:
                rows.put_alias(tx, named, alias, one.number, by)
        return
    for alias in [alias for alias, at in standing.items() if at == one.number]:
        rows.put_alias(tx, named, alias, None, by)
    rows.change_version(tx, one, deleted_at=tx.clock.now())


def is_alias_standing(connection: Connection, facts: Mapping[str, Any]) -> bool:
    """Whether an alias stands where a change put it, and may stand where it stood."""
    named = rows.of_key(connection, facts["model"])
    if named is None or named.deleted_at is not None:
        return False
    model = find_in(connection, named.name)
    assert model is not None
    is_there = facts["from"] is None or model.version(facts["from"]) is not None
    return is_there and model.aliases.get(facts[UNDO_ALIAS]) == facts["to"]


def take_alias_back(tx: Transaction, facts: Mapping[str, Any], by: str) -> None:
    """Let an alias stand where it stood before."""
    named = rows.of_key(tx.connection, facts["model"])
    assert named is not None
    model = find_in(tx.connection, named.name)
    assert model is not None
    _stand(tx, named, model, facts[UNDO_ALIAS], facts["from"], by)


def unknown(name: str) -> NeedsYou:
    """That there is no model of a name."""
    return registry.unknown_model(name)

"""A small workspace, random changes of every kind that can be undone, and what must be as before.

`LEFT_OUT`, `LEFT_COLUMNS` and `LEFT_ROWS` say what of the store may differ after all was undone.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.base.ids import new_id
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    aliases,
    comments,
    dataset_trash,
    datasets,
    four_eyes,
    ingesting,
    labelling,
    model_cards,
    promotion,
    registering,
    rules,
    run_changes,
    steps,
    training_runs,
    trash,
    undoing,
)
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.validating import Verdict
from tidemill.services.workspace import Workspace
from tidemill.store import runs as run_rows
from tidemill.store import schema

LEFT_OUT = {
    "activity": "the timeline itself: it says what was done and that it was taken back",
    "decision": "part of the timeline: each decision stays, with the one that took it back",
    "feed": "news for whoever reads the store",
    "job": "changed steps ask for a preparation, undoing them for another",
    "job_log": "of those jobs",
    "process": "who has the store open",
    "key": "names of tags are kept for the next run that has one",
    "rule": "rules are compared as they are in force: a default one that was touched is stored",
    "meta": "house-keeping of the file",
}
LEFT_COLUMNS = {
    "run": {"seq": "counts changes, for readers"},
    "kv": {},
    "model_alias": {"at": "when it was put there", "by": "by whom"},
    "step": {"position": "places may have gaps; the order is compared"},
}
LEFT_ROWS = {
    "comment": ("removed_at", "what was taken away is kept, unseen"),
    "agreement": ("ended_at", "what was withdrawn is kept"),
    "step": ("undone_at", "a step that was taken out is kept, to be done again"),
    "label_entry": ("undone_at", "what was said and taken back is kept"),
}
"""Rows of which this column is set count as gone."""


def dump(workspace: Workspace) -> dict[str, Any]:
    """What of a workspace must be the same once every change was undone."""
    told: dict[str, Any] = {}
    with workspace.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            left = LEFT_COLUMNS.get(table.name, {})
            columns = [column for column in table.c if column.name not in left]
            query = sa.select(*columns)
            if table.name in LEFT_ROWS:
                query = query.where(table.c[LEFT_ROWS[table.name][0]].is_(None))
            first = [table.c.position] if table.name == "step" else []
            rows = connection.execute(query.order_by(*first, *table.primary_key.columns))
            told[table.name] = [dict(row._mapping) for row in rows]
    for model in told["model"]:  # a part without text is as one that was never written
        model["card"] = {part: text for part, text in model["card"].items() if text}
    for name in ("sold", "spare"):
        if any(one["name"] == name and not one["deleted_at"] for one in told["dataset"]):
            told[f"rules of {name}"] = [
                (r.check, dict(r.settings), r.severity, r.is_on, r.origin)
                for r in rules.rules(workspace, name)
            ]
    return told


@dataclass
class Changes:
    """Makes random changes and takes them back in reverse; `done` are their entries."""

    folder: Path
    draw: random.Random
    workspace: Workspace = field(init=False)
    done: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    clock: HeldClock = field(default_factory=HeldClock)

    def __post_init__(self) -> None:
        self.workspace = workspaces.create(self.folder, clock=self.clock, login="ada")

    def close(self) -> None:
        """Close the workspace."""
        self.workspace.close()

    def reopen(self) -> None:
        """Close the workspace and open it again, as after a restart."""
        self.workspace.close()
        self.workspace = workspaces.open_existing(self.folder, clock=self.clock, login="ada")

    def fill(self) -> None:
        """Two datasets, forty runs, three versions of a model."""
        for name, months in (("sold", (1, 2)), ("spare", (1, 2, 3))):
            for month in months:
                path = self.folder.parent / f"{name}-{month}.csv"
                path.write_text("number,x,verdict\n" + "".join(_rows(month)), encoding="utf-8")
                ingesting.add(self.workspace, [path], dataset=name, target="verdict")
                self._work()
        self.runs = [self._run(number) for number in range(40)]
        for number in range(3):
            self._version(self.runs.pop(), is_good=number != 1)

    def change(self, n: int, opened_again: float = 0.03) -> None:
        """Make `n` changes that can be undone; the workspace is opened anew now and then."""
        ways = list(_WAYS.items())
        while len(self.done) < n:
            self.clock.advance(1)
            name, way = self.draw.choice(ways)
            newest = undoing.last(self.workspace)
            try:
                way(self)
            except NeedsYou as refused:
                self.refused[name] = refused.message
                continue
            found = undoing.last(self.workspace)
            if found is not None and (newest is None or found.id > newest.id):
                self.done.append(found.id)
                self.counts[name] = self.counts.get(name, 0) + 1
            if self.draw.random() < opened_again:
                self.reopen()

    def undo_all(self, opened_again: float = 0.03) -> None:
        """Take every change back, the newest first, as `undo` without a name does."""
        while self.done:
            self.clock.advance(1)
            expected = self.done.pop()
            newest = undoing.last(self.workspace)
            if newest is None or newest.id != expected:  # it says why
                undoing.undo(self.workspace, expected)
                raise AssertionError(f"{newest} was offered before entry {expected}")
            undoing.undo(self.workspace)
            if self.draw.random() < opened_again:
                self.reopen()

    def some(self) -> list[int]:
        """Some of the runs."""
        return self.draw.sample(self.runs, self.draw.randint(1, 4))

    def word(self) -> str:
        """One of a few words, so that changes meet each other."""
        return self.draw.choice(["good", "bad", "late", "eu", "odd"])

    def version(self) -> str:
        """The address of a version."""
        return f"buyers@{self.draw.randint(1, 3)}"

    def _run(self, number: int) -> int:
        version = datasets.version(self.workspace, "sold")
        with self.workspace.store.write() as tx:
            pk = run_rows.insert(
                tx,
                uuid=new_id(),
                project="default",
                experiment="sold",
                name=f"run-{number}",
                user="ada",
                job_id=None,
                dataset_version_id=version.id,
            )
            blob = self.workspace.blobs.put_bytes(b"a model")
            said = {"metric": "auc", "task": "binary"}
            training_runs.finish(tx, pk, said, {"auc": 0.8}, {"model.zip": (blob, 7)})
        return pk

    def _version(self, pk: int, *, is_good: bool) -> None:
        version = datasets.version(self.workspace, "sold")
        recipe = datasets.suggestions(self.workspace, version, "verdict").recipe()
        gates = [{"name": "better", "passed": is_good, "message": "Gain."}]
        interval = {"value": 0.8, "low": 0.7, "high": 0.9, "n": 10}
        verdict = Verdict(
            replace(recipe, metric="auc"),
            version.id,
            version.id,
            {"auc": 0.8},
            {"auc": interval},
            gates,
            {},
            new_id(),
        )
        with self.workspace.store.write() as tx:
            registering.insert(tx, "buyers", run_pk=pk, verdict=verdict, by="ben", cause="a test")

    def _work(self) -> None:
        worker = self.workspace.acting_as(WORKER)
        while (claimed := queue.claim(self.workspace.store, "w")) is not None:
            job = queue.begin(self.workspace.store, claimed.id, claimed.attempts)
            assert job is not None
            reporter = JobReporter(self.workspace.store, job.id, job.attempts)
            perform(self.workspace.store, kinds(), worker, job, reporter)


def _rows(month: int) -> list[str]:
    draw = random.Random(month)
    return [
        f"{100 * month + i},{draw.gauss(0, 1):.3f},{draw.choice(['yes', 'no', ''])}\n"
        for i in range(30)
    ]


def _rule(c: Changes) -> Any:
    return c.draw.choice(rules.rules(c.workspace, "sold"))


def _change_rule(c: Changes) -> None:
    one = _rule(c)
    deed = c.draw.choice(["switch", "severity", "remove"])
    if deed == "switch":
        rules.switch(c.workspace, "sold", one.key, not one.is_on)
    elif deed == "severity":
        rules.change(c.workspace, "sold", one.key, severity=c.draw.choice(["warn", "block"]))
    else:
        rules.remove(c.workspace, "sold", one.key)


def _add_rule(c: Changes) -> None:
    settings = {"column": "x", "kind": "numeric", "low": str(-c.draw.randint(5, 99))}
    rules.add(c.workspace, "sold", "column_values", settings)


def _add_step(c: Changes) -> None:
    name = f"{c.word()}_{c.draw.randint(1, 9)}"
    told = {"name": name, "expression": f"x * {c.draw.randint(2, 9)}"}
    steps.add(c.workspace, "sold", "derive", told, at=c.draw.choice([None, 0]))


def _change_step(c: Changes) -> None:
    lines = steps.steps(c.workspace, "sold")
    if not lines:
        raise NeedsYou("There are no steps.", "")
    one = c.draw.choice(lines).step
    deed = c.draw.choice(["settings", "undo", "redo", "move"])
    if deed == "settings":
        told = {"expression": f"x + {c.draw.randint(2, 9)}"}
        steps.change(c.workspace, "sold", one.id, told)
    elif deed == "undo":
        steps.undo(c.workspace, "sold", one.id)
    elif deed == "redo":
        steps.redo(c.workspace, "sold", one.id)
    else:
        steps.move(c.workspace, "sold", one.id, c.draw.randrange(len(lines)))


def _label(c: Changes) -> None:
    keys = c.draw.sample(range(100, 130), c.draw.randint(1, 3))
    given = {str(key): c.draw.choice(["yes", "no", None]) for key in keys}
    labelling.put(c.workspace, "sold", "verdict", given, key_column="number")


def _comment(c: Changes) -> None:
    address = c.version()
    there = comments.of_version(c.workspace, address)
    if there and c.draw.random() < 0.4:
        comments.remove(c.workspace, address, c.draw.choice(there).id)
    else:
        comments.add(c.workspace, address, f"It is {c.word()}")


def _decide(c: Changes) -> None:
    deed = c.draw.choice(["promote", "promote", "back", "reject"])
    if deed == "back":
        promotion.roll_back(c.workspace, "buyers")
    elif deed == "reject":
        promotion.reject(c.workspace, c.version())
    else:
        why = "because it is a test"
        promotion.promote(c.workspace, c.version(), anyway=True, reason=why)


def _label_version(c: Changes) -> None:
    deed = c.draw.choice([aliases.put, aliases.put, aliases.remove])
    deed(c.workspace, c.version(), c.word())


def _write_card(c: Changes) -> None:
    part = c.draw.choice(model_cards.PARTS).id
    model_cards.write_part(c.workspace, "buyers", part, c.draw.choice(["", "old", "new"]))


def _is(c: Changes) -> bool:
    return c.draw.random() < 0.6


_Way = Callable[[Changes], Any]
_WAYS: dict[str, _Way] = {
    "tag": lambda c: run_changes.tag(c.workspace, c.some(), c.word(), c.word()),
    "untag": lambda c: run_changes.untag(c.workspace, c.some(), c.word()),
    "pin": lambda c: run_changes.pin(c.workspace, c.some(), _is(c)),
    "star": lambda c: run_changes.star(c.workspace, c.some(), _is(c)),
    "archive": lambda c: run_changes.archive(c.workspace, c.some(), _is(c)),
    "rename a run": lambda c: run_changes.rename(c.workspace, c.some()[0], c.word()),
    "note": lambda c: run_changes.set_note(c.workspace, c.some(), c.word()),
    "colour": lambda c: run_changes.set_colour(
        c.workspace, c.some(), c.draw.choice(["gold", "plum", None])
    ),
    "delete runs": lambda c: trash.delete(c.workspace, c.some()[:1]),
    "add a rule": _add_rule,
    "change a rule": _change_rule,
    "add a step": _add_step,
    "change a step": _change_step,
    "labels of rows": _label,
    "delete data": lambda c: dataset_trash.delete(
        c.workspace, c.draw.choice(["spare", "spare@3", "spare@2"])
    ),
    "decide": _decide,
    "label of a version": _label_version,
    "two people": lambda c: four_eyes.switch(c.workspace, "buyers", _is(c)),
    "propose": lambda c: four_eyes.propose(c.workspace, c.version()),
    "card": _write_card,
    "comment": _comment,
}
KINDS = tuple(_WAYS)

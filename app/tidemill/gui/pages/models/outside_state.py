"""Versions that scripts registered, as the page Models shows them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidemill.base.words import tr
from tidemill.domain.jobs import OPEN_STATES, Job

if TYPE_CHECKING:
    from tidemill.services.outside_models import OutsideModel, OutsideVersion

_MOST_COLUMNS = 6


@dataclass(frozen=True)
class OutsideRow:
    """A version that a script registered: where it came from, what its files say, what is next.

    `why_not` says why it can't be judged here; empty where it can, or was. With `is_asked` its
    gates are about to be run. `told` is how it stands, in a sentence. `inputs` and `outputs` are
    its signature.
    """

    name: str
    number: int
    form: str
    came: str
    run_id: str
    inputs: str
    outputs: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    why_not: str
    is_judged: bool
    is_asked: bool
    told: str

    @property
    def can_judge(self) -> bool:
        """Whether a person may name the data it is judged on."""
        return not self.is_judged and not self.why_not and not self.is_asked


def outside_rows(
    model: "OutsideModel | None", people: Mapping[str, str], jobs: Mapping[int, Job]
) -> tuple[OutsideRow, ...]:
    """The versions of a model that scripts registered, newest first; `jobs` judge them."""
    every = () if model is None else model.versions
    found = (_row(one, people, jobs.get(one.number)) for one in reversed(every))
    return tuple(row for row in found if row is not None)


def only_outside(models: Sequence["OutsideModel"]) -> tuple[str, ...]:
    """Names that only scripts use: Tidemill has no model of them yet."""
    return tuple(one.name for one in models if one.own is None)


def _row(one: "OutsideVersion", people: Mapping[str, str], job: Job | None) -> OutsideRow | None:
    row = one.row
    if row is None or not row.source:
        return None
    facts = row.facts
    why = str(facts.get("why_not") or facts.get("trouble") or "")
    title = str(facts.get("title") or tr("Files without a page that tells what they are"))
    kind = str(facts.get("type", "")).rpartition(".")[2]
    return OutsideRow(
        name=one.name,
        number=one.number,
        form=f"{title}: {kind}" if kind else title,
        came=tr("logged by MLflow, registered by {get}", get=people.get(row.by, row.by)),
        run_id=row.run_uuid or "",
        inputs=_columns(facts.get("columns", ())),
        outputs=_columns(facts.get("outputs", ())),
        labels=one.aliases,
        columns=tuple(str(c["name"]) for c in facts.get("columns", ()) if c.get("name")),
        why_not=why,
        is_judged=one.own is not None,
        is_asked=job is not None and job.state in OPEN_STATES,
        told=_told(one, why, job),
    )


def _told(one: "OutsideVersion", why: str, job: Job | None) -> str:
    """How it stands: why not, what is under way, what failed, or what is to be done."""
    if one.own is not None:
        return ""
    if why:
        return why
    if job is not None and job.state in OPEN_STATES:
        return tr("Its gates are run by job {id}; then it can be promoted.", id=job.id)
    if job is not None and job.error:
        return tr("Judging it failed: {error}", error=job.error)
    return tr("No gate has run yet: name the data it answers for, and it can be promoted.")


def _columns(given: Sequence[Mapping[str, Any]]) -> str:
    """A side of a signature in words: "age (double), town (string) and 3 more"."""
    words = [
        f"{c['name']} ({c['type']})"
        if c.get("name") and c.get("type")
        else c.get("name") or c["type"]
        for c in given[:_MOST_COLUMNS]
        if c.get("name") or c.get("type")
    ]
    more = len(given) - _MOST_COLUMNS
    return ", ".join(map(str, words)) + (tr(" and {more:,} more", more=more) if more > 0 else "")

"""Versions that scripts registered, as the page Models shows them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidemill.services.outside_models import OutsideModel, OutsideVersion

_MOST_COLUMNS = 6


@dataclass(frozen=True)
class OutsideRow:
    """A version that a script registered: where it came from, what its files say, what is next.

    `why_not` says why it can't be judged here; empty where it can, or was. `inputs` and `outputs`
    are its signature.
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

    @property
    def can_judge(self) -> bool:
        """Whether a person may name the data it is judged on."""
        return not self.is_judged and not self.why_not


def outside_rows(model: "OutsideModel | None", people: Mapping[str, str]) -> tuple[OutsideRow, ...]:
    """The versions of a model that scripts registered, newest first."""
    every = () if model is None else model.versions
    found = (_row(one, people) for one in reversed(every))
    return tuple(row for row in found if row is not None)


def only_outside(models: Sequence["OutsideModel"]) -> tuple[str, ...]:
    """Names that only scripts use: Tidemill has no model of them yet."""
    return tuple(one.name for one in models if one.own is None)


def _row(one: "OutsideVersion", people: Mapping[str, str]) -> OutsideRow | None:
    row = one.row
    if row is None or not row.source:
        return None
    facts = row.facts
    return OutsideRow(
        name=one.name,
        number=one.number,
        form=str(facts.get("title") or "Files without a page that tells what they are"),
        came=f"logged by MLflow, registered by {people.get(row.by, row.by)}",
        run_id=row.run_uuid or "",
        inputs=_columns(facts.get("columns", ())),
        outputs=_columns(facts.get("outputs", ())),
        labels=one.aliases,
        columns=tuple(str(c["name"]) for c in facts.get("columns", ()) if c.get("name")),
        why_not=str(facts.get("why_not") or facts.get("trouble") or ""),
        is_judged=one.own is not None,
    )


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
    return ", ".join(map(str, words)) + (f" and {more:,} more" if more > 0 else "")

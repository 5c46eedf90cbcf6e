"""The entry that is open on the page Activity: what changed, why, how, and the step back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidemill.base.clock import from_iso
from tidemill.base.words import spoken, tr
from tidemill.domain.activities import Activity
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.pages.activity.kinds import KINDS
from tidemill.gui.shell.page import SCHEME

if TYPE_CHECKING:
    from tidemill.services.undoing import Preview


@dataclass(frozen=True)
class Change:
    """What one thing was before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class StepBack:
    """The way back from an entry: what it would turn, or why there is none."""

    why_not: str = ""
    turns: tuple[Change, ...] = ()
    is_busy: bool = False


@dataclass(frozen=True)
class Detail:
    """The entry that is open."""

    id: int
    title: str
    when: str
    open_text: str
    address: str
    changes: tuple[Change, ...]
    note: str
    facts: tuple[tuple[str, str], ...]
    how: tuple[tuple[str, str], ...]
    step_back: StepBack | None = None


_OPENS = {
    "models": tr("Open the model"),
    "data": tr("Open the dataset"),
    "runs": tr("Open the run"),
    "files": tr("Open the file"),
    "watches": tr("Open the folder"),
    "automations": tr("Open the automation"),
    "alerts": tr("Open the alert"),
    "deployments": tr("Open the deployment"),
    "incidents": tr("Open the incident"),
    "jobs": tr("Open the job"),
}


def detail(
    entry: Activity,
    names: Mapping[str, str],
    roles: Mapping[str, str],
    step_back: StepBack | None = None,
) -> Detail:
    """The opened entry: what changed, why, how, and the way back."""
    when = from_iso(entry.at)
    place = entry.subject.split("/")[0]
    told = dict(entry.detail)
    told.pop("undo", None)  # for the program: what it takes to turn the change back
    before, after = told.pop("before", None), told.pop("after", None)
    changes: list[Change] = []
    if isinstance(before, dict) and isinstance(after, dict):
        changes = [
            Change(titled(key), said(before.get(key)), said(after.get(key)))
            for key in dict.fromkeys([*before, *after])
        ]
    if isinstance(told.get("champion"), bool):
        # Whether there was one is for programs that read the log; of a person it asks "which?"
        del told["champion"]
    facts = tuple((titled(key), said(value)) for key, value in told.items() if said(value))
    name = names.get(entry.by, entry.by)
    role = roles.get(entry.by, "")
    sentence = spoken(entry.sentence)
    return Detail(
        entry.id,
        sentence[:1].upper() + sentence[1:],
        numbers.full_time(when),
        _OPENS.get(place, ""),
        SCHEME + entry.subject if place in _OPENS else "",
        tuple(changes),
        unmarked(entry.note),
        facts,
        (
            (tr("By"), f"{name}, {role}" if role else name),
            (tr("Kind"), KINDS.get(entry.kind, entry.kind.capitalize())),
            (tr("Entry"), tr("{integer}, cannot be changed", integer=numbers.integer(entry.id))),
            (tr("Seal"), entry.seal[:12]),
        ),
        step_back,
    )


def step_back_of(preview: "Preview") -> StepBack:
    """The way back as the services tell it before it is taken."""
    turns = tuple(Change(one.what, one.now, one.then) for one in preview.turns)
    return StepBack(spoken(preview.why_not), turns)


def titled(key: str) -> str:
    """A fact's name as a caption."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def said(value: Any) -> str:
    """A fact in words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return numbers.integer(value)
    if isinstance(value, float):
        return numbers.plain(value)
    if isinstance(value, list | tuple):
        return ", ".join(said(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{titled(str(k))} {said(v)}" for k, v in value.items())
    return str(value)

"""What the promotion sheet says, from a version, the champion, and who decides. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from tidemill.base.words import spoken, tr
from tidemill.domain.deployments import Deployment, DeploymentKind
from tidemill.domain.four_eyes import makers_of, others_behind
from tidemill.domain.models import Agreement, ModelVersion, Stage
from tidemill.domain.people import WORKER, Person
from tidemill.gui.kit import numbers
from tidemill.gui.pages.models.version_rows import GateLine, better, dataset_words, gate_line
from tidemill.services.runs import estimator_title

REASON_LENGTH = 10


@dataclass(frozen=True)
class Measure:
    """One measure of both: words, and the gain with its interval as shares of the row's width.

    Whatever the measure's own direction, a positive gain is better; -1 to 1.
    """

    title: str
    direction: str
    champion: str
    candidate: str
    change: str
    gain: float
    low: float
    high: float
    interval: str
    is_better: bool | None


@dataclass(frozen=True)
class Side:
    """One of the two cards: `v3`, its role, and a line on where it came from."""

    label: str
    role: str
    text: str


@dataclass(frozen=True)
class After:
    """One thing that happens when the version is promoted."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True)
class Circumstances:
    """What else counts for a promotion: two people, where the model answers, newer data.

    `people` are display names by login; `newest_data` is when the model's data last grew.
    """

    is_four_eyes: bool = False
    agreements: tuple[Agreement, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    newest_data: datetime | None = None


@dataclass(frozen=True)
class PromotionState:
    """All that the sheet shows; failed gates come first.

    With `is_proposal` the button proposes: another person promotes. `agreed` are those who stand
    behind the version, with what they said.
    """

    name: str
    number: int
    title: str
    verdict: str
    champion: Side | None
    candidate: Side
    measures: tuple[Measure, ...]
    compared: str
    gates: tuple[GateLine, ...]
    gates_words: str
    has_passed: bool
    after: tuple[After, ...]
    recorded_as: str
    can_promote: bool
    needs_reason: bool
    against: str = ""
    is_stale: bool = False
    obstacle: str = ""
    is_proposal: bool = False
    agreed: tuple[After, ...] = ()

    @property
    def button(self) -> str:
        """What the button that promotes says."""
        if self.is_proposal:
            return tr("Propose v{number}", number=self.number)
        return (
            tr("Promote anyway…")
            if self.needs_reason
            else tr("Promote v{number}", number=self.number)
        )


def promotion_of(
    version: ModelVersion,
    champion: ModelVersion | None,
    person: Person,
    decimals: int,
    now: datetime,
    around: Circumstances | None = None,
) -> PromotionState:
    """The sheet for promoting `version` by `person`."""
    around = around or Circumstances()
    measures = tuple(_measures(version, decimals))
    gates = sorted((gate_line(gate) for gate in version.gates), key=lambda gate: gate.is_passed)
    n_passed = sum(gate.is_passed for gate in gates)
    is_champion = version.stage is Stage.CHAMPION
    others, has_proposed = _behind(version, person, around)
    step = _step_of(version, person, is_alone=around.is_four_eyes and not others, said=has_proposed)
    rows = int(version.comparison.get("rows", 0))
    on = dataset_words(str(version.comparison.get("on", "")))
    age = gates_age(version, around.newest_data, now)
    verdict = verdict_of(version, measures, gates, champion)
    return PromotionState(
        name=version.model,
        number=version.number,
        title=tr("Promote {label} to champion", label=version.label),
        verdict=f"{verdict} {age}".strip(),
        champion=None if champion is None or is_champion else _side(champion, "champion", now),
        candidate=_side(version, str(version.stage), now),
        measures=measures,
        compared=tr("{on}, the same {rows:,} rows for both, 95% interval", on=on, rows=rows)
        if measures
        else "",
        gates=tuple(gates),
        gates_words=tr("{n_passed} of {n} passed", n_passed=n_passed, n=len(gates))
        if gates
        else tr("not run"),
        has_passed=version.gates_passed,
        after=tuple(_after(version, champion, around.deployments)),
        recorded_as=tr("Recorded as {display}, {role}", display=person.display, role=person.role),
        can_promote=step.is_open,
        needs_reason=step.needs_reason,
        against=str(version.comparison.get("against", "")) or "none",
        is_stale=is_stale(version, champion) or bool(age),
        obstacle=step.obstacle,
        is_proposal=step.is_proposal,
        agreed=_agreed(version, person, around, others),
    )


@dataclass(frozen=True)
class _Step:
    """What the person may do now: promote or propose, and what is in the way."""

    is_open: bool
    needs_reason: bool = False
    is_proposal: bool = False
    obstacle: str = ""


def _step_of(version: ModelVersion, person: Person, *, is_alone: bool, said: bool) -> _Step:
    """The step for a person; `is_alone` where nobody else stands behind the version and two are
    needed, `said` where the person proposed it already."""
    if version.stage is Stage.CHAMPION:
        told = tr("{label} is champion already.", label=version.label)
        return _Step(False, obstacle=told)
    needs_reason = not version.gates_passed
    if is_alone and said:
        told = tr("You proposed it. Another person promotes it.")
        return _Step(False, needs_reason, True, told)
    if is_alone:
        told = tr("This model needs two people: you propose, another promotes.")
        return _Step(True, is_proposal=True, obstacle=told)
    if needs_reason and not person.can_approve:
        told = tr("A gate failed. Ask an approver to promote it anyway.")
        return _Step(False, needs_reason, obstacle=told)
    return _Step(True, needs_reason)


def _behind(
    version: ModelVersion, person: Person, around: Circumstances
) -> tuple[frozenset[str], bool]:
    """Who else stands behind a version, and whether the person proposed it already."""
    logins = [login for login in around.people if login != WORKER.login]
    said = [one.by for one in around.agreements if one.version_id == version.id]
    others = others_behind(makers_of(version, logins), said, person.login)
    return others, person.login in said


def _agreed(
    version: ModelVersion, person: Person, around: Circumstances, others: frozenset[str]
) -> tuple[After, ...]:
    """Who stands behind a version where two people are needed, and how."""
    if not around.is_four_eyes:
        return ()
    notes = {one.by: one.note for one in around.agreements if one.version_id == version.id}
    lines = []
    for login in sorted({*others, *notes}):
        is_it = login == person.login
        name = tr("You") if is_it else around.people.get(login, login)
        how = tr("proposed it") if login in notes else tr("made it")
        lines.append(After("hand", f"{name} {how}", notes.get(login, "") or tr("without a note")))
    return tuple(lines)


def gates_age(version: ModelVersion, newest_data: datetime | None, now: datetime) -> str:
    """Says that data came after the gates ran, and how long ago that was; empty where none did."""
    if version.gates_at is None or newest_data is None or newest_data <= version.gates_at:
        return ""
    days = (now - version.gates_at).days
    old = tr("are {n_days} old", n_days=numbers.plural(days, "day")) if days else tr("ran today")
    return tr("Gates {old}, and data came since.", old=old)


def is_stale(version: ModelVersion, champion: ModelVersion | None) -> bool:
    """Whether the gates compared with another version than the one that serves now."""
    if champion is None or champion.id == version.id:
        return False
    return str(version.comparison.get("against", "")) != f"v{champion.number}"


def _measures(version: ModelVersion, decimals: int) -> list[Measure]:
    found = []
    for one in version.comparison.get("measures", ()):
        gain = one["gain"]
        ends = (numbers.delta(gain[end], decimals) for end in ("low", "high"))
        far = max(abs(gain["low"]), abs(gain["high"]), abs(gain["value"])) or 1.0
        found.append(
            Measure(
                spoken(str(one["title"])),
                tr("higher is better") if one["higher_is_better"] else tr("lower is better"),
                numbers.decimal(one["champion"], decimals),
                numbers.decimal(one["candidate"], decimals),
                numbers.delta(one["change"], decimals),
                gain["value"] / far,
                gain["low"] / far,
                gain["high"] / far,
                " to ".join(ends),
                better(one),
            )
        )
    return found


def verdict_of(
    version: ModelVersion,
    measures: Sequence[Measure],
    gates: Sequence[GateLine],
    champion: ModelVersion | None = None,
) -> str:
    """The whole comparison in plain words; better is said only beyond chance."""
    sentences = []
    failed = [gate for gate in gates if not gate.is_passed]
    if failed:
        sentences.append(
            f"{numbers.plural(len(failed), 'gate')} failed: {spoken(failed[0].message)}"
        )
    if not gates:
        sentences.append(tr("Its gates have not run."))
    against = str(version.comparison.get("against", ""))
    if not measures:
        sentences.append(tr("There was nothing to compare it with."))
        return " ".join(sentences)
    if is_stale(version, champion):
        sentences.append(
            tr(
                "Its gates compared it with {against}, not with the champion of now.",
                against=against,
            )
        )
    than = "" if against.startswith("v") else tr(" than the {against}", against=against)
    up = [_within(m.title) for m in measures if m.is_better]
    down = [_within(m.title) for m in measures if m.is_better is False]
    open_ = [_within(m.title) for m in measures if m.is_better is None]
    if up:
        sentences.append(tr("Better{than} on {list}.", than=than, list=_list(up)))
    if down:
        sentences.append(tr("Worse{than} on {list}.", than=than, list=_list(down)))
    if open_:
        who = (
            tr("The difference")
            if up or down
            else tr("No difference{replace}", replace=than.replace(" than", " to"))
        )
        certain = tr("not certain") if up or down else "certain"
        sentences.append(f"{who} in {_list(open_)} is {certain}.")
    return " ".join(sentences)


def _within(title: str) -> str:
    """A measure's title inside a sentence: log loss, but AUC, F1 and Brier score."""
    first = title.split(maxsplit=1)[0]
    is_name = first == "Brier" or any(letter.isupper() or letter.isdigit() for letter in first[1:])
    return title if is_name else title[:1].lower() + title[1:]


def _list(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else ", ".join(titles[:-1]) + " and " + titles[-1]


def _side(version: ModelVersion, role: str, now: datetime) -> Side:
    when = numbers.relative(version.created_at, now)
    learned = spoken(estimator_title(version.estimator))
    return Side(
        f"v{version.number}", role, f"{when} · {dataset_words(version.dataset)} · {learned}"
    )


def _after(
    version: ModelVersion, champion: ModelVersion | None, deployments: Sequence[Deployment]
) -> list[After]:
    if champion is not None and champion.id == version.id:
        return []
    found = [_switches(one, version, champion) for one in deployments if one.is_on]
    if not found:
        nothing = tr("Nothing serves this model yet")
        text = tr(
            "Predictions of files and monitoring use v{number} from then on", number=version.number
        )
        found.append(After("radio-tower", nothing, text))
    if champion is None:
        found.append(
            After("box", tr("It is the first champion"), tr("There is nothing to go back to"))
        )
    else:
        back = tr("v{number} stays ready", number=champion.number)
        found.append(After("undo-2", back, tr("Roll back is one click on Models")))
    return found


def _switches(one: Deployment, version: ModelVersion, champion: ModelVersion | None) -> After:
    """What happens to a deployment that is on."""
    label = f"v{version.number}"
    if one.kind is DeploymentKind.BATCH:
        text = tr("Files that are being scored finish first")
        return After(
            "folder-input",
            tr("{name} uses {label} from the next file", name=one.name, label=label),
            text,
        )
    if champion is None:
        return After(
            "radio-tower",
            tr("{name} begins to answer with {label}", name=one.name, label=label),
            one.address,
        )
    text = tr("No restart; requests in flight finish on v{number}", number=champion.number)
    return After("radio-tower", tr("{name} switches to {label}", name=one.name, label=label), text)

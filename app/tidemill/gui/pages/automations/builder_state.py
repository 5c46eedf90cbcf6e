"""All that is shown while a rule is built, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.automations import Mode, StepKind, Watched
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentence_parts import Part, Said, Slot, joined
from tidemill.gui.pages.automations.builder_loading import Gate, Ground
from tidemill.gui.pages.automations.cards import StepStateOf, chain_of
from tidemill.gui.pages.automations.draft import FILES, HAND, LIMIT, TIME, Draft, name_of
from tidemill.gui.pages.automations.dry_state import DryState
from tidemill.gui.pages.automations.folder_parts import folder_sentence
from tidemill.gui.pages.automations.rule_offers import limits_sentence, quiet_words
from tidemill.gui.pages.automations.rule_sentence import script_name, sentence_of

if TYPE_CHECKING:
    from tidemill.services.forecasting import Forecast

Word = Literal["loading", "error", "ready"]
FIRST_KINDS = (FILES, TIME, LIMIT, HAND)
_FIRST_WORDS = {
    FILES: (tr("A file lands"), tr("in a watched folder"), "folder-search"),
    TIME: (tr("At a time"), tr("every night, week, month"), "calendar-clock"),
    LIMIT: (tr("A limit is passed"), tr("drift, error or value"), "activity"),
    HAND: (tr("By hand"), tr("a button and a key"), "hand"),
}
MODES = (
    (Mode.TELL, tr("Tell me"), tr("Nothing changes")),
    (Mode.PROPOSE, tr("Propose"), tr("A person promotes, or not")),
    (Mode.PROMOTE, tr("Promote by itself"), tr("Watched, and taken back")),
)
WATCHED_WORDS = {
    Watched.PERFORMANCE: tr("Performance falls"),
    Watched.ERROR_RATE: tr("More answers are wrong"),
    Watched.VALUE: tr("Business value falls"),
}


@dataclass(frozen=True)
class KindCard:
    """A trigger to begin with."""

    kind: str
    title: str
    note: str
    icon: str
    is_chosen: bool
    is_possible: bool


@dataclass(frozen=True)
class ParamRow:
    """A parameter of a script: what it is set to, and what it is unless said."""

    name: str
    value: str
    default: str
    help: str


@dataclass(frozen=True)
class ScriptRow:
    """A script among the steps; `at` is its place."""

    at: int
    name: str
    path: str
    params: tuple[ParamRow, ...]
    stops: bool
    rows: str = "all"


@dataclass(frozen=True)
class GuardsState:
    """What stands guard: gates always, the watch where it promotes by itself."""

    gates: tuple[Gate, ...]
    watch: tuple[Part, ...]
    rollback_on: tuple[tuple[Watched, str, bool], ...]


@dataclass(frozen=True)
class BuilderState:
    """The page of a rule in the making."""

    word: Word = "loading"
    error: TidemillError | None = None
    is_new: bool = True
    was_on: bool = False
    title: str = tr("New automation")
    kinds: tuple[KindCard, ...] = ()
    sentence: tuple[Part, ...] = ()
    limits: tuple[Part, ...] = ()
    chain: tuple[StepStateOf, ...] = ()
    scripts: tuple[ScriptRow, ...] = ()
    mode: Mode | None = None
    guards: GuardsState | None = None
    costs: tuple[tuple[str, str], ...] = ()
    forecast: str = ""
    times: tuple[str, ...] = ()
    missing: str = ""
    dry: DryState = field(default_factory=DryState)
    is_busy: bool = False
    failure: str = ""


def builder_state(
    draft: Draft, ground: Ground, forecast: "Forecast | None", dry: DryState | None = None
) -> BuilderState:
    """The page for a rule."""
    known = ground.known
    name = draft.name or name_of(draft, known)
    one = ground.automation
    return BuilderState(
        "ready",
        is_new=draft.id is None,
        was_on=one is not None and one.is_on,
        title=tr("New automation") if one is None else one.name,
        kinds=_kinds(draft, ground),
        sentence=sentence_of(draft, known, is_built=True),
        limits=joined(
            [
                Said(tr("It is called ")),
                Slot("name", name, tr("Name")),
                Said("."),
                *folder_sentence(draft, known),
                Said(" "),
                *limits_sentence(draft.limits),
            ]
        ),
        chain=chain_of(draft.triggers, draft.steps, draft.mode, draft.dataset),
        scripts=_scripts(draft, ground),
        mode=draft.mode if draft.model is not None else None,
        guards=None if draft.model is None else _guards(draft, ground),
        costs=_costs(draft, forecast),
        forecast="" if forecast is None else spoken(forecast.sentence),
        times=() if forecast is None else tuple(_time(t) for t in forecast.times),
        missing=missing(draft),
        dry=dry or DryState(),
    )


def can_be_tried(draft: Draft) -> bool:
    """Whether there may be files that can be replayed: it waits for those of a folder."""
    files = [t for t in draft.triggers if t.kind == FILES]
    return draft.folder is not None or any(t.settings.get("watch") for t in files)


def missing(draft: Draft) -> str:
    """What has to be said before the rule can be kept; empty for nothing."""
    if draft.has(FILES) and not draft.dataset:
        return tr("Choose a folder, or a dataset.")
    if any(t.kind == LIMIT and not t.settings.get("model") for t in draft.triggers):
        return tr("A limit is one of a model: train and register one first.")
    if draft.model is None and not draft.has(FILES) and not _has_script(draft):
        return tr("Choose a model, or add a script: so far nothing would be done.")
    return ""


def _has_script(draft: Draft) -> bool:
    return any(step.kind is StepKind.SCRIPT for step in draft.steps)


def _kinds(draft: Draft, ground: Ground) -> tuple[KindCard, ...]:
    made = []
    for kind in FIRST_KINDS:
        title, note, icon = _FIRST_WORDS[kind]
        is_possible = kind != LIMIT or bool(ground.known.models)
        if not is_possible:
            note = tr("once there is a model")
        made.append(KindCard(kind, title, note, icon, draft.has(kind), is_possible))
    return tuple(made)


def _scripts(draft: Draft, ground: Ground) -> tuple[ScriptRow, ...]:
    made = []
    for at, step in enumerate(draft.steps):
        if step.kind is not StepKind.SCRIPT:
            continue
        path = str(step.settings.get("file") or "")
        given = step.settings.get("parameters") or {}
        params = tuple(
            ParamRow(
                p.name,
                "" if p.name not in given else _plain(given[p.name]),
                _plain(p.default) if p.default is not None else "",
                spoken(p.help),
            )
            for p in ground.params.get(path, ())
        )
        rows = str(step.settings.get("rows") or "all")
        made.append(ScriptRow(at, script_name(step), path, params, step.stops_on_failure, rows))
    return tuple(made)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _guards(draft: Draft, ground: Ground) -> GuardsState:
    if draft.mode is not Mode.PROMOTE:
        return GuardsState(ground.gates, (), ())
    guards = draft.guards
    days, between = f"{guards.watch_days:g} days", f"{guards.days_between_changes:g} days"
    watch = joined(
        [
            Said(tr("A version is watched for ")),
            Slot("watch_days", days.replace("1 days", "1 day"), tr("Days of the watch")),
            Said(tr(" and goes back by itself. The champion changes by itself at most once in ")),
            Slot(
                "days_between",
                between.replace("1 days", "1 day"),
                tr("Days between changes"),
            ),
            Said("."),
        ]
    )
    on = {rule.watched for rule in guards.rollback_on}
    rules = tuple((one, words, one in on) for one, words in WATCHED_WORDS.items())
    return GuardsState(ground.gates, watch, rules)


def _costs(draft: Draft, forecast: "Forecast | None") -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, str]] = []
    if forecast is not None:
        starts, minutes = forecast.starts_a_month, forecast.minutes_a_month
        if minutes is not None and starts:
            rows.append((tr("Each start"), f"about {numbers.duration(minutes / starts * 60)}"))
        if starts is not None:
            words = f"about {numbers.plural(round(starts), 'start')}"
            rows.append((tr("Each month"), tr("less than one start") if starts < 0.5 else words))
        if minutes is not None:
            rows.append((tr("Work a month"), numbers.duration(minutes * 60)))
    if draft.limits.quiet is not None:
        rows.append((tr("Not between"), quiet_words(draft.limits)))
    if draft.limits.minutes_a_month is not None:
        rows.append(
            (
                tr("At most"),
                tr("{minutes_a_month:g} min a month", minutes_a_month=draft.limits.minutes_a_month),
            )
        )
    if draft.limits.mains_only:
        rows.append((tr("Power"), tr("on mains only")))
    return tuple(rows)


def _time(moment: datetime) -> str:
    return numbers.full_time(moment)[:-3]

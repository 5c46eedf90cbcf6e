"""What can be chosen for each changeable part of a rule."""

from collections.abc import Callable
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr, tr_later, translated
from tidemill.domain.automations import Limits
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentence_parts import Choice, Offer, Part, Said, Slot, joined
from tidemill.gui.pages.automations import folder_parts
from tidemill.gui.pages.automations.draft import (
    EVENT,
    FILES,
    HAND,
    JOB,
    LIMIT,
    TIME,
    Draft,
    Known,
    name_of,
)
from tidemill.gui.pages.automations.rule_changes import ADD, DROP, changed
from tidemill.gui.pages.automations.rule_sentence import EVENTS, HOW, limit_words
from tidemill.gui.pages.automations.words import MODE_RULES, short_folder

CHOOSE_FOLDER = "\nchoose"
"""The value of the option that asks for a folder; no path is called so."""

KIND_WORDS = {
    FILES: (tr("New data"), tr("files or rows"), "folder-search"),
    TIME: (tr("At a time"), tr("every night, week, month"), "calendar-clock"),
    LIMIT: (tr("A limit is passed"), tr("drift, error or value"), "activity"),
    HAND: (tr("By hand"), tr("a button and a key"), "hand"),
    JOB: (tr("Another one ends"), tr("an automation or a kind of job"), "workflow"),
    EVENT: (tr("A version is decided on"), tr("registered, promoted, rolled back"), "box"),
}
_TIMES = (
    tr_later("every hour"),
    tr_later("every night at 02:00"),
    tr_later("every weekday at 06:00"),
    tr_later("every Monday at 06:00"),
    tr_later("every first Monday of the month at 06:00"),
    tr_later("on the last day of the month at 22:00"),
)


def offer(draft: Draft, known: Known, key: str, columns: tuple[str, ...] = ()) -> Offer:
    """What can be chosen for the part of a key; `columns` are those of the rule's data."""
    part, _, which = key.partition(":")
    settings = {} if part == "script" or not which else draft.trigger(which).settings
    lists: dict[str, Callable[[], Offer]] = {
        "folder": lambda: _folders(draft, known, settings),
        "pattern": lambda: _typed(
            draft,
            known,
            key,
            ("", "*.csv", "*.parquet", "*.xlsx"),
            tr("Such as churn_*.csv"),
            str(folder_parts.current(draft, known, which, "pattern")),
            {"": tr("any name")},
        ),
        "amount": lambda: _typed(
            draft,
            known,
            key,
            (
                tr_later("a file"),
                tr_later("3 files"),
                tr_later("10 files"),
                tr_later("1,000 rows"),
                tr_later("10,000 rows"),
            ),
            tr("Such as 5 files, or 1,000 rows"),
        ),
        "when": lambda: _typed(
            draft, known, key, _TIMES, tr("In words, or as cron"), str(settings.get("when", ""))
        ),
        "limit": lambda: _typed(
            draft,
            known,
            key,
            ("0.1", "0.2", "0.3"),
            tr("A number"),
            f"{float(settings.get('limit', 0.2)):g}",
        ),
        "what": lambda: _what(settings, columns),
        "dataset": lambda: _datasets(draft, known),
        "model": lambda: _models(draft, known),
        "mode": lambda: _modes(draft),
        "gates": lambda: Offer(
            tuple(Choice(name, name, icon="shield-check") for name in known.gates)
        ),
        "of_model": lambda: Offer(
            tuple(Choice(m, m, tr("learns from {of}", of=of), "box") for m, of in known.models),
            settings.get("model"),
        ),
        "of": lambda: _ends(draft, known, settings),
        "how": lambda: _plain(HOW, settings.get("how", "well")),
        "event": lambda: _plain(EVENTS, settings.get("event", "promoted")),
        "script": lambda: Offer((Choice(None, tr("Leave it out"), icon="x"),), ""),
        "name": lambda: Offer(
            (), None, tr("What it is called"), draft.name or name_of(draft, known)
        ),
        "or": lambda: _others(draft, known),
    }
    if part in folder_parts.CHOICES:
        return _of_folder(draft, known, which, part)
    return lists[part]() if part in lists else _of_limits(draft, known, part)


def _of_folder(draft: Draft, known: Known, trigger_id: str, part: str) -> Offer:
    """How files are taken in."""
    choices = tuple(
        Choice(value, words, folder_parts.NOTES.get(value, ""))
        for value, words in folder_parts.CHOICES[part].items()
    )
    return Offer(choices, folder_parts.current(draft, known, trigger_id, part))


def _plain(words: dict[str, str], current: object) -> Offer:
    return Offer(tuple(Choice(value, text) for value, text in words.items()), current)


def _typed(
    draft: Draft,
    known: Known,
    key: str,
    suggestions: tuple[str, ...],
    placeholder: str,
    typed: str = "",
    named: dict[str, str] | None = None,
) -> Offer:
    def check(words: str) -> str:
        changed(draft, known, key, words)
        return ""

    texts = named or {}
    choices = tuple(Choice(one, texts.get(one) or translated(one)) for one in suggestions)
    return Offer(choices, typed, placeholder, typed, check)


def _folders(draft: Draft, known: Known, settings: dict[str, Any]) -> Offer:
    made = [
        Choice(w.id, short_folder(w.folder), f"for {w.dataset}", "folder-open")
        for w in known.watches
    ]
    current = settings.get("watch")
    if draft.folder is not None:
        current = draft.folder.path
        made.append(Choice(current, short_folder(current), tr("not watched yet"), "folder-open"))
    made.append(Choice(0, "from anywhere", tr("any way new data come"), "database"))
    made.append(Choice(CHOOSE_FOLDER, tr("Choose a folder…"), icon="folder-search"))
    return Offer(tuple(made), current)


def _datasets(draft: Draft, known: Known) -> Offer:
    choices = tuple(Choice(name, name, icon="database") for name in known.datasets)
    if draft.folder is None:
        return Offer(choices, draft.dataset)

    def check(words: str) -> str:
        if not words.strip():
            raise NeedsYou(tr("A dataset needs a name."), tr("Type one, or choose one."))
        is_new = words.strip() not in known.datasets
        return tr("A new dataset; its first file says what its columns are.") if is_new else ""

    name = draft.dataset or ""
    return Offer(choices, draft.dataset, tr("Choose one, or name a new one"), name, check)


def _models(draft: Draft, known: Known) -> Offer:
    choices = [Choice(m, m, icon="box") for m in known.models_of(draft.dataset)]
    return Offer(
        (*choices, Choice("", tr("no model"), tr("only take in and check"))), draft.model or ""
    )


def _modes(draft: Draft) -> Offer:
    choices = [Choice(mode, words, note) for mode, (words, note) in MODE_RULES.items()]
    return Offer(tuple(choices), draft.mode)


def _what(settings: dict[str, Any], columns: tuple[str, ...]) -> Offer:
    choices = [
        Choice("drift=", tr("drift of any column"), tr("PSI of the column that moved most")),
        Choice("error", "performance", tr("the model's metric, where answers are known")),
        Choice("alert", tr("an alert opens"), tr("any rule of monitoring")),
        Choice("value=share_drifted", tr("share of drifted columns"), tr("0 to 1")),
        Choice("value=prediction_psi", tr("drift of the predictions"), "PSI"),
        Choice("value=rows", "rows", tr("fewer than usual came")),
        *(Choice(f"drift={name}", tr("drift of {name}", name=name)) for name in columns),
    ]
    what = str(settings.get("what", "drift"))
    name = settings.get("column") if what == "drift" else settings.get("figure")
    current = what if what in ("error", "alert") else f"{what}={name or ''}"
    if current not in [one.value for one in choices]:
        choices.append(Choice(current, limit_words(settings)[0]))
    return Offer(tuple(choices), current)


def _ends(draft: Draft, known: Known, settings: dict[str, Any]) -> Offer:
    made = [
        Choice(f"automation:{key}", title, "automation", "workflow")
        for key, title in known.automations
        if key != draft.id
    ]
    jobs = {"model.train": tr("a training"), "model.monitor": tr("a look for drift")}
    made += [Choice(kind, words, "job", "list-checks") for kind, words in jobs.items()]
    current = settings.get("of")
    if current not in [one.value for one in made]:
        made.append(Choice(current, str(current)))
    return Offer(tuple(made), current)


def _others(draft: Draft, known: Known) -> Offer:
    """Further triggers, and those that can be left out."""
    kinds = [
        kind
        for kind in KIND_WORDS
        if kind in (TIME, LIMIT, JOB, EVENT) or not draft.has(kind)
        if known.models or kind not in (LIMIT, EVENT)
    ]
    made = [Choice(ADD + kind, *KIND_WORDS[kind]) for kind in kinds]
    if len(draft.triggers) > 1:
        made += [
            Choice(
                DROP + t.id,
                tr("Not: {lower}", lower=KIND_WORDS[t.kind][0].lower()),
                tr("leave it out"),
                "x",
            )
            for t in draft.triggers
            if t.kind in KIND_WORDS
        ]
    return Offer(tuple(made))


# --- limits ----------------------------------------------------------------------------------


def limits_sentence(limits: Limits) -> tuple[Part, ...]:
    """When it must not start although something says so, as a sentence."""
    every = tr("as often as it likes")
    if limits.at_most_every_s is not None:
        every = tr("not more than once {span}", span=_span(limits.at_most_every_s))
    quiet = (
        tr("at any time of day")
        if limits.quiet is None
        else tr("not between {quiet_words}", quiet_words=quiet_words(limits))
    )
    mains = tr("only on mains power") if limits.mains_only else tr("on mains or battery")
    minutes = tr("any number of minutes")
    if limits.minutes_a_month is not None:
        minutes = f"{numbers.integer(round(limits.minutes_a_month))} minutes"
    return joined(
        [
            Said(tr("It starts ")),
            Slot("every", every, tr("How often at most")),
            Said(", "),
            Slot("quiet", quiet, tr("Quiet hours")),
            Said(", "),
            Slot("mains", mains, tr("Power")),
            Said(tr(", and may work ")),
            Slot("minutes", minutes, tr("Budget")),
            Said(tr(" a month.")),
        ]
    )


def quiet_words(limits: Limits) -> str:
    """`08:00 and 18:00`; empty without quiet hours."""
    return "" if limits.quiet is None else f"{limits.quiet[0]} and {limits.quiet[1]}"


def _span(seconds: float) -> str:
    for unit, words in ((604800, "week"), (86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= unit and seconds % unit == 0:
            times = round(seconds / unit)
            one = "an hour" if words == "hour" else f"a {words}"
            return one if times == 1 else f"in {times} {words}s"
    return f"in {numbers.duration(seconds)}"


def _of_limits(draft: Draft, known: Known, part: str) -> Offer:
    limits = draft.limits
    if part == "mains":
        made = (
            Choice(False, tr("on mains or battery")),
            Choice(True, tr("only on mains power"), tr("waits while on battery")),
        )
        return Offer(made, limits.mains_only)
    quiet = "" if limits.quiet is None else " to ".join(limits.quiet)
    minutes = "" if limits.minutes_a_month is None else f"{limits.minutes_a_month:g}"
    days = f"{draft.guards.watch_days:g} days"
    between = f"{draft.guards.days_between_changes:g} days"
    every = "" if limits.at_most_every_s is None else _span(limits.at_most_every_s)
    lists: dict[str, tuple[tuple[str, ...], str, str, dict[str, str]]] = {
        "every": (
            ("", tr_later("an hour"), tr_later("6 hours"), tr_later("a day"), tr_later("a week")),
            tr("Such as 6 hours"),
            every.removeprefix("in "),
            {"": tr("as often as it likes")},
        ),
        "quiet": (
            ("", tr_later("08:00 to 18:00"), tr_later("22:00 to 06:00")),
            tr("Such as 08:00 to 18:00"),
            quiet,
            {"": tr("at any time of day")},
        ),
        "minutes": (("", "60", "300", "600"), tr("Minutes a month"), minutes, {"": tr("no limit")}),
        "watch_days": (
            (tr_later("3 days"), tr_later("7 days"), tr_later("14 days"), tr_later("30 days")),
            tr("Days"),
            days,
            {},
        ),
        "days_between": (
            (tr_later("0 days"), tr_later("1 day"), tr_later("7 days"), tr_later("30 days")),
            tr("Days"),
            between,
            {},
        ),
    }
    suggestions, placeholder, typed, named = lists[part]
    return _typed(draft, known, part, suggestions, placeholder, typed, named)

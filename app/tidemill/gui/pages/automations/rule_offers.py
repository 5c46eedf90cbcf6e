"""What can be chosen for each changeable part of a rule."""

from collections.abc import Callable
from typing import Any

from tidemill.base.errors import NeedsYou
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
    FILES: ("New data", "files or rows", "folder-search"),
    TIME: ("At a time", "every night, week, month", "calendar-clock"),
    LIMIT: ("A limit is passed", "drift, error or value", "activity"),
    HAND: ("By hand", "a button and a key", "hand"),
    JOB: ("Another one ends", "an automation or a kind of job", "workflow"),
    EVENT: ("A version is decided on", "registered, promoted, rolled back", "box"),
}
_TIMES = (
    "every hour",
    "every night at 02:00",
    "every weekday at 06:00",
    "every Monday at 06:00",
    "every first Monday of the month at 06:00",
    "on the last day of the month at 22:00",
)


def offer(draft: Draft, known: Known, key: str, columns: tuple[str, ...] = ()) -> Offer:
    """What can be chosen for the part of a key; `columns` are those of the rule's data."""
    part, _, which = key.partition(":")
    settings = {} if part == "script" or not which else draft.trigger(which).settings
    lists: dict[str, Callable[[], Offer]] = {
        "folder": lambda: _folders(draft, known, settings),
        "pattern": lambda: _typed(
            draft, known, key, ("", "*.csv", "*.parquet", "*.xlsx"), "Such as churn_*.csv",
            str(folder_parts.current(draft, known, which, "pattern")), {"": "any name"},
        ),
        "amount": lambda: _typed(
            draft, known, key, ("a file", "3 files", "10 files", "1,000 rows", "10,000 rows"),
            "Such as 5 files, or 1,000 rows",
        ),
        "when": lambda: _typed(
            draft, known, key, _TIMES, "In words, or as cron", str(settings.get("when", ""))
        ),
        "limit": lambda: _typed(
            draft, known, key, ("0.1", "0.2", "0.3"), "A number",
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
            tuple(Choice(m, m, f"learns from {of}", "box") for m, of in known.models),
            settings.get("model"),
        ),
        "of": lambda: _ends(draft, known, settings),
        "how": lambda: _plain(HOW, settings.get("how", "well")),
        "event": lambda: _plain(EVENTS, settings.get("event", "promoted")),
        "script": lambda: Offer((Choice(None, "Leave it out", icon="x"),), ""),
        "name": lambda: Offer((), None, "What it is called", draft.name or name_of(draft, known)),
        "or": lambda: _others(draft, known),
    }  # fmt: skip
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
    choices = tuple(Choice(one, texts.get(one, one)) for one in suggestions)
    return Offer(choices, typed, placeholder, typed, check)


def _folders(draft: Draft, known: Known, settings: dict[str, Any]) -> Offer:
    made = [
        Choice(w.id, short_folder(w.folder), f"for {w.dataset}", "folder-open")
        for w in known.watches
    ]
    current = settings.get("watch")
    if draft.folder is not None:
        current = draft.folder.path
        made.append(Choice(current, short_folder(current), "not watched yet", "folder-open"))
    made.append(Choice(0, "from anywhere", "any way new data come", "database"))
    made.append(Choice(CHOOSE_FOLDER, "Choose a folder…", icon="folder-search"))
    return Offer(tuple(made), current)


def _datasets(draft: Draft, known: Known) -> Offer:
    choices = tuple(Choice(name, name, icon="database") for name in known.datasets)
    if draft.folder is None:
        return Offer(choices, draft.dataset)

    def check(words: str) -> str:
        if not words.strip():
            raise NeedsYou("A dataset needs a name.", "Type one, or choose one.")
        is_new = words.strip() not in known.datasets
        return "A new dataset; its first file says what its columns are." if is_new else ""

    name = draft.dataset or ""
    return Offer(choices, draft.dataset, "Choose one, or name a new one", name, check)


def _models(draft: Draft, known: Known) -> Offer:
    choices = [Choice(m, m, icon="box") for m in known.models_of(draft.dataset)]
    return Offer((*choices, Choice("", "no model", "only take in and check")), draft.model or "")


def _modes(draft: Draft) -> Offer:
    choices = [Choice(mode, words, note) for mode, (words, note) in MODE_RULES.items()]
    return Offer(tuple(choices), draft.mode)


def _what(settings: dict[str, Any], columns: tuple[str, ...]) -> Offer:
    choices = [
        Choice("drift=", "drift of any column", "PSI of the column that moved most"),
        Choice("error", "performance", "the model's metric, where answers are known"),
        Choice("alert", "an alert opens", "any rule of monitoring"),
        Choice("value=share_drifted", "share of drifted columns", "0 to 1"),
        Choice("value=prediction_psi", "drift of the predictions", "PSI"),
        Choice("value=rows", "rows", "fewer than usual came"),
        *(Choice(f"drift={name}", f"drift of {name}") for name in columns),
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
    jobs = {"model.train": "a training", "model.monitor": "a look for drift"}
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
            Choice(DROP + t.id, f"Not: {KIND_WORDS[t.kind][0].lower()}", "leave it out", "x")
            for t in draft.triggers
            if t.kind in KIND_WORDS
        ]
    return Offer(tuple(made))


# --- limits ----------------------------------------------------------------------------------


def limits_sentence(limits: Limits) -> tuple[Part, ...]:
    """When it must not start although something says so, as a sentence."""
    every = "as often as it likes"
    if limits.at_most_every_s is not None:
        every = f"not more than once {_span(limits.at_most_every_s)}"
    quiet = "at any time of day" if limits.quiet is None else f"not between {quiet_words(limits)}"
    mains = "only on mains power" if limits.mains_only else "on mains or battery"
    minutes = "any number of minutes"
    if limits.minutes_a_month is not None:
        minutes = f"{numbers.integer(round(limits.minutes_a_month))} minutes"
    return joined(
        [
            Said("It starts "),
            Slot("every", every, "How often at most"),
            Said(", "),
            Slot("quiet", quiet, "Quiet hours"),
            Said(", "),
            Slot("mains", mains, "Power"),
            Said(", and may work "),
            Slot("minutes", minutes, "Budget"),
            Said(" a month."),
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
            Choice(False, "on mains or battery"),
            Choice(True, "only on mains power", "waits while on battery"),
        )
        return Offer(made, limits.mains_only)
    quiet = "" if limits.quiet is None else " to ".join(limits.quiet)
    minutes = "" if limits.minutes_a_month is None else f"{limits.minutes_a_month:g}"
    days = f"{draft.guards.watch_days:g} days"
    between = f"{draft.guards.days_between_changes:g} days"
    every = "" if limits.at_most_every_s is None else _span(limits.at_most_every_s)
    lists: dict[str, tuple[tuple[str, ...], str, str, dict[str, str]]] = {
        "every": (
            ("", "an hour", "6 hours", "a day", "a week"), "Such as 6 hours",
            every.removeprefix("in "), {"": "as often as it likes"},
        ),
        "quiet": (
            ("", "08:00 to 18:00", "22:00 to 06:00"), "Such as 08:00 to 18:00", quiet,
            {"": "at any time of day"},
        ),
        "minutes": (("", "60", "300", "600"), "Minutes a month", minutes, {"": "no limit"}),
        "watch_days": (("3 days", "7 days", "14 days", "30 days"), "Days", days, {}),
        "days_between": (("0 days", "1 day", "7 days", "30 days"), "Days", between, {}),
    }  # fmt: skip
    suggestions, placeholder, typed, named = lists[part]
    return _typed(draft, known, part, suggestions, placeholder, typed, named)

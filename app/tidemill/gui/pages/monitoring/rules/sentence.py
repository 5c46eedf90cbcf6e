"""The sentence of a rule for the page: its parts as slots, and what can be chosen for each."""

from collections.abc import Mapping
from dataclasses import replace

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken, tr, tr_later, translated
from tidemill.domain import rule_sentences, trigger_limits
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches, judge
from tidemill.domain.alerts import Severity
from tidemill.domain.rule_sentences import Subjects
from tidemill.gui.kit.sentence_parts import Choice, Offer, Part, Said, Slot
from tidemill.gui.pages.monitoring.rules.state import Say

_NAMES: Mapping[str, tuple[str, str]] = {
    "watches": (tr("What is watched"), "activity"),
    "of": (tr("Which one"), ""),
    "model": (tr("Model"), "box"),
    "comparison": (tr("How it is compared"), ""),
    "limit": (tr("Limit"), ""),
    "span": (tr("How long it lasts"), ""),
    "slice": (tr("Which rows"), ""),
    "at_most_every_s": (tr("How often"), ""),
    "tells": (tr("Whom it tells"), "users"),
}
_UNNAMED = {
    Watches.COLUMN: tr("a column"),
    Watches.MISSING: tr("a column"),
}
ICONS: Mapping[Watches, str] = {
    Watches.INPUT: "waves",
    Watches.COLUMN: "columns-3",
    Watches.MISSING: "circle-dashed",
    Watches.TOGETHER: "combine",
    Watches.PREDICTION: "activity",
    Watches.METRIC: "bell",
    Watches.ESTIMATE: "bell",
    Watches.VALUE: "trending-down",
    Watches.VOLUME: "rows-3",
    Watches.AGE: "clock",
}
SEVERITIES = {Severity.WARNING: tr("warning"), Severity.CRITICAL: tr("critical")}
_QUIET = (tr_later("22:00 to 06:00"), tr_later("18:00 to 08:00"))
_NONE = "none"


def sentence_of(rule: AlertRule, subjects: Subjects, say: Say) -> tuple[Part, ...]:
    """The sentence with its parts to choose."""
    return tuple(
        Said(one) if isinstance(one, str) else _slot(rule, one)
        for one in rule_sentences.sentence(rule, subjects, say)
    )


def _slot(rule: AlertRule, part: rule_sentences.Part) -> Slot:
    name, icon = _NAMES.get(part.name, (part.name, ""))
    words = part.words or _UNNAMED.get(rule.watches, "choose")
    return Slot(part.name, _phrase(words), name, icon)


def _phrase(words: str) -> str:
    """What stands in a part, in the language; one word may be the name of a model or a column."""
    return spoken(words) if " " in words else words


def offer_of(rule: AlertRule, subjects: Subjects, say: Say, key: str) -> Offer:
    """What can be chosen for a part of the sentence."""
    parts = {
        one.name: one
        for one in rule_sentences.sentence(rule, subjects, say)
        if not isinstance(one, str)
    }
    if key not in parts:
        return Offer()
    part = parts[key]
    if key == "limit":
        return _limit(rule, say)
    choices = tuple(
        Choice(value, _phrase(words)) for value, words in part.choices if value or words
    )
    if key == "of" and not rule.of:
        choices = tuple(one for one in choices if one.value or rule.watches not in _UNNAMED)
        if not choices:
            return Offer((), None, tr("Name of the column"), "")
    if key == "tells":
        choices += _together(rule, subjects)
    return Offer(choices, part.value)


def _together(rule: AlertRule, subjects: Subjects) -> tuple[Choice, ...]:
    """Persons to tell beside those who are told already."""
    if not rule.tells or rule.tells == ("nobody",):
        return ()
    known = ",".join(rule.tells)
    return tuple(
        Choice(f"{known},{login}", tr("{name} as well", name=name), "", "plus")
        for login, name in subjects.people
        if login not in rule.tells
    )


def _limit(rule: AlertRule, say: Say) -> Offer:
    def check(words: str) -> str:
        return tr("Alerts from {say} on", say=say(rule, typed_limit(rule, words)))

    return Offer((), None, tr("A number"), _plain(rule), check)


def _plain(rule: AlertRule) -> str:
    if rule.limit is None:
        return ""
    if rule.watches is Watches.MISSING:
        return f"{rule.limit * 100:.4g}%"
    return f"{rule.limit:.6g}"


def typed_limit(rule: AlertRule, words: str) -> float:
    """A limit as it was typed: `0.2`, `20%`, `1,000`, `2 d`."""
    bare = words.strip().replace("\N{MINUS SIGN}", "-").replace(" ", "").rstrip("d")
    is_share = bare.endswith("%")
    if "," in bare and "." not in bare and len(bare.rpartition(",")[2]) != 3:
        bare = bare.replace(",", ".")
    limit = rule_sentences.with_part(rule, "limit", bare.rstrip("%").replace(",", "")).limit
    assert limit is not None
    found = limit / 100 if is_share else limit
    judge(replace(rule, limit=found, of=rule.of or "x", name=rule.name or "x"))
    return found


# --- what stands beside the sentence -----------------------------------------------------------


def setting_slots(rule: AlertRule, subjects: Subjects) -> dict[str, Slot]:
    """Name, severity, owner and quiet hours as slots."""
    people = dict(subjects.people)
    quiet = " to ".join(rule.quiet) or _NONE
    if rule.quiet and rule.zone:
        quiet += f" ({rule.zone})"
    return {
        "name": Slot("name", rule.name or "choose", tr("Name")),
        "severity": Slot("severity", SEVERITIES[rule.severity], tr("Severity")),
        "owner": Slot("owner", people.get(rule.owner, rule.owner) or tr("nobody"), tr("Owner")),
        "quiet": Slot("quiet", quiet, tr("Quiet hours")),
    }


def setting_offer(rule: AlertRule, subjects: Subjects, key: str) -> Offer:
    """What can be chosen beside the sentence."""
    if key == "name":
        return Offer((), None, tr("Two or three words"), rule.name, _named)
    if key == "severity":
        return Offer(tuple(Choice(str(k), w) for k, w in SEVERITIES.items()), str(rule.severity))
    if key == "owner":
        people = tuple(Choice(login, name) for login, name in subjects.people)
        return Offer((Choice("", tr("nobody")), *people), rule.owner)
    choices = (Choice(_NONE, _NONE), *(Choice(hours, translated(hours)) for hours in _QUIET))
    typed = " to ".join(rule.quiet)
    return Offer(choices, typed or _NONE, tr("22:00 to 06:00, or none"), typed, _hours)


def _named(words: str) -> str:
    if not words.strip():
        raise NeedsYou(tr("A rule has a name."), tr("Say in two or three words what it looks for."))
    return ""


def _hours(words: str) -> str:
    quiet = quiet_of(words)
    if not quiet:
        return tr("People are told at any hour.")
    return tr(
        "Nobody is told from {quiet} to {quiet2}; they hear of it after that.",
        quiet=quiet[0],
        quiet2=quiet[1],
    )


def quiet_of(words: str) -> tuple[str, ...]:
    """Quiet hours as they were typed; empty for none."""
    said = words.strip().casefold()
    if said in ("", _NONE):
        return ()
    begin, _, end = said.partition(" to ") if " to " in said else said.partition("-")
    quiet = (begin.strip(), end.strip())
    trigger_limits.hours(quiet)
    return quiet


def with_choice(rule: AlertRule, key: str, value: str, zone: str) -> AlertRule:
    """The rule with another choice for a part; its name follows as long as nobody gave one."""
    if key == "name":
        return replace(rule, name=value.strip())
    if key == "severity":
        return replace(rule, severity=Severity(value))
    if key == "owner":
        return replace(rule, owner=value)
    if key == "quiet":
        quiet = quiet_of(value)
        return replace(rule, quiet=quiet, zone=(rule.zone or zone) if quiet else "")
    if key == "limit":
        return replace(rule, limit=typed_limit(rule, value))
    changed = rule_sentences.with_part(rule, key, value)
    return replace(changed, name=name_of(changed)) if rule.name == name_of(rule) else changed


def name_of(rule: AlertRule) -> str:
    """Two or three words for what a rule looks for."""
    of = rule.of or tr("The measure")
    if rule.watches is Watches.COLUMN:
        said = f"{rule.of or 'A column'} moved"
    elif rule.watches is Watches.MISSING:
        said = f"{rule.of or 'A column'} missing"
    elif rule.watches in (Watches.METRIC, Watches.ESTIMATE):
        side = {
            Comparison.WORSE: tr("is worse"),
            Comparison.OVER: tr("over its limit"),
            Comparison.UNDER: tr("under its limit"),
            Comparison.OVER_USUAL: tr("over the usual"),
            Comparison.UNDER_USUAL: tr("under the usual"),
        }[rule.comparison]
        said = f"{'Estimated ' if rule.watches is Watches.ESTIMATE else ''}{of} {side}"
    elif rule.watches is Watches.VOLUME:
        is_few = rule.comparison in (Comparison.UNDER, Comparison.UNDER_USUAL)
        said = tr("Few rows") if is_few else tr("Many rows")
    else:
        said = {
            Watches.INPUT: tr("Input moved"),
            Watches.TOGETHER: tr("Columns moved together"),
            Watches.PREDICTION: tr("Predictions moved"),
            Watches.VALUE: tr("Value falls"),
            Watches.AGE: tr("Data is late"),
        }.get(rule.watches, tr("Alert rule"))
    return said if not rule.slice else f"{said} in {rule.slice}"

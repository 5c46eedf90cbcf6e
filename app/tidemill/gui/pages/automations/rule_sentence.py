"""A rule as a sentence: words, and parts that can be changed."""

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.domain import schedules
from tidemill.domain.automations import Mode, Step, StepKind, Trigger
from tidemill.domain.watches import Watch
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentence_parts import Part, Said, Slot, joined
from tidemill.gui.pages.automations.draft import (
    EVENT,
    FILES,
    HAND,
    JOB,
    LIMIT,
    TIME,
    Draft,
    Known,
)
from tidemill.gui.pages.automations.words import MODE_RULES, short_folder

MODE_ICONS = {Mode.TELL: "bell", Mode.PROPOSE: "hand", Mode.PROMOTE: "zap"}
EVENTS = {
    "registered": "registered",
    "promoted": "promoted",
    "rolled-back": tr("rolled back"),
    "rejected": "rejected",
    "any": tr("decided on"),
}
HOW = {"well": tr("ends well"), "badly": tr("ends badly"), "either": "ends"}


def sentence_of(draft: Draft, known: Known, *, is_built: bool = False) -> tuple[Part, ...]:
    """The whole rule; while it is built further triggers are offered."""
    parts: list[Part] = []
    for at, trigger in enumerate(draft.triggers):
        if at:
            parts.append(Said(tr(", or ")))
        parts += _trigger(trigger, draft, known, is_built)
    if not parts:
        parts.append(Said(tr("By hand only")))
    parts[0] = _capital(parts[0])
    if is_built:
        parts += [Said(" "), Slot("or", tr("or …"), tr("What else starts it"), is_quiet=True)]
    parts.append(Said(", "))
    parts += _steps(draft, known)
    parts.append(Said("."))
    return joined(parts)


def _capital(part: Part) -> Part:
    text = part.text[:1].upper() + part.text[1:]
    return (
        Said(text, part.role)
        if isinstance(part, Said)
        else Slot(part.key, text, part.name, part.icon)
    )


def _trigger(trigger: Trigger, draft: Draft, known: Known, is_built: bool) -> list[Part]:
    if trigger.kind == FILES:
        return _files(trigger, draft, known, is_built)
    kinds = {TIME: _time, LIMIT: _limit, JOB: _job, EVENT: _event}
    if trigger.kind == HAND:
        return [Said(tr("when a person starts it"))]
    if trigger.kind not in kinds:
        return [Said(tr("when {kind} says so", kind=trigger.kind))]
    return kinds[trigger.kind](trigger, draft, known)


def amount(settings: dict[str, object]) -> str:
    """How much new data starts it: a file, 3 files, 1,000 rows."""
    n_files, n_rows = int(str(settings.get("n_files", 1))), int(str(settings.get("n_rows", 0)))
    files = tr("a file") if n_files <= 1 else f"{numbers.integer(n_files)} files"
    if not n_rows:
        return files
    rows = numbers.plural(n_rows, "row")
    return rows if n_files <= 1 else f"{files} with {rows}"


def _files(trigger: Trigger, draft: Draft, known: Known, is_built: bool) -> list[Part]:
    key, settings = trigger.id, trigger.settings
    watch = known.watch(settings.get("watch"))
    how_much = Slot(f"amount:{key}", amount(settings), tr("How much new data"))
    verb = "lands" if how_much.text == tr("a file") else "land"
    dataset = Slot("dataset", draft.dataset or tr("a dataset"), tr("Dataset"), "database")
    if watch is None and draft.folder is None:
        was = "is" if how_much.text == tr("a file") else "are"
        start: list[Part] = [Said("when "), how_much, Said(tr(" {was} added to ", was=was))]
        folder = Slot(f"folder:{key}", "from anywhere", tr("Folder"), "folder-open")
        return [*start, dataset, Said(" "), folder]
    path, pattern = _folder_of(draft, watch)
    folder = Slot(f"folder:{key}", short_folder(path), tr("Folder"), "folder-open")
    parts: list[Part] = [Said("when "), how_much, Said(f" {verb} in "), folder]
    if pattern:
        parts.append(Said(tr(" that looks like ") if verb == "lands" else tr(" that look like ")))
        parts.append(Slot(f"pattern:{key}", pattern, tr("Names of files")))
    elif is_built:
        words = tr("whatever its name") if verb == "lands" else tr("whatever their names")
        parts += [Said(", "), Slot(f"pattern:{key}", words, tr("Names of files"))]
    return parts


def _folder_of(draft: Draft, watch: Watch | None) -> tuple[str, str]:
    """The path of a trigger's folder, and the names of files that count in it."""
    if draft.folder is not None:
        return draft.folder.path, draft.folder.rule.pattern
    if watch is None:
        return "", ""
    rule = dict(draft.folder_rules).get(watch.id)
    return watch.folder, watch.pattern if rule is None else rule.pattern


def _added(draft: Draft, known: Known) -> list[Part]:
    """Where files of a folder go; nothing where it waits for data from anywhere."""
    files = [t for t in draft.triggers if t.kind == FILES]
    watched = [t for t in files if known.watch(t.settings.get("watch")) is not None]
    if not files or not (draft.folder is not None or watched):
        return []
    many = amount(files[0].settings) != tr("a file")
    what = tr("new files") if len(draft.triggers) > 1 else "them" if many else "it"
    if draft.folder is None:
        return [Said(tr("add {what} to ", what=what)), Said(draft.dataset or "", "strong")]
    return [
        Said(tr("add {what} to ", what=what)),
        Slot("dataset", draft.dataset or tr("a dataset"), tr("Dataset"), "database"),
    ]


def _time(trigger: Trigger, _draft: Draft, known: Known) -> list[Part]:
    when = str(trigger.settings.get("when", ""))
    zone = str(trigger.settings.get("zone") or "UTC")
    slot = Slot(f"when:{trigger.id}", schedule_words(when), tr("Times"), "calendar-clock")
    return [slot] if zone == known.zone else [slot, Said(f" ({zone})")]


def schedule_words(when: str) -> str:
    """A schedule in words; as it was written where it can't be read."""
    try:
        return schedules.in_words(when)
    except NeedsYou:
        return when


def limit_words(settings: dict[str, object]) -> tuple[str, str]:
    """What is looked at, and on which side of its limit it starts."""
    what, column = str(settings.get("what", "drift")), str(settings.get("column") or "")
    if what == "drift":
        return (
            tr("drift of {column}", column=column) if column else tr("drift of any column")
        ), "over"
    if what == "error":
        return "performance", tr("worse than")
    figure = str(settings.get("figure") or "rows").replace("_", " ")
    return figure, str(settings.get("side", "over"))


def _limit(trigger: Trigger, _draft: Draft, _known: Known) -> list[Part]:
    key, settings = trigger.id, trigger.settings
    model = str(settings.get("model") or tr("a model"))
    if settings.get("what") == "alert":
        return [
            Said("when "),
            Slot(f"what:{key}", tr("an alert opens"), tr("What is looked at"), "bell"),
            Said(" on "),
            Slot(f"of_model:{key}", model, tr("Model that is looked at"), "box"),
        ]
    title, side = limit_words(settings)
    return [
        Said("when "),
        Slot(f"what:{key}", title, tr("What is looked at"), "activity"),
        Said(" of "),
        Slot(f"of_model:{key}", model, tr("Model that is looked at"), "box"),
        Said(f" is {side} "),
        Slot(f"limit:{key}", f"{float(str(settings.get('limit', 0.2))):g}", tr("Limit")),
    ]


def _job(trigger: Trigger, _draft: Draft, known: Known) -> list[Part]:
    of = str(trigger.settings.get("of", ""))
    names = {f"automation:{key}": title for key, title in known.automations}
    return [
        Said("when "),
        Slot(f"of:{trigger.id}", names.get(of, of), tr("What ends"), "workflow"),
        Said(" "),
        Slot(f"how:{trigger.id}", HOW[str(trigger.settings.get("how", "well"))], tr("How it ends")),
    ]


def _event(trigger: Trigger, _draft: Draft, _known: Known) -> list[Part]:
    model = str(trigger.settings.get("model") or tr("any model"))
    event = EVENTS[str(trigger.settings.get("event", "promoted"))]
    return [
        Said(tr("when a version of ")),
        Slot(f"of_model:{trigger.id}", model, tr("Model that is looked at"), "box"),
        Said(" is "),
        Slot(f"event:{trigger.id}", event, tr("What is decided")),
    ]


def _steps(draft: Draft, known: Known) -> list[Part]:
    """Where files go and the steps, with commas and one "and"."""
    added = _added(draft, known)
    said: list[list[Part]] = [added] if added else []
    for at, step in enumerate(draft.steps):
        said += [parts] if (parts := _step(at, step, draft)) else []
    if not any(step.kind is StepKind.RETRAIN for step in draft.steps):
        said.append([Said("retrain "), Slot("model", tr("no model"), tr("Model"), "box")])
    made: list[Part] = []
    for at, parts in enumerate(said):
        if at:
            made.append(Said(" and " if at == len(said) - 1 else ", "))
        made += parts
    return made


def _step(at: int, step: Step, draft: Draft) -> list[Part]:
    if step.kind is StepKind.CHECK:
        return [Said(tr("check it") if draft.has(FILES) else tr("check its data"))]
    if step.kind is StepKind.RETRAIN:
        return [Said("retrain "), Slot("model", draft.model or tr("a model"), tr("Model"), "box")]
    if step.kind is StepKind.SCRIPT:
        name = script_name(step)
        return [Said("run "), Slot(f"script:{at}", name, tr("Script"), "square-terminal")]
    if step.kind is StepKind.DECIDE:
        words, _, rest = MODE_RULES[draft.mode][0].partition(" if ")
        slot = Slot("mode", words, tr("What happens then"), MODE_ICONS[draft.mode])
        gates = Slot("gates", rest, tr("What stands guard"), "shield-check")
        return [slot, Said(" if "), gates] if rest else [slot]
    return []


def script_name(step: Step) -> str:
    """A script by its file's name, or a command by its first words."""
    file = str(step.settings.get("file") or "")
    if file:
        return file.replace("\\", "/").rsplit("/", 1)[-1]
    command = step.settings.get("command") or tr("a script")
    words = command if isinstance(command, str) else " ".join(map(str, command))
    return words if len(words) <= 32 else f"{words[:31]}…"

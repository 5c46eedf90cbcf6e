"""The settings of a workspace: what can be set, to what, and what it is now."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.notices import KINDS, When
from tidemill.services import (
    digests,
    disk_room,
    job_settings,
    kept_steps,
    machine_park,
    noticing,
    originals,
    personal_data,
    retention,
    whole_files,
)
from tidemill.services.workspace import Workspace
from tidemill.store import activities, settings

_YES, _NO = ("on", "yes", "true", "1"), ("off", "no", "false", "0")


@dataclass(frozen=True)
class Setting:
    """One thing that can be set: its key, the value unless somebody says otherwise, its choices,
    and what it is for."""

    key: str
    default: Any
    choices: tuple[str, ...]
    help: str
    most: int | None = None
    """For a whole number from 0 on: the greatest it may be."""
    is_text: bool = False
    """Any text."""

    @property
    def may_be(self) -> str:
        """What it can be set to, in words."""
        if self.most is not None:
            return f"a whole number from 0 to {self.most:,}"
        if self.is_text:
            return "any text"
        return " or ".join(self.choices)


def _number(key: str, usual: int, words: str, most: int = 1_000_000) -> Setting:
    return Setting(key, usual, (), words, most)


KNOWN = (
    Setting(
        originals.SETTING,
        True,
        ("on", "off"),
        "Keep the bytes of every file beside the version made of it. Without them a damaged "
        "version can't be made anew.",
    ),
    Setting(
        personal_data.SETTING,
        personal_data.CHOICES[0],
        tuple(personal_data.CHOICES),
        "Who sees the values of columns marked personal.",
    ),
    Setting(
        whole_files.SETTING,
        whole_files.USUAL,
        tuple(whole_files.PATIENCE),
        "How long a file in a watched folder that is empty, locked or cut short is waited for "
        "before it is set aside.",
    ),
    _number(
        job_settings.HEAVY,
        1,
        "How many trainings and other heavy jobs run beside each other.",
        most=64,
    ),
    _number(
        job_settings.SECONDS,
        0,
        "Seconds a job may be at work, unless it has a limit of its own. 0: no limit.",
    ),
    _number(
        job_settings.CORES,
        0,
        "Cores a job may use, unless it has a limit of its own. 0: no limit.",
        most=1024,
    ),
    _number(
        job_settings.MEMORY,
        0,
        "Memory in MB that a job's processes may hold, unless it has a limit of its own. 0: no "
        "limit.",
    ),
    Setting(
        machine_park.SETTING,
        "",
        (),
        "The address of a Dask scheduler, such as tcp://park:8786: fits and searches share out "
        "their work there. Empty: everything runs on this computer.",
        is_text=True,
    ),
    _number(
        disk_room.LEAST_MB,
        disk_room.USUAL_MB,
        "Free room in MB on the disk below which no new job is begun. 0: none is wanted.",
    ),
    _number(
        kept_steps.MOST_MB,
        kept_steps.USUAL_MB,
        "Room in MB for rows that trainings prepared, so that the next ones need not do it again; "
        "what was used longest ago goes first. 0: none are kept.",
    ),
    _number(
        retention.LOGS,
        retention.DEFAULTS[retention.LOGS],
        "Days for which the log of an ended job is kept. 0: for ever. Logs of jobs that made a run "
        "or a version are always kept.",
    ),
    _number(
        retention.JOBS,
        retention.DEFAULTS[retention.JOBS],
        "Days for which an ended job is kept. 0: for ever. Jobs that a run, a file or an "
        "automation refers to are always kept.",
    ),
    _number(
        retention.ANSWERS,
        retention.DEFAULTS[retention.ANSWERS],
        "Days for which the answers of services are kept. 0: for ever.",
    ),
    _number(
        retention.COUNTS,
        retention.DEFAULTS[retention.COUNTS],
        "Days for which monitoring keeps what it counted of each period, by which a model is "
        "compared with something else without reading its rows again. 0: for ever.",
    ),
    _number(
        retention.COMPARISONS,
        retention.DEFAULTS[retention.COMPARISONS],
        "Days for which a comparison of versions, or rows that a training prepared, are kept after "
        "they were last used. 0: for ever. They can always be made anew.",
    ),
    Setting(
        digests.SETTING,
        True,
        ("on", "off"),
        "Let several notices within ten minutes become one message of mail or chat. The first is "
        "sent at once; critical ones and services that stopped never wait.",
    ),
    *(
        Setting(
            noticing.when_key(kind.id),
            str(kind.usual),
            tuple(str(when) for when in When),
            f'When people are told "{kind.title}": at once, or at 08:00 of the next morning or '
            "Monday.",
        )
        for kind in KINDS
        if not kind.is_urgent
    ),
)


def every(workspace: Workspace) -> list[dict[str, Any]]:
    """All settings as plain JSON: key, value, default, choices, help."""
    with workspace.store.read() as connection:
        return [_told(one, settings.get(connection, one.key, one.default)) for one in KNOWN]


def find(workspace: Workspace, key: str) -> dict[str, Any]:
    """One setting; an unknown key raises `NeedsYou`."""
    one = _known(key)
    with workspace.store.read() as connection:
        return _told(one, settings.get(connection, key, one.default))


def put(workspace: Workspace, key: str, text: str) -> dict[str, Any]:
    """Set one; a value it cannot have raises `NeedsYou` with those it can."""
    one = _known(key)
    if key == personal_data.SETTING:
        personal_data.show_to(workspace, text)
    else:
        _put(workspace, one, text)
    return find(workspace, key)


def _put(workspace: Workspace, one: Setting, text: str) -> None:
    value = _value(one, text)
    if value is None:
        raise NeedsYou(f"{one.key} can't be {text}.", f"Choose {one.may_be}.")
    with workspace.store.write(durable=True) as tx:
        settings.put(tx, one.key, value)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="setting",
            subject=f"settings/{one.key}",
            sentence=f"set {one.key} to {_told(one, value)['value']}",
        )


def _value(one: Setting, text: str) -> bool | int | str | None:
    """What a word stands for; None if it can't be that."""
    word = text.strip().lower()
    if one.most is not None:
        is_number = word.isascii() and word.isdigit() and int(word) <= one.most
        return int(word) if is_number else None
    if one.is_text:
        return text.strip()
    if isinstance(one.default, bool):
        return word in _YES if word in (*_YES, *_NO) else None
    return next((choice for choice in one.choices if choice.lower() == word), None)


def _known(key: str) -> Setting:
    found = next((one for one in KNOWN if one.key == key), None)
    if found is None:
        raise NotThere("setting", key)
    return found


def _told(one: Setting, value: Any) -> dict[str, Any]:
    def said(what: Any) -> Any:
        return ("on" if what else "off") if isinstance(one.default, bool) else what

    return {
        "key": one.key,
        "value": said(value),
        "default": said(one.default),
        "choices": list(one.choices),
        "help": one.help,
    }

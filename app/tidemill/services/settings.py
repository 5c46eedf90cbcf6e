"""The settings of a workspace: what can be set, to what, and what it is now."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.services import originals, personal_data, whole_files
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
    word = text.strip().lower()
    is_switch = isinstance(one.default, bool)
    if word not in ((*_YES, *_NO) if is_switch else one.choices):
        raise NeedsYou(f"{one.key} can't be {text}.", f"Choose {' or '.join(one.choices)}.")
    value: bool | str = word in _YES if is_switch else word
    with workspace.store.write(durable=True) as tx:
        settings.put(tx, one.key, value)
        activities.add(
            tx,
            by=workspace.person.login,
            kind="setting",
            subject=f"settings/{one.key}",
            sentence=f"set {one.key} to {_told(one, value)['value']}",
        )


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

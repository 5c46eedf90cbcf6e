"""What makes a system start a program at login: the text of the file each system reads.

systemd: man systemd.service(5), quoting in systemd.syntax(7) and specifiers in systemd.unit(5).
launchd: man launchd.plist(5). Windows: the Task Scheduler's schema 1.2.
"""

import plistlib
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import PurePath

_TASKS = "http://schemas.microsoft.com/windows/2004/02/mit/task"


def systemd_unit(words: str, command: Sequence[str], environment: Mapping[str, str]) -> str:
    """A unit for `systemctl --user`: begun at login, begun again after a crash, ended in order."""
    lines = [
        "[Unit]",
        f"Description={_one_line(words).replace('%', '%%')}",
        "",
        "[Service]",
        "Type=exec",
        f"ExecStart={' '.join(_quoted(word) for word in command)}",
        *(f"Environment={_quoted(f'{name}={value}')}" for name, value in environment.items()),
        "Restart=on-failure",
        "RestartSec=10",
        "KillMode=mixed",
        "TimeoutStopSec=30",
        "",
        "[Install]",
        "WantedBy=default.target",
    ]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(word: str) -> str:
    """A word as systemd reads it: nothing in it is a specifier, a variable or a border."""
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    inner = inner.replace("\n", "\\n").replace("\t", "\\t")
    return f'"{inner}"'


def launch_agent(
    label: str, command: Sequence[str], environment: Mapping[str, str], log: PurePath
) -> bytes:
    """A property list for launchd: begun at login, begun again after a crash."""
    return plistlib.dumps(
        {
            "Label": label,
            "ProgramArguments": list(command),
            "EnvironmentVariables": dict(environment),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ProcessType": "Background",
            "StandardOutPath": str(log),
            "StandardErrorPath": str(log),
        }
    )


def scheduled_task(words: str, command: Sequence[str], user: str) -> bytes:
    """A task for Windows' Task Scheduler, in UTF-16: begun at log-on, on battery too."""
    task = ET.Element("Task", {"version": "1.2", "xmlns": _TASKS})

    def put(parent: ET.Element, name: str, text: str = "") -> ET.Element:
        made = ET.SubElement(parent, name)
        made.text = text or None
        return made

    put(put(task, "RegistrationInfo"), "Description", words)
    trigger = put(put(task, "Triggers"), "LogonTrigger")
    put(trigger, "Enabled", "true")
    put(trigger, "UserId", user)
    principal = put(put(task, "Principals"), "Principal")
    principal.set("id", "Author")
    put(principal, "UserId", user)
    put(principal, "LogonType", "InteractiveToken")
    put(principal, "RunLevel", "LeastPrivilege")
    settings = put(task, "Settings")
    put(settings, "MultipleInstancesPolicy", "IgnoreNew")
    put(settings, "DisallowStartIfOnBatteries", "false")
    put(settings, "StopIfGoingOnBatteries", "false")
    put(settings, "ExecutionTimeLimit", "PT0S")
    again = put(settings, "RestartOnFailure")
    put(again, "Interval", "PT1M")
    put(again, "Count", "10")
    actions = put(task, "Actions")
    actions.set("Context", "Author")
    execute = put(actions, "Exec")
    put(execute, "Command", command[0])
    put(execute, "Arguments", subprocess.list2cmdline(command[1:]))
    text = ET.tostring(task, encoding="unicode")
    return ('<?xml version="1.0" encoding="UTF-16"?>\n' + text).encode("utf-16")

"""The files that make a system start a program at login, read as that system reads them."""

import configparser
import plistlib
import shlex
import xml.etree.ElementTree as ET
from pathlib import PurePosixPath

import pytest

from tidemill.base.login_items import launch_agent, scheduled_task, systemd_unit

COMMAND = ["/opt/tide mill/python", "-m", "tidemill", "-w", '/data/50 % "new" $HOME\\x', "worker"]
TASK = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def read_unit(text: str) -> configparser.RawConfigParser:
    unit = configparser.RawConfigParser(strict=True)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text)
    return unit


def as_systemd_reads(line: str) -> list[str]:
    """Words between double quotes, then specifiers and variables."""
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


def test_systemd_starts_the_very_words_whatever_is_in_them():
    unit = read_unit(systemd_unit("Tidemill: 100 %\nof it", COMMAND, {"TIDEMILL_USER": "a b"}))
    assert as_systemd_reads(unit["Service"]["ExecStart"]) == COMMAND
    assert as_systemd_reads(unit["Service"]["Environment"]) == ["TIDEMILL_USER=a b"]
    assert unit["Unit"]["Description"] == "Tidemill: 100 %% of it"
    assert unit["Install"]["WantedBy"] == "default.target"
    assert unit["Service"]["Restart"] == "on-failure"


def test_launchd_starts_the_very_words_and_again_after_a_crash_only():
    log = PurePosixPath("/data/ws/logs/worker.log")
    said = plistlib.loads(launch_agent("tidemill.worker.1", COMMAND, {"A": "b"}, log))
    assert said["ProgramArguments"] == COMMAND
    assert said["EnvironmentVariables"] == {"A": "b"}
    assert said["RunAtLoad"] is True
    assert said["KeepAlive"] == {"SuccessfulExit": False}
    assert said["StandardErrorPath"] == str(log)


@pytest.mark.parametrize("user", ["ada", r"HOUSE\ada & co"])
def test_windows_starts_it_for_the_user_who_logs_on_also_on_battery_without_an_end(user):
    content = scheduled_task("Tidemill & <worker>", COMMAND, user)
    assert content.startswith(b"\xff\xfe"), "UTF-16 with its mark, as schtasks wants it"
    task = ET.fromstring(content.decode("utf-16").partition("\n")[2])

    def said(path: str) -> str | None:
        return task.findtext("/".join(f"t:{part}" for part in path.split("/")), namespaces=TASK)

    assert said("Triggers/LogonTrigger/UserId") == user
    assert said("Actions/Exec/Command") == COMMAND[0]
    assert said("Actions/Exec/Arguments") == (
        '-m tidemill -w "/data/50 % \\"new\\" $HOME\\x" worker'
    )
    assert said("Settings/DisallowStartIfOnBatteries") == "false"
    assert said("Settings/ExecutionTimeLimit") == "PT0S"
    assert said("RegistrationInfo/Description") == "Tidemill & <worker>"

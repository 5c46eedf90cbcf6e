"""What Linux is told agrees with the program: menu, links, manual, completion, icons."""

import configparser
import importlib
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tidemill.base.places import STORE_FILE

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
WORKSPACE = "application/vnd.tidemill.workspace"
LINK = "x-scheme-handler/tidemill"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script that makes manual and completions."""
    monkeypatch.syspath_prepend(str(LINUX))
    yield importlib.import_module("command_words")
    sys.modules.pop("command_words", None)


def commands(words: ModuleType) -> set[str]:
    return {place.words for place in words.places() if place.words}


def test_the_menu_starts_a_command_that_is_there(words: ModuleType) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(LINUX / "tidemill.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    program, command, field = told["Exec"].split()
    assert (program, field) == ("tidemill", "%u")
    assert command in commands(words)
    assert set(filter(None, told["MimeType"].split(";"))) == {LINK, WORKSPACE}
    assert told["StartupWMClass"] == "tidemill"


def test_kinds_of_files_are_the_same_everywhere() -> None:
    (kind,) = ET.parse(LINUX / "tidemill.xml").getroot().iter(f"{MIME}mime-type")
    assert kind.get("type") == WORKSPACE
    assert [glob.get("pattern") for glob in kind.iter(f"{MIME}glob")] == [STORE_FILE]
    component = ET.parse(LINUX / "tidemill.metainfo.xml").getroot()
    assert {one.text for one in component.iter("mediatype")} == {LINK, WORKSPACE}
    assert component.findtext("launchable") == "tidemill.desktop"


def test_the_description_is_one_that_software_centres_take(tmp_path: Path) -> None:
    checker = shutil.which("appstreamcli")
    if checker is None:
        pytest.skip("appstreamcli (Debian: appstream) is not here")
    text = (LINUX / "tidemill.metainfo.xml").read_text(encoding="utf-8")
    file = tmp_path / "tidemill.metainfo.xml"
    file.write_text(text.replace("@VERSION@", "0.1.0").replace("@DATE@", "2026-11-23"))
    command = [checker, "validate", "--no-net", "--no-color", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not re.findall(r"^E: .*", done.stdout, re.MULTILINE), done.stdout


def test_the_manual_names_every_command_and_is_read_without_complaint(
    words: ModuleType, tmp_path: Path
) -> None:
    page = words.manual("0.1.0", "2026-11-23")
    groups = {place.words for place in words.places() if place.commands}
    named = set(re.findall(r"^\.TP\n\.B (.+)$", page, re.MULTILINE))
    plain = {name.replace("\\-", "-") for name in named}
    assert commands(words) - groups - plain == set()
    file = tmp_path / "tidemill.1"
    file.write_text(page, encoding="utf-8")
    for reader in (
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z"],
        ["mandoc", "-T", "lint", "-W", "style"],
    ):
        if shutil.which(reader[0]) is not None:
            command = [*reader, str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            assert done.stdout + done.stderr == ""
            assert done.returncode == 0


ASKED = {
    "bash": (
        'source "{file}"; COMP_WORDS=({words}); COMP_CWORD={last}; '
        '_tidemill 2>/dev/null; printf "%s\\n" "${{COMPREPLY[@]}}"'
    ),
    # What zsh brings to describe and match with is looked at where it is installed whole.
    "zsh": (
        "_describe() {{ for one in ${{(P)@[-1]}}; do print -r -- ${{one%%:*}}; done }}; "
        "_files() {{ print FILES }}; words=({words}); CURRENT={last}+1; PREFIX=$words[CURRENT]; "
        'source "{file}" | grep -e "^$PREFIX" -e FILES'
    ),
    "fish": 'source "{file}"; complete -C "{line}" | string replace -r "\\t.*" ""',
}


@pytest.mark.parametrize("shell", ASKED)
@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        (["tidemill", "mod"], {"models"}, {"monitor"}),
        (["tidemill", "models", "pro"], {"promote", "propose"}, {"register"}),
        (["tidemill", "-w", "models", "da"], {"data"}, {"promote", "validate"}),
        (["tidemill", "data", "show", "models", "p"], set(), {"promote", "personal"}),
        (["tidemill", "models", "promote", "churn@3", "--no"], {"--note"}, {"--name"}),
        (["tidemill", "--"], {"--workspace", "--version"}, {"--note"}),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_shells_offer_what_may_follow(
    words: ModuleType,
    tmp_path: Path,
    shell: str,
    typed: list[str],
    offered: set[str],
    not_offered: set[str],
) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not here")
    file = tmp_path / "tidemill"
    file.write_text(getattr(words, shell)(), encoding="utf-8")
    line = " ".join(typed)
    code = ASKED[shell].format(file=file, words=line, last=len(typed) - 1, line=line)
    own = {"bash": "--norc", "zsh": "-f", "fish": "--no-config"}[shell]
    done = subprocess.run(
        [found, own, "-c", code],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.stderr == ""
    said = set(done.stdout.split())
    assert offered <= said
    assert not_offered & said == set()


@pytest.mark.parametrize("shell", ASKED)
def test_a_completion_knows_every_command(words: ModuleType, shell: str) -> None:
    text = getattr(words, shell)()
    assert [name for name in commands(words) if name.split()[-1] not in text] == []


def test_the_menu_entry_is_valid() -> None:
    checker = shutil.which("desktop-file-validate")
    if checker is None:
        pytest.skip("desktop-file-validate (Debian: desktop-file-utils) is not here")
    done = subprocess.run(
        [checker, LINUX / "tidemill.desktop"], capture_output=True, text=True, check=False
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_the_changes_of_the_package_are_written_as_debian_writes_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for folder in ("packaging", "packaging/linux"):
        monkeypatch.syspath_prepend(str(ROOT / folder))
    text = importlib.import_module("tree").changelog("0.1.0", "2026-11-23")
    for name in ("tree", "icons", "command_words"):
        sys.modules.pop(name, None)
    head, change, end = text.strip("\n").split("\n\n")
    assert re.fullmatch(r"tidemill \(0\.1\.0\) [a-z]+; urgency=(?:low|medium|high)", head)
    assert change.startswith("  * ")
    # Debian Policy 4.4: one blank, two dashes, who; two blanks, the time as mails write it.
    assert re.fullmatch(r" -- .+ <\S+@\S+>  Mon, 23 Nov 2026 00:00:00 \+0000", end)


def test_icons_are_drawn_in_all_sizes_and_forms(tmp_path: Path) -> None:
    script = ROOT / "packaging" / "icons.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    for size in (16, 48, 256, 512):
        data = (tmp_path / f"tidemill-{size}.png").read_bytes()
        assert struct.unpack_from(">II", data, 16) == (size, size)
    ico = (tmp_path / "tidemill.ico").read_bytes()
    _zero, kind, count = struct.unpack_from("<HHH", ico)
    assert (kind, count) == (1, 7)
    for number in range(count):
        side, *_rest, length, start = struct.unpack_from("<BBBBHHII", ico, 6 + 16 * number)
        picture = ico[start : start + length]
        assert struct.unpack_from(">II", picture, 16) == (side or 256,) * 2
    icns = (tmp_path / "tidemill.icns").read_bytes()
    assert icns[:4] == b"icns"
    assert struct.unpack_from(">I", icns, 4) == (len(icns),)
    assert ET.parse(tmp_path / "tidemill.svg").getroot().tag.endswith("svg")


def test_windows_and_macos_name_files_that_are_there() -> None:
    script = (ROOT / "packaging" / "windows" / "tidemill.iss").read_text(encoding="utf-8")
    for named in re.findall(r'^(?:LicenseFile=|Source: ")(\.\.[^"*\n]+)', script, re.MULTILINE):
        path = ROOT / "packaging" / "windows" / named.replace("\\", "/").strip()
        assert path.exists(), named
    assert '"""{app}\\tidemill-window.exe"" open ""%1"""' in script
    for name in ("windows/build.ps1", "macos/build.sh"):
        text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
        for named in re.findall(r"packaging[/\\][\w./\\]+\w", text):
            assert (ROOT / named.replace("\\", "/")).exists(), named
    shell = shutil.which("sh")
    if shell is not None:
        subprocess.run([shell, "-n", ROOT / "packaging" / "macos" / "build.sh"], check=True)

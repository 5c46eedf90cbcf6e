"""What Linux is told agrees with the program: menu, links, manual, completion, icons."""

import configparser
import importlib
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
    if shutil.which("groff") is None:
        return
    file = tmp_path / "tidemill.1"
    file.write_text(page, encoding="utf-8")
    done = subprocess.run(
        ["groff", "-man", "-Kutf8", "-Tutf8", "-ww", "-z", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("typed", "offered", "not_offered"),
    [
        (["tidemill", "mod"], {"models"}, {"monitor"}),
        (["tidemill", "models", "pro"], {"promote", "propose"}, {"register"}),
        (["tidemill", "-w", "models", "da"], {"data"}, {"promote"}),
        (["tidemill", "models", "promote", "churn@3", "--no"], {"--note"}, {"--name"}),
        (["tidemill", "--"], {"--workspace", "--version"}, {"--note"}),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_bash_offers_what_may_follow(
    words: ModuleType, tmp_path: Path, typed: list[str], offered: set[str], not_offered: set[str]
) -> None:
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("bash is not here")
    file = tmp_path / "tidemill"
    file.write_text(words.bash(), encoding="utf-8")
    code = (
        f'source "{file}"; COMP_WORDS=({" ".join(typed)}); COMP_CWORD={len(typed) - 1}; '
        '_tidemill 2>/dev/null; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run([shell, "-c", code], capture_output=True, text=True, check=True)
    found = set(done.stdout.split())
    assert offered <= found
    assert not_offered & found == set()


@pytest.mark.parametrize(("shell", "check"), [("zsh", ["-n"]), ("fish", ["--no-execute"])])
def test_other_shells_read_their_completion(
    words: ModuleType, tmp_path: Path, shell: str, check: list[str]
) -> None:
    text = getattr(words, shell)()
    assert all(name.split()[-1] in text for name in commands(words))
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not here")
    file = tmp_path / "completion"
    file.write_text(text, encoding="utf-8")
    subprocess.run([found, *check, str(file)], check=True)


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

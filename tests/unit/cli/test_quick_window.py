"""The window asked for and nothing else opens without the commands' libraries."""

import subprocess
import sys
from pathlib import Path

import pytest

from tidemill.__main__ import window_asked
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou
from tidemill.base.places import STORE_FILE
from tidemill.cli.app import run
from tidemill.services import opening

from .conftest import StandIn


@pytest.mark.parametrize("words", [["data", "list"], ["gui", "--pictures"], ["--version"], ["-w"]])
def test_other_words_go_to_the_command_line(words: list[str]) -> None:
    assert window_asked(words) is None


def test_a_folder_named_is_the_one_opened(tmp_path: Path) -> None:
    assert window_asked(["-w", str(tmp_path)]) == (tmp_path, "")
    assert window_asked(["-w", str(tmp_path), "gui"]) == (tmp_path, "")


def test_a_database_named_is_the_one_opened() -> None:
    place = DatabaseUrl("postgresql://host/db")
    assert window_asked(["-w", "postgresql://host/db"]) == (place, "")


def test_an_address_that_cannot_be_opened_is_left_to_the_command_line() -> None:
    assert window_asked(["-w", "mysql://host/db"]) is None


@pytest.mark.parametrize(
    "words", [["tidemill://models/churn"], ["open", "tidemill://models/churn"]]
)
def test_a_link_opens_the_workspace_meant_at_its_address(tmp_path: Path, words: list[str]) -> None:
    wanted = (tmp_path, "tidemill://models/churn")
    assert window_asked(["-w", str(tmp_path), *words]) == wanted


def test_the_file_of_a_workspace_opens_its_folder(tmp_path: Path) -> None:
    (tmp_path / STORE_FILE).touch()
    for text in (str(tmp_path), str(tmp_path / STORE_FILE), (tmp_path / STORE_FILE).as_uri()):
        assert window_asked(["open", text]) == (tmp_path, "")


def test_what_is_no_workspace_is_left_to_the_command_line_and_made_into_none(
    tmp_path: Path,
) -> None:
    assert window_asked(["open", str(tmp_path / "nothing")]) is None
    assert window_asked(["open", "--help"]) is None
    with pytest.raises(NeedsYou, match="no workspace in"):
        opening.asked(str(tmp_path))


def test_no_words_with_a_place_that_cannot_be_read_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIDEMILL_WORKSPACE", "mysql://host/db")
    assert window_asked([]) is None
    assert run([], StandIn()) == NeedsYou.exit_code
    assert "mysql" in capsys.readouterr().err


def test_finding_the_folder_loads_neither_database_nor_commands() -> None:
    code = (
        "import sys; from tidemill.__main__ import window_asked; window_asked(['open']);"
        "print([m for m in ('sqlalchemy', 'typer', 'numpy', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

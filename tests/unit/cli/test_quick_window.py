"""The window asked for and nothing else opens without the commands' libraries."""

import subprocess
import sys
from pathlib import Path

import pytest

from tidemill.__main__ import window_place
from tidemill.base.database_urls import DatabaseUrl


@pytest.mark.parametrize("words", [["data", "list"], ["gui", "--pictures"], ["--version"], ["-w"]])
def test_other_words_go_to_the_command_line(words: list[str]) -> None:
    assert window_place(words) is None


def test_a_folder_named_is_the_one_opened(tmp_path: Path) -> None:
    assert window_place(["-w", str(tmp_path)]) == tmp_path
    assert window_place(["-w", str(tmp_path), "gui"]) == tmp_path


def test_a_database_named_is_the_one_opened() -> None:
    assert window_place(["-w", "postgresql://host/db"]) == DatabaseUrl("postgresql://host/db")


def test_an_address_that_cannot_be_opened_is_left_to_the_command_line() -> None:
    assert window_place(["-w", "mysql://host/db"]) is None


def test_finding_the_folder_loads_neither_database_nor_commands() -> None:
    code = (
        "import sys; from tidemill.__main__ import window_place; window_place(['gui']);"
        "print([m for m in ('sqlalchemy', 'typer', 'numpy', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

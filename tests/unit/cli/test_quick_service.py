"""A service asked for and nothing else starts without the libraries of the other commands."""

import subprocess
import sys
from pathlib import Path

import pytest

from tidemill.__main__ import door_asked, service_asked
from tidemill.base import programs
from tidemill.base.database_urls import DatabaseUrl


@pytest.mark.parametrize(
    "words",
    [
        ["serve"],
        ["serve", "shop"],
        ["-w", "here", "serve"],
        ["-w", "here", "serve", "--help"],
        ["-w", "here", "serve", "shop", "--json"],
        ["-w", "mysql://host/db", "serve", "shop"],
        ["-w", "here", "deploy", "list"],
    ],
)
def test_other_words_go_to_the_command_line(words: list[str]) -> None:
    assert service_asked(words) is None


def test_the_words_a_worker_starts_a_service_by_name_place_and_deployment(tmp_path: Path) -> None:
    assert service_asked(["-w", str(tmp_path), "serve", "shop"]) == (tmp_path, "shop")
    found = service_asked(["--workspace", "postgresql://host/db", "serve", "shop"])
    assert found == (DatabaseUrl("postgresql://host/db"), "shop")


def test_the_service_needs_no_library_of_the_commands() -> None:
    code = (
        "import sys; from tidemill.cli import endings, serving; import tidemill.server.process;"
        "print([m for m in ('typer', 'rich', 'duckdb', 'sklearn', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_stands_against_a_service_is_told_as_by_every_command(tmp_path: Path) -> None:
    command = programs.own_command("-w", str(tmp_path / "nothing"), "serve", "shop")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    slow = subprocess.run([*command, "--json"], capture_output=True, text=True, check=False)
    assert done.returncode == slow.returncode != 0
    assert "There is no Tidemill workspace in" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["tracking", "--port", "5000"],
        ["-w", "here", "tracking"],
        ["-w", "here", "tracking", "--port", "70000"],
        ["-w", "here", "tracking", "--port", "x"],
        ["-w", "here", "tracking", "--port", "5000", "--json"],
        ["-w", "mysql://host/db", "tracking", "--port", "5000"],
    ],
)
def test_other_words_about_the_door_go_to_the_command_line(words: list[str]) -> None:
    assert door_asked(words) is None


def test_the_door_of_a_workspace_and_a_port_needs_no_library_of_the_commands(
    tmp_path: Path,
) -> None:
    assert door_asked(["-w", str(tmp_path), "tracking", "--port", "5001"]) == (tmp_path, 5001)
    code = (
        "import sys; from tidemill.cli import answering, endings;"
        "import tidemill.server.mlflow.process;"
        "print([m for m in ('typer', 'rich', 'fastapi', 'duckdb', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

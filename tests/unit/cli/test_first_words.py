"""A call reads the commands of its first word alone, and misses none of them."""

import subprocess
import sys
from typing import Any

import pytest
import typer

from tidemill.cli import app as root


def modules_of(command: Any) -> set[str]:
    """The modules in which the callbacks of a command and of those below it stand."""
    found = set()
    if (callback := command.callback) is not None:
        while hasattr(callback, "__wrapped__"):
            callback = callback.__wrapped__
        found.add(callback.__module__.removeprefix("tidemill.cli."))
    for inner in getattr(command, "commands", {}).values():
        found |= modules_of(inner)
    return found


def test_each_module_is_read_for_the_first_words_of_its_commands_and_no_others():
    commands: dict[str, Any] = typer.main.get_command(root.whole()).commands  # type: ignore[attr-defined]
    found = {word: modules_of(command) & set(root.MODULES) for word, command in commands.items()}
    declared = {
        word: {name for name, first in root.MODULES.items() if word in first.split()}
        for word in {word for first in root.MODULES.values() for word in first.split()}
    }
    assert found == declared
    assert len(found) > 40


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["people", "list"], "people"),
        (["-w", "data", "people", "list"], "people"),
        (["--workspace", "models", "train", "shop"], "train"),
        (["--workspace=models", "train"], "train"),
        (["-w", "data"], ""),
        (["--version"], ""),
        (["--help"], ""),
        ([], ""),
    ],
)
def test_the_first_word_is_found_behind_the_options_of_all(words: list[str], first: str):
    assert root.first_word(words) == first


def test_other_commands_are_not_read():
    code = (
        "import sys; from tidemill.cli.app import run; code = run(['worker', '--help'], None)\n"
        "print(code, *sorted(name for name in sys.modules if name.startswith('tidemill.cli.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    code_told, *read = done.stdout.splitlines()[-1].split()
    assert code_told == "0"
    assert "tidemill.cli.worker" in read
    assert not {"tidemill.cli.models", "tidemill.cli.data", "tidemill.cli.runs"} & set(read)

"""What the pages tell people to type is there."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / ".ci" / "run"]
PROMISED = {"demo", "venv", "test", "check", "bench", "proofs", "format", "clean"}


def targets() -> dict[str, str]:
    """Targets of the Makefile with the words that tell what they do."""
    makefile = (ROOT / "Makefile").read_text()
    return dict(re.findall(r"^([a-z-]+):.*?## (.+)$", makefile, re.MULTILINE))


def test_the_makefile_has_what_was_promised_and_says_what_it_does() -> None:
    assert targets().keys() >= PROMISED
    assert all(targets().values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_command_in_words_is_a_target(page: Path) -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.MULTILINE))
    assert named
    assert named <= targets().keys()


@pytest.mark.parametrize("page", PAGES[:2], ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
    assert links
    pictures = {link for link in links if link.startswith("docs/pictures/")}
    assert [link for link in links if link not in pictures and not (ROOT / link).exists()] == []


def test_ci_runs_the_checks_and_the_tests_and_can_be_executed() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text().splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert {"set -euo pipefail", "make check", "make test"} <= set(lines)
    assert os.access(script, os.X_OK)


def test_make_alone_lists_the_targets() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert all(re.search(rf"^{name} ", done.stdout, re.MULTILINE) for name in targets())

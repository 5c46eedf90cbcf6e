"""How much is proved (`TIDEMILL_PROOFS` is `full` or `share`), and telling what was measured."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

IS_FULL = os.environ.get("TIDEMILL_PROOFS", "share") == "full"
ROUNDS = 60 if IS_FULL else 4


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes `round_seed` its seeded rounds: 60 in full, the first 4 as share."""
    if "round_seed" in metafunc.fixturenames:
        metafunc.parametrize("round_seed", range(1, ROUNDS + 1))


@pytest.fixture
def rounds() -> Callable[[int, int], int]:
    """Choose how often a simulation is drawn: `rounds(full, share)`."""

    def choose(full: int, share: int) -> int:
        return full if IS_FULL else share

    return choose


@pytest.fixture
def measured(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say what was measured; it is printed under the summary."""

    def say(words: str) -> None:
        record_property("measured", words)

    return say


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what each proof measured."""
    terminalreporter.write_sep("-", f"measured ({'full' if IS_FULL else 'share'})")
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, words in getattr(report, "user_properties", []):
                if name == "measured" and report.when == "call":
                    terminalreporter.write_line(f"{outcome}: {words}")

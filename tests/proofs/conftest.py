"""How much is proved (`TIDEMILL_PROOFS` is `full` or `share`), and telling what was measured.

`TIDEMILL_SEEDS=51-100` runs only those of the seeded rounds, so that a long proof can be run in
pieces and one round again.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "journeys"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

pytest.register_assert_rewrite("accounted")

IS_FULL = os.environ.get("TIDEMILL_PROOFS", "share") == "full"
ROUNDS = (60, 4)
SEEDS = os.environ.get("TIDEMILL_SEEDS", "")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known that says how many rounds a proof has."""
    config.addinivalue_line("markers", "rounds(full, share): seeded rounds of a proof")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that takes `round_seed` its seeded rounds, the first of them as share.

    60 and 4, or as its mark `rounds(full, share)` says.
    """
    if "round_seed" not in metafunc.fixturenames:
        return
    mark = metafunc.definition.get_closest_marker("rounds")
    full, share = ROUNDS if mark is None else mark.args
    seeds = range(1, (full if IS_FULL else share) + 1)
    if SEEDS:
        first, _, last = SEEDS.partition("-")
        seeds = range(int(first), int(last or first) + 1)
    metafunc.parametrize("round_seed", seeds)


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

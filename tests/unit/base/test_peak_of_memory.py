"""The most memory this process held, and forgetting it where the system can."""

import subprocess
import sys

import numpy as np
import pytest

from tidemill.base import programs


def test_the_peak_covers_what_is_held_and_does_not_fall_by_letting_go() -> None:
    block = np.ones(20_000_000)
    held = programs.peak_memory_bytes()
    assert held > block.nbytes
    del block
    # The system counts pages a little late (man 5 proc, VmHWM).
    assert programs.peak_memory_bytes() >= held - 2_000_000


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can forget")
def test_a_forgotten_peak_counts_from_what_is_held_now() -> None:
    block = np.ones(40_000_000)
    high = programs.peak_memory_bytes()
    del block
    assert programs.forget_peak_memory()
    low = programs.peak_memory_bytes()
    assert low < high - 100_000_000
    assert low >= programs.memory_bytes() - 50_000_000


def test_a_process_does_not_count_what_the_one_held_that_started_it() -> None:
    block = np.ones(40_000_000)
    code = "from tidemill.base import programs; print(programs.peak_memory_bytes())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert int(told.stdout) < block.nbytes

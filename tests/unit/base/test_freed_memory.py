"""Memory that is freed and wanted again stays with the process, where GNU's library says so."""

import platform
import subprocess
import sys

import pytest

PASSES = """
import resource
import sys
from tidemill.base.freed_memory import keep_freed_memory

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

if sys.argv[1] == "kept":
    keep_freed_memory()
before = faults()
for _ in range(40):
    arrays = [bytearray(b"x") * 800_000 for _ in range(8)]
    del arrays
print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_memory_of_one_pass_serves_the_next_without_asking_the_system() -> None:
    counted = {}
    for way in ("kept", "given back"):
        command = [sys.executable, "-c", PASSES, way]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        counted[way] = int(done.stdout)
    assert counted["kept"] < 4_000  # eight arrays are 1,600 pages
    assert counted["given back"] > 5 * counted["kept"]

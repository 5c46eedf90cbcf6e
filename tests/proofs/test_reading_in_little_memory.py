"""A table far larger than what may be held in memory is read whole, value for value."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SHARE, WHOLE = 40_000_000, 1_000_000_000
MOST_BYTES = 900_000_000
"""The most that reading may hold, of any file: half of what a computer with 2 GB free has."""

READ = """
import sys
from pathlib import Path
from tidemill.base.programs import peak_memory_bytes
from tidemill.base.progress import Silent
from tidemill.catalog.readers import csv as reader
reader._IN_MEMORY_BYTES = 1 << 20
file, scratch = map(Path, sys.argv[1:])
found = reader.read(file, None, Silent(), scratch)
total = 0
for block in found.table.blocks(["n"]):
    total += int(block["n"].values.sum())
print(found.table.n_rows, total, int(found.lines[-1]), peak_memory_bytes())
"""


def test_a_large_table_is_read_in_little_memory(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    n_bytes = rounds(WHOLE, SHARE)
    file, n_rows = tmp_path / "large.csv", 0
    with file.open("w") as out:
        out.write("n,city,amount,note\n")
        while out.tell() < n_bytes:
            rows = range(n_rows, n_rows + 100_000)
            out.write("".join(f"{i},c{i % 50},{i % 977}.5,some words on {i * 7}\n" for i in rows))
            n_rows = rows.stop
    words = [sys.executable, "-c", READ, str(file), str(tmp_path)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ)
    n_read, total, last_line, peak = map(int, done.stdout.split())
    assert (n_read, last_line) == (n_rows, n_rows + 1)
    assert total == n_rows * (n_rows - 1) // 2
    measured(f"{n_rows:,} rows, {n_bytes / 1e6:,.0f} MB: peak memory {peak / 1e6:,.0f} MB")
    assert peak < MOST_BYTES

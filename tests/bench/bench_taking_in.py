"""Taking in a CSV of 100 MB: its first rows, and the sealed version with profile and checks."""

import time
from pathlib import Path

import made_csv
from lines import Line, median

N_BYTES = 100_000_000


def measure(folder: Path) -> list[Line]:
    """First rows and sealed version, against the engine's bare copy of the file to Parquet."""
    import duckdb
    from bench_main_loop import made

    from tidemill.services import file_reads

    file = folder / "hundred.csv"
    n_rows = made_csv.write(file, N_BYTES)

    def look() -> float:
        began = time.monotonic()
        found = file_reads.peeked(file)
        if len(found.first_rows) < 100:
            raise SystemExit("The first rows are missing.")
        return time.monotonic() - began

    def bare() -> float:
        target = folder / "bare.parquet"
        began = time.monotonic()
        with duckdb.connect(config={"threads": 2}) as engine:
            engine.execute(
                f"copy (select * from read_csv('{file}')) to '{target}' (format parquet)"
            )
        return time.monotonic() - began

    took = []
    with made(folder / "taking-in") as world:
        for place in range(3):
            world.cli("data", "add", file, "--name", f"hundred{place}")
            job = world.jobs("dataset.ingest")[-1]
            took.append((job.ended_at - job.started_at).total_seconds())
    first, floor, own = median(look), median(bare, 3), sorted(took)[1]
    print(f"  {n_rows:,} rows; {n_rows / own:,.0f} rows a second")
    return [
        Line("first rows of a CSV of 100 MB", first, floor, 1.0, "1 s"),
        Line("CSV of 100 MB: sealed version, profile, checks", own, floor, 15.0, "15 s"),
        Line("the same against the bare copy", own, floor, 4 * floor, "4 x bare copy"),
    ]

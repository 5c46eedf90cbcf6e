"""`make bench`: the numbers we promise, each beside a floor measured in the same run.

Prints a table of measured, floor, ratio, reach and whether it was met; medians of several rounds.
Each file `bench_<topic>.py` beside this one has `measure(folder)`; words after the command choose
topics: `python tests/bench main_loop`. The machine has to be otherwise idle.
"""

import importlib
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "journeys"), str(HERE.parent / "plugins")]


def main() -> None:
    """Measure the chosen topics, or all, and print the table; leave with 1 where one is missed."""
    topics = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    chosen = sys.argv[1:] or topics
    unknown = [topic for topic in chosen if topic not in topics]
    if unknown:
        raise SystemExit(f"There is no {unknown[0]}. Choose from {', '.join(topics)}.")
    with tempfile.TemporaryDirectory(prefix="tidemill-bench-") as name:
        os.environ |= {"HOME": name, "XDG_CONFIG_HOME": name, "QT_QPA_PLATFORM": "offscreen"}
        os.environ |= {"OMP_NUM_THREADS": "1", "TIDEMILL_USER": "bench"}
        lines = []
        for topic in chosen:
            print(f"Measuring {topic.replace('_', ' ')}", flush=True)
            lines += importlib.import_module(f"bench_{topic}").measure(Path(name))
    print(f"\n{'':60} {'measured':>13} {'floor':>13} {'ratio':>8}  {'reach':22} met")
    for line in lines:
        print(line.text())
    raise SystemExit(not all(line.is_met for line in lines))


if __name__ == "__main__":
    main()

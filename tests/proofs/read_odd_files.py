"""Reads spoiled files with every reader, in a process of its own: arguments are a seed and a count.

Prints one line of JSON: how many were read, how many refused. A file that is neither ends it.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import odd_files

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.catalog.reading import reader_for


def main() -> None:
    """Read the files; any other error than a sentence for a person goes through."""
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(seed)
    n_read = n_refused = 0
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        good = odd_files.written(folder / "good")
        spill = folder / "spill"
        spill.mkdir()
        tempfile.tempdir = str(spill)
        for number in range(count):
            name = sorted(good)[number % len(good)]
            print(number, name, file=sys.stderr) if "-v" in sys.argv else None
            file = folder / name
            file.write_bytes(odd_files.spoiled(good, name, dice))
            for what in ("read", "look"):
                try:
                    reader = reader_for(file)
                    if what == "read":
                        reader.read(file, None, Silent())
                    else:
                        reader.look(file)
                    n_read += 1
                except (NeedsYou, WorldError):
                    n_refused += 1
                except BaseException:
                    print(f"seed {seed}, file {number}, {name}, {what}", file=sys.stderr)
                    raise
            left = list(spill.iterdir())
            assert not left, f"seed {seed}, file {number}, {name} left {left}"
    print(json.dumps({"read": n_read, "refused": n_refused}))


if __name__ == "__main__":
    main()

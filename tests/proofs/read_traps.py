"""Files made to harm, read with little memory and disk to spare; prints what was said.

In a process of its own: a file that is neither read nor refused ends it.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import odd_files

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Silent
from tidemill.catalog.readers import _packed
from tidemill.catalog.reading import reader_for

MEMORY = 6 << 30
"""Address space, of which most is room kept and never used."""


def main() -> None:
    """Read each; say by name what became of it and how long it took."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # The bound is as it is, but for what a small file may take in any case: no disk is filled.
    _packed.FREE_ANYWAY = 64 << 20
    said = {}
    with tempfile.TemporaryDirectory() as kept:
        spill = Path(kept) / "spill"
        spill.mkdir()
        tempfile.tempdir = str(spill)
        for name, data in odd_files.traps():
            file = Path(kept) / name
            file.write_bytes(data)
            before = time.monotonic()
            try:
                found = reader_for(file).read(file, None, Silent())
                words = f"read {found.table.n_rows} rows, {len(found.bad_rows)} bad"
            except (NeedsYou, WorldError) as error:
                words = error.message
            said[name] = [words, round(time.monotonic() - before, 1)]
            print(name, *said[name], file=sys.stderr, flush=True)
            file.unlink()
            assert not list(spill.iterdir()), name
            assert sorted(p.name for p in Path(kept).iterdir()) == ["spill"], name
    print(json.dumps(said))


if __name__ == "__main__":
    main()

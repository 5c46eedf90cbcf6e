"""Undo over the whole store: random changes, undone in reverse, leave it as it was."""

import random
from pathlib import Path

from changed_stores import Changes, dump


def test_random_changes_undone_in_reverse_leave_the_store_as_it_was(tmp_path: Path) -> None:
    changes = Changes(tmp_path / "ws", random.Random(1))
    try:
        changes.fill()
        before = dump(changes.workspace)
        changes.change(60)
        assert len(changes.counts) > 10, changes.counts
        assert dump(changes.workspace) != before
        changes.undo_all()
        assert dump(changes.workspace) == before
    finally:
        changes.close()

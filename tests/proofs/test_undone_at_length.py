"""Seeded: 500 random changes of every kind that can be undone, with restarts, undone in reverse.

What of the store may differ afterwards, and why, is said by `changed_stores`.
"""

import random
from pathlib import Path

import pytest
from changed_stores import KINDS, Changes, dump

N_CHANGES = 500


@pytest.mark.rounds(5, 1)
@pytest.mark.timeout(900)
def test_500_random_changes_undone_in_reverse_leave_the_store_as_it_was(
    tmp_path: Path, round_seed: int, rounds, measured
) -> None:
    n = rounds(N_CHANGES, 60)
    changes = Changes(tmp_path / "ws", random.Random(round_seed))
    try:
        changes.fill()
        before = dump(changes.workspace)
        changes.change(n)
        if n == N_CHANGES:
            assert set(changes.counts) == set(KINDS), changes.refused
        assert dump(changes.workspace) != before
        counts = ", ".join(f"{name} {n}" for name, n in sorted(changes.counts.items()))
        changes.undo_all()
        assert dump(changes.workspace) == before
        measured(f"{n} changes undone in reverse: {counts}")
    finally:
        changes.close()

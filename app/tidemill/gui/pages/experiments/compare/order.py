"""In which order the runs of a comparison stand; the first is the baseline."""

from collections.abc import Sequence


def moved_order(ids: Sequence[str], run_id: str, to: int) -> tuple[str, ...]:
    """The runs with one of them at another column."""
    others = [one for one in ids if one != run_id]
    return (*others[:to], run_id, *others[to:])


def baseline_order(ids: Sequence[str], first: str) -> tuple[str, ...]:
    """The runs with another one as baseline, the rest in their order."""
    return (first, *(one for one in ids if one != first))

"""Promotion by two people: who has seen a version, and who is still missing."""

from collections.abc import Iterable


def others_behind(makers: Iterable[str], agreed: Iterable[str], by: str) -> frozenset[str]:
    """People other than `by` who stand behind a version: they made it, or said it may serve.

    With four eyes a promotion by `by` takes effect only where there is one.
    """
    return frozenset({*makers, *agreed} - {by})

"""Promotion by two people: who has seen a version, and who is still missing."""

from collections.abc import Iterable

from tidemill.domain.models import ModelVersion


def makers_of(version: ModelVersion, people: Iterable[str]) -> frozenset[str]:
    """People who registered a version or had it trained; the worker is none."""
    return frozenset({version.by, version.trained_by} & set(people))


def others_behind(makers: Iterable[str], agreed: Iterable[str], by: str) -> frozenset[str]:
    """People other than `by` who stand behind a version: they made it, or said it may serve.

    With four eyes a promotion by `by` takes effect only where there is one.
    """
    return frozenset({*makers, *agreed} - {by})

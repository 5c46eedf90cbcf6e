"""Which versions of a series hold which rows: what can go, and what can come back."""

from collections.abc import Sequence

from tidemill.domain.datasets import DatasetVersion, Series


def parts(series: Series, versions: Sequence[DatasetVersion], number: int) -> list[DatasetVersion]:
    """The versions whose own rows make up version `number`, oldest first.

    In an append series those from the newest base on; `versions` are all living ones.
    """
    upto = sorted((v for v in versions if v.number <= number), key=lambda v: v.number)
    if series is Series.REPLACE:
        return upto[-1:]
    base = max((at for at, v in enumerate(upto) if v.is_base), default=0)
    return upto[base:]


def holders(
    series: Series, versions: Sequence[DatasetVersion], going: set[int]
) -> list[DatasetVersion]:
    """The versions that stay and whose rows would change if those of these numbers went."""
    return [
        v
        for v in versions
        if v.number not in going
        and any(part.number in going for part in parts(series, versions, v.number))
    ]

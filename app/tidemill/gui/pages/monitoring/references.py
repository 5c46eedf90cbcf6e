"""What the looks of a model can be compared with, as a person chooses it over the map."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.domain.reference_choices import ReferenceKind
from tidemill.gui.kit import numbers

if TYPE_CHECKING:
    from tidemill.services.monitoring.references import Offered

_PLAIN = (
    (str(ReferenceKind.TRAINING), tr("the training data")),
    (str(ReferenceKind.PREVIOUS), tr("the period before")),
    (str(ReferenceKind.SEASON), tr("the same season before")),
)


@dataclass(frozen=True)
class ReferenceState:
    """What can be chosen, as values and words, and what is: a new normal is `words` alone."""

    values: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    chosen: str = ""
    words: str = ""


NOTHING_OFFERED = ReferenceState()


def references_of(offered: "Offered") -> ReferenceState:
    """The training data, periods before, and every version of the data, newest first."""
    versions = [
        (f"{offered.dataset}@{v}", _told(v, first, last)) for v, first, last in offered.versions
    ]
    every = (*_PLAIN, *versions)
    values, texts = tuple(v for v, _ in every), tuple(t for _, t in every)
    now = offered.chosen
    if now is None:
        return ReferenceState(values, texts, _PLAIN[0][0])
    if now.kind is ReferenceKind.ACCEPTED:
        return ReferenceState(values, texts, "", tr("{words}, the new normal", words=now.words))
    is_version = now.kind is ReferenceKind.VERSIONS
    return ReferenceState(
        values, texts, f"{now.dataset}@{now.first}" if is_version else str(now.kind)
    )


def _told(number: int, first: datetime | None, last: datetime | None) -> str:
    """A version by its number and the days of its rows."""
    if first is None or last is None:
        return f"v{number}"
    days = [numbers.day(first), numbers.day(last)]
    return f"v{number}, {days[0]}" if days[0] == days[1] else f"v{number}, {days[0]} to {days[1]}"

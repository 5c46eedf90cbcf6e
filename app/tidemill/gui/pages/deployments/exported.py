"""A version that left as a file, as its card on Deployments shows it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.chips import ChipTone
from tidemill.gui.kit.status import Status
from tidemill.gui.pages.deployments.figures import FactOf

if TYPE_CHECKING:
    from tidemill.domain.models import ModelVersion
    from tidemill.services.exports import ExportedFile
    from tidemill.services.serving.overview import Overview


@dataclass(frozen=True)
class ExportState:
    """One exported file. `address` is the version's (`name@3`)."""

    key: str
    title: str
    model: str
    version: str
    version_tone: ChipTone
    version_icon: str | None
    place: str
    status: Status
    words: str
    facts: tuple[FactOf, ...]
    path: str
    number: int
    is_here: bool

    @property
    def address(self) -> str:
        """The version that left."""
        return f"{self.model}@{self.number}"


def exports_of(found: "Overview") -> tuple[ExportState, ...]:
    """The files that versions left as, the newest first."""
    champions = {one.model.name: one.champion for one in found.servable}
    return tuple(export_of(one, champions.get(one.model), found) for one in found.exported)


def export_of(
    one: "ExportedFile", champion: "ModelVersion | None", found: "Overview"
) -> ExportState:
    """A card for a file."""
    is_champion = champion is not None and champion.number == one.number
    by = found.people.get(one.by, one.by)
    facts = (
        FactOf(tr("Exported"), numbers.ago(one.at, found.now), f"by {by}"),
        FactOf(
            tr("Same answers"),
            f"{numbers.integer(one.n_rows)} of {numbers.integer(one.n_rows)}",
            tr("and {integer} made up to be odd", integer=numbers.integer(one.n_made_up)),
        ),
        _behind(one.number, champion, found.now),
    )
    return ExportState(
        key=str(one.path),
        title=one.path.name,
        model=one.model,
        version=f"v{one.number}",
        version_tone="champion" if is_champion else "plain",
        version_icon="crown" if is_champion else None,
        place=f"{one.path}, {numbers.size(one.n_bytes)}",
        status="idle",
        words=tr("Exported") if one.is_here else tr("Moved or deleted"),
        facts=facts,
        path=str(one.path),
        number=one.number,
        is_here=one.is_here,
    )


def _behind(number: int, champion: "ModelVersion | None", now: datetime) -> FactOf:
    """How far the file is behind what serves now."""
    if champion is None:
        return FactOf(tr("Behind champion"), numbers.MISSING, tr("there is none"))
    if champion.number == number:
        return FactOf(tr("Behind champion"), tr("not behind"), tr("it is the champion"))
    at = numbers.ago(champion.created_at, now)
    words = tr("v{number} is, registered {at}", number=champion.number, at=at)
    if champion.number < number:
        return FactOf(tr("Behind champion"), "ahead", words)
    return FactOf(tr("Behind champion"), numbers.plural(champion.number - number, "version"), words)

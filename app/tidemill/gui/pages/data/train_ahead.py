"""Telling ahead, as the Train sheet offers it where a number has a past."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.texts import joined
from tidemill.base.words import tr
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.forecasts import Forecast, lags_in
from tidemill.domain.recipes import HoldOut, HoldOutKind, Recipe, Task

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.services.forecast_recipes import Offer
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class AheadState:
    """What can be told ahead, and what of it is asked for.

    `offer` is None until the times were looked at, and where `why_not` says that nothing can be
    told. `horizon` is None while what is typed is no number; `lags` are as typed, None where the
    suggested ones stand; nothing typed asks for these too. `known` are columns known ahead.
    """

    offer: "Offer | None" = None
    why_not: str = ""
    is_on: bool = False
    horizon: int | None = None
    lags: str | None = None
    known: tuple[str, ...] = ()

    @property
    def shown_lags(self) -> str:
        """The lags as they stand in their field."""
        return self.suggested_lags if self.lags is None else self.lags

    @property
    def suggested_lags(self) -> str:
        """The lags suggested for the horizon, as they are typed."""
        if self.offer is None or not self.horizon:
            return ""
        return ", ".join(map(str, self.offer.back(self.horizon)[0]))

    @property
    def forecast(self) -> Forecast | None:
        """What is asked for, None for nothing; `NeedsYou` where it can't be meant."""
        if not self.is_on or self.offer is None:
            return None
        if self.horizon is None:
            raise NeedsYou(
                tr("It is not said how many steps ahead is told."), tr("Type a whole number.")
            )
        lags, rolling, _ = self.offer.back(self.horizon)
        if (typed := lags_in(self.lags or "")) and typed != lags:
            lags, rolling = typed, ()
        return Forecast(self.horizon, lags, self.offer.series, self.known, rolling)

    @property
    def problem(self) -> str:
        """Why it can't be meant; empty where it can, or nothing is told ahead."""
        try:
            _ = self.forecast
        except NeedsYou as error:
            return error.message
        return ""

    @property
    def reasons(self) -> tuple[str, str, str, str]:
        """Why it is told so far ahead, by that series, from those values and known columns."""
        if self.offer is None or not self.horizon:
            return "", "", "", ""
        _, _, lags = self.offer.back(self.horizon)
        known = joined(self.known) if self.known else tr("No other column")
        are = "are" if len(self.known) > 1 else "is"
        then = self.offer.grid.words(self.horizon)
        return (
            self.offer.horizon_reason(self.horizon),
            self.offer.series_reason,
            _TYPED if self.lags and self.lags != self.suggested_lags else lags,
            tr(
                "{known} {are} known at the moment told. The rest is read as it was {then} before.",
                known=known,
                are=are,
                then=then,
            ),
        )


NOT_AHEAD = AheadState()
_TYPED = tr("Named by you: 1 is the newest value known. No means are learned from then.")


def is_offered(schema: Schema, target: str, task: Task, time: str | None) -> bool:
    """Whether it makes sense to look for steps in time at all."""
    return time is not None and task is Task.REGRESSION and schema[target].kind is Kind.NUMERIC


def offered(
    workspace: "Workspace",
    version: "DatasetVersion",
    target: str,
    time: str,
    series: str | None,
    _reporter: "Reporter",
) -> "Offer":
    """What a forecast of a version would be; `NeedsYou` where there is none."""
    from tidemill.services import forecast_recipes

    return forecast_recipes.offer(workspace, version.address, target, time, series)


def with_offer(state: AheadState, offer: "Offer") -> AheadState:
    """Take over what can be told; what was chosen stays where it still can be."""
    was = state.offer
    is_same = was is not None and (was.target, was.time) == (offer.target, offer.time)
    if not is_same:
        return AheadState(offer, horizon=offer.horizon)
    known = tuple(name for name in state.known if name != offer.series)
    return replace(state, offer=offer, why_not="", known=known)


def with_none(state: AheadState, error: TidemillError) -> AheadState:
    """Say why nothing can be told so; what could be told before stays to choose again from."""
    return replace(state, why_not=" ".join(filter(None, (error.message, error.hint))))


def told_ahead(recipe: Recipe, state: AheadState) -> Recipe:
    """The recipe with what is asked for: its newest rows are held out, no group is kept whole."""
    forecast = state.forecast
    if forecast is None or state.offer is None:
        return recipe
    return replace(
        recipe,
        task=Task.REGRESSION,
        positive=None,
        group=None,
        time=state.offer.time,
        hold_out=HoldOut(HoldOutKind.NEWEST, recipe.hold_out.share),
        forecast=forecast,
    )

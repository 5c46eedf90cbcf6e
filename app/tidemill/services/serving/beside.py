"""The candidate that stands beside the version a service answers with."""

from collections.abc import Callable
from dataclasses import dataclass

from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import Deployment
from tidemill.domain.trials import Trial, trial_of
from tidemill.services import registry
from tidemill.services.serving import served_models
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Beside:
    """A trial at work: the candidate, read, and which rows it gets."""

    trial: Trial
    served: ServedModel

    def stands_by(self, champion: ServedModel) -> bool:
        """Whether this champion is the one that the trial was begun with."""
        return self.trial.champion_id == champion.version.id


class Candidate:
    """Holds the trial of a deployment. `current` may be read at any moment by any thread."""

    def __init__(
        self, workspace: Workspace, before_sklearn: Callable[[], None] = served_models.nothing
    ) -> None:
        self._workspace, self._before_sklearn = workspace, before_sklearn
        self.current: Beside | None = None

    def look(self, deployment: Deployment, champion: ServedModel | None) -> None:
        """Take the trial as it is now; the champion answers on while the candidate is read.

        Raises `NeedsYou`, with the champion left alone, where the candidate can't be read or can't
        answer what callers of the champion send.
        """
        before, trial = self.current, trial_of(deployment.split)
        if trial is None or champion is None or trial.champion_id != champion.version.id:
            self.current = None
            return
        if before is not None and before.served.version.id == trial.candidate_id:
            self.current = Beside(trial, before.served)
            return
        self.current = None
        address = f"{deployment.model}@{trial.candidate}"
        version = registry.version(self._workspace, address)
        served = served_models.load(self._workspace, version, self._before_sklearn)
        _fits(served, champion)
        self.current = Beside(trial, served)

    def look_at_marks(self) -> None:
        """Take in which columns are marked personal now."""
        now = self.current
        if now is None:
            return
        one = now.served
        personal = served_models.personal_of(self._workspace, one.version)
        if personal != one.personal:
            marked = ServedModel(one.version, one.model, one.fields, personal)
            self.current = Beside(now.trial, marked)


def _fits(candidate: ServedModel, champion: ServedModel) -> None:
    """Refuse a candidate that answers another question, or asks for more than callers send."""
    label, other = candidate.version.label, champion.version.label
    if (candidate.model.task, candidate.model.recipe.target) != (
        champion.model.task,
        champion.model.recipe.target,
    ):
        raise NeedsYou(
            f"{label} predicts something else than {other}.",
            "Choose a version that can replace it.",
        )
    further = sorted(candidate.fields.needed - champion.fields.needed)
    if further:
        raise NeedsYou(
            f"{label} needs {', '.join(further)}, which callers of {other} need not send.",
            "Promote it once they do; a rehearsal shows what it answers on stored rows.",
        )

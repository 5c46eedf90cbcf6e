"""What the routes of a service share: the model, the line, the log, the figures, the settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pydantic_core
from starlette.requests import Request
from starlette.responses import Response

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import Deployment
from tidemill.domain.trials import TrialKind
from tidemill.server.figures import Figures
from tidemill.server.line import Line, NotReady, Read, Said, Write
from tidemill.server.shadows import Shadows
from tidemill.services.serving.answer_log import AnswerLog, Kept
from tidemill.services.serving.beside import Candidate
from tidemill.services.serving.champion import Champion
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.workspace import Workspace

JSON = "application/json"


class NotJson(NeedsYou):
    """A body that can't be read as what it says it is."""


class WrongMedia(NeedsYou):
    """A body of a kind that a route does not take."""


@dataclass
class Desk:
    """One service at work. `deployment` is replaced when its settings change."""

    workspace: Workspace
    deployment: Deployment
    champion: Champion
    line: Line
    log: AnswerLog
    figures: Figures
    candidate: Candidate | None = None

    def __post_init__(self) -> None:
        """Shadow only while the champion has nothing to do."""
        self.shadows = Shadows(lambda: self.line.is_idle, self.log.add)
        self.line.on_idle = self.shadows.begin

    @property
    def versions(self) -> list[ServedModel]:
        """The versions whose answers are returned: the champion's, and in a split another's."""
        champion = self.served
        beside = None if self.candidate is None else self.candidate.current
        if beside is None or not beside.trial.is_split or not beside.stands_by(champion):
            return [champion]
        return [champion, beside.served]

    @property
    def served(self) -> ServedModel:
        """The version that answers now; `NotReady` where there is none."""
        found = self.champion.current
        if found is None:
            raise NotReady(f"{self.deployment.model} has no champion now.", "Promote a version.")
        return found

    async def predict(
        self, request: Request, body: bytes, read: Read, write: Write, version: str | None = None
    ) -> Response:
        """Answer a request's rows, and keep the answer where the settings say so.

        `version` asks for one of those that answer, by its number.
        """
        began = monotonic()
        said = await self.line.ask(len(body), read, write, version)
        for part in said.parts:
            self.figures.predicted(part.served, len(part.rows))
        self.shadows.count(said.counts)
        request_id = request.state.id
        if self.log.wants(request_id):
            self._keep(said, request_id, monotonic() - began)
        headers = {
            "X-Tidemill-Model": latin(said.parts[0].served.version.model),
            "X-Tidemill-Version": ", ".join(map(str, sorted(set(said.versions)))),
        }
        return Response(said.body, media_type=JSON, headers=headers)

    def _keep(self, said: Said, request_id: str, seconds: float) -> None:
        now = self.workspace.clock.now()
        for part in said.parts:
            trial = TrialKind.SPLIT if part.is_tried else None
            self.log.add(
                Kept(part.served, now, request_id, seconds, part.rows, part.answers, trial=trial)
            )
        if said.beside is not None and said.shadowed:
            self.shadows.add(said.beside, said.parts[0], said.shadowed, now, request_id)


def latin(text: str) -> str:
    """A text as a header can bear it."""
    return text.encode("ascii", "backslashreplace").decode("ascii")


def parsed(body: bytes) -> Any:
    """The JSON in a body; `NotJson` says where it is none, or is nested too deeply."""
    try:
        return pydantic_core.from_json(body)
    except ValueError as error:
        words = str(error)
        if "recursion" in words:
            raise NotJson("The JSON is nested too deeply.", "Send rows as flat objects.") from error
        raise NotJson(f"The body is no JSON: {words}.", "Mend it and send it again.") from error


def written(value: Any) -> bytes:
    """A value as JSON; what is no number is null."""
    return pydantic_core.to_json(value, inf_nan_mode="null")


def needs_json(request: Request) -> None:
    """Refuse a body that does not say it is JSON: a form of a foreign page can't say so."""
    kind = media_of(request)
    if kind != JSON:
        raise WrongMedia(
            f"The body is said to be {kind or 'nothing'}, JSON is expected.",
            f"Send it with the header Content-Type: {JSON}.",
        )


def media_of(request: Request) -> str:
    """The kind of body that a request says it has, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def rows_of_objects(found: Any, what: str) -> Sequence[dict[str, Any]]:
    """A list of objects; `NeedsYou` names the first that is none."""
    if not isinstance(found, list) or not found:
        raise NeedsYou(
            f"{what} has to be a list of one or more rows.",
            f'Send {{"{what}": [{{"field": value, ...}}]}}.',
        )
    wrong = next((n for n, row in enumerate(found, start=1) if not isinstance(row, dict)), None)
    if wrong is not None:
        raise NeedsYou(
            f"Row {wrong:,} is no object with a value for each field.",
            f'Send {{"{what}": [{{"field": value, ...}}]}}.',
        )
    return found

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
from tidemill.server.figures import Figures
from tidemill.server.line import Line, NotReady, Read, Write
from tidemill.services.serving.answer_log import AnswerLog, Kept
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

    @property
    def served(self) -> ServedModel:
        """The version that answers now; `NotReady` where there is none."""
        found = self.champion.current
        if found is None:
            raise NotReady(f"{self.deployment.model} has no champion now.", "Promote a version.")
        return found

    async def predict(self, request: Request, body: bytes, read: Read, write: Write) -> Response:
        """Answer a request's rows, and keep the answer where the settings say so."""
        began = monotonic()
        said = await self.line.ask(len(body), read, write)
        self.figures.predicted(said.served, len(said.rows))
        request_id = request.state.id
        if self.log.wants(request_id):
            seconds = monotonic() - began
            now = self.workspace.clock.now()
            self.log.add(Kept(said.served, now, request_id, seconds, said.rows, said.answers))
        version = said.served.version
        headers = {
            "X-Tidemill-Model": latin(version.model),
            "X-Tidemill-Version": str(version.number),
        }
        return Response(said.body, media_type=JSON, headers=headers)


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

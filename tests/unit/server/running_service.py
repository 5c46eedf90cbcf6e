"""A model of columns of every kind, served on loopback from a thread of this process."""

import asyncio
import http.client
import json
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from tidemill.domain.columns import Role
from tidemill.domain.deployments import LOOPBACK, Deployment, HttpSettings, Logging
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.server.app import application
from tidemill.server.desk import Desk
from tidemill.server.figures import Figures
from tidemill.server.guard import Times
from tidemill.server.line import Line
from tidemill.server.listening import listening, server_of
from tidemill.services import (
    deploying,
    ingesting,
    personal_data,
    promotion,
    registering,
    training_runs,
)
from tidemill.services.job_kinds import kinds
from tidemill.services.serving.answer_log import AnswerLog
from tidemill.services.serving.beside import Candidate
from tidemill.services.serving.champion import Champion
from tidemill.services.workspace import Workspace

PATIENCE_S = 60.0


def with_models(workspace: Workspace) -> Any:
    path = workspace.folder.parent / "visits.csv"
    path.write_text("\n".join(_lines(240)) + "\n", encoding="utf-8")
    roles = {"visit": Role.IDENTIFIER}
    ingesting.add(workspace, [path], dataset="visits", target="bought", time="at", roles=roles)
    work(workspace)
    personal_data.mark(workspace, "visits", "shop", True)
    for number, estimator in enumerate(("logistic_regression", "hist_gradient_boosting"), start=1):
        job = training_runs.train(workspace, "visits", estimators=(estimator,))
        work(workspace)
        registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="buyers")
        work(workspace)
        reason = "a test decides what serves"
        promotion.promote(workspace, f"buyers@{number}", anyway=True, reason=reason)
    promotion.roll_back(workspace, "buyers", note="v2 is only there")
    return workspace.clock.now()


def _lines(n: int) -> Iterator[str]:
    draw = random.Random(7)
    yield "at,visit,x,day,shop,member,bought"
    for i in range(n):
        x, shop = draw.gauss(0, 1), draw.choice(["north", "south", "east"])
        bought = "yes" if x + (shop == "east") + draw.gauss(0, 0.5) > 0.4 else "no"
        member = draw.choice(["yes", "no", ""])
        shown = "" if i % 11 == 0 else f"{x:.4f}"
        at, day = f"2025-01-{1 + i // 10:02d}", f"2024-{1 + i % 12:02d}-{1 + i % 27:02d}"
        yield f"{at},k{i:04d},{shown},{day},{shop},{member},{bought}"


def work(workspace: Workspace) -> None:
    worker = workspace.acting_as(WORKER)
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        perform(workspace.store, kinds(), worker, job, JobReporter(workspace.store, job.id, 1))


@dataclass(frozen=True)
class Heard:
    """What came back: the status, the headers, the body."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Running:
    """A service in a thread, and ways to ask it."""

    desk: Desk
    port: int

    def ask(
        self,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        method: str = "",
    ) -> Heard:
        """Ask once; a body that is no text or bytes is sent as JSON."""
        head = dict(headers or {})
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        if body is not None:
            head.setdefault("Content-Type", "application/json")
        line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_S)
        try:
            line.request(method or ("GET" if body is None else "POST"), path, body, head)
            answer = line.getresponse()
            return Heard(answer.status, answer.headers, answer.read())
        finally:
            line.close()

    def raw(self) -> socket.socket:
        """A connection to write bytes to as they are."""
        return socket.create_connection((LOOPBACK, self.port), timeout=PATIENCE_S)

    def look(self) -> Deployment:
        """Take the deployment's trial as it is now, as the process does when it hears of it."""
        workspace, desk = self.desk.workspace, self.desk
        now = deploying.find(workspace, desk.deployment.name)
        desk.deployment = replace(desk.deployment, split=now.split)
        assert desk.candidate is not None
        desk.candidate.look(desk.deployment, desk.champion.current)
        return desk.deployment

    def set(self, **settings: Any) -> None:
        """Change the settings while it runs."""
        new = replace(self.desk.deployment.http, **settings)
        self.desk.deployment = replace(self.desk.deployment, settings=new.to_dict())


def ready_row(**values: Any) -> dict[str, Any]:
    """A row with a value for each field that the model needs."""
    return {"x": 0.5, "day": "2024-03-05", "shop": "east", "member": True, **values}


@contextmanager
def served(workspace: Workspace, times: Times | None = None) -> Iterator[Running]:
    """Serve `buyers` on a free port of loopback."""
    made = deploying.http(workspace, "buyers", logging=Logging.ALL).deployment
    settings = replace(made.http, port=0)
    plug = listening(settings)
    plug.listen()  # from here on who asks waits, if the thread is slow to begin
    port = plug.getsockname()[1]
    deployment = _at(made, replace(settings, port=port))
    champion = Champion(workspace, "buyers")
    champion.look()
    candidate = Candidate(workspace)
    candidate.look(deployment, champion.current)
    log = AnswerLog(workspace, deployment)
    line = Line(lambda: champion.current, lambda: candidate.current)
    desk = Desk(workspace, deployment, champion, line, log, Figures(), candidate)
    server = server_of(application(desk, times))
    loop_thread = threading.Thread(target=lambda: asyncio.run(server.serve([plug])), name="serving")
    loop_thread.start()
    try:
        yield Running(desk, port)
    finally:
        server.should_exit = True
        loop_thread.join()
        line.close()
        desk.shadows.close()
        log.close()
        plug.close()


def _at(deployment: Deployment, settings: HttpSettings) -> Deployment:
    return replace(deployment, settings=settings.to_dict())

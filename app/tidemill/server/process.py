"""The process of one service: it listens, follows the registry, and ends in order."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from types import FrameType

import uvicorn

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.domain.deployments import Deployment, ServiceState
from tidemill.domain.trials import NO_COUNTS, trial_of
from tidemill.server.app import application
from tidemill.server.desk import Desk
from tidemill.server.figures import Figures
from tidemill.server.line import Line
from tidemill.server.listening import listening, server_of
from tidemill.services import deploying, news, trials, workers
from tidemill.services.serving.answer_log import AnswerLog
from tidemill.services.serving.beside import Candidate
from tidemill.services.serving.champion import Champion
from tidemill.services.serving.traffic_log import TrafficLog
from tidemill.services.workspace import Workspace

LOOK_S = 0.1
BEAT_S = 4.0
_SWITCH_S = 0.0005
"""How long a thread may hold the interpreter: the loop is not to wait for the model's."""

log = logging.getLogger(__name__)


def light() -> None:
    """Let scikit-learn cost this process no more than it needs.

    pandas is kept out: scikit-learn takes it where it can, and needs it not, and it costs half a
    second and 100 MB. An import of what is None fails as where it is not installed. The values that
    reach an estimator were made finite by the preparation and its settings were checked when it
    learned, so that neither is looked at again for each row.
    """
    sys.modules.setdefault("pandas", None)  # type: ignore[arg-type]
    import sklearn

    sklearn.set_config(assume_finite=True, skip_parameter_validation=True)


class Service:
    """One HTTP service at work in this process."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._workspace, self._name = workspace, name
        self._is_stopping = threading.Event()
        self._server: uvicorn.Server | None = None
        self._traffic: TrafficLog | None = None
        self._next_beat = 0.0
        self._trouble = self._trouble_beside = ""
        self._counted = NO_COUNTS

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """End once the requests at hand are answered."""
        self._is_stopping.set()
        if self._server is not None:
            self._server.should_exit = True

    def run(self) -> None:
        """Answer until told to stop, or the deployment is switched off.

        Raises `NeedsYou` where there is nothing to answer with, or the service is at work already,
        `WorldError` where it can't listen.
        """
        workspace = self._workspace
        deployment = deploying.find(workspace, self._name)
        running = workers.alive(workspace, deploying.PROCESS)
        if any(one.message == self._name for one in running):
            raise NeedsYou(f"The service of {self._name} is at work already.", "")
        identity = workers.register(workspace, deploying.PROCESS)
        try:
            workers.beat(workspace, identity, self._name)
            self._serve(deployment, identity)
        finally:
            workers.unregister(workspace, identity)

    def _serve(self, deployment: Deployment, identity: str) -> None:
        workspace, settings = self._workspace, deployment.http
        reader = news.Reader(workspace)  # from here on nothing is missed
        champion = Champion(workspace, deployment.model, light)
        answers = AnswerLog(workspace, deployment)
        try:
            with self._told():
                deploying.say(workspace, self._name, ServiceState.STARTING, address="")
                plug = listening(settings)
                champion.look()
                if champion.current is None:
                    raise NeedsYou(f"{deployment.model} has no champion.", "Promote a version.")
            self._answer(deployment, identity, reader, champion, answers, plug)
        finally:
            answers.close()
            reader.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Write down why the service could not begin."""
        try:
            yield
        except TidemillError as error:
            trouble = f"{error.message} {error.hint}".strip()
            deploying.say(self._workspace, self._name, ServiceState.FAILED, trouble=trouble)
            raise

    def _answer(
        self,
        deployment: Deployment,
        identity: str,
        reader: news.Reader,
        champion: Champion,
        answers: AnswerLog,
        plug: socket.socket,
    ) -> None:
        workspace = self._workspace
        candidate = Candidate(workspace, light)
        line = Line(lambda: champion.current, lambda: candidate.current)
        traffic = self._traffic = TrafficLog(workspace, deployment)
        desk = Desk(workspace, deployment, champion, line, answers, Figures(traffic), candidate)
        server = self._server = server_of(application(desk))
        follower = threading.Thread(
            target=self._follow, args=(desk, identity, reader), name="follower", daemon=True
        )
        sys.setswitchinterval(_SWITCH_S)
        gc.freeze()  # the model and the libraries stay: the collector need not walk over them
        gc.enable()
        follower.start()
        try:
            if not self._is_stopping.is_set():
                asyncio.run(server.serve([plug]))
        finally:
            self._is_stopping.set()
            follower.join()
            line.close()
            desk.shadows.close()
            self._count(desk)
            plug.close()
            traffic.close()
            deploying.say(workspace, self._name, ServiceState.OFF, address="")

    def _follow(self, desk: Desk, identity: str, reader: news.Reader) -> None:
        """Take in what changes in the workspace, until the service ends."""
        changed = {"model", "deployment"}  # the settings were read before the news began
        while not self._is_stopping.wait(LOOK_S):
            try:
                changed |= self._topics(reader.poll(), desk)
                self._take_in(changed, desk)
                changed = set()
                if self._traffic is not None:
                    self._traffic.write()
                if monotonic() >= self._next_beat:
                    self._next_beat = monotonic() + BEAT_S
                    workers.beat(self._workspace, identity, self._name)
                    self._count(desk)
            except WorldError as error:  # the store is away: it answers on, and looks again
                log.warning("%s %s", error.message, error.hint)

    def _topics(self, items: list[news.News] | None, desk: Desk) -> set[str]:
        if items is None:
            return {"model", "deployment", "dataset"}
        keys = {"model": desk.deployment.model, "deployment": self._name}
        return {one.topic for one in items if keys.get(one.topic, one.key) == one.key}

    def _take_in(self, topics: set[str], desk: Desk) -> None:
        if "deployment" in topics:
            self._settle(desk)
            if self._is_stopping.is_set():
                return
        if "dataset" in topics:
            desk.champion.look_at_marks()
        if "model" in topics:
            self._trouble = self._follow_champion(desk)
        if desk.candidate is not None and topics & {"model", "deployment", "dataset"}:
            self._trouble_beside = self._follow_candidate(desk, desk.candidate)
        if topics & {"model", "deployment"}:
            now = desk.champion.current
            deploying.say(
                self._workspace,
                self._name,
                ServiceState.READY if now else ServiceState.FAILED,
                trouble=self._trouble or self._trouble_beside,
                address=desk.deployment.http.address,
                serves_id=None if now is None else now.version.id,
            )
        if topics & {"model", "dataset"}:
            desk.champion.warm()

    def _follow_champion(self, desk: Desk) -> str:
        """Answer with today's champion; returns what stands against it, in words."""
        try:
            desk.champion.look()
        except NeedsYou as error:
            trouble = f"The new champion can't be read. {error.message} {error.hint}"
            log.warning("%s", trouble)
            return trouble
        return "" if desk.champion.current else "The model has no champion."

    def _follow_candidate(self, desk: Desk, candidate: Candidate) -> str:
        """Let the candidate of today's trial stand beside the champion; as above."""
        try:
            candidate.look_at_marks()
            candidate.look(desk.deployment, desk.champion.current)
        except NeedsYou as error:
            trouble = f"The champion answers alone. {error.message} {error.hint}"
            log.warning("%s", trouble)
            return trouble
        return ""

    def _count(self, desk: Desk) -> None:
        """Write down what the trial could not use since this was last done."""
        trial = trial_of(desk.deployment.split)
        if trial is not None:
            counts = desk.shadows.counts
            trials.count(self._workspace, self._name, trial, counts.less(self._counted))
            self._counted = counts

    def _settle(self, desk: Desk) -> None:
        """Take new settings; those that move the service let it end, to be started anew."""
        new = deploying.find(self._workspace, self._name)
        old = desk.deployment.http
        if not new.is_on or (old.host, old.port, old.machine) != (
            new.http.host,
            new.http.port,
            new.http.machine,
        ):
            self.stop()
            return
        is_same = new.http == old
        self._begin_to_count(desk, new)
        desk.deployment = new
        if not is_same:
            desk.log.set(new)

    def _begin_to_count(self, desk: Desk, new: Deployment) -> None:
        """What was counted before a trial is none of its own."""
        trial, before = trial_of(new.split), trial_of(desk.deployment.split)
        if trial is not None and (before is None or trial.begun_at != before.begun_at):
            self._counted = desk.shadows.counts


def run(workspace: Workspace, name: str) -> None:
    """Run a service in this process until it is told to end."""
    service = Service(workspace, name)
    signal.signal(signal.SIGTERM, service.stop)
    signal.signal(signal.SIGINT, service.stop)
    service.run()

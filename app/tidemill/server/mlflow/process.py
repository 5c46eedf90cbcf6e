"""The process that answers MLflow's clients: in the foreground, or as the switch says."""

import asyncio
import gc
import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.deployments import HttpSettings
from tidemill.domain.mlflow.doors import Switch
from tidemill.server.listening import listening, server_of
from tidemill.server.mlflow.app import application
from tidemill.services import news, workers
from tidemill.services.mlflow import experiments, switch
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

LOOK_S = 0.1
BEAT_S = 4.0
WINDOWLESS_S = 10.0
"""For so long no window may be open before it ends: one that is opened anew finds it there."""

log = logging.getLogger(__name__)


def run(
    workspace: Workspace, project: str, settings: HttpSettings, on_ready: Callable[[str], None]
) -> None:
    """Answer until told to end; `on_ready` is told the address. `WorldError` where it can't
    listen."""
    tracker = _tracker(workspace, project)
    plug = listening(settings)
    server = server_of(application(tracker, lambda: settings))
    _end_on_signals(lambda: _end(server))
    plug.listen(1024)
    gc.enable()  # switched off while modules were read
    try:
        on_ready(settings.address)
        asyncio.run(server.serve([plug]))
    finally:
        plug.close()


def run_switched(workspace: Workspace) -> None:
    """Answer as the switch of this computer says, until it says otherwise.

    Raises `NeedsYou` where it is off or answered already, `WorldError` where it can't listen; what
    stands in the way is written down for whoever looks.
    """
    SwitchedDoor(workspace).run()


def _tracker(workspace: Workspace, project: str) -> Tracker:
    tracker = Tracker(workspace, project, on_job=lambda: workers.ensure(workspace))
    experiments.note_all(tracker)
    return tracker


def _end(server: uvicorn.Server) -> None:
    server.should_exit = True


def _end_on_signals(end: Callable[[], None]) -> None:
    def stop(_number: int = 0, _frame: FrameType | None = None) -> None:
        end()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


class SwitchedDoor:
    """The interface at work in this process as long as the switch wants it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._switch = switch.wanted(workspace)
        self._is_stopping = threading.Event()
        self._server: uvicorn.Server | None = None
        self._next_beat = 0.0
        self._last_wanted = monotonic()
        self._is_store_away = False

    def stop(self) -> None:
        """End once the requests at hand are answered."""
        self._is_stopping.set()
        if self._server is not None:
            _end(self._server)

    def run(self) -> None:
        """Say hello, answer, say goodbye."""
        if not self._switch.is_on:
            raise NeedsYou("MLflow's interface is switched off on this computer.", "")
        if switch.at_work_here(self._workspace):
            raise NeedsYou("MLflow's interface is at work already.", "")
        reader = news.Reader(self._workspace)  # from here on nothing is missed
        identity = workers.register(self._workspace, switch.PROCESS)
        try:
            self._serve(identity, reader)
        finally:
            reader.close()
            workers.unregister(self._workspace, identity)

    def _serve(self, identity: str, reader: news.Reader) -> None:
        workspace, http = self._workspace, self._switch.http
        tracker = _tracker(workspace, self._switch.project)
        try:
            plug = listening(http)
        except WorldError as error:
            switch.say(workspace, f"{error.message} {error.hint}")
            raise
        server = self._server = server_of(application(tracker, lambda: self._switch.http))
        _end_on_signals(self.stop)
        follower = threading.Thread(
            target=self._follow, args=(identity, reader), name="follower", daemon=True
        )
        plug.listen(1024)
        gc.enable()  # switched off while modules were read
        switch.say(workspace, "")
        workers.beat(workspace, identity, http.address)
        follower.start()
        try:
            if not self._is_stopping.is_set():
                asyncio.run(server.serve([plug]))
        finally:
            self._is_stopping.set()
            follower.join()
            plug.close()

    def _follow(self, identity: str, reader: news.Reader) -> None:
        """Take in what changes in the workspace, until the interface ends."""
        keys = switch.keys()
        while not self._is_stopping.wait(LOOK_S):
            try:
                items = reader.poll()
                if items is None or any(n.topic == "setting" and n.key in keys for n in items):
                    self._settle(switch.wanted(self._workspace))
                if monotonic() >= self._next_beat:
                    self._next_beat = monotonic() + BEAT_S
                    workers.beat(self._workspace, identity, self._switch.http.address)
                    self._look_for_windows()
                self._is_store_away = False
            except WorldError as error:  # the store is away: it answers on, and looks again
                if not self._is_store_away:
                    log.warning("%s %s", error.message, error.hint)
                self._is_store_away = True

    def _settle(self, new: Switch) -> None:
        """Take a new switch; one that moves the interface lets it end, to be started anew."""
        old, self._switch = self._switch, new
        place = (old.http.host, old.http.port, old.project)
        if not new.is_on or place != (new.http.host, new.http.port, new.project):
            self.stop()

    def _look_for_windows(self) -> None:
        if switch.is_wanted_now(self._workspace, self._switch):
            self._last_wanted = monotonic()
        elif monotonic() - self._last_wanted > WINDOWLESS_S:
            self.stop()

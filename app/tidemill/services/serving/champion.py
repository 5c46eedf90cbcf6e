"""The version a service answers with: loaded beside the old one, then put in its place at once."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import ModelVersion
from tidemill.services import registry
from tidemill.services.serving import onnx_models, served_models
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.workspace import Workspace
from tidemill.store import models

WARM = 2
"""So many versions are kept ready beside each other: the champion, and the one it followed."""

log = logging.getLogger(__name__)


class Champion:
    """Holds the champion of a model. `current` may be read at any moment by any thread."""

    def __init__(
        self,
        workspace: Workspace,
        model: str,
        before_sklearn: Callable[[], None] = served_models.nothing,
    ) -> None:
        self._workspace, self._model = workspace, model
        self._before_sklearn = before_sklearn
        self._warm: OrderedDict[int, ServedModel] = OrderedDict()
        self._lock = threading.Lock()
        self.current: ServedModel | None = None

    def look(self) -> bool:
        """Answer with today's champion; True if that is another version than before.

        While the new one is read the old one answers. Raises `NeedsYou` where it can't be read:
        then the old one goes on.
        """
        with self._lock:
            version = self._promoted()
            before = self.current
            if version is None:
                self.current = None
            elif before is None or before.version.id != version.id:
                self.current = self._ready(version)
            elif not before.is_fast and onnx_models.is_ready(self._workspace, version):
                self._warm.pop(version.id, None)
                self.current = self._ready(version)
            now = self.current
            return (now and now.version.id) != (before and before.version.id)

    def warm(self) -> None:
        """Read the version that a rollback would go to, so that it answers without being read then.

        Left cold where it would bring scikit-learn into a process that needs none, and where it
        can't be read: a rollback to it tells that.
        """
        with self._lock:
            now, former = self.current, self._former()
            if now is None or former is None or former.id == now.version.id:
                return
            is_ready = onnx_models.is_ready(self._workspace, former)
            known = self._warm.get(former.id)
            if (known is not None and (known.is_fast or not is_ready)) or (
                now.is_fast and not is_ready
            ):
                return
            try:
                found = served_models.load(self._workspace, former, self._before_sklearn)
            except NeedsYou as error:
                log.info("%s is not kept ready: %s", former.label, error.message)
                return
            self._warm[former.id] = found
            self._warm.move_to_end(former.id)
            self._warm[now.version.id] = now
            self._warm.move_to_end(now.version.id)
            self._forget()

    def look_at_marks(self) -> None:
        """Take in which columns are marked personal now."""
        with self._lock:
            one = self.current
            if one is None:
                return
            personal = served_models.personal_of(self._workspace, one.version)
            if personal != one.personal:
                self._warm.clear()
                self.current = ServedModel(one.version, one.model, one.fields, personal)

    def _promoted(self) -> ModelVersion | None:
        with self._workspace.store.read() as connection:
            model = models.find(connection, self._model)
            return None if model is None else models.champion(connection, model.id)

    def _ready(self, version: ModelVersion) -> ServedModel:
        """The version from those kept warm, else read; the one that answers now is kept warm."""
        found = self._warm.pop(version.id, None) or served_models.load(
            self._workspace, version, self._before_sklearn
        )
        self._warm[version.id] = found
        self._forget()
        return found

    def _forget(self) -> None:
        """Let go what is not needed for going back once."""
        while len(self._warm) > WARM:
            self._warm.popitem(last=False)

    def _former(self) -> ModelVersion | None:
        """The version that a rollback would make champion."""
        with self._workspace.store.read() as connection:
            model = models.find(connection, self._model)
            if model is None:
                return None
            key = registry.rollback_target(tuple(models.decisions(connection, model.id)))
            return None if key is None else models.version_of_id(connection, key)

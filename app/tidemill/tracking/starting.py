"""Starting runs: which workspace, which experiment, which name."""

import os
import re
import time
from typing import Any

from tidemill.base import places
from tidemill.base.database_urls import Place
from tidemill.base.errors import TidemillError
from tidemill.base.ids import new_id
from tidemill.domain.run_names import run_name
from tidemill.tracking import surroundings, values
from tidemill.tracking.logged_run import LoggedRun
from tidemill.tracking.session import Session, session_of
from tidemill.tracking.troubles import anyway, or_else, tell

DEFAULT = "default"
_ID = re.compile(r"[0-9a-f]{32}")


@anyway
def start_run(
    experiment: str = DEFAULT,
    name: str | None = None,
    params: dict[str, Any] | None = None,
    tags: dict[str, Any] | None = None,
    *,
    run_id: str | None = None,
    parent: LoggedRun | str | None = None,
    nested: bool = False,
    project: str | None = None,
    workspace: str | os.PathLike[str] | None = None,
    note: str | None = None,
) -> LoggedRun:
    """Start a run, or with `run_id` go on with one; use it in a `with` or call its `end`.

    `parent` is a run, or its id, that this one belongs to; with `nested` it is the run that is
    open. The workspace is the one named, else `TIDEMILL_WORKSPACE`, else the one used last, else
    the default one; where none is yet, it is made. Never raises, and never waits for the
    workspace.
    """
    session = _session(workspace)
    identity = or_else(lambda: _identity(run_id), new_id, "start_run")
    chosen = or_else(lambda: _label(name, "name of the run"), lambda: "", "start_run")
    chosen = chosen or run_name(identity, int(identity[-8:], 16) % 1000)
    run = LoggedRun(session, identity, chosen)

    def begin() -> bool:
        above = session.innermost() if nested and parent is None else parent
        facts = surroundings.at_once()
        record = {
            "at": time.time(),
            "project": _label(project, "project") or DEFAULT,
            "experiment": _label(experiment, "experiment") or DEFAULT,
            "name": chosen,
            "user": values.label(places.person_login(), "user", values.USER_CHARACTERS),
            "parent": _parent_id(getattr(above, "id", above)),
            "facts": facts,
        }
        session.begin(run, record, facts["folder"])
        return True

    or_else(begin, lambda: False, "start_run")
    if params is not None:
        run.log_params(params)
    if tags is not None:
        run.set_tags(tags)
    if note is not None:
        run.set_note(note)
    return run


def _session(workspace: Any) -> Session:
    return session_of(or_else(lambda: address(workspace), places.default_workspace, "start_run"))


def address(workspace: Any) -> Place:
    """The workspace meant: named, from the environment, the one used last, or the default."""
    from tidemill.services import recent

    try:
        return recent.named(None if workspace is None else os.fspath(workspace))
    except TidemillError as error:
        default = places.default_workspace()
        tell("workspace", f"{error.message} What is logged goes to {default}.")
        return default


def _identity(run_id: Any) -> str:
    if run_id is None:
        return new_id()
    found = values.text(run_id).strip().lower().replace("-", "")
    if _ID.fullmatch(found):
        return found
    tell("run-id", f"{run_id!r} is no whole id of a run (32 digits): a new run was started.")
    return new_id()


def _parent_id(parent: Any) -> str | None:
    """The id of a run, or the text that is one."""
    return None if parent is None else values.text(parent).strip().lower()


def _label(value: Any, what: str) -> str:
    return "" if value is None else values.label(value, what)

"""Watched folders that do not answer: when that is said, and in which words.

A share whose computer is gone keeps whoever looks into it waiting, often for hours.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from tidemill.base.outside import Question
from tidemill.domain.jobs import Job
from tidemill.services import ingesting
from tidemill.services.workspace import Workspace
from tidemill.store import files

SILENT_S = 10.0
"""So long without a sign of life, and a folder is said not to answer."""
AGAIN_S = 60.0
"""How long a file waits whose folder fell silent while it was read."""
PUT_BACK = "The folder of its file does not answer. It is tried again by itself."
_BEGINNING = "The folder has not answered since "


def wait(question: Question[Any]) -> None:
    """Wait for an answer for as long as there are signs of life."""
    while not is_silent(question):
        if question.wait(SILENT_S - question.silent_s):
            return


def is_silent(question: Question[Any]) -> bool:
    """Whether a folder is to be said not to answer."""
    return not question.is_answered and question.silent_s >= SILENT_S


def is_told(trouble: str) -> bool:
    """Whether this is said of a folder already."""
    return trouble.startswith(_BEGINNING)


def words(now: datetime, silent_s: float) -> str:
    """What is said of a folder that has been silent for so many seconds."""
    since = now - timedelta(seconds=silent_s)
    return (
        f"{_BEGINNING}{since:%Y-%m-%d %H:%M} UTC: its share or disk hangs. Check the connection. "
        "The other folders go on, and what lands here is taken in once it answers."
    )


def caught(workspace: Workspace, jobs: Sequence[Job], silent: Collection[int]) -> list[int]:
    """The jobs that take in a file of a folder that does not answer, by number."""
    asked = {job.id: job.params["files"] for job in jobs if job.kind == ingesting.KIND}
    if not asked or not silent:
        return []
    with workspace.store.read() as connection:
        found = files.find_many(connection, [key for keys in asked.values() for key in keys])
    return [
        job_id
        for job_id, keys in asked.items()
        if any(found[key].watch_id in silent for key in keys if key in found)
    ]

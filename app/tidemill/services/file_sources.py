"""What is taken in although it is no file on disk: pastes, standard input, results of queries."""

from tidemill.base.progress import Part
from tidemill.domain.watches import ArrivedFile
from tidemill.services import queries
from tidemill.services.workspace import Workspace

KEPT = ("paste", "stdin")
"""Origins whose bytes were kept when they were handed over."""


def fetched(workspace: Workspace, file: ArrivedFile, part: Part) -> str | None:
    """The blob of something that is no file on disk; None for a file that is.

    A query is run; what it gave is used again where the same file is tried again, so that what a
    person looked at is what is taken in.
    """
    kind = file.origin.get("kind")
    if kind not in (*KEPT, queries.KIND):
        return None
    if file.content is not None:
        workspace.blobs.checked(file.content)
        return file.content
    return queries.fetched(workspace, file.origin, part)

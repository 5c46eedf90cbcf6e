"""Watched files that could not be taken in yet: why they wait, and until when.

A folder is looked into again and again, so all that is to be done is to write down why, and when.
"""

from datetime import datetime, timedelta

from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import whole_files
from tidemill.services.workspace import Workspace
from tidemill.store import files, settings
from tidemill.store.engine import Transaction

SHORTEST, LONGEST = timedelta(seconds=20), timedelta(minutes=15)
"""Between two tries of a file that the disk or network kept out: longer, the longer it waits."""
CUT = "it ends too early"
LOCKED = "it may not be read, or another program keeps it locked"


def until_later(workspace: Workspace, file: ArrivedFile, reason: str) -> None:
    """The world kept the file out (a full disk, a share that is gone): try again by itself."""
    with workspace.store.write() as tx:
        put_off(tx, file, reason)


def put_off(tx: Transaction, file: ArrivedFile, reason: str) -> None:
    """As `until_later`, in a transaction."""
    now = tx.clock.now()
    rest = min(LONGEST, max(SHORTEST, (now - file.seen_at) / 4))
    _wait(tx, file, f"Waiting to be tried again by itself: {reason}", reason, now + rest)


def until_whole(workspace: Workspace, file: ArrivedFile, reason: str) -> bool:
    """Let a file wait that can't be read to its end; False if it was waited for already."""
    was_waited_for = file.outcome.startswith(whole_files.waiting_words(" ").rstrip())
    if file.watch_id is None or was_waited_for:
        return False
    with workspace.store.write() as tx:
        said = settings.get(tx.connection, whole_files.SETTING, whole_files.USUAL)
        again = tx.clock.now() + timedelta(seconds=whole_files.PATIENCE[said])
        _wait(tx, file, whole_files.waiting_words(reason), reason, again)
    return True


def for_another_job(tx: Transaction, file: ArrivedFile) -> None:
    """The job that was to take it in ended for another file: the next look hands it on."""
    _wait(tx, file, "Waiting to be read", file.reason, tx.clock.now())


def _wait(tx: Transaction, file: ArrivedFile, outcome: str, reason: str, again: datetime) -> None:
    files.update(
        tx,
        file.id,
        state=str(FileState.WAITING),
        outcome=outcome,
        reason=reason,
        job_id=None,
        opened=0,
        read=whole_files.to_be_tried(again),
    )

"""Whether a file that landed is whole: what speaks for it, what it still waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from tidemill.base import whole_files
from tidemill.domain.options import of_workspace
from tidemill.services.folder_listing import Seen

SETTLE_S = 1.0
"""How long a file must keep its size, time and content before it counts as whole."""
OPEN_END_S = 5.0
"""As `SETTLE_S`, for a text whose last line has no end, unless its writer was seen to close it."""
SETTING = of_workspace.PATIENCE.key
PATIENCE = {"2 s": 2.0, "10 s": 10.0, "1 min": 60.0, "10 min": 600.0, "1 h": 3600.0}
"""How long a file that can't be whole is waited for before it is read all the same."""
USUAL = str(of_workspace.PATIENCE.default)
WAITING = "Waiting until it is complete"
_AGAIN, _PRINT = "again_at", "print"


class Waiting(Protocol):
    """What is remembered of a file that waits until it is whole."""

    @property
    def reason(self) -> str:
        """Why it was not whole at the last look."""
        ...

    @property
    def changed_at(self) -> datetime:
        """Since when it has looked as it does."""
        ...

    @property
    def read(self) -> Mapping[str, Any]:
        """What `noted` and `to_be_tried` made."""
        ...


@dataclass(frozen=True)
class Verdict:
    """What a look at a file says: it is whole, or what is to be noted of it; neither: nothing new.

    `reason` is why it can't be whole yet, `print` what its content was hashed to.
    """

    is_whole: bool = False
    is_news: bool = False
    reason: str = ""
    print: str = ""

    @property
    def outcome(self) -> str:
        """What stands on the list of files."""
        return waiting_words(self.reason)


WHOLE = Verdict(is_whole=True)
NOTHING = Verdict()


def waiting_words(reason: str) -> str:
    """What the list of files says of one that is waited for."""
    return f"{WAITING}: {reason}" if reason else WAITING


def first_look(seen: Seen, *, is_closed: bool) -> Verdict:
    """At a file that is new, or that changed its size or time since it was looked at."""
    path = Path(seen.path)
    reason = ""
    if is_closed or seen.n_bytes == 0:
        reason = whole_files.why_not_whole(path, seen.n_bytes)
        if not reason:
            return WHOLE
    return Verdict(is_news=True, reason=reason, print=_print_of(path, seen.n_bytes))


def next_look(
    seen: Seen, known: Waiting, now: datetime, patience_s: float, *, is_closed: bool
) -> Verdict:
    """At a file that waits and has kept its size and time."""
    if (again := again_at(known.read)) is not None and now < again and not is_closed:
        return NOTHING
    age = (now - known.changed_at).total_seconds()
    is_fresh = age >= 0  # else the clock was set back, and says nothing
    if is_fresh and age < SETTLE_S and not is_closed:
        return NOTHING
    path = Path(seen.path)
    reason = whole_files.why_not_whole(path, seen.n_bytes)
    if reason:
        if reason != known.reason:
            return Verdict(is_news=True, reason=reason, print=_print_of(path, seen.n_bytes))
        is_over = not is_fresh or age >= patience_s
        return WHOLE if is_over and not whole_files.is_being_written(reason) else NOTHING
    if is_closed:
        return WHOLE
    before, found = known.read.get(_PRINT, ""), _print_of(path, seen.n_bytes)
    if before and found != before:
        return Verdict(is_news=True, print=found)
    if is_fresh and age < OPEN_END_S and whole_files.ends_openly(path):
        return NOTHING
    return WHOLE


def noted(verdict: Verdict) -> dict[str, Any]:
    """What is kept in a waiting file's row of how it looked."""
    return {_PRINT: verdict.print} if verdict.print else {}


def to_be_tried(at: datetime) -> dict[str, Any]:
    """What is kept in the row of a file that is tried again at a moment."""
    return {_AGAIN: at.astimezone(UTC).isoformat()}


def again_at(read: Mapping[str, Any]) -> datetime | None:
    """When a file is tried again; None where it never was."""
    said = read.get(_AGAIN)
    return None if said is None else datetime.fromisoformat(said)


def _print_of(path: Path, n_bytes: int) -> str:
    try:
        return whole_files.fingerprint(path, n_bytes)
    except OSError:  # gone or locked: the next look tells
        return ""

"""Files that arrived before those that Automations reads anew: loaded as they are scrolled to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tidemill.domain.watches import ArrivedFile
from tidemill.gui.pages.automations.file_rows import FileRow
from tidemill.gui.pages.automations.linking import links_of
from tidemill.gui.pages.automations.loading import N_FILES, Loaded
from tidemill.gui.pages.automations.state import file_row

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

Older = tuple[tuple[ArrivedFile, FileRow], ...]


def with_rows(loaded: Loaded) -> Loaded:
    """What was read, with the rows of its files; not for the GUI's thread."""
    return replace(loaded, rows=_told(loaded.files, loaded))


def next_page(workspace: "Workspace", loaded: Loaded) -> Older:
    """The files that arrived before the last ones shown, newest first; not for the GUI's thread."""
    from tidemill.services import watching

    found = watching.arrived(workspace, limit=N_FILES, before=oldest(loaded))
    return _told(found, loaded)


def oldest(loaded: Loaded) -> int | None:
    """The key of the last file that is shown without a gap before it."""
    return loaded.older[-1][0].id if loaded.older else loaded.oldest


def read_again(workspace: "Workspace", loaded: Loaded, keys: Iterable[int]) -> Older:
    """Some of the older files as they are now; not for the GUI's thread."""
    from tidemill.services import watching

    wanted = set(keys)
    known = [file.id for file, _ in loaded.older if file.id in wanted]
    return _told(watching.some(workspace, known), loaded)


def with_changed(older: Older, changed: Older) -> Older:
    """The older files, with those that changed as they are now."""
    by_key = {pair[0].id: pair for pair in changed}
    return tuple(by_key.get(pair[0].id, pair) for pair in older)


def kept_beside(loaded: Loaded, before: Loaded) -> Loaded:
    """What was just read, with the older files that were loaded before it.

    What newer files pushed out of the first page is older now. Where more arrived than a page
    holds, there would be a gap: the older ones are scrolled to anew.
    """
    if not before.older or loaded.oldest is None or before.oldest is None:
        return loaded
    first = {file.id for file in before.files if file.id >= before.oldest}
    if loaded.oldest not in first:
        return loaded
    known = before.rows or _told(before.files, before)
    pushed = (pair for pair in known if before.oldest <= pair[0].id < loaded.oldest)
    return replace(loaded, older=(*pushed, *before.older))


def _told(found: Sequence[ArrivedFile], loaded: Loaded) -> Older:
    links = links_of(loaded)
    return tuple((file, file_row(file, loaded, links)) for file in found)

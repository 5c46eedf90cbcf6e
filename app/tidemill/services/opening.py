"""What a link, a double click or `open` means: which workspace, and where in it.

Stands on the base alone, so that the window can be there before the store's libraries are.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from tidemill.base import places
from tidemill.base.database_urls import Place, place_of
from tidemill.base.errors import NeedsYou
from tidemill.services import recent

SCHEME = "tidemill://"


def asked(text: str, workspace: str | None = None) -> tuple[Place, str]:
    """The workspace to open and the address to go to in it, empty for its first page.

    `text` is an address such as `tidemill://models/churn` (of `workspace`, else of the one used
    last), the folder of a workspace, its file `tidemill.sqlite`, or the URL of a shared one.
    Raises `NeedsYou` where there is no workspace.
    """
    if text.startswith(SCHEME):
        return recent.named(workspace), text
    if urlsplit(text).scheme == "file":
        from urllib.request import url2pathname  # brings all of HTTP, which few starts need

        text = url2pathname(unquote(urlsplit(text).path))
    place = place_of(text)
    if not isinstance(place, Path):
        return place, ""
    folder = place.parent if place.name == places.STORE_FILE else place
    if not (folder / places.STORE_FILE).is_file():
        raise NeedsYou(
            f"There is no workspace in {folder}.",
            "Choose the folder of one, or make one from the window's list of workspaces.",
        )
    return folder, ""

"""Views of a list kept under a name, shared by all who use the workspace."""

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.services.workspace import Workspace
from tidemill.store import activities, saved_views
from tidemill.store.backend import Transaction
from tidemill.store.saved_views import SavedView

__all__ = ["SavedView", "every", "move", "remove", "rename", "save"]

EXPERIMENTS = "experiments"


def every(workspace: Workspace, page: str = EXPERIMENTS) -> tuple[SavedView, ...]:
    """The views of a page in the team's order."""
    with workspace.store.read() as connection:
        return tuple(saved_views.every(connection, page))


def save(workspace: Workspace, name: str, text: str, page: str = EXPERIMENTS) -> SavedView:
    """Keep a view; one of this name gets the new text and keeps its place."""
    name = _named(name)
    by = workspace.person.login
    with workspace.store.write() as tx:
        same = [v for v in saved_views.every(tx.connection, page) if v.name == name]
        if same:
            saved_views.update(tx, page, same[0].id, text=text)
            _tell(workspace, tx, page, f"changed the view {name}")
        else:
            saved_views.insert(tx, page, name, text, by)
            _tell(workspace, tx, page, f"saved the view {name}")
        return _found(saved_views.every(tx.connection, page), name)


def rename(workspace: Workspace, name: str, new_name: str, page: str = EXPERIMENTS) -> SavedView:
    """Give a view another name; raises `NeedsYou` where another has it."""
    new_name = _named(new_name)
    with workspace.store.write() as tx:
        views = saved_views.every(tx.connection, page)
        view = _found(views, name)
        if new_name != name and any(v.name == new_name for v in views):
            raise NeedsYou(f"There is a view {new_name} already.", "Choose another name.")
        saved_views.update(tx, page, view.id, name=new_name)
        if new_name != name:
            _tell(workspace, tx, page, f"renamed the view {name} to {new_name}")
        return _found(saved_views.every(tx.connection, page), new_name)


def remove(workspace: Workspace, name: str, page: str = EXPERIMENTS) -> SavedView:
    """Remove a view and return what it was; its runs stay as they are."""
    with workspace.store.write() as tx:
        view = _found(saved_views.every(tx.connection, page), name)
        saved_views.remove(tx, page, view.id)
        _tell(workspace, tx, page, f"removed the view {name}")
    return view


def move(
    workspace: Workspace, name: str, place: int, page: str = EXPERIMENTS
) -> tuple[SavedView, ...]:
    """Put a view at a place in the order, 0 for the first; returns all in the new order."""
    with workspace.store.write() as tx:
        views = saved_views.every(tx.connection, page)
        moved = _found(views, name)
        keys = [v.id for v in views if v.id != moved.id]
        keys.insert(max(0, place), moved.id)
        saved_views.arrange(tx, page, keys)
        return tuple(saved_views.every(tx.connection, page))


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NeedsYou("A view needs a name.", "Write one.")
    return name


def _found(views: list[SavedView], name: str) -> SavedView:
    for view in views:
        if view.name == name:
            return view
    raise NotThere("view", name)


def _tell(workspace: Workspace, tx: Transaction, page: str, sentence: str) -> None:
    activities.add(
        tx, by=workspace.person.login, kind="runs", subject=page, sentence=sentence, is_routine=True
    )

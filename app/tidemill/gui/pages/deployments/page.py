"""The page Deployments as the shell finds it."""

from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

_MOST = 8


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.deployments.view import DeploymentsView

    return DeploymentsView(context)


def _pictures(workspace: "Workspace") -> list[tuple[str, str]]:
    from tidemill.services import deploying
    from tidemill.services.serving import overview

    names = [one.name for one in deploying.every(workspace)]
    found = [("deployments", "tidemill://deployments")]
    found += [(f"deployments_{name}", address_of("deployments", name)) for name in names]
    if names and overview.look(workspace).servable:
        # Without a model to deploy no sheet opens, and without a deployment it hides all there is.
        found.append(("deployments_new", address_of("deployments", "new")))
        found.append(("deployments_new_folder", address_of("deployments", "new", "folder")))
        found.append(("deployments_new_export", address_of("deployments", "new", "export")))
    return found


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import deploying, exports

    return bool(deploying.every(workspace) or exports.every(workspace))


def _find(workspace: "Workspace", words: str) -> list[Hit]:
    from tidemill.services import deploying

    wanted = words.casefold()
    return [
        Hit(one.name, tr("Deployment"), "radio-tower", address_of("deployments", one.name))
        for one in deploying.every(workspace)
        if wanted in one.name.casefold()
    ][:_MOST]


PAGE = Page(
    id="deployments",
    title=tr("Deployments"),
    icon="radio-tower",
    group=tr("Operate"),
    letter="P",
    order=50,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    find=_find,
    chapter="guide/serving",
)

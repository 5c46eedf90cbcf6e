"""A service in the foreground; reached without the libraries of the other commands, so that it is
ready sooner and smaller."""

from typing import TYPE_CHECKING

from tidemill.base import logs
from tidemill.base.database_urls import Place
from tidemill.base.errors import NeedsYou
from tidemill.domain.deployments import DeploymentKind
from tidemill.services import deploying
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace

if TYPE_CHECKING:
    from tidemill.cli.context import Faces


def serve(place: Place, name: str | None, faces: "Faces") -> None:
    """Run the service of a deployment until told to end; without a name that of the only one."""
    with workspaces.opened(place) as workspace:
        name = _only(workspace) if name is None else name
        one = deploying.find(workspace, name)
        if one.kind is not DeploymentKind.HTTP:
            raise NeedsYou(f"{name} is a batch folder: the worker scores its files.", "")
        logs.set_up(deploying.log_file(workspace, one))
        faces.service(workspace, name)


def _only(workspace: Workspace) -> str:
    every = deploying.every(workspace)
    names = [one.name for one in every if one.kind is DeploymentKind.HTTP]
    if len(names) == 1:
        return names[0]
    raise NeedsYou(
        "Say which deployment is to be served." if names else "There is no deployment to serve.",
        "There are " + ", ".join(names) + "."
        if names
        else "Make one with: tidemill deploy http MODEL",
    )

"""The child process's entry: open the workspace as the worker, do jobs, leave."""

from tidemill.base.database_urls import Place
from tidemill.domain.people import WORKER
from tidemill.jobs import child
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds, warm_up


def serve(place: Place, job_id: int | None) -> int:
    """Do jobs in this process and return its exit code; see `jobs.child.serve`."""
    with workspaces.opened(place, login=WORKER.login) as workspace:
        return child.serve(workspace.store, kinds(), workspace, warm_up(), job_id)

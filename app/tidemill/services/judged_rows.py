"""Whose rows a run was judged on: the numbers it kept them by count in this version."""

from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.runs import Run
from tidemill.services import datasets
from tidemill.services.workspace import Workspace

JUDGED_ON = "judged_on"
"""The parameter of a run that names the version, where it is not the one it learned from."""


def judged_on(workspace: Workspace, run: Run) -> DatasetVersion | None:
    """The version that holds the rows held out; None for a run that does not tell.

    A candidate learns from everything before a file and is judged on that file. Those of earlier
    programs kept no more than the words, and numbered the rows within the file.
    """
    if JUDGED_ON in run.params:
        return datasets.version(workspace, run.params[JUDGED_ON])
    if run.dataset_version_id is None or run.params.get("kind") == "candidate":
        return None
    return datasets.version_of_id(workspace, run.dataset_version_id)

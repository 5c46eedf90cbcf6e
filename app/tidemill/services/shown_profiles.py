"""The stored profile of a version as the person at work may see it."""

from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.profiles import Profile, masked_profile
from tidemill.services import datasets, personal_data
from tidemill.services.workspace import Workspace


def profile(workspace: Workspace, version: DatasetVersion) -> Profile:
    """The profile, in which values of personal columns are masked unless they may be seen."""
    hidden = personal_data.hidden(workspace, version.dataset)
    return masked_profile(datasets.profile(workspace, version.id), hidden)

"""What a person reads of a version's profile beside its figures."""

from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.profile_changes import Tone, changes
from tidemill.domain.profiles import Profile
from tidemill.services import datasets
from tidemill.services.workspace import Workspace


def changes_in_words(
    workspace: Workspace, version: DatasetVersion, profile: Profile
) -> dict[str, str]:
    """What happened to each column since the version before, without those that are the same.

    `profile` is the version's own as it may be seen; empty for the first version.
    """
    versions = datasets.find(workspace, version.dataset).versions
    former = [one for one in versions if one.number < version.number]
    if not former:
        return {}
    found = changes(datasets.profile(workspace, former[-1].id), profile)
    return {name: change.words for name, change in found.items() if change.tone is not Tone.SAME}

"""Whether a version learned from other data, or by other code, than the one before."""

from tidemill.domain.models import ModelVersion

_SAYS_NOTHING = ("n_threads", "hold_out")


def has_new_data(before: ModelVersion, after: ModelVersion) -> bool:
    """Whether `after` learned from another dataset version."""
    return before.dataset_version_id != after.dataset_version_id


def has_new_code(before: ModelVersion, after: ModelVersion) -> bool:
    """Whether `after` was trained by another recipe, commit or set of packages.

    What is not known of one of them says nothing; threads change how long it takes only.
    """
    old, new = (
        {name: value for name, value in one.recipe.items() if name not in _SAYS_NOTHING}
        for one in (before, after)
    )
    if old != new:
        return True
    known = [part for part in before.code if before.code[part] and after.code.get(part)]
    return any(before.code[part] != after.code[part] for part in known)

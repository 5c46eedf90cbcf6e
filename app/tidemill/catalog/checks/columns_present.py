"""Whether every column the dataset has is in the file."""

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Role
from tidemill.domain.entries import CheckEntry

ENTRY = CheckEntry(
    id="columns_present",
    version=1,
    title="Columns are present",
    help="Every column of the dataset is in the file; columns left out may be missing.",
)


def check(facts: CheckFacts) -> CheckResult:
    """Fail where a column that is used is missing; new columns are only mentioned."""
    read = facts.read
    added = f" New: {wording.listed(read.new_columns)}." if read.new_columns else ""
    if facts.expected is None:
        n = len(read.schema.columns)
        return wording.passed(ENTRY, f"The file has {wording.counted(n, 'column')}.")
    n_expected = len(facts.expected.columns)
    n_there = n_expected - len(read.missing_columns)
    missing = [
        name for name in read.missing_columns if facts.expected[name].role is not Role.LEFT_OUT
    ]
    if not missing:
        return wording.passed(
            ENTRY, f"The file has {n_there} of {wording.counted(n_expected, 'column')}.{added}"
        )
    what = "The column" if len(missing) == 1 else "The columns"
    is_are = "is" if len(missing) == 1 else "are"
    return wording.failed(
        ENTRY,
        f"{what} {wording.listed(missing)} {is_are} missing. "
        f"The file has {n_there} of {wording.counted(n_expected, 'column')}.{added}",
    )

"""Whether a feature gives the target away."""

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="label_leakage",
    version=1,
    title="No column gives the target away",
    help="No feature alone tells the target almost perfectly, unless it always did.",
    parameters=(
        Parameter(
            "limit",
            "AUC allowed",
            0.97,
            low=0.91,
            high=1.0,
            help="A feature fails when its AUC alone is over this, and was not in earlier files.",
        ),
    ),
    severity="warn",
)
_NAMED = 3


def check(facts: CheckFacts, limit: float = 0.97) -> CheckResult:
    """Warn of features whose AUC alone is over the limit, on up to 20,000 rows."""
    if facts.target_column is None:
        return wording.passed(ENTRY, "The dataset has no target.")
    links = facts.own.links
    highest = max(links.values(), default=None)
    usual = {name for file in facts.known for name, auc in file.links.items() if auc > limit - 0.03}
    found = [name for name, auc in links.items() if auc > limit and name not in usual]
    if not found:
        return wording.passed(ENTRY, "No feature tells the target by itself.", highest, limit)
    told = [
        f"`{name}` tells `{facts.target_column}` with AUC {links[name]:.3f} by itself."
        for name in found[:_NAMED]
    ]
    if len(found) > _NAMED:
        told.append(f"So do {wording.counted(len(found) - _NAMED, 'more column')}.")
    told.append("Was it recorded after the answer was known?")
    return wording.failed(ENTRY, " ".join(told), value=highest, limit=limit)

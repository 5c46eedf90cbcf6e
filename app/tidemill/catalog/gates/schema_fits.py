"""The candidate reads columns that the data still has, in the kinds it knows."""

from tidemill.domain.entries import GateEntry
from tidemill.domain.gates import GateFacts, GateResult

ENTRY = GateEntry(
    "schema_fits",
    1,
    "Schema fits",
    "Every column the candidate reads is in the data, with the kind it learned.",
    formula="columns read that are gone or of another kind = 0",
)


def decide(facts: GateFacts) -> GateResult:
    """Pass if every feature is in the schema with its kind; name those that are not."""
    if not facts.features or not facts.schema.columns:
        which = "columns the candidate reads" if not facts.features else "columns of the data"
        return GateResult.of(ENTRY, False, f"The {which} are not known.")
    absent = [name for name in facts.features if name not in facts.schema]
    changed = [
        f"{name} (was {kind}, is {facts.schema[name].kind})"
        for name, kind in facts.features.items()
        if name in facts.schema and facts.schema[name].kind is not kind
    ]
    said = []
    if absent:
        said.append("The data no longer has " + ", ".join(absent) + ".")
    if changed:
        said.append("Of another kind: " + ", ".join(changed) + ".")
    n = len(facts.features)
    return GateResult.of(
        ENTRY,
        not said,
        " ".join(said) or f"All {n} columns the model reads are there.",
        value=float(n - len(absent) - len(changed)),
        limit=float(n),
        evidence={"absent": absent, "changed": changed},
    )

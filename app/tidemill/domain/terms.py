"""What the numbers of the program mean: the words that stand over them, explained.

Measures and the entries of the catalogue declare their own formulas. All the others stand in
`data_terms`, `model_terms` and `monitoring_terms`; `services.glossary` finds them by their words.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One kind of number: its name, what it says, and by what formula from which rows.

    `sure` says how far it can be trusted, or where that is told; `source` names who gave the
    formula. `also` are other words that stand over the same kind of number.
    """

    title: str
    help: str
    formula: str = ""
    source: str = ""
    rows: str = ""
    sure: str = ""
    also: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """All words it is found by."""
        return (self.title, *self.also)


HELD_OUT = "The rows held out from training."
COMPARED = "The new rows, and the reference they are compared with."
ALL_ROWS = "All rows of the version."
COUNTED = "Counted, so it is exact."
MEASURED_ONCE = "Measured once, on the computer that did the work."
NOISE = "What chance alone would show at these numbers of rows is subtracted before it is judged."
RESAMPLED = "Its 95 % interval comes from resampled rows, where the rows were kept."

"""A model file let go over the window: what it is in words, and what can be done with it."""

from dataclasses import dataclass
from pathlib import Path

from tidemill.domain.model_files import ModelFacts
from tidemill.services import model_files
from tidemill.services.dropping import DropTarget


@dataclass(frozen=True)
class DroppedModel:
    """A model file that was dropped: what it is in words, and whether it can be imported.

    `words` and `remarks` are those of `model_files`. A pickle may be imported on a person's word
    only; `refusal` says why it can't be at all.
    """

    title: str
    text: str
    targets: tuple[DropTarget, ...]
    path: Path
    facts: ModelFacts
    words: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    may_import: bool
    refusal: str = ""

    def for_card(self, _at: int) -> "DroppedModel":
        """The same, whichever card was chosen: both lead to the sheet."""
        return self


def look(path: Path) -> DroppedModel:
    """Tell what a dropped model file is, without loading it; `NeedsYou` for what is none."""
    facts = model_files.inspect(path)
    refusal = model_files.why_not_imported(facts, is_trusted=True)
    said = "Its parts, columns and parameters."
    inspect = DropTarget("inspect", "", "See what is in it…", said, refusal is not None)
    targets: tuple[DropTarget, ...] = (inspect,)
    if refusal is None:
        text = "A run with its facts and a draft of its card."
        if facts.is_pickle:
            text = "A pickle: it is loaded only on your word."
        first = DropTarget("import", "", "Import as a model…", text, True)
        targets = (first, inspect)
    reason = ""
    if refusal is not None:  # what the verdict says already is not said twice
        is_said = facts.verdict in refusal.message
        reason = refusal.hint if is_said else f"{refusal.message} {refusal.hint}"
    return DroppedModel(
        model_files.title(facts),
        facts.verdict,
        targets,
        path,
        facts,
        model_files.in_words(facts),
        model_files.remarks(facts),
        refusal is None,
        reason,
    )

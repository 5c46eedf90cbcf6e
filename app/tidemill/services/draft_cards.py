"""The draft of a model card for a model from elsewhere: its facts, and what a person has to add."""

from collections.abc import Sequence

from tidemill.domain.model_files import ModelFacts

CARD_FILE = "card.md"

TO_WRITE = (
    ("What it is for", "Which question it answers, for whom, and what it must not be used for."),
    ("What it learned from", "Which rows, from when to when, who collected them, what is missing."),
    ("How good it is", "Measured on which rows, by which measure, with what interval."),
    ("Who answers for it", "Who made it, who decides over it, how to reach them."),
)
"""Parts that no file tells."""


def draft(facts: ModelFacts, words: Sequence[tuple[str, str]], remarks: Sequence[str]) -> str:
    """A card in Markdown: what was read of the file, then what is to be written."""
    lines = [f"# {facts.name}", "", "Draft. Imported from a file; nothing here was measured.", ""]
    lines += ["## What the file says", ""]
    lines += [f"- **{what}:** {_plain(how)}" for what, how in words]
    lines += [f"- **SHA-256:** `{facts.content}`", ""]
    lines += ["## Safety", "", facts.verdict, ""]
    lines += [f"- {part.standing}: `{part.name}`" for part in facts.dangers]
    lines += [f"- {_plain(remark)}" for remark in remarks]
    if facts.parameters:
        lines += ["", "## Parameters", "", "| parameter | value |", "| --- | --- |"]
        lines += [f"| `{name}` | {_cell(value)} |" for name, value in facts.parameters.items()]
    if facts.columns:
        lines += ["", "## Columns", "", "| column | type |", "| --- | --- |"]
        lines += [f"| {_cell(c.name)} | {_cell(c.kind)} |" for c in facts.columns]
    lines += ["", "## To be written", ""]
    lines += [f"- **{title}:** {text}" for title, text in TO_WRITE]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text of a file that stays text in Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#" else c for c in text)


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")

"""A text to whoever sent a file that could not be used: what was found, and what is asked for."""

from typing import Any

from tidemill.domain.watches import ArrivedFile

MOST_ROWS = 12
"""How many rows a message names by their numbers."""


def text_for_sender(file: ArrivedFile) -> str:
    """The message, ready to be sent; values of the file are in it only as the checks tell them."""
    lines = ["Hello,", "", f"we could not use the file {file.name}:", ""]
    failed = [check for check in file.checks if not check["passed"]]
    for check in failed:
        lines.append(f"- {str(check['message']).replace('`', '')}")
        if rows := rows_in_words(check):
            lines.append(f"  {rows}")
    if not failed:
        lines.append(f"- {(file.reason or file.outcome).replace('`', '')}")
    lines += ["", "Could you send it again with this put right?", "", "Thank you"]
    return "\n".join(lines)


def rows_in_words(check: dict[str, Any]) -> str:
    """The rows that a check found, by their numbers: "Rows 2, 5 and 38 more"."""
    rows = [f"{row:,}" for row in check["rows"][:MOST_ROWS]]
    if not rows:
        return ""
    more = check["n_rows"] - len(rows)
    words = ("Row " if len(rows) == 1 and more <= 0 else "Rows ") + ", ".join(rows)
    return f"{words} and {more:,} more" if more > 0 else words

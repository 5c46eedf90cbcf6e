"""Free labels of versions: which names they may have, and which are taken."""

import re

CHAMPION = "champion"
CANDIDATE = "candidate"
FIXED = (CHAMPION, CANDIDATE)
"""Labels that follow what is decided; nobody sets them by hand."""

LONGEST = 64
_LABEL = re.compile(r"[a-z][a-z0-9._-]*", re.IGNORECASE)
_NUMBER = re.compile(r"v?\d+", re.IGNORECASE)


def why_no_label(text: str) -> str | None:
    """Why a text can't be a label, as a sentence; None where it can."""
    if text.casefold() in FIXED:
        return f"The label {text.casefold()} is set by promoting and registering, not by hand."
    if _NUMBER.fullmatch(text):
        return f"The label {text} would be taken for a version's number."
    if len(text) > LONGEST or not _LABEL.fullmatch(text):
        return f"{text!r} can't be a label."
    return None

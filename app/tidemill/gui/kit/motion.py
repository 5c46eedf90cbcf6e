"""How long things take to move, and whether they move at all."""

FADE_MS = 120
POPOVER_MS = 160
SHEET_MS = 200
LEAVE_MS = 100
LOADING_AFTER_MS = 150
WORKING_HZ = 12


class _Chosen:
    is_reduced = False


def set_reduced(is_reduced: bool) -> None:
    """Honour a wish for less motion: everything fades at once, nothing travels."""
    _Chosen.is_reduced = is_reduced


def is_reduced() -> bool:
    """Whether motion is reduced."""
    return _Chosen.is_reduced


def duration(milliseconds: int) -> int:
    """A time for an animation; 0 under reduced motion."""
    return 0 if _Chosen.is_reduced else milliseconds

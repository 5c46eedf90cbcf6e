"""Many whole numbers as a short text, "1-40,52", for what has to remember which runs it touched."""

from collections.abc import Iterable


def to_text(keys: Iterable[int]) -> str:
    """The keys, in order and each once, as ranges with commas between."""
    ordered = sorted(set(keys))
    ranges: list[tuple[int, int]] = []
    for key in ordered:
        if ranges and ranges[-1][1] == key - 1:
            ranges[-1] = (ranges[-1][0], key)
        else:
            ranges.append((key, key))
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in ranges)


def from_text(text: str) -> list[int]:
    """The keys of such a text, in order; raises ValueError where it is none."""
    keys: list[int] = []
    for part in text.split(",") if text else ():
        low, _, high = part.partition("-")
        keys.extend(range(int(low), int(high or low) + 1))
    return keys

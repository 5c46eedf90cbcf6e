"""Makes a realistic CSV of any size: numbers, categories, times, identifiers and free text."""

from pathlib import Path

import numpy as np

NAMES = (
    "id", "ordered_at", "day", "amount", "quantity", "weight", "city", "status", "is_new",
    "customer", "score", "note",
)  # fmt: skip
_BLOCK = 50_000
_CITIES = np.array([f"City {i}" for i in range(400)])
_STATUS = np.array(["open", "paid", "sent", "returned"])
_WORDS = np.array(
    "late early parcel damaged box customer asked again for the invoice and a new copy".split()
)


def write(path: Path, n_bytes: int, seed: int = 7) -> int:
    """Write at least so many bytes; return the number of rows."""
    draw = np.random.default_rng(seed)
    n_rows = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(NAMES) + "\n")
        while out.tell() < n_bytes:
            out.write(_block(draw, n_rows))
            n_rows += _BLOCK
    return n_rows


def _block(draw: np.random.Generator, first: int) -> str:
    n = _BLOCK
    seconds = np.datetime64("2024-01-01T00:00:00") + draw.integers(0, 60_000_000, n)
    words = _WORDS[draw.integers(0, len(_WORDS), (n, 6))]
    columns = [
        np.arange(first, first + n).astype(str),
        np.char.replace(seconds.astype(str), "T", " "),
        seconds.astype("datetime64[D]").astype(str),
        np.char.mod("%.2f", draw.gamma(2.0, 40.0, n)),
        draw.integers(1, 40, n).astype(str),
        np.where(draw.random(n) < 0.03, "", np.char.mod("%.4f", draw.normal(5.0, 1.5, n))),
        _CITIES[draw.integers(0, len(_CITIES), n)],
        _STATUS[draw.integers(0, len(_STATUS), n)],
        np.where(draw.random(n) < 0.5, "yes", "no"),
        np.char.mod("C-%07d", draw.integers(0, 300_000, n)),
        np.char.mod("%.6f", draw.random(n)),
        [" ".join(row) for row in words],
    ]
    return "\n".join(",".join(row) for row in zip(*columns, strict=True)) + "\n"

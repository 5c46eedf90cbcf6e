"""Which kinds of characters texts are made of, and how that moved."""

import math

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import KOLMOGOROV_MEAN, inverse_size, less_noise
from tidemill.domain.text_pairs import NOT_KNOWN, Texts, gap, texts_of

ENTRY = StatisticEntry(
    id="text_characters",
    version=1,
    title="Characters",
    help="The largest gap between the running shares of what texts are made of: capitals, digits, "
    "spaces, signs, letters beyond ASCII; from 0 to 1.",
    formula="max over five kinds of characters of max |F(x) − G(x)|",
    source="Kolmogorov-Smirnov distance of each kind's share of a text",
    kinds=frozenset({Kind.TEXT}),
    floor=0.2,
)

_CLASSES = ("capitals", "digits", "spaces", "signs", "letters beyond ASCII")


def compute(pair: Pair) -> Figure:
    """The largest of five Kolmogorov-Smirnov distances, one for each kind of characters' share of
    a text; the least p-value times five (Bonferroni)."""
    texts = texts_of(pair)
    if texts is None:
        return Figure(None, note=NOT_KNOWN)
    sides = [_shares(one) for one in texts]
    gaps = [
        gap(*(one.scores(side[:, k]) for one, side in zip(texts, sides, strict=True)))
        for k in range(len(_CLASSES))
    ]
    k = max(range(len(_CLASSES)), key=lambda k: gaps[k][0])
    value = gaps[k][0]
    before, now = (
        float(np.average(side[:, k], weights=one.rows))
        for one, side in zip(texts, sides, strict=True)
    )
    noise = KOLMOGOROV_MEAN * math.sqrt(inverse_size(texts[0].n, texts[1].n))
    reason = f"{_CLASSES[k]} went from {100 * before:.0f}% to {100 * now:.0f}% of a text"
    p = min(1.0, min(one for _, one in gaps) * len(_CLASSES))
    return Figure(value, p, effect=less_noise(value, noise), reason=reason)


def _shares(side: Texts) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rows = np.empty((len(side.texts), len(_CLASSES)))
    for at, text in enumerate(side.texts):
        ascii_only = text.encode("ascii", "ignore")
        codes = np.frombuffer(ascii_only, dtype=np.uint8)
        counts = np.bincount(_OF_BYTE[codes], minlength=len(_CLASSES))[: len(_CLASSES)].astype(
            float
        )
        counts[4] = len(text) - len(ascii_only)
        rows[at] = counts / max(len(text), 1)
    return rows


def _classes_of_bytes() -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    of = np.full(256, len(_CLASSES), dtype=np.int64)
    for code in range(128):
        sign = chr(code)
        if sign.isupper():
            of[code] = 0
        elif sign.isdigit():
            of[code] = 1
        elif sign.isspace():
            of[code] = 2
        elif not sign.isalpha():
            of[code] = 3
    return of


_OF_BYTE = _classes_of_bytes()

"""How the lengths of texts moved."""

import math

import numpy as np

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import KOLMOGOROV_MEAN, inverse_size, less_noise
from tidemill.domain.text_pairs import NOT_KNOWN, gap, texts_of

ENTRY = StatisticEntry(
    id="text_length",
    version=1,
    title="Text length",
    help="The largest gap between the running shares of the texts' lengths, from 0 to 1.",
    formula="max |F(x) − G(x)| over the numbers of characters",
    source="Kolmogorov-Smirnov distance of the lengths",
    kinds=frozenset({Kind.TEXT}),
    floor=0.2,
)


def compute(pair: Pair) -> Figure:
    """Kolmogorov-Smirnov distance of the numbers of characters; see `ks` for its p-value."""
    texts = texts_of(pair)
    if texts is None:
        return Figure(None, note=NOT_KNOWN)
    lengths = [one.scores(np.array([len(t) for t in one.texts], dtype=np.float64)) for one in texts]
    value, p = gap(*lengths)
    before, now = (float(np.median(one)) for one in lengths)
    noise = KOLMOGOROV_MEAN * math.sqrt(inverse_size(lengths[0].size, lengths[1].size))
    reason = f"the middle length of texts went from {before:.0f} to {now:.0f} characters"
    return Figure(value, p, effect=less_noise(value, noise), reason=reason)

"""Words that the reference's texts do not have."""

import re
from collections import Counter

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, percent
from tidemill.domain.text_pairs import NOT_KNOWN, new_share, texts_of

ENTRY = StatisticEntry(
    id="text_vocabulary",
    version=1,
    title="Vocabulary",
    help="How many texts have a word that no text of the reference has.",
    formula="new texts with a word the reference lacks / new texts",
    source="Good 1953, Biometrika 40",
    kinds=frozenset({Kind.TEXT}),
    floor=0.1,
)

_WORDS = re.compile(r"\w+").findall


def compute(pair: Pair) -> Figure:
    """Share of the current texts with a word the reference does not have; capitals do not count.

    As many are expected without drift as texts of the reference have a word that no other of its
    texts has; both shares are held against each other, see `new_values`.
    """
    texts = texts_of(pair)
    if texts is None:
        return Figure(None, note=NOT_KNOWN)
    before, now = texts
    n_having: Counter[str] = Counter()
    of_text = [set(_WORDS(text.lower())) for text in before.texts]
    for words, rows in zip(of_text, before.rows.tolist(), strict=True):
        for word in words:
            n_having[word] += rows
    n_once = sum(
        rows
        for words, rows in zip(of_text, before.rows.tolist(), strict=True)
        if any(n_having[word] == 1 for word in words)
    )
    fresh: Counter[str] = Counter()
    n_new = 0
    for text, rows in zip(now.texts, now.rows.tolist(), strict=True):
        unknown = set(_WORDS(text.lower())) - n_having.keys()
        n_new += rows if unknown else 0
        for word in unknown:
            fresh[word] += rows
    words_new = "1 new word" if len(fresh) == 1 else f"{len(fresh):,} new words"
    reason = f"{words_new} in {percent(n_new / now.n)} of texts"
    return new_share(n_new, now.n, n_once, before.n, reason)

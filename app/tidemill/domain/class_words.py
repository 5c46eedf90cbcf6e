"""Two classes that mean no and yes, by whichever words: costs kept as `no:yes` are meant for a
target of true and false just as well."""

from collections.abc import Sequence

from tidemill.domain.parsing import WORD_PAIRS

_PAIRS = (*WORD_PAIRS, ("0", "1"))


def class_called(word: str, levels: Sequence[str]) -> str:
    """The class that a word means: the one of that name, whatever its case; of two that mean no
    and yes the one that the word means in another pair. The word itself where it means none."""
    if word in levels:
        return word
    folded = word.strip().casefold()
    named = [level for level in levels if level.casefold() == folded]
    if len(named) == 1:
        return named[0]
    by_name = {level.casefold(): level for level in levels}
    ours = next((pair for pair in _PAIRS if set(pair) == set(by_name)), None)
    if ours is None or len(levels) != 2:
        return word
    return next((by_name[ours[pair.index(folded)]] for pair in _PAIRS if folded in pair), word)

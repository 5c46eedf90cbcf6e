"""What the statistics of texts say: lengths, characters, words."""

import numpy as np
import pytest
from scipy.stats import ks_2samp

from tidemill.catalog import discovery
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import count, summarise
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import ColumnData, coded

STATISTICS = discovery.family("statistics")
NAMES = ("text_length", "text_characters", "text_vocabulary")
WORDS = [f"{a}{b}" for a in ("mill", "tide", "wheel", "stone", "race") for b in "abcdefghij"]


def texts(values: list[str | None]) -> ColumnData:
    return coded("x", Kind.TEXT, values)


def sentences(rng: np.random.Generator, n: int, words: list[str] = WORDS) -> list[str]:
    return [" ".join(rng.choice(words, rng.integers(3, 9))) for _ in range(n)]


def found(name: str, one: ColumnData, other: ColumnData, raw: bool = True) -> Figure:
    reference = summarise(one)
    pair = Pair(reference, count(other, reference), (one, other) if raw else None)
    figure = STATISTICS[name].compute(pair)
    assert isinstance(figure, Figure)
    return figure


def test_texts_of_the_same_make_are_quiet() -> None:
    rng = np.random.default_rng(1)
    for _ in range(5):
        one, other = texts(sentences(rng, 800)), texts(sentences(rng, 300))
        for name in NAMES:
            figure = found(name, one, other)
            assert figure.effect is not None
            assert figure.effect < STATISTICS[name].ENTRY.floor / 2


def test_lengths_are_compared_as_scipy_compares_them() -> None:
    rng = np.random.default_rng(2)
    one, other = sentences(rng, 500), [s + " and more" for s in sentences(rng, 400)]
    expected = ks_2samp([len(s) for s in one], [len(s) for s in other], method="asymp")
    figure = found("text_length", texts(one), texts(other))
    assert figure.value == pytest.approx(expected.statistic, abs=1e-12)
    assert figure.effect is not None
    assert figure.effect > STATISTICS["text_length"].ENTRY.floor
    assert "middle length of texts went from" in (figure.reason or "")


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (str.upper, "capitals"),
        (lambda s: s.replace("e", "3"), "digits"),
        (lambda s: s.replace(" ", "; "), "signs"),
        (lambda s: s.replace("i", "й"), "letters beyond ASCII"),
    ],
)
def test_other_characters_are_found_and_named(changed, what) -> None:
    rng = np.random.default_rng(3)
    figure = found(
        "text_characters",
        texts(sentences(rng, 400)),
        texts([changed(s) for s in sentences(rng, 300)]),
    )
    assert figure.p_value is not None
    assert figure.p_value < 1e-6
    assert figure.effect is not None
    assert figure.effect > STATISTICS["text_characters"].ENTRY.floor
    assert what in (figure.reason or "")


def test_new_words_are_counted_by_the_texts_that_have_them() -> None:
    rng = np.random.default_rng(4)
    new = sentences(rng, 300)
    new[:60] = [s + " Covid" for s in new[:60]]
    figure = found("text_vocabulary", texts(sentences(rng, 800)), texts(new))
    assert figure.value == pytest.approx(0.2)
    assert figure.effect == pytest.approx(0.2)
    assert figure.reason == "1 new word in 20.0% of texts"


def test_keys_have_new_words_in_every_text_and_that_is_expected() -> None:
    one, other = texts([f"k{i}" for i in range(300)]), texts([f"n{i}" for i in range(200)])
    figure = found("text_vocabulary", one, other)
    assert (figure.value, figure.effect) == (1.0, 0.0)


def test_few_texts_need_no_rows_and_many_say_so() -> None:
    rng = np.random.default_rng(5)
    few = texts(["a tide", "a mill"] * 50)
    now = texts(["a tide", "a TIDE mill"] * 40)
    for name in NAMES:
        assert found(name, few, now, raw=False) == found(name, few, now)
    many, others = texts(sentences(rng, 11_000)), texts(sentences(rng, 2_000))
    figure = found("text_length", many, others, raw=False)
    assert figure.value is None
    assert figure.note == "Texts are looked into where the rows of both sides are at hand."


def test_missing_and_empty_texts_stop_nothing() -> None:
    some, none = texts(["", "a", None]), texts([None] * 9)
    for name in NAMES:
        assert found(name, some, some).effect == 0.0
        assert found(name, some, none).value is None
        assert found(name, none, some).value is None

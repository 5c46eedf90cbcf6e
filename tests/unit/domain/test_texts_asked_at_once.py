"""Several threads ask the same texts at once: each gets the whole answer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import numpy as np
import pytest

from tidemill.domain.query import packed, texts
from tidemill.domain.query.packed import PackedTexts
from tidemill.domain.query.texts import Categories

TOGETHER_S = 5.0
WORDS = ["pear", "2", "apple", "10", "fig", "1.0"]
RANKS = [5, 1, 3, 2, 4, 0]

Answer = TypeVar("Answer")
Both = Categories | PackedTexts


class Meeting:
    """Holds each of two threads once, until the other has come as far."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2)
        self._met: set[int] = set()

    def come(self) -> None:
        me = threading.get_ident()
        if me not in self._met and len(self._met) < 2:
            self._met.add(me)
            self._both.wait(TOGETHER_S)


@pytest.fixture(params=[Categories, PackedTexts.of], ids=["categories", "packed"])
def known(request: pytest.FixtureRequest) -> Both:
    made: Both = request.param(WORDS)
    return made


def of_two_threads(ask: Callable[[], Answer]) -> list[Answer]:
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(ask) for _ in range(2)]
        return [each.result(TOGETHER_S) for each in asked]


def test_numbers_are_worked_out_by_two_threads(
    known: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting, number_of = Meeting(), texts.number_of

    def slowly(text: str) -> float:
        meeting.come()
        return number_of(text)

    monkeypatch.setattr(texts, "number_of", slowly)
    monkeypatch.setattr(packed, "number_of", slowly)
    for answer in [*of_two_threads(known.numbers), known.numbers()]:
        np.testing.assert_array_equal(answer, [np.nan, 2, np.nan, 10, np.nan, 1])


def test_ranks_are_worked_out_by_two_threads(known: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting()

    class Slow(list[str]):
        def __getitem__(self, at: object) -> str:  # type: ignore[override]  # of one text only
            meeting.come()
            return super().__getitem__(at)  # type: ignore[call-overload,no-any-return]

    if isinstance(known, Categories):
        known.numbers()
        known.texts = Slow(known.texts)
    else:
        ranked = known._text_ranks

        def slowly(codes: texts.Rows) -> texts.Rows:
            meeting.come()
            return ranked(codes)

        monkeypatch.setattr(known, "_text_ranks", slowly)
    for answer in [*of_two_threads(known.ranks), known.ranks()]:
        np.testing.assert_array_equal(answer, RANKS)
    known.encode(["banana"])
    np.testing.assert_array_equal(known.ranks(), [6, 1, 3, 2, 5, 0, 4])


def test_two_threads_ask_which_texts_pass(known: Both) -> None:
    def alphabetic(meeting: Meeting, text: str) -> bool:
        meeting.come()
        return text.isalpha()

    for at in range(20):  # more than are remembered
        key, predicate = ("alphabetic", str(at)), partial(alphabetic, Meeting())
        answers = of_two_threads(partial(known.passed, key, predicate))
        for answer in [*answers, known.passed(key, predicate)]:
            assert answer.tolist() == [True, False, True, False, True, False]

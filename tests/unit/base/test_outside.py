"""Questions to the outside: answered ones share a thread, one that hangs is left behind."""

import threading
from collections.abc import Iterator

import pytest

from tidemill.base.outside import Outside

PATIENCE_S = 60.0


@pytest.fixture
def outside() -> Iterator[Outside]:
    made = Outside()
    yield made
    made.close()


@pytest.fixture
def hung() -> Iterator[threading.Event]:
    """What a hanging question waits for; it is answered when the test is over."""
    made = threading.Event()
    yield made
    made.set()


def test_an_answer_comes_and_an_error_rises_where_it_is_taken(outside):
    asked = outside.ask(lambda _: 6 * 7)
    assert asked.wait(PATIENCE_S)
    assert asked.answer() == 42

    def broken(_):
        raise OSError("no such share")

    failed = outside.ask(broken)
    assert failed.wait(PATIENCE_S)
    with pytest.raises(OSError, match="no such share"):
        failed.answer()


def test_questions_that_are_answered_share_one_thread(outside):
    threads = set()
    for _ in range(50):
        asked = outside.ask(lambda _: threading.get_ident())
        assert asked.wait(PATIENCE_S)
        threads.add(asked.answer())
    assert len(threads) == 1


def test_a_question_that_hangs_keeps_no_other_from_its_answer(outside, hung):
    lost = outside.ask(lambda _: hung.wait(PATIENCE_S))
    for number in range(3):
        asked = outside.ask(lambda _, n=number: n)
        assert asked.wait(PATIENCE_S)
        assert asked.answer() == number
    assert not lost.is_answered
    hung.set()
    assert lost.wait(PATIENCE_S)
    assert lost.answer() is True


def test_a_sign_of_life_ends_the_silence(outside, hung):
    heard = threading.Event()

    def slowly(sign):
        hung.wait(PATIENCE_S)
        sign()
        heard.set()

    asked = outside.ask(slowly)
    while asked.silent_s < 0.05:
        asked.wait(0.01)
    silent_s = asked.silent_s
    hung.set()
    assert heard.wait(PATIENCE_S)
    assert asked.silent_s < silent_s


def test_who_asked_is_called_when_an_answer_is_there():
    called = threading.Event()
    outside = Outside(called.set)
    asked = outside.ask(lambda _: None)
    assert called.wait(PATIENCE_S)
    assert asked.is_answered
    outside.close()


def test_closing_leaves_a_question_that_hangs_and_its_thread_ends_after_the_answer(hung):
    outside = Outside()
    before = threading.active_count()
    lost = outside.ask(lambda _: hung.wait(PATIENCE_S))
    outside.close()
    assert threading.active_count() == before + 1
    hung.set()
    assert lost.wait(PATIENCE_S)

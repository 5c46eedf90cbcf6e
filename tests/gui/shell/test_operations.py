"""Operations: off the GUI thread, told in it, replaced by a newer one, gone at the end."""

import logging
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.progress import Reporter
from tidemill.gui.bridge.operations import Operations


@pytest.fixture
def operations(qtbot: QtBot) -> Iterator[Operations]:
    made = Operations()
    yield made
    made.close()


class Gate:
    """Work that waits until it is let through."""

    def __init__(self, result: object = None) -> None:
        self.began = threading.Event()
        self.open = threading.Event()
        self.result = result

    def work(self, reporter: Reporter) -> object:
        self.began.set()
        assert self.open.wait(60)
        reporter.check()
        return self.result


def test_work_runs_elsewhere_and_its_result_comes_to_the_gui_thread(
    operations: Operations, qtbot: QtBot
) -> None:
    here = QThread.currentThread()
    threads: list[object] = []

    def work(_reporter: Reporter) -> int:
        threads.append(threading.get_ident())
        return 7

    def done(result: int) -> None:
        threads.append((result, QThread.currentThread() is here))

    with qtbot.waitSignal(operations.idle):
        operations.run("a", work, done)
        assert operations.is_busy("a")
    assert threads[0] != threading.get_ident()
    assert threads[1] == (7, True)
    assert not operations.is_busy()


def test_a_newer_operation_of_the_same_key_replaces_the_older(
    operations: Operations, qtbot: QtBot
) -> None:
    results: list[object] = []
    old, new = Gate("old"), Gate("new")
    operations.run("list", old.work, results.append)
    assert old.began.wait(60)
    operations.run("list", new.work, results.append)
    old.open.set()
    with qtbot.waitSignal(operations.idle):
        new.open.set()
    assert results == ["new"]


def test_a_cancelled_operation_says_nothing_but_that_it_is_over(
    operations: Operations, qtbot: QtBot
) -> None:
    results: list[object] = []
    busy: list[bool] = []
    gate = Gate("never")
    operations.run("list", gate.work, results.append, results.append, busy.append)
    assert gate.began.wait(60)
    operations.cancel("list")
    assert busy == [True, False]
    gate.open.set()
    with qtbot.waitSignal(operations.idle):
        operations.run("other", lambda _: 1, results.append)
    assert results == [1]
    assert busy == [True, False]


def test_an_error_for_the_person_reaches_failed_as_it_is(
    operations: Operations, qtbot: QtBot
) -> None:
    errors: list[TidemillError] = []

    def work(_reporter: Reporter) -> None:
        raise NeedsYou("The file has a password.", "Save it without one.")

    with qtbot.waitSignal(operations.idle):
        operations.run("read", work, print, errors.append)
    assert [(type(e), e.message, e.hint) for e in errors] == [
        (NeedsYou, "The file has a password.", "Save it without one.")
    ]


def test_an_error_nobody_handles_is_offered_to_the_window(
    operations: Operations, qtbot: QtBot
) -> None:
    def work(_reporter: Reporter) -> None:
        raise NeedsYou("No.")

    with qtbot.waitSignal(operations.unhandled) as heard:
        operations.run("read", work, print)
    assert heard.args is not None
    assert heard.args[0].message == "No."


def test_our_bug_is_logged_and_told_with_its_details(
    operations: Operations, qtbot: QtBot, expect_log: object
) -> None:
    expect_log("nobody foresaw: 'missing'", logging.ERROR)  # type: ignore[operator]
    errors: list[TidemillError] = []

    def work(_reporter: Reporter) -> object:
        return {}["missing"]

    with qtbot.waitSignal(operations.idle):
        operations.run("read", work, print, errors.append)
    assert errors[0].kind == "bug"
    assert "KeyError" in errors[0].detail


def test_progress_arrives_in_the_gui_thread_until_the_end(
    operations: Operations, qtbot: QtBot
) -> None:
    said: list[tuple[float, str]] = []

    def work(reporter: Reporter) -> None:
        reporter.report(0.5, "half")
        reporter.report(1.0, "whole")

    with qtbot.waitSignal(operations.idle):
        operations.run(
            "train", work, print, progress=lambda share, text: said.append((share, text))
        )
    assert said[-1] == (1.0, "whole")


def test_a_result_for_a_deleted_object_is_dropped(operations: Operations, qtbot: QtBot) -> None:
    class Owner(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.results: list[object] = []

        def take(self, result: object) -> None:
            self.results.append(result)

    owner = Owner()
    results = owner.results
    gate = Gate("late")
    operations.run("list", gate.work, owner.take)
    assert gate.began.wait(60)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    with qtbot.waitSignal(operations.idle):
        gate.open.set()
    assert results == []


def test_closing_waits_for_what_runs_and_drops_it(qtbot: QtBot) -> None:
    operations = Operations()
    results: list[object] = []
    ended = threading.Event()
    began = threading.Event()

    def work(reporter: Reporter) -> str:
        began.set()
        try:
            while True:
                reporter.check()
                threading.Event().wait(0.002)
        finally:
            ended.set()

    operations.run("long", work, results.append)
    assert began.wait(60)
    assert operations.close()
    assert ended.is_set()
    operations.run("after", lambda _: 1, results.append)
    qtbot.wait(1)
    assert results == []


def test_changes_asked_for_at_once_are_all_made_in_their_order_and_told_of(
    operations: Operations, qtbot: QtBot
) -> None:
    made: list[object] = []
    told: list[object] = []
    first = Gate("first")

    def begin(reporter: Reporter) -> None:
        made.append(first.work(reporter))

    operations.change("rules", begin, told.append)
    assert first.began.wait(60)
    for name in ("second", "third"):
        operations.change("rules", partial(_noted, made, name), told.append)
    assert operations.is_busy("rules")
    with qtbot.waitSignal(operations.idle):
        first.open.set()
    assert made == ["first", "second", "third"]
    assert told == [None, "second", "third"]


def test_one_change_that_fails_is_told_of_and_the_next_is_made(
    operations: Operations, qtbot: QtBot
) -> None:
    told: list[object] = []
    errors: list[TidemillError] = []

    def refused(_reporter: Reporter) -> None:
        raise NeedsYou("No.")

    with qtbot.waitSignal(operations.idle):
        operations.change("rules", refused, told.append, errors.append)
        operations.change("rules", partial(_noted, [], "next"), told.append, errors.append)
    assert ([error.message for error in errors], told) == (["No."], ["next"])


@pytest.mark.parametrize("is_left", [False, True], ids=["the window closes", "the page is left"])
def test_a_change_that_waits_for_its_turn_is_made_though(qtbot: QtBot, is_left: bool) -> None:
    operations = Operations()
    made: list[object] = []
    told: list[object] = []
    gates = [Gate() for _ in range(4)]
    for at, gate in enumerate(gates):
        operations.run(f"read.{at}", gate.work, told.append)
    for gate in gates:
        assert gate.began.wait(60)
    operations.change("rules", partial(_noted, made, "switched"), told.append)
    operations.change("rules", partial(_noted, made, "named"), told.append)
    if is_left:
        operations.cancel_all("rules")
        assert not operations.is_busy("rules")
    for gate in gates:
        gate.open.set()
    assert operations.close(60_000)
    qtbot.wait(1)
    assert made == ["switched", "named"]
    assert told == []


def _noted(made: list[object], name: str, _reporter: Reporter) -> str:
    made.append(name)
    return name

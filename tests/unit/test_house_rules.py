"""The suite's own guards: each is shown what it must catch, in a pytest of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PLUGINS = Path(__file__).resolve().parents[1] / "plugins"

MISBEHAVING = """
import logging, socket, subprocess, sys, threading
import pytest

stop = threading.Event()

def test_thread():
    threading.Thread(target=stop.wait, name="forgotten", daemon=True).start()

def test_thread_that_ends():
    threading.Thread(target=lambda: None).start()

def test_child():
    global child
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)

def test_child_that_was_waited_for():
    subprocess.run([sys.executable, "-c", "pass"], check=True)

def test_window(qapp):
    global window
    from PySide6.QtWidgets import QWidget
    window = QWidget()
    window.setWindowTitle("left open")

def test_window_that_closed(qtbot):
    from PySide6.QtWidgets import QWidget
    qtbot.addWidget(QWidget())

def test_timer(qapp):
    global timer
    from PySide6.QtCore import QTimer
    timer = QTimer()
    timer.start(60_000)

def test_timer_that_stopped(qapp):
    from PySide6.QtCore import QTimer
    timer = QTimer()
    timer.start(60_000)
    timer.stop()

def test_noise():
    logging.getLogger("tidemill.store").warning("the disk is slow")

def test_noise_that_was_expected(expect_log):
    seen = expect_log("disk is", logger="tidemill")
    logging.getLogger("tidemill.store").warning("the disk is slow")
    assert [record.name for record in seen] == ["tidemill.store"]

def test_silence_where_noise_was_expected(expect_log):
    expect_log("disk is")

def test_network():
    with socket.socket() as plug:
        plug.connect(("192.0.2.1", 80))

def test_looking_up_a_name():
    socket.create_connection(("example.invalid", 80))

def test_opening_to_others():
    with socket.socket() as plug:
        plug.bind(("", 0))

def test_talk_with_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()):
            pass
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What came of each misbehaving test: "" where it passed, else the words it failed with."""
    folder = tmp_path_factory.mktemp("misbehaving")
    (folder / "test_misbehaving.py").write_text(MISBEHAVING)
    plugins = [word for name in ("no_network", "nothing_left", "no_noise") for word in ("-p", name)]
    options = [
        "-p",
        "no:cacheprovider",
        "-rfE",
        "--tb=short",
        "-o",
        "qt_api=pyside6",
        "--rootdir",
        folder,
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *options, "-c", os.devnull, folder],
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "COLUMNS": "400"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    names = re.findall(r"^def (test_\w+)", MISBEHAVING, re.MULTILINE)
    said = re.split(r"^_{2,} (?:ERROR at teardown of )?(\w+) _{2,}$", done.stdout, flags=re.M)
    failures = dict(zip(said[1::2], said[2::2], strict=True))
    assert failures, done.stdout + done.stderr
    return {name: failures.get(name, "") for name in names}


@pytest.mark.parametrize(
    ("test", "words"),
    [
        ("test_thread", "thread forgotten, started at"),
        ("test_child", "process "),
        ("test_window", "window QWidget 'left open'"),
        ("test_timer", "QTimer of NoneType, still ticking"),
        ("test_noise", "WARNING tidemill.store: the disk is slow"),
        ("test_silence_where_noise_was_expected", "never logged: 'disk is'"),
        ("test_network", "only loopback is allowed"),
        ("test_looking_up_a_name", "only loopback is allowed"),
        ("test_opening_to_others", "only loopback is allowed"),
    ],
)
def test_a_misbehaving_test_fails_and_is_told_why(
    outcomes: dict[str, str], test: str, words: str
) -> None:
    assert words in outcomes[test]


@pytest.mark.parametrize(
    "test",
    [
        "test_thread_that_ends",
        "test_child_that_was_waited_for",
        "test_window_that_closed",
        "test_timer_that_stopped",
        "test_noise_that_was_expected",
        "test_talk_with_itself",
    ],
)
def test_a_tidy_test_passes(outcomes: dict[str, str], test: str) -> None:
    assert outcomes[test] == ""


def test_tests_have_a_home_and_a_name_of_their_own() -> None:
    assert "tidemill-tests-" in os.environ["HOME"]
    assert Path.home() == Path(os.environ["HOME"])
    assert os.environ["TIDEMILL_USER"] == "tester"
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

"""The frozen program: how long until its window stands, warm and with its files out of the cache.

What is measured is the installed program, else what `make package` left in `build/package`; without
either nothing is. The moment is that at which an X server of our own is told to show the window.
"""

import ctypes
import ctypes.util
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lines import Line, median

ROOT = Path(__file__).resolve().parents[2]
PLACES = (Path("/usr/lib/tidemill"), ROOT / "build" / "package" / "frozen" / "tidemill")
WARM_S, COLD_S = 0.3, 2.0

_SUBSTRUCTURE_NOTIFY = 1 << 19
_MAP_NOTIFY = 19
_PATIENCE_S = 60.0


class _MapEvent(ctypes.Structure):
    """XMapEvent, in the room of a whole XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("event", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
        ("override_redirect", ctypes.c_int),
        ("rest", ctypes.c_char * 256),
    )


def measure(folder: Path) -> list[Line]:
    """The rows of the table."""
    found = [place for place in PLACES if (place / "tidemill").exists()]
    if not found or shutil.which("Xvfb") is None or ctypes.util.find_library("X11") is None:
        print("No frozen program, no Xvfb or no libX11 here: nothing to measure.")
        return []
    program = found[0]
    with _server() as display:
        first = _shown(program, folder, display)  # makes the workspace
        warm = median(lambda: _shown(program, folder, display))
        cold = median(lambda: _shown(program, folder, display, is_cold=True))
    print(f"The very first start, which makes the workspace: {first:.2f} s")
    return [
        Line("installed: window, warm", warm, 0.0, WARM_S, "0.3 s"),
        Line("installed: window, files out of the cache", cold, warm, COLD_S, "2 s"),
    ]


@contextmanager
def _server() -> Iterator[str]:
    """An X server of our own; gives its display."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "1440x900x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(20)


def _shown(program: Path, folder: Path, display: str, *, is_cold: bool = False) -> float:
    """Seconds from starting the program until its window is shown; then it is ended."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
    for name in ("XSync", "XPending", "XConnectionNumber", "XCloseDisplay"):
        getattr(x11, name).argtypes = [ctypes.c_void_p, ctypes.c_int][: 2 if name == "XSync" else 1]
    x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.POINTER(_MapEvent)]
    watch = x11.XOpenDisplay(display.encode())
    x11.XSelectInput(watch, x11.XDefaultRootWindow(watch), _SUBSTRUCTURE_NOTIFY)
    x11.XSync(watch, 0)
    if is_cold:
        _forget(program)
    with tempfile.TemporaryDirectory(dir=folder) as runtime:
        around = {"DISPLAY": display, "XDG_RUNTIME_DIR": runtime, "QT_QPA_PLATFORM": "xcb"}
        began = time.monotonic()
        process = subprocess.Popen(
            [program / "tidemill", "-w", folder / "installed"],
            env={**os.environ, **around},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _await_window(x11, watch, began)
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait(30)
            x11.XCloseDisplay(watch)


def _await_window(x11: ctypes.CDLL, watch: int, began: float) -> None:
    event = _MapEvent()
    while time.monotonic() - began < _PATIENCE_S:
        if not x11.XPending(watch):
            select.select([x11.XConnectionNumber(watch)], [], [], 0.5)
            continue
        x11.XNextEvent(watch, ctypes.byref(event))
        if event.type == _MAP_NOTIFY and not event.override_redirect:
            return
    raise SystemExit("No window came.")


def _forget(folder: Path) -> None:
    """Ask the system to drop the files of a folder from its cache (posix_fadvise)."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

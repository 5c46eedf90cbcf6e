"""The frozen program: how long until its window stands, warm and with its files out of the cache,
and until a workspace of 100,000 runs is open in it.

What is measured is the installed program, else what `make package` left in `build/package`; without
either nothing is. The window stands when an X server of our own is told to show it; a workspace is
open when the window bears its name, which it does in the breath in which the first page is asked
for. Both count from the start of the process.
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

import run_stores
from lines import Line, median

from tidemill.services import workers
from tidemill.services import workspace as workspaces
from tidemill.store.sqlite import FILE_NAME

ROOT = Path(__file__).resolve().parents[2]
PLACES = (Path("/usr/lib/tidemill"), ROOT / "build" / "package" / "frozen" / "tidemill")
WARM_S, COLD_S, READY_S = 0.3, 2.0, 1.0
N_RUNS = 100_000

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
    runs = run_stores.copied(run_stores.shared(folder, N_RUNS), folder / "installed-runs")
    try:
        with _server() as display:
            first = _shown(program, folder, display)  # makes the workspace
            warm = median(lambda: _shown(program, folder, display))
            cold = median(lambda: _shown(program, folder, display, is_cold=True))
            ready = median(lambda: _shown(program, folder, display, workspace=runs))
    finally:
        for opened in (folder / "installed", runs):
            _end_worker(opened)
    print(f"The very first start, which makes the workspace: {first:.2f} s")
    return [
        Line("installed: window, warm", warm, 0.0, WARM_S, "0.3 s"),
        Line("installed: window, files out of the cache", cold, warm, COLD_S, "2 s"),
        Line("installed: 100,000 runs, from the start until open", ready, warm, READY_S, "1 s"),
    ]


def _end_worker(folder: Path) -> None:
    """End the worker that a window started beside itself and left at work."""
    if not (folder / FILE_NAME).exists():
        return
    workspace = workspaces.open_existing(folder)
    try:
        workers.end(workspace)
    finally:
        workspace.close()


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


def _shown(
    program: Path,
    folder: Path,
    display: str,
    *,
    is_cold: bool = False,
    workspace: Path | None = None,
) -> float:
    """Seconds from starting the program until its window is shown, or bears the name of the
    `workspace` that is given; then it is ended."""
    x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
    x11.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
    for name in ("XSync", "XPending", "XConnectionNumber", "XCloseDisplay"):
        getattr(x11, name).argtypes = [ctypes.c_void_p, ctypes.c_int][: 2 if name == "XSync" else 1]
    x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.POINTER(_MapEvent)]
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XFree.argtypes = [ctypes.c_void_p]
    x11.XGetWindowProperty.argtypes = [
        *(ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_long, ctypes.c_long),
        *(ctypes.c_int, ctypes.c_ulong, *[ctypes.c_void_p] * 5),
    ]
    watch = x11.XOpenDisplay(display.encode())
    x11.XSelectInput(watch, x11.XDefaultRootWindow(watch), _SUBSTRUCTURE_NOTIFY)
    x11.XSync(watch, 0)
    if is_cold:
        _forget(program)
    with tempfile.TemporaryDirectory(dir=folder) as runtime:
        around = {"DISPLAY": display, "XDG_RUNTIME_DIR": runtime, "QT_QPA_PLATFORM": "xcb"}
        began = time.monotonic()
        process = subprocess.Popen(
            [program / "tidemill", "-w", workspace or folder / "installed"],
            env={**os.environ, **around},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            window = _await_window(x11, watch, began)
            if workspace is not None:
                _await_name(x11, watch, window, workspace.name, began)
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait(30)
            x11.XCloseDisplay(watch)


def _await_window(x11: ctypes.CDLL, watch: int, began: float) -> int:
    event = _MapEvent()
    while time.monotonic() - began < _PATIENCE_S:
        if not x11.XPending(watch):
            select.select([x11.XConnectionNumber(watch)], [], [], 0.5)
            continue
        x11.XNextEvent(watch, ctypes.byref(event))
        if event.type == _MAP_NOTIFY and not event.override_redirect:
            return int(event.window)
    raise SystemExit("No window came.")


def _await_name(x11: ctypes.CDLL, watch: int, window: int, name: str, began: float) -> None:
    """Wait until the window's title begins with a name; looked at every 2 ms."""
    title = x11.XInternAtom(watch, b"_NET_WM_NAME", 0)
    while time.monotonic() - began < _PATIENCE_S:
        kind, form, n, more = (ctypes.c_ulong() for _ in range(4))
        text = ctypes.c_char_p()
        told = [ctypes.byref(one) for one in (kind, form, n, more, text)]
        x11.XGetWindowProperty(watch, window, title, 0, 256, 0, 0, *told)
        shown = (text.value or b"").decode(errors="replace")
        x11.XFree(text)
        if shown.startswith(f"{name} "):
            return
        time.sleep(0.002)
    raise SystemExit(f"No window was named {name}.")


def _forget(folder: Path) -> None:
    """Ask the system to drop the files of a folder from its cache (posix_fadvise)."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

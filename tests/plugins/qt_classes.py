"""Tells of classes of Qt that are defined outside the main thread.

Qt looks into PySide's table of types without the interpreter's lock. Another thread that adds a
class to it at that moment ends the process, once in some dozens of starts of a window.
"""

import builtins
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shiboken6 import Shiboken


@contextmanager
def defined_elsewhere() -> Iterator[list[str]]:
    """Collect the names of such classes, with their modules, until the block ends."""
    found: list[str] = []
    build = builtins.__build_class__

    def watched(*args: Any, **kwargs: Any) -> Any:
        made = build(*args, **kwargs)
        is_elsewhere = threading.current_thread() is not threading.main_thread()
        if is_elsewhere and isinstance(made, type) and issubclass(made, Shiboken.Object):
            found.append(f"{made.__module__}.{made.__qualname__}")
        return made

    builtins.__build_class__ = watched
    try:
        yield found
    finally:
        builtins.__build_class__ = build

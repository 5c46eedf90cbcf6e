"""Saying what was not logged and why: once a kind of trouble, and never as an exception."""

import functools
import logging
import threading
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

log = logging.getLogger("tidemill.tracking")

_told: set[str] = set()
_lock = threading.Lock()
P = ParamSpec("P")
T = TypeVar("T")


def tell(kind: str, words: str) -> None:
    """Warn on standard error, or wherever the script sends its log; once a kind."""
    with _lock:
        if kind in _told:
            return
        _told.add(kind)
    log.warning("Tidemill: %s", words)


def start_afresh() -> None:
    """Let each kind be told again; for tests, and for the child of a fork."""
    global _lock  # noqa: PLW0603 (another thread may have held it when the process forked)
    _lock = threading.Lock()
    _told.clear()


S = TypeVar("S")


def harmless(method: Callable[Concatenate[S, P], None]) -> Callable[Concatenate[S, P], None]:
    """A method that says what went wrong instead of raising it.

    The one place that catches whatever comes: what a script hands in may raise anything when it
    is looked at, and logging may never end a training.
    """

    @functools.wraps(method)
    def safe(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(self, *args, **kwargs)
        except Exception as error:
            name = method.__name__
            tell(f"{name}-{type(error).__name__}", f"{name} logged nothing: {_said(error)}")

    return safe


def or_else(make: Callable[[], T], otherwise: Callable[[], T], what: str) -> T:
    """What `make` gives; where it raises, say so and give something else."""

    def kept(found: list[T]) -> None:
        found.append(make())

    found: list[T] = []
    kept.__name__ = what
    harmless(kept)(found)
    return found[0] if found else otherwise()


def anyway(make: Callable[P, T]) -> Callable[P, T]:
    """The same function, which makes do without what it was given where that raises."""

    @functools.wraps(make)
    def safe(*args: P.args, **kwargs: P.kwargs) -> T:
        bare: Callable[..., T] = make
        return or_else(lambda: make(*args, **kwargs), bare, make.__name__)

    return safe


def _said(error: Exception) -> str:
    try:
        text = str(error)
    except Exception:  # an exception of the script's own that can't even say what it is
        text = ""
    return f"{type(error).__name__}: {text}" if text else type(error).__name__

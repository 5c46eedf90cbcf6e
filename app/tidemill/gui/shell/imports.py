"""Which modules a page needs, told without running them.

A class of Qt may come to be in the GUI thread only: Qt looks into PySide's table of types without
holding the interpreter, so another thread that adds to it meanwhile ends the process. Modules of
the window are imported there, one a turn of the event loop; all others in a thread, ahead.
"""

import dis
import gc
import importlib.util
import inspect
import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import CodeType

from tidemill.base.progress import Reporter

_log = logging.getLogger(__name__)

AHEAD = (
    "numpy",
    "tidemill.gui.shell.settings.sheet",
    "tidemill.gui.shell.help_window",
    "tidemill.gui.shell.numbers_sheet",
    "tidemill.gui.sheets.adding",
)
"""What else is imported ahead of its first use, besides the pages."""

_OWN = "tidemill"
_WINDOW = "tidemill.gui"


@dataclass(frozen=True)
class Needed:
    """Modules to import, each after those it needs; `window` only in the GUI thread."""

    elsewhere: tuple[str, ...]
    window: tuple[str, ...]


def needed(names: Sequence[str]) -> Needed:
    """Find what modules import, the window's with all that they import later, too.

    Reads compiled code only; names that are no modules are left out.
    """
    return _Search().of(names)


def brought(names: Sequence[str], reporter: Reporter) -> tuple[str, ...]:
    """Import, in this thread, what `names` need of others; return the window's own, in order."""
    found = needed(names)
    for name in found.elsewhere:
        reporter.check()
        imported(name)
    return found.window


def imported(name: str) -> None:
    """Import ahead; a page that can't be imported says so when it is opened.

    What was imported stays: a collector that walks over it again and again, holding all threads,
    would stop the window for up to a tenth of a second each time.
    """
    try:
        import_module(name)
    except ImportError as error:
        _log.info("Importing %s ahead failed: %s", name, error)
    gc.freeze()


class _Search:
    def __init__(self) -> None:
        self._specs: dict[str, ModuleSpec | None] = {}
        self._elsewhere: dict[str, None] = {}
        self._window: dict[str, None] = {}
        self._seen: set[str] = set()

    def of(self, names: Sequence[str]) -> Needed:
        for name in names:
            self._visit(name)
        return Needed(tuple(self._elsewhere), tuple(self._window))

    def _visit(self, name: str) -> None:
        if name in self._seen or name in sys.modules:
            return
        self._seen.add(name)
        if not _is_of(name, _WINDOW):
            if not _is_qt(name) and self._spec(name) is not None:
                self._elsewhere[name] = None
            return
        code = self._code(name)
        if code is None:
            return
        for each, is_later in _imports(code, _package(self._spec(name))):
            if not is_later or _is_of(each, _WINDOW):
                self._visit(each)
        self._window[name] = None

    def _code(self, name: str) -> CodeType | None:
        spec = self._spec(name)
        get_code = getattr(spec.loader, "get_code", None) if spec is not None else None
        code: CodeType | None = get_code(name) if get_code is not None else None
        return code

    def _spec(self, name: str) -> ModuleSpec | None:
        """Where a module lies; its packages are not run for that."""
        if name not in self._specs:
            self._specs[name] = self._found(name)
        return self._specs[name]

    def _found(self, name: str) -> ModuleSpec | None:
        parent, _, _ = name.rpartition(".")
        if not parent:
            return importlib.util.find_spec(name)
        above = self._spec(parent)
        if above is None or above.submodule_search_locations is None:
            return None
        return PathFinder.find_spec(name, list(above.submodule_search_locations))


def _is_of(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _is_qt(name: str) -> bool:
    return any(_is_of(name, each) for each in ("PySide6", "shiboken6"))


def _package(spec: ModuleSpec | None) -> str:
    if spec is None:
        return ""
    return spec.name if spec.submodule_search_locations is not None else str(spec.parent)


def _imports(code: CodeType, package: str, is_later: bool = False) -> Iterator[tuple[str, bool]]:
    """Names that code may import, and whether it does so when a function of it is called.

    What stands under `if TYPE_CHECKING:` is left out. `from a import b` is both `a` and `a.b`.
    """
    before: list[object] = []
    skipped_to, is_for_types = 0, False
    for step in dis.get_instructions(code):
        if step.offset < skipped_to:
            continue
        if step.opname in {"LOAD_NAME", "LOAD_GLOBAL"}:
            is_for_types = step.argval == "TYPE_CHECKING"
        elif is_for_types and "JUMP" in step.opname and "FALSE" in step.opname:
            skipped_to, is_for_types = int(step.argval), False
        elif step.opname == "IMPORT_NAME":
            level, names = before[-2:]
            assert isinstance(level, int)
            base = importlib.util.resolve_name("." * level + str(step.argval), package)
            yield base, is_later
            for each in names if isinstance(names, tuple) else ():
                if _is_of(base, _OWN):
                    yield f"{base}.{each}", is_later
        if "LOAD_CONST" in step.opname or "LOAD_SMALL_INT" in step.opname:
            before.append(step.argval)
            if isinstance(step.argval, CodeType) and _imports_own(step.argval):
                is_function = bool(step.argval.co_flags & inspect.CO_OPTIMIZED)  # else a class
                yield from _imports(step.argval, package, is_later or is_function)


def _imports_own(code: CodeType) -> bool:
    """Whether it is worth while to look into a function or a class."""
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return any(_is_of(name, _OWN) for name in code.co_names) or any(map(_imports_own, inner))

"""Runs own code: a step's source as a module of its own, wherever a model that needs it is.

It needs the standard library alone, so that it goes along into a package that is handed over.
Whoever asks for it has made sure that a person of this workspace chose the code.
"""

import builtins
import hashlib
import inspect
import json
import linecache
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from tidemill.base.errors import NeedsYou

Step = Mapping[str, Any]
"""A step as `domain.own_steps.OwnStep.to_dict` writes it."""

PREFIX = "tidemill_own_"
"""How modules of own code are called: no other module is, so that its types can be told."""


def name_of(step: Step) -> str:
    """What the module of a step is called: by its code, so that it is the same everywhere."""
    text = json.dumps([step["source"], dict(step.get("modules", {}))], sort_keys=True)
    return PREFIX + hashlib.sha256(text.encode()).hexdigest()[:24]


def loaded(step: Step) -> ModuleType:
    """The step's module, run once in a process. `NeedsYou` where that raises."""
    name = name_of(step)
    if name not in sys.modules:
        beside = _Beside(name, dict(step.get("modules", {})))
        with telling(step["file"]), _known(beside.module(name, step["file"])) as module:
            beside.run(module, step["source"])
    return sys.modules[name]


def function(step: Step) -> Callable[..., Any]:
    """The function or class of a step; that of a whole script takes a table and gives it back."""
    if not step.get("function"):
        return _script(step)
    found: Callable[..., Any] | None = getattr(loaded(step), step["function"], None)
    if not callable(found):
        raise NeedsYou(f"{step['file']} has no function {step['function']}.", "Name another.")
    return found


def _script(step: Step) -> Callable[[Any], Any]:
    table = step.get("table", "frame")
    beside = _Beside(name_of(step), dict(step.get("modules", {})))

    def changed(frame: Any) -> Any:
        module = beside.module("__main__", step["file"])
        vars(beside.tidemill).update(frame=frame)
        vars(module)[table] = frame
        beside.run(module, step["source"])
        return vars(module).get(table)

    return changed


def estimator(step: Step, **given: Any) -> Any:
    """What a step's function makes, given what it asks for by name. `NeedsYou` where it raises."""
    make = function(step)
    with telling(step["file"], step["function"]):
        known = inspect.signature(make).parameters
        return make(**{name: value for name, value in given.items() if name in known})


@contextmanager
def telling(file: str, name: str = "") -> Iterator[None]:
    """Say what own code raised in a sentence, with the last of its lines on the way."""
    try:
        yield
    except NeedsYou:
        raise
    except (Exception, SystemExit) as error:  # own code may raise whatever it likes
        lines = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == _place(file)]
        where = f" in line {lines[-1].lineno}" if lines else ""
        said = str(error).strip().partition("\n")[0]
        what = f"{type(error).__name__}: {said}" if said else type(error).__name__
        whose = f"{name} of {file}" if name else file
        raise NeedsYou(
            f"{whose} raised {what}{where}.",
            "Correct it in its file, and choose the file anew.",
            detail="".join(traceback.format_exception(error)),
        ) from error


@contextmanager
def _known(module: ModuleType) -> Iterator[ModuleType]:
    """Have a module known while it runs for the first time, and ever after unless that raises."""
    name = module.__name__
    with ExitStack() as undone:
        sys.modules[name] = module
        undone.callback(sys.modules.pop, name, None)
        yield module
        undone.pop_all()


def _place(file: str) -> str:
    return f"<own {file}>"


class _Beside:
    """Runs sources that may import the modules carried along, and a stand-in for Tidemill."""

    def __init__(self, prefix: str, sources: Mapping[str, str]) -> None:
        self._prefix = prefix
        self._sources = sources
        self.tidemill = ModuleType("tidemill")
        vars(self.tidemill).update(step=_as_it_is, estimator=_as_it_is)

    def module(self, name: str, file: str) -> ModuleType:
        """An empty module whose imports go through here."""
        module = ModuleType(name)
        module.__file__ = _place(file)
        vars(module)["__builtins__"] = {**vars(builtins), "__import__": self._import}
        return module

    def run(self, module: ModuleType, source: str) -> None:
        """Run a source in a module, its lines known to tracebacks."""
        place = str(module.__file__)
        linecache.cache[place] = (len(source), None, source.splitlines(True), place)
        exec(compile(source, place, "exec"), vars(module))

    def _import(
        self,
        name: str,
        names: Any = None,
        local: Any = None,
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        if level == 0 and name in self._sources:
            return self._carried(name)
        if level == 0 and name == "tidemill":
            return self.tidemill
        return builtins.__import__(name, names, local, fromlist, level)

    def _carried(self, name: str) -> ModuleType:
        whole = f"{self._prefix}_{name}"
        if whole not in sys.modules:
            with _known(self.module(whole, f"{name}.py")) as module:
                self.run(module, self._sources[name])
        return sys.modules[whole]


def _as_it_is(made: Any = None, **_: Any) -> Any:
    """The marks `@step` and `@estimator` where code is run: they change nothing."""
    return made if made is not None else _as_it_is

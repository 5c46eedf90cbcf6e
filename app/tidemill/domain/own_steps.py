"""Own code as a step of a recipe: what it is, and what can be read of it without running a line.

A step is a function that takes a table and gives a table, a class that learns one (`fit` and
`transform`), a whole script that changes a table, or a function that makes an estimator.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou

MOST_BYTES = 200_000
"""How much code a recipe carries at most."""

SCRIPT_TABLE = "frame"
"""What a script calls the table it gets and leaves, unless it is said otherwise."""

GIVEN_TO_FACTORIES = ("task", "seed", "n_threads")
"""What a function that makes an estimator may ask for."""

_BESIDE = frozenset({"tidemill", "numpy", "pandas", "sklearn", "scipy"})
"""What is always there with Tidemill beside the standard library."""


class StepKind(StrEnum):
    """What own code does in a recipe."""

    PREPARATION = "preparation"
    ESTIMATOR = "estimator"


@dataclass(frozen=True)
class OwnStep:
    """A piece of own code with all that it needs to run elsewhere.

    `file` is what the code was called, `source` its text, `function` the function or class in it,
    "" for the whole script, whose table is called `table`. `modules` are the sources beside it
    that it imports, by their names.
    """

    file: str
    source: str
    function: str = ""
    kind: StepKind = StepKind.PREPARATION
    modules: Mapping[str, str] = field(default_factory=dict)
    table: str = SCRIPT_TABLE

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", StepKind(self.kind))
        size = len(self.source.encode()) + sum(len(one.encode()) for one in self.modules.values())
        if size > MOST_BYTES:
            raise NeedsYou(
                f"{self.file} and what it imports beside it are {size:,} bytes of code.",
                f"A recipe carries at most {MOST_BYTES:,}. Leave out what the step does not need.",
            )
        if self.kind is StepKind.ESTIMATOR and not self.function:
            raise NeedsYou(
                f"{self.file} is named as a whole, but an estimator is made by a function.",
                "Name the function that makes it.",
            )

    @property
    def title(self) -> str:
        """How a person names it: `features.py:tidy`."""
        return f"{self.file}:{self.function}" if self.function else self.file

    @property
    def sources(self) -> dict[str, str]:
        """Its sources by the names of their files."""
        return {self.file: self.source, **{f"{n}.py": one for n, one in self.modules.items()}}

    @cached_property
    def code_hash(self) -> str:
        """One hash for the code, whichever of its functions is the step."""
        return hashing.of_value([self.source, dict(self.modules)])

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; what is usual is absent."""
        data = asdict(self) | {"kind": str(self.kind), "modules": dict(self.modules)}
        usual = {"function": "", "modules": {}, "table": SCRIPT_TABLE}
        return {k: v for k, v in data.items() if k not in usual or v != usual[k]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "OwnStep":
        """Read what `to_dict` wrote; `NeedsYou` where it is something else."""
        texts = ("file", "source", "function", "kind", "table")
        modules = data.get("modules", {})
        is_plain = all(isinstance(data.get(name, ""), str) for name in texts)
        if (
            not is_plain
            or not isinstance(modules, Mapping)
            or not all(isinstance(v, str) for pair in modules.items() for v in pair)
            or not {"file", "source"} <= set(data) <= {*texts, "modules"}
            or data.get("kind", StepKind.PREPARATION) not in list(StepKind)
        ):
            raise NeedsYou(
                "The recipe's own code can't be read.", "Name its file anew when you train."
            )
        return cls(**dict(data))


@dataclass(frozen=True)
class StepFunction:
    """A function or class of a file that can be a step; `is_marked` by the file's author."""

    name: str
    kind: StepKind
    line: int
    help: str = ""
    is_marked: bool = False


def tree_of(source: str, name: str) -> ast.Module:
    """The syntax tree of a source; `NeedsYou` where it is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        raise NeedsYou(f"{name} can't be read as Python{where}.", "Correct it there.") from error


def functions(source: str, name: str = "the file") -> tuple[StepFunction, ...]:
    """What can be a step in a source, marked ones first, else in the order they stand in it."""
    found: dict[str, StepFunction] = {}
    for node in tree_of(source, name).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            one = _function(node) if isinstance(node, ast.FunctionDef) else _class(node)
            if one is not None:
                found[node.name] = one
    return tuple(sorted(found.values(), key=lambda one: (not one.is_marked, one.line)))


def _function(node: ast.FunctionDef) -> StepFunction | None:
    marked = _mark(node)
    arguments = [*node.args.posonlyargs, *node.args.args]
    n_usual = len(node.args.defaults)
    required = [one.arg for one in arguments[: len(arguments) - n_usual]]
    required += [
        one.arg
        for one, usual in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if usual is None
    ]
    if set(required) <= set(GIVEN_TO_FACTORIES):
        kind = StepKind.ESTIMATOR
    elif len(required) == 1:
        kind = StepKind.PREPARATION
    elif marked is None:
        return None
    else:
        kind = marked
    return StepFunction(node.name, marked or kind, node.lineno, _help(node), marked is not None)


def _class(node: ast.ClassDef) -> StepFunction | None:
    has = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
    marked = _mark(node)
    if marked is StepKind.ESTIMATOR or (marked is None and "predict" in has):
        return StepFunction(
            node.name, StepKind.ESTIMATOR, node.lineno, _help(node), marked is not None
        )
    if marked is None and not {"fit", "transform"} <= has:
        return None
    kind = StepKind.PREPARATION
    return StepFunction(node.name, kind, node.lineno, _help(node), marked is not None)


def _mark(node: ast.FunctionDef | ast.ClassDef) -> StepKind | None:
    """What `@step` or `@estimator` over it says."""
    for one in node.decorator_list:
        called = one.func if isinstance(one, ast.Call) else one
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in ("step", "estimator"):
            return StepKind.PREPARATION if name == "step" else StepKind.ESTIMATOR
    return None


def _help(node: ast.FunctionDef | ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0]


def imported(source: str, name: str = "the file") -> frozenset[str]:
    """The names of all modules that a source imports, dotted where it says so.

    `NeedsYou` for a relative import, which means nothing once the code is carried elsewhere.
    """
    return frozenset(_imported(tree_of(source, name), name))


def _imported(tree: ast.Module, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise NeedsYou(
                    f"Line {node.lineno} of {name} imports from beside it by a dot, which can't "
                    "be carried with a model.",
                    "Import the module by its name.",
                )
            yield str(node.module)


def foreign(sources: Mapping[str, str]) -> tuple[str, ...]:
    """The libraries that sources import beside the standard one, what Tidemill always brings and
    each other."""
    tops = {
        one.partition(".")[0] for name, source in sources.items() for one in imported(source, name)
    }
    own = {name.removesuffix(".py") for name in sources}
    return tuple(sorted(tops - set(sys.stdlib_module_names) - _BESIDE - own))

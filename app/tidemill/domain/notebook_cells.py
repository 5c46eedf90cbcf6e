"""A notebook's cells as a script, and the hidden state that such a script would miss.

All is read by the syntax trees: nothing of it is run.
"""

import ast
import builtins
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tidemill.base.errors import NeedsYou

_MAGIC = re.compile(r"^\s*[%!]|^\s*\?|\?\s*$")
_BY_MAGIC = re.compile(r"^\s*([\w, ]+?)\s*=\s*[%!]")
_WHOLE = frozenset({"time", "timeit", "capture", "prun"})
"""Magics over a cell whose body is Python all the same."""

_BUILT_IN = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
OF_NOTEBOOKS = frozenset({"display", "get_ipython", "In", "Out", "_", "__", "___"})
"""Names that only a notebook has."""

_SETS = {
    "os.chdir": "the folder it works in",
    "os.putenv": "the environment",
    "random.seed": "the seed of random",
    "np.random.seed": "the seed of numpy",
    "numpy.random.seed": "the seed of numpy",
    "pd.set_option": "an option of pandas",
    "pandas.set_option": "an option of pandas",
    "warnings.filterwarnings": "which warnings are shown",
    "sys.path.append": "where modules are looked for",
    "sys.path.insert": "where modules are looked for",
}
_IN_PLACE = frozenset(
    {"append", "extend", "insert", "pop", "remove", "clear", "update", "add", "sort", "setdefault"}
)


@dataclass(frozen=True)
class Cell:
    """A cell of code: its number among the cells of code, and when it was last run.

    `source` is as it stands there, `code` without magics; `magics` are those, as they stand. A
    cell in another language (`%%bash`) has no code. `needs` are names that it takes from others,
    `makes` those it leaves, `changes` what it changes in place, `removes` what it deletes.
    """

    number: int
    source: str
    code: str
    run: int | None = None
    magics: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    removes: frozenset[str] = frozenset()
    by_magic: frozenset[str] = frozenset()
    sets: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def first_line(self) -> str:
        """Its first line that says something."""
        return next((one.strip() for one in self.source.splitlines() if one.strip()), "")


@dataclass(frozen=True)
class Hidden:
    """Something that the chosen cells would miss: what kind it is, the cell, a sentence.

    What `is_fatal` ends the script where it comes to it; the rest may make it do something else.
    """

    kind: str
    cell: int
    sentence: str
    is_fatal: bool = False


def read(text: str, name: str = "The notebook") -> tuple[Cell, ...]:
    """The cells of code of a notebook's file (nbformat 4); `NeedsYou` where it is none."""
    try:
        book = json.loads(text)
        version = book["nbformat"]
        raw = book["cells"] if version >= 4 else None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NeedsYou(f"{name} is no notebook.", "Choose a file that ends with .ipynb.") from error
    if not isinstance(raw, list):
        raise NeedsYou(f"{name} is a notebook of version {version}.", "Save it with Jupyter anew.")
    found: list[Cell] = []
    for one in raw:
        if not isinstance(one, dict) or one.get("cell_type") != "code":
            continue
        source = one.get("source", "")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        count = one.get("execution_count")
        found.append(_cell(len(found) + 1, source, count if isinstance(count, int) else None))
    return tuple(found)


def _cell(number: int, source: str, run: int | None) -> Cell:
    lines, magics, by_magic = [], [], set()
    head = source.lstrip()
    if head.startswith("%%"):
        word = head[2:].split(maxsplit=1)[0] if head[2:].split() else ""
        magics.append(head.partition("\n")[0].strip())
        if word not in _WHOLE:
            return Cell(number, source, "", run, tuple(magics))
        source_lines = head.partition("\n")[2].splitlines()
    else:
        source_lines = source.splitlines()
    inside = _inside_texts("\n".join(source_lines))
    for place, line in enumerate(source_lines, 1):
        assigned = _BY_MAGIC.match(line)
        if place not in inside and (_MAGIC.search(line) or assigned):
            magics.append(line.strip())
            if assigned:
                by_magic |= {one.strip() for one in assigned[1].split(",")}
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}pass" if indent else "")
        else:
            lines.append(line)
    code = "\n".join(lines)
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, SyntaxError) else "it"
        trouble = f"{where} can't be read as Python"
        return Cell(number, source, code, run, tuple(magics), trouble=trouble)
    names = _Names()
    names.block(tree.body)
    return Cell(
        number,
        source,
        code,
        run,
        tuple(magics),
        frozenset(names.needs | (names.later - names.made)) - _BUILT_IN,
        frozenset(names.made),
        frozenset(names.changed),
        frozenset(names.removed),
        frozenset(by_magic),
        tuple(dict.fromkeys(_settings(tree))),
        tuple(dict.fromkeys(_files(tree))),
    )


def _inside_texts(code: str) -> frozenset[int]:
    """Lines that lie within a text of several lines, where a % is no magic."""
    found: set[int] = set()
    for match in re.finditer(r"(\"\"\"|''')(?:.|\n)*?\1", code):
        first = code.count("\n", 0, match.start()) + 1
        found.update(range(first + 1, first + match[0].count("\n") + 1))
    return frozenset(found)


_ALIKE = {
    "AsyncFor": "For",
    "AsyncFunctionDef": "FunctionDef",
    "DictComp": "ListComp",
    "GeneratorExp": "ListComp",
    "ImportFrom": "Import",
    "NamedExpr": "AnnAssign",
    "SetComp": "ListComp",
    "Subscript": "Attribute",
}
"""Kinds of nodes that are looked at like another."""


class _Names(ast.NodeVisitor):
    """Which names a cell needs from before, in the order its statements are carried out.

    Methods are called as `ast.NodeVisitor` asks for them.
    """

    def __init__(self) -> None:
        self.needs: set[str] = set()
        self.later: set[str] = set()
        self.made: set[str] = set()
        self.changed: set[str] = set()
        self.removed: set[str] = set()

    def visit(self, node: ast.AST) -> None:
        """Look at a node as its kind, or one that is alike, is looked at."""
        kind = type(node).__name__
        getattr(self, f"visit_{_ALIKE.get(kind, kind)}", self.generic_visit)(node)

    def block(self, body: Sequence[ast.AST]) -> None:
        for one in body:
            self.visit(one)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.made |= {one.asname or one.name.partition(".")[0] for one in node.names} - {"*"}

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.block(node.decorator_list)
        self.block([*node.args.defaults, *filter(None, node.args.kw_defaults)])
        self.later |= _free(node)
        self.made.add(node.name)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.block(node.decorator_list)
        self._read(_free(node))
        self.made.add(node.name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.later |= _free(node)

    def visit_ListComp(self, node: ast.AST) -> None:
        self._read(_free(node))

    def visit_Assign(self, node: ast.Assign) -> None:
        self.block([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign | ast.NamedExpr) -> None:
        if node.value is not None:
            self.block([node.value, node.target])

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self._read({node.target.id})
        self.block([node.value, node.target])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.block([node.iter, node.target, *node.body, *node.orelse])

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self.made.add(node.name)
        self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.made.add(node.id)
            self.removed.discard(node.id)
            return
        self._read({node.id})
        if isinstance(node.ctx, ast.Del):
            self.made.discard(node.id)
            self.removed.add(node.id)

    def visit_Attribute(self, node: ast.Attribute | ast.Subscript) -> None:
        if isinstance(node.ctx, ast.Store):
            self._in_place(node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        is_told = any(
            k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
            for k in node.keywords
        )
        if isinstance(node.func, ast.Attribute) and (is_told or node.func.attr in _IN_PLACE):
            self._in_place(node.func.value)
        self.generic_visit(node)

    def _read(self, names: Iterable[str]) -> None:
        self.needs |= set(names) - self.made

    def _in_place(self, node: ast.AST) -> None:
        """What is changed without being made: `df["a"] = …`, `df.drop(inplace=True)`."""
        while isinstance(node, ast.Subscript | ast.Attribute):
            node = node.value
        if isinstance(node, ast.Name):
            self.changed.add(node.id)


def _free(node: ast.AST) -> set[str]:
    """Names that a function, a class or a comprehension takes from outside."""
    read: set[str] = set()
    bound: set[str] = set()
    inner: set[str] = set()
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(one.name)
            inner |= _free(one)
            continue
        if isinstance(one, ast.Lambda):
            inner |= _free(one)
            continue
        if isinstance(one, ast.arg):
            bound.add(one.arg)
        elif isinstance(one, ast.Name):
            (read if isinstance(one.ctx, ast.Load) else bound).add(one.id)
        elif isinstance(one, ast.Import | ast.ImportFrom):
            bound |= {n.asname or n.name.partition(".")[0] for n in one.names}
        elif isinstance(one, ast.ExceptHandler) and one.name:
            bound.add(one.name)
        elif isinstance(one, ast.Global):
            inner |= set(one.names)
        waiting += ast.iter_child_nodes(one)
    return (read | inner) - bound


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        head = _dotted(node.value)
        return f"{head}.{node.attr}" if head else ""
    return node.id if isinstance(node, ast.Name) else ""


def _settings(tree: ast.AST) -> Iterator[str]:
    """What a cell sets for all that comes after it, beside its names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _dotted(node.func) in _SETS:
            yield _SETS[_dotted(node.func)]
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            if _dotted(node.value) == "os.environ":
                yield "the environment"
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            whole = _dotted(node)
            if whole.startswith(("pd.options.", "pandas.options.")):
                yield "an option of pandas"


def _files(tree: ast.AST) -> Iterator[str]:
    """Files that a cell reads by a name written in it."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = _dotted(node.func).rpartition(".")[2]
        first = node.args[0]
        is_read = called == "open" or called.startswith(("read_", "load"))
        if is_read and isinstance(first, ast.Constant) and isinstance(first.value, str):
            mode = node.args[1] if called == "open" and len(node.args) > 1 else None
            if not (isinstance(mode, ast.Constant) and str(mode.value)[:1] in "wax"):
                yield first.value


def chosen(cells: Sequence[Cell], numbers: Sequence[int]) -> list[Cell]:
    """The cells of these numbers in this order; `NeedsYou` for one that can't be in a script."""
    known = {one.number: one for one in cells}
    if not numbers:
        raise NeedsYou("No cell is chosen.", "Choose those that change the table.")
    if len(set(numbers)) != len(numbers):
        raise NeedsYou("A cell is chosen twice.", "Choose each once.")
    for number in numbers:
        if number not in known:
            raise NeedsYou(
                f"The notebook has no cell {number}.", f"Its cells of code are 1 to {len(cells)}."
            )
        cell = known[number]
        if cell.trouble:
            raise NeedsYou(f"Cell {number} is no step: {cell.trouble}.", "Correct it there.")
        if cell.magics and not cell.code.strip():
            raise NeedsYou(
                f"Cell {number} is no Python: {cell.magics[0]}.", "Leave it out, or write it anew."
            )
    return [known[number] for number in numbers]


def script(cells: Sequence[Cell], numbers: Sequence[int]) -> str:
    """The chosen cells as one script, in the order chosen, without magics."""
    parts = [f"# cell {one.number}\n{one.code.strip()}\n" for one in chosen(cells, numbers)]
    shown = any("display" in one.needs for one in chosen(cells, numbers))
    head = ["def display(*shown):\n    pass\n"] if shown else []
    return "\n".join([*head, *parts])

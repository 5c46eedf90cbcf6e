"""Parameters of a Python script, found by reading it: nothing of it is run.

Found are constants of the module in capitals, options of argparse, click and typer. Each has its
default, so that it can be shown and changed without a word in the script.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tidemill.base.errors import NeedsYou


class ParamKind(StrEnum):
    """How a parameter is handed to the script."""

    CONSTANT = "constant"
    OPTION = "option"
    FLAG = "flag"
    ARGUMENT = "argument"


@dataclass(frozen=True)
class ScriptParam:
    """One parameter: `words` are how it is written on the command line (`--depth`), empty for a
    constant; `off` is what switches a flag off, where it can be."""

    name: str
    kind: ParamKind
    default: Any = None
    type: str = ""
    words: str = ""
    off: str = ""
    help: str = ""
    choices: tuple[Any, ...] = ()
    is_required: bool = False
    line: int = 0


_UNKNOWN = object()
_TYPES = ("int", "float", "str", "bool")


def find(source: str, name: str = "the script") -> tuple[ScriptParam, ...]:
    """The parameters of a script in the order they stand in it, each name once.

    Raises `NeedsYou` where it is no Python.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f" in line {line}" if line else ""
        raise NeedsYou(
            f"{name} can't be read as Python{where}.", "Correct it, or name a command instead."
        ) from error
    found: dict[str, ScriptParam] = {}
    for one in sorted(_found(tree), key=lambda one: one.line):
        found.setdefault(one.name, one)
    return tuple(found.values())


def _found(tree: ast.Module) -> Iterator[ScriptParam]:
    yield from _constants(tree)
    commands = _typer_commands(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last(node.func) == "add_argument":
            yield from _argparse(node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and _last(decorator.func) in (
                    "option",
                    "argument",
                ):
                    yield from _click(decorator)
            if node.name in commands:
                yield from _typer(node)


def _last(node: ast.expr) -> str:
    """The last name of a dotted one: `option` of `click.option`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _literal(node: ast.expr | None) -> Any:
    """The value of a literal of plain JSON types; `_UNKNOWN` for what only running would tell."""
    if node is None:
        return _UNKNOWN
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _UNKNOWN
    return value if _is_plain(value) else _UNKNOWN


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v) for k, v in value.items())
    return value is None or isinstance(value, bool | int | float | str)


def _known(value: Any) -> Any:
    return None if value is _UNKNOWN else value


def _type_of(value: Any, said: str = "") -> str:
    if said in _TYPES:
        return said
    name = type(value).__name__
    return name if value is not None and value is not _UNKNOWN and name in _TYPES else ""


def _constants(tree: ast.Module) -> Iterator[ScriptParam]:
    for node in tree.body:
        targets: Sequence[ast.expr] = ()
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        if len(targets) != 1 or not isinstance(targets[0], ast.Name):
            continue
        name, known = targets[0].id, _literal(value)
        if name.isupper() and known is not _UNKNOWN:
            yield ScriptParam(name, ParamKind.CONSTANT, known, _type_of(known), line=node.lineno)


def _keywords(call: ast.Call) -> dict[str, ast.expr]:
    return {one.arg: one.value for one in call.keywords if one.arg is not None}


def _texts(call: ast.Call) -> list[str]:
    values = [_literal(one) for one in call.args]
    return [value for value in values if isinstance(value, str)]


def _argparse(call: ast.Call) -> Iterator[ScriptParam]:
    names, said = _texts(call), _keywords(call)
    if not names:
        return
    action = _known(_literal(said.get("action"))) or ""
    if action in ("help", "version"):
        return
    default = _known(_literal(said.get("default")))
    words = next((n for n in names if n.startswith("--")), names[0])
    is_option = words.startswith("-")
    name = _known(_literal(said.get("dest"))) or words.lstrip("-").replace("-", "_")
    helps = str(_known(_literal(said.get("help"))) or "")
    if action in ("store_true", "store_false"):
        usual = action == "store_false"
        yield ScriptParam(name, ParamKind.FLAG, usual, "bool", words, "", helps, line=call.lineno)
        return
    kind = ParamKind.OPTION if is_option else ParamKind.ARGUMENT
    choices = _known(_literal(said.get("choices"))) or ()
    optional = not is_option and _known(_literal(said.get("nargs"))) in ("?", "*")
    yield ScriptParam(
        name,
        kind,
        default,
        _type_of(default, _last(said["type"]) if "type" in said else ""),
        words if is_option else "",
        "",
        helps,
        tuple(choices),
        bool(_known(_literal(said.get("required")))) or not (is_option or optional),
        call.lineno,
    )


def _click(call: ast.Call) -> Iterator[ScriptParam]:
    names, said = _texts(call), _keywords(call)
    if not names:
        return
    default = _known(_literal(said.get("default")))
    helps = str(_known(_literal(said.get("help"))) or "")
    if _last(call.func) == "argument":
        required = "default" not in said and _known(_literal(said.get("required"))) is not False
        yield ScriptParam(
            names[0], ParamKind.ARGUMENT, default, _type_of(default), "", "", helps, (),
            required, call.lineno,
        )  # fmt: skip
        return
    words = next((n for n in names if n.startswith("--")), names[0])
    plain = next((n for n in names if not n.startswith("-")), None)
    words, _, off = words.partition("/")
    name = plain or words.lstrip("-").replace("-", "_").lower()
    if off or _known(_literal(said.get("is_flag"))):
        usual = bool(default)
        yield ScriptParam(
            name, ParamKind.FLAG, usual, "bool", words, off.strip(), helps, line=call.lineno
        )
        return
    yield ScriptParam(
        name,
        ParamKind.OPTION,
        default,
        _type_of(default, _last(said["type"]).lower() if "type" in said else ""),
        words,
        "",
        helps,
        _click_choices(said.get("type")),
        bool(_known(_literal(said.get("required")))),
        call.lineno,
    )


def _click_choices(node: ast.expr | None) -> tuple[Any, ...]:
    if isinstance(node, ast.Call) and _last(node.func) == "Choice" and node.args:
        return tuple(_known(_literal(node.args[0])) or ())
    return ()


def _typer_commands(tree: ast.Module) -> frozenset[str]:
    """Names of functions that typer makes commands: by `typer.run`, or by `@app.command()`."""
    if not any(
        (
            isinstance(node, ast.Import | ast.ImportFrom)
            and any(a.name == "typer" for a in node.names)
        )
        or (isinstance(node, ast.ImportFrom) and node.module == "typer")
        for node in ast.walk(tree)
    ):
        return frozenset()
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last(node.func) == "run" and node.args:
            names.add(_last(node.args[0]))
        if isinstance(node, ast.FunctionDef):
            calls = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
            if any(_last(call) in ("command", "callback") for call in calls):
                names.add(node.name)
    return frozenset(names)


def _typer(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ScriptParam]:
    arguments = [*node.args.posonlyargs, *node.args.args]
    n_bare = len(arguments) - len(node.args.defaults)
    usual: list[ast.expr | None] = [None] * n_bare + list(node.args.defaults)
    pairs = [*zip(arguments, usual, strict=True)]
    pairs += [*zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
    for argument, default in pairs:
        said, kind = _annotated(argument.annotation)
        if isinstance(default, ast.Call) and _last(default.func) in ("Option", "Argument"):
            inner = default.args[0] if default.args else None
            yield _typer_param(argument, inner, default, kind)
        else:
            yield _typer_param(argument, default, said, kind)


def _annotated(node: ast.expr | None) -> tuple[ast.Call | None, str]:
    """What `Annotated[int, typer.Option(...)]` says, and the type's name."""
    if isinstance(node, ast.Subscript) and _last(node.value) == "Annotated":
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        calls = [one for one in inner[1:] if isinstance(one, ast.Call)]
        named = [one for one in calls if _last(one.func) in ("Option", "Argument")]
        return (named[0] if named else None), _last(inner[0])
    return None, "" if node is None else _last(node)


def _typer_param(
    argument: ast.arg, default: ast.expr | None, said: ast.Call | None, kind: str
) -> ScriptParam:
    value = _literal(default)
    if value is Ellipsis:
        value = _UNKNOWN
    is_given = value is not _UNKNOWN
    helps = "" if said is None else str(_known(_literal(_keywords(said).get("help"))) or "")
    is_argument = (not is_given and said is None) or (
        said is not None and _last(said.func) == "Argument"
    )
    if is_argument:
        return ScriptParam(
            argument.arg, ParamKind.ARGUMENT, _known(value), _type_of(value, kind), "", "", helps,
            (), not is_given, argument.lineno,
        )  # fmt: skip
    named = [] if said is None else [n for n in _texts(said) if n.startswith("-")]
    words = next((n for n in named if n.startswith("--")), named[0] if named else "")
    words = words or f"--{argument.arg.replace('_', '-')}"
    words, slash, off = words.partition("/")
    if kind == "bool" or isinstance(value, bool):
        off = off if slash else f"--no-{words.lstrip('-')}"
        return ScriptParam(
            argument.arg, ParamKind.FLAG, bool(_known(value)), "bool", words, off, helps,
            line=argument.lineno,
        )  # fmt: skip
    return ScriptParam(
        argument.arg, ParamKind.OPTION, _known(value), _type_of(value, kind), words, "", helps,
        (), not is_given, argument.lineno,
    )  # fmt: skip


def typed(param: ScriptParam, text: Any) -> Any:
    """A value as a person gave it, in the parameter's own type; `NeedsYou` where it can't be."""
    if not isinstance(text, str):
        return text
    try:
        value = _typed(param, text)
    except (ValueError, SyntaxError) as error:
        raise NeedsYou(
            f"{param.name} can't be {text}.", f"It is {_TYPE_WORDS.get(param.type, 'a value')}."
        ) from error
    if param.choices and value not in param.choices:
        listed = ", ".join(map(str, param.choices))
        raise NeedsYou(f"{param.name} can't be {text}.", f"Choose one of {listed}.")
    return value


_TYPE_WORDS = {"int": "a whole number", "float": "a number", "bool": "true or false"}
_BOOLS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _typed(param: ScriptParam, text: str) -> Any:
    if param.type == "bool" or param.kind is ParamKind.FLAG:
        known = _BOOLS.get(text.strip().lower())
        if known is None:
            raise ValueError(text)
        return known
    if param.type == "int":
        return int(text)
    if param.type == "float":
        return float(text)
    if param.type == "str" or param.kind is not ParamKind.CONSTANT:
        return text
    return ast.literal_eval(text)


def command_words(params: Sequence[ScriptParam], given: Mapping[str, Any]) -> list[str]:
    """What is written behind the script to hand it the values given; constants are not.

    Raises `NeedsYou` for a required one without a value.
    """
    words: list[str] = []
    behind: list[str] = []
    for param in params:
        if param.kind is ParamKind.CONSTANT:
            continue
        if param.name not in given:
            if param.is_required:
                raise NeedsYou(f"The script needs a value for {param.name}.", "Give it one.")
            continue
        value = given[param.name]
        many = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        if param.kind is ParamKind.FLAG:
            if bool(value) != bool(param.default):
                words += [param.words if value or not param.off else param.off]
        elif param.kind is ParamKind.ARGUMENT:
            behind += many
        elif len(many) == 1 and param.words.startswith("--"):
            words.append(f"{param.words}={many[0]}")
        else:
            words += [param.words, *many]
    return words + (["--", *behind] if any(b.startswith("-") for b in behind) else behind)


def constants(params: Sequence[ScriptParam], given: Mapping[str, Any]) -> dict[str, Any]:
    """Constants whose value is to be another."""
    return {
        p.name: given[p.name]
        for p in params
        if p.kind is ParamKind.CONSTANT and p.name in given and given[p.name] != p.default
    }

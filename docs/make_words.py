"""Brings the catalogues of the window's texts up to date: `make words`.

A catalogue is a file of Qt Linguist. What the code says and a catalogue lacks is added as
unfinished, what the code says no more is left out; translations stay. A test fails while one is
unfinished. There are two for each language: of the texts that the window itself says, by `tr`, and
of those that services, checks and gates put together in English (`tidemill_de_said.ts`), which the
window translates where it shows them (decision 0045).
"""

import ast
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from keyword import iskeyword
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "app" / "tidemill"
CATALOGUES = ROOT / "resources" / "words"
SAID = "_said"
"""How the file of a catalogue of what services say ends."""
_TAKING = ("base", "catalog", "domain", "jobs", "services", "store")
"""The rooms below the window, whose sentences it shows."""


def texts() -> dict[str, str]:
    """Every text that the code says, with the first module that says it."""
    found: dict[str, str] = {}
    for module, tree in _modules().items():
        for text in _translated(tree):
            found.setdefault(text, module)
    return found


@cache
def _modules() -> dict[str, ast.Module]:
    """The modules that may say something, by their places, such as `gui/kit/labels`."""
    found = {}
    for path in sorted(CODE.rglob("*.py")):
        module = path.relative_to(CODE).with_suffix("").as_posix()
        code = path.read_text(encoding="utf-8")
        if module.partition("/")[0] in _TAKING or re.search(r"\b(tr|tr_later|plural)\(", code):
            found[module] = ast.parse(code)
    return found


def _translated(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        fixed = [a.value for a in node.args if isinstance(a, ast.Constant)]
        if name in {"tr", "tr_later"} and node.args:
            if not fixed:
                raise ValueError(f"{name}() is called with no fixed text: {ast.unparse(node)}")
            yield str(fixed[0])
        elif name == "plural" and len(node.args) > 1:
            nouns = [str(value) for value in fixed if isinstance(value, str)]
            yield from nouns
            if len(node.args) == 2:
                yield from (f"{noun}s" for noun in nouns)


def said_texts() -> dict[str, str]:
    """Every sentence, title and part of one that the rooms below the window say, as a template.

    Those that the window says too are left out, as their translations are there already.
    """
    own = texts()
    found: dict[str, str] = {}
    for module, tree in _modules().items():
        if module.partition("/")[0] not in _TAKING or _NOT_SAID.search(module):
            continue
        for text in _Said(tree).texts():
            if text not in own:
                found.setdefault(text, module)
    return found


_NOT_SAID = re.compile(
    r"^store/(migrations/|mlflow_models$)|^domain/options/regions$|^services/(svg|time)_plots$"
    r"|^base/(templates|mounts|login_items)$|^(domain|services)/mlflow/|^catalog/onnx_"
)
"""Modules that say nothing in the window: tables, languages in themselves, drawings, protocols."""
_SILENT_CALLS = frozenset(
    """AssertionError AttributeError IndexError KeyError Literal LookupError NewType
    NotImplementedError ParamSpec RuntimeError StopIteration TypeAliasType TypeError TypeVar
    ValueError _ask cast compile critical debug encode decode endswith error_log exception field
    find fromString getLogger getattr hasattr import_module index info match namedtuple
    partition removeprefix removesuffix rpartition search setattr split startswith strftime strptime
    tr tr_later warning execute add_parser add_argument""".split()
)
_HOLE = re.compile(r"\{[^{}]*\}")
_CODE = re.compile(
    r"://|\.py\b|^\W*--|</|/>|^<|<[a-z/!?]+[ >]|\{[^}]*:[^}]*;|^[a-z_.]+\(|\\[a-z({[]|\$\0|__|::"
    r"|\.(csv|json|png|svg|html|parquet|key|dump|sqlite)\b\"?$|%\(|%[sd]\b|\(\?|json\.dumps"
    r"|==|\*\*|^[a-z\d\0._:@+-]*$|^\w+/[\w./+-]*$|^[a-z\0_/-]+/|^curve\.|^\S*\[|^\S+/\0$"
    r"|\0=|[a-z]=\0|>=\0|=\"|^\s*[a-z_.]+ ?= |^[.#][\w-]+ ?\{|\]\)?[*+]|\bmode=ro\b|^c\0"
    r"|^\s*#|application/|text/|-src\b|Bearer|Authorization|TIDEMILL|MLFLOW|%[Ymd]"
    r"|viewBox|stroke|font-|;base64|--\w+:|_posixsubprocess"
)
"""What is code, markup, an address or a key."""
_QUERY = re.compile(
    r"^\W*(select|insert into|update|delete from|create (table|index|view|temp|or|type)"
    r"|drop (table|index|view|type)|alter|pragma|describe|copy \(|case when|attach|order by"
    r"|group by|from t\b|left join|union|values \(|set \w+[ _]\w* ?="
    r"|set (session|transaction)|import \0|from \0+ import|with \w+ as|where \w+ in)(\W|$)"
    r"|\b(bigint|varchar|tinyint|coalesce|is null|is not null|nulls last|row_number|isnan|where \0"
    r"|row_|from t|try_cast|regexp_full_match)\b"
    r"|\bover \(|\(select |^\W*\0\W* as (\w?\0|\w)\)?$|\bin \(\0\)|^ as \w+$|^\w as \0$|^limit \0"
    r"|^(SELECT|PRAGMA|NOTIFY|LISTEN|SHOW|BEGIN|REPEATABLE|TIMESTAMP|INT|TEXT|ROLLBACK|COMMIT|[*]) "
    r"|\bas f\(|file_row_number|\(from \0|^ limit \0|IS NULL$|CASE WHEN|LOCAL |DELETE FROM"
    r"|from (tidemill)?\.|from tidemill|^in \($|^role \"$|row number of|\0 = \0"
)
"""What is said to a database."""


class _Said:
    """What one module says."""

    def __init__(self, tree: ast.Module) -> None:
        self.parents = {
            child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)
        }

    def texts(self) -> Iterator[str]:
        """Its templates and fixed texts, one after the other."""
        for node, parent in self.parents.items():
            if isinstance(node, ast.JoinedStr):
                text = template(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                if isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.Expr):
                    continue
                text = node.value
            else:
                continue
            if text is None or not (is_said(text) or self._is_counted(node, text)):
                continue
            if not self._is_silent(node):
                yield text
                if isinstance(parent, ast.Call) and _called(parent) == "counted":
                    yield f"{text}s"

    def _is_counted(self, node: ast.AST, text: str) -> bool:
        """Whether it is a noun or a verb chosen by a number within a sentence."""
        chosen = isinstance(node, ast.Constant) and re.fullmatch(r"[a-z]{2,}(-[a-z]+)*", text)
        parent = self.parents.get(node)
        if isinstance(parent, ast.Call) and _called(parent) in {"counted", "plural"}:
            return bool(chosen)
        return bool(
            chosen
            and isinstance(parent, ast.IfExp)
            and node is not parent.test
            and isinstance(self.parents.get(parent), ast.FormattedValue)
        )

    def _is_silent(self, node: ast.AST) -> bool:
        """Whether people never read it: docstrings, types, names of attributes, patterns."""
        inner: ast.AST = node
        while (outer := self.parents.get(inner)) is not None:
            if isinstance(outer, ast.Call) and inner is not outer.func and _is_silent(outer):
                return True
            if isinstance(outer, ast.Attribute) and outer.attr in {"split", "splitlines"}:
                return True
            if isinstance(outer, ast.Expr | ast.Assert):
                return isinstance(inner, ast.Constant | ast.JoinedStr | ast.Compare)
            if _is_annotation(outer, inner) or isinstance(outer, ast.Compare):
                return True
            if isinstance(outer, ast.Assign | ast.AnnAssign):
                return any(name in {"__all__", "__slots__", "_LOWERED"} for name in _names(outer))
            if isinstance(outer, ast.Subscript) and outer.slice is inner:
                return True
            if isinstance(outer, ast.stmt):
                return False
            inner = outer
        return False


def _is_silent(call: ast.Call) -> bool:
    return _called(call) in _SILENT_CALLS


def _is_annotation(outer: ast.AST, inner: ast.AST) -> bool:
    if isinstance(outer, ast.arg | ast.AnnAssign):
        return outer.annotation is inner
    return isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef) and outer.returns is inner


def _names(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def is_said(text: str) -> bool:
    """Whether people read it: a sentence, a title or a part of one; no code, query or key."""
    bare = _HOLE.sub("\0", text)
    if not re.search(r"[A-Za-z]{2}", bare) or _CODE.search(bare) or _QUERY.search(bare):
        return False
    if "\0" in bare:
        word = re.search(r"(?<![\0\w])[A-Za-z]{2,}(?![\0\w])|[A-Za-z]{4,}", bare)
        return word is not None and (" " in bare.strip() or bare[:1].isupper())
    if " " in bare.strip():
        return not re.fullmatch(r"[a-z_]+( [a-z_]*_[a-z_]*)+|[dMyHhms:. ,]+", bare)
    return bool(re.fullmatch(r"[A-Z][a-z]+(-[a-z]+)*[….:]?", bare.strip()))


def template(node: ast.JoinedStr) -> str | None:
    """An f-string with a name for each hole, after what stands in it; None where none can be."""
    told = ""
    names: dict[str, str] = {}
    for part in node.values:
        if isinstance(part, ast.Constant):
            told += str(part.value).replace("{", "{{").replace("}", "}}")
        elif isinstance(part, ast.FormattedValue):
            source = ast.unparse(part.value)
            if source not in names:
                names[source] = _unused(hole_name(part.value), names.values())
            conversion = {115: "!s", 114: "!r", 97: "!a"}.get(part.conversion, "")
            spec = _spec(part.format_spec)
            if spec is None:
                return None
            told += "{" + names[source] + conversion + spec + "}"
    return told


def _spec(spec: ast.expr | None) -> str | None:
    """How a hole is written, such as `:,.1f`; None where that is reckoned."""
    if spec is None:
        return ""
    parts = spec.values if isinstance(spec, ast.JoinedStr) else [spec]
    fixed = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return ":" + "".join(fixed) if len(fixed) == len(parts) else None


def _unused(name: str, used: object) -> str:
    taken = set(used)  # type: ignore[call-overload]
    numbered = (name if n == 1 else f"{name}{n}" for n in range(1, len(taken) + 2))
    return next(one for one in numbered if one not in taken)


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "?")


_WRAPPERS = frozenset(
    "count number duration ago size percent signed score rate money told_bytes str".split()
)
"""Functions that only write a value; the hole is called like the value."""


def hole_name(value: ast.expr) -> str:
    """What a hole is called: the name in it, the noun it is counted by, or its function."""
    name = re.sub(r"\W", "", _raw_hole_name(value).lstrip("_").lower()) or "value"
    return name + "_" if iskeyword(name) or name in {"text", "about"} else name


def _raw_hole_name(value: ast.expr) -> str:
    if isinstance(value, ast.Name):
        return value.id
    if isinstance(value, ast.Attribute):
        return value.attr
    if isinstance(value, ast.Call):
        return _name_of_call(value)
    if isinstance(value, ast.Subscript):
        return hole_name(value.value)
    return "said" if isinstance(value, ast.IfExp) else "value"


def _name_of_call(call: ast.Call) -> str:
    function = _called(call)
    if function == "len":
        return "n"
    if function == "plural" and len(call.args) > 1:
        noun = call.args[1]
        if not isinstance(noun, ast.Constant):
            return "counted"
        return "n_" + re.sub(r"\W+", "_", str(noun.value)).strip("_") + "s"
    if function in _WRAPPERS and call.args:
        inner = hole_name(call.args[0])
        return inner if inner != "value" else function
    if function == "join":
        return "names"
    return hole_name(call.args[0]) if function == "abs" and call.args else function


def known(catalogue: Path) -> dict[str, str]:
    """The finished translations of a catalogue."""
    if not catalogue.exists():
        return {}
    found = {}
    for message in ET.parse(catalogue).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and not translation.get("type"):
            found[message.findtext("source", "")] = translation.text
    return found


def texts_of(catalogue: Path) -> dict[str, str]:
    """What belongs into a catalogue, with the first module that says it."""
    return said_texts() if catalogue.stem.endswith(SAID) else texts()


def catalogue_text(catalogue: Path, translations: dict[str, str]) -> str:
    """A catalogue with all its texts of the code, by module and text."""
    language = catalogue.stem.removesuffix(SAID).partition("_")[2]
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = "Tidemill"
    for text, module in sorted(texts_of(catalogue).items(), key=lambda pair: (pair[1], pair[0])):
        message = ET.SubElement(context, "message")
        ET.SubElement(message, "location", filename=f"app/tidemill/{module}.py")
        ET.SubElement(message, "source").text = text
        translation = ET.SubElement(message, "translation")
        if text in translations:
            translation.text = translations[text]
        else:
            translation.set("type", "unfinished")
    ET.indent(root, " ")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
        + ET.tostring(root, encoding="unicode")
        + "\n"
    )


def main() -> None:
    """Write every catalogue anew and say what is unfinished."""
    for path in sorted(CATALOGUES.glob("tidemill_*.ts")):
        path.write_text(catalogue_text(path, known(path)), encoding="utf-8")
        missing = texts_of(path).keys() - known(path).keys()
        print(f"{path.name}: {len(missing)} unfinished")
        for text in sorted(missing):
            print(f"  {text!r}")


if __name__ == "__main__":
    main()

"""Brings the catalogues of the window's texts up to date: `make words`.

A catalogue is a file of Qt Linguist. What the code says and a catalogue lacks is added as
unfinished, what the code says no more is left out; translations stay. A test fails while one is
unfinished.
"""

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "app" / "tidemill"
CATALOGUES = ROOT / "resources" / "words"


def texts() -> dict[str, str]:
    """Every text that the code says, with the first module that says it."""
    found: dict[str, str] = {}
    for path in sorted(CODE.rglob("*.py")):
        module = path.relative_to(CODE).with_suffix("").as_posix()
        for text in _said(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(text, module)
    return found


def _said(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
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


def catalogue_text(language: str, translations: dict[str, str]) -> str:
    """A catalogue with all texts of the code, by module and text."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = "Tidemill"
    for text, module in sorted(texts().items(), key=lambda pair: (pair[1], pair[0])):
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
        language = path.stem.partition("_")[2]
        path.write_text(catalogue_text(language, known(path)), encoding="utf-8")
        missing = texts().keys() - known(path).keys()
        print(f"{path.name}: {len(missing)} unfinished")
        for text in sorted(missing):
            print(f"  {text!r}")


if __name__ == "__main__":
    main()

"""The site of the guide: what it is built of, and what is looked at once it is built."""

import importlib
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
SCRIPTS = ("sources", "checks", "pictures")


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The scripts that make the site, imported as they import each other."""
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "site"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    yield {name: importlib.import_module(name) for name in SCRIPTS}
    for name in SCRIPTS:
        sys.modules.pop(name, None)


def test_every_page_stands_in_the_sidebar_once(scripts: dict[str, ModuleType]) -> None:
    sources = scripts["sources"]
    front = sources.front((GUIDE / "README.md").read_text(encoding="utf-8"))
    trees = re.findall(r"^```\{toctree\}\n(.*?)^```", front, re.MULTILINE | re.DOTALL)
    listed = [
        name for tree in trees for name in re.findall(r"^.+ <(\w+/\w+)>$", tree, re.MULTILINE)
    ]
    pages = {
        f"{part}/{page.stem}"
        for part in sources.PARTS
        for page in (ROOT / "docs" / part).glob("*.md")
        if page.stem != "README"
    }
    assert sorted(listed) == sorted(pages)


def test_every_picture_that_a_page_shows_is_drawn_and_no_other(
    scripts: dict[str, ModuleType],
) -> None:
    pictures = scripts["pictures"]
    assert scripts["sources"].named_pictures() == {*pictures.EMPTY, *pictures.PLAYED}


def test_every_step_of_the_tour_has_its_picture_in_the_site_and_none_in_the_program(
    scripts: dict[str, ModuleType],
) -> None:
    text = (GUIDE / "tour.md").read_text(encoding="utf-8")
    steps = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert steps[:-1] == list(scripts["sources"].TOUR)
    assert "![" not in text
    shown = re.findall(r"^!\[.+\]\((.+)\)$", scripts["sources"].illustrated(text), re.MULTILINE)
    assert [Path(one).name for one in shown] == list(scripts["sources"].TOUR.values())


def test_links_out_of_the_site_become_words_and_links_in_code_stay(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    scripts["sources"].gather(tmp_path / "made", None)
    training = (tmp_path / "made" / "guide" / "training.md").read_text(encoding="utf-8")
    assert "decision 0037" in training
    assert "decisions/0037" not in training
    assert "![" not in training
    kept = "```\n[a](../decisions/x.md)\n```"
    assert scripts["sources"]._rewritten(kept, lambda _: "") == kept


@pytest.mark.parametrize("page", ["tour.md", "window.md"])
def test_buttons_that_the_guide_names_are_called_so_in_the_window(
    page: str,
) -> None:
    texts = {text.rstrip("…") for text in _texts_of_the_window()}
    text = (GUIDE / page).read_text(encoding="utf-8")
    named = {one.rstrip("…") for one in re.findall(r"\*\*(.+?)\*\*", text)}
    assert named
    assert named - texts == set()


def _texts_of_the_window() -> set[str]:
    """Every English text that the window may show, as the catalogue of its translations has it."""
    catalogue = ET.parse(ROOT / "resources" / "words" / "tidemill_de.ts")
    return {one.text or "" for one in catalogue.iter("source")}


def test_the_guide_speaks_of_every_section_of_the_settings() -> None:
    from tidemill.gui.shell.settings.sections import SECTIONS

    text = (GUIDE / "window.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", text, re.MULTILINE)
    assert table[2:] == [section.title for section in SECTIONS]


def _site(folder: Path, head: str = "", body: str = "") -> Path:
    folder.mkdir()
    (folder / "own.css").write_text("/* https://example.org */ a { color: red }")
    (folder / "own.js").write_text("// https://example.org\nfetch('own.css')")
    (folder / "two.html").write_text('<h1 id="here">Two</h1>')
    (folder / "index.html").write_text(
        '<html><head><link rel="stylesheet" href="own.css?v=1"><script src="own.js"></script>'
        f'{head}</head><body><a href="two.html#here">two</a><a href="https://example.org">out</a>'
        f'<img src="data:image/png;base64,AA==">{body}</body></html>'
    )
    return folder


def test_a_site_that_keeps_to_itself_is_well(
    scripts: dict[str, ModuleType], tmp_path: Path
) -> None:
    assert scripts["checks"].complaints(_site(tmp_path / "site")) == []


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        ('<script src="https://cdn.example/x.js"></script>', "", "asked of a host"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "", "asked of a host"),
        ('<link rel="preconnect" href="https://fonts.example">', "", "asked of a host"),
        ("<style>@import 'https://fonts.example/a.css';</style>", "", "asked of a host"),
        ("", '<p style="background: url(https://a.example/b.png)">', "asked of a host"),
        ("", '<img src="https://a.example/b.png">', "asked of a host"),
        ("", '<img src="gone.png">', "gone.png is not there"),
        ("", '<a href="gone.html">x</a>', "gone.html leads nowhere"),
        ("", '<a href="two.html#there">x</a>', "leads to no heading"),
    ],
)
def test_what_asks_a_host_or_leads_nowhere_is_told(
    scripts: dict[str, ModuleType], tmp_path: Path, head: str, body: str, said: str
) -> None:
    (sentence,) = scripts["checks"].complaints(_site(tmp_path / "site", head, body))
    assert sentence.startswith("index.html: ")
    assert sentence.endswith(said)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("own.css", "@font-face { src: url('https://fonts.example/a.woff2') }"),
        ("own.js", 'fetch("https://api.example/x")'),
        ("own.js", "new WebSocket('wss://api.example')"),
    ],
)
def test_styles_and_scripts_that_ask_a_host_are_told(
    scripts: dict[str, ModuleType], tmp_path: Path, file: str, text: str
) -> None:
    site = _site(tmp_path / "site")
    (site / file).write_text(text)
    (sentence,) = scripts["checks"].complaints(site)
    assert sentence.startswith(f"{file}: ")
    assert ".example" in sentence


def test_a_site_without_pages_is_none(scripts: dict[str, ModuleType], tmp_path: Path) -> None:
    assert scripts["checks"].complaints(tmp_path) == [f"{tmp_path} holds no page."]

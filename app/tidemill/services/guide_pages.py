"""The guide as it comes with the program: its pages, their headings, what is said of a word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import WorldError
from tidemill.base.resources import resource

PARTS = ("guide", "reference")
"""Folders of pages, in the order in which they are listed; a page's name is `guide/drift`."""

FIRST = "guide/README"
MOST_HITS = 60
LONG = 25_000
"""A page of more letters is shown in parts: so much is laid out at once without a stall."""
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class GuidePage:
    """A page as Markdown. Its pictures are left out, and links that lead out of what is bundled
    are words."""

    name: str
    title: str
    text: str

    def headings(self) -> list[str]:
        """Its headings in order, the title first."""
        return [words for _, words in _HEADING.findall(_BLOCK.sub("", self.text))]


@dataclass(frozen=True)
class Hit:
    """Where a page speaks of what was looked for: under which heading, in which words."""

    page: str
    title: str
    heading: str
    words: str


def pages() -> tuple[GuidePage, ...]:
    """Every page that came with the program, the guide's in the order of its contents.

    Raises `WorldError` where the files are not there.
    """
    folders = {part: _folder(part) for part in PARTS}
    names = [
        f"{part}/{path.stem}" for part, at in folders.items() for path in sorted(at.glob("*.md"))
    ]
    if FIRST not in names:
        raise WorldError("The guide did not come with the program.", "Install Tidemill anew.")
    known = frozenset(names)
    made = {name: _page(name, folders, known) for name in names}
    order = [FIRST, *_listed(made[FIRST].text, known)]
    rest = [name for name in names if name not in order]
    return tuple(made[name] for name in dict.fromkeys([*order, *rest]))


def search(found: Sequence[GuidePage], typed: str) -> list[Hit]:
    """Where the pages hold every typed word in one paragraph: titles and headings first."""
    wanted = typed.casefold().split()
    if not wanted:
        return []
    ranked: list[tuple[int, Hit]] = []
    for page in found:
        heading = page.title
        for paragraph in re.split(r"\n\s*\n", page.text):
            head = _HEADING.match(paragraph)
            if head is not None:
                heading = head.group(2)
            folded = paragraph.casefold()
            if all(word in folded for word in wanted):
                rank = 0 if head is not None else 1
                hit = Hit(page.name, page.title, heading, _around(paragraph, wanted[0]))
                ranked.append((rank + (not page.name.startswith("guide/")), hit))
    ranked.sort(key=lambda one: one[0])
    return [hit for _, hit in ranked[:MOST_HITS]]


def shown(page: GuidePage, mark: str = "") -> str:
    """The text to show for a link to a page: all of it, or of a long one the part with the mark.

    Without a mark a long page is its beginning and a list of its parts.
    """
    if len(page.text) <= LONG:
        return page.text
    begin, *parts = re.split(r"^(?=## )", page.text, flags=re.MULTILINE)
    for part in parts:
        if mark and any(anchor(words) == mark for _, words in _HEADING.findall(part)):
            return f"# {page.title}\n\n{part}"
    titles = [part.partition("\n")[0].removeprefix("## ") for part in parts]
    return begin + "\n" + "\n".join(f"- [{title}](#{anchor(title)})" for title in titles) + "\n"


def anchor(heading: str) -> str:
    """What a link calls a heading: small letters, blanks as dashes, no signs."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def target(page: str, link: str) -> tuple[str, str]:
    """The page and the anchor a link of `page` leads to."""
    path, _, mark = link.partition("#")
    if not path:
        return page, mark
    parts = page.split("/")[:-1]
    for step in path.removesuffix(".md").split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts), mark


def _folder(part: str) -> Path:
    """Where pages lie: among the bundled files, in a checkout beside them."""
    bundled = resource(part)
    if bundled.is_dir():
        return bundled
    return resource("__init__.py").resolve().parents[1] / "docs" / part


def _page(name: str, folders: dict[str, Path], known: frozenset[str]) -> GuidePage:
    part, _, stem = name.partition("/")
    text = (folders[part] / f"{stem}.md").read_text(encoding="utf-8")

    def rewritten(found: re.Match[str]) -> str:
        picture, words, link = found.groups()
        if picture:
            return ""
        if "://" in link or target(name, link)[0] in known:
            return found.group(0)
        return words

    text = _LINK.sub(rewritten, text)
    title = _HEADING.search(text)
    return GuidePage(name, title.group(2) if title else stem, text)


def _listed(text: str, known: frozenset[str]) -> list[str]:
    """The pages a table of contents links to, in its order."""
    found = [target(FIRST, link)[0] for _, _, link in _LINK.findall(text)]
    return [name for name in found if name in known]


def _around(paragraph: str, word: str) -> str:
    """Some words of a paragraph around the first place of a word, without marks."""
    plain = " ".join(re.sub(r"[`*#>|]|\]\([^)]*\)|\[", " ", paragraph).split())
    at = max(0, plain.casefold().find(word))
    start = max(0, at - 40)
    cut = plain[start : at + 80].strip()
    return ("…" if start else "") + cut + ("…" if at + 80 < len(plain) else "")

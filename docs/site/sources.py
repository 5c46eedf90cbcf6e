"""What the site is built of: the pages of guide and reference, put where Sphinx finds them."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
PARTS = ("guide", "reference")

TOUR = {
    "Take the sample": "first_run_light.png",
    "Look at the data": "data_light.png",
    "Train": "train_light.png",
    "Compare": "compare_light.png",
    "Promote": "promote_light.png",
    "Watch a folder": "automations_light.png",
    "See what drifts": "monitoring_light.png",
    "Act on an alert": "incident_light.png",
    "Decide": "home_light.png",
}
"""The picture below each heading of the tour. They are drawn for the site; the page itself, which
the program shows for F1, goes without."""

_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n+", re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_ITEM = re.compile(r"^- \[([^\]]*)\]\((\w+)\.md\)", re.MULTILINE)


def gather(into: Path, pictures: Path | None) -> None:
    """Write the pages, the front page and what Sphinx is told into an empty folder.

    `pictures` is the folder that the program drew into; without one the pages go without.
    """
    shutil.rmtree(into, ignore_errors=True)
    for part in PARTS:
        (into / part).mkdir(parents=True)
        for page in sorted((DOCS / part).glob("*.md")):
            text = page.read_text(encoding="utf-8")
            if page.name == "tour.md":
                text = illustrated(text)
            if page.name != "README.md":
                _write(into / part / page.name, _adapted(text, page.parent, pictures))
    _write(into / "index.md", front((DOCS / "guide" / "README.md").read_text(encoding="utf-8")))
    (into / "_static").mkdir()
    shutil.copy(DOCS / "site" / "site.css", into / "_static")
    shutil.copy(DOCS / "site" / "conf.py", into)
    if pictures is not None:
        shutil.copytree(pictures, into / "pictures")
        mark = into / "pictures" / "tidemill.svg"
        mark.replace(into / "_static" / mark.name)


def illustrated(tour: str) -> str:
    """The tour with its picture below each heading that has one."""

    def with_picture(found: re.Match[str]) -> str:
        name = TOUR.get(found.group(1))
        words = f"\n\n![The window: {found.group(1).lower()}](../pictures/{name})"
        return found.group(0) + (words if name else "")

    return _HEADING.sub(with_picture, tour)


def named_pictures() -> set[str]:
    """Names of all pictures that the pages of the site show."""
    found = set(TOUR.values())
    for part in PARTS:
        for page in (DOCS / part).glob("*.md"):
            text = page.read_text(encoding="utf-8")
            found |= set(re.findall(r"\]\(\.\./pictures/([^)]+)\)", text))
    return found


def groups(contents: str, folder: str) -> list[tuple[str, list[str]]]:
    """The headings of a list of pages, each with the entries of the sidebar below it, in order."""
    title, *parts = re.split(r"^#+ ", contents, flags=re.MULTILINE)[1:]
    found = []
    for part in parts or [title]:
        items = [f"{words} <{folder}/{name}>" for words, name in _ITEM.findall(part)]
        found.append((part.partition("\n")[0], items))
    return found


def front(contents: str) -> str:
    """The front page: the guide's contents, and what the sidebar lists."""
    overview = (DOCS / "reference" / "README.md").read_text(encoding="utf-8")
    trees = [
        "\n".join(("```{toctree}", ":hidden:", f":caption: {title}", "", *items, "```"))
        for title, items in [*groups(contents, "guide"), *groups(overview, "reference")]
    ]
    text = _rewritten(contents, lambda link: f"guide/{link}" if "://" not in link else link)
    text = text.replace("# The guide", "# Tidemill", 1)
    more = _rewritten(overview.replace("# ", "## ", 1), lambda link: f"reference/{link}")
    return "\n\n".join((text.rstrip(), more.rstrip(), *trees)) + "\n"


def _adapted(text: str, folder: Path, pictures: Path | None) -> str:
    """A page with links that lead out of the site as words, and pictures only where there are."""
    if pictures is None:
        text = _PICTURE.sub("", text)
    return _rewritten(text, lambda link: link if _is_within(link, folder) else "")


def _is_within(link: str, folder: Path) -> bool:
    if "://" in link or link.startswith("#"):
        return True
    place = (folder / link.partition("#")[0]).resolve()
    return place.parent.parent == DOCS and place.parent.name in PARTS


def _rewritten(text: str, to: Callable[[str], str]) -> str:
    """Each link outside of blocks of code led to where `to` says; to nothing: its words stay."""

    def one(found: re.Match[str]) -> str:
        words, link = found.groups()
        target = to(link)
        return f"[{words}]({target})" if target else words

    blocks = re.split(r"(^```.*?^```$)", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(piece if piece.startswith("```") else _LINK.sub(one, piece) for piece in blocks)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

"""What a built site must hold: nothing is asked of a host, every link leads somewhere."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHED = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "image": ("href", "xlink:href"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""What a browser fetches by itself, by the element that names it."""
_BY_HAND = {"a": ("href",), "area": ("href",), "form": ("action",)}
"""Where a person goes; a form leads to the site's own search."""

_IN_STYLES = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ASKED_BY_SCRIPTS = re.compile(
    r"""(?:fetch|importScripts|import|open|sendBeacon|WebSocket|EventSource)\(\s*["'`]"""
    r"""((?:https?:|wss?:)?//[^"'`]+)"""
)


class _Page(HTMLParser):
    """The marks of a page and what it names."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.marks: set[str] = set()
        self.fetched: list[str] = []
        self.linked: list[str] = []
        self.styles: list[str] = []
        self._is_style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._is_style = tag == "style"
        self.marks |= {given[name] for name in ("id", "name") if name in given}
        self.fetched += [given[name] for name in _FETCHED.get(tag, ()) if given.get(name)]
        self.linked += [given[name] for name in _BY_HAND.get(tag, ()) if given.get(name)]
        self.styles += [given["style"]] if "style" in given else []

    def handle_endtag(self, tag: str) -> None:
        self._is_style = self._is_style and tag != "style"

    def handle_data(self, data: str) -> None:
        if self._is_style:
            self.styles.append(data)


def complaints(site: Path) -> list[str]:
    """What is wrong with a built site, in words; nothing where all is well."""
    found: list[str] = []
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    if not pages:
        return [f"{site} holds no page."]
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        in_styles = [link for text in page.styles for link in _in_styles(text)]
        for link in [*page.fetched, *in_styles]:
            found += [f"{name}: {why}" for why in _of_fetched(link, path, site)]
        for link in page.linked:
            found += [f"{name}: {why}" for why in _of_link(link, path, site, pages)]
    for path in sorted(site.rglob("*.css")):
        name = path.relative_to(site).as_posix()
        for link in _in_styles(path.read_text(encoding="utf-8")):
            found += [f"{name}: {why}" for why in _of_fetched(link, path, site)]
    for path in sorted(site.rglob("*.js")):
        name = path.relative_to(site).as_posix()
        asked = _ASKED_BY_SCRIPTS.findall(path.read_text(encoding="utf-8"))
        found += [f"{name}: a script asks {link}" for link in asked]
    return list(dict.fromkeys(found))


def _in_styles(text: str) -> Iterator[str]:
    yield from _IN_STYLES.findall(_COMMENT.sub("", text))


def _of_fetched(link: str, path: Path, site: Path) -> Iterator[str]:
    """Why what a browser fetches by itself is wrong."""
    parts = urlsplit(link)
    if parts.scheme == "data" or (not parts.scheme and not parts.netloc and not parts.path):
        return
    if parts.scheme or parts.netloc:
        yield f"{link} is asked of a host"
    elif not _place(parts.path, path, site).is_file():
        yield f"{link} is not there"


def _of_link(link: str, path: Path, site: Path, pages: dict[Path, _Page]) -> Iterator[str]:
    """Why a link that a person follows leads nowhere."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return
    place = _place(parts.path, path, site) if parts.path else path
    if not place.is_file():
        yield f"{link} leads nowhere"
    elif parts.fragment and place in pages and unquote(parts.fragment) not in pages[place].marks:
        yield f"{link} leads to no heading"


def _place(named: str, path: Path, site: Path) -> Path:
    if named.startswith("/"):
        return site / unquote(named).lstrip("/")
    return (path.parent / unquote(named)).resolve()

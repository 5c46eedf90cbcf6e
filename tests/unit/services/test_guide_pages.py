"""The guide comes with the program: its pages, their links, what is said of a word."""

import re
from functools import cache

import pytest

from tidemill.gui.shell.page import discover
from tidemill.services import guide_pages
from tidemill.services.guide_pages import GuidePage


@cache
def pages() -> dict[str, GuidePage]:
    return {page.name: page for page in guide_pages.pages()}


def anchors(name: str) -> set[str]:
    return {guide_pages.anchor(heading) for heading in pages()[name].headings()}


def test_pages_stand_in_the_order_of_the_contents_and_the_reference_behind_them() -> None:
    names = list(pages())
    assert names[0] == guide_pages.FIRST
    assert (
        names.index("guide/first_steps") < names.index("guide/data") < names.index("guide/leaving")
    )
    assert names[-1].startswith("reference/")
    assert pages()["guide/drift"].title == "Drift"


def test_every_link_leads_to_a_page_or_heading_that_is_there() -> None:
    lost = []
    for page in pages().values():
        for link in re.findall(r"\]\(([^)\s]+)\)", page.text):
            if "://" in link:
                continue
            name, mark = guide_pages.target(page.name, link)
            if name not in pages() or (mark and mark not in anchors(name)):
                lost.append((page.name, link))
    assert lost == []


def test_pictures_and_ways_out_of_what_is_bundled_are_left_out() -> None:
    text = "\n".join(page.text for page in pages().values())
    assert "![" not in text
    assert "../decisions" not in text


@pytest.mark.parametrize("page", discover(), ids=lambda page: page.id)
def test_every_place_has_its_own_chapters_and_they_are_there(page: object) -> None:
    chapter, chapters = page.chapter, page.chapters  # type: ignore[attr-defined]
    assert chapter
    for told in (chapter, *(each for _, each in chapters)):
        name, _, mark = told.partition("#")
        assert name in pages()
        assert not mark or mark in anchors(name)


def test_places_have_a_page_of_their_own() -> None:
    chapters = [page.chapter for page in discover()]
    assert len(set(chapters)) == len(chapters) == 8


def test_a_search_finds_all_words_in_one_paragraph_headings_first() -> None:
    found = guide_pages.search(list(pages().values()), "Time machine")
    assert found[0].page == "guide/alerts"
    assert found[0].heading == "The time machine"
    assert all("machine" in hit.words.casefold() or "time" in hit.words.casefold() for hit in found)
    assert guide_pages.search(list(pages().values()), "zebra crossing") == []
    assert guide_pages.search(list(pages().values()), "  ") == []


@pytest.mark.parametrize(
    ("page", "link", "to"),
    [
        ("guide/data", "drift.md", ("guide/drift", "")),
        ("guide/data", "#ways-in", ("guide/data", "ways-in")),
        ("guide/data", "../reference/files.md#a-b", ("reference/files", "a-b")),
        ("reference/metrics", "../guide/experiments.md", ("guide/experiments", "")),
    ],
)
def test_where_a_link_leads(page: str, link: str, to: tuple[str, str]) -> None:
    assert guide_pages.target(page, link) == to


def test_a_long_page_is_shown_in_parts_that_its_beginning_lists() -> None:
    page = pages()["reference/catalogue"]
    assert len(page.text) > guide_pages.LONG
    begin = guide_pages.shown(page)
    parts = re.findall(r"^- \[[^\]]+\]\(#([^)]+)\)", begin, re.MULTILINE)
    assert {"estimators", "statistics", "gates"} <= set(parts)
    statistics = guide_pages.shown(page, "psi")
    assert "### psi" in statistics
    assert "## Gates" not in statistics
    longest = max(len(guide_pages.shown(page, part)) for part in parts)
    assert longest < guide_pages.LONG
    short = pages()["guide/drift"]
    assert guide_pages.shown(short, "what-the-figures-mean") == short.text

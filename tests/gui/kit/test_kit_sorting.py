"""Texts stand in the order of a region: the tables of the CLDR, as they are published.

German and French: accents matter only where letters are alike (the root collation). Swedish: å, ä,
ö are letters of their own behind z. Numbers in texts go by their value.
"""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from tidemill.base import collation
from tidemill.base.collation import Key
from tidemill.domain.people import Person
from tidemill.gui.kit import numbers, sorting
from tidemill.services import people
from tidemill.services.workspace import Workspace

GIVEN = ["zebra", "örtlich", "Zoo", "Äpfel", "apfel", "ort", "årlig", "arlig", "run 10", "run 2"]
DE = ["apfel", "Äpfel", "arlig", "årlig", "ort", "örtlich", "run 2", "run 10", "zebra", "Zoo"]
SV = ["apfel", "arlig", "ort", "run 2", "run 10", "zebra", "Zoo", "årlig", "Äpfel", "örtlich"]


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    yield
    numbers.set_region(numbers.SYSTEM)
    sorting.follow(QLocale.c())


@pytest.mark.parametrize(
    ("region", "expected"), [("de_DE", DE), ("de_AT", DE), ("fr_FR", DE), ("sv_SE", SV)]
)
def test_texts_stand_as_in_the_region(region: str, expected: list[str]) -> None:
    numbers.set_region(region)
    assert collation.name() == region
    assert collation.by_text(GIVEN, str) == expected
    assert sorted(GIVEN, key=Key) == expected
    assert sorted(GIVEN, key=Key, reverse=True) == expected[::-1]


def test_accents_of_french_are_looked_at_from_the_front_and_in_canada_from_the_back() -> None:
    given = ["côté", "coté", "côte", "cote"]
    numbers.set_region("fr_FR")
    assert collation.by_text(given, str) == ["cote", "coté", "côte", "côté"]
    numbers.set_region("fr_CA")
    assert collation.by_text(given, str) == ["cote", "côte", "coté", "côté"]


def test_the_locale_c_has_no_order_but_code_points() -> None:
    numbers.set_region("sv_SE")
    sorting.follow(QLocale.c())
    assert collation.name() == ""
    assert collation.by_text(["b", "Z", "ä"], str) == ["Z", "b", "ä"]


def test_each_thread_asks_a_collator_of_its_own() -> None:
    numbers.set_region("sv_SE")
    found: list[list[str]] = []
    ways = [
        threading.Thread(target=lambda: found.append(collation.by_text(GIVEN * 50, str)))
        for _ in range(4)
    ]
    for way in ways:
        way.start()
    for way in ways:
        way.join()
    assert found == [collation.by_text(GIVEN * 50, str)] * 4


def test_what_services_list_whole_stands_as_in_the_region(workspace: Workspace) -> None:
    own = workspace.person.login
    for display in ("Zoe", "Ärla", "arne"):
        people.put(workspace, Person(display.casefold(), display))

    def listed() -> list[str]:
        return [one.display for one in people.every(workspace) if one.login != own]

    assert listed() == ["Zoe", "arne", "Ärla"]  # by code points
    numbers.set_region("de_DE")
    assert listed() == ["Ärla", "arne", "Zoe"]
    numbers.set_region("sv_SE")
    assert listed() == ["arne", "Zoe", "Ärla"]

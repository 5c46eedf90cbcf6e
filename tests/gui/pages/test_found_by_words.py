"""Columns and people in the command palette: found by their words, opened where they stand."""

from typing import Any

from tidemill.domain.people import Person, PersonRole
from tidemill.gui.pages.activity.page import PAGE as ACTIVITY
from tidemill.gui.pages.data.page import PAGE as DATA
from tidemill.services import people
from tidemill.services.workspace import Workspace


def test_columns_are_found_after_datasets_and_open_in_the_inspector(
    filled: Workspace, open_page: Any
) -> None:
    assert DATA.find is not None
    hits = DATA.find(filled, "wind")
    assert [(hit.title, hit.detail) for hit in hits[-1:]] == [
        ("wind_speed", "numeric column of flights")
    ]
    view = open_page(DATA, hits[-1].address)
    assert view._model.dataset.name == "flights"
    assert view._model.dataset.column == "wind_speed"
    both = DATA.find(filled, "flight")
    assert both[0].title == "flights"
    assert "flight_id" in [hit.title for hit in both]
    assert DATA.find(filled, "wind zebra") == []


def test_many_columns_leave_room_for_datasets_and_datasets_for_columns(filled: Workspace) -> None:
    assert DATA.find is not None
    hits = DATA.find(filled, "")
    assert len(hits) == 8
    kinds = {"column" in hit.detail for hit in hits}
    assert kinds == {True, False}


def test_people_are_found_by_name_or_login_and_open_what_they_did(
    filled: Workspace, open_page: Any
) -> None:
    people.put(filled, Person("ines", "Ines Kaya", PersonRole.MEMBER))
    assert ACTIVITY.find is not None
    [hit] = ACTIVITY.find(filled, "kaya")
    assert (hit.title, hit.detail) == ("Ines Kaya", "member: what they did")
    assert ACTIVITY.find(filled, "ines") == [hit]
    view = open_page(ACTIVITY, hit.address)
    filters = view.model.state.filters
    assert (filters.person, filters.is_routine_hidden) == ("ines", False)
    assert ACTIVITY.find(filled, "nobody") == []

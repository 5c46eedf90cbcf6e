"""A view of the list as one line: every value comes back, what is not known is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.base.errors import NeedsYou
from tidemill.domain.run_lists import Wish
from tidemill.domain.run_views import FORMS, PLACE, STATISTICS, RunListView, from_text

text = st.text(max_size=12) | st.text("-\\,:&=%+ `\n0", max_size=8)
names = st.lists(text, max_size=4).map(tuple)
wishes = st.builds(
    Wish,
    where=text,
    sort=st.lists(st.tuples(text, st.booleans()), max_size=3).map(tuple),
    group_by=names,
    fold=names,
    archived=st.booleans(),
    trashed=st.booleans(),
)
views = st.builds(
    RunListView,
    name=text,
    wish=wishes,
    columns=names,
    statistics=st.dictionaries(text, st.sampled_from(STATISTICS), max_size=3),
    view=st.sampled_from(FORMS),
    plots=names,
    follow=st.booleans(),
    unknown=st.lists(st.tuples(st.text("xyz", min_size=1, max_size=3), text), max_size=2).map(
        tuple
    ),
)


@given(views)
def test_every_view_comes_back_from_its_line(view):
    line = view.to_text()
    assert line.isprintable()
    assert len(line.split()) == 1
    assert from_text(line) == view


@given(st.text(max_size=40), st.text("-\\,:&=%+`0showcolumns", max_size=40))
def test_no_text_behind_the_place_makes_reading_fail(odd, likely):
    for query in (odd, likely, f"show={likely}", f"sort={likely}"):
        view = from_text(f"{PLACE}?{query}")
        assert from_text(view.to_text()) == view


def test_the_line_can_be_read_by_a_person():
    wish = Wish("metrics.auc > 0.9", (("metrics.auc", True),), ("experiment", "params.model"))
    view = RunListView("Good ones", wish, ("name", "metrics.auc"), {"metrics.auc": "best"})
    assert view.to_text() == (
        "tidemill://experiments?name=Good+ones&where=metrics.auc+%3E+0.9&sort=-metrics.auc"
        "&group=experiment,params.model&columns=name,metrics.auc&show=metrics.auc:best"
    )
    assert RunListView().to_text() == "tidemill://experiments"


def test_line_breaks_and_brackets_of_a_message_do_not_matter():
    view = from_text("  <tidemill://experiments?where=metrics.auc >\n 0.9&sort=-metrics.auc>\n")
    assert view.wish.where == "metrics.auc > 0.9"
    assert view.wish.sort == (("metrics.auc", True),)


def test_what_a_newer_program_wrote_is_kept_and_told():
    line = f"{PLACE}?view=globe&show=a:best,b:median&heat=yes&follow=maybe"
    view = from_text(line)
    assert (view.view, view.statistics, view.follow) == ("table", {"a": "best"}, False)
    assert "view=globe, show=b:median, heat=yes, follow=maybe" in view.left_aside
    again = view.to_text()
    for part in ("view=globe", "show=b:median", "heat=yes", "follow=maybe"):
        assert part in again
    assert RunListView().left_aside == ""
    assert from_text(f"{PLACE}?frozen=started&widths=name:200").left_aside == ""


@pytest.mark.parametrize("odd", ["", "experiments", "https://example.org", "tidemill://models?a=b"])
def test_another_address_is_no_view(odd):
    with pytest.raises(NeedsYou, match="no view of the experiments"):
        from_text(odd)

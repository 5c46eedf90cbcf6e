"""Which words may be labels, and whom a text speaks to."""

import pytest

from tidemill.domain.four_eyes import others_behind
from tidemill.domain.mentions import mentioned
from tidemill.domain.version_labels import why_no_label


@pytest.mark.parametrize("text", ["stable", "eu-west", "q3.2024", "Blue_2", "v2-final", "x"])
def test_a_word_may_be_a_label(text):
    assert why_no_label(text) is None


@pytest.mark.parametrize("text", ["champion", "Candidate"])
def test_champion_and_candidate_follow_decisions_and_are_no_labels(text):
    assert "is set by promoting and registering" in why_no_label(text)


@pytest.mark.parametrize("text", ["3", "v12", "V7"])
def test_a_number_is_no_label_as_it_names_a_version(text):
    assert "version's number" in why_no_label(text)


@pytest.mark.parametrize("text", ["", "a b", "a@b", "a/b", "-x", "x" * 65, "grün\n"])
def test_other_texts_are_no_labels(text):
    assert why_no_label(text) is not None


def test_people_are_mentioned_once_each_by_their_login_and_nobody_by_mail_or_unknown_names():
    logins = ("ada", "ben.meyer", "eve")
    text = "@ben.meyer, see what @Ada and @nobody said; mail ada@eve or @ada."
    assert mentioned(text, logins) == ("ben.meyer", "ada")


def test_who_promotes_does_not_count_as_the_second_person():
    assert others_behind({"ada"}, [], "ada") == frozenset()
    assert others_behind({"ada"}, [], "ben") == {"ada"}
    assert others_behind((), ["ben", "ada"], "ada") == {"ben"}

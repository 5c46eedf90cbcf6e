"""What can be set is declared once: each option has its words, its bounds, and keeps to them."""

import pytest

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.options import every as options
from tidemill.domain.options import of_computer, of_workspace
from tidemill.domain.options.option import Kept, Option
from tidemill.domain.people import Person, PersonRole

FORMS = {
    "updates.address": (
        ("", "https://tide.example/newest.json"),
        ("http://tide.example", "https://", "ftp://a.example", "https://[::1", "https://a b"),
    ),
    "worker.quiet_hours": (("", "22:00-06:00"), ("22:00", "6-7", "22:00-22:00", "25:00-06:00")),
    "worker.quiet_days": (("mon", "mon,sun"), ("", "mon,mon", "monday", "mon,")),
    "worker.quiet_zone": (("", "UTC", "Europe/Vienna"), ("Vienna", "+02:00", "../zones")),
}
"""What texts of a form are taken, and which are not, by the option."""

EACH = pytest.mark.parametrize("one", options.EVERY, ids=lambda one: one.key)


def test_every_option_has_a_key_of_its_own():
    keys = [one.key for one in options.EVERY]
    assert len(keys) == len(set(keys)) > 20
    titles = [(one.section, one.title) for one in options.EVERY]
    assert len(titles) == len(set(titles))
    with pytest.raises(NotThere, match=r"no setting look\.colour"):
        options.find("look.colour")


@EACH
def test_an_option_says_what_it_is_for_and_its_default_is_one_it_may_have(one: Option):
    assert one.title[0].isupper()
    assert not one.title.endswith(".")
    assert len(one.help) > 15
    assert one.help != one.title
    assert one.accepts(one.default)
    assert one.parsed(one.shown(one.default)) == one.default
    assert one.may_be


@EACH
def test_an_option_takes_what_it_may_be_and_nothing_else(one: Option):
    wrong = ["\N{SNOWMAN}", "-1", "1.5", "maybe"]
    if one.is_switch:
        assert [one.parsed(word) for word in ("on", "OFF", " yes ", "0")] == [
            True,
            False,
            True,
            False,
        ]
    elif one.choices:
        assert [one.parsed(one.shown(c.value)) for c in one.choices] == [
            c.value for c in one.choices
        ]
        assert all(c.title for c in one.choices)
    elif one.is_number:
        bounds = (one.least, one.most)
        assert tuple(one.parsed(str(bound)) for bound in bounds) == bounds
        wrong += [str(one.least - 1), str(one.most + 1), "", "1e3"]
    elif one.is_form is not None:
        right, more = FORMS[one.key]
        assert [one.parsed(text) for text in right] == list(right)
        wrong += more
    else:
        assert one.parsed("tcp://park:8786") == "tcp://park:8786"
        return
    for text in wrong:
        with pytest.raises(NeedsYou, match=one.key) as told:
            one.parsed(text)
        assert one.may_be in told.value.hint


@EACH
@pytest.mark.parametrize("odd", [None, [], {}, "\N{SNOWMAN}", -7, 1e300, float("nan"), 10**9])
def test_what_lay_in_a_file_and_can_not_be_becomes_the_default(one: Option, odd: object):
    if one == of_workspace.DASK and isinstance(odd, str):
        return  # any text may be an address
    assert one.sound(odd) == one.default


def test_a_whole_number_in_a_file_may_stand_for_a_size():
    assert of_computer.TEXT_SIZE.sound(1) == 1.0
    assert of_computer.TEXT_SIZE.sound(1.1) == 1.1
    assert of_computer.TEXT_SIZE.parsed("1.25") == 1.25
    assert of_workspace.HEAVY_AT_ONCE.sound(True) == 1  # a switch is no number


def test_who_may_change_what():
    viewer = Person("vi", "Vi", PersonRole.VIEWER)
    member = Person("me", "Me", PersonRole.MEMBER)
    approver = Person("ap", "Ap", PersonRole.APPROVER)
    for one in options.EVERY:
        assert not one.why_not(approver)
        assert bool(one.why_not(viewer)) == (one.kept is Kept.WORKSPACE)
    barred = [one.key for one in options.EVERY if one.why_not(member)]
    assert barred == ["privacy.show_personal"]

"""What is offered while a condition over columns is typed."""

import pytest

from tidemill.gui.pages.data.where_words import as_name, as_text, offers, wrong_at

COLUMNS = ("age", "city", "net amount", "order")
VALUES = {"city": ["Bern", "Basel", "L'Isle"]}


def texts(text: str, cursor: int | None = None) -> list[str]:
    return [
        one.text for one in offers(text, len(text) if cursor is None else cursor, COLUMNS, VALUES)
    ]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("a", "age"),
        ("net", '"net amount"'),
        ("age > 3 and ci", "city"),
        ("city = ", "'Bern'"),
        ("city = 'Ba", "'Basel'"),
        ("city in (", "'Bern'"),
        ("city in ('Bern', ", "'Bern'"),
        ("city = L", "'L''Isle'"),
        ("age ", "="),
        ("age is", "is null"),
        ("age > 3 ", "and"),
        ("not ", "age"),
    ],
)
def test_the_likeliest_word_comes_first(typed: str, first: str) -> None:
    assert texts(typed)[0] == first


def test_the_word_under_the_cursor_is_put_in_place() -> None:
    [one, *_] = offers("age > 3 and cit = 'Bern'", 14, COLUMNS, VALUES)
    assert (one.text, one.start, one.end) == ("city", 12, 15)


def test_names_and_texts_are_quoted_where_they_need_it() -> None:
    assert as_name("age") == "age"
    assert as_name("order") == '"order"'
    assert as_name('a "b"') == '"a ""b"""'
    assert as_text("it's") == "'it''s'"


def test_the_word_at_fault_is_found_in_what_was_typed() -> None:
    said = 'Binder Error: Referenced column "ages" not found in FROM clause!'
    assert wrong_at(said, "ages > 3") == (0, 4)
    assert wrong_at('Parser Error: syntax error at or near "andd"', "age > 3 andd x") == (8, 12)
    assert wrong_at("Parser Error: nothing known", "age") is None

"""A sentence put together in English is said in another language, and names stay as they are."""

import pytest

from tidemill.base.phrasebook import Phrasebook
from tidemill.base.templates import Template

SENTENCES = {
    "Nothing was changed.": "Nichts wurde geändert.",
    "{name} waits for {n:,} rows.": "{n:,} Zeilen fehlen {name} noch.",
    "The file has no column `{column}`.": "Die Datei hat keine Spalte `{column}`.",
    "{title} {now:.4f}, {rival} {old:.4f}; gain {gain:+.4f}.": (
        "{title} {now:.4f}, {rival} {old:.4f}; Gewinn {gain:+.4f}."
    ),
    "Log loss": "Log-Loss",
    "the champion": "der Champion",
    "{column} is {words}.": "{column} ist {words}.",
    "never missing": "nie ohne Wert",
    "a number": "eine Zahl",
    "{part} of {whole}": "{part} von {whole}",
    "{names} and {last}": "{names} und {last}",
    "{names} or {last}": "{names} oder {last}",
    "Set aside: {reason}": "Beiseitegelegt: {reason}",
    "set {name} aside": "legte {name} beiseite",
    "Not better": "Nicht besser",
    "Precision": "Genauigkeit",
    "It stays as {words} as it was.": "Es bleibt {words}, die Tage und die Genauigkeit dazu.",
    "{} can't be reached.": "{} ist nicht erreichbar.",
    "Write {{}} here, {name}.": "Hier {{}} schreiben, {name}.",
    "The columns are {names}.": "Die Spalten sind {names}.",
    "over": "über",
}
OWN = {"row": "Zeile", "rows": "Zeilen", "Open": "Öffnen", "age": "Alter", "open": "offen"}


def german_number(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))


@pytest.fixture
def book() -> Phrasebook:
    return Phrasebook(SENTENCES, words=OWN, numbers=german_number)


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("Nothing was changed.", "Nichts wurde geändert."),
        ("churn waits for 1,204 rows.", "1.204 Zeilen fehlen churn noch."),
        ("Open", "Öffnen"),
        ("3 rows", "3 rows"),
        # Several sentences, some of which another program said.
        (
            "churn waits for 3 rows. Disk is odd. Nothing was changed.",
            "3 Zeilen fehlen churn noch. Disk is odd. Nichts wurde geändert.",
        ),
        (
            "Nothing was changed.\nNothing was changed",
            "Nichts wurde geändert.\nNichts wurde geändert",
        ),
        # A title of two words before a number, and what else is known within a sentence.
        (
            "Log loss 0.3125, the champion 0.3250; gain +0.0125.",
            "Log-Loss 0,3125, der Champion 0,3250; Gewinn +0,0125.",
        ),
        (
            "Set aside: the file has no column `x`.",
            "Beiseitegelegt: die Datei hat keine Spalte `x`.",
        ),
        ("Set aside: churn waits for 7 rows", "Beiseitegelegt: 7 Zeilen fehlen churn noch"),
        ("plan is a number, never missing.", "plan ist eine Zahl, nie ohne Wert."),
        ("plan is a number, over 0.5.", "plan ist eine Zahl, über 0,5."),
        ("2 of 3", "2 von 3"),
        ("The columns are a, b and c.", "Die Spalten sind a, b und c."),
        ("data.db can't be reached.", "data.db ist nicht erreichbar."),
        ("Write {} here, Ada.", "Hier {} schreiben, Ada."),
        # The first letter as the sentence has it: a noun of German keeps its own.
        ("not better", "nicht besser"),
        ("precision", "Genauigkeit"),
        ("Set churn aside", "Legte churn beiseite"),
    ],
)
def test_a_sentence_is_said_by_the_template_that_made_it(book, english, german):
    assert book.said(english) == german


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A",
        "Lord of the Rings, read by nobody",
        "Somebody wrote this of his own accord",
        "a note. Another note.",
        "3 apples of (some) tree, eaten",
        "x" * 5_000,
    ],
)
def test_what_no_text_of_the_code_made_stays_as_it_is(book, text):
    assert book.said(text) == text


def test_what_people_named_is_never_translated(book):
    # `age`, `Open` and `rows` are words of the window, and here names of columns and files.
    assert book.said("The file has no column `age`.") == "Die Datei hat keine Spalte `age`."
    assert book.said("set Open aside") == "legte Open beiseite"
    assert (
        book.said("The columns are age, rows and open.") == "Die Spalten sind age, rows und open."
    )
    assert book.said("rows waits for 2 rows.") == "2 Zeilen fehlen rows noch."


def test_the_most_telling_template_wins():
    book = Phrasebook(
        {
            "{a} failed": "{a} schlug fehl",
            "{a} of {b} checks failed": "{b} Prüfungen, davon {a} nicht bestanden",
            "{a} of {b}": "{a} von {b}",
        },
        words={},
    )
    assert book.said("2 of 5 checks failed") == "5 Prüfungen, davon 2 nicht bestanden"


def test_what_was_said_already_is_not_said_once_more():
    book = Phrasebook({"Was {kind}": "War {kind}", "{n} kept": "Was {n} blieb"}, words={})
    assert book.said("3 kept") == "Was 3 blieb"
    assert book.said("Was 3 blieb") == "Was 3 blieb"
    book.forget()
    assert book.said("Was blue") == "War blue"


def test_few_sentences_are_kept_in_memory():
    book = Phrasebook({"{n} kept": "{n} behalten"}, words={}, most_kept=10)
    for number in range(1_000):
        assert book.said(f"{number} kept") == f"{number} behalten"
    assert len(book._kept) <= 10


def test_numbers_are_forgotten_with_the_region():
    marks = {"now": str.maketrans(",.", ",.")}
    book = Phrasebook(
        {"gain {value}!": "Gewinn {value}!"},
        words={},
        numbers=lambda one: one.translate(marks["now"]),
    )
    assert book.said("gain 0.5!") == "Gewinn 0.5!"
    marks["now"] = str.maketrans(",.", ".,")
    book.forget()
    assert book.said("gain 0.5!") == "Gewinn 0,5!"


@pytest.mark.parametrize(
    ("template", "sentence", "found"),
    [
        ("{a} of {b}.", "x of y.", ("x", "y")),
        ("{a} of {b}.", "x of y of z.", ("x", "y of z")),
        ("{a} of {b}.", "x of y", None),
        ("of {a} of", "of", None),
        ("{n:,} rows", "1,204 rows", ("1,204",)),
        ("{n:,} rows", "many rows", None),
        ("{share:.1%} lost", "4.5% lost", ("4.5%",)),
        ("{{{a}}}", "{x}", ("x",)),
    ],
)
def test_a_template_tells_what_fills_its_holes(template, sentence, found):
    assert Template(template).filled_by(sentence) == found

"""What looks like personal data, by published examples, and what only seems to."""

import random

import pytest

from tidemill.domain.personal import NATIONAL, is_card, is_iban, is_mail, looks_of, passes_luhn

# Examples that authorities and encyclopaedias print to explain their numbers.
EXAMPLES = {
    "German tax": ("86095742719", "47036892816"),
    "Dutch BSN": ("111222333", "123456782"),
    "Spanish DNI": ("12345678Z", "X1234567L"),
    "Italian codice fiscale": ("RSSMRA85T10A562S",),
    "Polish PESEL": ("44051401359", "02070803628"),
    "Swedish personnummer": ("811218-9876", "19811218-9876"),
    "French NIR": ("255081416802538",),
    "Belgian national register": ("85.07.30-033 28",),
    "Swiss AHV": ("756.9217.0769.85",),
    "Finnish henkilötunnus": ("131052-308T",),
    "Brazilian CPF": ("111.444.777-35",),
    "US social security": ("078-05-1120",),
}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, some in EXAMPLES.items() for t in some])
def test_published_national_numbers_are_known(name, text):
    assert NATIONAL[name](text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, some in EXAMPLES.items() for t in some])
def test_a_wrong_last_sign_is_no_national_number(name, text):
    if name == "US social security":
        assert not NATIONAL[name]("000-12-3456")
        return
    last = text[-1]
    other = chr(ord(last) + 1) if last not in "9Z" else chr(ord(last) - 1)
    assert not NATIONAL[name](text[:-1] + other)


@pytest.mark.parametrize("text", ["4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"])
def test_test_cards_of_the_networks_are_cards(text):
    assert is_card(text)
    assert not is_card(text[:-1] + str((int(text[-1]) + 1) % 10))


def test_luhn_agrees_with_its_first_published_example():
    assert passes_luhn("79927398713")
    assert not passes_luhn("79927398710")


def test_account_numbers_of_the_standard_are_known():
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert is_iban("DE89370400440532013000")
    assert not is_iban("DE89370400440532013001")


@pytest.mark.parametrize("text", ["ada@example.org", "a.b+c@mail.example.co.uk"])
def test_mail_addresses_are_known(text):
    assert is_mail(text)


@pytest.mark.parametrize("text", ["ada at example.org", "@example.org", "a@b", "1@2,3"])
def test_what_is_no_mail_address_is_not_taken_for_one(text):
    assert not is_mail(text)


def phones(draw: random.Random, n: int) -> list[str]:
    return [f"+44 20 7946 {draw.randrange(1000, 9999)}" for _ in range(n)]


def test_phone_numbers_are_known_by_their_signs_or_by_the_name_of_the_column():
    draw = random.Random(1)
    assert looks_of("contact", phones(draw, 50)) == "phone numbers"
    plain = [str(draw.randrange(10**9, 10**10)) for _ in range(50)]
    assert looks_of("mobile_phone", plain) == "phone numbers"
    assert looks_of("order_number", plain) == ""


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("order_id", [str(100_000_000 + i) for i in range(200)]),
        ("day", [f"2025-01-{i % 28 + 1:02d}" for i in range(60)]),
        ("at", [f"2025-01-{i % 28 + 1:02d} 12:00:00" for i in range(60)]),
        ("price", [f"{i}.50" for i in range(100, 200)]),
        ("sku", [f"AB-{i:07d}" for i in range(100)]),
        ("city", ["Bonn", "Ulm", "Hull", "York", "Leeds", "Ripon"]),
        ("range", [f"{i} - {i + 10}" for i in range(1000, 1100)]),
        ("version", [f"1.{i}.{i % 7}" for i in range(100)]),
    ],
)
def test_ordinary_columns_look_like_nothing_personal(name, values):
    assert looks_of(name, values) == ""


def test_random_numbers_of_eleven_digits_are_no_national_numbers():
    draw = random.Random(2)
    values = [str(draw.randrange(10**10, 10**11)) for _ in range(500)]
    assert looks_of("meter", values) == ""


def test_a_few_values_show_nothing():
    assert looks_of("mail", ["a@example.org"] * 3) == ""


def test_most_values_decide():
    mails = [f"guest{i}@example.org" for i in range(90)]
    assert looks_of("who", [*mails, *["unknown"] * 10]) == "mail addresses"
    assert looks_of("who", [*mails[:50], *["unknown"] * 50]) == ""

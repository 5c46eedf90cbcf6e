"""Values that look like personal data: mail addresses, phones, cards, accounts, national numbers.

Numbers are believed by their check digits where they have some, so that an invoice number is not
taken for a card. Sources of the formulas:

- cards: ISO/IEC 7812-1, annex B (Luhn); IBAN: ISO 13616 with ISO 7064 MOD 97-10;
- Germany, tax id: ISO 7064 MOD 11,10; Netherlands, BSN: the "elfproef"; Spain, DNI and NIE:
  remainder by 23; Italy, codice fiscale: Ministerial decree 23/12/1976; Poland, PESEL: weights
  1 3 7 9; Sweden, personnummer: Luhn; Norway, fødselsnummer: two control digits by 11; France,
  NIR and Belgium, national number: 97 less the remainder by 97; Switzerland, AHV: EAN-13;
  Finland, henkilötunnus: remainder by 31; Brazil, CPF: two control digits by 11; United States,
  social security number: its form and the ranges never given out (no check digit).
"""

import re
from collections.abc import Callable, Sequence

LEAST_SHARE = 0.8
"""Share of the values that have to look alike before a column is called personal."""

_LEAST_VALUES = 5
_MAIL = re.compile(r"[^\s@,;<>()\[\]\"]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"(\+|00)?[\d ()./-]{7,22}(( ?(x|ext\.?) ?)\d{1,5})?", re.IGNORECASE)
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T].*)?")
_PLAIN_NUMBER = re.compile(r"[+-]?\d*[.,]?\d+")
_PHONE_NAMES = ("phone", "tel", "mobile", "fax", "handy", "telefon", "cell", "msisdn")
_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)
_ODD_LETTERS = (*_ODD, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_FISCAL_ODD = dict(zip("0123456789", _ODD, strict=True)) | dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", _ODD_LETTERS, strict=True)
)


def looks_of(name: str, values: Sequence[str]) -> str:
    """What most of a column's values look like, in the plural; empty for nothing personal.

    `values` are a sample of its different texts. Numbers without signs are phones only where the
    column's name says so: a plain number of ten digits may be anything.
    """
    some = [value.strip() for value in values if value.strip()]
    if len(some) < _LEAST_VALUES:
        return ""
    least = LEAST_SHARE * len(some)
    for title, test in _TESTS:
        if sum(map(test, some)) >= least:
            return title
    is_named = any(word in name.casefold() for word in _PHONE_NAMES)
    if sum(_is_phone(value, is_named) for value in some) >= least:
        return "phone numbers"
    return ""


def is_mail(text: str) -> bool:
    """Whether a text is one mail address."""
    return "@" in text and _MAIL.fullmatch(text) is not None


def is_card(text: str) -> bool:
    """Whether a text is a payment card's number: 13 to 19 digits that pass the Luhn test."""
    digits = _digits(text, " -")
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """The Luhn test: every second digit from the right doubled, digits summed, divisible by 10."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_iban(text: str) -> bool:
    """Whether a text is an international bank account number."""
    plain = text.replace(" ", "").upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", plain):
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _is_phone(text: str, is_named: bool) -> bool:
    if _PHONE.fullmatch(text) is None or _DATE.fullmatch(text):
        return False
    n = sum(c.isdigit() for c in text)
    has_signs = text.startswith(("+", "00", "(", "0")) and not _PLAIN_NUMBER.fullmatch(text)
    return 7 <= n <= 15 and (is_named or has_signs or text.startswith("+"))


def _digits(text: str, signs: str) -> str:
    """The digits of a text of digits and some signs between them; empty for any other."""
    plain = text.translate({ord(sign): None for sign in signs})
    return plain if plain.isascii() and plain.isdigit() else ""


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=False))


def _german(text: str) -> bool:
    digits = _digits(text, " ")
    if len(digits) != 11 or digits[0] == "0":
        return False
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[10])


def _dutch(text: str) -> bool:
    digits = _digits(text, ".- ")
    return len(digits) == 9 and _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _spanish(text: str) -> bool:
    plain = text.replace("-", "").replace(" ", "").upper()
    if not re.fullmatch(r"[XYZ\d]\d{7}[A-Z]", plain):
        return False
    number = int(plain[:-1].translate(str.maketrans("XYZ", "012")))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == plain[-1]


def _italian(text: str) -> bool:
    plain = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]", plain):
        return False
    odd = sum(_FISCAL_ODD[c] for c in plain[0:15:2])
    even = sum(int(c) if c.isdigit() else ord(c) - ord("A") for c in plain[1:15:2])
    return chr(ord("A") + (odd + even) % 26) == plain[15]


def _polish(text: str) -> bool:
    digits = _digits(text, "")
    return len(digits) == 11 and (
        (10 - _weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == int(digits[10])
        and 1 <= int(digits[2:4]) % 20 <= 12
    )


def _swedish(text: str) -> bool:
    if not re.fullmatch(r"(\d{2})?\d{6}[-+]\d{4}", text):
        return False
    digits = _digits(text, "-+")[-10:]
    return 1 <= int(digits[2:4]) <= 12 and passes_luhn(digits)


def _norwegian(text: str) -> bool:
    digits = _digits(text, " ")
    return (
        len(digits) == 11
        and 1 <= int(digits[2:4]) % 40 <= 12
        and _weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
        and _weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0
    )


def _french(text: str) -> bool:
    plain = text.replace(" ", "").upper().replace("2A", "19").replace("2B", "18")
    return re.fullmatch(r"[12]\d{14}", plain) is not None and 97 - int(plain[:13]) % 97 == int(
        plain[13:]
    )


def _belgian(text: str) -> bool:
    digits = _digits(text, ".- ")
    if len(digits) != 11 or not 0 <= int(digits[2:4]) <= 12:
        return False
    check = int(digits[9:])
    return check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)


def _swiss(text: str) -> bool:
    digits = _digits(text, ". ")
    return (
        len(digits) == 13
        and digits.startswith("756")
        and (10 - _weighted(digits, (1, 3) * 6) % 10) % 10 == int(digits[12])
    )


def _finnish(text: str) -> bool:
    plain = text.upper()
    if not re.fullmatch(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", plain):
        return False
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(plain[:6] + plain[7:10]) % 31] == plain[10]


def _brazilian(text: str) -> bool:
    digits = _digits(text, ".-")
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    first = _weighted(digits, range(10, 1, -1)) * 10 % 11 % 10
    second = _weighted(digits, range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def _american(text: str) -> bool:
    found = re.fullmatch(r"(\d{3})-(\d{2})-(\d{4})", text)
    return (
        found is not None
        and found[1] not in ("000", "666")
        and found[1] < "900"
        and found[2] != "00"
        and found[3] != "0000"
    )


NATIONAL: dict[str, Callable[[str], bool]] = {
    "Spanish DNI": _spanish,
    "Italian codice fiscale": _italian,
    "Swedish personnummer": _swedish,
    "Finnish henkilötunnus": _finnish,
    "Swiss AHV": _swiss,
    "French NIR": _french,
    "US social security": _american,
    "Norwegian fødselsnummer": _norwegian,
    "Belgian national register": _belgian,
    "Polish PESEL": _polish,
    "German tax": _german,
    "Brazilian CPF": _brazilian,
    "Dutch BSN": _dutch,
}
"""Tests of national numbers by the name of the number, those with the most telling form first."""

_TESTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("mail addresses", is_mail),
    ("bank accounts (IBAN)", is_iban),
    *((f"{name} numbers", test) for name, test in NATIONAL.items()),
    ("card numbers", is_card),
)

"""Addresses below Data: which dataset, version, tab, rows or sheet they name."""

from urllib.parse import parse_qs

from tidemill.gui.pages.data.dataset_state import TABS


def where_of(parts: list[str]) -> str:
    """The condition on rows that an address asks for, empty where it asks for none."""
    return _asked(parts, "where")


def column_of(parts: list[str]) -> str | None:
    """The column that an address asks to see, None where it asks for none."""
    return _asked(parts, "column") or None


def incident_of(parts: list[str]) -> int | None:
    """The incident whose rows an address asks for, None where it asks for none."""
    number = _asked(parts, "incident")
    return int(number) if number.isdecimal() else None


def _asked(parts: list[str], name: str) -> str:
    said = next((part for part in parts if part.startswith("?")), "")
    return parse_qs(said.removeprefix("?")).get(name, [""])[0]


def taken_apart(parts: list[str]) -> tuple[str, int | None, str, str]:
    """An address below Data as dataset, version, tab and sheet; what is not said is empty."""
    if not parts:
        return "", None, "profile", ""
    number, tab, sheet = None, "profile", ""
    for part in parts[1:]:
        bare = part.removeprefix("v")
        if bare.isdecimal():
            number = int(bare)
        elif part in TABS:
            tab = part
        elif part == "train":
            sheet = part
    return parts[0], number, tab, sheet

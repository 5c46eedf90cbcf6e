"""Writes texts in one way."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.catalog.steps import _wording
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions import values
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.steps import column_of

_WORDS = frozenset({Kind.CATEGORICAL, Kind.TEXT})
_AS_IT_IS = "as it is"
_CASES: dict[str, Callable[[str], str]] = {
    _AS_IT_IS: str,
    "lower case": str.lower,
    "upper case": str.upper,
    "first letters upper": str.title,
}

ENTRY = StepEntry(
    id="tidy_text",
    version=1,
    title="Trim and tidy texts",
    help="Spaces before and after go, several in a row become one, and letters get one form.",
    parameters=(
        StepParameter("columns", "Columns", "", form="columns", needed=True, kinds=_WORDS),
        StepParameter("case", "Letters", _AS_IT_IS, choices=tuple(_CASES)),
        StepParameter("accents", "Without accents", False, help="é becomes e; other letters stay."),
    ),
    order=8,
)


def columns(
    schema: Schema, columns: Sequence[str] = (), case: str = _AS_IT_IS, accents: bool = False
) -> Schema:
    """The same columns."""
    del case, accents
    for name in columns:
        if column_of(schema, name).kind not in _WORDS:
            raise NeedsYou(f"`{name}` holds no texts.", "Choose columns of texts or categories.")
    return schema


def apply(
    frame: Frame, columns: Sequence[str] = (), case: str = _AS_IT_IS, accents: bool = False
) -> Frame:
    """The columns tidied; a text of which nothing is left is missing."""

    def change(text: str) -> str | None:
        text = unicodedata.normalize("NFC", " ".join(text.split()))
        if accents:
            apart = unicodedata.normalize("NFD", text)
            plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
            text = unicodedata.normalize("NFC", plain)
        return _CASES[case](text) or None

    return Frame(tuple(_tidied(c, change) if c.name in columns else c for c in frame))


def _tidied(data: ColumnData, change: Any) -> ColumnData:
    found = values.texts(values.of_column(data), change)
    return ColumnData(data.name, data.kind, found.values, found.levels)


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    words = f"Trim {_wording.listed(settings['columns'])}"
    if settings["case"] != _AS_IT_IS:
        words += f", in {settings['case']}"
    return f"{words}, without accents" if settings["accents"] else words

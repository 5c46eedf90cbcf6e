"""What the inspector shows while a person tries a deployment. Pure."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Kind
from tidemill.gui.kit import numbers

if TYPE_CHECKING:
    from tidemill.services.serving.tries import Tried
    from tidemill.services.trying import Tryable, TryField

FEW = 5
"""So many fields are shown until a person asks for all."""

MOST_WHY = 8
_LEAST_SHARE = 0.005
"""What moved a probability by less would be told as 0.00."""

THRESHOLD = 0.5
"""From this share on the second class is said, see services/training/predictions.py."""


@dataclass(frozen=True)
class Bar:
    """A field's contribution: `support_calls = 4`, what it moved the prediction by, in words."""

    text: str
    by: float
    words: str


@dataclass(frozen=True)
class Result:
    """The prediction as it is shown. `share` is the chance of `positive`; None
    where there is none."""

    value: str
    words: str
    took: str
    share: float | None
    positive: str
    bars: tuple[Bar, ...]
    why_note: str
    missing: str


@dataclass(frozen=True)
class TryState:
    """All of it. `texts` are the values as typed, by field; `is_service` says who is asked."""

    name: str = ""
    tryable: "Tryable | None" = None
    texts: Mapping[str, str] = field(default_factory=dict)
    is_all: bool = False
    is_service: bool = False
    needs_token: bool = False
    is_busy: bool = False
    result: Result | None = None
    error: TidemillError | None = None

    @property
    def shown(self) -> "tuple[TryField, ...]":
        """The fields that are drawn."""
        if self.tryable is None:
            return ()
        return self.tryable.fields if self.is_all else self.tryable.fields[:FEW]

    @property
    def more(self) -> int:
        """How many fields are not drawn."""
        return 0 if self.tryable is None else len(self.tryable.fields) - len(self.shown)

    @property
    def row(self) -> dict[str, Any]:
        """The row as JSON has it."""
        if self.tryable is None:
            return {}
        return {f.name: value_of(self.texts.get(f.name, ""), f.kind) for f in self.tryable.fields}


def value_of(text: str, kind: Kind) -> Any:
    """What was typed, as JSON has it: empty is missing; what can't be a number stays text."""
    words = text.strip()
    if not words:
        return None
    if kind is Kind.BOOLEAN and words.lower() in ("true", "false"):
        return words.lower() == "true"
    if kind is not Kind.NUMERIC:
        return text
    plain = words.replace(numbers.MINUS, "-")
    for make in (int, float):
        try:
            value = make(plain)
        except ValueError:
            continue
        return value if math.isfinite(value) else text
    return text


def text_of(value: Any) -> str:
    """A value as a person types it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def texts_of(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as a person types it."""
    return {name: text_of(value) for name, value in row.items()}


def row_of_json(text: str, tryable: "Tryable") -> dict[str, Any]:
    """The row in a JSON text: an object, or the first of `rows`. `NeedsYou` where there is none."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise NeedsYou(
            tr("What is in the clipboard is no JSON: {error}.", error=error),
            tr("Copy an object with a row's values."),
        ) from error
    if isinstance(found, dict) and isinstance(found.get("rows"), list) and found["rows"]:
        found = found["rows"][0]
    names = [f.name for f in tryable.fields]
    if not isinstance(found, dict) or not any(name in found for name in names):
        raise NeedsYou(
            tr("The JSON in the clipboard has none of this model's fields."),
            tr("Copy an object with values for ") + ", ".join(names[:4]) + ".",
        )
    return {name: found[name] for name in names if name in found}


def result_of(tried: "Tried", target: str, seconds: float | None) -> Result:
    """The prediction in words, and why."""
    took = "" if seconds is None else f"{numbers.decimal(seconds * 1000, 0)} ms"
    bars = tuple(
        Bar(f"{c.field} = {text_of(c.value) or 'missing'}", c.by, _moved(c.by, tried.share))
        for c in tried.contributions[:MOST_WHY]
        if tried.share is None or abs(c.by) >= _LEAST_SHARE
    )
    note = (
        tr("change in probability")
        if tried.share is not None
        else tr("change of {target}", target=target)
    )
    if tried.prediction is None:
        value, words = numbers.MISSING, tr("not predicted")
    elif isinstance(tried.prediction, str):
        chance = tried.share if tried.share is not None else tried.probability
        value = numbers.decimal(chance, 2)
        words = tr("{target} is probably {prediction}", target=target, prediction=tried.prediction)
    else:
        value, words = numbers.plain(tried.prediction), target
    missing = tried.missing
    if not missing and not bars:
        missing = (
            tr("No field moved the prediction by 0.01 or more.")
            if tried.contributions
            else tr("Every field is as usual, so nothing moved the prediction.")
        )
    return Result(value, words, took, tried.share, tried.positive, bars, note, missing)


def _moved(by: float, share: float | None) -> str:
    if share is not None:
        return numbers.delta(by, 2)
    return f"{'+' if by > 0 else ''}{numbers.plain(by)}"


def as_curl(address: str, row: Mapping[str, Any], has_token: bool) -> str:
    """The request as a command of a shell."""
    body = json.dumps({"rows": [row]}, ensure_ascii=False).replace("'", "'\\''")
    token = ' \\\n  -H "Authorization: Bearer $TOKEN"' if has_token else ""
    return f"curl {address}{token} \\\n  -H 'Content-Type: application/json' \\\n  -d '{body}'"


def as_python(address: str, row: Mapping[str, Any], has_token: bool) -> str:
    """The request as a Python program that needs nothing but Python."""
    head = '{"Content-Type": "application/json"}'
    more = ["import os"] if has_token else []
    if has_token:
        head = head[:-1] + ', "Authorization": "Bearer " + os.environ["TOKEN"]}'
    return "\n".join(
        [
            "import json",
            *more,
            "import urllib.request",
            "",
            f"row = {dict(row)!r}",
            "request = urllib.request.Request(",
            f"    {address!r},",
            '    json.dumps({"rows": [row]}).encode(),',
            f"    {head},",
            ")",
            "with urllib.request.urlopen(request) as answer:",
            '    print(json.load(answer)["items"][0])',
            "",
        ]
    )

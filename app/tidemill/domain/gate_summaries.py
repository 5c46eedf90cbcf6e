"""What the gates said of a version, for people: a paragraph, a table, a page of Markdown."""

from collections.abc import Mapping
from typing import Any

from tidemill.base.clock import to_iso
from tidemill.domain.models import ModelVersion

HEADS = ("Gate", "Result", "Value", "Limit", "What was found")
PASSED, FAILED = "passed", "FAILED"
NOTHING = "–"
_MARKS = str.maketrans(
    {c: f"\\{c}" for c in "\\`*_[]|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)


def rows(version: ModelVersion) -> list[tuple[str, ...]]:
    """A row a gate under `HEADS`, those that failed first."""
    gates = sorted(version.gates, key=lambda gate: bool(gate["passed"]))
    return [
        (
            str(gate["name"]),
            PASSED if gate["passed"] else FAILED,
            _number(gate.get("value")),
            _number(gate.get("limit")),
            str(gate["message"]),
        )
        for gate in gates
    ]


def paragraph(version: ModelVersion) -> str:
    """How many gates passed, what it was judged on and against what, and what stands in the way."""
    failed = [str(gate["name"]) for gate in version.gates if not gate["passed"]]
    n, said = len(version.gates), version.comparison
    by = f" of the set {said['gates']}" if said.get("gates") else ""
    if not n:
        return f"No gate was asked about {version.label}, so it can't be promoted."
    head = f"{version.label} passed {n - len(failed)} of {n} gates{by}"
    head += "." if not failed else f"; what stands in its way: {', '.join(failed)}."
    parts = [head]
    if said.get("on"):
        on = f"It was judged on {said['on']}"
        on += f", {said['rows']:,} rows" if said.get("rows") else ""
        on += f", against {_rival(str(said['against']))}" if said.get("against") else ""
        parts.append(f"{on}.")
    measure = _main(version)
    return " ".join([*parts, measure]) if measure else " ".join(parts)


def markdown(version: ModelVersion) -> str:
    """The whole as a page that a repository's pipeline can show."""
    passed = version.gates_passed
    lines = [
        f"## {_plain(version.label)}: {'all gates passed' if passed else 'not all gates passed'}",
        "",
        _plain(paragraph(version)),
        "",
        f"| {' | '.join(HEADS)} |",
        "| --- | --- | ---: | ---: | --- |",
        *(f"| {' | '.join(map(_plain, row))} |" for row in rows(version)),
    ]
    if version.gates_at is not None:
        lines += ["", f"Gates ran at {to_iso(version.gates_at)}."]
    return "\n".join(lines) + "\n"


def _main(version: ModelVersion) -> str:
    """The measure the recipe is for, held against the champion, in a sentence."""
    name = version.recipe.get("metric")
    for one in version.comparison.get("measures", ()):
        if one["metric"] == name:
            places = one["decimals"]
            gain = one["gain"]
            low, high = (f"{gain[end]:+.{places}f}" for end in ("low", "high"))
            words = (
                f"{one['title']} is {one['candidate']:.{places}f}, with "
                f"{_rival(str(version.comparison['against']))} {one['champion']:.{places}f}: "
                f"a gain of {gain['value']:+.{places}f} ({low} to {high})."
            )
            return words.replace("-", "−")
    return ""


def _rival(against: str) -> str:
    return f"champion {against}" if against.startswith("v") else f"the {against}"


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:,.4g}".replace("-", "−")


def _plain(text: str) -> str:
    """A text that stays text in a table of Markdown."""
    return " ".join(text.split()).translate(_MARKS)


def told(version: ModelVersion) -> list[Mapping[str, Any]]:
    """The rows by their heads."""
    return [dict(zip(HEADS, row, strict=True)) for row in rows(version)]

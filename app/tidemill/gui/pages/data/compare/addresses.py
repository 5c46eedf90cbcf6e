"""Addresses of comparisons: `data/churn/diff/30..31?key=customer_id&rows=changed`."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from tidemill.domain.version_diffs import RowKind

DIFF = "diff"


@dataclass(frozen=True)
class Wish:
    """What an address asks for; versions are named as `churn@30`."""

    before: str
    after: str
    key: tuple[str, ...] | None = None
    segment: str = "columns"
    kind: RowKind | None = None
    column: str | None = None


def wish_of(parts: list[str]) -> Wish | None:
    """Read an address below Data; None where it names no two versions."""
    if len(parts) > 2 and "rows" in parts[1:] and parts[-1].startswith("?"):
        return _wish_of_rows(parts[0], parse_qs(parts[-1].removeprefix("?")))
    if len(parts) < 3 or parts[1] != DIFF:
        return None
    name, pair = parts[0], parts[2]
    first, dots, second = pair.partition("..")
    if not dots or not first or not second:
        return None
    asked = parse_qs(parts[3].removeprefix("?"), keep_blank_values=True) if len(parts) > 3 else {}
    kind = next((k for k in RowKind if [str(k)] == asked.get("rows")), None)
    key = tuple(k for k in asked["key"] if k) if "key" in asked else None
    segment = "rows" if kind is not None else asked.get("show", ["columns"])[0]
    return Wish(
        f"{name}@{first.removeprefix('v')}",
        second if "@" in second else f"{name}@{second.removeprefix('v')}",
        key,
        segment if segment in {"columns", "rows", "schema"} else "columns",
        kind,
        asked.get("column", [None])[0],
    )


def _wish_of_rows(name: str, asked: dict[str, list[str]]) -> Wish | None:
    """`data/churn/31/rows?diff=30..31&kind=changed&column=usage`: rows named by a comparison."""
    if "diff" not in asked:
        return None
    kind, column = asked.get("kind", ["changed"])[0], asked.get("column", [""])[0]
    said = urlencode([("rows", kind), *([("column", column)] if column else [])])
    return wish_of([name, DIFF, asked["diff"][0], "?" + said])


def address_parts(wish: Wish) -> list[str]:
    """The address of a comparison below Data; what is asked of it comes last, after a mark."""
    name, _, first = wish.before.rpartition("@")
    other, _, second = wish.after.rpartition("@")
    parts = [name, DIFF, f"{first}..{second if other == name else wish.after}"]
    asked: list[tuple[str, str]] = []
    if wish.key is not None:
        asked += [("key", column) for column in wish.key or ("",)]
    if wish.kind is not None:
        asked.append(("rows", str(wish.kind)))
    if wish.column is not None:
        asked.append(("column", wish.column))
    return [*parts, "?" + urlencode(asked)] if asked else parts

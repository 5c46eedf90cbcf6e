"""Which columns may name a row for good, so that rows of two versions can be matched."""

import itertools
import re
from collections.abc import Mapping, Sequence

from tidemill.domain.columns import Kind, Role
from tidemill.domain.profiles import ColumnProfile, Profile

Key = tuple[str, ...]

_MOST = 12  # keys tried: each costs a pass over its columns
_NAMED = re.compile(r"(^|[_\s.-])(id|key|uuid|guid|code|nr|no|number)$|[a-z]I[dD]$", re.IGNORECASE)
_FAMILY = {Kind.CATEGORICAL: "text", Kind.TEXT: "text", Kind.BOOLEAN: "text"}


def candidates(before: Profile, after: Profile, roles: Mapping[str, Role]) -> list[Key]:
    """Keys worth a try, the likeliest first; whether one is unique is yet to be seen.

    Identifiers come first, alone and with the columns of time and group; then columns in which
    every value differs in both versions, those named like a key before others; then pairs with
    enough different values. Fractions are no key.
    """
    usable = [c.name for c in after.columns if _may_be_key(before, c)]
    ids = [n for n in usable if roles.get(n) is Role.IDENTIFIER]
    times = [n for n in usable if roles.get(n) is Role.TIME]
    groups = [n for n in usable if roles.get(n) is Role.GROUP]
    single = [
        n for n in usable if n not in ids and _all_differ(before, n) and _all_differ(after, n)
    ]
    single.sort(key=lambda n: (not _NAMED.search(n), after[n].kind is Kind.DATETIME))
    found: list[Key] = [(n,) for n in ids]
    found += [(n, *times[:1]) for n in ids if times]
    found += [(n, other) for n in ids for other in groups]
    found += [tuple(ids)] if len(ids) > 1 else []
    found += [(n,) for n in single if roles.get(n) is not Role.TARGET]
    rest = [n for n in usable if roles.get(n) is not Role.TARGET]
    leaders = [n for n in rest if n in ids or _NAMED.search(n)]
    others = [*times, *groups, *(n for n in rest if n not in {*times, *groups})]
    pairs = [(a, b) for a, b in itertools.product(leaders, others) if a != b]
    found += [pair for pair in pairs if _can_tell(before, pair) and _can_tell(after, pair)]
    return _without_repeats(found)[:_MOST]


def _may_be_key(before: Profile, column: ColumnProfile) -> bool:
    if column.name not in before or column.distinct < 2:
        return False
    was = before[column.name]
    if _FAMILY.get(was.kind, was.kind) != _FAMILY.get(column.kind, column.kind):
        return False
    return column.kind is not Kind.NUMERIC or (column.whole and was.whole)


def _all_differ(profile: Profile, name: str) -> bool:
    column = profile[name]
    return profile.rows > 1 and column.distinct == column.present == profile.rows


def _can_tell(profile: Profile, key: Key) -> bool:
    """Whether the columns have enough different values between them for all rows."""
    product = 1
    for name in key:
        product *= max(1, profile[name].distinct)
    return product >= profile.rows


def _without_repeats(keys: Sequence[Key]) -> list[Key]:
    """Each set of columns once, in the order in which it was first named."""
    known: dict[frozenset[str], Key] = {}
    for key in keys:
        known.setdefault(frozenset(key), tuple(dict.fromkeys(key)))
    return list(known.values())

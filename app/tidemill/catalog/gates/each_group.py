"""No group of a column is surely worse off than with the champion."""

from tidemill.base.errors import NeedsYou
from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import GateFacts, GateResult
from tidemill.domain.group_gains import BETTER, FEWEST, UNTOLD, WORSE, GroupGain, gains
from tidemill.domain.group_names import named
from tidemill.domain.metrics import Metric, metric

MOST_NAMED = 3
MOST_KEPT = 5_000

ENTRY = GateEntry(
    "each_group",
    1,
    "Each group holds",
    "Every group of a column is a gate of its own: its rows are answered by the candidate and by "
    "the champion, and it fails if the candidate is surely worse there by more than the margin. Of "
    "hundreds of groups some look worse by chance, so at most one in twenty of those that fail may "
    "do so by chance (Benjamini and Hochberg). Without a champion the prior stands for it.",
    (
        Parameter(
            "column",
            "Column of the groups",
            "",
            help="Else that whose groups have models of their own.",
            of="column",
        ),
        Parameter("margin", "Margin", 0.0, 0.0, help="How much worse a group may surely be."),
        Parameter("fewest", "Rows a group needs", FEWEST, 10, 100_000, help="Else not judged."),
    ),
    formula="groups whose interval of (candidate − champion) lies wholly under −margin = 0",
)


def decide(
    facts: GateFacts, *, column: str = "", margin: float = 0.0, fewest: int = FEWEST
) -> GateResult:
    """Pass if no group is surely worse by more than `margin`, and one at least can be judged."""
    if facts.champion_problem:
        return _failed(f"It cannot be told from the champion. {facts.champion_problem}")
    name = column or facts.by_group
    if not name:
        return _failed("No column names the groups.")
    if name not in facts.rows:
        return _failed(f"The rows judged on have no column {name}.")
    try:
        chosen = metric(facts.task, facts.metric)
        codes, names = named(facts.rows[name])
        found = gains(
            chosen,
            facts.y_true,
            facts.candidate,
            facts.rival,
            codes,
            names,
            margin=margin,
            fewest=fewest,
        )
    except (NeedsYou, ValueError, IndexError) as error:
        said = error.message if isinstance(error, NeedsYou) else f"{error}."
        return _failed(f"The groups of {name} cannot be judged. {said}")
    judged = [one for one in found if one.verdict != UNTOLD]
    if not judged:
        return _failed(f"No group of {name} has {fewest:,} rows on which it can be judged.")
    worse = sorted(
        (one for one in judged if one.verdict == WORSE), key=lambda one: one.q_worse or 0.0
    )
    order = {WORSE: 0, UNTOLD: 2}
    ranked = sorted(found, key=lambda one: (order.get(one.verdict, 1), one.high or 0.0, one.group))
    return GateResult.of(
        ENTRY,
        not worse,
        _words(facts, chosen, name, len(found), judged, worse, margin),
        value=float(len(worse)),
        limit=0.0,
        evidence={
            "metric": chosen.id,
            "column": name,
            "against": facts.rival_words.removeprefix("the "),
            "judged": len(judged),
            "not_judged": len(found) - len(judged),
            "groups": [
                one.to_dict() | {"passed": None if one.verdict == UNTOLD else one.verdict != WORSE}
                for one in ranked[:MOST_KEPT]
            ],
        },
    )


def _words(
    facts: GateFacts,
    chosen: Metric,
    column: str,
    n_groups: int,
    judged: list[GroupGain],
    worse: list[GroupGain],
    margin: float,
) -> str:
    more = f" by more than {margin:g}" if margin else ""
    n_left = n_groups - len(judged)
    rest = f" {n_left:,} have too few rows to be judged." if n_left else ""
    if not worse:
        n_better = sum(one.verdict == BETTER for one in judged)
        return (
            f"None of {len(judged):,} groups of {column} is surely worse by {chosen.title} than "
            f"with {facts.rival_words}{more}; {n_better:,} are surely better.{rest}"
        )
    told = ", ".join(
        f"{one.group} ({chosen.words(one.new or 0.0)} instead of {chosen.words(one.old or 0.0)})"
        for one in worse[:MOST_NAMED]
    )
    others = f" and {len(worse) - MOST_NAMED:,} more" if len(worse) > MOST_NAMED else ""
    return (
        f"{len(worse):,} of {len(judged):,} groups of {column} are surely worse by {chosen.title} "
        f"than with {facts.rival_words}{more}: {told}{others}.{rest}"
    )


def _failed(message: str) -> GateResult:
    return GateResult.of(ENTRY, False, message)

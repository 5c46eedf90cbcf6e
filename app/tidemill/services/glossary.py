"""Finds what a number means by the words over it: measures, the catalogue, and all other terms."""

from collections.abc import Iterator
from functools import cache

from tidemill.catalog.discovery import family
from tidemill.domain import data_terms, model_terms, monitoring_terms
from tidemill.domain.entries import Entry
from tidemill.domain.metrics import METRICS, TRAINING, Metric
from tidemill.domain.terms import COMPARED, HELD_OUT, NOISE, RESAMPLED, Term

_GATED = "The rows that candidate and champion are judged on."
_GATE = "It passes or fails; one that can't be computed fails."
_LOGGED = "A measure that the run logged itself, under this name."
_BY_ITSELF = "Those the run's own code took."
_AS_LOGGED = "As logged; nothing here worked it out again."
_LEARNED = "The rows learned from: too good to judge by."


def terms() -> tuple[Term, ...]:
    """Every term there is: the general ones, measures, statistics, gates."""
    return tuple(dict.fromkeys(_known().values()))


def find(words: str) -> Term | None:
    """What the words over a number mean: a caption ("PSI of fare"), an id (`metrics.auc`).

    None where nothing is known of them, as for a measure that a script logged.
    """
    known = _known()
    plain = " ".join(words.casefold().replace("\N{NO-BREAK SPACE}", " ").split())
    whole = plain.removeprefix("metrics.")
    for wanted in (plain, whole, whole.partition(" of ")[0], whole.partition(" over ")[0]):
        if wanted in known:
            return known[wanted]
    if plain.startswith("metrics.") and not plain.startswith(f"metrics.{TRAINING}"):
        return Term(words[len("metrics.") :], _LOGGED, rows=_BY_ITSELF, sure=_AS_LOGGED)
    plain = plain.removeprefix("metrics.")
    if plain.startswith(TRAINING) or plain.endswith(", training"):
        base = known.get(plain.removeprefix(TRAINING).removesuffix(", training"))
        if base is not None:
            return Term(
                f"{base.title}, training", base.help, base.formula, base.source, _LEARNED, base.sure
            )
    return None


@cache
def _known() -> dict[str, Term]:
    """Terms by every name they have, in small letters; the first of a name is kept."""
    found: dict[str, Term] = {}
    for names, term in _all():
        for name in names:
            found.setdefault(name.casefold(), term)
    return found


def _all() -> Iterator[tuple[tuple[str, ...], Term]]:
    for metric in METRICS:
        made = _of_metric(metric)
        yield (metric.title, metric.id), made
    for name in ("statistics", "frame_statistics"):
        for module in family(name).values():
            made = _of_entry(module.ENTRY, COMPARED, NOISE)
            # "Mean" or "Missing" alone is the column's own figure: how far it moved is named so.
            yield (f"{made.title}, drift",), made
    for term in (*data_terms.TERMS, *model_terms.TERMS, *monitoring_terms.TERMS):
        yield term.names(), term
    for name in ("statistics", "frame_statistics"):
        for module in family(name).values():
            yield (module.ENTRY.title, module.ENTRY.id), _of_entry(module.ENTRY, COMPARED, NOISE)
    for module in family("gates").values():
        yield (module.ENTRY.title, module.ENTRY.id), _of_entry(module.ENTRY, _GATED, _GATE)


def _of_metric(metric: Metric) -> Term:
    same = [one for one in METRICS if one.id == metric.id]
    formula = metric.formula
    if len(same) > 1:
        formula = "; ".join(f"{one.formula} ({one.task})" for one in same)
    return Term(metric.title, metric.help, formula, metric.source, HELD_OUT, RESAMPLED)


def _of_entry(entry: Entry, rows: str, sure: str) -> Term:
    return Term(entry.title, entry.help, entry.formula, entry.source, rows, sure)

"""Starts when a figure of a model's monitoring goes over its limit."""

from datetime import datetime

from tidemill.domain.entries import Parameter, TriggerEntry
from tidemill.domain.triggers import Decision, Fire, Memory, Reading, ReadingFacts, Reads, Wait

ENTRY = TriggerEntry(
    "limit",
    1,
    "Over a limit",
    "Starts when new rows of a model show more drift than a limit, a worse metric, any other "
    "figure of monitoring over or under one, or when they open an alert. It starts once, and "
    "again when the figure had been back in its range or another version became champion.",
    (
        Parameter("model", "Model", "", help="Whose monitoring is looked at."),
        Parameter(
            "what",
            "What",
            "drift",
            choices=("drift", "error", "value", "alert"),
            help="Drift of the inputs (PSI), the model's metric, another figure, or any alert.",
        ),
        Parameter("limit", "Limit", 0.2, help="An alert needs none."),
        Parameter(
            "column", "Column", "", help="Whose drift counts; the worst where none is named."
        ),
        Parameter(
            "figure",
            "Figure",
            "",
            help="For a value: business_value (money a day), business_value_row, rows, "
            "drifted_columns, share_drifted, prediction_psi, a metric, or missing:COLUMN.",
        ),
        Parameter("side", "Side", "over", choices=("over", "under"), help="For a value."),
    ),
    reads=Reads.READINGS,
)


def decide(
    facts: ReadingFacts,
    _now: datetime,
    *,
    model: str,
    what: str = "drift",
    limit: float = 0.2,
    column: str = "",
    figure: str = "",
    side: str = "over",
) -> Decision:
    """Start where the newest figure is over the limit and the one before it was not.

    A reading without the figure says nothing, and changes nothing.
    """
    name = _figure(facts, what, column, figure)
    is_under = _is_under(facts, what, side)
    was_over, of, crossed = facts.was_over, facts.of, None
    last: Reading | None = None
    for one in facts.readings:
        is_over = _is_over(one, what, name, limit, is_under)
        if is_over is None:
            continue
        if not is_over:
            crossed = None
        elif not (was_over and of == one.champion):
            crossed = one
        was_over, of, last = is_over, one.champion, one
    if not facts.readings:
        return Wait(f"Nothing new was seen of {model} since the last look.")
    memory: Memory = {"chunk": facts.readings[-1].order, "over": was_over, "of": of}
    if last is None:
        return Wait(f"{_title(what, name)} of {model} is not known for its newest rows.", memory)
    if crossed is not None:
        refs = {"chunk": last.chunk_id}
        if last.alert is not None:
            refs["alert"] = last.alert
        return Fire(_words(last, model, what, name, limit, is_under), refs, memory)
    if was_over:
        return Wait(f"{_title(what, name)} of {model} is still beyond its limit.", memory)
    return Wait(f"{_title(what, name)} of {model} is within its limit.", memory)


def _figure(facts: ReadingFacts, what: str, column: str, figure: str) -> str:
    if what == "drift":
        return f"psi:{column}" if column else "psi"
    return facts.metric if what == "error" else figure


def _is_under(facts: ReadingFacts, what: str, side: str) -> bool:
    return facts.higher_is_better if what == "error" else what == "value" and side == "under"


def _is_over(one: Reading, what: str, name: str, limit: float, is_under: bool) -> bool | None:
    if what == "alert":
        return one.alert is not None
    value = one.figures.get(name)
    if value is None:
        return None
    return value < limit if is_under else value > limit


def _title(what: str, name: str) -> str:
    if what == "alert":
        return "What monitoring sees"
    head, _, column = name.partition(":")
    said = {"psi": "Drift (PSI)", "missing": "The missing share", "prediction_psi": "Drift (PSI)"}
    said |= {"business_value": "Business value a day", "business_value_row": "Business value a row"}
    if head == "prediction_psi":
        return "Drift (PSI) of the predictions"
    words = said.get(head, head.replace("_", " ") or "The figure")
    return f"{words} of {column}" if column else words


def _words(one: Reading, model: str, what: str, name: str, limit: float, is_under: bool) -> str:
    if what == "alert":
        return f"An alert is open on {model}: {one.alert_words or one.label}".removesuffix(".")
    side = "under" if is_under else "over"
    value = one.figures[name]
    return f"{_title(what, name)} of {model} was {value:.4g} on {one.label}, {side} {limit:g}"


def sentence(
    *,
    model: str,
    what: str = "drift",
    limit: float = 0.2,
    column: str = "",
    figure: str = "",
    side: str = "over",
) -> str:
    """When it starts, in words."""
    if what == "alert":
        return f"When an alert opens on {model}"
    if what == "drift":
        whose = f"of {column} in {model}" if column else f"of any column of {model}"
        return f"When the drift (PSI) {whose} is over {limit:g}"
    if what == "error":
        return f"When the metric of {model} is worse than {limit:g}"
    return f"When {figure} of {model} is {side} {limit:g}"

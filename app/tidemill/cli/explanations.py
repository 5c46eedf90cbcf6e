"""Commands that explain one prediction, of a version and of a run."""

from collections.abc import Sequence
from typing import Annotated

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened
from tidemill.cli.models import models
from tidemill.cli.runs import runs
from tidemill.domain.explanations import PROBABILITY, VALUE, ColumnPart, Explanation
from tidemill.services import explaining

_SHOWN = 15

Row = Annotated[
    str,
    typer.Option(help="The row: its identifier; its number where it has none, else as #12."),
]
Data = Annotated[
    str | None,
    typer.Option(help="The data to read the row from, such as shop@3; else the newest."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", help="What if: a value instead of the row's, as column=value."),
]
Output = Annotated[
    str | None, typer.Option("--class", help="Of several classes the one to tell of.")
]
Limit = Annotated[int, typer.Option(min=0, help="Show so many columns.")]


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models and runs."""
    models.command("explain")(explain)
    runs.command("explain")(explain_run)


def explain(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(help="A version: name, name@3, name@candidate.")],
    row: Row,
    data: Data = None,
    changes: Changes = None,
    output_class: Output = None,
    limit: Limit = _SHOWN,
) -> None:
    """Explain what a version says of one row: what each column did, rows like it, what if."""
    _explain(ctx, version, row, data, changes, output_class, limit)


def explain_run(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(help="A run: its id, the beginning of it, or its name.")],
    row: Row,
    data: Data = None,
    changes: Changes = None,
    output_class: Output = None,
    limit: Limit = _SHOWN,
) -> None:
    """Explain what a run's model says of one row: what each column did, rows like it, what if."""
    _explain(ctx, f"{explaining.RUN}{run}", row, data, changes, output_class, limit)


def _explain(
    ctx: typer.Context,
    address: str,
    row: str,
    data: str | None,
    changes: Sequence[str] | None,
    output_class: str | None,
    limit: int,
) -> None:
    told = dict(_change(one) for one in changes or ())
    with opened(ctx) as workspace:
        job = follow(workspace, explaining.ask(workspace, address, row, data=data, changes=told))
        found = explaining.of_job(job)
        if output_class is not None and output_class not in found.outputs:
            raise WrongUse(
                f"{found.who} tells no class {output_class}.",
                f"It tells {', '.join(found.outputs)}.",
            )
        output.show(found, found.summary)
        if not output.as_json:
            chosen = found.chosen if output_class is None else found.outputs.index(output_class)
            _say(found, chosen, limit)


def _change(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise WrongUse(f"{text} names no column and value.", "Write it as column=value.")
    return name.strip(), value


def _say(found: Explanation, chosen: int, limit: int) -> None:
    unit = "" if found.unit in (PROBABILITY, VALUE) else f", in {found.unit}"
    output.say(f"Contributions to {found.outputs[chosen]}{unit}; {found.way}.")
    every = found.ranked(chosen)
    shown = every[:limit]
    rows = [{"column": "what rows say on average", "value": "", "by": found.base[chosen]}]
    rows += [_line(one, chosen) for one in shown]
    rest = sum(one.by[chosen] for one in every[limit:])
    if len(every) > limit:
        rows.append({"column": f"{len(every) - limit} other columns", "value": "", "by": rest})
    rows.append({"column": "together", "value": "", "by": found.said[chosen]})
    titles = (("column", "Column"), ("value", "Value"), ("by", "Moves it by"))
    output.show_list(rows, (*titles, ("seen", "Seen in training")))
    if found.similar:
        output.say(f"\nRows learned from that are like it. {found.similar_words}")
        likes = [
            {
                "row": one.id or str(one.row + 1),
                "label": one.label,
                "said": one.said,
                "far": one.distance,
            }
            | dict(zip(found.similar_columns, one.cells, strict=True))
            for one in found.similar
        ]
        named = (("row", "Row"), ("label", found.target), ("said", "Said"), ("far", "Distance"))
        output.show_list(likes, (*named, *((name, name) for name in found.similar_columns)))
    else:
        output.say(f"\n{found.similar_words}")


def _line(one: ColumnPart, chosen: int) -> dict[str, object]:
    seen = f"{one.lowest} to {one.highest}" if one.lowest else ""
    if one.is_beyond:
        seen = f"{seen}, this lies beyond" if seen else "never seen"
    return {"column": one.name, "value": one.value, "by": one.by[chosen], "seen": seen}

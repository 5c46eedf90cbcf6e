"""Commands that write about versions: what differs between two."""

from typing import Annotated

import typer

from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.cli.model_marks import Version
from tidemill.cli.models import models
from tidemill.domain.model_diffs import ModelDiff
from tidemill.services import model_diffs


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models."""
    models.command()(diff)


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help="The earlier version, such as flights-late@3.")],
    after: Version,
) -> None:
    """Say what differs between two versions: data, code, parameters, columns, measures, answers."""
    with opened(ctx) as workspace:
        with progress_bar("Reading the versions") as move:
            found = model_diffs.diff(workspace, before, after, told_by(move))
        if output.as_json:
            output.show(found, "")
            return
        _say(found)


def _say(found: ModelDiff) -> None:
    output.say(found.summary)
    output.say(f"\nData: {found.data.words}")
    for name, words in found.data.columns:
        output.say(f"  {name}: {words}")
    for title, changes in (
        ("Code", found.code),
        ("Parameters", found.params),
        ("Columns read", found.schema),
    ):
        output.say(f"\n{title}: {'' if changes else 'no difference known'}".rstrip())
        for one in changes:
            output.say(f"  {one.name}: {_short(one.before)} → {_short(one.after)}")
    output.say(f"\nMeasures, on {found.judged_on}")
    columns = (
        ("title", "Measure"),
        ("before", found.before),
        ("after", found.after),
        ("change", "Change"),
        ("low", "Gain from"),
        ("high", "to"),
    )
    told = found.to_dict()
    output.show_list(told["measures"], columns)
    if found.slices:
        output.say(f"\n{found.slices_of} by group, lost most first")
        groups = (
            ("column", "Column"),
            ("words", "Group"),
            ("n", "Rows"),
            ("before", found.before),
            ("after", found.after),
        )
        output.show_list(told["slices"], groups)
    answers = found.answers
    output.say(
        f"\nAnswers: {answers.missing}"
        if answers.missing
        else f"\nAnswers: {answers.n_better:,} become right, {answers.n_worse:,} wrong, of "
        f"{answers.n_rows:,}"
    )


def _short(text: str | None, most: int = 60) -> str:
    if text is None:
        return "–"
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

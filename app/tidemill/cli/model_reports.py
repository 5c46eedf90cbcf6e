"""Commands that write about versions: their cards, and what differs between two."""

from pathlib import Path
from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou, WrongUse
from tidemill.cli import output
from tidemill.cli.context import follow, opened, progress_bar, told_by
from tidemill.cli.model_marks import Version
from tidemill.cli.models import models
from tidemill.domain.model_cards import PARTS, ModelCard
from tidemill.domain.model_diffs import ModelDiff
from tidemill.services import further_answers, model_cards, model_diffs, registry
from tidemill.services.workspace import Workspace


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models."""
    for command in (diff, card):
        models.command()(command)


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(help="The earlier version, such as flights-late@3.")],
    after: Version,
) -> None:
    """Say what differs between two versions: data, code, parameters, columns, measures, answers."""
    with opened(ctx) as workspace:
        with progress_bar("Reading the versions") as move:
            found = model_diffs.diff(workspace, before, after, told_by(move))
        if found.lacks_shared_rows:
            found = _on_rows_of_neither(workspace, before, after, found)
        if output.as_json:
            output.show(found, "")
            return
        _say(found)


def _on_rows_of_neither(
    workspace: Workspace, before: str, after: str, found: ModelDiff
) -> ModelDiff:
    """The difference once both answered rows that neither learned from, where there are any."""
    try:
        follow(workspace, further_answers.ask(workspace, before, after))
    except NeedsYou as refused:
        output.say(refused.message)
        return found
    return model_diffs.diff(workspace, before, after)


def card(
    ctx: typer.Context,
    version: Version,
    out: Annotated[Path | None, typer.Option(help="Write it to this HTML file.")] = None,
    say: Annotated[
        list[str] | None,
        typer.Option("--set", help="Write a part that only people know: purpose=…, limits=…"),
    ] = None,
) -> None:
    """Show or write a version's model card: facts fill themselves in, people add the rest."""
    if out is not None and out.suffix.lower() not in (".html", ".htm"):
        raise WrongUse(
            f"A card is written as HTML here, not as {out.suffix or 'a file without an ending'}.",
            "Name a file that ends in .html; the window writes PDF as well.",
        )
    words = [_part(one) for one in say or ()]
    with opened(ctx) as workspace:
        name = registry.version(workspace, version).model
        for part, text in words:
            model_cards.write_part(workspace, name, part, text)
        with progress_bar("Reading what is known") as move:
            found = model_cards.card(workspace, version, told_by(move))
        if out is not None:
            n_bytes = model_cards.write(found, out)
            missing = [part.id for part in found.missing]
            told = {"html": {"file": str(out), "bytes": n_bytes}, "missing": missing}
            output.show(told, f"Wrote {out}")
        elif output.as_json:
            output.show(found, "")
        else:
            _say_card(found)
        if found.missing and not output.as_json:
            output.say(f"\n{found.missing_words}")
            output.say(f"Write one: tidemill models card {version} --set {found.missing[0].id}=…")


def _part(words: str) -> tuple[str, str]:
    name, sign, text = words.partition("=")
    if not sign:
        raise WrongUse(
            f"{words!r} is no part of a card.",
            f"Write part=text; the parts are: {', '.join(one.id for one in PARTS)}.",
        )
    return name.strip(), text


def _say_card(found: ModelCard) -> None:
    output.say(f"{found.title}\n{found.subtitle}")
    for part in PARTS:
        if found.written.get(part.id):
            output.say(f"\n{part.title}\n{found.written[part.id]}")
    for section in found.sections:
        output.say("\n" + "\n".join([section.title, *section.words]))
        if section.table is not None:
            for row in section.table.rows:
                output.say("  " + "  ".join(row))


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

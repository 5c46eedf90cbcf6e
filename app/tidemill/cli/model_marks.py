"""Commands for what people add to versions: labels, proposals, comments."""

from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.models import marked_dict, models
from tidemill.domain.models import Comment
from tidemill.services import aliases, registry
from tidemill.services import comments as service
from tidemill.services import four_eyes as pairs

Version = Annotated[str, typer.Argument(help="A version: name@3, name@champion, name@label.")]


def attach(_app: typer.Typer) -> None:
    """Add these commands to those of models."""
    models.command()(alias)
    models.command("four-eyes")(four_eyes)
    for command in (propose, comment, comments):
        models.command()(command)


def alias(
    ctx: typer.Context,
    version: Version,
    label: Annotated[str, typer.Argument(help="The label, a word of your own.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take it off.")] = False,
) -> None:
    """Put a label on a version, moved there if it stands on another; name@label is that version."""
    with opened(ctx) as workspace:
        if remove:
            found = aliases.remove(workspace, version, label)
            text = f"{found.label} has no label {label} any more."
        else:
            found = aliases.put(workspace, version, label)
            text = f"{found.model}@{label.strip().casefold()} is v{found.number}."
        output.show(marked_dict(registry.find(workspace, found.model), found), text)


def four_eyes(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The model.")],
    off: Annotated[bool, typer.Option("--off", help="One person is enough again.")] = False,
) -> None:
    """Let a model be promoted by two people only: who made a version can't promote it alone."""
    with opened(ctx) as workspace:
        model = pairs.switch(workspace, name, not off)
        words = "one person" if off else "two people"
        output.show(
            {"model": model.name, "four_eyes": model.is_four_eyes},
            f"A promotion of {model.name} needs {words}.",
        )


def propose(
    ctx: typer.Context,
    version: Version,
    note: Annotated[str, typer.Option(help="Why, for who promotes it.")] = "",
) -> None:
    """Say that a version may be promoted, where two people are needed; another promotes it."""
    with opened(ctx) as workspace:
        found = pairs.propose(workspace, version, note=note)
        output.show(
            marked_dict(registry.find(workspace, found.model), found),
            f"Proposed {found.label}. Another person promotes it.",
        )


def comment(
    ctx: typer.Context,
    version: Version,
    text: Annotated[
        str | None, typer.Argument(help="What it says; @login speaks to a person.")
    ] = None,
    remove: Annotated[
        int | None, typer.Option(help="Take the comment of this number away.")
    ] = None,
) -> None:
    """Write a comment on a version, or take one away."""
    if (text is None) == (remove is None):
        raise WrongUse("Give a text, or --remove with the number of a comment.", "")
    with opened(ctx) as workspace:
        if remove is not None:
            gone = service.remove(workspace, version, remove)
            output.show(comment_dict(gone), f"Took comment {gone.id} away.")
            return
        made = service.add(workspace, version, text or "")
        told = f" for {', '.join(made.mentions)}" if made.mentions else ""
        output.show(comment_dict(made), f"Wrote comment {made.id}{told}.")


def comments(ctx: typer.Context, version: Version) -> None:
    """Show the comments on a version, oldest first."""
    with opened(ctx) as workspace:
        columns = (("id", "No."), ("at", "When"), ("by", "Who"), ("text", "What"))
        found = service.of_version(workspace, version)
        output.show_list([comment_dict(one) for one in found], columns)


def comment_dict(one: Comment) -> dict[str, Any]:
    """The JSON shape of a comment."""
    return {
        "id": one.id,
        "at": one.at,
        "by": one.by,
        "text": one.text,
        "mentions": list(one.mentions),
    }

"""The command that tells what a thing came from and what was made of it."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.models import models
from tidemill.domain.lineage import TITLES, Graph, Node
from tidemill.services import lineage_graph


def attach(_app: typer.Typer) -> None:
    """Add the command to those of models."""
    models.command()(lineage)


def lineage(
    ctx: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            help="A version (flights-late@3, flights@12) or request:ID, file:NAME, run:ID, "
            "deployment:NAME, person:LOGIN, code:COMMIT, data:NAME@N."
        ),
    ],
    back: Annotated[bool, typer.Option("--back", help="Only what it came from.")] = False,
    forward: Annotated[bool, typer.Option("--forward", help="Only what was made of it.")] = False,
    find: Annotated[str, typer.Option(help="Only what holds these words.")] = "",
    limit: Annotated[
        int, typer.Option(min=1, help="So many things are followed at most.")
    ] = lineage_graph.MOST,
) -> None:
    """Go from an answer, a version or a file back to data, code and people, and forward to use."""
    with opened(ctx) as workspace:
        found = lineage_graph.of(workspace, what, limit=limit)
    wanted = frozenset(
        node.key
        for node in found.find(find)
        if back == forward or node.steps == 0 or (node.steps < 0) == back
    )
    if output.as_json:
        output.show(_narrowed(found, wanted), "")
        return
    start = found.nodes[0]
    output.say(f"{start.name}: {start.words}" if start.words else start.name)
    if back or not forward:
        _say("Came from", [node for node in found.back() if node.key in wanted])
    if forward or not back:
        _say("Was used for", [node for node in found.forward() if node.key in wanted])
    if not found.is_whole:
        output.say(f"\nThere is more: only {limit:,} things were followed. Ask with --limit.")


def _narrowed(found: Graph, wanted: frozenset[Any]) -> dict[str, Any]:
    told = found.to_dict()
    names = {str(key) for key in wanted} | {str(found.start)}
    told["nodes"] = [node for node in told["nodes"] if node["id"] in names]
    told["edges"] = [one for one in told["edges"] if {one["from"], one["to"]} <= names]
    return told


def _say(title: str, nodes: Sequence[Node]) -> None:
    output.say(f"\n{title}")
    items = [
        {"kind": TITLES[node.key.kind], "name": node.name, "words": node.words, "at": node.at}
        for node in nodes
    ]
    columns = (("kind", "Kind"), ("name", "Name"), ("words", "What"), ("at", "When"))
    output.show_list(items, columns)

"""The command that tells what a thing came from and what was made of it."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.models import models
from tidemill.domain.lineage import TITLES, Graph, Node
from tidemill.services import lineage_graph, lineage_rows
from tidemill.services.lineage_rows import Rows


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
    """Go from an answer, a version or a file back to data, code and people, and forward to use.

    Of an answer or a version of a model it also tells the rows it learned from, by their numbers.
    """
    with opened(ctx) as workspace:
        found = lineage_graph.of(workspace, what, limit=limit)
        rows = None if forward and not back else lineage_rows.of(workspace, what)
    wanted = frozenset(
        node.key
        for node in found.find(find)
        if back == forward or node.steps == 0 or (node.steps < 0) == back
    )
    if output.as_json:
        told = _narrowed(found, wanted)
        output.show(told if rows is None else told | {"rows": rows.to_dict()}, "")
        return
    start = found.nodes[0]
    output.say(f"{start.name}: {start.words}" if start.words else start.name)
    if back or not forward:
        _say("Came from", [node for node in found.back() if node.key in wanted])
    if forward or not back:
        _say("Was used for", [node for node in found.forward() if node.key in wanted])
    if rows is not None:
        _say_rows(rows)
    if not found.is_whole:
        output.say(f"\nThere is more: only {limit:,} things were followed. Ask with --limit.")


def _narrowed(found: Graph, wanted: frozenset[Any]) -> dict[str, Any]:
    told = found.to_dict()
    names = {str(key) for key in wanted} | {str(found.start)}
    told["nodes"] = [node for node in told["nodes"] if node["id"] in names]
    told["edges"] = [one for one in told["edges"] if {one["from"], one["to"]} <= names]
    return told


def _say_rows(rows: Rows) -> None:
    output.say(f"\nRows\n{rows.words}")
    items = [
        {
            "file": one.file,
            "version": one.version,
            "rows": f"{one.rows[0]:,}–{one.rows[1]:,}",
            "learned": one.n_learned,
            "held_out": one.n_held_out,
        }
        for one in rows.files
    ]
    columns = (
        ("file", "File"),
        ("version", "Version"),
        ("rows", "Its rows"),
        ("learned", "Learned from"),
        ("held_out", "Held out"),
    )
    if items:
        output.show_list(items, columns)


def _say(title: str, nodes: Sequence[Node]) -> None:
    output.say(f"\n{title}")
    items = [
        {"kind": TITLES[node.key.kind], "name": node.name, "words": node.words, "at": node.at}
        for node in nodes
    ]
    columns = (("kind", "Kind"), ("name", "Name"), ("words", "What"), ("at", "When"))
    output.show_list(items, columns)

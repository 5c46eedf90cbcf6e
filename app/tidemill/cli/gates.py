"""Commands for gates: sets of them with a name, and rows every candidate must answer."""

import json
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.example_answers import ExampleAnswer
from tidemill.domain.gate_sets import GateWish
from tidemill.services import gate_sets
from tidemill.services.gate_sets import KnownSet

gates = typer.Typer(help="What a candidate has to pass, in sets with a name.", no_args_is_help=True)

SetName = Annotated[str, typer.Argument(help="The set's name.")]
Model = Annotated[str, typer.Argument(help="The model.")]


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(gates, name="gates")


@gates.command("list")
def list_(ctx: typer.Context) -> None:
    """Show the sets of gates and the models that use them."""
    with opened(ctx) as workspace:
        sets = gate_sets.every(workspace)
        items = [one.to_dict() | {"n_gates": len(one.gates.gates)} for one in sets]
        columns = (
            ("name", "Set"),
            ("n_gates", "Gates"),
            ("models", "Used by"),
            ("is_default", "Default"),
            ("by", "By"),
        )
        output.show_list(items, columns)


@gates.command()
def kinds() -> None:
    """Show the gates there are, with what of each can be set."""
    items = [
        {
            "gate": one.id,
            "title": one.title,
            "settings": {p.id: p.default for p in one.parameters},
            "help": one.help,
        }
        for one in gate_sets.entries().values()
    ]
    columns = (("gate", "Gate"), ("title", "Title"), ("settings", "Settings"), ("help", "What"))
    output.show_list(items, columns)


@gates.command()
def show(ctx: typer.Context, name: SetName) -> None:
    """Show a set: its gates with all their settings, and who uses it."""
    with opened(ctx) as workspace:
        found = gate_sets.find(workspace, name)
        output.show(found.to_dict(), "\n".join(_lines(found)))


def _lines(found: KnownSet) -> list[str]:
    used = f", used by {', '.join(found.models)}" if found.models else ", used by no model"
    lines = [f"{found.gates.name}{used}"]
    for gate in found.to_dict()["gates"]:
        told = ", ".join(f"{name} {value}" for name, value in gate["settings"].items())
        lines.append(f"{gate['gate']}: {gate['title']}{f' ({told})' if told else ''}")
    return lines


@gates.command("set")
def set_(
    ctx: typer.Context,
    name: SetName,
    gate: Annotated[
        list[str],
        typer.Option(help="A gate, such as data_checks or fair:column=region:most=0.05; repeat."),
    ],
) -> None:
    """Write a set down, new or in place of the one of that name."""
    with opened(ctx) as workspace:
        wishes = [GateWish.parse(text) for text in gate]
        found = gate_sets.put(workspace, name, wishes)
        output.show(found.to_dict(), "\n".join(_lines(found)))


@gates.command()
def drop(ctx: typer.Context, name: SetName) -> None:
    """Take a set away that no model uses."""
    with opened(ctx) as workspace:
        gate_sets.drop(workspace, name)
        output.show({"name": name, "dropped": True}, f"Took away {name}.")


@gates.command()
def use(ctx: typer.Context, model: Model, name: SetName) -> None:
    """Let the candidates of a model pass a set from now on; standard is the one we bring.

    A model that uses the default follows it, should another set become the default.
    """
    with opened(ctx) as workspace:
        gate_sets.use(workspace, model, name)
        found = gate_sets.find(workspace, name)
        output.show(found.to_dict(), f"Candidates of {model} pass the gates {name} from now on.")


@gates.command()
def default(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The set; none shows which it is.")] = None,
) -> None:
    """Show or choose the set that candidates pass where no other was chosen for their model."""
    with opened(ctx) as workspace:
        if name is not None:
            gate_sets.use_by_default(workspace, name)
        found = gate_sets.find(workspace, gate_sets.default_name(workspace))
        output.show(found.to_dict(), "\n".join(_lines(found)))


@gates.command()
def add(
    ctx: typer.Context,
    model: Model,
    gate: Annotated[
        str,
        typer.Argument(help="The gate, such as not_worse_on_slices:columns=region,plan:depth=2."),
    ],
) -> None:
    """Let the candidates of a model pass one gate more from now on.

    A set that is the standard one, the default, or used by other models too, stays as it is; the
    model gets one of its own then, called as the model is.
    """
    with opened(ctx) as workspace:
        found = gate_sets.add_to_model(workspace, model, GateWish.parse(gate))
        output.show(found.to_dict(), "\n".join(_lines(found)))


@gates.command()
def remove(
    ctx: typer.Context,
    model: Model,
    gate: Annotated[
        str,
        typer.Argument(help="The gate, such as latency; with its settings where it stands twice."),
    ],
) -> None:
    """Let the candidates of a model pass one gate less from now on.

    As with add, the model gets a set of its own where its set is the standard one or shared.
    """
    with opened(ctx) as workspace:
        found = gate_sets.take_from_model(workspace, model, GateWish.parse(gate))
        output.show(found.to_dict(), "\n".join(_lines(found)))


@gates.command()
def history(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(help="The version, such as churn@3.")],
) -> None:
    """Show every time gates ran over a version, newest first."""
    with opened(ctx) as workspace:
        items = [
            {
                "at": one.at,
                "set": one.gate_set,
                "passed": sum(1 for g in one.gates if g["passed"]),
                "of": len(one.gates),
                "against": one.against,
                "judged_on": one.judged_on,
                "by": one.by,
                "gates": list(one.gates),
            }
            for one in gate_sets.runs(workspace, version)
        ]
        columns = (
            ("at", "When"),
            ("set", "Set"),
            ("passed", "Passed"),
            ("of", "Of"),
            ("against", "Against"),
            ("judged_on", "Judged on"),
            ("by", "By"),
        )
        output.show_list(items, columns)


@gates.command()
def examples(ctx: typer.Context, model: Model) -> None:
    """Show the rows that every candidate of a model must answer as written down."""
    with opened(ctx) as workspace:
        items = [_example(one) for one in gate_sets.examples(workspace, model)]
        output.show_list(items, (("name", "Name"), ("row", "Row"), ("expected", "Expected")))


@gates.command("set-example")
def set_example(
    ctx: typer.Context,
    model: Model,
    name: Annotated[str, typer.Argument(help="What the row is called.")],
    row: Annotated[str, typer.Option(help='The row as JSON, such as {"age": 40}.')],
    answer: Annotated[str, typer.Option(help="The class it must be given.")] = "",
    least: Annotated[
        float | None, typer.Option(help="The least number or probability of that class.")
    ] = None,
    most: Annotated[
        float | None, typer.Option(help="The largest number or probability of that class.")
    ] = None,
) -> None:
    """Write an example row down with the answer expected; the gate example_rows asks for it."""
    with opened(ctx) as workspace:
        wish = ExampleAnswer(name, _row(row), answer, least, most)
        found = gate_sets.put_example(workspace, model, wish)
        output.show(_example(found), f"{found.name}: {found.sentence}")


@gates.command("drop-example")
def drop_example(
    ctx: typer.Context,
    model: Model,
    name: Annotated[str, typer.Argument(help="What the row is called.")],
) -> None:
    """Take an example row away."""
    with opened(ctx) as workspace:
        gate_sets.drop_example(workspace, model, name)
        output.show({"name": name, "dropped": True}, f"Took away {name}.")


def _row(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise WrongUse("The row is no JSON.", detail=str(error)) from error
    if not isinstance(row, dict):
        raise WrongUse("The row is no JSON object of columns and values.")
    return row


def _example(one: ExampleAnswer) -> dict[str, Any]:
    return {"name": one.name, **one.to_dict(), "expected": one.sentence}

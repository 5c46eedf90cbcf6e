"""Which own code a person of this workspace chose: nothing else is run.

A choice stands in the activity list, sealed like all that happened, by the hash of the code. What
comes with a recipe from elsewhere has to be chosen here first.
"""

from collections.abc import Sequence
from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.domain import own_steps
from tidemill.domain.own_steps import OwnStep, StepFunction, StepKind
from tidemill.domain.recipes import Recipe
from tidemill.services import notebooks, own_sources
from tidemill.services.workspace import Workspace
from tidemill.store import activities

KIND = "own code"


def functions(path: Path) -> tuple[StepFunction, ...]:
    """What can be a step in a file, without running a line of it."""
    return own_steps.functions(own_sources.source_of(path), path.name)


def step(
    path: Path,
    function: str | None = None,
    *,
    kind: StepKind | None = None,
    table: str = own_steps.SCRIPT_TABLE,
) -> OwnStep:
    """A file's function as a step, with what it imports beside it; nothing of it is run.

    Without a `function` it is the only one, or the only one that its author marked; a file that
    has none is a script that changes the table called `table`. `NeedsYou` where it is not clear,
    or the code can't be carried.
    """
    source = own_sources.source_of(path)
    found = own_steps.functions(source, path.name)
    modules = own_sources.beside(path, source)
    if function is None:
        marked = [one for one in found if one.is_marked]
        few = marked or list(found)
        if len(few) > 1:
            raise NeedsYou(
                f"{path.name} has several functions that can be a step: "
                + ", ".join(one.name for one in few)
                + ".",
                f"Name one, as {path.name}:{few[0].name}.",
            )
        if not few:
            return _script(path, source, modules, table)
        function = few[0].name
    named = next((one for one in found if one.name == function), None)
    if named is None:
        there = ", ".join(one.name for one in found)
        raise NeedsYou(
            f"{path.name} has no function {function} that can be a step.",
            f"It has {there}." if there else "Write one that takes the table and returns it.",
        )
    return OwnStep(path.name, source, function, kind or named.kind, modules)


def named(texts: Sequence[str], table: str = own_steps.SCRIPT_TABLE) -> tuple[OwnStep, ...]:
    """Steps as a person names them: a file, or a file and its function behind a colon; of a
    notebook the numbers of its cells. `NeedsYou` where those would miss what they can't run
    without."""
    found = []
    for text in texts:
        head, colon, function = text.rpartition(":")
        if text.endswith(notebooks.ENDING) or head.endswith(notebooks.ENDING):
            found.append(_cells(Path(head or text), function if head else "", table))
            continue
        is_split = bool(colon) and function.isidentifier() and not Path(text).is_file()
        path = Path(head if is_split else text)
        found.append(step(path, function if is_split else None, table=table))
    return tuple(found)


def _cells(path: Path, text: str, table: str) -> OwnStep:
    made = notebooks.made(path, notebooks.numbers(text), table)
    missing = [one.sentence for one in made.hidden if one.is_fatal]
    if missing:
        raise NeedsYou(
            f"These cells of {path.name} are no step by themselves. {missing[0]}",
            "Choose the cells they need too, or say what they call the table.",
            detail="\n".join(missing),
        )
    return made.step


def _script(path: Path, source: str, modules: dict[str, str], table: str) -> OwnStep:
    import ast

    names = {n.id for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name)}
    if table not in names:
        raise NeedsYou(
            f"{path.name} has no function that takes a table, and does nothing to one called "
            f"{table}.",
            f"Write a function that takes the table and returns it, or change {table}.",
        )
    return OwnStep(path.name, source, modules=modules, table=table)


def remarks(steps: Sequence[OwnStep]) -> list[str]:
    """What a person should know before choosing code: which libraries it needs, what goes along."""
    import importlib.util

    said = []
    for one in steps:
        beside = sorted(set(one.sources) - {one.file})
        needs = own_steps.foreign(one.sources)
        absent = [name for name in needs if importlib.util.find_spec(name) is None]
        if needs:
            said.append(
                f"{one.title} needs {', '.join(needs)}, which must be wherever the model answers."
            )
        if absent:
            said.append(f"{', '.join(absent)} is not installed here.")
        if beside:
            said.append(f"{', '.join(beside)} beside {one.file} goes along.")
    return list(dict.fromkeys(said))


def choose(workspace: Workspace, steps: Sequence[OwnStep]) -> None:
    """Write down that this person chose this code to be run in this workspace."""
    with workspace.store.write(durable=True) as tx:
        for one in steps:
            subject = f"own_code/{one.code_hash}"
            if activities.count(tx.connection, kind=KIND, subject=subject):
                continue
            activities.add(
                tx,
                by=workspace.person.login,
                kind=KIND,
                subject=subject,
                sentence=f"chose {one.title} as own code to run here",
                note=f"{one.source.count(chr(10)) + 1:,} lines, hash {one.code_hash[:12]}",
                detail={"file": one.file, "function": one.function},
            )


def checked(workspace: Workspace, recipe: Recipe) -> Recipe:
    """The recipe, or `NeedsYou` where it carries code that nobody chose here."""
    if not recipe.own:
        return recipe
    with workspace.store.read() as connection:
        unknown = [
            one
            for one in recipe.own
            if not activities.count(connection, kind=KIND, subject=f"own_code/{one.code_hash}")
        ]
    if unknown:
        raise NeedsYou(
            f"The recipe carries code that nobody of this workspace chose: "
            f"{', '.join(one.title for one in unknown)}.",
            "Read it, and choose its file as own code of the training if you trust it.",
        )
    return recipe

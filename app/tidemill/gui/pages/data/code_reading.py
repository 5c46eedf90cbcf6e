"""Reads a file of own code for the Train sheet, off the window's thread; runs nothing of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from tidemill.base.errors import NeedsYou
from tidemill.base.words import spoken, tr
from tidemill.domain.own_steps import SCRIPT_TABLE
from tidemill.gui.pages.data.code_state import CodeOption, CodeState, Key

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter


def looked_at(
    path: str, ticked: tuple[Key, ...] | None, table: str, _reporter: "Reporter"
) -> CodeState:
    """The file with what is chosen of it; `ticked` is None where it was just named, so that what
    its author marked is chosen."""
    if not path.strip():
        return CodeState()
    file = Path(path.strip()).expanduser()
    state = CodeState(path, ticked=ticked or (), table=table or SCRIPT_TABLE)
    try:
        return (
            _notebook(file, state, ticked)
            if file.suffix == ".ipynb"
            else _file(state, file, ticked)
        )
    except NeedsYou as error:
        return CodeState(
            path,
            state.options,
            state.ticked,
            table,
            problem=f"{error.message} {error.hint}".strip(),
        )


def _file(state: CodeState, file: Path, ticked: tuple[Key, ...] | None) -> CodeState:
    from tidemill.services import own_choices

    found = own_choices.functions(file)
    if ticked is None:
        ticked = tuple(one.name for one in found if one.is_marked)
        if not ticked and len(found) == 1:
            ticked = (found[0].name,)
    options = tuple(
        CodeOption(one.name, f"{one.name}  {spoken(one.help)}".strip(), str(one.kind))
        for one in found
    )
    if found:
        steps = tuple(own_choices.step(file, str(name)) for name in ticked)
    else:
        steps = (own_choices.step(file, table=state.table),)
    return CodeState(
        state.path,
        options,
        ticked,
        state.table,
        not found,
        steps,
        tuple(own_choices.remarks(steps)),
    )


def _notebook(file: Path, state: CodeState, ticked: tuple[Key, ...] | None) -> CodeState:
    from tidemill.services import notebooks, own_choices

    cells = notebooks.cells(file)
    table = notebooks.table_of(cells) if ticked is None else state.table
    options = tuple(
        CodeOption(
            one.number,
            f"{one.number}  {one.first_line}",
            one.trouble or (f"run {one.run}" if one.run is not None else tr("not run")),
        )
        for one in cells
    )
    chosen = ticked or ()
    shown = CodeState(state.path, options, chosen, table, True)
    if not chosen:
        return shown
    try:
        made = notebooks.made(file, [int(one) for one in chosen], table)
    except NeedsYou as error:
        return CodeState(
            state.path, options, chosen, table, True, problem=f"{error.message} {error.hint}"
        )
    said = tuple(spoken(one.sentence) for one in made.hidden)
    if not made.is_whole:
        return CodeState(state.path, options, chosen, table, True, problem=" ".join(said))
    said = (*said, *own_choices.remarks([made.step]))
    return CodeState(state.path, options, chosen, table, True, (made.step,), said)

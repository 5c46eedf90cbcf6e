"""What the chosen cells of a notebook relied on and a script of them would miss."""

from collections.abc import Iterator, Sequence

from tidemill.domain.notebook_cells import OF_NOTEBOOKS, Cell, Hidden, chosen


def hidden(cells: Sequence[Cell], numbers: Sequence[int], table: str = "") -> tuple[Hidden, ...]:
    """All that the cells of `numbers`, in that order, take from elsewhere; worst first.

    `table` is the name of the table that the script is given.
    """
    picked = chosen(cells, numbers)
    left = [one for one in cells if one.number not in set(numbers)]
    found = [
        *_names(cells, picked, left, table),
        *_between(picked, left, table),
        *_magics(picked, left),
        *_settings(picked, left),
        *_order(picked),
        *_files(picked),
    ]
    return tuple(sorted(found, key=lambda one: not one.is_fatal))


def _names(
    cells: Sequence[Cell], picked: Sequence[Cell], left: Sequence[Cell], table: str
) -> Iterator[Hidden]:
    """Names that are not there when a chosen cell comes to them."""
    there = {table} - {""}
    gone: dict[str, int] = {}
    told: set[str] = set()
    for place, cell in enumerate(picked):
        for name in sorted(cell.needs - there - told - {"display"}):
            told.add(name)
            yield _missing(name, cell, picked[place:], left, cells, gone.get(name))
        there |= cell.makes
        there -= cell.removes
        gone |= dict.fromkeys(cell.removes, cell.number)


def _missing(
    name: str,
    cell: Cell,
    later: Sequence[Cell],
    left: Sequence[Cell],
    cells: Sequence[Cell],
    gone: int | None,
) -> Hidden:
    """Why a name is not there, in a sentence."""
    head = f"Cell {cell.number} uses {name}, "
    if gone is not None:
        return Hidden("deleted", cell.number, f"{head}which cell {gone} deletes before.", True)
    if name in OF_NOTEBOOKS:
        return Hidden("notebook", cell.number, f"{head}which only a notebook has.", True)
    behind = [one.number for one in later[1:] if name in one.makes]
    if behind:
        words = f"{head}which cell {behind[0]} makes after it in the order chosen."
        return Hidden("later", cell.number, words, True)
    makers = [one.number for one in left if name in one.makes]
    if makers:
        verb = "makes and is" if len(makers) == 1 else "make and are"
        words = f"{head}which {_cells(makers)} {verb} not chosen."
        return Hidden("not chosen", cell.number, words, True)
    magic = [one for one in cells if name in one.by_magic]
    if magic:
        by = next((one for one in magic[0].magics if "=" in one and name in one), "")
        words = f"{head}which cell {magic[0].number} makes by a magic: {by}."
        return Hidden("magic", cell.number, words, True)
    runs = [one for one in cells for m in one.magics if m.startswith(("%run", "%store", "%load"))]
    if runs:
        words = f"{head}which no cell makes; {_by(runs[0])} of cell {runs[0].number} may do so."
        return Hidden("magic", cell.number, words, True)
    words = f"{head}which no cell makes: the cell that did was changed or deleted."
    return Hidden("nowhere", cell.number, words, True)


def _by(cell: Cell) -> str:
    return next(m for m in cell.magics if m.startswith(("%run", "%store", "%load")))


def _between(picked: Sequence[Cell], left: Sequence[Cell], table: str) -> Iterator[Hidden]:
    """Cells left out that change what a chosen cell goes on with."""
    used_last: dict[str, int] = {}
    made_first: dict[str, int] = dict.fromkeys({table} - {""}, 0)
    for cell in picked:
        for name in cell.needs | cell.makes | cell.changes:
            used_last[name] = max(used_last.get(name, 0), cell.number)
        for name in cell.makes:
            made_first.setdefault(name, cell.number)
    for cell in left:
        for name in sorted(cell.changes | (cell.makes & cell.needs)):
            is_between = made_first.get(name, 10**9) < cell.number < used_last.get(name, 0)
            if is_between and name != table:
                words = f"Cell {cell.number} changes {name} before it is used and is not chosen."
                yield Hidden("changed", cell.number, words)
            elif is_between:
                words = f"Cell {cell.number} changes the table {name} and is not chosen."
                yield Hidden("changed", cell.number, words)


def _magics(picked: Sequence[Cell], left: Sequence[Cell]) -> Iterator[Hidden]:
    for cell in picked:
        for magic in cell.magics:
            words = f"Cell {cell.number} has {magic}, which a script leaves out."
            yield Hidden("magic", cell.number, words)
    last = max(one.number for one in picked)
    for cell in left:
        for magic in cell.magics if cell.number < last else ():
            if magic.startswith(("%run", "%env", "%cd", "%autoreload", "%pylab")):
                words = f"Cell {cell.number} has {magic}, and is not chosen."
                yield Hidden("magic", cell.number, words)


def _settings(picked: Sequence[Cell], left: Sequence[Cell]) -> Iterator[Hidden]:
    last = max(one.number for one in picked)
    for cell in left:
        if cell.number < last:
            for what in cell.sets:
                words = f"Cell {cell.number} sets {what} and is not chosen."
                yield Hidden("setting", cell.number, words)


def _order(picked: Sequence[Cell]) -> Iterator[Hidden]:
    """Cells that were last run in another order than the chosen one, or never."""
    before: Cell | None = None
    for cell in picked:
        if cell.run is None:
            if cell.code.strip():
                words = f"Cell {cell.number} was not run since the notebook was cleared or opened."
                yield Hidden("not run", cell.number, words)
            continue
        if before is not None and before.run is not None and cell.run < before.run:
            words = (
                f"Cell {cell.number} [{cell.run}] was last run before cell {before.number} "
                f"[{before.run}], which stands before it here."
            )
            yield Hidden("order", cell.number, words)
        before = cell


def _files(picked: Sequence[Cell]) -> Iterator[Hidden]:
    for cell in picked:
        for name in cell.files:
            words = f"Cell {cell.number} reads {name}, which does not go along with a model."
            yield Hidden("file", cell.number, words)


def _cells(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    return f"cells {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"

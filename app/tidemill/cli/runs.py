"""Commands that show runs."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import opened, progress_bar, told_by
from tidemill.domain import run_views
from tidemill.domain.query import parse_name
from tidemill.domain.run_columns import OWN_FIELDS
from tidemill.domain.run_lists import GroupFigure, Outline, RunGroup, Wish
from tidemill.domain.run_views import RunListView
from tidemill.services import run_exports, run_told, saved_views
from tidemill.services import runs as service
from tidemill.services.run_list import RunList
from tidemill.services.workspace import Workspace

runs = typer.Typer(help="Experiments' runs.", no_args_is_help=True)

_SUMMED = ("metrics", "params")
_OWN = frozenset(OWN_FIELDS) - {"duration"}


def attach(app: typer.Typer) -> None:
    """Add these commands to the root."""
    app.add_typer(runs, name="runs")


@runs.command("list")
def list_(
    ctx: typer.Context,
    where: Annotated[
        str | None, typer.Option(help="A query, for example metrics.auc > 0.7")
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option(help="Names with commas between; with - in front descending. [-started]"),
    ] = None,
    group_by: Annotated[
        str | None,
        typer.Option(help="Show groups of runs with equal values of these, outermost first."),
    ] = None,
    fold: Annotated[
        str | None,
        typer.Option(help="Runs that differ in these parameters only are one row: seed,fold"),
    ] = None,
    columns: Annotated[str | None, typer.Option(help="Names to show, with commas between.")] = None,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    archived: Annotated[bool, typer.Option("--archived", help="Archived runs too.")] = False,
    view: Annotated[
        str | None, typer.Option(help="A saved view's name, or the line of one, to start from.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write all that match to this file: .csv, .xlsx or .tex"),
    ] = None,
) -> None:
    """Show runs, or groups of them with the best, mean and spread of their metrics.

    A group has one value of every name in --group-by; "–" is missing. With --fold alone, runs
    that are equal but for those parameters are a group.
    """
    with opened(ctx) as workspace:
        chosen = _view(workspace, view)
        wish = chosen.wish
        if where is not None:
            wish = replace(wish, where=where)
        if sort is not None:
            wish = replace(wish, sort=tuple(map(_sort_key, names_of(sort))))
        wish = replace(
            wish,
            group_by=tuple(names_of(group_by or "")),
            fold=tuple(names_of(fold or "")),
            archived=archived or wish.archived,
        )
        every = RunList(workspace)
        try:
            shown = names_of(columns) if columns is not None else list(chosen.columns)
            if out is not None:
                _write(every, wish, shown, out)
            elif wish.group_by or wish.fold:
                _show_groups(every, wish, shown, limit, offset)
            else:
                _show_runs(workspace, every, wish, shown, limit, offset)
        finally:
            every.close()


def names_of(text: str) -> list[str]:
    """Names with commas between; a comma inside backquotes belongs to a name."""
    names, name, is_quoted = [], "", False
    for letter in text:
        is_quoted ^= letter == "`"
        if letter == "," and not is_quoted:
            names.append(name)
            name = ""
        else:
            name += letter
    return [found for one in [*names, name] if (found := one.strip())]


def _sort_key(text: str) -> tuple[str, bool]:
    return text.removeprefix("-").strip(), text.startswith("-")


def _view(workspace: Workspace, text: str | None) -> RunListView:
    """The view to start from: its filter, order and columns."""
    if text is None:
        return RunListView()
    saved = {view.name: view.text for view in saved_views.every(workspace)}
    if text not in saved and not text.startswith(run_views.PLACE):
        raise WrongUse(
            f"There is no view {text}.", "See: tidemill views list, or give the line of a view."
        )
    found = run_views.from_text(saved.get(text, text))
    if found.left_aside:
        output.say(found.left_aside)
    return found


def _show_runs(
    workspace: Workspace, every: RunList, wish: Wish, columns: list[str], limit: int, offset: int
) -> None:
    outline = every.outline(wish, first=limit + offset)
    keys = [int(key) for key in outline.keys[offset : offset + limit]]
    found = service.find(workspace, keys)
    if output.as_json:
        output.show_list(found, [], total=outline.matching)
        return
    names = columns or ["experiment", "state", *_main(every), "dataset", "started"]
    cells = every.cells(keys, names)
    items = [
        {"id": run.id, "name": run.name}
        | {f"column {at}": cells[name][row] for at, name in enumerate(names)}
        for row, run in enumerate(found)
    ]
    titles = [(f"column {at}", _title(name)) for at, name in enumerate(names)]
    output.show_list(items, [("id", "Id"), ("name", "Run"), *titles], total=outline.matching)


def _main(every: RunList) -> list[str]:
    main = every.facets().main
    return [] if main is None else [f"metrics.{main}"]


def _title(name: str) -> str:
    parsed = parse_name(name)
    return parsed.name if parsed.statistic is None else f"{parsed.name} {parsed.statistic}"


def _show_groups(every: RunList, wish: Wish, columns: list[str], limit: int, offset: int) -> None:
    summed = [name for name in columns if _can_be_summed(name)] or _main(every)
    outline = every.outline(wish, figures=summed)
    groups = outline.groups[offset : offset + limit]
    firsts = _first_runs(every, outline, groups)
    if output.as_json:
        items: list[dict[str, Any]] = [
            _plain_group(group, wish, first) for group, first in zip(groups, firsts, strict=True)
        ]
        output.show_list(items, [], total=len(outline.groups))
        return
    rows = []
    for group, (_, first) in zip(groups, firsts, strict=True):
        alike = first if group.count == 1 else f"{first} and its kind"
        told = alike if group.is_fold else _words(group.path[-1:])
        row = {"group": "  " * group.level + told, "runs": group.count}
        for at, name in enumerate(summed):
            figure = group.figures[name]
            row |= {f"best {at}": figure.best, f"mean {at}": _spread(figure)}
        rows.append(row)
    titles = [("group", ", ".join(wish.group_by) or "Runs alike"), ("runs", "Runs")]
    for at, name in enumerate(summed):
        titles.append((f"best {at}", f"{_title(name)} best"))
        titles.append((f"mean {at}", f"{_title(name)} mean ± sd"))
    output.show_list(rows, titles, total=len(outline.groups))


def _can_be_summed(name: str) -> bool:
    parsed = parse_name(name)
    return parsed.kind in _SUMMED or (parsed.kind is None and parsed.name not in _OWN)


def _first_runs(
    every: RunList, outline: Outline, groups: tuple[RunGroup, ...]
) -> list[tuple[str, str]]:
    """Id and name of the first run of each group."""
    keys = [int(outline.keys[group.start]) for group in groups]
    cells = every.cells(keys, ["id", "name"])
    return list(zip(cells["id"], cells["name"], strict=True))


def _words(path: tuple[Any, ...]) -> str:
    return ", ".join("–" if value is None else str(value) for value in path)


def _spread(figure: GroupFigure) -> str | None:
    if figure.mean is None:
        return None
    spread = "" if figure.sd is None else f" ± {figure.sd:.4f}"
    return f"{figure.mean:.4f}{spread} (n {figure.n})"


def _plain_group(group: RunGroup, wish: Wish, first: tuple[str, str]) -> dict[str, Any]:
    return {
        "group": dict(zip(wish.group_by, group.path, strict=False)),
        "level": group.level,
        "is_fold": group.is_fold,
        "first": {"id": first[0], "name": first[1]},
        "runs": group.count,
        "running": group.running,
        "dataset": group.dataset,
        "figures": {
            name: {"n": f.n, "best": f.best, "mean": f.mean, "sd": f.sd, "min": f.lo, "max": f.hi}
            for name, f in group.figures.items()
        },
    }


def _write(every: RunList, wish: Wish, columns: list[str], out: Path) -> None:
    with progress_bar("Reading runs") as move:
        written = run_exports.write_list(every, wish, columns, out, reporter=told_by(move))
    body = {"file": written.path, "rows": written.rows, "said": written.said}
    rows = "1 run" if written.rows == 1 else f"{written.rows:,} runs"
    output.show(body, f"{rows} in {written.path}.")
    for sentence in written.said:
        output.say(sentence)


@runs.command()
def show(ctx: typer.Context, run: str) -> None:
    """Show one run, by its id, the beginning of it, or its name: what stands out, then its values.

    As JSON with all it left behind under "evidence": intervals, courses, slices, and how it ran.
    """
    with opened(ctx) as workspace, progress_bar("Looking at the run") as move:
        found = service.one(workspace, run)
        left = run_told.told(workspace, found, told_by(move))
        lines = [f"{found.name}: {found.state}", f"data {found.dataset}"]
        marks = [name for name in ("pinned", "starred", "archived") if getattr(found, name)]
        marks += [found.colour] if found.colour else []
        lines += [", ".join(marks)] if marks else []
        lines += [found.note] if found.note else []
        lines += [
            f"read {one['name']} {one['digest']} {one['context']}".rstrip()
            for one in left["inputs"]
        ]
        lines += [f"{one['title']}. {one['text']}." for one in left["findings"]]
        lines += [f"{name} {value:.4f}" for name, value in found.metrics.items()]
        lines += [f"{name} = {value}" for name, value in found.params.items()]
        lines += [f"tag {name}{' = ' * bool(v)}{v}" for name, v in found.tags.items()]
        if found.error:
            lines.append(found.error)
        output.show({**found.to_dict(), "evidence": left}, "\n".join(lines))

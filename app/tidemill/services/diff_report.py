"""A comparison of two versions as one HTML file that anyone can open.

It needs nothing from outside. Counts, shares and shapes go into it, and the names of values that
many rows have; no row of data does.
"""

from collections.abc import Sequence
from pathlib import Path

from tidemill import __version__
from tidemill.domain.version_diffs import ColumnDiff, VersionDiff
from tidemill.services import report_page, report_tables
from tidemill.services.report_page import page, paragraph
from tidemill.services.svg_plots import escaped
from tidemill.services.workspace import Workspace

MOST_COLUMNS = 500
_WIDE, _TALL = 132, 30


def html(workspace: Workspace, diff: VersionDiff) -> str:
    """The report of a comparison."""
    title = f"{diff.before.address} and {diff.after.address}"
    shown = diff.columns[:MOST_COLUMNS]
    left = len(diff.columns) - len(shown)
    body = [
        f"<h1>{escaped(title)}</h1>",
        paragraph(_made(workspace), "quiet-text"),
        paragraph(diff.title, "finding"),
        *(paragraph(note, "quiet-text") for note in diff.notes),
        "<h2>Rows</h2>",
        _rows(diff),
        paragraph(_matched(diff), "quiet-text"),
        "<h2>Columns</h2>",
        _columns(shown),
        paragraph(f"{left:,} more columns are left out." if left else "", "quiet-text"),
        "<footer>",
        paragraph(
            f"PSI over the earlier version's bins, natural logarithm; from {diff.limit:.2f} on a "
            "column needs a look. The grey outline is the earlier version."
        ),
        "</footer>",
    ]
    return page(title, body)


def write(workspace: Workspace, diff: VersionDiff, path: Path) -> int:
    """Write the report to a file, whole or not at all; return its bytes.

    A file that can't be written raises `WorldError`.
    """
    return report_page.write(path, html(workspace, diff))


def _made(workspace: Workspace) -> str:
    when = report_tables.moment(workspace.clock.now())
    who = workspace.person.display or workspace.person.login
    return f"Made {when} by {who} from the workspace {workspace.name}, Tidemill {__version__}."


def _matched(diff: VersionDiff) -> str:
    if not diff.key:
        return ""
    guessed = ", guessed" if diff.is_key_guessed else ""
    return f"Rows are matched by {' and '.join(diff.key)}{guessed}."


def _rows(diff: VersionDiff) -> str:
    rows = diff.rows
    counts = [("same", rows.same), ("changed", rows.changed), ("added", rows.added),
              ("removed", rows.removed)]  # fmt: skip
    heads = "".join(f"<th>{word}</th>" for word, _ in counts)
    cells = "".join(f"<td>{n:,}</td>" for _, n in counts)
    return f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def _columns(columns: Sequence[ColumnDiff]) -> str:
    heads = ("Column", "Distribution", "PSI", "Missing", "Changed cells", "What changed", "Where")
    head = "".join(f"<th>{word}</th>" for word in heads)
    lines = "".join(f"<tr>{_line(column)}</tr>" for column in columns)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(column: ColumnDiff) -> str:
    before, after = ("–" if share is None else f"{share:.1%}" for share in column.missing)
    origin = column.origin
    where = ""
    if origin is not None:
        named = f"{origin.by} {origin.guilty}" if origin.by else origin.guilty
        where = f"{named}: {origin.explained:.0%} of it"
    words = ", ".join(part for part in (column.words, column.cells_words) if part)
    cells = [
        escaped(column.label),
        _picture(column),
        "–" if column.psi is None else f"{column.psi:.2f}",
        f"{before} → {after}",
        "–" if not column.changed else f"{column.changed:,}",
        escaped(words, 200),
        escaped(where),
    ]
    return "".join(f"<td>{cell}</td>" for cell in cells)


def _picture(column: ColumnDiff) -> str:
    """Bars of the later version and the earlier one as an outline; levels in words."""
    shape = column.shape
    now, was = (shape.after, shape.before) if shape.after else (shape.before, ())
    if shape.levels:
        said = [f"{level} {share:.0%}" for level, share in zip(shape.levels, now, strict=False)]
        return escaped(", ".join(said[:5]), 200)
    if not now:
        return "key" if column.is_key else ""
    n_now, n_was = sum(now) or 1.0, sum(was) or 1.0
    shares, outline = [n / n_now for n in now], [n / n_was for n in was]
    most = max([*shares, *outline]) or 1.0
    step = _WIDE / len(shares)
    bars = "".join(
        f'<rect x="{at * step:.1f}" y="{_TALL - share / most * _TALL:.1f}" '
        f'width="{step - 1:.1f}" height="{share / most * _TALL:.1f}" style="fill:var(--accent)"/>'
        for at, share in enumerate(shares)
    )
    points = " ".join(
        f"{x:.1f},{_TALL - share / most * _TALL:.1f}"
        for at, share in enumerate(outline)
        for x in (at * step, (at + 1) * step)
    )
    line = f'<polyline points="{points}" style="fill:none;stroke:var(--text3)"/>' if points else ""
    return (
        f'<svg width="{_WIDE}" height="{_TALL}" viewBox="0 0 {_WIDE} {_TALL}" role="img" '
        f'aria-label="{escaped(column.words)}">{bars}{line}</svg>'
    )

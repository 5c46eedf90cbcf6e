"""The tables of a comparison's report: what differs, side by side or a run a row, and the facts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tidemill.domain.runs import Run
from tidemill.services.comparing import ComparedRow, Comparison
from tidemill.services.runs import estimator_title, known_metric
from tidemill.services.slices import SliceFigure, Slices
from tidemill.services.svg_plots import escaped, swatch
from tidemill.services.tiers import Standing, Tiers

MOST_LINES = 300
MOST_RUNS = 200
MOST_COLUMNS = 12
MINUS = "−"
MISSING = "–"
_INTERVAL_ENDS = ("_low", "_high")
_QUANTITIES = {"fit_seconds": ("Fit time, s", 2), "peak_memory_mb": ("Peak memory, MB", 1)}


def side_by_side(found: Comparison, tiers: Tiers) -> str:
    """A column for each run: tiers, measures with the change against the baseline, what differs."""
    n = len(found.runs)
    heads = "".join(_head(found, tiers, at) for at in range(n))
    lines = [_section("Together", n), _tier_line(found, tiers)]
    lines += [_section("Metrics", n)]
    metrics = [row for row in found.metrics if not _is_end(row, found.metrics)]
    lines += [_metric_line(row, found.baseline) for row in metrics[:MOST_LINES]]
    params = [row for row in found.params if row.differs]
    lines += [_section(f"Parameters that differ, {len(params):,} of {len(found.params):,}", n)]
    lines += [_plain_line(row, found.baseline) for row in params[:MOST_LINES]]
    lines += [_section("Data", n)]
    lines += [_plain_line(row, found.baseline) for row in found.data]
    left = max(0, len(metrics) - MOST_LINES) + max(0, len(params) - MOST_LINES)
    note = f'<p class="quiet-text">{left:,} more lines are left out.</p>' if left else ""
    return (
        f'<div class="scroll"><table><thead><tr><th></th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>{note}"
    )


def run_a_row(found: Comparison, tiers: Tiers) -> str:
    """A row for each of many runs, best first, with the measures and parameters that differ."""
    by_key = {run.pk: at for at, run in enumerate(found.runs)}
    order = [by_key[one.key] for one in tiers.standings if one.key in by_key]
    ranked = set(order)
    order += [at for at in range(len(found.runs)) if at not in ranked]
    metrics = [row for row in found.metrics if not _is_end(row, found.metrics)][:MOST_COLUMNS]
    params = [row for row in found.params if row.differs][:MOST_COLUMNS]
    heads = [_title(row) for row in metrics] + [row.title for row in params]
    head = "".join(f"<th>{escaped(name, 40)}</th>" for name in ("Run", "Tier", *heads))
    lines = []
    for at in order[:MOST_RUNS]:
        standing = tiers.of(found.runs[at].pk)
        name = f"<th>{_bdi(found.runs[at].name)}{_chips(found, standing, at)}</th>"
        cells = [f'<td class="tier">{escaped(_tier_words(standing))}</td>']
        cells += [_metric_cell(row, at, found.baseline) for row in metrics]
        cells += [f"<td>{_bdi(_said(row.values[at]), 60)}</td>" for row in params]
        lines.append(f"<tr>{name}{''.join(cells)}</tr>")
    left = len(order) - len(lines)
    note = f'<p class="quiet-text">{left:,} more runs are left out.</p>' if left else ""
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>{note}"
    )


def slices_table(found: Slices, most: int = 20) -> str:
    """Parts of the rows weakest first, a column for each run."""
    heads = "".join(f"<th>{_bdi(name, 40)}</th>" for name in found.names)
    lines = [f"<tr><th>All rows</th><td class=number>{found.n_rows:,}</td>"]
    lines[0] += "".join(_slice_cell(one, found.decimals) for one in found.whole) + "</tr>"
    for one in found.slices[:most]:
        cells = "".join(_slice_cell(figure, found.decimals) for figure in one.figures)
        who = f"<th>{_bdi(one.column, 40)}: {_bdi(one.words, 60)}</th>"
        lines.append(f'<tr>{who}<td class="number">{one.n:,}</td>{cells}</tr>')
    return (
        f'<div class="scroll"><table><thead><tr><th>Rows</th><th>How many</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def facts_table(runs: Sequence[Run], code: dict[int, str]) -> str:
    """Who made each run, when, from which data and code."""
    titles = ("Run", "Id", "State", "By", "Began", "Took", "Experiment", "Data", "Code")
    head = "".join(f"<th>{title}</th>" for title in titles)
    lines = []
    for run in runs[:MOST_RUNS]:
        facts = (
            run.id,
            str(run.state),
            run.by,
            moment(run.started_at),
            _took(run),
            run.experiment,
            (run.dataset or MISSING).replace("@", " v"),
            code.get(run.pk, MISSING),
        )
        cells = "".join(f"<td>{_bdi(one)}</td>" for one in facts)
        lines.append(f"<tr><th>{_bdi(run.name)}</th>{cells}</tr>")
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def moment(at: datetime | None) -> str:
    """A time as people elsewhere can read it too."""
    return MISSING if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def _took(run: Run) -> str:
    if run.started_at is None or run.ended_at is None:
        return MISSING
    seconds = (run.ended_at - run.started_at).total_seconds()
    return f"{seconds:.1f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


# Side by side


def _head(found: Comparison, tiers: Tiers, at: int) -> str:
    run = found.runs[at]
    what = [estimator_title(run.params["estimator"])] if run.params.get("estimator") else []
    what += [run.dataset.replace("@", " v")] if run.dataset else []
    chips = _chips(found, tiers.of(run.pk), at)
    return (
        f"<th>{swatch(at)} {_bdi(run.name)}{chips}"
        f'<br><span class="quiet-text">{escaped(", ".join(what))}</span></th>'
    )


def _chips(found: Comparison, standing: Standing | None, at: int) -> str:
    words = ["baseline"] if at == found.baseline else []
    words += ["simplest of the best"] if standing is not None and standing.is_simplest else []
    run = found.runs[at]
    words += [f"{v.label} {v.stage}" for v in found.versions if v.run_pk == run.pk]
    return "".join(f' <span class="chip">{escaped(word, 60)}</span>' for word in words)


def _section(title: str, n: int) -> str:
    return f'<tr class="section"><th colspan="{n + 1}">{escaped(title)}</th></tr>'


def _tier_line(found: Comparison, tiers: Tiers) -> str:
    by = f" by {tiers.title}" if tiers.title else ""
    cells = [f"<td>{escaped(_tier_words(tiers.of(run.pk)), 300)}</td>" for run in found.runs]
    return f"<tr><th>Tier{escaped(by)}</th>{''.join(cells)}</tr>"


def _tier_words(standing: Standing | None) -> str:
    if standing is None or standing.tier is None:
        return f"not comparable: {standing.why}" if standing is not None else MISSING
    if standing.is_best:
        return f"{standing.tier}, the best"
    if standing.tier == 1:
        return "1, not told apart from the best"
    return f"{standing.tier}, worse than the best"


def _metric_line(row: ComparedRow, baseline: int) -> str:
    cells = "".join(_metric_cell(row, at, baseline) for at in range(len(row.values)))
    return f"<tr><th>{escaped(_title(row))}</th>{cells}</tr>"


def _metric_cell(row: ComparedRow, at: int, baseline: int) -> str:
    value, decimals = row.values[at], _QUANTITIES.get(row.name, ("", row.decimals))[1]
    if value is None:
        return f"<td>{MISSING}</td>"
    is_ours = known_metric(row.name, None) is not None or row.name in _QUANTITIES
    said = f"{value:.{decimals}f}" if is_ours else f"{value:.6g}"
    delta = ""
    change = row.deltas[at] if row.deltas else None
    if at != baseline and change is not None:
        text = _signed(change, f".{decimals}f" if is_ours else ".4g")
        tone = {True: " good", False: " bad", None: ""}[row.better[at]]
        word = {True: "better", False: "worse", None: "changed"}[row.better[at]]
        delta = f'<span class="delta{tone}" title="{word} against the baseline">{text}</span>'
    best = ' class="best"' if at == row.best else ""
    return f"<td><span{best}>{escaped(said)}</span>{delta}</td>"


def _plain_line(row: ComparedRow, baseline: int) -> str:
    base = row.values[baseline]
    cells = []
    for at, value in enumerate(row.values):
        tint = ' class="tinted"' if at != baseline and value != base else ""
        cells.append(f"<td{tint}>{_bdi(_said(value))}</td>")
    return f"<tr><th>{_bdi(row.title)}</th>{''.join(cells)}</tr>"


# Cells


def _slice_cell(figure: SliceFigure | None, decimals: int) -> str:
    if figure is None:
        return f"<td>{MISSING}</td>"
    interval = ""
    if figure.low is not None and figure.high is not None:
        ends = f"{figure.low:.{decimals}f} to {figure.high:.{decimals}f}"
        interval = f'<span class="delta">{ends}</span>'
    return f"<td>{figure.value:.{decimals}f}{interval}</td>"


def _is_end(row: ComparedRow, every: Sequence[ComparedRow]) -> bool:
    """Whether a row is an end of another measure's interval."""
    names = {one.name for one in every}
    ends = [end for end in _INTERVAL_ENDS if row.name.endswith(end)]
    return any(row.name.removesuffix(end) in names for end in ends)


def _title(row: ComparedRow) -> str:
    return _QUANTITIES.get(row.name, (row.title, 0))[0]


def _said(value: Any) -> str:
    return MISSING if value is None else str(value)


def _bdi(text: str, most: int = 120) -> str:
    """A person's text that keeps its direction of writing to itself."""
    return f"<bdi>{escaped(text, most)}</bdi>"


def _signed(change: float, form: str) -> str:
    said = format(abs(change), form)
    if not any(digit in said for digit in "123456789"):
        return "same"
    return f"+{said}" if change > 0 else f"{MINUS}{said}"

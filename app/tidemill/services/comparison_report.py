"""A comparison as one HTML file that anyone can open: the tables, the plots, the finding in words.

The file needs nothing from outside and stays under 5 MB however many runs there are: every list,
text and line in it is bounded, and what was left out is said. No row of data goes into it.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tidemill import __version__
from tidemill.base.progress import Part, Reporter
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import comparing, report_page, report_tables, run_curves, svg_plots
from tidemill.services.comparing import Comparison
from tidemill.services.evaluation import Judged, Line, Pictures
from tidemill.services.report_page import card, page, paragraph
from tidemill.services.slices import Slices
from tidemill.services.svg_plots import N_TONES, Row, Series, escaped
from tidemill.services.tiers import Tiers
from tidemill.services.workspace import Workspace
from tidemill.store import histories, run_details

MOST_BYTES = 5_000_000
MOST_DRAWN = 60
MOST_ROWS = 30
MOST_CURVES = 6
_PICTURED = {
    "roc": ("ROC", "False positive share", "True positive share", (0.0, 1.0)),
    "precision_recall": ("Precision and recall", "Recall", "Precision", (0.0, 1.0)),
    "calibration": ("Calibration", "Probability said", "Share that came true", (0.0, 1.0)),
    "residuals": ("Residuals", "Predicted minus actual", "Share of rows", None),
    "residuals_by": ("Residuals along the prediction", "Predicted", "Predicted - actual", None),
}


def html(
    workspace: Workspace,
    keys_or_ids: Sequence[int | str],
    reporter: Reporter,
    *,
    metric: str = "",
    baseline: int = 0,
) -> str:
    """The report of two or more runs, the one at the place `baseline` as baseline.

    `metric` is what the tiers go by; "" is the measure most of the runs were trained for.
    """
    found = comparing.compare(workspace, keys_or_ids, baseline, most=None)
    keys = [run.pk for run in found.runs]
    tiers = comparing.tiers(workspace, keys, metric, Part(reporter, 0.0, 0.2))
    shown = _shown(found, tiers)
    drawn = comparing.pictures(workspace, [run.pk for run in shown], Part(reporter, 0.2, 0.5))
    few = [run.pk for run in shown[:N_TONES]]
    sliced = comparing.slices(workspace, few, metric, Part(reporter, 0.5, 0.7))
    tones = {run.pk: at for at, run in enumerate(shown[:N_TONES])}
    is_side_by_side = len(found.runs) <= comparing.MOST_SIDE_BY_SIDE
    table = report_tables.side_by_side if is_side_by_side else report_tables.run_a_row
    target = shown[0].params.get("target") or "the truth"
    plots = _plots(tiers, drawn, tones, target)
    plots += _curves(workspace, shown, tones, Part(reporter, 0.7, 0.95))
    n = len(found.runs)
    body = [
        f"<h1>{n:,} runs compared</h1>",
        paragraph(_made(workspace), "quiet-text"),
        paragraph(tiers.words, "finding"),
        paragraph(tiers.simplest_words),
        *(paragraph(note, "quiet-text") for note in tiers.notes),
        f"<h2>{'Side by side' if is_side_by_side else 'Run by run'}</h2>",
        table(found, tiers),
        "<h2>Plots</h2>",
        _legend(found, shown),
        f'<div class="cards">{"".join(plots)}</div>',
        *_without(drawn),
        *_slices(sliced),
        "<h2>Where they come from</h2>",
        report_tables.facts_table(
            found.runs, _code(workspace, found.runs[: report_tables.MOST_RUNS])
        ),
        "<footer>" + paragraph(_method(tiers)) + "</footer>",
    ]
    reporter.report(1.0, "Written")
    return page(f"{n:,} runs compared", body)


def write(
    workspace: Workspace,
    keys_or_ids: Sequence[int | str],
    path: Path,
    reporter: Reporter,
    *,
    metric: str = "",
    baseline: int = 0,
) -> int:
    """Write the report to a file, whole or not at all; return its bytes.

    A file that can't be written raises `WorldError`.
    """
    text = html(workspace, keys_or_ids, reporter, metric=metric, baseline=baseline)
    return report_page.write(path, text)


def _shown(found: Comparison, tiers: Tiers) -> list[Run]:
    """The runs that are drawn: all in their order where few, else baseline and the best first."""
    if len(found.runs) <= N_TONES:
        return list(found.runs)
    by_key = {run.pk: run for run in found.runs}
    first = found.runs[found.baseline]
    ranked = [by_key[one.key] for one in tiers.standings]
    return list({run.pk: run for run in (first, *ranked)}.values())[:MOST_DRAWN]


def _made(workspace: Workspace) -> str:
    when = report_tables.moment(workspace.clock.now())
    who = workspace.person.display or workspace.person.login
    return f"Made {when} by {who} from the workspace {workspace.name}, Tidemill {__version__}."


def _method(tiers: Tiers) -> str:
    if not tiers.test:
        return ""
    whom = "every pair of runs was"
    if tiers.is_to_best:
        whom = "each of these many runs and the best were"
    return (
        f"Tiers: {whom} tested on the same rows held out ({tiers.test}), the "
        "p-values corrected by Holm's method over all pairs, so that the chance of calling any run "
        "better than one that is as good is at most 5%. Rows count as independent of each other, "
        "unless it is said above that they count together."
    )


def _code(workspace: Workspace, runs: Sequence[Run]) -> dict[int, str]:
    """What code made each run, as far as it was kept: the script, its commit, the estimator."""
    found = {}
    with workspace.store.read() as connection:
        kept = {run.pk: run_details.facts(connection, run.pk) for run in runs}
    for run in runs:
        facts = kept[run.pk]
        parts = []
        if script := str(facts.get("script") or ""):
            parts.append(script.replace("\\", "/").rpartition("/")[2])
        if commit := str(facts.get("git_commit") or ""):
            parts.append(
                f"commit {commit[:10]}{', changed since' if facts.get('git_dirty') else ''}"
            )
        if "estimator" in run.params and "seed" in run.params:
            parts.append(f"{run.params['estimator']}, seed {run.params['seed']}")
        if parts:
            found[run.pk] = ", ".join(parts)
    return found


# Plots


def _legend(found: Comparison, shown: Sequence[Run]) -> str:
    items = [
        f"<li>{svg_plots.swatch(at)}<bdi>{escaped(run.name)}</bdi></li>"
        for at, run in enumerate(shown[:N_TONES])
    ]
    others = len(shown) - N_TONES
    if others > 0:
        items.append(f"<li>{svg_plots.swatch(None)}{others:,} more</li>")
    left = len(found.runs) - len(shown)
    if left:
        items.append(f"<li>{left:,} are not drawn</li>")
    return f'<ul class="legend">{"".join(items)}</ul>'


def _plots(tiers: Tiers, drawn: Pictures, tones: dict[int, int], target: str) -> list[str]:
    note = f"{drawn.rows:,} rows held out"
    if not drawn.is_same_rows:
        note += ", of some runs other rows"
    parts = [_behind(tiers, tones)]
    for field, (title, x_title, y_title, ends) in _PICTURED.items():
        series = [
            Series(one.name, line.x, line.y, tones.get(one.key), line.low, line.high)
            for one in drawn.runs
            if (line := _line_of(one, field)) is not None
        ]
        if not series:
            continue
        about = f"{title} of {len(series)} runs: {y_title} by {x_title}."
        is_unit = field in ("roc", "calibration")
        plot = svg_plots.lines(
            title, about, series, x_title=x_title, y_title=y_title, x_range=ends, y_range=ends,
            diagonal=is_unit, most_bands=2 if field == "residuals_by" else 4,
        )  # fmt: skip
        parts.append(card(title, note, plot))
    parts += _scores(drawn, tones, target)
    parts += _confusion(drawn, tones)
    parts.append(_importances(drawn, tones))
    return [part for part in parts if part]


def _line_of(one: Judged, field: str) -> Line | None:
    line: Line | None = getattr(one, field)
    return line


def _behind(tiers: Tiers, tones: dict[int, int]) -> str:
    judged = [one for one in tiers.standings if one.behind is not None][:MOST_ROWS]
    if len(judged) < 2:
        return ""
    rows = [
        Row(one.name, ((tones.get(one.key), one.behind or 0.0, one.low, one.high),))
        for one in judged
    ]
    title = f"How far behind the best, {tiers.title}"
    about = "; ".join(f"{one.name} {one.behind:.4g}" for one in judged[:N_TONES])
    note = "intervals of all pairs hold together at 95%"
    return card(
        title,
        note,
        svg_plots.forest(title, about, rows, x_title=f"{tiers.title}, worse to the right"),
    )


def _scores(drawn: Pictures, tones: dict[int, int], target: str) -> list[str]:
    """One card a side: rows of either class, or those said wrongly and rightly."""
    titles = ("Rows said wrongly", "Rows said rightly")
    if drawn.task is Task.BINARY:
        no, yes = drawn.levels
        titles = (f"Probabilities where {target} is {no}", f"Probabilities where {target} is {yes}")
    found = []
    for side, title in enumerate(titles):
        series = [
            Series(one.name, one.scores[side].x, one.scores[side].y, tones.get(one.key))
            for one in drawn.runs
            if one.scores
        ]
        if series:
            plot = svg_plots.lines(
                title, f"Shares of rows by probability, {len(series)} runs.", series,
                x_title="Probability said", y_title="Share of rows", x_range=(0.0, 1.0),
            )  # fmt: skip
            found.append(card(title, "as shares of all rows", plot))
    return found


def _confusion(drawn: Pictures, tones: dict[int, int]) -> list[str]:
    """The first run's matrix, and of the others the difference to it."""
    known = [one for one in drawn.runs if one.confusion is not None and one.key in tones]
    if not known:
        return []
    first = _shares(known[0].confusion)
    found = []
    for at, one in enumerate(known):
        shares = _shares(one.confusion)
        if at == 0:
            texts = [[f"{share:.0%}" for share in row] for row in shares]
            title = f"Confusion of {one.name}"
            note = f"shares of each true class, yes from {drawn.threshold:g}"
            note = note if drawn.task is Task.BINARY else "shares of each true class"
        else:
            shares = shares - first
            said = [[f"{100 * share:+.1f}" for share in row] for row in shares]
            texts = [[text.replace("-", report_tables.MINUS) for text in row] for row in said]
            title = f"Confusion of {one.name} against {known[0].name}"
            note = "difference in percentage points"
        plot = svg_plots.heat(title, note, drawn.levels, shares, texts, is_difference=at > 0)
        found.append(card(title, note, plot))
    return found


def _shares(counts: np.ndarray | None) -> np.ndarray:
    assert counts is not None
    return np.asarray(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))


def _importances(drawn: Pictures, tones: dict[int, int]) -> str:
    if not drawn.features:
        return ""
    rows = []
    for name, values in drawn.features:
        marks = [
            (tones[one.key], value, None, None)
            for one, value in zip(drawn.runs, values, strict=True)
            if value is not None and one.key in tones
        ]
        rows.append(Row(name, tuple(marks)))
    title = "Importance"
    about = "Columns the models lean on most: " + ", ".join(row.name for row in rows)
    plot = svg_plots.forest(title, about, rows, x_title="Loss when the column is shuffled")
    return card(title, "by shuffling one column at a time", plot)


def _curves(
    workspace: Workspace, shown: Sequence[Run], tones: dict[int, int], reporter: Reporter
) -> list[str]:
    """How the metrics with the longest histories went."""
    keys = [run.pk for run in shown]
    with workspace.store.read() as connection:
        counts = histories.counts(connection, keys)
    longest: dict[str, int] = {}
    for (_, name), n in counts.items():
        if n > 1:
            longest[name] = max(n, longest.get(name, 0))
    names = sorted(longest, key=lambda name: (-longest[name], name))
    found = []
    for at, name in enumerate(names[:MOST_CURVES]):
        part = Part(reporter, at / MOST_CURVES, (at + 1) / MOST_CURVES)
        series = [
            Series(one.run_name, *one.points(), tones.get(one.key))
            for one in run_curves.curves(workspace, keys, name, part)
        ]
        plot = svg_plots.lines(
            name, f"{name} by step, {len(series)} runs.", series, x_title="Step", y_title=name
        )
        found.append(card(name, "by step", plot))
    return found


def _without(drawn: Pictures) -> list[str]:
    said = [one.missing or one.note for one in drawn.runs if one.missing or one.note]
    more = len(said) - N_TONES
    words = said[:N_TONES] + ([f"And {more:,} more."] if more > 0 else [])
    return [paragraph(text, "quiet-text") for text in words]


def _slices(sliced: Slices) -> list[str]:
    if sliced.missing or not sliced.slices:
        return []
    note = (
        f"{sliced.title} on parts of the {sliced.n_rows:,} rows held out, weakest first, with 95% "
        "intervals. Among many parts some look weak by chance."
    )
    return ["<h2>Slices</h2>", paragraph(note), report_tables.slices_table(sliced)]

"""A model's monitoring as one HTML file that anyone can open: what happened, and when.

The file needs nothing from outside, is light or dark as the reader's system is, and stays under
5 MB however long the model was watched: looks, columns and alerts in it are bounded, and what was
left out is said. No row of data goes into it, and no value of one.
"""

import math
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from tidemill import __version__
from tidemill.domain.alerts import Alert
from tidemill.domain.courses import Course, Series
from tidemill.services import monitoring, report_page, runs, time_plots
from tidemill.services.monitoring import Overview
from tidemill.services.report_page import card, page, paragraph
from tidemill.services.report_tables import moment
from tidemill.services.svg_plots import escaped
from tidemill.services.time_plots import Drawn, Mark
from tidemill.services.workspace import Workspace

MOST_BYTES = 5_000_000
MOST_LOOKS = 400
MOST_COLUMNS = 60
MOST_ALERTS = 40
_TOP = 0.3


def html(workspace: Workspace, name: str) -> str:
    """The report of one model's last looks."""
    found = monitoring.overview(workspace, name)
    model, champion = found.model.model, found.model.champion
    course = found.course[max(0, len(found.course) - MOST_LOOKS) :]
    title = f"{name}: monitoring"
    who = workspace.person.display or workspace.person.login
    made = (
        f"Made {moment(workspace.clock.now())} by {who} from the workspace {workspace.name}, "
        f"Tidemill {__version__}."
    )
    body = [f"<h1>{escaped(title)}</h1>", paragraph(made, "quiet-text")]
    serving = "no champion" if champion is None else f"v{champion.number} is champion"
    body.append(paragraph(f"{serving}. {_standing(course)}", "finding"))
    if len(course) < len(found.course):
        body.append(
            paragraph(f"The last {len(course):,} of {len(found.course):,} looks are shown.")
        )
    if len(course):
        body += _plots(found, course, model.metric)
        body += ["<h2>Columns</h2>", _columns(course)]
    body += ["<h2>Alerts</h2>", _alerts(found.alerts)]
    about = (
        "PSI compares the shares of a column's values with those it was compared with; a dot is a "
        "column that drifted on all evidence. Gold lines are promotions, red lines alerts, grey "
        "lines retrainings, each at the newest data known by then."
    )
    body.append("<footer>" + paragraph(about) + "</footer>")
    return page(title, body)


def write(workspace: Workspace, name: str, path: Path) -> int:
    """Write the report to a file, whole or not at all; return its bytes.

    A file that can't be written raises `WorldError`.
    """
    return report_page.write(path, html(workspace, name))


def _standing(course: Course) -> str:
    if not len(course):
        return "No new data were looked at yet."
    n = int(course.n_drifted[-1])
    drifted = "No column" if n == 0 else f"{n} of {len(course.columns)} columns"
    return f"{drifted} drifted in the newest look, up to {_day(course, len(course) - 1)}."


def _plots(found: Overview, course: Course, metric: str) -> list[str]:
    marks = _marks(found, course)
    measured, estimated = course.measures.get(metric), course.estimates.get(metric)
    lines = [
        *([] if estimated is None else [_drawn("estimated", estimated, 5, True)]),
        *([] if measured is None else [_drawn("measured", measured, 0)]),
    ]
    known = runs.known_metric(metric, found.model.model.task)
    name = metric if known is None else known.title
    made = []
    if lines:
        limit = _limit(found, metric)
        about = f"{name} by look{'' if limit is None else f', limit {limit:.4g}'}."
        note = "measured solid, estimated dashed, with intervals"
        made.append(card(name, note, time_plots.course(name, about, lines, marks, limit=limit)))
    if course.worth is not None:
        line = [_drawn("worth", course.worth, 1)]
        title, unit = "Business value", course.unit
        plot = time_plots.course(title, f"Worth in {unit}.", line, marks, decimals=0)
        made.append(card(title, unit, plot))
    if np.isfinite(course.prediction_psi).any():
        empty = np.full(len(course), np.nan)
        line = [Drawn("answers", course.prediction_psi, empty, empty, 3)]
        title = "Prediction drift"
        plot = time_plots.course(title, "PSI of the answers by look.", line, marks)
        made.append(card(title, "PSI of the champion's answers", plot))
    order = _order(course)
    names = [course.columns[row] for row in order]
    ticks = [_day(course, at) for at in range(len(course))]
    about = f"{_standing(course)} Strongest colour at PSI {_TOP}."
    shown = course.psi[order], course.is_over[order]
    plot = time_plots.cells("Input drift", about, names, *shown, ticks, marks, top=_TOP)
    left = len(course.columns) - len(order)
    note = "PSI by column and look" + (f", {left:,} columns are left out" if left else "")
    return [*made, card("Input drift", note, plot)]


def _limit(found: Overview, metric: str) -> float | None:
    """The worse end of the champion's interval when it was validated."""
    champion = found.model.champion
    known = runs.known_metric(metric, found.model.model.task)
    if champion is None or known is None or known.higher_is_better is None:
        return None
    then = champion.intervals.get(metric) or {}
    return then.get("low" if known.higher_is_better else "high")


def _drawn(name: str, found: Series, tone: int, is_dashed: bool = False) -> Drawn:
    return Drawn(name, found.value, found.low, found.high, tone, is_dashed)


def _order(course: Course) -> list[int]:
    """The columns that drifted last and most, first."""
    psi = np.nan_to_num(course.psi, nan=0.0)
    keys = (-psi.max(axis=1), -psi[:, -1], ~course.is_over[:, -1])
    found: list[int] = np.lexsort(keys)[:MOST_COLUMNS].tolist()
    return found


def _marks(found: Overview, course: Course) -> list[Mark]:
    made = []
    starts = [_starts(course, at) for at in range(len(course))]
    for event in found.events:
        at = sum(start <= event.data_at for start in starts)
        if at == 0:
            continue
        is_promotion = event.kind in ("promoted", "rolled back")
        kind = "promotion" if is_promotion else event.kind
        words = f"Alert: {event.label}" if kind == "alert" else f"{event.label} {event.kind}"
        made.append(Mark(float(at), words, kind))
    return made


def _starts(course: Course, at: int) -> datetime:
    when = course.starts_at[at]
    found: datetime = (course.seen_at[at] if np.isnat(when) else when).item()
    return found.replace(tzinfo=UTC)


def _day(course: Course, at: int) -> str:
    when = course.ends_at[at]
    found: datetime = (course.seen_at[at] if np.isnat(when) else when).item()
    return f"{found.day} {found:%b %Y}"


def _columns(course: Course) -> str:
    rows = []
    for row in _order(course):
        psi = course.psi[row]
        worst = "\u2013" if not np.isfinite(psi).any() else f"{float(np.nanmax(psi)):.3f}"
        now = float(psi[-1])
        last = "\u2013" if math.isnan(now) else f"{now:.3f}"
        cells = (
            f"<td>{escaped(course.columns[row])}</td>",
            f'<td class="number">{last}</td>',
            f'<td class="number">{worst}</td>',
            f'<td class="number">{int(course.is_over[row].sum()):,} of {len(course):,}</td>',
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    titles = "".join(
        f'<th style="text-align:right">{title}</th>' for title in ("PSI now", "Worst", "Drifted")
    )
    head = f"<tr><th>Column</th>{titles}</tr>"
    return f'<div class="scroll"><table>{head}{"".join(rows)}</table></div>'


def _alerts(alerts: tuple[Alert, ...]) -> str:
    if not alerts:
        return paragraph("None.")
    rows = []
    for one in alerts[:MOST_ALERTS]:
        ended = "open" if one.closed_at is None else f"closed {moment(one.closed_at)}: {one.reason}"
        rows.append(
            f"<tr><td>{escaped(moment(one.data_at or one.opened_at))}</td>"
            f"<td>{escaped(one.message, 400)}</td><td>{escaped(ended, 300)}</td></tr>"
        )
    left = len(alerts) - len(rows)
    more = paragraph(f"{left:,} older alerts are left out.") if left else ""
    head = "<tr><th>Data up to</th><th>What</th><th>Outcome</th></tr>"
    return f'<div class="scroll"><table>{head}{"".join(rows)}</table></div>{more}'

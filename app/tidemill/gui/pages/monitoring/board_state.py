"""Many models on one board, as plain values: what each row says, worst first."""

import math
from dataclasses import dataclass
from typing import Any, Literal

from tidemill.base.collation import Key
from tidemill.base.words import tr
from tidemill.domain.boards import Board, Standing
from tidemill.gui.kit import numbers
from tidemill.gui.pages.monitoring.amounts import money

Health = Literal["good", "warn", "bad", "idle"]
_DRAWN = 60
"""How many looks a row's small course has."""


@dataclass(frozen=True)
class BoardRow:
    """A model on the board; `rank` is its place by how much it needs a look, 0 the worst."""

    model: str
    project: str
    champion: str
    health: Health
    word: str
    drift: str
    n_drifted: float
    psi: float | None
    metric: str
    value: float | None
    worth: str
    course: tuple[float | None, ...]
    n_alerts: int
    rank: int


@dataclass(frozen=True, eq=False)
class BoardState:
    """All models, worst first, and how they stand together."""

    rows: tuple[BoardRow, ...]
    words: str


def board_state(board: Board) -> BoardState:
    """The board's rows in words."""
    last: dict[str, list[float]] = {name: board.last(name).tolist() for name in board.figures}
    rows = []
    for at, one in enumerate(board.models):
        figures: dict[str, float] = {name: values[at] for name, values in last.items()}
        course = board.course(at, "value")
        if not any(math.isfinite(v) for v in course.tolist()):
            course = board.course(at, "psi")
        rows.append(_row(one, figures, course[-_DRAWN:].tolist(), at))
    n_bad = sum(row.health in ("bad", "warn") for row in rows)
    about = (
        tr("none needs a look")
        if n_bad == 0
        else tr("{integer} need a look", integer=numbers.integer(n_bad))
    )
    about = tr("1 needs a look") if n_bad == 1 else about
    return BoardState(tuple(rows), f"{numbers.plural(len(rows), 'model')}, {about}")


def _row(one: Standing, figures: dict[str, float], course: list[float], rank: int) -> BoardRow:
    health, word = _health(one, figures)
    n_columns, n_drifted = figures["n_columns"], figures["n_drifted"]
    drift = tr("not looked at yet")
    if math.isfinite(n_columns):
        drift = tr(
            "{n_drifted:.0f} of {n_columns:.0f} drifted", n_drifted=n_drifted, n_columns=n_columns
        )
    worth = figures["worth"]
    return BoardRow(
        model=one.model,
        project=one.project,
        champion="" if one.version is None else f"v{one.version}",
        health=health,
        word=word,
        drift=drift,
        n_drifted=n_drifted if math.isfinite(n_drifted) else -1.0,
        psi=_plain(figures["psi"]),
        metric=one.metric,
        value=_plain(figures["value"]),
        worth=money(worth, "") if math.isfinite(worth) else "",
        course=tuple(_plain(value) for value in course),
        n_alerts=one.n_warnings + one.n_critical,
        rank=rank,
    )


def _health(one: Standing, figures: dict[str, float]) -> tuple[Health, str]:
    if one.version is None:
        return "idle", tr("No champion")
    if one.n_critical:
        return "bad", tr("Critical")
    if one.n_warnings:
        return "warn", tr("Look")
    if not math.isfinite(figures["n_columns"]):
        return "idle", tr("No new data")
    return ("warn", tr("Drifted")) if figures["n_drifted"] > 0 else ("good", tr("Healthy"))


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def shown_rows(
    state: BoardState, words: str, sort: str, is_ascending: bool
) -> list[dict[str, Any]]:
    """The rows whose name, project or health holds the words, in an order, for a table."""
    wanted = words.casefold().split()
    kept = [row for row in state.rows if all(w in _said(row) for w in wanted)]
    keys: dict[str, Any] = {
        "model": lambda row: Key(row.model),
        "health": lambda row: -row.rank,
        "drift": lambda row: row.n_drifted,
        "psi": lambda row: _low(row.psi),
        "value": lambda row: _low(row.value),
        "alerts": lambda row: row.n_alerts,
    }
    kept.sort(key=keys.get(sort, keys["health"]), reverse=not is_ascending)
    return [{"id": row.model, "row": row} for row in kept]


def _said(row: BoardRow) -> str:
    return f"{row.model} {row.project} {row.word} {row.metric}".casefold()


def _low(value: float | None) -> float:
    return -math.inf if value is None else value

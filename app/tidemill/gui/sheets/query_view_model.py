"""What is asked of a database: its URL, the query, the rows it gives, and taking them in."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.datasets import Series

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.ingesting import Added
    from tidemill.services.query_previews import FirstRows
    from tidemill.services.workspace import Workspace

_KEY = "data.query."
_TABLE = re.compile(r'\bfrom\s+["`\[]?(?:\w+["`\]]?\.["`\[]?)?(\w+)', re.IGNORECASE)


@dataclass(frozen=True)
class QueryChoices:
    """What the sheet begins with: the datasets, and the query that one of them came from."""

    datasets: tuple[str, ...]
    dataset: str | None = None
    url: str = ""
    sql: str = ""


def load_choices(workspace: "Workspace", dataset: str | None) -> QueryChoices:
    """The datasets, and the last query of one; not for the GUI's thread."""
    from tidemill.services import datasets, queries

    names = tuple(view.dataset.name for view in datasets.every(workspace))
    found = None if dataset is None else queries.last(workspace, dataset)
    if found is None:
        return QueryChoices(names, dataset)
    return QueryChoices(names, dataset, found.origin["url"], found.origin["query"])


def table_of(sql: str) -> str:
    """The table that a query reads first, which a dataset may be called after."""
    found = _TABLE.search(sql)
    return "" if found is None else found[1].lower()


@dataclass(frozen=True)
class Asked:
    """What stands in the sheet's fields."""

    url: str = ""
    password: str = ""
    sql: str = ""
    dataset: str = ""
    series: Series | None = None


@dataclass(frozen=True)
class QueryState:
    """What came of it. `rows` are the answer to what stands in the fields now, or None."""

    rows: "FirstRows | None" = None
    is_asking: bool = False
    is_adding: bool = False
    error: TidemillError | None = None


class QueryViewModel(QObject):
    """Emits `changed(QueryState)`, `split(url, password)` where a URL held a password, and
    `added(dataset, Added)` once the worker was asked."""

    changed = Signal(object)
    split = Signal(str, str)
    added = Signal(str, object)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._context = context
        self.state = QueryState()

    def forget_rows(self) -> None:
        """The question changed: the rows shown are not its answer any more."""
        self._context.operations.cancel(f"{_KEY}rows")
        if self.state.rows is not None or self.state.is_asking:
            self._set(replace(self.state, rows=None, is_asking=False))

    def take_apart(self, url: str) -> None:
        """Move a password out of a URL, so that it does not stand there to be read."""
        if "@" in url or "=" in url:
            self._context.operations.run(
                f"{_KEY}url", lambda _: _apart(url), self._on_apart, self._on_no_url
            )

    def _on_apart(self, parts: tuple[str, str]) -> None:
        if parts[1]:
            self.split.emit(*parts)

    def _on_no_url(self, error: TidemillError) -> None:
        self._set(replace(self.state, error=error))

    def show_rows(self, asked: Asked) -> None:
        """Ask for the first rows."""
        workspace = self._context.workspace
        self._set(QueryState(is_asking=True))
        self._context.operations.run(
            f"{_KEY}rows",
            lambda reporter: _first_rows(workspace, asked, reporter),
            self._on_rows,
            self._on_failed,
        )

    def _on_rows(self, rows: "FirstRows") -> None:
        self._set(QueryState(rows))

    def add(self, asked: Asked) -> None:
        """Let the worker run the query and take its rows in."""
        workspace = self._context.workspace
        self._set(replace(self.state, is_adding=True, error=None))
        self._context.operations.run(
            f"{_KEY}add", lambda _: _add(workspace, asked), self._on_added, self._on_failed
        )

    def _on_added(self, done: "tuple[str, Added]") -> None:
        self._set(replace(self.state, is_adding=False))
        self._context.start_worker()
        self.added.emit(*done)

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, is_asking=False, is_adding=False, error=error))

    def close(self) -> None:
        """Stop what is asked: nobody waits for it."""
        for one in ("rows", "url"):
            self._context.operations.cancel(f"{_KEY}{one}")

    def _set(self, state: QueryState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _apart(url: str) -> tuple[str, str]:
    from tidemill.services import passwords

    return passwords.split(url)


def _first_rows(workspace: "Workspace", asked: Asked, reporter: "Reporter") -> "FirstRows":
    from tidemill.services import query_previews

    return query_previews.first_rows(
        workspace, asked.url, asked.sql, reporter, password=asked.password
    )


def _add(workspace: "Workspace", asked: Asked) -> "tuple[str, Added]":
    from tidemill.services import queries

    added = queries.add(
        workspace,
        asked.url,
        asked.sql,
        dataset=asked.dataset,
        series=asked.series,
        password=asked.password,
    )
    return asked.dataset, added

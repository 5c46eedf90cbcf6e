"""Reads the rules of the open dataset, and does what a person means with them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.pages.data.check_sheet import CheckOffer, RuleDraft, RuleSheet, offers
from tidemill.gui.pages.data.check_state import CheckBook

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

_TOPICS = frozenset({"rule", "dataset", "file"})
Work = Callable[[], str]
Told = tuple[str, int | None]
"""What was done in words, and the change it was where its toast offers to take it back."""


class RuleDeeds(QObject):
    """Tells of the rules of a dataset as they change; each change can be undone from its toast."""

    changed = Signal(object)
    """The `CheckBook` of the dataset that is open."""

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing; `open` begins to read."""
        super().__init__(parent)
        self._context = context
        self._name = ""
        self.book: CheckBook | None = None
        self._offers: tuple[CheckOffer, ...] = ()
        self.sheet: RuleSheet | None = None
        self._listener = Listener(
            context.feed, _TOPICS, self, behind=Behind(context.operations, ("data.rules",))
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def open(self, name: str) -> None:
        """Read the rules of a dataset, unless they are read already."""
        if name == self._name and self.book is not None:
            self.changed.emit(self.book)
            return
        self._name, self.book = name, None
        self.reload()

    def leave(self) -> None:
        """No rules are in sight: news are none of our business."""
        self._name, self.book = "", None

    def reload(self) -> None:
        """Read the rules anew."""
        if self._name:
            work = partial(_load, self._context.workspace, self._name)
            self._context.operations.run("data.rules", work, self._on_book, self._on_failed)

    def switch(self, key: str, is_on: bool) -> None:
        """Switch a rule on or off."""
        from tidemill.services import rules

        def work() -> str:
            one = rules.switch(self._context.workspace, self._name, key, is_on)
            return f"{'On' if is_on else 'Off'}: {one.sentence}"

        self._do(work)

    def set_effect(self, key: str, severity: str) -> None:
        """Say whether a rule sets files aside or only says so."""
        from tidemill.services import rules

        def work() -> str:
            one = rules.change(self._context.workspace, self._name, key, severity=severity)
            said = tr("Sets files aside") if severity == "error" else tr("Only warns")
            return f"{said}: {one.sentence}"

        self._do(work)

    def remove(self, key: str) -> None:
        """Remove a rule."""
        from tidemill.services import rules

        def work() -> str:
            one = rules.remove(self._context.workspace, self._name, key)
            return tr("Removed: {sentence}", sentence=one.sentence)

        self._do(work)

    def take_up(self, keys: tuple[str, ...]) -> None:
        """Switch proposed rules on."""
        from tidemill.services import rules

        def work() -> str:
            made = [rules.take_up(self._context.workspace, self._name, key) for key in keys]
            return (
                f"On: {made[0].sentence}"
                if len(made) == 1
                else tr("{n} rules are on.", n=len(made))
            )

        if keys:
            self._do(work, undo=len(keys) == 1)

    def take_up_one(self, key: str) -> None:
        """Switch a proposed rule on."""
        self.take_up((key,))

    def take_up_all(self) -> None:
        """Switch every proposed rule on."""
        if self.book is not None:
            self.take_up(tuple(one.key for one in self.book.proposals))

    def turn_down(self, key: str) -> None:
        """Don't propose a rule again."""
        from tidemill.services import rules

        def work() -> str:
            rules.turn_down(self._context.workspace, self._name, key)
            return tr("It is not proposed again.")

        self._do(work, undo=False)

    def mark(self, column: str, is_on: bool) -> None:
        """Say whether a column is personal."""
        from tidemill.services import personal_data

        def work() -> str:
            personal_data.mark(self._context.workspace, self._name, column, is_on)
            return tr(
                "{column} is {said} from now on.",
                column=column,
                said="masked" if is_on else "shown",
            )

        self._do(work, undo=False)

    def add(self) -> None:
        """Open the sheet that makes a rule."""
        self._open_sheet(None)

    def change(self, key: str) -> None:
        """Open the sheet that changes a rule."""
        one = next((r for r in self.book.rules if r.key == key), None) if self.book else None
        if one is not None:
            self._open_sheet(RuleDraft(key, one.check, one.settings, one.severity))

    def _open_sheet(self, draft: RuleDraft | None) -> None:
        if self.book is None or not self._offers:
            return
        known = {offer.entry.id for offer in self._offers}
        if draft is not None and draft.check not in known:
            self._context.toast(tr("This check has no settings."), icon="shield-check")
            return
        sheet = RuleSheet(
            self._context.sheet_host, self._name, self._offers, self.book.columns, draft
        )
        sheet.drafted.connect(self._on_drafted)
        sheet.closed.connect(self._on_sheet_closed)
        self.sheet = sheet
        self._context.open_sheet(sheet)

    def _on_drafted(self, draft: RuleDraft) -> None:
        from tidemill.services import rules

        workspace, name = self._context.workspace, self._name

        def work() -> str:
            if draft.key:
                one = rules.change(
                    workspace, name, draft.key, draft.settings, severity=draft.severity
                )
                return tr("Changed: {sentence}", sentence=one.sentence)
            one = rules.add(workspace, name, draft.check, draft.settings, severity=draft.severity)
            return tr("Added: {sentence}", sentence=one.sentence)

        told = partial(_told, workspace, work, True)
        self._context.operations.change("data.rule.save", told, self._on_saved, self._on_refused)

    def _on_saved(self, told: "Told") -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        self._on_done(told)

    def _on_refused(self, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.refuse(error.message, error.hint)

    def _on_sheet_closed(self) -> None:
        self.sheet = None

    def _do(self, work: Work, *, undo: bool = True) -> None:
        told = partial(_told, self._context.workspace, work, undo)
        self._context.operations.change("data.rule.change", told, self._on_done, self._on_bad)

    def _on_done(self, told: "Told") -> None:
        words, change = told
        undo = None if change is None else partial(self._undo, change)
        self._context.toast(words, tr("Undo") if undo else "", undo, icon="shield-check")
        self.reload()

    def _undo(self, change: int) -> None:
        from tidemill.services import undoing

        workspace = self._context.workspace

        def work() -> str:
            return tr("Took back: {words}.", words=undoing.undo(workspace, change).words)

        self._do(work, undo=False)

    def _on_bad(self, error: TidemillError) -> None:
        self._context.problem(error)
        self.reload()

    def _on_failed(self, error: TidemillError) -> None:
        if self._name:
            self._context.problem(error)

    def _on_book(self, found: "tuple[CheckBook, tuple[CheckOffer, ...]]") -> None:
        book, self._offers = found
        if book.dataset == self._name:
            self.book = book
            self.changed.emit(book)

    def _on_news(self, _keys: Any) -> None:
        if self._name:
            self.reload()


def _told(workspace: "Workspace", work: Work, undo: bool, _reporter: "Reporter") -> Told:
    from tidemill.services import undoing

    done = undoing.do(workspace, lambda _: work())
    return done.found, done.change.id if undo and done.change is not None else None


def _load(
    workspace: "Workspace", name: str, reporter: "Reporter"
) -> tuple[CheckBook, tuple[CheckOffer, ...]]:
    from tidemill.services import check_trends, datasets, personal_data, rules

    view = datasets.find(workspace, name)
    reporter.check()
    book = CheckBook(
        name,
        tuple(rules.rules(workspace, name)),
        tuple(rules.propose(workspace, name)),
        check_trends.trends(view.versions, view.set_aside),
        tuple(personal_data.found(workspace, name)),
        tuple((c.name, str(c.kind)) for c in view.dataset.schema.columns),
        len(view.versions),
    )
    return book, offers()

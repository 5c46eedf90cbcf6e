"""Parts of the page Models that are asked for when a person looks at them: comparison and card."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.model_cards import ModelCard
from tidemill.domain.model_diffs import ModelDiff
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.pages.models.told_state import Told

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

_WAITING = tr("Waiting for the worker")


class ToldModel(QObject):
    """Holds what was found about the shown version; `changed(Told)` tells of something new.

    `written` tells that a part of the card was written, `failed(error)` that it was not.
    """

    changed = Signal(object)
    written = Signal()
    failed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Know nothing yet."""
        super().__init__(parent)
        self._context = context
        self.told = Told()
        self._answering = ("", "")

    def show(self, name: str, number: int, stamp: object) -> None:
        """Be about a version; `stamp` is another one where something of the model changed."""
        if (name, number) != (self.told.name, self.told.number):
            self._set(Told(name, number, stamp=stamp))
        elif stamp != self.told.stamp:
            # What is shown stays until it was found anew.
            self._set(replace(self.told, stamp=stamp, is_card_old=True, is_diff_old=True))

    def hold_against(self, number: int) -> None:
        """Compare the version with another of the model."""
        told = self.told
        if told.diff is not None and told.against == number and not told.is_diff_old:
            return
        is_same = told.against == number
        self._set(
            replace(
                told,
                against=number,
                diff=told.diff if is_same else None,
                problem=None,
                is_busy=True,
                is_diff_old=False,
                answering=told.answering if is_same else "",
            )
        )
        self._read_diff()

    def look_again(self) -> None:
        """Read the difference anew where both lacked rows they answered: they may have by now."""
        told = self.told
        is_waiting = told.is_busy or bool(told.answering)
        if told.diff is not None and told.diff.lacks_shared_rows and not is_waiting:
            self._read_diff()

    def answer_common_rows(self) -> None:
        """Let the worker have both versions answer rows that neither learned from."""
        if self.told.against is None:
            return
        workspace = self._context.workspace
        before, after = self._answering = self._pair()
        self._set(replace(self.told, problem=None, answering=_WAITING))

        def work(reporter: "Reporter") -> ModelDiff:
            from tidemill.services import further_answers, model_diffs

            seen_done(workspace, further_answers.ask(workspace, before, after), reporter)
            return model_diffs.diff(workspace, before, after, reporter, is_quick=True)

        self._context.operations.run(
            "models.answer",
            work,
            self._on_answered,
            self._on_not_answered,
            progress=self._on_answering,
        )

    def _pair(self) -> tuple[str, str]:
        told = self.told
        return f"{told.name}@{told.against}", f"{told.name}@{told.number}"

    def _read_diff(self) -> None:
        workspace = self._context.workspace
        before, after = self._pair()

        def work(reporter: "Reporter") -> ModelDiff:
            from tidemill.services import model_diffs

            return model_diffs.diff(workspace, before, after, reporter, is_quick=True)

        self._context.operations.run("models.diff", work, self._on_diff, self._on_failed)

    def read_card(self) -> None:
        """Fill the card of the version."""
        told = self.told
        if told.card is not None and not told.is_card_old:
            return
        self._set(replace(told, problem=None, is_busy=True, is_card_old=False))
        workspace, address = self._context.workspace, f"{told.name}@{told.number}"

        def work(reporter: "Reporter") -> ModelCard:
            from tidemill.services import model_cards

            return model_cards.card(workspace, address, reporter)

        self._context.operations.run("models.card", work, self._on_card, self._on_failed)

    def write(self, parts: dict[str, str]) -> None:
        """Write parts of the card that only people know."""
        workspace, name = self._context.workspace, self.told.name

        def work(_reporter: "Reporter") -> None:
            from tidemill.services import model_cards

            for part, text in parts.items():
                model_cards.write_part(workspace, name, part, text)

        done: Callable[[object], None] = self._on_written
        self._context.operations.change("models.write", work, done, self.failed.emit)

    def _on_diff(self, found: ModelDiff) -> None:
        told = self.told
        wanted = (f"{told.name} v{told.against}", f"{told.name} v{told.number}")
        if (found.before, found.after) == wanted:  # else another version is shown by now
            self._set(replace(told, diff=found, is_busy=False))

    def _on_answering(self, _share: float, words: str) -> None:
        if self._answering == self._pair():
            self._set(replace(self.told, answering=words or _WAITING))

    def _on_answered(self, found: ModelDiff) -> None:
        if self._answering == self._pair():
            self._set(replace(self.told, diff=found, answering=""))

    def _on_not_answered(self, error: TidemillError) -> None:
        if self._answering == self._pair():
            self._set(replace(self.told, problem=error, answering=""))

    def _on_card(self, found: ModelCard) -> None:
        told = self.told
        if (found.model, found.version) == (told.name, told.number):
            self._set(replace(told, card=found, is_busy=False))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.told, problem=error, is_busy=False))

    def _on_written(self, _nothing: object) -> None:
        self._set(replace(self.told, is_card_old=True))
        self.read_card()
        self.written.emit()

    def _set(self, told: Told) -> None:
        self.told = told
        self.changed.emit(told)

"""What is done from a comparison: its link, a report, a check of what differs, a version aside."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.words import tr
from tidemill.domain.diff_checks import idea
from tidemill.gui.kit.files import FileWish
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.pages.data.compare.addresses import Wish, address_parts
from tidemill.gui.pages.data.compare.state import version_word
from tidemill.gui.pages.data.compare.view_model import CompareViewModel
from tidemill.gui.shell.page import PageContext, address_of

if TYPE_CHECKING:
    from tidemill.domain.version_diffs import VersionDiff


class CompareDeeds(QObject):
    """Acts on what is compared now; `sheet` is the open one. Emits `aside_wanted(address, words)`
    for a version that is to be put aside."""

    aside_wanted = Signal(str, str)

    def __init__(self, context: PageContext, model: CompareViewModel, parent: QObject) -> None:
        """Do nothing yet."""
        super().__init__(parent)
        self._context, self._model = context, model
        self.sheet: Sheet | None = None

    def copy_link(self) -> None:
        """Put the address of this comparison on the clipboard."""
        state = self._model.state
        parts = address_parts(Wish(state.before, state.after, state.key))
        asked = parts.pop() if parts[-1].startswith("?") else ""
        self._context.copy(address_of("data", *parts) + asked)

    def save_report(self) -> None:
        """Write the comparison to an HTML file."""
        loaded = self._model.state.loaded
        if loaded is not None:
            diff = loaded.diff
            name = f"{diff.before.address} and {diff.after.address}.html"
            write = partial(_write_report, self._context.workspace, diff)
            self._context.save_file(FileWish(tr("Save as report"), name, "HTML (*.html)", write))

    def check(self, column: str) -> None:
        """Offer a check that would have told of what differs in a column."""
        from tidemill.gui.pages.data.compare.check_sheet import CheckSheet

        loaded = self._model.state.loaded
        found = None if loaded is None else idea(loaded.diff[column])
        if loaded is None or found is None:
            return
        diff = loaded.diff
        was, now = version_word(diff, is_after=False), version_word(diff, is_after=True)
        reason = tr("From {was} to {now}: {words}.", was=was, now=now, words=diff[column].words)
        sheet = CheckSheet(self._context, diff.after.dataset, found, reason)
        sheet.added.connect(self._on_check_added)
        self.sheet = sheet
        self._context.open_sheet(sheet)

    def _on_check_added(self, sentence: str) -> None:
        name = self._model.state.after.rpartition("@")[0]
        self._context.toast(
            tr("From now on {name} is checked: {sentence}", name=name, sentence=sentence),
            tr("Show checks"),
            partial(self._context.navigate, address_of("data", name, "checks")),
            icon="shield-check",
        )

    def set_aside(self) -> None:
        """Put the later version aside."""
        loaded = self._model.state.loaded
        if loaded is not None:
            diff = loaded.diff
            is_next = diff.before.number == diff.after.number - 1
            words = (
                tr("v{number} is the latest again.", number=diff.before.number) if is_next else ""
            )
            self.aside_wanted.emit(diff.after.address, words)


def _write_report(workspace: object, diff: "VersionDiff", path: Path, _reporter: object) -> None:
    from tidemill.services import diff_report
    from tidemill.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    diff_report.write(workspace, diff, path)

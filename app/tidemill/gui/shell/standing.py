"""What stands in the page's place when there is no page: opening, or why it can't be opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading


class Strip(QWidget):
    """One problem over the page, until it is dismissed or another page is shown."""

    def __init__(self) -> None:
        """Hidden until there is something to say."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 12, 0)
        row.setSpacing(4)
        self.panel = ErrorPanel(parent=self)
        row.addWidget(self.panel, 1)
        self.dismiss = IconButton("x", tr("Dismiss"))
        self.dismiss.clicked.connect(self.clear)
        row.addWidget(self.dismiss)
        self.error: TidemillError | None = None
        self.hide()

    def say(self, error: TidemillError) -> None:
        """Show a problem."""
        self.error = error
        self.panel.set_error(error.message, error.hint, error.detail)
        self.show()

    def clear(self) -> None:
        """Show none."""
        self.error = None
        self.hide()


class Standing(QWidget):
    """Grey blocks while a workspace is being opened; a sentence if it can't be.

    Emits `again_asked` for another try.
    """

    again_asked = Signal()

    def __init__(self) -> None:
        """Wait."""
        super().__init__()
        self.strip = Strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 28, 28, 28)
        self._loading = Loading(tr("Opening the workspace"), "cards")
        self._loading.setMaximumWidth(1200)
        self.error = ErrorPanel(parent=self)
        self.error.acted.connect(self._again)
        column.addWidget(self.error)
        column.addWidget(self._loading, 1)
        self._tail = QWidget()
        column.addWidget(self._tail, 1)
        self.wait()

    def wait(self) -> None:
        """A workspace is being opened."""
        self.error.set_error("")
        self._tail.hide()
        self._loading.show()

    def fail(self, error: TidemillError) -> None:
        """It can't be opened: why, and what to do."""
        self._loading.hide()
        self._tail.show()
        self.error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        self.error.show()

    def is_waiting(self) -> bool:
        """Whether a workspace is still being opened."""
        return not self._loading.isHidden()

    def _again(self) -> None:
        self.again_asked.emit()

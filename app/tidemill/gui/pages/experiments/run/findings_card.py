"""What stands out about a run: findings side by side, each with a mark, a title, its evidence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.run_findings import MOST, Finding
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if

_LOOKS = {
    "bad": ("octagon-minus", "bad"),
    "warn": ("triangle-alert", "warn"),
    "info": ("info", "info"),
    "good": ("circle-check", "good"),
}
_WORDS = {"bad": tr("Bad"), "warn": tr("Look at it"), "info": tr("Note"), "good": tr("Good")}


class FindingsCard(Card):
    """Two columns of findings, the first `MOST` until all are asked for; says that there is nothing
    to say where that is so.
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(spacing=6)
        self.more = Button(tr("All"), kind="link", height=24)
        self.more.clicked.connect(self._on_more)
        self.add_head(tr("What stands out"), trailing=self.more)
        self._is_whole = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._quiet = Label("", "small", "text3")
        self.body.addWidget(self._quiet)
        self._shown: tuple[Finding, ...] | None = None
        self.parts: list[QWidget] = []

    def show_findings(self, findings: Sequence[Finding] | None, words: str) -> None:
        """Draw findings in reading order down the columns; `words` stand where there are none."""
        self._quiet.set_text(words)
        show_if(self._quiet, not findings)
        if findings is None or tuple(findings) == self._shown:
            show_if(self.more, len(self._shown or ()) > MOST)
            return
        self._shown = tuple(findings)
        self._draw(self._shown)

    def _draw(self, findings: tuple[Finding, ...]) -> None:
        n = len(findings)
        show_if(self.more, n > MOST)
        self.more.set_text(tr("Fewer") if self._is_whole else tr("All {n}", n=n))
        for part in self.parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.parts = [_part(one) for one in (findings if self._is_whole else findings[:MOST])]
        n_rows = (len(self.parts) + 1) // 2
        for at, part in enumerate(self.parts):
            self._grid.addWidget(part, at % n_rows, at // n_rows)
            part.show()

    def _on_more(self) -> None:
        self._is_whole = not self._is_whole
        self._draw(self._shown or ())


def _part(one: Finding) -> QWidget:
    icon, tone = _LOOKS[one.tone]
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    mark = QVBoxLayout()
    mark.setContentsMargins(0, 1, 0, 0)
    mark.addWidget(IconLabel(icon, tone))
    mark.addStretch(1)
    row.addLayout(mark)
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(spoken(one.title), "strong"))
    words.addWidget(Paragraph(one.text, "small", "text2"))
    words.addStretch(1)
    row.addLayout(words, 1)
    holder.setAccessibleName(f"{_WORDS[one.tone]}: {spoken(one.title)}. {spoken(one.text)}")
    return holder

"""Choosing the dataset that rows go to: one that is there, or a new one by its name."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.popover import Option

_PLAIN = re.compile(r"\w[\w-]*")
NEW = "\n"  # no dataset can have this name


class DatasetChoice(QWidget):
    """Emits `chosen` after another one was taken or named."""

    chosen = Signal()

    def __init__(self, datasets: Sequence[str], first: str | None = None) -> None:
        """Offer datasets; `first`, also `NEW`, is chosen to begin with."""
        super().__init__()
        self._datasets = tuple(datasets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        options = [Option(name, name, icon="database") for name in self._datasets]
        options.append(Option(NEW, tr("A new dataset"), icon="plus"))
        begin = first if first in (*self._datasets, NEW) else None if self._datasets else NEW
        self.choice = Choice(options, begin, tr("Choose a dataset"), name=tr("Dataset"))
        self.choice.chosen.connect(self._on_chosen)
        self.name = Field(tr("Name of the new dataset"))
        self.name.edit.setAccessibleName(tr("Name of the new dataset"))
        self.name.text_changed.connect(self._on_named)
        column.addWidget(self.choice)
        column.addWidget(self.name)
        self.name.setVisible(self.is_new())

    def is_new(self) -> bool:
        """Whether it is one that is not there yet."""
        return bool(self.choice.value() == NEW)

    def dataset(self) -> str:
        """The name of the dataset; empty while none is chosen or named."""
        return self.name.text().strip() if self.is_new() else str(self.choice.value() or "")

    def existing(self) -> str | None:
        """The chosen dataset where it is there already."""
        return None if self.is_new() or self.choice.value() is None else self.dataset()

    def suggest(self, name: str) -> None:
        """Name a new dataset that has no name yet, where that is a name it can have."""
        is_free = self.is_new() and not self.name.text().strip() and name not in self._datasets
        if is_free and _PLAIN.fullmatch(name):
            self.name.set_text(name)

    def check(self) -> bool:
        """Say what is missing; whether nothing is."""
        self.choice.set_wrong(self.choice.value() is None)
        is_nameless = self.is_new() and not self.dataset()
        self.name.set_error(tr("Give the new dataset a name.") if is_nameless else "")
        return bool(self.dataset())

    def _on_chosen(self, _value: object) -> None:
        self.choice.set_wrong(False)
        self.name.setVisible(self.is_new())
        self.chosen.emit()

    def _on_named(self, _words: str) -> None:
        self.name.set_error("")

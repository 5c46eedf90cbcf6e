"""What a person says of a model from elsewhere, so that it can be a version: which model, judged
on which data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.checkbox import CheckBox
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.visibility import show_if

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext

NEW = "\n"  # no model can have this name
_NOTE = tr(
    "It is judged there on rows that the champion of today did not learn from, "
    "and becomes a candidate with its gates run. It predicts, serves and is "
    "watched as any other; it can't be retrained or exported."
)


@dataclass(frozen=True)
class JudgedOn:
    """Data that a model can be judged on: its newest version, its columns and its target."""

    address: str
    columns: tuple[str, ...]
    target: str | None


@dataclass(frozen=True)
class WishChoices:
    """The models and the data that can be chosen."""

    models: tuple[str, ...] = ()
    data: tuple[JudgedOn, ...] = ()


def load_choices(context: "PageContext") -> WishChoices:
    """Read the models and the data; not in the window's thread."""
    from tidemill.services import datasets, registry

    workspace = context.workspace
    newest = [view.newest for view in datasets.every(workspace) if view.versions]
    schemas = [(one, datasets.schema_of(workspace, one)) for one in newest]
    return WishChoices(
        tuple(view.model.name for view in registry.every(workspace)),
        tuple(JudgedOn(one.address, schema.names, schema.target) for one, schema in schemas),
    )


@dataclass(frozen=True)
class Wished:
    """What was said, as `services.imported_versions.AsVersion` takes it."""

    model: str
    on: str
    target: str
    positive: str | None
    columns: tuple[str, ...]


class VersionWish(QWidget):
    """Fields that appear where it is to be a version too. Emits `changed`, and `choices_wanted`
    when it is asked for first."""

    changed = Signal()
    choices_wanted = Signal()

    def __init__(
        self,
        name: str,
        known: Sequence[str],
        parent: QWidget | None = None,
        *,
        is_fixed: bool = False,
    ) -> None:
        """Offer it; `name` begins a new model's, `known` are the columns that its file names.

        With `is_fixed` it is a version of `name` already: only what it answers for is asked.
        """
        super().__init__(parent)
        self._is_fixed = is_fixed
        self._choices: WishChoices | None = None
        self._known = tuple(known)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.wanted = CheckBox(tr("Make it a version of a model too"))
        column.addWidget(self.wanted)
        self._fields = QWidget()
        inner = QVBoxLayout(self._fields)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        self.model = Choice((), None, tr("Choose a model"), name=tr("Model"))
        self.name = Field(tr("Name of the new model"))
        self.name.edit.setAccessibleName(tr("Name of the new model"))
        self.name.set_text(name)
        self.data = Choice((), None, tr("Choose the data"), name=tr("Judged on"))
        self.target = Choice((), None, tr("Choose the column"), name=tr("It predicts"))
        self.positive = Field(tr("Of two classes; optional"), label=tr("Class that counts as yes"))
        self.columns = Field(
            "a, b, c",
            label=tr("Columns in the order it takes them"),
            help=tr("Where it names none."),
        )
        for words, parts in (
            (tr("Model"), (self.model, self.name)),
            (tr("Judged on"), (self.data,)),
            (tr("It predicts"), (self.target,)),
        ):
            label = Label(words, "strong")
            inner.addWidget(label)
            for part in parts:
                inner.addWidget(part)
            if self.model in parts:
                show_if(label, not is_fixed)
        inner.addWidget(self.positive)
        inner.addWidget(self.columns)
        inner.addWidget(Paragraph(_NOTE, "small", "text3"))
        column.addWidget(self._fields)
        self.wanted.toggled.connect(self._on_wanted)
        self.model.chosen.connect(self._on_change)
        self.data.chosen.connect(self._on_data)
        self.target.chosen.connect(self._on_change)
        self.name.text_changed.connect(self._on_change)
        if is_fixed:
            self.wanted.setChecked(True)
        self._draw()

    def show_choices(self, choices: WishChoices) -> None:
        """Offer models and data; where the file names columns, the data that has them first."""
        self._choices = choices
        models = [Option(name, name, icon="box") for name in choices.models]
        first = NEW if len(models) != 1 or self._is_fixed else choices.models[0]
        self.model.set_options([*models, Option(NEW, tr("A new model"), icon="plus")], first)
        wanted = set(self._known)
        data = sorted(choices.data, key=lambda one: -len(wanted & set(one.columns)))
        fits = bool(data) and bool(wanted) and wanted <= set(data[0].columns)
        options = [
            Option(one.address, one.address.replace("@", " v"), icon="database") for one in data
        ]
        self.data.set_options(options, data[0].address if fits or len(data) == 1 else None)
        self._on_data()

    def wish(self) -> Wished | None:
        """What was said; None where it is to be a run only."""
        if not self.wanted.isChecked() or not self.is_whole():
            return None
        model = self.name.text().strip() if self.model.value() == NEW else str(self.model.value())
        names = tuple(part.strip() for part in self.columns.text().split(",") if part.strip())
        positive = self.positive.text().strip() or None
        return Wished(model, str(self.data.value()), str(self.target.value()), positive, names)

    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        if not self.wanted.isChecked():
            return True
        is_named = bool(self.name.text().strip()) if self.model.value() == NEW else True
        parts = (self.model.value(), self.data.value(), self.target.value())
        return is_named and all(isinstance(one, str) for one in parts)

    def _on_wanted(self, is_wanted: bool) -> None:
        if is_wanted and self._choices is None:
            self.choices_wanted.emit()
        self._on_change()

    def _on_data(self, _value: object = None) -> None:
        chosen = self._chosen()
        names = () if chosen is None else chosen.columns
        target = None if chosen is None else chosen.target
        self.target.set_options([(name, name) for name in names], target)
        self._on_change()

    def _chosen(self) -> JudgedOn | None:
        data = () if self._choices is None else self._choices.data
        return next((one for one in data if one.address == self.data.value()), None)

    def _on_change(self, _value: object = None) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        show_if(self._fields, self.wanted.isChecked())
        show_if(self.wanted, not self._is_fixed)
        show_if(self.model, not self._is_fixed)
        show_if(self.name, self.model.value() == NEW and not self._is_fixed)

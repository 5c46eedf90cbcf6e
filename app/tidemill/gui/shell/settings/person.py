"""Who acts here: the name that stands beside what a person does, and the role."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.avatar import Avatar
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.people import PeopleList
from tidemill.gui.shell.settings.section import Desk, SettingRow


class PersonPart(QWidget):
    """The name is kept when the field is left."""

    def __init__(self, desk: Desk) -> None:
        """Show who acts in the open workspace."""
        super().__init__()
        assert desk.context is not None
        self._desk = desk
        person = desk.context.workspace.person
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.name = LineEdit(tr("Your name"))
        self.name.setText(person.display)
        self.name.setAccessibleName(tr("Your name"))
        self.name.setFixedWidth(220)
        self.name.editingFinished.connect(self._on_name)
        self._said_name = person.display
        self.problem = ErrorPanel(parent=self)
        self.problem.hide()
        text = tr("Stands beside what you do; you sign in as {login}", login=person.login)
        column.addWidget(SettingRow(tr("Name"), text, self.name))
        column.addWidget(self.problem)
        column.addWidget(Divider())
        words = QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Avatar(person.display, size=20))
        row.addWidget(Label(str(person.role).capitalize(), "body", elide="none"))
        means = tr("An approver may promote past a failed gate")
        column.addWidget(SettingRow(tr("Role"), means, words))
        column.addWidget(Divider())
        self.options = OptionsPart("person", desk)
        column.addWidget(self.options)
        column.addWidget(Divider())
        self.people = PeopleList(desk)
        column.addWidget(self.people)
        column.addStretch(1)

    def show_problem(self, error: TidemillError) -> None:
        """Say why the name can't be kept, where it was typed."""
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()

    def _on_name(self) -> None:
        wanted = self.name.text().strip()
        if wanted and wanted != self._said_name:
            self._said_name = wanted
            self.problem.hide()
            self._desk.rename(wanted, self.show_problem)

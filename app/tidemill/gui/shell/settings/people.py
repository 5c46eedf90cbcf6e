"""Everybody who works here, and what each has agreed to do."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.domain.people import Person, PersonRole
from tidemill.gui.kit.avatar import Avatar
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.section import Desk

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

_ROLES = [(role, str(role).capitalize()) for role in PersonRole]


class PersonLine(QWidget):
    """A person and a role to choose. Emits `chosen(person, role)`."""

    chosen = Signal(object, object)

    def __init__(self, person: Person, may_change: bool) -> None:
        """Show who it is."""
        super().__init__()
        self.person = person
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(10)
        row.addWidget(Avatar(person.display, size=20), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(person.display, "strong"), 1)
        row.addWidget(Label(person.login, "small", "text2"), 1)
        self.role = Choice(
            _ROLES,
            person.role,
            name=tr("Role of {display}", display=person.display),
            look="button",
            height=28,
        )
        self.role.setEnabled(may_change)  # one's own is for somebody else to change
        self.role.chosen.connect(self._on_role)
        row.addWidget(self.role)

    def _on_role(self, role: PersonRole) -> None:
        self.chosen.emit(self.person, role)


class PeopleList(QWidget):
    """People with their roles; an approver changes them and adds others."""

    def __init__(self, desk: Desk) -> None:
        """Begin to read who is there."""
        super().__init__()
        assert desk.context is not None
        self._context = desk.context
        self._may = desk.context.workspace.person.can_approve
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(2)
        column.addWidget(Label(tr("People"), "h3"))
        words = tr(
            "Viewers look, members work, approvers may promote past a failed gate and give roles."
        )
        refused = "" if self._may else tr(" Roles are for an approver to give.")
        column.addWidget(Paragraph(words + refused, "small", "text2"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        column.addLayout(self._lines)
        self.lines: list[PersonLine] = []
        self.login = LineEdit(tr("Login name"))
        self.login.setAccessibleName(tr("Login name of somebody new"))
        self.login.returnPressed.connect(self._on_add)
        self.add = Button(tr("Add a person"), "plus", height=28)
        self.add.clicked.connect(self._on_add)
        new = QWidget()
        row = QHBoxLayout(new)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.login, 1)
        row.addWidget(self.add)
        row.addStretch(1)
        show_if(new, self._may)
        column.addWidget(new)
        self.problem = ErrorPanel(parent=self)
        self.problem.hide()
        column.addWidget(self.problem)
        desk.context.feed.news.connect(self._on_news)
        desk.context.feed.reload.connect(self.load)
        self.load()

    def load(self) -> None:
        """Read who is there."""
        work = partial(_every, self._context.workspace)
        self._context.operations.run("settings.people", work, self._on_read, self._on_failed)

    def _on_news(self, news: list[object]) -> None:
        if any(getattr(one, "topic", "") == "person" for one in news):
            self.load()

    def _on_read(self, people: list[Person]) -> None:
        if [line.person for line in self.lines] == people:
            return
        for line in self.lines:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        own = self._context.workspace.person.login
        self.lines = [PersonLine(one, self._may and one.login != own) for one in people]
        for line in self.lines:
            line.chosen.connect(self._on_role)
            self._lines.addWidget(line)

    def _on_role(self, person: Person, role: PersonRole) -> None:
        self._put(Person(person.login, person.display, role))

    def _on_add(self) -> None:
        login = self.login.text().strip()
        if login in {line.person.login for line in self.lines}:
            self._on_failed(
                TidemillError(
                    tr("{login} is here already.", login=login), tr("Choose a role beside.")
                )
            )
        else:
            self._put(Person(login, login))

    def _put(self, person: Person) -> None:
        self.problem.hide()
        work = partial(_put, self._context.workspace, person)
        self._context.operations.change("settings.people.put", work, self._on_put, self._on_failed)

    def _on_put(self, person: Person) -> None:
        if person.login == self.login.text().strip():
            self.login.clear()
        self.load()

    def _on_failed(self, error: TidemillError) -> None:
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()
        for line in self.lines:  # the role that is so, not the one that was tried
            line.role.set_value(line.person.role)


def _every(workspace: "Workspace", _reporter: Reporter) -> list[Person]:
    from tidemill.services import people

    return people.every(workspace)


def _put(workspace: "Workspace", person: Person, _reporter: Reporter) -> Person:
    from tidemill.services import people

    return people.put(workspace, person)

"""The sheets of Deployments: a service's settings, its token that is told once, its log."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.deployments import LOOPBACK, Deployment, Logging, is_loopback
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.fields import Field, TextArea
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.state import LOGGINGS, ModelChoice
from tidemill.gui.pages.deployments.view_model import Asked

HERE, ALL, ONE = "here", "all", "one"
_EVERYWHERE = ("0.0.0.0", "::")
_USUAL_SHARE = 10
_LOG_ROWS = 24


class ServiceSheet(Sheet):
    """Asks how a model's HTTP service runs; `wanted(Asked)` once the person has said so."""

    reopened_by = ("deployments.new",)

    wanted = Signal(object)

    def __init__(
        self,
        host: QWidget,
        models: Sequence[ModelChoice],
        chosen: str,
        before: Deployment | None,
        recorded_as: str,
    ) -> None:
        """Make the sheet for a new service, or with the settings of one that is there."""
        title = tr("New deployment") if before is None else tr("How {name} runs", name=before.name)
        text = tr("A model's champion answers programs over HTTP, until you switch it off.")
        verb = tr("Switch on") if before is None or not before.is_on else tr("Save")
        super().__init__(host, title, text, verb, "radio-tower", recorded_as=recorded_as)
        self._deployment = before
        options = [Option(one.name, one.name, one.note, "box") for one in models]
        self.model = Choice(options, chosen or None, tr("Choose a model"), name=tr("Model"))
        self.reach = Segment(
            [(HERE, tr("This computer")), (ALL, tr("Any computer")), (ONE, tr("One address"))],
            HERE,
            name=tr("Reached from"),
        )
        self.address = Field("192.168.1.20", label=tr("Address of this computer"), is_mono=True)
        self.port = NumberField(None, 1, 65535, is_integer=True, label=tr("Port"))
        self.port.edit.setPlaceholderText(tr("A free one"))
        self.names = Field(
            "models.example",
            label=tr("Also asked for as"),
            help=tr("Further host names, separated by commas; others are refused."),
        )
        self.logging = Segment(
            [(str(each), words) for each, words in LOGGINGS.items()],
            str(Logging.SAMPLED),
            name=tr("Answers kept"),
        )
        self.share = NumberField(_USUAL_SHARE, 0, 100, label=tr("Requests kept, in percent"))
        self.failure = ErrorPanel()
        self._notice = QVBoxLayout()
        self._shown_notice: QWidget | None = None
        self._fill(before)
        self._lay_out()
        self.model.chosen.connect(self._on_change)
        self.reach.changed.connect(self._on_change)
        self.logging.changed.connect(self._on_change)
        self.accepted.connect(self._on_accepted)
        self._on_change()

    def _fill(self, before: Deployment | None) -> None:
        if before is None:
            return
        settings = before.http
        self.model.setEnabled(False)
        self.port.set_value(settings.port)
        self.names.set_text(", ".join(settings.names))
        self.logging.set_value(str(settings.logging))
        self.share.set_value(settings.share * 100)
        if settings.host in _EVERYWHERE:
            self.reach.set_value(ALL)
        elif not settings.is_loopback:
            self.reach.set_value(ONE)
            self.address.set_text(settings.host)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(14)
        left.addLayout(_labelled(tr("Model"), self.model))
        left.addLayout(_labelled(tr("Reached from"), self.reach))
        left.addWidget(self.address)
        left.addWidget(self.port)
        left.addStretch(1)
        right.addLayout(_labelled(tr("Answers kept for monitoring"), self.logging))
        right.addWidget(self.share)
        right.addWidget(self.names)
        right.addStretch(1)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self.body.addLayout(self._notice)
        self.body.addWidget(self.failure)

    def asked(self) -> Asked | None:
        """What was put in; None where it can't be, which is said at its field."""
        model = self.model.value()
        if not isinstance(model, str) or not model:
            self._say(tr("Choose the model that is to answer."))
            return None
        port = self.port.value()
        if port is None and self.port.text().strip():
            self.port.edit.setFocus()
            return None
        share = self.share.value()
        logging = Logging(self.logging.value())
        if share is None:
            if logging is Logging.SAMPLED:
                self.share.set_error(tr("A number from 0 to 100."))
                self.share.edit.setFocus()
                return None
            share = float(_USUAL_SHARE)
        host = self._listens_on()
        if not host:
            self.address.set_error(tr("Give an address of this computer."))
            self.address.edit.setFocus()
            return None
        names = tuple(name.strip() for name in self.names.text().split(",") if name.strip())
        return Asked(model, host, None if port is None else int(port), names, logging, share / 100)

    def set_error(self, error: TidemillError) -> None:
        """Say why it could not be done; what was put in stays."""
        self.primary.set_busy(False)
        self._say(error.message, error.hint, error.detail)

    def _say(self, message: str, hint: str = "", detail: str = "") -> None:
        self.failure.set_error(message, hint, detail)
        show_if(self.failure, bool(message))
        self.fit()

    def _listens_on(self) -> str:
        reach = self.reach.value()
        if reach == HERE:
            before = None if self._deployment is None else self._deployment.http.host
            return before if before is not None and is_loopback(before) else LOOPBACK
        return _EVERYWHERE[0] if reach == ALL else self.address.text().strip()

    def _on_change(self, _value: object = None) -> None:
        reach = self.reach.value()
        show_if(self.address, reach == ONE)
        show_if(self.share, self.logging.value() == str(Logging.SAMPLED))
        show_if(self.names, reach != HERE)
        self.address.set_error("")
        if self._shown_notice is not None:
            self._notice.removeWidget(self._shown_notice)
            self._shown_notice.hide()
            self._shown_notice.deleteLater()
        self._shown_notice = self._what_happens(reach)
        self._notice.addWidget(self._shown_notice)
        self._shown_notice.show()
        self._say("")

    def _what_happens(self, reach: str) -> QWidget:
        has_token = self._deployment is not None and bool(self._deployment.http.token_hash)
        if reach == HERE:
            asks = tr("A token is asked for.") if has_token else tr("No token is asked for.")
            return NoticeBox(
                "monitor",
                tr("Only programs on this computer can ask. {asks}", asks=asks),
                "",
                "info",
            )
        words = tr("Callers send a token") + (
            tr("; the one there is stays.")
            if has_token
            else tr(", which is shown once when it is made.")
        )
        text = tr(
            "There is no encryption: beyond a trusted network put a proxy with TLS before it."
        )
        return NoticeBox("globe", words, text, "warn")

    def _on_accepted(self) -> None:
        asked = self.asked()
        if asked is not None:
            self._say("")
            self.primary.set_busy(True)
            self.wanted.emit(asked)


class TokenSheet(Sheet):
    """Shows a new token, which is told only now; `copy_wanted(token)` asks for the clipboard."""

    keeps_draft = False

    copy_wanted = Signal(str)

    def __init__(self, host: QWidget, name: str, token: str) -> None:
        """Make the sheet."""
        text = tr(
            "It is shown this once: only a fingerprint of it is kept. An older one counts no more."
        )
        super().__init__(
            host,
            tr("The token of {name}", name=name),
            text,
            tr("Copy the token"),
            "copy",
            cancel=tr("Close"),
        )
        self._token = token
        self.field = Field(text=token, is_mono=True)
        self.field.edit.setReadOnly(True)
        self.field.edit.setAccessibleName(tr("Token"))
        self.body.addWidget(self.field)
        self.body.addWidget(Paragraph(tr("Callers send it in a header of each request:"), "small"))
        self.body.addWidget(Label("Authorization: Bearer TOKEN", "mono", "text"))
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self) -> None:
        self.copy_wanted.emit(self._token)
        self.close_sheet()


class LogSheet(Sheet):
    """The end of what a service's process wrote."""

    keeps_draft = False

    copy_wanted = Signal(str)

    def __init__(self, host: QWidget, name: str, text: str) -> None:
        """Make the sheet."""
        super().__init__(host, tr("Log of {name}", name=name), "", width=1040, cancel=tr("Close"))
        self._log = text
        if not text.strip():
            self.body.addWidget(Paragraph(tr("Nothing was written yet."), "body"))
            return
        self.area_of_text = TextArea(rows=_LOG_ROWS, name=tr("Log"), is_mono=True)
        self.area_of_text.setPlainText(text)
        self.area_of_text.setReadOnly(True)
        bar = self.area_of_text.verticalScrollBar()
        bar.setValue(bar.maximum())
        self.body.addWidget(self.area_of_text)
        copy = Button(tr("Copy"), "copy", "ghost", height=36)
        copy.clicked.connect(self._on_copy)
        self.add_to_foot(copy)

    def _on_copy(self) -> None:
        self.copy_wanted.emit(self._log)


def _labelled(words: str, part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(5)
    column.addWidget(Label(words, "strong"))
    column.addWidget(part)
    return column

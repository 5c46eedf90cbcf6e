"""The page on which a rule is built: what starts it, the sentence, its steps and scripts."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, CardButton
from tidemill.gui.kit.chain import Chain, ChainStep
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.sentence import Sentence
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.pages.automations.builder_inspector import BuilderInspector
from tidemill.gui.pages.automations.builder_state import BuilderState, KindCard
from tidemill.gui.pages.automations.builder_view_model import BuilderViewModel
from tidemill.gui.pages.automations.dry_card import DryCard
from tidemill.gui.pages.automations.rule_offers import CHOOSE_FOLDER
from tidemill.gui.pages.automations.script_rows import ScriptRows
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import PageContext

_MARGIN = 22


class BuilderView(QWidget):
    """Emits `left` when the person steps back from it, `guards_wanted` to look at the guards."""

    left = Signal()
    guards_wanted = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Make the parts; `open` of the view model fills them."""
        super().__init__(parent)
        self.view_model = BuilderViewModel(context, self)
        self.cancel = Button(tr("Cancel"), None, "ghost", height=30, key_cap="Esc", parent=self)
        self.save_off = Button(tr("Save, keep off"), None, height=30, parent=self)
        self.turn_on = Button(tr("Turn on"), "power", "primary", height=30, parent=self)
        for part in (self.cancel, self.save_off, self.turn_on):
            part.hide()  # until the top bar shows it
        self.details = BuilderInspector(self.view_model)
        self.details.setParent(self)
        self.details.hide()
        self._dialog: QFileDialog | None = None
        self._is_new_here = False
        self._error = ErrorPanel(action=tr("Try again"))
        self._error.acted.connect(self.view_model.open_again)
        self._stack = QStackedWidget()
        self._stack.addWidget(padded(Loading(tr("Reading what a rule can name"), "text")))
        self._stack.addWidget(padded(self._error))
        self._stack.addWidget(self._make_ready())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.cancel.clicked.connect(self.left)
        self.save_off.clicked.connect(self._on_save_off)
        self.turn_on.clicked.connect(self._on_turn_on)
        self.view_model.changed.connect(self._draw)
        self._draw(self.view_model.state)

    def _make_ready(self) -> QWidget:
        area = VScroll((_MARGIN, 16, _MARGIN, 22), 12)
        self.title = Label("", "title", elide="middle")
        self._note = Paragraph(
            tr(
                "Choose what starts it; the sentence builds itself. Click a part to change "
                "it. Nothing runs until you turn it on."
            ),
            "body",
            "text2",
        )
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title)
        head.addWidget(self._note)
        area.body.addLayout(head)
        self._failure = ErrorPanel(parent=area.content)
        area.body.addWidget(self._failure)
        self._kind_row = QHBoxLayout()
        self._kind_row.setSpacing(10)
        area.body.addLayout(self._kind_row)
        self.kinds: dict[str, _KindButton] = {}
        card = Card((18, 14), 10)
        self.sentence = Sentence("pill", self.view_model.offer)
        self.sentence.chosen.connect(self._on_chosen)
        self.limits = Sentence("link", self.view_model.offer)
        self.limits.chosen.connect(self._on_chosen)
        self.times = Paragraph("", "small", "text3")
        for part in (self.sentence, self.limits, self.times):
            card.body.addWidget(part)
        area.body.addWidget(card)
        self.add_script = Button(tr("Add a script…"), "square-terminal", "ghost", height=24)
        self.add_script.clicked.connect(self._on_add_script)
        steps = Card((18, 12), 10)
        steps.add_head(tr("Steps"), tr("one after the other"), self.add_script)
        self.chain = Chain()
        steps.body.addWidget(self.chain)
        self.scripts = ScriptRows(self.view_model)
        steps.body.addWidget(self.scripts)
        area.body.addWidget(steps)
        self.dry = DryCard()
        self.dry.tried.connect(self.view_model.try_it)
        area.body.addWidget(self.dry)
        area.body.addStretch(1)
        return area

    # What the page asks

    def bar_actions(self) -> list[QWidget]:
        """Step back, keep it off, turn it on."""
        if self.view_model.state.word != "ready":
            return [self.cancel]
        return [self.cancel, self.save_off, self.turn_on]

    def inspector(self) -> QWidget | None:
        """The mode, what stands guard, and what it costs."""
        return self.details if self.view_model.state.word == "ready" else None

    def commands(self) -> list[Command]:
        """What can be done here."""
        turn_on = self.turn_on.words()
        return [
            Command("automations.turn_on", turn_on, "power", self._on_turn_on, "turn_on"),
            Command("automations.save_off", tr("Save, keep off"), "check", self._on_save_off),
            Command(
                "automations.script", tr("Add a script…"), "square-terminal", self._on_add_script
            ),
            Command("automations.cancel_build", tr("Cancel"), "x", self.left.emit),
        ]

    # Drawing

    def _draw(self, state: BuilderState) -> None:
        self._stack.setCurrentIndex({"loading": 0, "error": 1, "ready": 2}[state.word])
        if state.error is not None:
            self._error.set_error(
                state.error.message, state.error.hint, state.error.detail, tr("Try again")
            )
        if state.word != "ready":
            return
        self.title.set_text(state.title)
        self._note.setVisible(state.is_new)
        self._failure.set_error(state.failure)
        self._draw_kinds(state.kinds)
        if self._is_new_here:  # who came by a key goes on by keys
            self._is_new_here = False
            QTimer.singleShot(0, self, self._focus_first)  # once its parts are shown
        self.sentence.set_parts(state.sentence)
        self.limits.set_parts(state.limits)
        said = tr("Next: {names}.", names=", ".join(state.times)) if state.times else ""
        self.times.set_text(said)
        self.times.setVisible(bool(said))
        self.chain.set_steps([ChainStep(s.text, s.icon, s.state) for s in state.chain])
        self.scripts.show_scripts(state.scripts)
        self.turn_on.set_text(tr("Save") if state.was_on else tr("Turn on"))
        self.turn_on.set_icon("check" if state.was_on else "power")
        self.save_off.set_text(tr("Save and switch off") if state.was_on else tr("Save, keep off"))
        for button in (self.save_off, self.turn_on):
            button.set_busy(state.is_busy)
            button.setEnabled(not state.missing)
            button.setToolTip(state.missing)
        self.dry.show_run(state.dry)
        self.details.show_state(state)

    def begin(self, automation_id: int | None, watch_id: int | None) -> None:
        """Build a rule, or change one; the focus goes to what starts it."""
        self._is_new_here = True
        self.view_model.open(automation_id, watch_id)
        if self.view_model.state.word == "ready":
            self._draw(self.view_model.state)

    def _focus_first(self) -> None:
        chosen = next((one.kind for one in self.view_model.state.kinds if one.is_chosen), None)
        if chosen is not None and self.isVisible():
            self.kinds[chosen].setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_kinds(self, kinds: tuple[KindCard, ...]) -> None:
        for one in kinds:
            if one.kind not in self.kinds:
                made = _KindButton(one)
                made.picked.connect(self.view_model.choose_kind)
                self.kinds[one.kind] = made
                self._kind_row.addWidget(made, 1)
            self.kinds[one.kind].show_state(one)

    # Intentions

    def _on_chosen(self, key: str, value: object) -> None:
        if key == "gates":
            self.guards_wanted.emit()
        elif value == CHOOSE_FOLDER:
            dialog = QFileDialog(self, tr("Choose a folder to watch"))
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
            dialog.setProperty("key", key)
            dialog.fileSelected.connect(self._on_folder)
            self._open(dialog)
        else:
            self.view_model.choose(key, value)

    def _on_folder(self, path: str) -> None:
        if self._dialog is not None:
            self.view_model.choose(str(self._dialog.property("key")), path)

    def _on_add_script(self) -> None:
        dialog = QFileDialog(self, tr("Choose a Python script"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Python scripts (*.py)")
        dialog.fileSelected.connect(self.view_model.add_script)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _on_save_off(self) -> None:
        self.view_model.save(False)

    def _on_turn_on(self) -> None:
        self.view_model.save(True)


class _KindButton(CardButton):
    """A trigger as a card. Emits `picked(kind)`."""

    picked = Signal(str)

    def __init__(self, one: KindCard) -> None:
        super().__init__(f"{one.title}, {one.note}", (14, 10), 0)
        self._kind = one.kind
        row = QHBoxLayout()
        row.setSpacing(11)
        self._icon = IconLabel(one.icon, "text2", 20)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(one.title, "strong"))
        self._note = Label(one.note, "small", "text2")
        words.addWidget(self._note)
        row.addLayout(words, 1)
        self.body.addLayout(row)
        self.clicked.connect(self._on_clicked)

    def show_state(self, one: KindCard) -> None:
        self._ground = "accent_tint" if one.is_chosen else "surface"
        self.set_selected(one.is_chosen)
        self.setEnabled(one.is_possible)
        self._note.set_text(one.note)
        self._icon.set_icon(one.icon, "accent_text" if one.is_chosen else "text2")

    def _on_clicked(self) -> None:
        self.picked.emit(self._kind)

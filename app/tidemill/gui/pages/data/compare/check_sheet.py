"""The sheet that makes a check of what a comparison showed."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.diff_checks import CheckIdea
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.sheet import Sheet

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

KEY = "data.compare.check"
_FIELDS = {
    "missing": (
        tr("Share allowed to be missing, in %"),
        tr("0 for a column that is never missing."),
    ),
    "values": (tr("Values allowed"), tr("With commas between.")),
    "low": (tr("From"), tr("The lowest value; empty for none.")),
    "high": (tr("To"), tr("The highest value; empty for none.")),
}


class CheckSheet(Sheet):
    """Shows the settings to change; emits `added(sentence)` when the rule is there."""

    added = Signal(str)

    def __init__(self, context: "PageContext", dataset: str, idea: CheckIdea, reason: str) -> None:
        """Begin with an idea; `reason` says where it comes from."""
        title = tr("A check for {settings}", settings=idea.settings["column"])
        text = tr(
            "Every later file of {dataset} has to pass it, or it is set aside.", dataset=dataset
        )
        super().__init__(context.sheet_host, title, text, tr("Add the check"), "shield-plus", 560)
        self._context, self._dataset, self._idea, self._reason = context, dataset, idea, reason
        self.fields: dict[str, Field] = {}
        self.body.addWidget(Paragraph(reason, "small", "text2"))
        for name, (label, help_words) in _FIELDS.items():
            if name not in idea.settings:
                continue
            field = Field(label=label, help=help_words, text=_shown(name, idea.settings[name]))
            field.submitted.connect(self._on_accepted)
            self.fields[name] = field
            self.body.addWidget(field)
        self.accepted.connect(self._on_accepted)

    def _on_accepted(self, *_words: object) -> None:
        settings = dict(self._idea.settings)
        for name, field in self.fields.items():
            field.set_error("")
            words = field.text().strip()
            if name != "missing":
                settings[name] = words
                continue
            try:
                share = float(words.removesuffix("%").replace(",", ".")) / 100.0
            except ValueError:
                field.set_error(tr("This is no number. Write a share in percent, such as 5."))
                return
            if not 0.0 <= share <= 1.0:
                field.set_error(tr("A share is from 0 to 100 %."))
                return
            settings[name] = share
        self.primary.set_busy(True)
        work = partial(
            _add, self._context.workspace, self._dataset, self._idea.check, settings, self._reason
        )
        self._context.operations.change(KEY, work, self._on_added, self._on_failed)

    def _on_added(self, sentence: str) -> None:
        self.primary.set_busy(False)
        self.added.emit(sentence)
        self.close_sheet()

    def _on_failed(self, error: TidemillError) -> None:
        self.primary.set_busy(False)
        first = next(iter(self.fields.values()))
        first.set_error(" ".join(filter(None, (error.message, error.hint))))
        self.fit()


def _shown(name: str, value: Any) -> str:
    return f"{100.0 * value:g}" if name == "missing" else str(value)


def _add(
    workspace: object,
    dataset: str,
    check: str,
    settings: dict[str, Any],
    reason: str,
    _reporter: "Reporter",
) -> str:
    from tidemill.services import rules
    from tidemill.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    return rules.add(workspace, dataset, check, settings, reason=reason).sentence

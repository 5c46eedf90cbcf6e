"""What the commands of Experiments do: each asks for what it needs, then acts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.models import ModelVersion
from tidemill.domain.runs import Run
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.pages.experiments.acting import RunChanger
from tidemill.gui.pages.experiments.best.sheet import BestSheet
from tidemill.gui.pages.experiments.best.state import measures_of
from tidemill.gui.pages.experiments.commands import MOST_SIDE_BY_SIDE
from tidemill.gui.pages.experiments.run_table import RunTable
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.sheets import EmptySheet, NameSheet, NoteSheet
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.pages.experiments.view_acts import ViewActs
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.shell.page import PageContext, address_of
from tidemill.services.registry import why_not_registered

if TYPE_CHECKING:
    from tidemill.services.trash import Size


class RunActs(QObject):
    """Acts on the runs that are selected, else on the current one."""

    def __init__(
        self, context: PageContext, model: ExperimentsViewModel, runs: RunTable, parent: QObject
    ) -> None:
        """Act in this page."""
        super().__init__(parent)
        self._context = context
        self._model = model
        self._runs = runs
        self._registering = ""
        self.lists = ViewActs(context, model, runs, self)
        self.save_view, self.copy_view = self.lists.save_view, self.lists.copy_view
        self.open_view, self.export = self.lists.open_view, self.lists.export
        self._waiting: Callable[[], None] | None = None
        model.changed.connect(self._on_state)
        self.sheet: Sheet | None = None
        self.changer = RunChanger(context, self)
        self.changer.problem.connect(model.say_problem)
        self.changer.registered.connect(self._on_registered)
        self.changer.registering_failed.connect(self._on_register_failed)
        self.changer.trash_sized.connect(self._on_trash_sized)
        runs.renamed.connect(self.changer.rename)

    def close(self) -> None:
        """Listen no more."""
        self.lists.close()

    def do(self, action: str) -> None:
        """Do what a button of the floating bar says."""
        {
            "compare": self.compare,
            "register": self.register,
            "tag": self.tag,
            "pin": self.pin,
            "archive": self.archive,
            "delete": self.delete,
            "restore": self.restore,
        }[action]()

    def _keys(self) -> list[int]:
        return self._model.state.acted_on.to_list()

    def _when_known(self, act: Callable[[], None]) -> None:
        """Act once it is read how the runs are marked; a key may come sooner than that."""
        state = self._model.state
        if state.about.keys == state.acted_on:
            act()
        else:
            self._waiting = act

    def _on_state(self, state: ExperimentsState) -> None:
        if self._waiting is not None and state.about.keys == state.acted_on:
            act, self._waiting = self._waiting, None
            act()

    # Marks

    def pin(self) -> None:
        """Keep the runs on top, or no longer."""
        self._when_known(self._pin)

    def _pin(self) -> None:
        keys = self._keys()
        self.changer.pin(keys, len(keys) > self._model.state.about.n_pinned)

    def star(self) -> None:
        """Mark the runs with a star, or no longer."""
        self._when_known(self._star)

    def _star(self) -> None:
        keys = self._keys()
        self.changer.star(keys, len(keys) > self._model.state.about.n_starred)

    def archive(self) -> None:
        """Hide the runs from the list, or show them again."""
        self._when_known(self._archive)

    def _archive(self) -> None:
        keys = self._keys()
        self.changer.archive(keys, len(keys) > self._model.state.about.n_archived)

    def colour(self, colour: str | None) -> None:
        """Give the runs a colour, or none."""
        self.changer.colour(self._keys(), colour)

    def rename(self) -> None:
        """Write the current run's name anew, where it stands."""
        self._runs.rename_current()

    def tag(self) -> None:
        """Ask for a tag and put it on the runs."""
        if self._keys():
            self._ask("Tag runs", "Tag", "Tag", "tag", self._on_tag_named)

    def untag(self) -> None:
        """Ask for a tag and take it off the runs."""
        self._when_known(self._untag)

    def _untag(self) -> None:
        if self._keys():
            shown = self._model.state.about.shown.values()
            known = next((name for one in shown for name in one.run.tags), "")
            self._ask("Take a tag off", "Tag", "Take off", "tag", self._on_untag_named, known)

    def note(self) -> None:
        """Ask for a note and write it on the runs."""
        self._when_known(self._note)

    def _note(self) -> None:
        keys = self._keys()
        if not keys or self.sheet is not None:
            return
        one = self._model.state.run(keys[0]) if len(keys) == 1 else None
        title = (
            tr("Note on {name}", name=one.run.name)
            if one
            else tr("Note on {n_runs}", n_runs=numbers.plural(len(keys), "run"))
        )
        sheet = NoteSheet(self._context.sheet_host, title, one.run.note if one else "")
        sheet.written.connect(self._on_noted)
        self._open(sheet)

    def _on_tag_named(self, name: str) -> None:
        self.changer.tag(self._keys(), name)
        self._close()

    def _on_untag_named(self, name: str) -> None:
        self.changer.untag(self._keys(), name)
        self._close()

    def _on_noted(self, text: str) -> None:
        self.changer.note(self._keys(), text)
        self._close()

    # The trash

    def delete(self) -> None:
        """Put the runs into the trash."""
        keys = self._keys()
        if keys and not self._model.state.wish.trashed:
            self.changer.delete(keys)

    def restore(self) -> None:
        """Bring the runs back from the trash."""
        keys = self._keys()
        if keys:
            self.changer.restore(keys)

    def toggle_trash(self) -> None:
        """Show the trash, or the runs again."""
        self._model.show_trash(not self._model.state.wish.trashed)

    def empty_trash(self) -> None:
        """Say what emptying the trash frees, then do it."""
        self.changer.size_trash()

    def _on_trash_sized(self, size: "Size") -> None:
        if self.sheet is not None:
            return
        title = tr(
            "Delete {n_runs} and {n_bytes} of files",
            n_runs=numbers.plural(size.runs, "run"),
            n_bytes=numbers.size(size.n_bytes),
        )
        text = tr("They can't be brought back. Files that other runs or versions use stay.")
        sheet = EmptySheet(self._context.sheet_host, title, text)
        sheet.agreed.connect(self._on_emptying)
        self._open(sheet)

    def _on_emptying(self) -> None:
        self._close()
        self.changer.empty_trash()

    # Going elsewhere

    def open_training(self) -> None:
        """Open the sheet that trains on the dataset that changed last."""
        self._context.navigate(address_of("data", "@train"))

    def open_run(self) -> None:
        """Open the run that is acted on."""
        keys = self._keys()
        if len(keys) == 1:
            self._runs.opened.emit(keys[0])

    def compare(self) -> None:
        """Compare the selected runs: side by side, or any number in plots."""
        self._when_known(self._compare)

    def _compare(self) -> None:
        chosen, about = self._model.state.acted_on, self._model.state.about
        if len(chosen) < 2:
            return
        ids = [about.shown[key].run.id for key in chosen.to_list() if key in about.shown]
        if len(chosen) > MOST_SIDE_BY_SIDE:
            self._context.navigate(address_of("experiments", "compare", "@selection"))
        elif len(ids) == len(chosen):
            self._context.navigate(address_of("experiments", "compare", ",".join(ids)))

    def choose_best(self) -> None:
        """Rank runs by a rule: those selected, or all in the list where fewer than two are."""
        state = self._model.state
        if state.listed is None or self.sheet is not None:
            return
        keys, n = state.selection.keys, len(state.selection)
        if n < 2:
            keys, n = state.listed.arranged.outline.keys, state.listed.matching
        sheet = BestSheet(self._context, keys, n, measures_of(state.listed.facets))
        sheet.marked.connect(self._on_marked)
        sheet.opened.connect(self._runs.opened)
        self._open(sheet)

    def _on_marked(self, keys: object) -> None:
        if isinstance(keys, np.ndarray):
            self._model.select(RunSelection.of(keys))

    # The list

    def toggle_groups(self) -> None:
        """Group the runs, or not."""
        self._model.group(() if self._model.state.wish.group_by else ("experiment",))

    def choose_groups(self) -> None:
        """Open the box in which groups are chosen."""
        self._runs.tools.choose_groups()

    def choose_columns(self) -> None:
        """Open the box in which columns are chosen."""
        self._runs.tools.choose_columns()

    def follow(self) -> None:
        """Stick to the newest runs, or no longer."""
        self._model.follow(not self._model.state.arrangement.follow)

    # Registering

    def register(self) -> None:
        """Register the one run that is acted on."""
        self._when_known(self._register)

    def _register(self) -> None:
        keys = self._keys()
        one = self._model.state.run(keys[0]) if len(keys) == 1 else None
        if one is not None:
            self.ask_model_name(one.run)

    def ask_model_name(self, run: Run) -> None:
        """Ask which model a run becomes the next version of."""
        refusal = why_not_registered(run)
        if refusal is not None:
            self._context.problem(refusal)
            return
        person = self._context.workspace.person
        self._registering = run.id
        self._ask(
            f"Register {run.name}",
            "Model",
            "Register",
            "box",
            self._on_model_named,
            run.experiment,
            "It becomes the next version of a model, and its gates are run.",
            f"Recorded as {person.display}, {person.role}",
        )

    def _on_model_named(self, name: str) -> None:
        if isinstance(self.sheet, NameSheet):
            self.sheet.set_working(True)
            self.changer.register(self._registering, name)

    def _on_registered(self, version: ModelVersion) -> None:
        self._close()
        words = tr("{label} is registered", label=version.label)
        self._context.toast(words, tr("Open"), _Open(self._context, version), "box")

    def _on_register_failed(self, error: TidemillError) -> None:
        if isinstance(self.sheet, NameSheet):
            self.sheet.set_error(error)
        else:
            self._context.problem(error)

    # Sheets

    def _ask(
        self,
        title: str,
        label: str,
        primary: str,
        icon: str,
        done: object,
        start: str = "",
        text: str = "",
        recorded_as: str = "",
    ) -> None:
        if self.sheet is not None:
            return
        host = self._context.sheet_host
        sheet = NameSheet(host, title, text, label, primary, icon, start, recorded_as)
        sheet.named.connect(done)
        self._open(sheet)

    def _open(self, sheet: Sheet) -> None:
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        self._context.open_sheet(sheet)

    def _close(self) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()

    def _on_sheet_closed(self) -> None:
        self.sheet = None


class _Open:
    """Goes to a version."""

    def __init__(self, context: PageContext, version: ModelVersion) -> None:
        self._context, self._version = context, version

    def __call__(self) -> None:
        version = self._version
        self._context.navigate(address_of("models", version.model, version.number))

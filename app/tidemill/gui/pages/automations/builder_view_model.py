"""Turns what a person chooses while a rule is built into the rule, its forecast and its keeping."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.automations import Automation, RollbackRule, Watched
from tidemill.domain.dry_runs import DryRun
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentence_parts import Offer
from tidemill.gui.pages.automations.builder_loading import (
    Ground,
    dry_run_of,
    forecast_of,
    keep,
    load_ground,
    read_script,
)
from tidemill.gui.pages.automations.builder_state import (
    BuilderState,
    builder_state,
    can_be_tried,
)
from tidemill.gui.pages.automations.draft import TIME, Draft, draft_of, first_draft, stored
from tidemill.gui.pages.automations.dry_state import DryState, dry_state
from tidemill.gui.pages.automations.loading import next_times
from tidemill.gui.pages.automations.rule_changes import changed, only_trigger
from tidemill.gui.pages.automations.rule_offers import offer

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.script_params import ScriptParam
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.forecasting import Forecast

_KEY = "automations.build."
_PAUSE_MS = 700
"""How long nothing is changed before what was tried is tried again."""


def _tried_of(draft: Draft) -> tuple[object, ...]:
    """All of a rule that a dry run depends on."""
    return (
        *tuple(value for key, value in stored(draft).items() if key != "name"),
        draft.folder,
        draft.folder_rules,
    )


class BuilderViewModel(QObject):
    """Holds the rule; `changed` tells of a new picture, `kept(Automation)` that it is kept."""

    changed = Signal(object)
    kept = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Wait for `open`."""
        super().__init__(parent)
        self._context = context
        self._ground: Ground | None = None
        self._draft: Draft | None = None
        self._begun: Draft | None = None
        self._forecast: Forecast | None = None
        self._dry = DryState()
        self._tried: tuple[object, ...] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._try_again)
        self._wanted: tuple[int | None, int | None] | None = None
        self.state = BuilderState()

    def open(self, automation_id: int | None = None, watch_id: int | None = None) -> None:
        """Begin a rule, for a folder if one is named, or change an automation."""
        if self._wanted == (automation_id, watch_id) and self.state.word == "ready":
            return
        self._wanted = (automation_id, watch_id)
        self._draft = self._begun = self._ground = None
        self._forecast = None
        self._dry, self._tried = DryState(), None
        self._set(BuilderState())
        workspace = self._context.workspace
        self._context.operations.run(
            f"{_KEY}load",
            lambda _: load_ground(workspace, automation_id),
            self._on_ground,
            self._on_failed,
        )

    def open_again(self) -> None:
        """Try once more to read what a rule can be built of."""
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.open(*wanted)

    def close(self) -> None:
        """Forget the rule, and stop what is tried with it."""
        self._soon.stop()
        self._context.operations.cancel_all(_KEY)
        self._wanted = self._draft = self._begun = None

    def is_touched(self) -> bool:
        """Whether anything was changed since the rule was opened."""
        return self._draft != self._begun

    def draft(self) -> Draft | None:
        """The rule as it stands."""
        return self._draft

    # Going on with it

    def take_up(self, draft: Draft) -> bool | None:
        """Go on with a rule that was half-made; False while it is not known what it can name."""
        if self._ground is None or self._begun is None:
            return False
        if draft.id != self._begun.id:
            return None
        for step in draft.steps:
            path = str(step.settings.get("file", ""))
            if path and path not in self._ground.params:
                self._read_params(path)
        self._put(draft)
        return True

    def drop(self) -> None:
        """Go back to what the rule was when it was opened."""
        if self._begun is not None:
            self._put(self._begun)

    def _read_params(self, path: str) -> None:
        work = partial(_params_of, path)
        self._context.operations.run(f"{_KEY}params.{path}", work, self._on_params, self._say)

    def _on_params(self, read: "tuple[str, tuple[ScriptParam, ...]]") -> None:
        path, params = read
        if self._ground is not None:
            self._ground = replace(self._ground, params={**self._ground.params, path: params})
            self._draw()

    # What is chosen

    def choose_kind(self, kind: str) -> None:
        """Let one kind of trigger alone start it."""
        if self._draft is not None and self._ground is not None:
            self._put(only_trigger(self._draft, self._ground.known, kind))

    def choose(self, key: str, value: object) -> None:
        """Change the part of a key."""
        if self._draft is None or self._ground is None:
            return
        try:
            self._put(changed(self._draft, self._ground.known, key, value))
        except NeedsYou as error:
            self._say(error)

    def offer(self, key: str) -> Offer:
        """What can be chosen for a part."""
        if self._draft is None or self._ground is None:
            return Offer()
        columns = self._ground.columns.get(self._draft.dataset or "", ())
        found = offer(self._draft, self._ground.known, key, tuple(columns))
        if key.startswith("when:"):
            return replace(found, check=self._said_times(key))
        return found

    def _said_times(self, key: str) -> Any:
        """Says the next times of a schedule while it is typed."""
        draft, ground = self._draft, self._ground
        assert draft is not None
        assert ground is not None
        now = self._context.workspace.clock.now()

        def check(words: str) -> str:
            made = changed(draft, ground.known, key, words)
            times = next_times(made.trigger(key.partition(":")[2]), now)
            said = ", ".join(numbers.full_time(t).rpartition(":")[0] for t in times[:3])
            return tr("Next: {said}", said=said)

        return check

    def watch_for(self, watched: Watched, is_on: bool) -> None:
        """Let a version that was promoted by itself go back for this, or not."""
        if self._draft is None:
            return
        rules = {rule.watched: rule for rule in self._draft.guards.rollback_on}
        if is_on:
            rules.setdefault(watched, RollbackRule(watched))
        else:
            rules.pop(watched, None)
        self.choose("rollback_on", [rules[one] for one in Watched if one in rules])

    # Scripts

    def add_script(self, path: str) -> None:
        """Read a script and let it be a step."""
        self._context.operations.run(
            f"{_KEY}script",
            lambda _: (path, read_script(Path(path))),
            self._on_script,
            self._say,
        )

    def _on_script(self, read: "tuple[str, tuple[ScriptParam, ...]]") -> None:
        path, params = read
        if self._draft is None or self._ground is None:
            return
        self._ground = replace(self._ground, params={**self._ground.params, path: params})
        self.choose("step", (len(self._draft.steps), {"file": path}))

    def set_param(self, at: int, name: str, text: str) -> None:
        """Set a parameter of a script; an empty text is its default again."""
        from tidemill.domain import script_params

        if self._draft is None or self._ground is None:
            return
        settings = dict(self._draft.steps[at].settings)
        given: dict[str, Any] = dict(settings.get("parameters") or {})
        known = {p.name: p for p in self._ground.params.get(str(settings.get("file")), ())}
        given.pop(name, None)
        try:
            if text.strip():
                given[name] = script_params.typed(known[name], text.strip())
        except NeedsYou as error:
            self._say(error)
            return
        self.choose("step", (at, {**settings, "parameters": given}))

    def set_stops(self, at: int, does_stop: bool) -> None:
        """Say whether what follows a script is done where it fails."""
        if self._draft is not None:
            settings: Mapping[str, Any] = self._draft.steps[at].settings
            word = "stop" if does_stop else tr("go on")
            self.choose("step", (at, {**settings, "on_failure": word}))

    def set_rows(self, at: int, rows: str) -> None:
        """Hand all rows of the version to a script, or the new ones."""
        if self._draft is not None:
            self.choose("step", (at, {**self._draft.steps[at].settings, "rows": rows}))

    # Trying it

    def try_it(self, fit: bool = False) -> None:
        """Replay the files in the folder: from stored fits, or with the fits that are missing."""
        if self._draft is None or self._ground is None or self.state.missing:
            return
        workspace, draft, known = self._context.workspace, self._draft, self._ground.known
        self._tried = _tried_of(draft)
        self._dry = DryState("running", tr("Waiting for the worker"))
        self._draw()
        self._context.operations.run(
            f"{_KEY}dry",
            lambda reporter: dry_run_of(workspace, draft, known, reporter, fit=fit),
            self._on_tried,
            self._on_not_tried,
            progress=self._on_trying,
        )

    def _look_at_dry_run(self, draft: Draft) -> None:
        """Once it was tried, each change that matters tries it again; from stored fits."""
        if not can_be_tried(draft):
            self._soon.stop()
            self._context.operations.cancel(f"{_KEY}dry")
            self._dry, self._tried = DryState(), None
        elif self._tried is None:
            words = tr("They can be replayed on a copy: nothing here changes.")
            self._dry = DryState("possible", words)
        elif self._tried != _tried_of(draft):
            self._soon.start()

    def _try_again(self) -> None:
        if self._draft is not None and self._tried != _tried_of(self._draft):
            self.try_it()

    def _on_trying(self, share: float, message: str) -> None:
        self._dry = DryState("running", spoken(message) or self._dry.message, share)
        self._draw()

    def _on_tried(self, run: DryRun) -> None:
        self._dry = dry_state(run)
        self._draw()

    def _on_not_tried(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._dry = DryState("failed", words)
        self._draw()

    # Keeping it

    def save(self, is_on: bool) -> None:
        """Keep the rule, switched on or off."""
        if self._draft is None or self._ground is None or self.state.is_busy:
            return
        if self.state.missing:
            self._set(replace(self.state, failure=self.state.missing))
            return
        workspace, draft, known = self._context.workspace, self._draft, self._ground.known
        self._set(replace(self.state, is_busy=True, failure=""))
        self._context.operations.run(
            f"{_KEY}keep",
            lambda _: keep(workspace, draft, known, is_on=is_on),
            self._on_kept,
            self._say,
        )

    def _on_kept(self, one: Automation) -> None:
        self._begun = self._draft
        self._set(replace(self.state, is_busy=False))
        if one.is_on:
            self._context.start_worker()
        self.kept.emit(one)

    # Answers

    def _on_ground(self, ground: Ground) -> None:
        watch_id = None if self._wanted is None else self._wanted[1]
        self._ground = ground
        one = ground.automation
        draft = first_draft(ground.known, watch_id=watch_id) if one is None else draft_of(one)
        self._begun = draft
        if ground.tried is not None:
            self._dry, self._tried = dry_state(ground.tried), _tried_of(draft)
        self._put(draft)

    def _put(self, draft: Draft) -> None:
        """Show a rule and ask what it would do."""
        if self._ground is None:
            return
        if draft == self._draft:
            self._draw()
            return
        self._draft = draft
        self._look_at_dry_run(draft)
        if not draft.has(TIME) and self._forecast is not None:
            self._forecast = replace(self._forecast, times=())
        self._draw()
        if self.state.missing or draft.folder is not None:
            self._forecast = None
            self._draw()
            return
        workspace, known = self._context.workspace, self._ground.known
        self._context.operations.run(
            f"{_KEY}forecast",
            lambda _: forecast_of(workspace, draft, known),
            self._on_forecast,
            self._on_no_forecast,
        )

    def _on_forecast(self, forecast: "Forecast") -> None:
        self._forecast = forecast
        self._draw()

    def _on_no_forecast(self, error: TidemillError) -> None:
        self._forecast = None
        self._draw()
        self._say(error)

    def _draw(self) -> None:
        if self._draft is not None and self._ground is not None:
            self._set(builder_state(self._draft, self._ground, self._forecast, self._dry))

    def _on_failed(self, error: TidemillError) -> None:
        self._set(BuilderState("error", error))

    def _say(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_busy=False, failure=words))

    def _set(self, state: BuilderState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _params_of(path: str, _reporter: "Reporter") -> "tuple[str, tuple[ScriptParam, ...]]":
    return path, read_script(Path(path))

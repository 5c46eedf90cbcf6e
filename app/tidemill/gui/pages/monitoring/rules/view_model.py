"""Turns what a person means in the editor of alert rules into services, and answers into states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.alert_rules import AlertRule
from tidemill.domain.real_falls import FallRule
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.kit.sentence_parts import Offer
from tidemill.gui.pages.monitoring.rules.drafts import Draft, blank, fitting, key_of
from tidemill.gui.pages.monitoring.rules.loading import load, tested
from tidemill.gui.pages.monitoring.rules.replays import Replays
from tidemill.gui.pages.monitoring.rules.sentence import offer_of, setting_offer, with_choice
from tidemill.gui.pages.monitoring.rules.state import NEW, PERIODS, Loaded, RulesState
from tidemill.gui.pages.monitoring.rules.telling import Place, reached, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.undoing import Undoable
    from tidemill.services.workspace import Workspace

TOPICS = {"alert rule", "monitor", "channel", "model"}
_KEY = "monitoring.rules."
_PAUSE_MS = 200
"""How long a limit rests before the bars and a better setting are looked for anew."""
_BESIDE = ("name", "severity", "owner", "quiet")

Deed = Callable[["Workspace"], object]


class RulesViewModel(QObject):
    """Holds the page's state; `changed` tells of a new one.

    `told(words, change)` tells of something done and what takes it back, None where nothing does;
    `moved_on(key)` that another rule is shown than the address says.
    """

    changed = Signal(object)
    told = Signal(str, object)
    moved_on = Signal()

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Listen for news; nothing is loaded before the page was asked for."""
        super().__init__(parent)
        self._context = context
        self.state = RulesState()
        self._is_shown = False
        self._key: str | None = None
        self._model: str | None = None
        self._only = ""
        self._column = ""
        self._period = tr("180 days")
        self._drafts: dict[str, Draft] = {}
        self._loaded: Loaded | None = None
        self._replays = Replays(context.operations, self)
        self._replays.replayed.connect(self._on_replayed)
        self._replays.failed.connect(self._say)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._replay_whole)
        self._listener = Listener(
            context.feed, TOPICS, self, behind=Behind(context.operations, (f"{_KEY}load",))
        )
        self._listener.changed.connect(self._on_news)

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()
        self._soon.stop()
        self._context.operations.cancel_all(_KEY)

    def show(self, key: str | None, model: str | None = None, column: str = "") -> None:
        """Show a rule, the first where none is named; `NEW` with a column begins one about it."""
        self._is_shown = True
        self._key, self._column = key or self._key, column
        if model is not None:
            self._model = self._only = model
        if key == NEW and (column or NEW not in self._drafts):
            self._drafts.pop(NEW, None)
        self.reload()

    def leave(self) -> None:
        """Another part of the page is shown; what was changed here is kept."""
        self._is_shown = False
        self._soon.stop()
        self._context.operations.cancel_all(f"{_KEY}load")

    def reload(self) -> None:
        """Ask the services again."""
        workspace, wanted = self._context.workspace, self._wanted_model()

        def work(reporter: "Reporter") -> Loaded:
            return load(workspace, wanted, reporter)

        self._context.operations.run(f"{_KEY}load", work, self._on_loaded, self._on_failed)

    def rule(self) -> AlertRule | None:
        """The rule shown, as it was changed."""
        if self._key is None or self._loaded is None:
            return None
        draft = self._drafts.get(self._key)
        return self._kept(self._key) if draft is None else draft.rule

    # Intentions: which rule

    def choose_rule(self, key: str) -> None:
        """Show another rule of the list."""
        if key == self._key:
            return
        self._key = key
        self._replays.forget()
        self._settle()
        self.moved_on.emit()

    def choose_model(self, name: str) -> None:
        """List the rules that watch a model and replay them on it; all rules without a name."""
        self._only = name
        self._model = name or self._model
        rule = self.rule()
        if rule is not None and name and not rule.is_about(name):
            self._key = None
        self.reload()
        self.moved_on.emit()

    def show_period(self, period: str) -> None:
        """Count the last days of the data."""
        self._period = period
        self._replay_whole()

    def begin(self) -> None:
        """Begin a new rule about the model that is replayed on."""
        self._column = ""
        if NEW not in self._drafts:
            self._drafts[NEW] = Draft(blank(self._loaded, self._wanted_model(), self._column), None)
        self._key = NEW
        self._replays.forget()
        self._settle()
        self.moved_on.emit()

    def duplicate(self) -> None:
        """Begin a new rule with the settings of the one shown."""
        rule = self.rule()
        if rule is not None:
            copy = replace(
                rule, id=None, key="rule:", name=tr("{name} (copy)", name=rule.name), is_on=True
            )
            self._drafts[NEW] = Draft(copy, None)
            self._key = NEW
            self._settle()
            self.moved_on.emit()

    # Intentions: what it says

    def offer(self, key: str) -> Offer:
        """What can be chosen for a part."""
        rule, loaded = self.rule(), self._loaded
        if rule is None or loaded is None:
            return Offer()
        if key in _BESIDE:
            return setting_offer(rule, loaded.subjects, key)
        return offer_of(rule, loaded.subjects, loaded.say, key)

    def choose(self, key: str, value: object) -> None:
        """Change a part of the rule."""
        rule, loaded = self.rule(), self._loaded
        if rule is None or loaded is None:
            return
        try:
            changed = with_choice(rule, key, str(value), loaded.zone)
        except NeedsYou as error:
            self._say(error)
            return
        if key in ("watches", "comparison", "of"):
            changed = fitting(rule, changed, loaded)
        self._put(changed)

    def set_limit(self, limit: float) -> None:
        """Move the limit; the bars are made anew once it rests."""
        rule = self.rule()
        if rule is None or rule.limit is None:
            return
        changed = replace(rule, limit=limit)
        self._keep_draft(changed)
        self._draw()
        self._soon.start()
        self._replay()

    def use_better(self) -> None:
        """Take the better setting."""
        from tidemill.services import alert_replays

        rule = self.rule()
        shown = None if rule is None else self._replays.shown_of(rule)
        if rule is not None and shown is not None and shown.better is not None:
            self._put(alert_replays.used(rule, shown.better))

    def discard(self) -> None:
        """Forget what was changed and is not kept."""
        if self._key is not None and self._drafts.pop(self._key, None) is not None:
            if self._key == NEW:
                self._key = None
                self.moved_on.emit()
            self._replays.forget()
            self._settle()

    def half_made(self) -> AlertRule | None:
        """The rule shown where it was changed and is not kept."""
        draft = self._drafts.get(self._key or "")
        return draft.rule if draft is not None and draft.is_changed() else None

    def take_up(self, key: str, rule: AlertRule) -> bool | None:
        """Go on with a rule that was half-made; False until the rules were read."""
        if self._loaded is None or self.state.word != "ready":
            return False
        if self._key != key or (key != NEW and self._kept(key) is None):
            return None
        self._put(rule)
        return True

    # Intentions: keeping it

    def save(self) -> None:
        """Keep the rule as it is shown."""
        from tidemill.services import alert_rules

        rule, key = self.rule(), self._key
        if rule is None or key is None or self.state.is_busy or self.state.missing:
            return
        if key == NEW:
            self._act(
                lambda ws: alert_rules.add(ws, rule),
                tr("“{name}” watches now", name=rule.name),
                NEW,
            )
        else:
            self._act(
                lambda ws: alert_rules.change(ws, key, rule),
                tr("“{name}” is saved", name=rule.name),
                key,
            )

    def switch(self, is_on: bool) -> None:
        """Switch the rule on or off; one that is not kept yet only says how it will begin."""
        from tidemill.services import alert_rules

        rule, key = self.rule(), self._key
        if rule is None or key is None:
            return
        if key == NEW:
            self._put(replace(rule, is_on=is_on))
            return
        draft = self._drafts.get(key)
        if draft is not None and draft.base is not None:
            base = replace(draft.base, is_on=is_on)
            self._drafts[key] = Draft(replace(draft.rule, is_on=is_on), base)
        words = f"“{rule.name}” is {'on' if is_on else 'off'}"
        self._act(lambda ws: alert_rules.switch(ws, key, is_on), words)

    def remove(self) -> None:
        """Remove the rule."""
        from tidemill.services import alert_rules

        rule, key = self.rule(), self._key
        if rule is not None and key is not None and self.state.can_remove:
            self._drafts.pop(key, None)
            self._act(
                lambda ws: alert_rules.remove(ws, key),
                tr("“{name}” is removed", name=rule.name),
                key,
            )

    def set_fall_rule(self, rule: FallRule) -> None:
        """Change what counts as a real fall of the model."""
        from tidemill.services import alert_replays

        model = self.state.model
        self._act(
            lambda ws: alert_replays.set_fall_rule(ws, model, rule), tr("Falls are found anew")
        )

    def mark(self, begin: datetime, end: datetime, is_fall: bool) -> None:
        """Mark days as a real fall, or as none."""
        from tidemill.services import alert_replays

        model = self.state.model
        words = tr("Marked as a real fall") if is_fall else tr("Marked as no fall")
        self._act(
            lambda ws: alert_replays.mark(ws, model, begin, end, is_fall=is_fall),
            words,
        )

    def undo(self, change: int) -> None:
        """Take back what `told` told of."""
        from tidemill.services import undoing

        workspace = self._context.workspace
        self._begin()
        self._context.operations.change(
            f"{_KEY}act",
            lambda _: undoing.undo(workspace, change),
            self._on_undone,
            self._say,
        )

    def send_test(self) -> None:
        """Send a test by every channel that would carry the rule's alerts."""
        rule, loaded = self.rule(), self._loaded
        if rule is None or loaded is None:
            return
        workspace = self._context.workspace
        names = [one.name for one in reached(loaded, rule) if str(one.kind) != "desktop"]
        if not names:
            by_desktop = bool(reached(loaded, rule))
            words = tr("Only this window and the desktop tell it: nothing else to try")
            self.told.emit(words if by_desktop else tr("No channel would carry it"), None)
            return
        self._begin()
        self._context.operations.run(
            f"{_KEY}test", lambda _: tested(workspace, names), self._on_tested, self._say
        )

    # The draft

    def _put(self, rule: AlertRule) -> None:
        """Show a changed rule, and replay it."""
        self._keep_draft(rule)
        if self._wanted_model() != (self._loaded.model if self._loaded else None):
            self._draw()
            self.reload()
            return
        self._draw()
        self._replay_whole()

    def _keep_draft(self, rule: AlertRule) -> None:
        if self._key is None:
            return
        draft = self._drafts.get(self._key)
        base = self._kept(self._key) if draft is None else draft.base
        made = Draft(rule, base)
        if made.is_changed():
            self._drafts[self._key] = made
        else:
            self._drafts.pop(self._key, None)
        if self.state.failure:
            self.state = replace(self.state, failure="")

    def _kept(self, key: str) -> AlertRule | None:
        rules = () if self._loaded is None else self._loaded.rules
        return next((rule for rule in rules if key_of(rule) == key), None)

    def _wanted_model(self) -> str | None:
        """The model the rule shown is about, else the one that was chosen."""
        rule = self.rule()
        return rule.model if rule is not None and rule.model is not None else self._model

    def _replay_whole(self) -> None:
        self._soon.stop()
        self._replays.forget_steps()
        self._replay()

    def _replay(self) -> None:
        rule, loaded = self.rule(), self._loaded
        if rule is None or loaded is None or loaded.history is None or self.state.missing:
            return
        if rule.is_about(loaded.history.model):
            self._replays.ask(rule, loaded.history, PERIODS[self._period])

    def _on_replayed(self) -> None:
        self._draw()
        self._replay()

    # Answers

    def _act(self, deed: Deed, words: str, settles: str = "") -> None:
        from tidemill.services import undoing

        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "tuple[object, Undoable | None]":
            done = undoing.do(workspace, deed)
            return done.found, done.change

        self._begin()
        done = _Done(self, words, settles)
        self._context.operations.change(f"{_KEY}act", work, done, self._say)

    def done(self, words: str, found: object, change: "Undoable | None", settles: str) -> None:
        """Something was done; `settles` is the key whose draft it kept."""
        if settles:
            self._drafts.pop(settles, None)
        if isinstance(found, AlertRule) and settles == NEW:
            self._key = key_of(found)
        self._set(replace(self.state, is_busy=False))
        self.told.emit(words, None if change is None else change.id)
        self.reload()
        self.moved_on.emit()

    def _begin(self) -> None:
        self._set(replace(self.state, is_busy=True, failure=""))

    def _on_tested(self, words: str) -> None:
        self._set(replace(self.state, is_busy=False))
        self.told.emit(words, None)

    def _on_undone(self, undone: object) -> None:
        self._set(replace(self.state, is_busy=False))
        self.told.emit(
            tr("Took back: {getattr}", getattr=spoken(getattr(undone, "words", ""))), None
        )
        self.reload()

    def _say(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, is_busy=False, failure=words))

    def _on_news(self, _keys: object) -> None:
        if self._is_shown:
            self.reload()

    def _on_loaded(self, loaded: Loaded) -> None:
        if self._loaded is None or self._loaded.model != loaded.model:
            self._replays.forget()
        self._loaded = loaded
        if self._key == NEW and NEW not in self._drafts:
            self._drafts[NEW] = Draft(blank(self._loaded, self._wanted_model(), self._column), None)
        self._settle()

    def _settle(self) -> None:
        """Show the rule that is wanted, the first where it is not there."""
        loaded = self._loaded
        if loaded is None:
            return
        if self._key is None or self.rule() is None:
            about = (r for r in loaded.rules if not self._only or r.is_about(self._only))
            self._key = next((key_of(rule) for rule in about), None)
        wanted = self._wanted_model()
        if wanted is not None and wanted != loaded.model and wanted in loaded.models:
            self._draw()
            self.reload()
            return
        self._draw()
        self._replay_whole()

    def _on_failed(self, error: TidemillError) -> None:
        self._set(replace(self.state, word="error", error=error))

    def _draw(self) -> None:
        if self._loaded is None:
            return
        rule = self.rule()
        shown = None if rule is None else self._replays.shown_of(rule)
        made = state_of(
            self._loaded, Place(self._key or "", self._only, self._period), self._drafts, shown
        )
        self._set(replace(made, is_busy=self.state.is_busy, failure=self.state.failure))

    def _set(self, state: RulesState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


class _Done:
    """What is said once a change was carried out."""

    def __init__(self, model: RulesViewModel, words: str, settles: str) -> None:
        self._model, self._words, self._settles = model, words, settles

    def __call__(self, found: "tuple[object, Undoable | None]") -> None:
        self._model.done(self._words, found[0], found[1], self._settles)

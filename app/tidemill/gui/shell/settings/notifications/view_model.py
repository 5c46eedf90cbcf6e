"""Turns what a person means in the section Notifications into services, and answers into states."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.shell.settings.notifications.state import (
    Asked,
    Loaded,
    NotificationsState,
    state_of,
)

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.channels import Delivery
    from tidemill.domain.notices import NoticeKind, When
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.undoing import Undoable
    from tidemill.services.workspace import Workspace

ShowsDesktop = Callable[[Callable[[str], None]], None]
TOPICS = {"channel", "delivery", "notice", "person", "setting"}
_LOG = 200


class NotificationsViewModel(QObject):
    """Holds the section's state; `changed` tells of a new one."""

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once, and again at news of channels and of what they send."""
        super().__init__(parent)
        self._context = context
        self.state = NotificationsState()
        self._asked = Asked()
        self._loaded: Loaded | None = None
        behind = Behind(context.operations, ("settings.notices.load",))
        self._listener = Listener(context.feed, TOPICS, self, behind=behind)
        self._listener.changed.connect(self.reload)
        self.reload()

    def reload(self, _changed: object = None) -> None:
        """Ask the services again."""
        work = partial(_load, self._context.workspace)
        run = self._context.operations.run
        run("settings.notices.load", work, self._on_loaded, self._on_unread)

    # Intentions

    def change(self, name: str, /, **values: Any) -> None:
        """Change a channel; `values` as `services.channels.change` takes them."""
        from tidemill.services import channels

        self._act(lambda ws: channels.change(ws, name, **values), tr("Saved"))

    def remove(self, name: str) -> None:
        """Remove a channel, with the way back."""
        from tidemill.services import channels

        self._act(lambda ws: channels.remove(ws, name), tr("Removed {name}", name=name))

    def add(self, name: str, kind: str, address: str) -> None:
        """Make a channel."""
        from tidemill.domain.channels import ChannelKind
        from tidemill.services import channels

        def work(workspace: "Workspace") -> object:
            return channels.add(workspace, name, ChannelKind(kind), address)

        self._set(replace(self.state, is_adding=True, failure=""))
        self._act(work, tr("{strip} tells from now on", strip=name.strip()), is_addition=True)

    def add_mail(self, name: str, /, **facts: Any) -> None:
        """Make a channel of mail from what people know of their mail server."""
        from tidemill.services import sending

        try:
            address = sending.mail_address(**facts)
        except TidemillError as error:
            self.refuse(error)
            return
        self.add(name, "message", address)

    def test(self, channel_id: int, name: str) -> None:
        """Send a test on a channel; its answer stands in place."""
        from tidemill.services import deliveries

        workspace, reply = self._context.workspace, _Reply(self, channel_id=channel_id)
        self.answer(channel_id, None)
        self._context.operations.change(
            f"settings.notices.test.{channel_id}",
            lambda _: deliveries.test(workspace, name),
            reply.tested,
            reply.untested,
        )

    def test_desktop(self, channel_id: int, show: "ShowsDesktop | None") -> None:
        """Let the window itself show a test; how stands in place."""
        if show is None:
            self.answer(
                channel_id, (tr("This window leaves the desktop's notices to others."), "bad")
            )
            return
        self.answer(channel_id, None)
        show(_Reply(self, channel_id=channel_id).shown)

    def retry(self, delivery_id: int) -> None:
        """Try a delivery again."""
        from tidemill.services import deliveries

        self._act(lambda ws: deliveries.retry(ws, delivery_id), "", starts_worker=True)

    def send_again(self, notice_id: int, channel: str) -> None:
        """Send a notice once more."""
        from tidemill.services import deliveries

        self._act(lambda ws: deliveries.replay(ws, notice_id, channel), "", starts_worker=True)

    def show_more(self) -> None:
        """Show more of the log."""
        self._asked = self._asked.with_more()
        self._draw()

    def undo(self) -> None:
        """Take back what was told of."""
        from tidemill.services import undoing

        workspace, change = self._context.workspace, self.state.undo
        if change is not None:
            self._set(replace(self.state, said="", undo=None, failure=""))
            self._context.operations.change(
                "settings.notices.act",
                lambda _: undoing.undo(workspace, change),
                self._on_undone,
                self.refuse,
            )

    def refuse(self, error: TidemillError) -> None:
        """Say why something could not be done."""
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, failure=words, said="", undo=None, is_adding=False))
        self._draw()

    # What is chosen for all of them

    def choose_when(self, kind: "NoticeKind", when: "When") -> None:
        """Say when a kind is told."""
        from tidemill.services import notice_choices

        self._act(lambda ws: notice_choices.set_when(ws, kind, when), tr("Saved"))

    def choose_digest(self, is_on: bool) -> None:
        """Let several notices become one message, or not."""
        from tidemill.services import notice_choices

        self._act(lambda ws: notice_choices.set_digest(ws, is_on), tr("Saved"))

    def choose_quiet(self, hours: tuple[str, ...]) -> None:
        """Give all channels the same quiet hours; none where empty."""
        from tidemill.services import notice_choices

        zone = self.state.zone
        self._act(lambda ws: notice_choices.set_quiet(ws, hours, zone), tr("Saved"))

    def reset(self) -> None:
        """Put what is told back to how it was from the start, with the way back."""
        from tidemill.services import notice_choices

        self._act(notice_choices.reset, tr("Back to defaults"))

    # Answers

    def _act(
        self,
        deed: "Callable[[Workspace], object]",
        words: str,
        *,
        is_addition: bool = False,
        starts_worker: bool = False,
    ) -> None:
        workspace = self._context.workspace
        work = partial(_done, workspace, deed, bool(words))
        reply = _Reply(self, words, is_addition, starts_worker)
        self._context.operations.change("settings.notices.act", work, reply.done, self.refuse)

    def done(
        self, words: str, is_addition: bool, starts_worker: bool, change: "Undoable | None"
    ) -> None:
        """Something was done; where it can be taken back, `change` is what."""
        if starts_worker:
            self._context.start_worker()
        added = self.state.added + is_addition
        undo = None if change is None else change.id
        said = replace(self.state, said=words, undo=undo, failure="", is_adding=False, added=added)
        self._set(said)
        self.reload()

    def _on_undone(self, undone: object) -> None:
        self._set(
            replace(
                self.state, said=tr("Took back: {getattr}", getattr=getattr(undone, "words", ""))
            )
        )
        self.reload()

    def answer(self, channel_id: int, answer: tuple[str, str] | None) -> None:
        """What came of a test, in words and their tone; None while it is under way."""
        answers = {key: one for key, one in self._asked.answers.items() if key != channel_id}
        busy = self._asked.busy - {channel_id}
        if answer is None:
            busy |= {channel_id}
        else:
            answers[channel_id] = answer
        self._asked = replace(self._asked, busy=busy, answers=answers)
        self._draw()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._draw()

    def _on_unread(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._set(replace(self.state, word="error", failure=words))

    def _draw(self) -> None:
        if self._loaded is not None:
            self._set(state_of(self._loaded, self._asked, self.state))

    def _set(self, state: NotificationsState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


class _Reply(QObject):
    """Remembers what an answer belongs to, and goes with the view-model: Qt's own bound methods
    are not called once their object is deleted."""

    def __init__(
        self,
        owner: NotificationsViewModel,
        words: str = "",
        is_addition: bool = False,
        starts_worker: bool = False,
        channel_id: int = 0,
    ) -> None:
        super().__init__(owner)
        self._owner, self._channel_id = owner, channel_id
        self._told = (words, is_addition, starts_worker)

    def done(self, change: "Undoable | None") -> None:
        self._owner.done(*self._told, change)
        self.deleteLater()

    def shown(self, words: str) -> None:
        self._owner.answer(self._channel_id, (words, "good"))
        self.deleteLater()

    def tested(self, found: "Delivery") -> None:
        is_sent = str(found.state) == "sent"
        self._owner.answer(self._channel_id, (found.answer, "good" if is_sent else "bad"))
        self.deleteLater()

    def untested(self, error: TidemillError) -> None:
        words = " ".join(part for part in (error.message, error.hint) if part)
        self._owner.answer(self._channel_id, (words, "bad"))
        self.deleteLater()


def _load(workspace: "Workspace", _reporter: "Reporter") -> Loaded:
    from tidemill.base import programs, zones
    from tidemill.services import channels, deliveries, notice_choices, people

    every = tuple(channels.every(workspace))
    chosen = notice_choices.shown(workspace)
    return Loaded(
        channels=every,
        log=tuple(deliveries.log(workspace, _LOG)),
        people=tuple((one.login, one.display) for one in people.every(workspace)),
        zone=zones.local_zone(),
        computer=programs.host(),
        now=workspace.clock.now(),
        when=chosen.when,
        is_digested=chosen.is_digested,
    )


def _done(
    workspace: "Workspace",
    deed: "Callable[[Workspace], object]",
    is_undoable: bool,
    _reporter: "Reporter",
) -> "Undoable | None":
    from tidemill.services import undoing

    change = undoing.do(workspace, deed).change
    return change if is_undoable else None

"""What a toast of Monitoring takes back when its Undo is pressed, whatever is shown by then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Acted(Generic[T]):
    """What a service gave back, and the change it made that can be taken back, if any."""

    found: T
    change: int | None


def acted(
    workspace: "Workspace", work: "Callable[[Reporter], T]", reporter: "Reporter"
) -> Acted[T]:
    """Do something and find the change that it was; runs off the GUI's thread."""
    from tidemill.services import undoing

    done = undoing.do(workspace, lambda _: work(reporter))
    return Acted(done.found, None if done.change is None else done.change.id)


class TakesBack(Protocol):
    """Who can take a change back."""

    def undo(self, change: int) -> None:
        """Take a change back by its number."""


class UndoChange:
    """Takes one change back, whichever came after it."""

    def __init__(self, model: TakesBack, change: int) -> None:
        """Hold the change by its number."""
        self._model, self._change = model, change

    def __call__(self) -> None:
        """Take it back."""
        self._model.undo(self._change)

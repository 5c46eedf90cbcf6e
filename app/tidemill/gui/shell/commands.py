"""What a person can do, declared once: keys, palette, menus and the list of keys read it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


def always() -> bool:
    """A command that can always be run."""
    return True


@dataclass(frozen=True)
class Command:
    """One thing to do. `shortcut` is in Qt's words ("Ctrl+K"; "G, H; Ctrl+1" are two ways).

    `detail` is a quiet note beside the title in the palette.
    """

    id: str
    title: str
    icon: str
    run: Callable[[], object]
    shortcut: str = ""
    is_enabled: Callable[[], bool] = always
    detail: str = ""
    group: str = "Do"
    is_in_palette: bool = True

    def ways(self) -> tuple[str, ...]:
        """Each way to run it by keyboard."""
        return tuple(each for each in self.shortcut.split("; ") if each)


class Registry:
    """The commands that are there now: the shell's, then every page's, then the shown page's."""

    def __init__(self) -> None:
        self._layers: dict[str, tuple[Command, ...]] = {}

    def put(self, layer: str, commands: Iterable[Command]) -> None:
        """Set the commands of a layer; an id of an earlier layer is not taken twice."""
        taken = {c.id for name, layer_ in self._layers.items() if name != layer for c in layer_}
        self._layers[layer] = tuple(c for c in commands if c.id not in taken)

    def layer(self, layer: str) -> tuple[Command, ...]:
        """The commands of one layer."""
        return self._layers.get(layer, ())

    def __iter__(self) -> Iterator[Command]:
        for layer in self._layers.values():
            yield from layer

    def find(self, command_id: str) -> Command | None:
        """The command of an id."""
        return next((c for c in self if c.id == command_id), None)

    def run(self, command_id: str) -> bool:
        """Run a command if it is there and can be run."""
        command = self.find(command_id)
        if command is None or not command.is_enabled():
            return False
        command.run()
        return True


def offered(commands: Iterable[Command]) -> list[Command]:
    """What the palette lists: what can be run now, each thing to do once.

    Where the shown page can do what can be done from anywhere, its own way is taken.
    """
    can_run = (c for c in commands if c.is_in_palette and c.is_enabled())
    return list({(c.group, c.title): c for c in can_run}.values())

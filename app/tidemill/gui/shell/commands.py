"""What a person can do, declared once: keys, palette, menus and the list of keys read it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from tidemill.base.words import tr
from tidemill.gui.kit import key_map

_ABSENT = "absent."


def always() -> bool:
    """A command that can always be run."""
    return True


@dataclass(frozen=True)
class Command:
    """One thing to do. `key` is the id of a key in `kit.key_map`, which a person may change.

    `detail` is a quiet note beside the title in the palette.
    """

    id: str
    title: str
    icon: str
    run: Callable[[], object]
    key: str = ""
    is_enabled: Callable[[], bool] = always
    detail: str = ""
    group: str = tr("Do")
    is_in_palette: bool = True

    def ways(self) -> tuple[str, ...]:
        """Each way to run it by keyboard."""
        return key_map.ways(self.key)

    @property
    def shortcut(self) -> str:
        """Its keys as they are now, in Qt's words: "Ctrl+K"; "G, H; Ctrl+1" are two ways."""
        return key_map.shortcut(self.key)


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


def keys_at_rest(commands: Iterable[Command], refuse: Callable[[str], None]) -> list[Command]:
    """For each key that no command has now but that explains itself: a command that does."""
    held = {command.key for command in commands if not command.id.startswith(_ABSENT)}
    return [
        Command(f"{_ABSENT}{key.id}", key.title, "info", partial(refuse, key.id), key.id,
                is_in_palette=False)
        for key in key_map.KEYS
        if key.absent and key.id not in held
    ]  # fmt: skip

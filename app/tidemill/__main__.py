"""Picks the face: the window, the worker, or a command. Each is imported only where it runs."""

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tidemill.base.database_urls import Place
    from tidemill.domain.deployments import HttpSettings
    from tidemill.services.workspace import Workspace


class _Faces:
    """Starts the other faces for the command line, which may not know them."""

    def window(
        self,
        place: "Place",
        *,
        theme: Literal["light", "dark"] | None,
        size: tuple[int, int] | None,
        demo: bool,
        address: str = "",
    ) -> int:
        from tidemill.gui import languages

        languages.begin()
        from tidemill.gui.app import run

        if not demo:
            return run(place, theme, size, address=address)
        from tidemill.gui.demo import play_in

        return run(place, theme, size, play_in)

    def pictures(
        self,
        place: "Place",
        out: Path,
        themes: Sequence[str],
        sizes: Sequence[tuple[int, int]],
        tell: Callable[[float, str], None],
    ) -> list[Path]:
        from tidemill.gui import languages

        languages.begin()
        from tidemill.gui.pictures import draw

        return draw(place, out, themes, sizes, tell)

    def worker(self, workspace: "Workspace", *, until_idle: bool, leave_when_idle: bool) -> None:
        from tidemill.worker.loop import Worker

        one = Worker(workspace, until_idle=until_idle, leave_when_idle=leave_when_idle)
        one.stop_on_signals()
        one.run()

    def service(self, workspace: "Workspace", name: str) -> None:
        from tidemill.server.process import run

        run(workspace, name)

    def tracking(
        self,
        workspace: "Workspace",
        project: str,
        settings: "HttpSettings",
        on_ready: Callable[[str], None],
    ) -> None:
        from tidemill.server.mlflow.process import run

        run(workspace, project, settings, on_ready)

    def tracking_switched(self, workspace: "Workspace") -> None:
        from tidemill.server.mlflow.process import run_switched

        run_switched(workspace)


def window_asked(words: list[str]) -> "tuple[Place, str] | None":
    """The workspace to open in the window and where in it, if the words ask for that alone.

    The window then stands before the libraries of the commands and the store are read.
    """
    from tidemill.base.errors import TidemillError
    from tidemill.services import opening, recent

    chosen = None
    if words[:1] in (["-w"], ["--workspace"]) and len(words) > 1:
        chosen, words = words[1], words[2:]
    if words[:1] == ["open"] and len(words) == 2 and not words[1].startswith("-"):
        target = words[1]
    elif len(words) == 1 and words[0].startswith(opening.SCHEME):
        target = words[0]
    elif words in ([], ["gui"], ["open"]):
        target = ""
    else:
        return None
    try:
        return opening.asked(target, chosen) if target else (recent.named(chosen), "")
    except TidemillError:  # the command line tells it in words
        return None


def service_asked(words: list[str]) -> "tuple[Place, str] | None":
    """The workspace and the deployment to serve, if the words ask for that and nothing else, as
    the worker's do. The service then stands without the libraries of the other commands."""
    from tidemill.base.errors import TidemillError
    from tidemill.services import recent

    match words:
        case ["-w" | "--workspace", text, "serve", name] if not name.startswith("-"):
            try:
                return recent.named(text), name
            except TidemillError:  # the command line tells it in words
                return None
    return None


def door_asked(words: list[str]) -> "tuple[Place, int | None] | None":
    """The workspace and the port where MLflow's clients are answered, if the words ask for that
    and nothing else: like a service it then stands without the other commands' libraries.

    No port: as the switch says, as the worker asks.
    """
    from tidemill.base.errors import TidemillError
    from tidemill.services import recent

    wanted: int | None
    match words:
        case ["-w" | "--workspace", text, "tracking", "--port", port] if (
            port.isascii() and port.isdecimal() and 0 < int(port) < 65_536
        ):
            wanted = int(port)
        case ["-w" | "--workspace", text, "tracking", "switched"]:
            wanted = None
        case _:
            return None
    try:
        return recent.named(text), wanted
    except TidemillError:  # the command line tells it in words
        return None


def _answer(place: "Place", port: int | None) -> int:
    from tidemill.base import logs
    from tidemill.cli import answering, endings

    logs.set_up()
    if port is None:
        return endings.ended(lambda: answering.answer_switched(place, _Faces()))
    return endings.ended(lambda: answering.answer_at(place, port, _Faces()))


def _serve(place: "Place", name: str) -> int:
    from tidemill.base import logs
    from tidemill.cli import endings, serving

    logs.set_up()
    return endings.ended(lambda: serving.serve(place, name, _Faces()))


def main() -> None:
    """Start the program with the words it was called with."""
    # Hundreds of modules are read and nothing of them goes: the collector would walk over them
    # again and again. Each face lets it work again once it stands.
    gc.disable()
    words = sys.argv[1:]
    shown = window_asked(words)
    if shown is not None:
        place, address = shown
        sys.exit(_Faces().window(place, theme=None, size=None, demo=False, address=address))
    served = service_asked(words)
    if served is not None:
        sys.exit(_serve(*served))
    door = door_asked(words)
    if door is not None:
        sys.exit(_answer(*door))
    from tidemill.cli.app import run

    gc.enable()
    sys.exit(run(words, _Faces()))


if __name__ == "__main__":
    main()

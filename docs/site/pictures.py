"""Draws the site's pictures with the program itself: a year played by the demo, and a first start.

    python docs/site/pictures.py WORKSPACES OUT

The demo's workspace stays in the first folder, and is drawn again without being played again.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

EMPTY = {"first_run_light.png": "home"}
"""Pictures of a workspace that was just made, by the name of what is drawn."""

PLAYED = {
    "home_light.png": "home",
    "data_light.png": "data_profile",
    "train_light.png": "data_train",
    "compare_light.png": "experiments_compare",
    "promote_light.png": "models_flights-late_promote",
    "automations_light.png": "automations",
    "monitoring_light.png": "monitoring_flights-late",
    "incident_light.png": "incident",
}
"""Pictures of the demo's workspace after its year."""

SIZE = (1280, 800)
_RESTS_S = 60.0


def draw(workspaces: Path, out: Path) -> None:
    """Make what is drawn, unless it is there, and draw it."""
    import icons

    from tidemill.gui.app import prepare
    from tidemill.gui.kit import theme
    from tidemill.services import workspace

    out.mkdir(parents=True, exist_ok=True)
    prepare()
    theme.set_theme("light")
    icons.draw_svg(out / "tidemill.svg")
    workspace.create(workspaces / "first").close()
    _pages(workspaces / "first", EMPTY, out)
    with _played(workspaces / "flights") as folder:
        _pages(folder, PLAYED, out)


@contextmanager
def _played(folder: Path) -> Iterator[Path]:
    """The demo's workspace after its year, with its worker at rest."""
    from tidemill.services import demo, workers
    from tidemill.services import workspace as workspaces

    with closing(workspaces.create(folder)) as workspace:
        try:
            demo.play(workspace, lambda step: print(step.words, flush=True), time.sleep)
            workers.ensure(workspace)
            until = time.monotonic() + _RESTS_S
            while not workers.state(workspace).is_running:
                if time.monotonic() > until:
                    raise SystemExit("The worker of the demo does not start.")
                time.sleep(0.1)
            yield folder
        finally:
            workers.end(workspace)


def _pages(folder: Path, wanted: dict[str, str], out: Path) -> None:
    from tidemill.gui.app import logged_qt_messages
    from tidemill.gui.pictures import opened, show, views_of

    with logged_qt_messages(), opened(folder, SIZE) as window:
        addresses = {name: address for name, address, _ in views_of(window)}
        for file, name in wanted.items():
            if name not in addresses:
                raise SystemExit(f"{folder.name} has nothing to draw {file} of: {name}.")
            if show(window, addresses[name], "light", SIZE) == "error":
                raise SystemExit(f"{name} shows an error.")
            if not window.grab().save(str(out / file)):
                raise SystemExit(f"{out / file} can't be written.")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    draw(Path(sys.argv[1]), Path(sys.argv[2]))

"""Pictures of every page: both themes, both sizes, and an empty page is told."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.gui.pictures import draw
from tidemill.gui.shell import main_window as windows
from tidemill.services import workspace as spaces


@pytest.fixture
def folder(tmp_path: Path, places: Any, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Path:
    monkeypatch.setattr(windows, "discover", places.pages)
    spaces.create(tmp_path / "store").close()
    return tmp_path / "store"


def test_every_address_is_drawn_in_both_themes_and_sizes(
    folder: Path, places: Any, tmp_path: Path
) -> None:
    places.pictures = {"second": [("second", "second"), ("second_deep", "second/x")]}
    told: list[tuple[float, str]] = []
    drawn = draw(folder, tmp_path / "out", tell=lambda *said: told.append(said))
    assert told == [
        (0.0, "first"),
        (pytest.approx(1 / 3), "second"),
        (pytest.approx(2 / 3), "second_deep"),
    ]
    names = {path.name for path in drawn}
    assert names == {
        f"{name}_{theme}_{size}.png"
        for name in ("first", "second", "second_deep")
        for theme in ("light", "dark")
        for size in ("1440x900", "1100x700")
    }
    light = QImage(str(tmp_path / "out" / "first_light_1440x900.png"))
    dark = QImage(str(tmp_path / "out" / "first_dark_1440x900.png"))
    assert (light.width(), light.height()) == (1440, 900)
    assert light.pixelColor(100, 600).lightness() > 200
    assert dark.pixelColor(100, 600).lightness() < 60


def test_a_page_that_is_empty_though_there_is_data_is_an_error(
    folder: Path, places: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create = places.create

    def empty(title: str) -> Any:
        def make(context: Any) -> Any:
            view = create(title)(context)
            view.word = "empty"
            return view

        return make

    monkeypatch.setattr(places, "create", empty)
    assert len(draw(folder, tmp_path / "a", ["light"], [(1100, 700)])) == 2
    places.has_data = True
    with pytest.raises(NeedsYou, match="second: nothing is shown although there is data"):
        draw(folder, tmp_path / "b", ["light"], [(1100, 700)])
    assert len(list((tmp_path / "b").iterdir())) == 2


def test_a_folder_without_a_workspace_is_an_error(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(NeedsYou, match="no Tidemill workspace"):
        draw(tmp_path / "nothing", tmp_path / "out")
    assert not (tmp_path / "nothing").exists()


def test_an_address_that_leads_nowhere_is_an_error(
    folder: Path, places: Any, tmp_path: Path
) -> None:
    places.pictures = {"second": [("lost", "nowhere/1")]}
    with pytest.raises(NeedsYou, match="There is no place nowhere"):
        draw(folder, tmp_path / "out", ["light"], [(1100, 700)])

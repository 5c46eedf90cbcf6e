"""What pages need is imported ahead: the window's modules in its own thread, the rest elsewhere."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import qt_classes

from tidemill.base.progress import Silent
from tidemill.gui.shell import imports
from tidemill.services import workspace as spaces

_OF_WINDOW = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from qt_classes import defined_elsewhere
from tidemill.base.clock import monotonic
from tidemill.gui.shell import memory
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import view_module

with defined_elsewhere() as found:
    app = QApplication(sys.argv[:1])
    window = MainWindow(memory.Look(), None, starts_worker=False, is_remembered=False)
    window.show()
    window.open_workspace(Path(sys.argv[1]))
    began = monotonic()
    while not window.is_settled() and monotonic() - began < 60:
        QTest.qWait(5)
    pages = [page.address for page in window.pages]
    ahead = [view_module(page) in sys.modules for page in window.pages]
    for address in pages:
        window.navigate(address)
        while not window.is_settled() and monotonic() - began < 60:
            QTest.qWait(5)
    window.close()
print("pages", len(pages), "ahead", sum(ahead))
print("elsewhere", sorted(found)[:20])
"""


def test_no_class_of_qt_is_defined_outside_the_windows_thread(tmp_path: Path) -> None:
    spaces.create(tmp_path / "space").close()
    asked = [sys.executable, "-c", _OF_WINDOW, str(tmp_path / "space")]
    paths = os.pathsep.join(
        [os.environ.get("PYTHONPATH", ""), str(Path(qt_classes.__file__).parent)]
    )
    around = {**os.environ, "PYTHONPATH": paths}
    ended = subprocess.run(
        asked, capture_output=True, text=True, timeout=120, check=False, env=around
    )
    assert ended.returncode == 0, ended.stderr
    _, n_pages, _, n_ahead = ended.stdout.splitlines()[0].split()
    assert int(n_pages) == int(n_ahead) > 5
    assert ended.stdout.splitlines()[-1] == "elsewhere []", ended.stderr


def _put(folder: Path, name: str, text: str) -> None:
    path = folder / Path(*name.split("."))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".py").write_text(text)


def test_what_a_module_imports_is_told_in_order_and_nothing_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = "[][0]\n"
    _put(
        tmp_path,
        "shown.gui.page",
        f"{never}from typing import TYPE_CHECKING\nimport shown.far\n"
        "from shown.gui import part\nfrom PySide6 import QtSvg\nfrom .beside import one as two\n"
        "if TYPE_CHECKING:\n    import shown.typed\n    from shown.gui import drawn\n"
        "class Page:\n    import shown.inside\n"
        "    def open(self):\n        import shown.late\n        from shown.gui import later\n",
    )
    for name in ("far", "typed", "inside", "late", "gui.drawn", "gui.beside"):
        _put(tmp_path, f"shown.{name}", never)
    _put(tmp_path, "shown.gui.part", f"{never}import shown.gui.page\nimport shown.gone\n")
    _put(tmp_path, "shown.gui.later", f"{never}import shown.gui.deepest\n")
    _put(tmp_path, "shown.gui.deepest", never)
    for package in ("shown", "shown.gui"):
        (tmp_path / Path(*package.split(".")) / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(imports, "_OWN", "shown")
    monkeypatch.setattr(imports, "_WINDOW", "shown.gui")
    found = imports.needed(["shown.gui.page", "shown.nowhere"])
    assert found.elsewhere == ("shown.far", "shown.inside")
    assert found.window == (
        "shown.gui", "shown.gui.part", "shown.gui.beside",
        "shown.gui.deepest", "shown.gui.later", "shown.gui.page",
    )  # fmt: skip


def test_a_module_that_breaks_is_left_to_the_page_that_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "breaks_when_imported.py").write_text("import nobody_has_this\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with caplog.at_level("INFO"):
        assert imports.brought(["breaks_when_imported"], Silent()) == ()
    assert "breaks_when_imported" in caplog.text

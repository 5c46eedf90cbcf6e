"""The command line names commands as the way out; what every face shows names none."""

import ast
import pickle
import re
from pathlib import Path

import pytest

import tidemill
from tidemill.base.errors import NeedsYou, NotThere

ROOMS = ("base", "domain", "catalog", "store", "jobs", "services", "gui")
_COMMAND = re.compile(r"\btidemill [a-z]{2,}")


@pytest.fixture
def ws(tidemill, tmp_path):
    tidemill("init", tmp_path / "ws", where=None)
    return tmp_path / "ws"


def spoken(source: str) -> list[str]:
    """The texts of a module that a person may read: all but docstrings."""
    tree = ast.parse(source)
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    constants = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in notes)
    return [n.value for n in constants if isinstance(n.value, str)]


def test_no_face_but_the_command_line_is_told_to_type_a_command():
    root = Path(tidemill.__file__).parent
    files = [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    assert len(files) > 200
    found = [
        (path.name, text)
        for path in files
        for text in spoken(path.read_text(encoding="utf-8"))
        if _COMMAND.search(text)
    ]
    assert not found


def test_a_folder_without_a_workspace_is_told_with_the_command_that_makes_one(tidemill, tmp_path):
    told = tidemill("data", "list", where=tmp_path / "none")
    assert told.code == NeedsYou.exit_code
    assert f"tidemill init {tmp_path / 'none'}" in told.err


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("data show ghost", "tidemill data list"),
        ("runs show ghost", "tidemill runs list"),
        ("models show ghost", "tidemill models list"),
        ("alerts close 99 --reason done", "tidemill alerts list"),
        ("jobs show 99", "tidemill jobs list"),
        ("people role ghost approver", "tidemill people list"),
    ],
)
def test_what_is_not_there_names_the_command_that_lists_what_is(tidemill, ws, line, way):
    told = tidemill(*line.split(), "--json")
    assert told.json["error"]["hint"] == f"See them with: {way}"
    assert tidemill(*way.split()[1:]).code == 0


def test_what_is_not_there_survives_the_way_from_a_child():
    error = pickle.loads(pickle.dumps(NotThere("run", "calm-crane")))
    assert isinstance(error, NeedsYou)
    assert (error.message, error.what) == ("There is no run calm-crane.", "run")

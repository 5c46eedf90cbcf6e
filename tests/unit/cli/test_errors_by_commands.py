"""What a command says when it cannot: one shape in JSON, words else, and its exit code."""

import sqlite3
from pathlib import Path

import pytest

from tidemill.base.errors import WorldError
from tidemill.services import recent
from tidemill.services import workspace as workspaces


@pytest.fixture
def ws(tidemill, tmp_path):
    tidemill("init", tmp_path / "ws", where=None)
    return tmp_path / "ws"


def failure(said, code, kind):
    """The error of a command that ended with a code, as JSON alone on standard output."""
    assert said.code == code, said
    assert list(said.json) == ["error"]
    error = said.json["error"]
    assert list(error) == ["kind", "message", "hint"]
    assert error["kind"] == kind
    assert error["message"]
    assert "Traceback" not in said.out
    return error


NEEDS_A_PERSON = {
    "data show ghost": "There is no dataset ghost.",
    "data show shop@9": "There is no dataset shop.",
    "data rows ghost": "There is no dataset ghost.",
    "data check ghost": "There is no dataset ghost.",
    "data add ghost.csv --name shop": "There is no file ghost.csv.",
    "data add x.csv --name shop --append --replace": "A dataset can't append and replace.",
    "data accept 99": "There is no file 99.",
    "train ghost": "There is no dataset ghost.",
    "runs show ghost": "There is no run ghost",
    "runs compare a": "1 run can't be compared side by side.",
    "runs tag ghost --name x": "There is no run ghost",
    "models show ghost": "There is no model ghost.",
    "models show ghost@1": "There is no model ghost.",
    "models register ghost --name m": "There is no run ghost",
    "models validate ghost@1": "There is no model ghost.",
    "models promote ghost@1": "There is no model ghost.",
    "models rollback ghost": "There is no model ghost.",
    "models reject ghost@1": "There is no model ghost.",
    "models undo ghost": "There is no model ghost.",
    "monitor show ghost": "There is no model ghost.",
    "alerts close 99 --reason done": "There is no alert 99.",
    "watch add ghosts --dataset shop": "is not a folder.",
    "watch pause 99": "There is no watched folder 99.",
    "watch remove 99": "There is no watched folder 99.",
    "jobs show 99": "There is no job 99.",
    "jobs log 99": "There is no job 99.",
    "jobs cancel 99": "There is no job 99.",
    "jobs retry 99": "There is no job 99.",
    "people role ghost approver": "There is no person ghost.",
    "people role tester member": "is the only approver",
    "people add worker": "can't be used for a person",
    "drift ghost.csv ghost.csv": "ghost.csv",
}


@pytest.mark.parametrize("line", NEEDS_A_PERSON)
def test_what_needs_a_person_ends_with_three_and_a_sentence(tidemill, ws, line):
    error = failure(tidemill(*line.split(), "--json"), 3, "needs-you")
    assert NEEDS_A_PERSON[line] in error["message"]
    spoken = tidemill(*line.split())
    assert spoken.code == 3
    assert spoken.out == ""
    assert spoken.err.startswith(error["message"])


@pytest.mark.parametrize(
    "line",
    [
        "dance",
        "data dance",
        "data add",
        "data show",
        "models promote",
        "runs list --limit 0",
        "watch add . --dataset x --mode maybe",
        "jobs show twelve",
        "people role ada emperor",
        "gui --size big",
        "--nonsense",
    ],
)
def test_wrong_use_ends_with_two_and_the_way_to_the_help(tidemill, ws, line):
    error = failure(tidemill(*line.split(), "--json"), 2, "usage")
    assert error["hint"].startswith(("See: tidemill", "Write it like"))
    assert tidemill(*line.split()).code == 2


def test_a_wrong_query_names_its_position_and_what_was_expected(tidemill, ws):
    error = failure(tidemill("runs", "list", "--where", "auc >", "--json"), 3, "needs-you")
    assert "expected" in f"{error['message']} {error['hint']}".lower()


def test_what_the_world_does_ends_with_four(tidemill, ws, monkeypatch):
    def full(*_words, **_options):
        raise WorldError("The disk is full.", "Free some room and try again.")

    monkeypatch.setattr(workspaces, "open_existing", full)
    error = failure(tidemill("data", "list", "--json"), 4, "world")
    assert error == {
        "kind": "world",
        "message": "The disk is full.",
        "hint": "Free some room and try again.",
    }


def test_our_own_mistake_ends_with_one_and_keeps_the_lines_for_a_report(tidemill, ws, monkeypatch):
    def broken(*_words, **_options):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(workspaces, "open_existing", broken)
    error = failure(tidemill("data", "list", "--json"), 1, "bug")
    assert "ZeroDivisionError" in error["message"]
    said = tidemill("data", "list")
    assert said.code == 1
    assert "Traceback" in said.err


def test_a_folder_without_a_workspace_is_told_and_nothing_is_made_there(tidemill, tmp_path):
    folder = tmp_path / "nowhere"
    error = failure(tidemill("data", "list", "--json", where=folder), 3, "needs-you")
    assert str(folder) in error["message"]
    assert not folder.exists()


def test_an_address_that_is_no_database_of_ours_is_refused_in_words(tidemill):
    said = tidemill("-w", "mysql://host/db", "data", "list", "--json", where=None)
    assert "PostgreSQL" in failure(said, 3, "needs-you")["message"]


def test_files_of_a_workspace_in_a_folder_lie_there(tidemill, tmp_path):
    words = ("init", tmp_path / "new", "--artifacts", tmp_path / "files", "--json")
    assert "keeps its files there" in failure(tidemill(*words, where=None), 2, "usage")["message"]
    assert not (tmp_path / "new").exists()


def test_help_and_version_end_with_zero(tidemill, ws):
    assert tidemill("--version", where=None).out.startswith("Tidemill ")
    for line in ("--help", "data --help", "models promote -h"):
        said = tidemill(*line.split())
        assert said.code == 0
        assert "Usage" in said.out


def test_doctor_ends_with_three_when_something_is_wrong_and_still_says_all(tidemill, ws):
    with sqlite3.connect(ws / "tidemill.sqlite") as connection:
        connection.execute(
            'INSERT INTO activity (at, "by", kind, subject, sentence, note, detail, is_routine,'
            " seal) VALUES ('2026', 'x', 'x', 'x', 'x', '', '{}', 0, 'forged')"
        )
    connection.close()
    said = tidemill("doctor", "--json")
    assert said.code == 3
    assert [f["name"] for f in said.json["items"] if not f["passed"]] == ["Activity"]


def test_without_a_command_the_window_opens(tidemill, ws, faces):
    assert tidemill().code == 0
    assert faces.calls == [("window", ws, None, None, False)]
    assert tidemill("gui", "--theme", "dark", "--size", "1100x700").code == 0
    assert faces.calls[-1] == ("window", ws, "dark", (1100, 700), False)


def test_pictures_are_drawn_in_every_look_and_size_unless_one_is_named(
    tidemill, ws, faces, tmp_path
):
    tidemill("gui", "--pictures", tmp_path / "p")
    assert faces.calls[-1][3:] == ((), ()), "whoever draws knows which there are"
    tidemill("gui", "--pictures", tmp_path / "p", "--theme", "light", "--size", "800x600")
    assert faces.calls[-1][3:] == (("light",), ((800, 600),))
    for line in ("gui --pictures", "gui --pictures --theme dark", "gui --theme dark --pictures"):
        assert tidemill(*line.split(), "--json").code == 0
        assert faces.calls[-1][2] == Path("pictures")


def test_the_worker_runs_in_the_foreground_until_idle(tidemill, ws, faces):
    assert tidemill("worker", "--until-idle").code == 0
    assert faces.calls == [("worker", ws, True, False)]


def test_the_last_used_workspace_is_meant_when_none_is_named(tidemill, ws, monkeypatch, tmp_path):
    from tidemill.base import places

    monkeypatch.setattr(places, "settings_file", lambda: tmp_path / "settings.json")
    tidemill("data", "list")
    said = tidemill("people", "list", "--json", where=None)
    assert said.code == 0
    assert recent.last_used() == str(ws)


def test_fresh_never_removes_a_folder_that_is_no_demo(tidemill, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work")
    said = tidemill("demo", "--headless", "--fresh", "--dir", folder, "--json", where=None)
    assert "is no demo of Tidemill's" in failure(said, 3, "needs-you")["message"]
    assert (folder / "thesis.txt").read_text() == "years of work"

"""Very many files on the list of files: a part is read, nothing that needs a person is missed."""

from pathlib import Path

import pytest

from tidemill.gui.pages.automations import loading
from tidemill.gui.pages.automations.state import Chosen, state_of
from tidemill.services import watching
from tidemill.services import workspace as workspaces
from tidemill.store import files


@pytest.fixture
def workspace(tmp_path: Path):
    made = workspaces.create(tmp_path / "ws", login="ada")
    yield made
    made.close()


def test_the_window_reads_a_part_of_many_files_and_all_that_wait_for_a_person(workspace, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    watch = watching.add(workspace, inbox, dataset="days")
    with workspace.store.write() as tx:
        seen = [(str(inbox / f"{n}.csv"), n, n) for n in range(3 * loading.N_FILES)]
        keys = files.insert_seen(tx, watch, seen, "Waiting until it is complete")
        files.update(tx, keys[0], state="set-aside", outcome="Set aside: it is empty")
    loaded = loading.load(workspace)
    assert len(loaded.files) == loading.N_FILES + 1
    shown = state_of(loaded, Chosen(shown="Set aside"))
    assert [row.name for row in shown.files] == ["0.csv"]
    assert shown.n_files == 3 * loading.N_FILES

"""Ten thousand files at once: handed on in order, in few jobs, and looked at cheaply after."""

from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.watches import natural
from tidemill.services import jobs, news, watching
from tidemill.services import workspace as workspaces
from tidemill.services.folder_scans import Scanner
from tidemill.services.ingesting import BATCH
from tidemill.store import files
from tidemill.store.engine import Store

N = 10_000


@pytest.fixture
def workspace(tmp_path: Path):
    made = workspaces.create(tmp_path / "ws", clock=HeldClock(), login="ada")
    yield made
    made.close()


def test_ten_thousand_files_are_handed_on_once_in_order_and_then_cost_no_query(
    workspace, tmp_path, monkeypatch
):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(N):
        (inbox / f"day-{number}.csv").write_text(f"a\n{number}\n")
    watching.add(workspace, inbox, dataset="days")
    scanner, reader = Scanner(workspace), news.Reader(workspace)
    assert scanner.scan() == watching.Scan(N, 0)
    workspace.clock.advance(watching.SETTLE_S)
    assert scanner.scan() == watching.Scan(0, N)
    made = sorted(jobs.newest(workspace, limit=N), key=lambda job: job.id)
    assert len(made) == N // BATCH
    with workspace.store.read() as connection:
        order = [key for job in made for key in job.params["files"]]
        found = files.find_many(connection, order)
    names = [found[key].name for key in order]
    assert names == sorted(names, key=natural)
    assert len(set(order)) == N

    scanner.heard(reader.poll())
    reader.close()

    def no_query(*_words, **_values):
        raise AssertionError("a look at known files asked the store")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "read", no_query)
        patch.setattr(type(workspace.store), "read", no_query)
        patch.setattr(type(workspace.store), "write", no_query)
        assert scanner.scan() == watching.Scan(0, 0)


def test_a_look_that_took_long_is_followed_by_a_rest_unless_something_stirs(
    workspace, tmp_path, monkeypatch
):
    from tidemill.services import folder_scans

    now = [100.0]
    monkeypatch.setattr(folder_scans, "monotonic", lambda: now[0])
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    watching.add(workspace, inbox, dataset="days")
    looked = []

    def slowly(watch, _sign):
        looked.append(watch.folder)
        now[0] += 0.2
        return folder_scans.Listing(())

    monkeypatch.setattr(folder_scans, "listed", slowly)
    scanner = Scanner(workspace)
    nothing = frozenset()
    scanner.scan(stirred=nothing)
    now[0] += 5
    scanner.scan(stirred=nothing)
    assert len(looked) == 1
    scanner.scan(stirred=frozenset({str(inbox)}))
    assert len(looked) == 2
    now[0] += 11
    scanner.scan(stirred=nothing)
    assert len(looked) == 3

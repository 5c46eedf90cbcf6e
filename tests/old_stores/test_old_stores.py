"""The store of every released schema opens in today's program and says what it said then."""

from pathlib import Path

import pytest

from tidemill.services import (
    activity,
    automations,
    comments,
    datasets,
    doctor,
    four_eyes,
    home,
    jobs,
    monitoring,
    people,
    promotion,
    registry,
    run_view,
    runs,
    watching,
)
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store.engine import FILE_NAME, sqlite_module
from tidemill.store.versions import HEAD

DUMPS = sorted(Path(__file__).parent.glob("store_*.sql"))
pytestmark = pytest.mark.usefixtures("real_stores")


@pytest.fixture(params=DUMPS, ids=lambda path: path.stem)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    connection = sqlite_module().connect(str(tmp_path / FILE_NAME))
    connection.executescript(request.param.read_text(encoding="utf-8"))
    connection.close()
    return tmp_path


@pytest.fixture
def workspace(folder: Path):
    opened = workspaces.open_existing(folder, login="ada")
    yield opened
    opened.close()


def test_todays_schema_has_its_dump() -> None:
    assert f"store_{HEAD}" in [path.stem for path in DUMPS]
    assert all(path.stat().st_size < 100_000 for path in DUMPS)


def test_data_comes_back(workspace: Workspace) -> None:
    view = datasets.find(workspace, "shop")
    assert [(v.number, v.rows, v.added_rows) for v in view.versions] == [(1, 8, 8), (2, 16, 8)]
    assert view.dataset.schema.target == "bought"
    assert view.newest.source == "/data/shop-2.csv"
    assert view.newest.ends_at is not None
    assert view.newest.ends_at.day == 8
    assert len(datasets.profile(workspace, view.newest.id).columns) == 3
    assert datasets.suggestions(workspace, view.newest).task == "binary"
    assert [f.state for f in watching.arrived(workspace)] == ["added", "added"]


def test_runs_and_models_come_back_with_who_decided_what(workspace: Workspace) -> None:
    assert runs.one(workspace, "run-2").tags == {"good": "yes"}
    assert run_view.RunsView(workspace).page(where="metrics.auc = 0.7").matching == 2
    view = registry.find(workspace, "buyers")
    assert view.champion is not None
    assert view.champion.number == 1
    assert [(d.kind, d.by, d.note) for d in view.decisions][-1] == ("rolled back", "ada", "It fell")
    assert [p.login for p in people.every(workspace)] == ["ada", "ben"]


def test_what_people_added_to_versions_comes_back(folder: Path, workspace: Workspace) -> None:
    view = registry.find(workspace, "buyers")
    if not view.aliases:  # a store from before there were any
        assert not view.model.is_four_eyes
        return
    assert view.model.is_four_eyes
    assert registry.version(workspace, "buyers@night").number == 2
    [comment] = comments.of_version(workspace, "buyers@night")
    assert (comment.by, comment.mentions) == ("ada", ("ben",))


def test_monitoring_watches_jobs_and_home_come_back(workspace: Workspace) -> None:
    view = monitoring.show(workspace, "buyers")
    assert len(view.chunks) == 1
    assert [a.message for a in view.alerts] == ["x moved away."]
    assert [w.folder for w in watching.every(workspace)] == ["/data/inbox"]
    [rule] = automations.of_watch(workspace, watching.every(workspace)[0].id)
    assert (rule.model, rule.mode, rule.is_on) == ("buyers", "propose", True)
    assert [step.kind for step in rule.steps] == ["check", "retrain", "validate", "decide"]
    assert jobs.newest(workspace)[0].kind == "model.train"
    assert [type(d).__name__ for d in home.home(workspace).decisions] == ["OpenAlert"]


def test_the_chain_of_what_happened_is_whole(workspace: Workspace) -> None:
    assert activity.broken_entry(workspace) is None
    assert activity.recent(workspace).total >= 8
    found = {f.name: f.passed for f in doctor.examine(workspace)}
    assert found["Database"]
    assert found["Activity"]
    assert found["Consistency"]


def test_work_goes_on_in_it(workspace: Workspace) -> None:
    if registry.find(workspace, "buyers").model.is_four_eyes:
        four_eyes.switch(workspace, "buyers", False)
    promotion.promote(workspace, "buyers@2")
    assert registry.version(workspace, "buyers@champion").number == 2
    assert activity.broken_entry(workspace) is None


def test_an_older_store_is_copied_aside_before_it_is_changed(folder: Path) -> None:
    before = schema_of(folder / FILE_NAME)
    workspaces.open_existing(folder, login="ada").close()
    assert schema_of(folder / FILE_NAME) == HEAD
    copy = folder / f"tidemill-before-{HEAD}.sqlite"
    assert copy.exists() == (before != HEAD)
    if copy.exists():
        assert schema_of(copy) == before


def schema_of(path: Path) -> str:
    connection = sqlite_module().connect(str(path))
    try:
        [(version,)] = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return str(version)
    finally:
        connection.close()

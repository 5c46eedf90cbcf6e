"""A try: the prediction of the service with why, neither kept nor counted; by the worker too."""

from typing import Any

import pytest
from running_service import Running, ready_row

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.deployments import Deployment, hash_of
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import jobs, registry, trying
from tidemill.services.job_kinds import kinds
from tidemill.services.trying import Tryable
from tidemill.services.workspace import Workspace


@pytest.fixture
def tryable(workspace: Workspace) -> Tryable:
    """What `buyers` v1 can be asked with."""
    return trying.fields_of(workspace, registry.version(workspace, "buyers@1"))


def test_the_fields_are_those_of_the_data_with_usual_values(tryable: Tryable) -> None:
    assert (tryable.target, tryable.dataset) == ("bought", "visits")
    names = [field.name for field in tryable.fields]
    assert "bought" not in names
    assert set(names) >= {"x", "day", "shop", "member"}
    assert names[-2:] in (["at", "visit"], ["visit", "at"]), "what tells rows apart comes last"
    usual = tryable.usual
    assert isinstance(usual["x"], float)
    assert isinstance(usual["member"], bool)


def test_a_try_says_what_predict_says_and_why(service: Running, tryable: Tryable) -> None:
    row = ready_row(x=2.0)
    said = service.ask("/predict", {"rows": [row]}).json["items"][0]
    tried, seconds = trying.through_service(at(service), "", row, tryable.usual)
    assert (tried.prediction, tried.probability) == (said["prediction"], said["probability"])
    assert (tried.model, tried.version) == ("buyers", 1)
    assert seconds > 0
    assert tried.share is not None
    assert tried.usual is not None
    total = sum(one.by for one in tried.contributions)
    assert total == pytest.approx(tried.share - tried.usual, abs=1e-6)
    usual = {k: v for k, v in tryable.usual.items() if k in row}
    of_usual = service.ask("/predict", {"rows": [usual]}).json["items"][0]
    share = of_usual["probability"]
    share = share if of_usual["prediction"] == tried.positive else 1 - share
    assert tried.usual == pytest.approx(share, abs=1e-9)


def test_a_try_is_neither_kept_nor_counted(service: Running, tryable: Tryable) -> None:
    trying.through_service(at(service), "", ready_row(), tryable.usual)
    service.desk.log.close()
    assert service.desk.log.n_written == 0
    assert b"tidemill_rows_total{" not in service.ask("/metrics").body


def test_what_is_wrong_with_the_row_is_told(service: Running, tryable: Tryable) -> None:
    with pytest.raises(NeedsYou, match="field x: expected a number, got the text “far”"):
        trying.through_service(at(service), "", ready_row(x="far"), tryable.usual)
    assert service.ask("/try", {"rows": []}).status == 422
    assert service.ask("/try", {"row": ready_row(), "usual": 3}).status == 422


def test_a_try_needs_the_token_as_any_request(service: Running, tryable: Tryable) -> None:
    service.set(token_hash=hash_of("right"))
    with pytest.raises(NeedsYou, match="token is missing or wrong"):
        trying.through_service(at(service), "wrong", ready_row(), tryable.usual)
    tried, _ = trying.through_service(at(service), "right", ready_row(), tryable.usual)
    assert tried.prediction in ("true", "false")


def test_a_service_that_is_gone_is_told(workspace: Workspace, tryable: Tryable) -> None:
    from tidemill.services import deploying

    one = deploying.http(workspace, "buyers").deployment
    with pytest.raises(WorldError, match="does not answer"):
        trying.through_service(one, "", ready_row(), tryable.usual)


def test_the_worker_says_the_same_without_a_service(
    workspace: Workspace, service: Running, tryable: Tryable
) -> None:
    row = ready_row(x=-1.0, shop="north")
    through, _ = trying.through_service(at(service), "", row, tryable.usual)
    key = trying.ask(workspace, registry.version(workspace, "buyers@1"), row, tryable.usual)
    worker = workspace.acting_as(WORKER)
    while (claimed := queue.claim(workspace.store, "w")) is not None and claimed.id != key:
        pass  # the version is made ready for the service first
    job = queue.begin(workspace.store, key, 1)
    assert job is not None
    perform(workspace.store, kinds(), worker, job, JobReporter(workspace.store, key, 1))
    found = trying.from_job(jobs.find(workspace, key).result)
    assert found.share == pytest.approx(through.share)
    assert [one.field for one in found.contributions] == [
        one.field for one in through.contributions
    ]


def test_a_random_row_can_be_asked_with(
    workspace: Workspace, service: Running, tryable: Tryable
) -> None:
    for _ in range(5):
        row = trying.random_row(workspace, tryable)
        assert set(row) == {field.name for field in tryable.fields}
        trying.through_service(at(service), "", row, tryable.usual)


def at(service: Running) -> Deployment:
    """The deployment at the port where the test's service listens."""
    return service.desk.deployment


def test_more_than_two_classes_say_what_is_missing(service: Running) -> None:
    from tidemill.domain.recipes import Task
    from tidemill.services.serving import tries

    class Many:
        task = Task.MULTICLASS
        levels = ("a", "b", "c")

    class Served:
        version = service.desk.served.version
        fields = service.desk.served.fields
        model = Many()

    row: dict[str, Any] = ready_row()
    from tidemill.services.training.answers import Answer

    told = tries.told(Served(), row, row, [Answer(1, 1, "b", 0.7)] * 2)  # type: ignore[arg-type]
    assert (told.prediction, told.share, told.contributions) == ("b", None, ())
    assert told.missing == tries.MANY_CLASSES

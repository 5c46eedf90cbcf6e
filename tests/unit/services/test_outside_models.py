"""Models that scripts register beside those Tidemill trained: one registry, one champion."""

from collections.abc import Callable
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.models import ModelVersion
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity, four_eyes, people, promotion, registry, undoing
from tidemill.services.mlflow import aliases, logged_models, model_versions, registered
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

AddVersion = Callable[..., ModelVersion]


@pytest.fixture
def tracker(workspace: Workspace) -> Tracker:
    return Tracker(workspace, "default")


def logged(tracker: Tracker, name: str = "buyers") -> Any:
    """A version of a model, made of a logged model without files."""
    one = logged_models.create(tracker, {"experiment_id": "0", "name": "m"})["model"]["info"]
    body = {"name": name, "source": f"models:/{one['model_id']}", "model_id": one["model_id"]}
    return model_versions.create(tracker, body)["model_version"]


def put(tracker: Tracker, alias: str, number: int) -> None:
    aliases.put(tracker, {"name": "buyers", "alias": alias, "version": str(number)})


def told(tracker: Tracker) -> dict[str, str]:
    model = registered.get(tracker, "buyers")
    return {one["alias"]: one["version"] for one in model["aliases"]}


def entries(workspace: Workspace) -> list[str]:
    return [entry.sentence for entry in activity.recent(workspace).entries]


def test_trained_and_registered_versions_count_on_together(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    assert add_version().number == 1
    assert logged(tracker)["version"] == "2"
    assert add_version().number == 3
    assert [v.number for v in registry.find(workspace, "buyers").versions] == [1, 3]
    found = model_versions.search(tracker, {"filter": "name = 'buyers'"})["model_versions"]
    assert sorted(v["version"] for v in found) == ["1", "2", "3"]
    trained = model_versions.get(tracker, "buyers", 1)
    assert trained["run_id"] == registry.version(workspace, "buyers@1").run_id
    assert model_versions.download_uri(tracker, "buyers", 1).endswith(
        f"{trained['run_id']}/artifacts"
    )


def test_alias_champion_promotes_by_the_gates_and_is_in_the_audit_log(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version()
    add_version()
    put(tracker, "champion", 1)
    put(tracker, "champion", 2)
    put(tracker, "champion", 2)  # it is already: nothing is done
    assert told(tracker)["champion"] == "2"
    decision = registry.find(workspace, "buyers").decisions[-1]
    assert (decision.kind, decision.by, decision.note) == ("promoted", "ada", "by MLflow")
    [entry, before] = activity.recent(workspace, kind="promotion").entries
    assert entry.detail["cause"] == "the alias champion was set by MLflow"
    assert (before.sentence, entry.sentence) == ("promoted buyers v1", "promoted buyers v2")
    promotion.roll_back(workspace, "buyers")
    assert told(tracker)["champion"] == "1"


def test_champion_is_refused_where_a_gate_failed_and_the_script_is_told_which(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version(passed=False)
    with pytest.raises(MlflowError, match=r"a gate failed\. Gain -0\.02\.") as refused:
        put(tracker, "champion", 1)
    assert "approver" in refused.value.message
    assert refused.value.status == 400
    assert registry.find(workspace, "buyers").champion is None


def test_champion_waits_for_a_second_person_where_a_model_has_four_eyes(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version()
    four_eyes.switch(workspace, "buyers", True)
    with pytest.raises(MlflowError) as refused:
        put(tracker, "champion", 1)
    assert refused.value.status == 403
    people.put(workspace, Person("ben", "Ben", PersonRole.MEMBER))
    assert registry.find(workspace, "buyers").champion is None


def test_what_decisions_say_is_neither_set_nor_deleted_by_hand(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version()
    put(tracker, "champion", 1)
    for number in (2, 3):
        assert add_version().number == number
    assert told(tracker) == {"champion": "1", "candidate": "3"}
    put(tracker, "candidate", 3)
    with pytest.raises(MlflowError, match="challenger"):
        put(tracker, "candidate", 1)
    for alias in ("champion", "candidate"):
        with pytest.raises(MlflowError, match="is not deleted"):
            aliases.remove(tracker, {"name": "buyers", "alias": alias})
    assert registry.find(workspace, "buyers").champion is not None


def test_alias_of_a_trained_version_is_a_label_of_tidemills_and_moves_from_one_kind_to_the_other(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version()
    logged(tracker)
    put(tracker, "night", 1)
    assert registry.version(workspace, "buyers@night").number == 1
    put(tracker, "night", 2)
    assert told(tracker) == {"candidate": "1", "night": "2"}
    with pytest.raises(NeedsYou, match="no version night"):
        registry.version(workspace, "buyers@night")
    undoing.undo(workspace)
    assert registry.version(workspace, "buyers@night").number == 1
    assert told(tracker)["night"] == "1"
    put(tracker, "Night", 1)
    assert told(tracker)["Night"] == "1"


def test_names_versions_and_deletions_are_taken_back_from_activity(
    workspace: Workspace, tracker: Tracker
) -> None:
    registered.create(tracker, {"name": "buyers"})
    logged(tracker)
    put(tracker, "good", 1)
    one = {"name": "buyers", "version": "1"}
    model_versions.delete(tracker, one)
    assert entries(workspace)[0] == "deleted buyers v1 by MLflow"
    undoing.undo(workspace)
    assert told(tracker) == {"good": "1"}
    registered.delete(tracker, {"name": "buyers"})
    undoing.undo(workspace)
    assert registered.get(tracker, "buyers")["latest_versions"][0]["version"] == "1"
    undoing.undo(workspace)  # the alias
    undoing.undo(workspace)  # the version
    undoing.undo(workspace)  # the name
    with pytest.raises(MlflowError, match="not found"):
        registered.get(tracker, "buyers")


def test_deleting_is_not_taken_back_where_the_name_is_used_anew(
    workspace: Workspace, tracker: Tracker
) -> None:
    registered.create(tracker, {"name": "buyers"})
    registered.delete(tracker, {"name": "buyers"})
    deleted = next(e for e in activity.recent(workspace).entries if "deleted" in e.sentence)
    registered.create(tracker, {"name": "buyers"})
    with pytest.raises(NeedsYou, match="used anew"):
        undoing.undo(workspace, deleted.id)


def test_what_tidemill_decided_on_is_neither_deleted_nor_renamed(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version()
    one = {"name": "buyers", "version": "1"}
    with pytest.raises(NeedsYou, match="was judged in Tidemill"):
        model_versions.delete(tracker, one)
    with pytest.raises(NeedsYou, match="is a model of Tidemill's"):
        registered.delete(tracker, {"name": "buyers"})
    with pytest.raises(NeedsYou, match="is a model of Tidemill's"):
        registered.rename(tracker, {"name": "buyers", "new_name": "others"})
    with pytest.raises(MlflowError, match="already exists"):
        registered.create(tracker, {"name": "buyers"})
    model_versions.set_tag(tracker, {**one, "key": "k", "value": "v"})
    assert model_versions.get(tracker, "buyers", 1)["tags"] == [{"key": "k", "value": "v"}]
    assert logged(tracker)["version"] == "2"
    model_versions.delete(tracker, {**one, "version": "2"})


def test_models_of_other_projects_are_not_seen(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion
) -> None:
    add_version()
    other = Tracker(workspace, "other")
    assert registered.search(other, {})["registered_models"] == []
    with pytest.raises(MlflowError, match="not found"):
        registered.get(other, "buyers")

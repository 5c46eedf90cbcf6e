"""Versions that scripts registered, judged on data here: promoted then, or refused with why."""

from collections.abc import Callable
from typing import Any

import pytest
from models_of_scripts import logged

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.models import ModelVersion, Stage
from tidemill.services import judging_outside, outside_models, registry
from tidemill.services.imported_versions import AsVersion
from tidemill.services.mlflow import aliases, model_versions
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.workspace import Workspace

Drain = Callable[[], list[Job]]
AddVersion = Callable[..., ModelVersion]


@pytest.fixture
def tracker(workspace: Workspace) -> Tracker:
    return Tracker(workspace, "default")


@pytest.fixture
def theirs() -> Any:
    """A model somebody else trained on rows like those of the shop."""
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    rows = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] * 5})
    return LogisticRegression().fit(rows, ["yes" if x > 2 else "no" for x in rows["x"]])


def promote(tracker: Tracker, number: int) -> None:
    aliases.put(tracker, {"name": "buyers", "alias": "champion", "version": str(number)})


def test_version_of_a_model_tidemill_has_is_judged_by_itself_and_promoted_by_its_alias(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion, theirs: Any, drain: Drain
) -> None:
    add_version()
    asked: list[int] = []
    tracker.on_job = lambda: asked.append(1)
    number = logged(tracker, theirs)
    assert (number, asked) == (2, [1])
    with pytest.raises(MlflowError, match="gates are being run"):
        promote(tracker, number)
    aliases.put(tracker, {"name": "buyers", "alias": "night", "version": "2"})
    [job] = [one for one in drain() if one.kind == judging_outside.KIND]
    assert job.state is JobState.SUCCEEDED, job.error
    version = registry.version(workspace, "buyers@night")
    assert (version.number, version.is_imported) == (2, True)
    assert version.stage is Stage.CANDIDATE
    assert version.gates
    told = model_versions.get(tracker, "buyers", 2)
    assert told["aliases"] == ["candidate", "night"]
    assert version.gates_passed, version.gates
    promote(tracker, number)
    assert registry.find(workspace, "buyers").champion.number == 2
    assert add_version().number == 3


def test_version_of_a_new_name_is_judged_on_data_that_a_person_names(
    workspace: Workspace, tracker: Tracker, shop: str, theirs: Any, drain: Drain
) -> None:
    number = logged(tracker, theirs)
    with pytest.raises(MlflowError, match="Say on the page Models which data it answers for"):
        promote(tracker, number)
    judging_outside.ask(workspace, number, AsVersion("buyers", shop))
    job = drain()[-1]
    assert job.state is JobState.SUCCEEDED, job.error
    assert job.result["version"] == "buyers@1"
    version = registry.version(workspace, "buyers@1")
    assert version.gates_passed, version.gates
    promote(tracker, number)
    assert registry.version(workspace, "buyers@champion").number == 1
    with pytest.raises(NeedsYou, match="judged already"):
        judging_outside.ask(workspace, number, AsVersion("buyers", shop))


def test_pickle_is_never_loaded_and_says_so(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion, theirs: Any, drain: Drain
) -> None:
    add_version()
    number = logged(tracker, theirs, as_pickle=True)
    assert drain() == []
    with pytest.raises(MlflowError, match=r"It is a pickle.*Load it with MLflow"):
        promote(tracker, number)
    with pytest.raises(NeedsYou, match="can't be judged here"):
        judging_outside.ask(workspace, number, AsVersion("buyers", "shop"))


def test_why_judging_failed_is_told_to_the_script(
    workspace: Workspace, tracker: Tracker, add_version: AddVersion, drain: Drain
) -> None:
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    add_version()
    rows = pd.DataFrame({"elsewhere": [0.0, 1.0, 2.0, 3.0]})
    number = logged(tracker, LogisticRegression().fit(rows, ["a", "a", "b", "b"]))
    assert drain()[-1].state is JobState.FAILED
    with pytest.raises(MlflowError, match=r"Judging it failed.*no column elsewhere"):
        promote(tracker, number)


def test_what_its_files_say_is_kept_with_the_version(
    workspace: Workspace, tracker: Tracker, theirs: Any
) -> None:
    number = logged(tracker, theirs)
    [one] = outside_models.every(workspace)
    found = one.version(number)
    assert found is not None
    assert found.row is not None
    assert found.row.facts["columns"] == [{"name": "x", "type": "double"}]
    assert found.row.facts["type"].endswith("LogisticRegression")
    assert "why_not" not in found.row.facts

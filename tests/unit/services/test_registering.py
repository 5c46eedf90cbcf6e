"""Making runs versions of a model: trained for real on a small table."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobState
from tidemill.domain.models import Stage
from tidemill.domain.runs import RunState
from tidemill.services import (
    activity,
    aliases,
    jobs,
    promotion,
    registering,
    registry,
    runs,
    training_runs,
    validating,
)


@pytest.fixture
def train(workspace, drain):
    """Trains and returns the runs, best first."""

    def trained(address="shop", *, estimators=("logistic_regression",), **options):
        job_id = training_runs.train(workspace, address, estimators=estimators, **options)
        drain()
        job = jobs.find(workspace, job_id)
        assert job.state is JobState.SUCCEEDED, job.error
        return training_runs.ranked(workspace, job_id)

    return trained


def test_a_training_ranks_its_runs_and_keeps_what_a_person_asks_for(workspace, shop, train):
    best, rest = train(estimators=("prior", "logistic_regression"))
    assert best.params["estimator"] == "logistic_regression"
    assert best.metrics["auc"] > rest.metrics["auc"]
    for run in (best, rest):
        assert run.state is RunState.FINISHED
        assert run.dataset == "shop@1"
        assert run.by == "ada"
        assert {"estimator", "task", "target", "metric", "seed", "rows_hash", "hold_out"} <= set(
            run.params
        )
        assert {"auc", "auc_low", "auc_high", "fit_seconds", "peak_memory_mb"} <= set(run.metrics)
        assert {"model.zip", "predictions.npz", "recipe.json", "learned.json"} <= set(run.artifacts)


def test_what_learns_in_steps_keeps_how_its_loss_fell(workspace, shop, train):
    from tidemill.store import histories

    boosted, simple = sorted(
        train(estimators=("hist_gradient_boosting", "logistic_regression")),
        key=lambda run: run.params["estimator"],
    )
    with workspace.store.read() as connection:
        counts = histories.counts(connection, [boosted.pk, simple.pk])
    assert counts[boosted.pk, "log_loss"] == counts[boosted.pk, "training_log_loss"] == 60
    assert counts[simple.pk, "log_loss"] == 1
    assert boosted.metrics["log_loss"] > boosted.metrics["training_log_loss"]


def test_a_second_try_of_a_training_keeps_the_runs_it_had_finished(workspace, shop, train, drain):
    from tidemill.store import jobs as rows

    [run] = train()
    with workspace.store.write() as tx:
        rows.update(tx, run.job_id, state=str(JobState.QUEUED), result={}, ended_at=None)
    [job] = drain()
    assert job.state is JobState.SUCCEEDED
    assert job.result["runs"] == [run.id]
    assert runs.of_job(workspace, run.job_id) == [run]


def test_registering_makes_a_candidate_with_its_gates_run(workspace, shop, train):
    [run] = train()
    version = registering.register(workspace, run.name, name="buyers")
    assert (version.label, version.stage) == ("buyers v1", Stage.CANDIDATE)
    assert version.run_id == run.id
    assert {g["name"] for g in version.gates} >= {"Data checks", "Schema fits"}
    assert version.metrics["auc"] == pytest.approx(run.metrics["auc"])
    assert version.comparison["against"] == "class prior"
    model = registry.find(workspace, "buyers").model
    assert (model.target, model.metric, model.dataset) == ("bought", "auc", "shop")
    assert activity.recent(workspace, kind="model").entries[0].sentence == "registered buyers v1"


def test_registering_a_run_twice_gives_the_version_that_is_there(workspace, shop, train):
    [run] = train()
    first = registering.register(workspace, run.id, name="buyers")
    total = activity.recent(workspace).total
    assert registering.register(workspace, run.id[:12], name="buyers") == first
    assert len(registry.find(workspace, "buyers").versions) == 1
    assert activity.recent(workspace).total == total


def test_a_run_that_predicts_something_else_is_refused_under_a_known_name(workspace, shop, train):
    [run] = train()
    registering.register(workspace, run.id, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="Whatever the gates say")
    [other] = train(target="shop")
    with pytest.raises(
        NeedsYou, match="buyers predicts bought of shop; this run predicts shop of shop"
    ) as told:
        registering.register(workspace, other.id, name="buyers")
    assert told.value.hint == "Register it under another name."
    assert len(registry.find(workspace, "buyers").versions) == 1


def test_a_run_of_another_dataset_is_refused_under_a_known_name(
    workspace, shop, train, take_in, tmp_path
):
    [run] = train()
    registering.register(workspace, run.id, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="Whatever the gates say")
    path = tmp_path / "fish.csv"
    lines = [f"{i},{i * 7 % 13},{'yes' if i % 3 else 'no'}" for i in range(120)]
    path.write_text("\n".join(["length,weight,bought", *lines]) + "\n")
    take_in(path, dataset="fish", time=None)
    [other] = train("fish")
    with pytest.raises(NeedsYou, match="buyers predicts bought of shop"):
        registering.register(workspace, other.id, name="buyers")


def test_a_failed_run_has_no_model_to_register(workspace, shop, train, clock):
    from tidemill.store import runs as rows

    [run] = train()
    with workspace.store.write() as tx:
        rows.ended(tx, [run.pk], RunState.FAILED, "It raised.")
    with pytest.raises(NeedsYou, match="has no model to register: it failed"):
        registering.register(workspace, run.id, name="buyers")
    with pytest.raises(NeedsYou, match="There is no run ghost"):
        registering.register(workspace, "ghost", name="buyers")


@pytest.mark.parametrize(
    ("files", "way"),
    [
        (("model/model.skops", "model/model.json", "predictions.npz"), "Name the data"),
        (("best/model.skops",), "Name the data"),
        (("picture.png",), "Train"),
        (("model.zip",), "Train"),
    ],
)
def test_a_run_without_a_recipe_is_refused_with_the_way_out(workspace, files, way):
    from tidemill.store import runs as rows

    with workspace.store.write() as tx:
        pk = rows.insert(
            tx, uuid="ab" * 16, project="default", experiment="by hand", name="brave-otter",
            user="tester", job_id=None, dataset_version_id=None,
        )  # fmt: skip
        for path in files:
            rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(b"x"), 1)
    with pytest.raises(NeedsYou, match=r"brave-otter has no model to register yet"):
        registering.ask(workspace, "brave-otter", name="buyers")
    with workspace.store.write() as tx:
        rows.ended(tx, [pk], RunState.FINISHED)
    with pytest.raises(NeedsYou, match=r"logged by a script|keeps no model") as told:
        registering.ask(workspace, "brave-otter", name="buyers")
    assert way in told.value.hint


def test_files_that_only_look_like_a_trained_model_are_refused(workspace):
    from tidemill.store import runs as rows

    with workspace.store.write() as tx:
        pk = rows.insert(
            tx, uuid="ab" * 16, project="default", experiment="by hand", name="brave-otter",
            user="tester", job_id=None, dataset_version_id=None,
        )  # fmt: skip
        for path in ("model.zip", "predictions.npz"):
            rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(b"x"), 1)
        rows.ended(tx, [pk], RunState.FINISHED)
    with pytest.raises(NeedsYou, match="names no dataset version"):
        registering.register(workspace, "brave-otter", name="buyers")


def test_a_name_that_cannot_be_addressed_is_refused_before_any_work(workspace, shop, train):
    [run] = train()
    with pytest.raises(NeedsYou, match="can't be a name"):
        registering.register(workspace, run.id, name="a@b")


def test_a_newer_green_candidate_retires_the_one_nobody_decided_on(workspace, add_version):
    add_version()
    add_version()
    assert [v.stage for v in registry.find(workspace, "buyers").versions] == [
        Stage.RETIRED,
        Stage.CANDIDATE,
    ]


def test_a_candidate_of_the_worker_that_fails_is_rejected_at_once(workspace, add_version):
    add_version(passed=False, by="worker")
    assert registry.find(workspace, "buyers").versions[0].stage is Stage.REJECTED
    entry = activity.recent(workspace, kind="model").entries[0]
    assert (entry.by, entry.sentence, entry.note) == (
        "worker",
        "rejected buyers v1",
        "Gain -0.02.",
    )


def test_gates_run_again_against_the_champion_of_today(workspace, shop, train):
    first, second = train(), train(estimators=("prior",))
    registering.register(workspace, first[0].id, name="buyers")
    registering.register(workspace, second[0].id, name="buyers")
    assert registry.version(workspace, "buyers@2").comparison["against"] == "class prior"
    promotion.promote(workspace, "buyers@1", anyway=True, reason="For the comparison")
    again = validating.again(workspace, "buyers@2")
    assert again.comparison["against"] == "v1"
    failed = [g for g in again.gates if not g["passed"]]
    assert any("worse than the champion" in g["message"] for g in failed)
    assert activity.recent(workspace).entries[0].sentence == "ran the gates of buyers v2 again"


def test_versions_are_addressed_by_number_by_stage_or_as_the_newest(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    add_version()
    number = {
        text: registry.version(workspace, text).number
        for text in ("buyers", "buyers@1", "buyers@v2", "buyers@champion", "buyers@candidate")
    }
    assert number == {
        "buyers": 2,
        "buyers@1": 1,
        "buyers@v2": 2,
        "buyers@champion": 1,
        "buyers@candidate": 2,
    }
    for text in ("buyers@9", "buyers@x"):
        with pytest.raises(NeedsYou, match="has no version"):
            registry.version(workspace, text)


def test_a_training_that_cannot_work_is_refused_at_once(workspace, shop):
    cases = {
        "no column ghost to leave out": {"leave_out": ("ghost",)},
        "no column ghost": {"time": "ghost"},
        "magic can't predict bought": {"estimators": ("magic",)},
        "No column is left": {"leave_out": ("x", "shop", "day")},
    }
    for words, options in cases.items():
        with pytest.raises(NeedsYou, match=words):
            training_runs.train(workspace, "shop", **options)
    assert jobs.newest(workspace, state="queued") == []


def test_all_models_at_once_are_each_as_it_is_alone(workspace, shop, train):
    best, rest = train(estimators=("prior", "logistic_regression"))
    for name, run in (("buyers", best), ("buyers", rest), ("spenders", best)):
        registering.register(workspace, run.id, name=name)
    for address in ("buyers@1", "buyers@2", "spenders@1"):
        promotion.promote(workspace, address, anyway=True, reason="So that one serves")
    aliases.put(workspace, "buyers@1", "safe")
    found = registry.every(workspace)
    assert [view.model.name for view in found] == ["buyers", "spenders"]
    assert found == [registry.find(workspace, view.model.name) for view in found]
    assert [len(view.versions) for view in found] == [2, 1]
    assert [len(view.decisions) for view in found] == [4, 2]
    assert [len(view.aliases) for view in found] == [1, 0]

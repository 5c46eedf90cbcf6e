"""Retraining: learned from everything before the newest file, judged on it, and what follows."""

from dataclasses import replace

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.automations import Mode
from tidemill.domain.jobs import JobState
from tidemill.domain.models import Stage
from tidemill.domain.reproductions import Outcome
from tidemill.domain.watches import FileState
from tidemill.services import (
    datasets,
    four_eyes,
    group_results,
    jobs,
    judged_rows,
    promotion,
    registering,
    registry,
    reproducing,
    retraining,
    run_page,
    runs,
    slices,
    tables,
    training_runs,
    validating,
    watching,
)
from tidemill.services.training.predictions import Predictions
from tidemill.store import jobs as job_rows


@pytest.fixture
def model(workspace, shop, drain):
    """`buyers` with a champion that learned from January."""

    def made(estimator="logistic_regression", *, promoted=True):
        job_id = training_runs.train(workspace, "shop", estimators=(estimator,))
        drain()
        [run] = training_runs.ranked(workspace, job_id)
        version = registering.register(workspace, run.id, name="buyers")
        if promoted:
            promotion.promote(
                workspace, "buyers@1", anyway=not version.gates_passed, reason="So that one serves"
            )
        return registry.find(workspace, "buyers")

    return made


@pytest.fixture
def land(workspace, drain, clock, tmp_path, month):
    """A file lands in a watched folder and everything that follows is done."""
    folder = tmp_path / "inbox"

    def landed(number, *, mode=Mode.PROPOSE, **options):
        if not folder.exists():
            folder.mkdir()
            watching.add(workspace, folder, dataset="shop", model="buyers", mode=mode)
        path = month(number, **options)
        target = path.rename(folder / path.name)
        watching.scan(workspace, closed=frozenset({str(target)}))
        drain()
        return watching.arrived(workspace)[0]

    return landed


def test_retraining_by_hand_needs_two_versions(workspace, model):
    model()
    with pytest.raises(NeedsYou, match="has one version only"):
        retraining.ask(workspace, "buyers")


def test_a_candidate_learns_from_everything_before_the_newest_file_and_is_judged_on_it(
    workspace, model, land, take_in, month
):
    model("prior")
    take_in(month(2))
    file = land(3, n=90)
    assert file.state is FileState.ADDED
    newest = registry.find(workspace, "buyers").versions[-1]
    assert newest.dataset == "shop@2"
    assert newest.validated_on == "shop@3"
    assert newest.by == "worker"
    assert newest.comparison["rows"] == 90
    assert newest.comparison["against"] == "v1"
    run = runs.one(workspace, newest.run_id)
    assert run.params["kind"] == "candidate"
    assert run.params["hold_out"] == "shop v3, 90 rows"
    before = datasets.version(workspace, "shop@2")
    assert run.dataset_version_id == before.id
    assert "shop_2024-03.csv was added" in newest.cause


def test_a_candidate_leaves_behind_what_a_training_does(workspace, model, land, take_in, month):
    model()
    take_in(month(2))
    land(3, n=90)
    run = runs.one(workspace, registry.find(workspace, "buyers").versions[-1].run_id)
    page = run_page.of_run(workspace, run)
    assert page.figures.n_hold_out == 90
    assert page.figures.split == "Judged on shop v3, 90 rows."
    assert page.figures.importances[0][0] == "x"
    assert dict(page.figures.intervals)["auc"][0] < run.metrics["auc"]
    said = {label for label, _, _ in page.origin}
    assert {"Seed", "Threads", "Packages", "Memory, top", "Computer"} <= said
    assert reproducing.reproduced(workspace, run, Silent()).outcome is Outcome.EQUAL


def test_a_candidate_of_a_model_by_group_is_told_group_by_group(
    workspace, shop, drain, land, take_in, month
):
    job_id = training_runs.train(
        workspace, shop, estimators=["logistic_regression"], by_group="shop", by_group_rows=20
    )
    drain()
    [trained] = training_runs.ranked(workspace, job_id)
    registering.register(workspace, trained.id, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="So that one serves")
    take_in(month(2))
    land(3, n=90)
    run = runs.one(workspace, registry.find(workspace, "buyers").versions[-1].run_id)
    assert run.params["kind"] == "candidate"
    table = group_results.find(workspace, run.id)
    assert (table.column, sum(row.n_held for row in table.rows)) == ("shop", 90)
    assert table.n_own == 3


def test_the_rows_a_candidate_was_judged_on_are_found_again_in_the_dataset(
    workspace, model, land, take_in, month
):
    model("prior")
    take_in(month(2))
    land(3, n=90)
    newest = registry.find(workspace, "buyers").versions[-1]
    run = runs.one(workspace, newest.run_id)
    judged = judged_rows.judged_on(workspace, run)
    assert judged is not None
    assert judged.address == "shop@3"
    said = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts["predictions.npz"]))
    assert said.rows.tolist() == list(range(judged.rows - 90, judged.rows))
    frame = tables.some_rows(workspace, judged, said.rows, ["bought", "day"])
    truth = [None if code < 0 else said.levels[code] for code in said.truth.tolist()]
    assert [str(value).lower() for value in frame["bought"].to_list()] == truth
    assert all(str(day).startswith("2024-03") for day in frame["day"].to_list())
    looked = slices.slices(workspace, [run], "", Silent())
    assert (looked.n_rows, looked.missing) == (90, "")
    again = validating.of_run(workspace, run, "others")
    assert again.metrics["auc"] == pytest.approx(newest.metrics["auc"])


def test_a_candidate_of_an_earlier_program_says_that_its_rows_are_not_known(
    workspace, model, land, take_in, month
):
    model("prior")
    take_in(month(2))
    land(3, n=90)
    run = runs.one(workspace, registry.find(workspace, "buyers").versions[-1].run_id)
    older = replace(run, params={n: t for n, t in run.params.items() if n != "judged_on"})
    assert "not known" in slices.slices(workspace, [older], "", Silent()).missing
    with pytest.raises(NeedsYou, match="not known any more"):
        validating.of_run(workspace, older, "others")


def test_one_that_loses_against_the_champion_is_rejected_and_the_file_says_so(
    workspace, model, land
):
    model()
    land(2)
    file = land(3)  # January and February against January alone: no certain gain
    view = registry.find(workspace, "buyers")
    assert view.champion.number == 1
    assert view.versions[-1].stage is Stage.REJECTED
    assert file.outcome.startswith("Added; retrained, champion kept: ")


def test_equal_inputs_are_skipped_with_a_sentence(workspace, model, land, drain, take_in, month):
    model("prior")
    take_in(month(2))
    land(3)
    winner = registry.find(workspace, "buyers").versions[-1]
    promotion.promote(workspace, f"buyers@{winner.number}", anyway=True, reason="Make it champion")
    job_id = retraining.ask(workspace, "buyers")
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED
    assert job.message == (
        f"Retraining skipped: buyers v{winner.number} learned from the same rows"
    )
    assert len(registry.find(workspace, "buyers").versions) == winner.number


def strong(land, model, workspace, mode, *, needs_two=False):
    """A champion that only knows the prior, and a month that a learner explains well."""
    view = model("prior")
    if needs_two:
        four_eyes.switch(workspace, "buyers", True)
    recipe = registry.recipe_of(workspace, view.champion.id)
    recipe["estimator"] = "logistic_regression"
    import sqlalchemy as sa

    from tidemill.store.schema import model_version

    with workspace.store.write() as tx:
        tx.run(sa.update(model_version).values(recipe=recipe))
    return land(2, mode=mode)


def test_mode_propose_leaves_the_decision_to_a_person(workspace, model, land):
    file = strong(land, model, workspace, Mode.PROPOSE)
    view = registry.find(workspace, "buyers")
    assert view.candidate.number == 2
    assert view.candidate.gates_passed
    assert view.champion.number == 1
    assert file.outcome == "Added; buyers v2 proposed"


def test_mode_promote_promotes_when_all_gates_pass_and_names_the_file_as_cause(
    workspace, model, land
):
    file = strong(land, model, workspace, Mode.PROMOTE)
    view = registry.find(workspace, "buyers")
    assert view.champion.number == 2
    assert view.decisions[-1].note == "All gates passed."
    assert file.outcome == "Added; buyers v2 promoted"
    entry = next(a for a in registry.audit_log(workspace, "buyers") if a.kind == "promotion")
    assert entry.detail["cause"] == "shop_2024-02.csv was added"


def test_an_automatic_promotion_is_the_workers_and_not_that_of_whoever_opened_the_store(
    workspace, model, land
):
    strong(land, model, workspace, Mode.PROMOTE)
    assert registry.find(workspace, "buyers").decisions[-1].by == "worker"


def test_mode_promote_only_proposes_where_a_promotion_needs_two_people(workspace, model, land):
    file = strong(land, model, workspace, Mode.PROMOTE, needs_two=True)
    view = registry.find(workspace, "buyers")
    assert (view.champion.number, view.candidate.number) == (1, 2)
    assert "buyers v2 proposed: promotions of buyers need two people" in file.outcome


def test_mode_tell_only_tells(workspace, model, land):
    file = strong(land, model, workspace, Mode.TELL)
    assert registry.find(workspace, "buyers").champion.number == 1
    assert file.outcome == "Added; buyers v2 passed its gates"


def test_a_second_try_after_the_candidate_was_written_makes_no_second_one(
    workspace, model, land, drain
):
    strong(land, model, workspace, Mode.PROMOTE)
    job = next(j for j in jobs.newest(workspace) if j.kind == "model.retrain")
    before = registry.find(workspace, "buyers")
    with workspace.store.write() as tx:
        job_rows.update(tx, job.id, state=str(JobState.QUEUED), result={}, ended_at=None)
    drain()
    after = registry.find(workspace, "buyers")
    assert after.versions == before.versions
    assert after.decisions == before.decisions
    again = jobs.find(workspace, job.id)
    assert again.state is JobState.SUCCEEDED
    assert again.message == job.message == "buyers v2 passed its gates"
    assert watching.arrived(workspace)[0].outcome == "Added; buyers v2 promoted"


def test_without_a_champion_the_candidate_is_judged_against_the_prior(workspace, model, land):
    model(promoted=False)
    land(2)
    newest = registry.find(workspace, "buyers").versions[-1]
    assert newest.comparison["against"] == "class prior"
    gate = next(g for g in newest.gates if g["name"] == "Better than the champion")
    assert gate["evidence"]["against"] == "prior"


def test_a_folder_without_a_model_only_takes_in(workspace, model, land, tmp_path, month, drain):
    model()
    folder = tmp_path / "quiet"
    folder.mkdir()
    watching.add(workspace, folder, dataset="shop")
    path = month(2)
    target = path.rename(folder / path.name)
    watching.scan(workspace, closed=frozenset({str(target)}))
    drain()
    assert {j.kind for j in jobs.newest(workspace)} == {
        "dataset.ingest",
        "model.train",
        "model.monitor",
    }


def test_what_the_checks_only_warn_of_is_told_and_keeps_no_candidate_out(model, land, workspace):
    model()
    land(2)
    land(3, shift=6.0)  # the quartiles of x are far from those of earlier files
    newest = registry.find(workspace, "buyers").versions[-1]
    warned = [c for c in datasets.version(workspace, "shop").checks if not c["passed"]]
    assert warned
    assert {c["severity"] for c in warned} == {"warn"}
    gate = next(g for g in newest.gates if g["gate"] == "data_checks")
    assert gate["passed"]
    assert warned[0]["name"] in gate["message"]

"""Runs brought onto the same rows, put into tiers, and the simplest of the best."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run, RunState
from tidemill.services import comparing, hold_outs, logged_predictions, runs
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

N = 600
Keep = Callable[..., Run]


@pytest.fixture
def keep(workspace: Workspace) -> Keep:
    """Writes a finished run with its answers and what is known of it."""

    def written(
        name: str,
        said: Predictions | None = None,
        *,
        files: dict[str, bytes] | None = None,
        params: dict[str, str] | None = None,
        metrics: dict[str, float] | None = None,
    ) -> Run:
        kept = dict(files or {})
        if said is not None:
            kept["predictions.npz"] = said.to_bytes()
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx, uuid=new_id(), project="default", experiment="churn", name=name, user="ada",
                job_id=None, dataset_version_id=None,
            )  # fmt: skip
            rows.put_values(tx, pk, params=params or {}, metrics=metrics or {})
            for path, data in kept.items():
                rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
            rows.ended(tx, [pk], RunState.FINISHED)
        return runs.find(workspace, [pk])[0]

    return written


def answers(
    lift: float = 0.0,
    seed: int = 1,
    chosen: Any = None,
    levels: tuple[str, ...] = ("no", "yes"),
) -> Predictions:
    """What a model says of the same people; more lift is better, `chosen` are those asked."""
    common = np.random.default_rng(0)
    y = (common.random(N) < 0.4).astype(np.int64)
    shared = y + common.normal(0, 1.0, N)
    raw = shared + lift * (2 * y - 1) + np.random.default_rng(seed).normal(0, 0.4, N)
    said = Predictions(Task.BINARY, levels, np.arange(N), 1 / (1 + np.exp(0.5 - raw)), y)
    return said if chosen is None else said.take(chosen)


def found(workspace: Workspace, *wanted: Run, measure: str = "") -> comparing.Tiers:
    return comparing.tiers(workspace, [run.pk for run in wanted], measure, Silent())


def test_the_best_and_those_like_it_share_a_tier_and_the_words_say_so(
    workspace: Workspace, keep: Keep
) -> None:
    one, two = keep("one", answers(0.5, 1)), keep("two", answers(0.5, 2))
    poor = keep("poor", answers(-0.6, 3))
    told = found(workspace, poor, one, two)
    assert (told.metric, told.test, told.n_rows) == ("auc", "DeLong's test", N)
    assert {one.name for one in told.top()} == {"one", "two"}
    worst = told.standings[-1]
    assert (worst.name, worst.tier) == ("poor", 2)
    assert worst.p_value is not None
    assert worst.p_value < 0.05
    assert worst.low is not None
    assert worst.low > 0
    assert told.best is told.standings[0]
    assert (told.best.behind, told.best.p_value, told.best.low) == (0.0, None, None)
    assert "can't be told apart; 1 run is worse by AUC on the same 600 rows" in told.words
    expected = metric(Task.BINARY, "auc").value(answers().truth, answers(0.5, 1).values)
    standing = told.of(one.pk)
    assert standing is not None
    assert standing.value == pytest.approx(expected)


def test_the_words_fit_when_all_are_alike_and_when_one_stands_alone(
    workspace: Workspace, keep: Keep
) -> None:
    one, two = keep("one", answers(0.5, 1)), keep("two", answers(0.5, 2))
    poor, worse = keep("poor", answers(-0.6, 3)), keep("worse", answers(-0.9, 4))
    assert found(workspace, one, two).words.startswith("Neither run can be called better by AUC")
    three = found(workspace, one, two, keep("three", answers(0.5, 9)))
    assert three.words.startswith("None of the 3 runs can be called better")
    assert found(workspace, one, poor).words.startswith("one is better than poor by AUC")
    assert found(workspace, one, poor, worse).words.startswith("one is better than the other 2")


def test_the_measure_is_the_one_most_were_trained_for_unless_it_is_named(
    workspace: Workspace, keep: Keep
) -> None:
    wanted = [keep(f"r{n}", answers(0, n), params={"metric": "log_loss"}) for n in (1, 2)]
    wanted.append(keep("r3", answers(0, 3), params={"metric": "brier"}))
    assert found(workspace, *wanted).metric == "log_loss"
    assert found(workspace, *wanted, measure="accuracy").test == "McNemar's exact test"
    with pytest.raises(NeedsYou, match="no measure mae for a binary task"):
        found(workspace, *wanted, measure="mae")


def test_runs_judged_on_part_of_the_rows_are_compared_on_those_they_share(
    workspace: Workspace, keep: Keep
) -> None:
    chosen = np.arange(N)[::-1][: N - 100]
    told = found(
        workspace, keep("all", answers(0, 1)), keep("part", answers(0, 2, chosen)),
        keep("also all", answers(0, 3)),
    )  # fmt: skip
    assert told.n_rows == N - 100
    assert told.notes[0] == "Compared on the 500 rows that all of them share, of 600."
    assert [one.tier for one in told.standings] == [1, 1, 1]
    part = next(one for one in told.standings if one.name == "part")
    said = answers(0, 2, chosen)
    assert part.value == pytest.approx(
        metric(Task.BINARY, "auc").value(said.truth, said.values), abs=1e-12
    )


def test_what_cannot_be_compared_stands_last_with_the_reason(
    workspace: Workspace, keep: Keep
) -> None:
    alike = [keep(f"r{n}", answers(0, n)) for n in (1, 2)]
    later = answers(0, 3)
    later = Predictions(later.task, later.levels, later.rows + N - 100, later.values, later.truth)
    truth = answers().truth
    assert truth is not None
    lying = Predictions(Task.BINARY, ("no", "yes"), np.arange(N), answers().values, 1 - truth)
    twice = answers(0, 6, np.zeros(N, dtype=int))
    numbers = Predictions(Task.REGRESSION, (), np.arange(N), np.ones(N), np.ones(N))
    told = found(
        workspace, keep("bare"), *alike, keep("later", later), keep("lying", lying),
        keep("other", numbers), keep("colours", answers(0, 5, levels=("blue", "red"))),
        keep("twice", twice),
    )  # fmt: skip
    assert [one.name for one in told.top()] in (["r1", "r2"], ["r2", "r1"])
    why = {one.name: one.why for one in told.standings[2:]}
    assert why == {
        "bare": "bare kept no hold-out answers.",
        "later": "later was judged on other rows; 100 of the 600 rows are the same.",
        "lying": "lying has another truth for 600 of the 600 shared rows.",
        "other": "other answers another question.",
        "colours": "colours answers with blue or red, not no or yes.",
        "twice": "twice was judged on other rows, and some have the same name.",
    }
    assert "6 runs can't be compared." in told.notes
    alone = found(workspace, alike[0], keep("nothing"))
    assert alone.words.endswith("No other run was judged on the same rows.")
    assert {one.tier for one in alone.standings} == {None}
    assert found(workspace, keep("x"), keep("y")).words.endswith("No run kept its answers.")


def test_classes_in_turned_order_are_turned_before_they_are_compared(
    workspace: Workspace, keep: Keep
) -> None:
    said = answers(0.5, 1)
    assert said.truth is not None
    turned = Predictions(Task.BINARY, ("yes", "no"), said.rows, 1 - said.values, 1 - said.truth)
    told = found(workspace, keep("one", said), keep("turned", turned))
    values = [one.value for one in told.standings]
    assert values[0] == pytest.approx(values[1], abs=1e-12)
    assert [one.tier for one in told.standings] == [1, 1]


def test_several_classes_are_brought_to_the_classes_any_run_knows(
    workspace: Workspace, keep: Keep
) -> None:
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, N)
    p = np.eye(3)[y] * 0.5 + rng.dirichlet((1, 1, 1), N) * 0.5
    three = Predictions(Task.MULTICLASS, ("a", "b", "c"), np.arange(N), p, y)
    four = three.with_levels(("d", "c", "b", "a"))
    held = hold_outs.read(workspace, [keep("three", three), keep("four", four)], Silent())
    shared = hold_outs.share(held)
    assert shared.levels == ("a", "b", "c", "d")
    assert shared.answers[0] is not None
    assert np.array_equal(shared.answers[0], shared.answers[1])
    told = found(workspace, held[0].run, held[1].run, measure="macro_auc")
    assert [one.tier for one in told.standings] == [1, 1]


def test_the_simplest_of_the_first_tier_goes_by_kind_then_columns_then_size_then_time(
    workspace: Workspace, keep: Keep
) -> None:
    def run(name: str, seed: int, estimator: str, features: int, size: int, took: float) -> Run:
        return keep(
            name,
            answers(0.5, seed),
            files={"model.zip": bytes(seed) * size},
            params={"estimator": estimator, "features": str(features)},
            metrics={"fit_seconds": took},
        )

    boosted = run("boosted", 1, "hist_gradient_boosting", 3, 100, 0.1)
    linear = run("linear", 2, "logistic_regression", 9, 9_000, 9.0)
    lean = run("lean", 3, "logistic_regression", 5, 9_000, 9.0)
    quick = run("quick", 3, "logistic_regression", 5, 9_000, 1.0)
    told = found(workspace, boosted, linear)
    assert told.simplest is not None
    assert told.simplest.name == "linear"
    assert told.simplest_words == (
        "linear is the simplest of them: Logistic regression is the simplest kind of model among "
        "them."
    )
    told = found(workspace, linear, lean)
    assert (
        told.simplest_words == "lean is the simplest of them: it reads 5 columns, no other fewer."
    )
    told = found(workspace, lean, quick)
    assert told.simplest_words == "quick is the simplest of them: it fits the fastest, in 1 s."


def test_nobody_is_marked_simplest_where_nothing_tells(workspace: Workspace, keep: Keep) -> None:
    bare = found(workspace, keep("a", answers(0, 1)), keep("b", answers(0, 2)))
    assert (bare.simplest, bare.simplest_words) == (None, "")
    alone = found(
        workspace,
        keep("good", answers(1.0, 1), params={"estimator": "prior"}),
        keep("bad", answers(-1.0, 2), params={"estimator": "random_forest"}),
    )
    assert alone.simplest is None  # the best stands alone: nothing to choose from


def test_answers_are_read_once_and_truths_held_once(workspace: Workspace, keep: Keep) -> None:
    one, two = keep("one", answers(0, 1)), keep("two", answers(0, 2))
    first, second = hold_outs.read(workspace, [one, two], Silent())
    assert first.y is second.y
    assert first.rows is second.rows
    path = workspace.blobs.path(one.artifacts["predictions.npz"])
    path.unlink()
    assert hold_outs.read(workspace, [one], Silent())[0].p is first.p


def test_what_was_read_is_forgotten_once_there_is_much_of_it(
    workspace: Workspace, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = keep("one", answers(0, 1)), keep("two", answers(0, 2))
    monkeypatch.setattr(hold_outs, "_kept", hold_outs._Kept(20_000))
    first = hold_outs.read(workspace, [one], Silent())[0]
    hold_outs.read(workspace, [two], Silent())
    again = hold_outs.read(workspace, [one], Silent())[0]
    assert again.p is not first.p
    assert np.array_equal(again.p, first.p)


def test_rows_of_unknown_truth_are_not_compared(workspace: Workspace, keep: Keep) -> None:
    said = answers(0, 1)
    assert said.truth is not None
    partly = Predictions(
        said.task, said.levels, said.rows, said.values,
        np.where(np.arange(N) < 50, -1, said.truth),
    )  # fmt: skip
    told = found(workspace, keep("a", partly), keep("b", answers(0, 2)), keep("c", partly))
    assert told.n_rows == N - 50
    never = Predictions(said.task, said.levels, said.rows, said.values)
    blind = hold_outs.read(workspace, [keep("blind", never)], Silent())[0]
    assert blind.missing == "blind kept answers without the truth."


def test_a_run_that_answers_with_no_number_stays_out(workspace: Workspace, keep: Keep) -> None:
    said = answers(0, 1)
    holes = np.where(np.arange(N) < 3, np.nan, said.values)
    odd = Predictions(said.task, said.levels, said.rows, holes, said.truth)
    told = found(workspace, keep("a", answers(0, 2)), keep("odd", odd), keep("b", answers(0, 3)))
    assert told.standings[-1].why == "odd answers with no number for 3 of its 600 rows."
    assert len(told.top()) == 2


def test_answers_logged_from_scripts_meet_by_their_ids(workspace: Workspace, keep: Keep) -> None:
    rng = np.random.default_rng(8)
    people = [f"person {k}" for k in range(N)]
    said = answers(0.5, 1)
    assert said.truth is not None
    order = rng.permutation(N)
    straight = logged_predictions.predictions(said.truth, said.values, people)
    mixed = logged_predictions.predictions(
        said.truth[order], said.values[order], [people[k] for k in order]
    )
    unnamed = logged_predictions.predictions(said.truth, said.values)
    told = found(
        workspace, keep("straight", straight), keep("mixed", mixed), keep("unnamed", unnamed)
    )
    assert {one.name: one.tier for one in told.standings} == {
        "straight": 1, "mixed": 1, "unnamed": None,
    }  # fmt: skip
    assert told.standings[0].value == pytest.approx(told.standings[1].value, abs=1e-12)
    assert told.n_rows == N


def test_fifty_runs_are_put_into_tiers(workspace: Workspace, keep: Keep) -> None:
    wanted = [keep(f"r{n}", answers(0.02 * n, n)) for n in range(50)]
    told = found(workspace, *wanted)
    assert len(told.standings) == 50
    tiers = [one.tier for one in told.standings]
    assert tiers == sorted(tiers)
    assert tiers[-1] > 1
    for tier in set(tiers):
        values = [one.value for one in told.standings if one.tier == tier]
        assert values == sorted(values, reverse=True)
    assert "1,225 pairs" in told.words


def test_reading_stops_when_nobody_waits(workspace: Workspace, keep: Keep) -> None:
    reporter = Silent()
    reporter.stop()
    with pytest.raises(Cancelled):
        comparing.tiers(workspace, [keep("a", answers()).pk], "", reporter)


def test_answers_of_more_runs_than_memory_holds_are_read_again_and_tell_the_same(
    workspace: Workspace, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [keep(f"run {n}", answers(0.2 * n, n)) for n in range(1, 5)]
    whole = found(workspace, *runs)
    monkeypatch.setattr(hold_outs, "MOST_BYTES", 1)
    monkeypatch.setattr(hold_outs, "_kept", hold_outs._Kept(1))
    held = hold_outs.read(workspace, runs, Silent())
    first = held[1].p
    assert len(held[2].p) == len(first)  # the only place in memory is taken by another now
    assert held[1].p is not first
    assert np.array_equal(held[1].p, first)
    assert found(workspace, *runs) == whole


def test_only_the_metrics_that_are_asked_for_are_read(workspace: Workspace, keep: Keep) -> None:
    from tidemill.services import runs

    pk = keep("a", answers(0, 1), metrics={"fit_seconds": 1.0, "auc": 0.5}).pk
    assert set(runs.find(workspace, [pk])[0].metrics) == {"fit_seconds", "auc"}
    some = runs.find(workspace, [pk], ("fit_seconds",))[0]
    assert some.metrics == {"fit_seconds": 1.0}
    assert some.params == runs.find(workspace, [pk])[0].params
    assert runs.find(workspace, [pk], ())[0].metrics == {}

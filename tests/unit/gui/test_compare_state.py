"""What the comparison shows, from what the services say."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.runs import Run, RunState
from tidemill.gui.kit import numbers
from tidemill.gui.pages.experiments.compare import state as s
from tidemill.gui.pages.experiments.compare.order import baseline_order
from tidemill.services.comparing import ComparedRow, Comparison

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def a_run(number: int, **more: Any) -> Run:
    params = {"task": "binary", "target": "late", "metric": "auc", "estimator": "random_forest"}
    plain: dict[str, Any] = {
        "pk": number,
        "id": f"{number:02d}" * 16,
        "name": f"calm-crane-{number}",
        "project": "default",
        "experiment": "flights-late",
        "state": RunState.FINISHED,
        "params": params | more.pop("params", {}),
        "metrics": {},
        "tags": {},
        "dataset": "flights@3",
        "dataset_version_id": 3,
        "started_at": NOW,
        "ended_at": NOW,
        "by": "ada",
        "job_id": None,
        "error": None,
        "archived": False,
        "pinned": False,
        "artifacts": {"model.zip": "blob", "predictions.npz": "answers"},
    }
    return Run(**(plain | more))


def a_version(run: Run, stage: Stage) -> ModelVersion:
    return ModelVersion(
        1, 1, "flights-late", 15, stage, run.pk, run.id, run.name, "random_forest", 3, "flights@3",
        None, {}, {}, (), {}, "hash", "blob", None, NOW, "ada", "", None,
    )  # fmt: skip


AUC = ComparedRow(
    "auc", "AUC", (0.81, 0.84), True, 1, (0.0, 0.03), (None, True), 4
)  # fmt: skip
LOSS = ComparedRow(
    "log_loss", "Log loss", (0.40, 0.45), True, 0, (0.0, 0.05), (None, False), 4
)  # fmt: skip
F1 = ComparedRow("f1", "F1", (0.5, 0.5), False, None, (0.0, 0.0), (None, None), 3)


def compared(*, versions: tuple[ModelVersion, ...] = (), **more: Any) -> Comparison:
    runs = more.pop("runs", (a_run(1), a_run(2)))
    params = (
        ComparedRow("max_depth", "max_depth", ("4", "10"), True),
        ComparedRow("seed", "seed", ("0", "0"), False),
        ComparedRow("data", "data", ("flights@3", "flights@3"), False),
        ComparedRow("hold_out", "hold_out", ("newest fifth", "newest tenth"), True),
    )
    data = (ComparedRow("dataset", "dataset", tuple(run.dataset for run in runs), False),)
    return Comparison(runs, versions, more.pop("metrics", (AUC, LOSS, F1)), params, data)


def rows(sections: tuple[s.Section, ...]) -> dict[str, s.CompareRow]:
    return {row.title: row for section in sections for row in section.rows}


def test_only_the_rows_that_differ_are_shown_unless_all_are_wanted() -> None:
    few = rows(s.sections_of(compared(), True))
    every = rows(s.sections_of(compared(), False))
    assert list(few) == ["AUC", "Log loss", "max_depth", "hold-out"]
    assert set(every) - set(few) == {"F1", "seed", "dataset", "started by", "experiment"}


def test_sections_count_what_differs_and_what_says_where_the_data_came_from_is_data() -> None:
    few, every = s.sections_of(compared(), True), s.sections_of(compared(), False)
    assert [(one.title, one.note) for one in few] == [
        ("Metrics", ""),
        ("Parameters that differ", "1 of 2"),
        ("Data that differs", "1 of 2"),
    ]
    assert [(one.title, one.note) for one in every[1:]] == [
        ("Parameters", "2, 1 differs"),
        ("Data", "2, 1 differs"),
        ("Code", "2, 0 differ"),
    ]


def test_a_change_is_coloured_by_better_or_worse_and_not_by_its_sign() -> None:
    shown = rows(s.sections_of(compared(), True))
    auc, loss = shown["AUC"].cells, shown["Log loss"].cells
    assert (auc[0].delta, auc[1].delta, auc[1].delta_tone) == ("", "+0.0300", "good")
    assert (loss[1].delta, loss[1].delta_tone) == ("+0.0500", "bad")
    assert [cell.is_best for cell in auc] == [False, True]
    assert [cell.is_best for cell in loss] == [True, False]


def test_no_change_says_same_in_quiet_ink() -> None:
    cell = rows(s.sections_of(compared(), False))["F1"].cells[1]
    assert (cell.text, cell.delta, cell.delta_tone, cell.is_best) == (
        "0.500", "same", "text3", False,
    )  # fmt: skip


def test_runs_of_different_targets_have_no_better_and_no_best() -> None:
    other = compared(runs=(a_run(1), a_run(2, params={"target": "cancelled"})))
    sections = s.sections_of(other, True)
    assert "different questions" in sections[0].note
    cell = rows(sections)["AUC"].cells[1]
    assert (cell.is_best, cell.delta_tone) == (False, "text3")
    assert s.winner_of(other) is None


def test_the_ends_of_an_interval_make_one_row_under_their_metric() -> None:
    low = ComparedRow("auc_low", "auc_low", (0.80, None), True, None, (0.0, None), (None, None))
    high = ComparedRow("auc_high", "auc_high", (0.82, None), True, None, (0.0, None), (None, None))
    shown = rows(s.sections_of(compared(metrics=(AUC, low, high)), True))
    assert list(shown)[:2] == ["AUC", "AUC, 95% interval"]
    first, second = shown["AUC, 95% interval"].cells
    assert first.text == "0.8000 to 0.8200"
    assert "0.010" in first.short
    assert second.text == numbers.MISSING


def test_durations_and_foreign_metrics_are_written_as_what_they_are() -> None:
    seconds = ComparedRow(
        "fit_seconds", "fit_seconds", (2.0, 3.5), True, None, (0.0, 1.5), (None, None)
    )
    foreign = ComparedRow("gain", "gain", (12.0, 9.5), True, None, (0.0, -2.5), (None, None))
    shown = rows(s.sections_of(compared(metrics=(seconds, foreign)), True))
    assert (shown["Fit time"].cells[1].text, shown["Fit time"].cells[1].delta) == (
        numbers.duration(3.5), "+" + numbers.duration(1.5),
    )  # fmt: skip
    assert (shown["gain"].cells[1].text, shown["gain"].cells[1].delta) == (
        "9.5", f"{numbers.MINUS}2.5",
    )  # fmt: skip


def test_a_parameter_is_tinted_where_it_departs_from_the_baseline_also_where_it_is_missing() -> (
    None
):
    three = replace(
        compared(),
        runs=(a_run(1), a_run(2), a_run(3)),
        metrics=(),
        params=(ComparedRow("max_depth", "max_depth", ("4", None, "4"), True),),
        data=(ComparedRow("dataset", "dataset", ("flights@3",) * 3, False),),
    )
    cells = rows(s.sections_of(three, True))["max_depth"].cells
    assert [cell.is_tinted for cell in cells] == [False, True, False]
    assert [cell.text for cell in cells] == ["4", numbers.MISSING, "4"]


def test_heads_name_estimator_data_and_versions_and_the_first_is_the_baseline() -> None:
    first, second = a_run(1), a_run(2, state=RunState.FAILED)
    heads = s.heads_of(
        compared(runs=(first, second), versions=(a_version(second, Stage.CHAMPION),))
    )
    assert heads[0].note == "Random forest, flights v3"
    assert [chip.text for chip in heads[0].chips] == ["baseline"]
    assert heads[1].note == "Random forest, flights v3, failed"
    assert [(chip.text, chip.tone) for chip in heads[1].chips] == [("v15 champion", "champion")]


@pytest.mark.parametrize(
    ("stage", "words", "tone"),
    [
        (Stage.CANDIDATE, "v15", "candidate"),
        (Stage.RETIRED, "v15 retired", "plain"),
        (Stage.REJECTED, "v15 rejected", "plain"),
    ],
)
def test_a_version_keeps_its_look(stage: Stage, words: str, tone: str) -> None:
    run = a_run(1)
    chip = s.heads_of(compared(runs=(run, a_run(2)), versions=(a_version(run, stage),)))[0].chips[0]
    assert (chip.text, chip.tone) == (words, tone)


def test_the_best_run_by_its_own_measure_can_be_registered() -> None:
    found = s.winner_of(compared())
    assert found is not None
    assert found.name == "calm-crane-2"


@pytest.mark.parametrize(
    "second",
    [
        a_run(2, params={"estimator": "prior"}),
        a_run(2, artifacts={}),
    ],
    ids=["prior", "no model"],
)
def test_what_cannot_serve_is_not_offered_for_registering(second: Run) -> None:
    assert s.winner_of(compared(runs=(a_run(1), second))) is None


def test_a_run_that_is_a_version_already_is_not_offered_again() -> None:
    second = a_run(2)
    versions = (a_version(second, Stage.REJECTED),)
    assert s.winner_of(compared(runs=(a_run(1), second), versions=versions)) is None


def test_a_measure_that_is_missing_or_equal_names_no_winner() -> None:
    assert s.winner_of(compared(metrics=(LOSS,))) is None
    assert s.winner_of(compared(metrics=(replace(AUC, best=None),))) is None


def test_another_baseline_comes_first_and_the_rest_keep_their_order() -> None:
    assert baseline_order(["a", "b", "c"], "c") == ("c", "a", "b")


@pytest.mark.parametrize(("n", "word"), [(0, "No runs"), (1, "One run")])
def test_too_few_are_told(n: int, word: str) -> None:
    assert s.wrong_number(n).startswith(word)


@pytest.mark.parametrize("n", [2, 8, 9, 4_000])
def test_two_runs_and_more_can_be_compared(n: int) -> None:
    assert s.wrong_number(n) == ""


def test_code_that_differs_is_told_and_a_place_of_what_is_not_known_stays() -> None:
    code = [{"Code": "4c1e9d0, clean"}, {"Code": "77aa01f", "Script": "train.py"}]
    shown = rows(s.sections_of(compared(), True, code))
    assert [cell.text for cell in shown["code"].cells] == ["4c1e9d0, clean", "77aa01f"]
    assert [cell.is_tinted for cell in shown["script"].cells] == [False, True]
    assert shown["script"].cells[0].tooltip == "Not set"
    assert "started by" not in shown


def test_runs_judged_on_different_rows_are_said_to_be() -> None:
    assert s.sections_of(compared(), True)[0].note == ""
    note = s.sections_of(compared(), True, is_same_rows=False)[0].note
    assert note.startswith("judged on different rows")


def test_of_thousands_of_rows_the_first_are_shown_and_any_is_found_by_its_name() -> None:
    many = tuple(
        ComparedRow(f"layer{n}", f"layer{n}", (0.1, 0.2 + n), True, None, (0.0, 0.1), (None, None))
        for n in range(12_000)
    )
    metrics = s.sections_of(compared(metrics=many), True)[0]
    assert len(metrics.rows) == s.FIRST_ROWS
    assert metrics.n_left == 12_000 - s.FIRST_ROWS
    found = s.sections_of(compared(metrics=many), s.RowWish(True, "LAYER11999"))[0]
    assert [row.title for row in found.rows] == ["layer11999"]
    assert found.n_left == 0
    more = s.sections_of(compared(metrics=many), s.RowWish(most=s.FIRST_ROWS + s.MORE_ROWS))[0]
    assert len(more.rows) == s.FIRST_ROWS + s.MORE_ROWS


def test_cells_are_made_of_the_rows_that_are_shown_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    plain = s._metric_row

    def counted(row: ComparedRow, *more: Any) -> s.CompareRow:
        made.append(row.name)
        return plain(row, *more)

    monkeypatch.setattr(s, "_metric_row", counted)
    many = tuple(
        ComparedRow(f"m{n}", f"m{n}", (0.1, 0.2), True, None, (0.0, 0.1), (None, None))
        for n in range(1_000)
    )
    s.sections_of(compared(metrics=many), False)
    assert len(made) == s.FIRST_ROWS

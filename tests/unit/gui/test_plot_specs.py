"""How plots are arranged under a comparison."""

import pytest

from tidemill.domain.recipes import Task
from tidemill.gui.pages.experiments.compare.plot_specs import (
    KINDS,
    PlotSpec,
    addable,
    from_text,
    moved,
    places,
    to_text,
    usual,
)


def test_the_usual_plots_fit_the_task() -> None:
    kinds = [spec.kind for spec in usual(Task.BINARY, True)]
    assert kinds == [
        "curves", "precision_recall", "parallel", "importance", "roc", "calibration", "confusion",
    ]  # fmt: skip
    assert [spec.kind for spec in usual(Task.REGRESSION, False)] == [
        "residuals", "actual", "parallel", "importance",
    ]  # fmt: skip
    assert [spec.kind for spec in usual(None, True)] == ["curves", "parallel", "importance"]


def test_an_arrangement_is_one_line_of_text_and_back() -> None:
    specs = (
        PlotSpec("curves", True, {"metric": "val loss|a&b", "smooth": "0.9"}),
        PlotSpec("roc"),
        PlotSpec("parallel", options={"axes": "~:params.x\x1f:metrics.auc"}),
    )
    assert from_text(to_text(specs)) == specs
    assert "\n" not in to_text(specs)
    assert from_text("roc|gone?wide=1|confusion?wide=1") == (
        PlotSpec("roc"), PlotSpec("confusion", True),
    )  # fmt: skip
    assert from_text("") == ()


def test_a_choice_is_kept_and_the_usual_one_is_not() -> None:
    spec = PlotSpec("curves").with_option("x", "log")
    assert spec.option("x") == "log"
    assert spec.with_option("x", "").options == {}
    assert spec.option("y", "plain") == "plain"


def test_plots_that_are_there_are_offered_again_only_where_two_make_sense() -> None:
    kinds = {kind.id for kind in addable([PlotSpec("roc"), PlotSpec("curves")], Task.BINARY)}
    assert "roc" not in kinds
    assert {"curves", "scatter", "confusion", "slices"} <= kinds
    assert "residuals" not in kinds
    assert {kind.id for kind in addable([], None)} <= set(KINDS)


@pytest.mark.parametrize(("at", "to", "order"), [(0, 2, "bca"), (2, 0, "cab"), (1, 9, "acb")])
def test_a_plot_is_put_at_another_place(at: int, to: int, order: str) -> None:
    specs = [PlotSpec("curves", options={"metric": name}) for name in "abc"]
    assert "".join(spec.option("metric") for spec in moved(specs, at, to)) == order


def test_wide_plots_and_those_alone_on_a_line_fill_it() -> None:
    half, wide = PlotSpec("roc"), PlotSpec("confusion", True)
    assert places([half, half, wide, half], 2) == [(0, 0, 1), (0, 1, 1), (1, 0, 2), (2, 0, 2)]
    assert places([half, wide], 2) == [(0, 0, 2), (1, 0, 2)]
    assert places([half, wide, half], 1) == [(0, 0, 1), (1, 0, 1), (2, 0, 1)]

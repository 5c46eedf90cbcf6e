"""A sentence says why a step ran again or did not."""

from typing import Any

from tidemill.domain.step_inputs import differences, parts, sentence, whole


def inputs(**changed: Any) -> dict[str, Any]:
    usual = {
        "data": whole("d1", "flights v12"),
        "code": {"hash": "c1", "label": "train.py", "files": {"train.py": "c1", "clean.py": "x"}},
        "params": parts({"depth": 3, "rate": 0.1}),
        "libraries": parts({"scikit-learn": "1.7.2", "numpy": "2.3.0"}),
    }
    return usual | changed


def test_the_first_time_is_said_to_be_the_first() -> None:
    assert sentence(inputs(), None, None) == (True, "Ran for the first time")


def test_where_nothing_changed_the_run_that_did_it_is_named() -> None:
    assert sentence(inputs(), inputs(), 41) == (False, "Not run: nothing changed since run 41")


def test_what_changed_is_named_with_what_it_was() -> None:
    moved = inputs(data=whole("d2", "flights v13"))
    assert sentence(moved, inputs(), 41) == (
        True,
        "Ran again: the data changed (flights v13 instead of v12)",
    )
    assert differences(inputs(params=parts({"depth": 5, "rate": 0.1})), inputs()) == (
        "the parameters changed (depth 5 instead of 3)",
    )
    [words] = differences(
        inputs(libraries=parts({"scikit-learn": "1.8.0", "polars": "1.0"})), inputs()
    )
    told = "scikit-learn 1.8.0 instead of 1.7.2, polars 1.0 is new and 1 more"
    assert words == f"the versions of libraries changed ({told})"
    code = {"hash": "c2", "label": "train.py", "files": {"train.py": "c1", "clean.py": "y"}}
    assert differences(inputs(code=code), inputs()) == ("the code changed (clean.py)",)


def test_an_input_that_was_not_there_before_or_is_gone_is_a_change() -> None:
    without = {name: one for name, one in inputs().items() if name != "code"}
    told = ("the code changed (train.py, clean.py)",)
    assert differences(inputs(), without) == told
    assert differences(without, inputs()) == told


def test_several_changes_are_told_together() -> None:
    moved = inputs(data=whole("d2", "flights v13"), params=parts({"depth": 3}))
    assert sentence(moved, inputs(), 7)[1] == (
        "Ran again: the data changed (flights v13 instead of v12), and the parameters "
        "changed (rate is gone)"
    )


def test_new_content_under_the_same_name_is_a_change_all_the_same() -> None:
    assert differences(inputs(data=whole("d2", "flights v12")), inputs()) == ("the data changed",)

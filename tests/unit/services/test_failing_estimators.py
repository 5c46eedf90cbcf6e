"""An estimator that raises is told in a sentence; what is our own fault still rises."""

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training.learning import fit_only


def learn_by(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def raises(*_args, **_settings):
        raise error

    monkeypatch.setattr(Ridge, "fit", raises)
    x = np.arange(30.0)
    columns = (ColumnData("x", Kind.NUMERIC, x), ColumnData("y", Kind.NUMERIC, x))
    schema = Schema(tuple(Column(c.name, c.kind) for c in columns))
    recipe = Recipe("y", Task.REGRESSION, ("x",), estimator="linear_regression")
    fit_only(Frame(columns), schema, recipe, Silent())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("the rows are odd\nand more"), "the rows are odd\\."),
        (FloatingPointError("overflow"), "overflow"),
        (MemoryError(), "the memory was not enough"),
        (np.linalg.LinAlgError("singular"), "singular"),
    ],
)
def test_what_an_estimator_raises_is_a_sentence(error, words, monkeypatch):
    with pytest.raises(NeedsYou, match=f"Linear regression could not learn .*{words}") as told:
        learn_by(error, monkeypatch)
    assert told.value.hint
    assert told.value.__cause__ is error


def test_a_fault_of_the_program_is_not_hidden(monkeypatch):
    with pytest.raises(KeyError):
        learn_by(KeyError("lost"), monkeypatch)

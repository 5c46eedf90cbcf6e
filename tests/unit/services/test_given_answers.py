"""What was really answered stands in the place of what the version says today, for every task."""

import numpy as np
import pytest

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import Task
from tidemill.services import given_answers
from tidemill.services.given_answers import Given
from tidemill.services.training.predictions import Predictions


class Version:
    """A dataset version of which only the identifier counts."""

    schema = Schema((Column("visit", Kind.CATEGORICAL, role=Role.IDENTIFIER),))


class Champion:
    """A version of the model whose answers are asked for."""

    model = "buyers"


@pytest.fixture
def put(monkeypatch):
    """Puts answers given for the rows a, b and c in the place of what is said today."""

    def done(said, **given):
        monkeypatch.setattr(given_answers, "of_model", lambda *_: given)
        frame = Frame((coded("visit", Kind.CATEGORICAL, ["a", "b", "c"]),))
        frame = Frame((*frame.columns, ColumnData("x", Kind.NUMERIC, np.zeros(3))))
        return given_answers.put_in(None, Champion, Version, frame, said)

    return done


def test_a_class_of_many_is_measured_as_answered_with_its_probability(put):
    today = np.array([[0.6, 0.3, 0.1], [0.2, 0.7, 0.1], [0.1, 0.1, 0.8]])
    said = Predictions(Task.MULTICLASS, ("high", "low", "mid"), np.arange(3), today)
    found, is_given = put(said, a=Given("low", 0.5), c=Given("mid", 0.8))
    assert is_given.tolist() == [True, False, True]
    assert found.labels() == ["low", "low", "mid"]
    assert found.values[0, 1] == 0.5
    assert found.values[0] == pytest.approx([0.5 * 0.6 / 0.7, 0.5, 0.5 * 0.1 / 0.7])
    assert found.values[1].tolist() == today[1].tolist()
    assert found.values[2] == pytest.approx(today[2])
    assert found.values.sum(axis=1) == pytest.approx(1.0)


def test_the_answered_class_stays_the_likeliest(put):
    today = np.array([[0.9, 0.05, 0.05]] * 3)
    said = Predictions(Task.MULTICLASS, ("high", "low", "mid"), np.arange(3), today)
    found, _ = put(said, b=Given("mid", 0.4))
    assert found.values[1] == pytest.approx([0.3, 0.3, 0.4])
    assert found.labels()[1] == "mid"


def test_numbers_and_two_classes_are_measured_as_answered(put):
    number = Predictions(Task.REGRESSION, (), np.arange(3), np.array([1.0, 2.0, 3.0]))
    assert put(number, b=Given(7.5, None))[0].values.tolist() == [1.0, 7.5, 3.0]
    two = Predictions(Task.BINARY, ("no", "yes"), np.arange(3), np.array([0.1, 0.2, 0.3]))
    found, is_given = put(two, a=Given("no", 0.75), b=Given("maybe", 0.9))
    assert found.values == pytest.approx([0.25, 0.2, 0.3])
    assert is_given.tolist() == [True, False, False]

"""Marks over functions and classes that are to be steps of recipes: they change nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made", bound=Callable[..., Any])


def step(made: Made) -> Made:
    """Mark a preparation: a function that takes a table (pandas) and returns it changed, row by
    row, or a class with `fit(table)` and `transform(table)`."""
    return made


def estimator(made: Made) -> Made:
    """Mark a function that returns an unfitted estimator of scikit-learn's kind.

    It is given what it asks for by name: `task` ("binary", "multiclass" or "regression"), `seed`
    and `n_threads`.
    """
    return made

"""What code from elsewhere may raise when it is loaded or asked, and a person has to be told."""

import pickle

FOREIGN_ERRORS = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ImportError,
    ArithmeticError,
    NotImplementedError,
    RuntimeError,
    pickle.UnpicklingError,
)
"""Raised by a model that can't answer the rows it is given; a file may raise `OSError` and
`EOFError` besides."""

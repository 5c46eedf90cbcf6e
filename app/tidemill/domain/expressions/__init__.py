"""A small language over the columns of a table, for derived columns and conditions on rows.

`parsed(text)` gives a tree, `evaluated(tree, frame)` a column. Nothing of it ever reaches Python's
or the table engine's own evaluation: only what stands in `functions` can be called.
"""

from tidemill.domain.expressions.errors import ExpressionError
from tidemill.domain.expressions.evaluate import (
    checked_column,
    checked_condition,
    columns_of,
    evaluated,
    holds,
)
from tidemill.domain.expressions.functions import FUNCTIONS, Function
from tidemill.domain.expressions.parser import parsed

__all__ = [
    "FUNCTIONS",
    "ExpressionError",
    "Function",
    "checked_column",
    "checked_condition",
    "columns_of",
    "evaluated",
    "holds",
    "parsed",
]

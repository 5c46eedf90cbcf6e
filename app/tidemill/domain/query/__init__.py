"""The query language of filter fields and `--where`: words to a tree, and the tree to words.

Reading a query needs no numpy; `evaluate` and `columns`, which do, are imported by who needs them.
"""

from tidemill.domain.query.ast import Name, Query
from tidemill.domain.query.completion import Completion, complete
from tidemill.domain.query.errors import QueryError
from tidemill.domain.query.numbers import number_of
from tidemill.domain.query.parser import parse, parse_name, parse_sort

__all__ = [
    "Completion",
    "Name",
    "Query",
    "QueryError",
    "complete",
    "number_of",
    "parse",
    "parse_name",
    "parse_sort",
]

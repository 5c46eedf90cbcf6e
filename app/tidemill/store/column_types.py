"""Kinds of values that the tables keep in a form of their own."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, String, Text, TypeDecorator

from tidemill.base.clock import from_iso, to_iso
from tidemill.base.errors import NeedsYou


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as ISO text whose order is time's order."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write an aware moment."""
        return None if value is None else to_iso(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read an aware moment."""
        return None if value is None else from_iso(value)


class Json(TypeDecorator[Any]):
    """Plain JSON types, kept as canonical text; infinities and NaN are not allowed."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write plain types."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Read plain types; what is none was damaged outside of any transaction."""
        try:
            return None if value is None else json.loads(value)
        except ValueError as error:
            raise NeedsYou(
                "Something that the workspace holds is damaged.",
                "Restore a backup of it, or choose another workspace.",
                detail=str(error),
            ) from error


Long = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number that outgrows 32 bits; SQLite's integers have 64 in any case."""

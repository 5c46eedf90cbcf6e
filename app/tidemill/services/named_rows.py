"""Rows as people name them: by their identifier, or by their number."""

from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role
from tidemill.domain.datasets import DatasetVersion
from tidemill.services import tables
from tidemill.services.workspace import Workspace


def number(workspace: Workspace, version: DatasetVersion, row: str) -> int:
    """The number of a row in a version, from 0: by its identifier, the last one that has it.

    Where there is none, and of `#12` always, by what people call its number, from 1.
    """
    name = next(iter(version.schema.with_role(Role.IDENTIFIER)), None)
    if name is None or row.strip().startswith("#"):
        text = row.strip().removeprefix("#")
        named = int(text) if text.isdecimal() else 0
        if not 1 <= named <= version.rows:
            raise NeedsYou(
                f"{version.label} has rows 1 to {version.rows:,}, not {row}.",
                "Name a row by its number, or give a column the role of identifier.",
            )
        return named - 1
    column = tables.of(workspace, version).column(name)
    found = [at for at, value in enumerate(column.to_list()) if _same(value, row.strip())]
    if not found:
        raise NeedsYou(
            f"{version.label} has no row whose {name} is {row}.",
            "Name another row, or data that has it.",
        )
    return found[-1]


def _same(value: Any, row: str) -> bool:
    if isinstance(value, float) and value.is_integer():
        return row in (str(value), str(int(value)))
    return value is not None and str(value) == row

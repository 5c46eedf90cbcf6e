"""Which schema a store has, and bringing an older one up to today's after a backup."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from tidemill.base.errors import NeedsYou

HEAD = "0008"
_KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")


def version_of(connection: sa.Connection) -> str | None:
    """Return the schema's version, None for an empty database; a newer one is refused."""
    tables = sa.inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise NeedsYou(
                "This is a database, but not one of Tidemill's.",
                "Choose another folder or database for the workspace.",
            )
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in _KNOWN:
        raise NeedsYou(
            f"This workspace was made by a newer Tidemill (its schema is {found}).",
            "Update Tidemill on this computer, then open it again. Nothing was changed.",
        )
    return None if found is None else str(found)


def upgrade(connection: sa.Connection, back_up: Callable[[], None]) -> None:
    """Bring the schema to `HEAD` in the transaction given; an older store is backed up first.

    Whoever came first has done it: then there is nothing to do.
    """
    from alembic import command
    from alembic.config import Config

    found = version_of(connection)
    if found == HEAD:
        return
    if found is not None:
        back_up()
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)

"""Which schema a store has, and bringing an older one up to today's after a backup."""

import shutil
from pathlib import Path

import sqlalchemy as sa

from tidemill.base.errors import NeedsYou

HEAD = "0002"
_KNOWN = ("0001", "0002")


def version_of(engine: sa.Engine) -> str | None:
    """Return the schema's version, None for an empty database; a newer one is refused."""
    with engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        if "alembic_version" not in tables:
            if tables:
                raise NeedsYou(
                    "The file is a database, but not one of Tidemill's.",
                    "Choose another folder for the workspace.",
                )
            return None
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and found not in _KNOWN:
        raise NeedsYou(
            f"This workspace was made by a newer Tidemill (its schema is {found}).",
            "Update Tidemill on this computer, then open it again. Nothing was changed.",
        )
    return None if found is None else str(found)


def upgrade(engine: sa.Engine, found: str | None, path: Path) -> None:
    """Bring the schema to `HEAD` in one transaction; an older store is copied aside first."""
    from alembic import command
    from alembic.config import Config

    if found is not None:
        shutil.copy2(path, path.with_name(f"{path.stem}-before-{HEAD}{path.suffix}"))
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as plain:
        connection = plain.execution_options(tidemill_write=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)

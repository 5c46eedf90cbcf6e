"""What all tables share."""

from sqlalchemy import Column, Integer, MetaData

metadata = MetaData()


def key_column() -> Column[int]:
    """A key that the database counts up."""
    return Column("id", Integer, primary_key=True, autoincrement=True)

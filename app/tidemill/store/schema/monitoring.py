"""Tables beside the chunks of monitoring."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table

from tidemill.store.schema.basis import metadata

chunk_points = Table(
    "chunk_points",
    metadata,
    Column("model_id", Integer, ForeignKey("model.id"), primary_key=True),
    # The month in which the chunks were first looked at: months since the year 0.
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),  # of `domain.boards.POINT`
)

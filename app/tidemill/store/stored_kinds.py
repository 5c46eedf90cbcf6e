"""What the stored files are for, by the tables that name them."""

from collections.abc import Iterator

import sqlalchemy as sa

from tidemill.store.schema import (
    answer_log,
    artifact,
    chunk_answers,
    chunk_part,
    dataset_version,
    file,
    logged_file,
    model_version,
    rehearsal,
    step,
    version_part,
)

NAMED: tuple[tuple[str, tuple[sa.ColumnElement[str], ...]], ...] = (
    ("models", (model_version.c.blob, model_version.c.reference_blob)),
    ("originals", (dataset_version.c.source_blob, file.c.content)),
    (
        "rows",
        (
            version_part.c.blob,
            dataset_version.c.blob,
            dataset_version.c.raw_blob,
            dataset_version.c.summary_blob,
            step.c.blob,
        ),
    ),
    ("runs", (artifact.c.blob, logged_file.c.blob)),
    ("answers", (answer_log.c.blob,)),
    ("rehearsals", (rehearsal.c.blob,)),
    ("monitoring", (chunk_part.c.counts_blob, chunk_answers.c.counts_blob)),
)
"""Kinds in the order in which a file that several name is counted, with all that names files."""


def named(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """A kind and the name of a stored file that is of it; one named by several comes for each."""
    for kind, columns in NAMED:
        for column in columns:
            for name in connection.execute(sa.select(column).distinct()).scalars():
                if name is not None:
                    yield kind, name

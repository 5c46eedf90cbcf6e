"""Tables of what scripts log and register as models through MLflow's interface.

Such a model is a folder of files of any framework. It becomes a version of Tidemill's own registry
when it was judged on data here; until then it stands in these tables alone.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from tidemill.store.column_types import Json, Long, Moment
from tidemill.store.schema.basis import key_column, metadata

# A model that a script logged, known to it as `m-…`. Its run is named and not pointed to: it may
# be gone.
logged_model = Table(
    "logged_model",
    metadata,
    key_column(),
    Column("uuid", String(34), nullable=False, unique=True),
    Column("experiment_id", Integer, ForeignKey("experiment.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("model_type", Text, nullable=False, server_default=text("''")),
    Column("status", String(24), nullable=False),
    Column("run_uuid", String(36)),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    Column("params", Json, nullable=False),
    Column("tags", Json, nullable=False),
    Index("ix_logged_model_experiment", "experiment_id", "id"),
    Index("ix_logged_model_run", "run_uuid"),
)

# Its files, kept by content; `path` is below its folder.
logged_file = Table(
    "logged_file",
    metadata,
    Column("logged_model_id", Integer, ForeignKey("logged_model.id"), primary_key=True),
    Column("path", String(512), primary_key=True),
    Column("blob", String(32), nullable=False),
    Column("n_bytes", BigInteger, nullable=False),
    Index("ix_logged_file_blob", "blob"),
)

# What was measured of it, by which run and on which dataset, numbered as it came. A value that is
# NULL is NaN; `at` is in seconds since 1970.
logged_metric = Table(
    "logged_metric",
    metadata,
    Column("logged_model_id", Integer, ForeignKey("logged_model.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("value", Float),
    Column("step", Long, nullable=False),
    Column("at", Float, nullable=False),
    Column("run_uuid", String(36), nullable=False),
    Column("dataset_name", Text),
    Column("dataset_digest", Text),
)

# That a run brought a model forth, and at which step.
run_output = Table(
    "run_output",
    metadata,
    Column("run_pk", Integer, ForeignKey("run.pk"), primary_key=True),
    Column("logged_model_id", Integer, ForeignKey("logged_model.id"), primary_key=True),
    Column("step", Long, nullable=False),
    Index("ix_run_output_model", "logged_model_id"),
)

# A name that scripts register models under. A model of Tidemill's registry of that name, where
# there is one, is the same: their versions count on together.
registered_model = Table(
    "registered_model",
    metadata,
    key_column(),
    Column("name", String(255), nullable=False),
    Column("project", String(255), nullable=False),
    Column("description", Text, nullable=False),
    Column("tags", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("deleted_at", Moment),
    Index(
        "ix_one_registered_name",
        "name",
        unique=True,
        sqlite_where=text("deleted_at IS NULL"),
        postgresql_where=text("deleted_at IS NULL"),
    ),
    sqlite_autoincrement=True,
)

# One of its versions. `version_id` is the version of Tidemill's registry that it became when it
# was judged here, with the same number; `stage` is a label of older clients'; `facts` is what its
# files say of it (signature, format) without any of it having been loaded.
registered_version = Table(
    "registered_version",
    metadata,
    key_column(),
    Column("registered_id", Integer, ForeignKey("registered_model.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("version_id", Integer, ForeignKey("model_version.id")),
    Column("logged_model_id", Integer, ForeignKey("logged_model.id")),
    Column("run_uuid", String(36)),
    Column("source", Text, nullable=False),
    Column("run_link", Text, nullable=False),
    Column("stage", String(16), nullable=False),
    Column("description", Text, nullable=False),
    Column("tags", Json, nullable=False),
    Column("facts", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("deleted_at", Moment),
    UniqueConstraint("registered_id", "number"),
    Index("ix_registered_version_of", "version_id"),
    Index("ix_registered_version_run", "run_uuid"),
    sqlite_autoincrement=True,
)

# An alias of a name, and the number of the version it stands on; names are as scripts wrote them.
registered_alias = Table(
    "registered_alias",
    metadata,
    Column("registered_id", Integer, ForeignKey("registered_model.id"), primary_key=True),
    Column("name", String(255), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
)

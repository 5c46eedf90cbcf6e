"""The tables that migrations make, and what keeps them from being changed or misread."""

from typing import Any

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.store import runs, schema
from tidemill.store.engine import Store, open_store

pytestmark = pytest.mark.usefixtures("real_stores")


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def drawn(connection: sa.Connection, schema_name: str | None) -> dict[str, Any]:
    """Every table with its columns, keys and indexes, in words that can be compared."""
    look = sa.inspect(connection)
    found: dict[str, Any] = {}
    for table in look.get_table_names(schema_name):
        if table != "alembic_version":
            found[table] = {
                "columns": {
                    c["name"]: (repr(c["type"]), c["nullable"], _default(c["default"]))
                    for c in look.get_columns(table, schema_name)
                },
                "key": look.get_pk_constraint(table, schema_name)["constrained_columns"],
                "unique": sorted(
                    u["column_names"] for u in look.get_unique_constraints(table, schema_name)
                ),
                "foreign": sorted(
                    (f["constrained_columns"], f["referred_table"], f["referred_columns"])
                    for f in look.get_foreign_keys(table, schema_name)
                ),
                "indexes": sorted(
                    repr((i["name"], i["column_names"], i["unique"], i.get("expressions"), _how(i)))
                    for i in look.get_indexes(table, schema_name)
                ),
            }
    return found


def _default(text: str | None) -> str | None:
    return "a sequence" if text and text.startswith("nextval(") else text


def _how(index: Any) -> dict[str, Any]:
    options = index.get("dialect_options", {})
    return {name: str(value) for name, value in options.items() if str(value)}


def test_migrations_make_exactly_the_schema_in_the_code(store):
    with store.write() as tx:
        there = _room_beside(tx.connection)
        schema.metadata.create_all(there)
        assert drawn(there, "made") == drawn(there, None)


def _room_beside(connection: sa.Connection) -> sa.Connection:
    """The connection with a second, empty place for tables, into which all go."""
    if connection.dialect.name == "sqlite":
        for words in ("COMMIT", "ATTACH ':memory:' AS made", "BEGIN"):
            connection.exec_driver_sql(words)
    else:
        connection.exec_driver_sql("CREATE SCHEMA made")
    return connection.execution_options(schema_translate_map={None: "made"})


KEYS = {
    ("agreement", "version_id"): "model_version",
    ("alert", "chunk_id"): "chunk",
    ("alert", "model_id"): "model",
    ("alert", "version_id"): "model_version",
    ("alert_rule", "model_id"): "model",
    ("answer_log", "deployment_id"): "deployment",
    ("answer_log", "version_id"): "model_version",
    ("artifact", "run_pk"): "run",
    ("automation_run", "automation_id"): "automation",
    ("automation_step", "job_id"): "job",
    ("automation_step", "run_id"): "automation_run",
    ("batch_file", "deployment_id"): "deployment",
    ("batch_file", "version_id"): "model_version",
    ("chunk", "dataset_version_id"): "dataset_version",
    ("chunk", "model_id"): "model",
    ("chunk", "version_id"): "model_version",
    ("chunk_answers", "chunk_id"): "chunk",
    ("chunk_answers", "deployment_id"): "deployment",
    ("chunk_part", "chunk_id"): "chunk",
    ("chunk_part", "dataset_version_id"): "dataset_version",
    ("chunk_points", "model_id"): "model",
    ("console", "run_pk"): "run",
    ("dataset_version", "dataset_id"): "dataset",
    ("decision", "model_id"): "model",
    ("decision", "previous_id"): "model_version",
    ("decision", "undone_by"): "decision",
    ("decision", "version_id"): "model_version",
    ("delivery", "channel_id"): "channel",
    ("delivery", "notice_id"): "notice",
    ("deployment", "model_id"): "model",
    ("deployment", "serves_id"): "model_version",
    ("file", "job_id"): "job",
    ("file", "version_id"): "dataset_version",
    ("file", "watch_id"): "watch",
    ("gate_run", "version_id"): "model_version",
    ("history_chunk", "key_id"): "key",
    ("history_chunk", "run_pk"): "run",
    ("incident", "chunk_id"): "chunk",
    ("incident", "model_id"): "model",
    ("incident", "version_id"): "model_version",
    ("incident_alert", "alert_id"): "alert",
    ("incident_alert", "incident_id"): "incident",
    ("job", "parent_id"): "job",
    ("job_log", "job_id"): "job",
    ("kpi_day", "file_id"): "kpi_file",
    ("kpi_file", "model_id"): "model",
    ("kv", "key_id"): "key",
    ("kv", "run_pk"): "run",
    ("label_entry", "dataset_id"): "dataset",
    ("logged_file", "logged_model_id"): "logged_model",
    ("logged_metric", "logged_model_id"): "logged_model",
    ("logged_model", "experiment_id"): "experiment",
    ("model", "dataset_id"): "dataset",
    ("model_alias", "model_id"): "model",
    ("model_alias", "version_id"): "model_version",
    ("model_costs", "model_id"): "model",
    ("model_gate", "incident_id"): "incident",
    ("model_gate", "model_id"): "model",
    ("model_version", "dataset_version_id"): "dataset_version",
    ("model_version", "model_id"): "model",
    ("model_version", "run_pk"): "run",
    ("model_version", "validated_on_id"): "dataset_version",
    ("monitor_reference", "model_id"): "model",
    ("notice", "incident_id"): "incident",
    ("point", "key_id"): "key",
    ("point", "run_pk"): "run",
    ("probation", "automation_id"): "automation",
    ("probation", "model_id"): "model",
    ("probation", "previous_id"): "model_version",
    ("probation", "version_id"): "model_version",
    ("real_fall", "model_id"): "model",
    ("registered_alias", "registered_id"): "registered_model",
    ("registered_version", "logged_model_id"): "logged_model",
    ("registered_version", "registered_id"): "registered_model",
    ("registered_version", "version_id"): "model_version",
    ("rehearsal", "against_id"): "model_version",
    ("rehearsal", "version_id"): "model_version",
    ("rule", "dataset_id"): "dataset",
    ("run", "dataset_version_id"): "dataset_version",
    ("run", "job_id"): "job",
    ("run", "parent_pk"): "run",
    ("run_input", "run_pk"): "run",
    ("run_origin", "run_pk"): "run",
    ("run_output", "logged_model_id"): "logged_model",
    ("run_output", "run_pk"): "run",
    ("series", "key_id"): "key",
    ("series", "run_pk"): "run",
    ("step", "dataset_id"): "dataset",
    ("traffic", "deployment_id"): "deployment",
    ("trigger_state", "automation_id"): "automation",
    ("version_part", "version_id"): "dataset_version",
}
"""Columns that name a row of another table, and which."""


def test_keys_into_other_tables_are_checked_and_nothing_cascades(store: Store):
    with store.read() as connection:
        look = sa.inspect(connection)
        found = {
            (table, key["constrained_columns"][0]): (key["referred_table"], key["options"])
            for table in look.get_table_names()
            for key in look.get_foreign_keys(table)
        }
    assert {place: table for place, (table, _) in found.items()} == KEYS
    assert all(options == {} for _, options in found.values())


def test_what_a_run_still_needs_is_not_deleted(store: Store):
    with store.write() as tx:
        pk = runs.insert(
            tx,
            uuid="0" * 32,
            project="default",
            experiment="e",
            name="first",
            user="ada",
            job_id=None,
            dataset_version_id=None,
        )
        runs.put_values(tx, pk, metrics={"auc": 0.5})
        runs.put_artifact(tx, pk, "model.zip", "b" * 32, 1)
    for table in (schema.run, schema.key):
        with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
            tx.run(sa.delete(table))
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        runs.put_values(tx, pk + 1, metrics={"auc": 0.5})
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        runs.put_artifact(tx, pk + 1, "model.zip", "b" * 32, 1)
    with store.read() as connection:
        [run] = runs.find(connection, [pk])
    assert run.metrics == {"auc": 0.5}
    assert run.artifacts == {"model.zip": "b" * 32}


def test_a_newer_schema_is_refused_with_a_way_out_and_left_alone(store: Store):
    with store.write() as tx:
        tx.run(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NeedsYou, match=r"newer Tidemill.*9999") as caught:
        open_store(store.place, store.clock)
    assert "Update Tidemill" in caught.value.hint
    with store.read() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()

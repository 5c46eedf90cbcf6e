"""The doctor finds damage and halves, and finds nothing where all is well."""

import sqlalchemy as sa

from tidemill.services import (
    automations,
    datasets,
    doctor,
    promotion,
    registry,
    script_settings,
    triggering,
)
from tidemill.store.schema import dataset, file, job, model_version, run


def findings(workspace):
    return {f.name: f for f in doctor.examine(workspace)}


def wrong(workspace):
    return sorted(name for name, f in findings(workspace).items() if not f.passed)


def test_a_workspace_in_use_is_well(workspace, champion, take_in, month):
    champion()
    take_in(month(2))
    found = findings(workspace)
    assert all(f.passed for f in found.values())
    assert found["Database"].message == "The database is whole."
    assert "SQLite" in found["Versions"].message


def test_a_damaged_stored_file_is_named_with_what_it_belongs_to(workspace, shop):
    blob = datasets.version(workspace, shop).blob
    path = workspace.blobs.path(blob)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(data))
    assert wrong(workspace) == ["Data", "Stored files"]
    words = findings(workspace)["Stored files"].message
    assert blob in words
    assert "is damaged" in words
    assert "It belongs to shop v1." in words


def test_a_missing_stored_file_is_named(workspace, add_version):
    version = add_version()
    workspace.blobs.path(version.blob).unlink()
    assert "is missing" in findings(workspace)["Stored files"].message


def test_an_altered_entry_is_named(workspace, shop):
    with workspace.store.write() as tx:
        tx.run(sa.text("UPDATE activity SET sentence = 'nothing happened' WHERE id = 1"))
    assert wrong(workspace) == ["Activity"]
    assert "Entry 1 of" in findings(workspace)["Activity"].message


def test_what_is_half_done_is_found_in_words(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    version = registry.version(workspace, "buyers@1")
    with workspace.store.read() as connection:
        job_id = connection.execute(sa.select(job.c.id)).scalar()
    cases = {
        "A run is running but no job works on it.": sa.update(run).values(
            status="running", job_id=job_id
        ),
        "A file waits for a job that has ended.": sa.update(file).values(state="waiting"),
        "A file counts as added but has no version.": sa.update(file).values(version_id=None),
    }
    for words, change in cases.items():
        before = _snapshot(workspace)
        with workspace.store.write() as tx:
            tx.run(change)
        assert words in findings(workspace)["Consistency"].message
        _restore(workspace, before)
    assert wrong(workspace) == []
    assert version.stage == "champion"


def test_a_run_of_an_automation_that_nobody_works_on_is_found(workspace):
    rule = automations.add(workspace, "List", [], [script_settings.step(command="ls")])
    triggering.start_by_hand(workspace, rule.id)
    assert wrong(workspace) == []
    with workspace.store.write() as tx:
        tx.run(sa.update(job).values(state="succeeded"))
    words = findings(workspace)["Consistency"].message
    assert words.startswith("A run of an automation is under way but no job works on it.")


def _snapshot(workspace):
    with workspace.store.read() as connection:
        return {
            t: [dict(r._mapping) for r in connection.execute(sa.select(t))] for t in (run, file)
        }


def _restore(workspace, tables):
    with workspace.store.write() as tx:
        for table, rows in tables.items():
            key = next(iter(table.primary_key.columns))
            for row in rows:
                tx.run(sa.update(table).where(key == row[key.name]).values(**row))


def test_a_dataset_without_a_version_and_a_gap_in_versions_are_found(
    workspace, shop, take_in, month
):
    from tidemill.store import datasets as rows

    with workspace.store.write() as tx:
        one = rows.find(tx.connection, "shop")
        rows.insert(tx, type(one)(**{**one.__dict__, "name": "empty"}))
    assert "A dataset has no version." in findings(workspace)["Consistency"].message
    with workspace.store.write() as tx:
        tx.run(sa.delete(dataset).where(dataset.c.name == "empty"))
        tx.run(sa.text("UPDATE dataset_version SET number = 3"))
    assert "has 1 versions, but the last is v3" in findings(workspace)["Consistency"].message


def test_the_store_itself_allows_no_second_champion(workspace, add_version):
    import pytest

    add_version()
    promotion.promote(workspace, "buyers@1")
    add_version()
    with pytest.raises(sa.exc.IntegrityError), workspace.store.write() as tx:
        tx.run(sa.update(model_version).values(stage="champion"))
    assert registry.find(workspace, "buyers").champion.number == 1

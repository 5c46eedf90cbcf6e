"""Damaged data is named, never shown, and made anew from the original where that was kept."""

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.services import (
    datasets,
    doctor,
    lineage,
    repairing,
    rows,
    settings,
    tables,
    trash,
    watching,
)
from tidemill.store.schema import dataset_version, version_part


def files_of(workspace, address):
    version = datasets.version(workspace, address)
    with workspace.store.read() as connection:
        query = sa.select(version_part.c.blob).where(version_part.c.version_id == version.id)
        return [row[0] for row in connection.execute(query)]


def damage(workspace, blob):
    path = workspace.blobs.path(blob)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(data))


def wrong(workspace, **options):
    return {f.name: f.message for f in doctor.examine(workspace, **options) if not f.passed}


def test_a_damaged_file_is_said_by_the_version_and_never_served(workspace, take_in, month):
    take_in(month(1), month(2))
    whole = tables.whole(workspace, datasets.version(workspace, "shop@1"))
    [blob] = files_of(workspace, "shop@2")
    damage(workspace, blob)
    version = datasets.version(workspace, "shop@2")
    for read in (
        lambda: tables.whole(workspace, version),
        lambda: rows.page(workspace, version, offset=200),
        lambda: rows.page(workspace, version, where="x > 0"),
        lambda: list(tables.of(workspace, version).blocks(["x"])),
    ):
        with pytest.raises(NeedsYou, match="shop v2 can't be read") as told:
            read()
        assert blob in told.value.message
    first = tables.whole(workspace, datasets.version(workspace, "shop@1"))
    assert [c.to_list() for c in first] == [c.to_list() for c in whole]
    assert len(rows.page(workspace, version, limit=50).rows) == 50  # in the file that is whole


def test_a_list_of_chunks_that_is_gone_is_said_by_the_version(workspace, shop):
    version = datasets.version(workspace, shop)
    workspace.blobs.path(version.blob).unlink()
    with pytest.raises(NeedsYou, match="shop v1 can't be read") as told:
        tables.of(workspace, version)
    assert "missing" in told.value.message


def test_the_doctor_says_what_depends_on_it_and_makes_it_anew(
    workspace, take_in, month, add_version
):
    take_in(month(1))
    add_version()
    take_in(month(2))
    before = tables.whole(workspace, datasets.version(workspace, "shop"))
    for blob in files_of(workspace, "shop@1"):
        damage(workspace, blob)
    found = wrong(workspace)
    assert set(found) == {"Data", "Stored files"}
    assert "shop v1 are damaged" in found["Data"]
    assert "shop v2, buyers v1" in found["Data"]
    assert "doctor --repair" in found["Data"]
    assert wrong(workspace, repair=True) == {}
    after = tables.whole(workspace, datasets.version(workspace, "shop"))
    assert [c.to_list() for c in after] == [c.to_list() for c in before]


def test_the_part_of_a_file_that_grew_is_made_anew(workspace, take_in, month):
    path = month(1)
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:61]) + "\n")
    take_in(path)
    path.write_text("\n".join(lines) + "\n")
    take_in(path)
    [blob] = files_of(workspace, "shop@2")
    workspace.blobs.path(blob).unlink()
    assert wrong(workspace, repair=True) == {}
    assert tables.own(workspace, datasets.version(workspace, "shop@2")).n_rows == 60


def test_an_original_that_is_another_file_is_not_used(workspace, shop, month):
    other = workspace.blobs.put_file(month(2))
    with workspace.store.write() as tx:
        tx.run(sa.update(dataset_version).values(source_blob=other))
    [blob] = files_of(workspace, shop)
    damage(workspace, blob)
    [one] = repairing.damaged(workspace)
    with pytest.raises(NeedsYou, match="read differently"):
        repairing.repair(workspace, one)


def test_without_originals_the_bytes_go_once_the_version_is_sealed(workspace, take_in, month):
    assert settings.put(workspace, "data.keep_originals", "off")["value"] == "off"
    take_in(month(1))
    version = datasets.version(workspace, "shop")
    assert lineage.of(workspace, version).origin["original"] == "not kept"
    stored = {name for name, _, _ in workspace.blobs.stored()}
    assert stored == {version.blob, version.summary_blob, *files_of(workspace, "shop@1")} - {None}
    assert trash.left_over(workspace) == {}
    take_in(month(1, name="again.csv"))
    assert watching.arrived(workspace)[0].outcome == "Skipped: same data as v1, in a new file"
    [blob] = files_of(workspace, "shop@1")
    damage(workspace, blob)
    found = wrong(workspace, repair=True)
    assert "not kept" in found["Repair"]
    assert "only a backup" in found["Data"]


def test_originals_are_kept_unless_somebody_says_otherwise(workspace, shop):
    version = datasets.version(workspace, shop)
    assert version.origin["original"] == "kept"
    [setting] = [s for s in settings.every(workspace) if s["key"] == "data.keep_originals"]
    assert (setting["value"], setting["choices"]) == ("on", ["on", "off"])
    with pytest.raises(NeedsYou, match="can't be perhaps"):
        settings.put(workspace, "data.keep_originals", "perhaps")

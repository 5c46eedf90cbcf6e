"""The newest version's summary is stored with it and is that of all its rows."""

import os

from tidemill.domain.summaries import summarised
from tidemill.services import datasets, summarising, tables, trash


def test_the_stored_summary_is_that_of_all_rows_of_an_append_series(workspace, take_in, month):
    take_in(month(1))
    take_in(month(2, n=60))
    newest = datasets.version(workspace, "shop")
    assert newest.summary_blob is not None
    found = summarising.of_version(workspace, newest)
    anew = summarised(tables.of(workspace, newest), newest.schema)
    assert found.rows == newest.rows == 180
    assert found.profile == datasets.profile(workspace, newest.id) == anew.profile
    assert found.reference().to_bytes() == anew.reference().to_bytes()
    assert found.sums.hexdigest() == newest.content_hash


def test_an_older_versions_summary_is_made_anew_and_its_file_goes(workspace, take_in, month):
    take_in(month(1))
    first = datasets.version(workspace, "shop")
    stored = summarising.of_version(workspace, first)
    take_in(month(2, n=60))
    former = datasets.version(workspace, "shop@1")
    assert former.summary_blob is None
    assert summarising.of_version(workspace, former).to_bytes() == stored.to_bytes()
    assert first.summary_blob is not None
    assert workspace.blobs.path(first.summary_blob).exists()
    os.utime(workspace.blobs.path(first.summary_blob), (1.0, 1.0))
    trash.finish(workspace)
    assert not workspace.blobs.path(first.summary_blob).exists()
    newest = datasets.version(workspace, "shop")
    assert newest.summary_blob is not None
    assert workspace.blobs.path(newest.summary_blob).exists()

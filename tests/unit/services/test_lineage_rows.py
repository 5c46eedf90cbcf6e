"""From an answer back to the rows: which of them were learned from, by number and by file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard

from tidemill.domain.columns import Role
from tidemill.domain.deployments import AnswerBlock
from tidemill.domain.jobs import Job
from tidemill.services import (
    datasets,
    deploying,
    lineage_rows,
    registry,
    retraining,
    runs,
)
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import answer_logs

Drain = Callable[[], list[Job]]


def kept(workspace: Workspace, request: str, **line: Any) -> None:
    """An answer of the champion, as the service keeps it."""
    deployment = deploying.find(workspace, "buyers")
    champion = registry.find(workspace, "buyers").champion
    assert champion is not None
    text = json.dumps({"request": request, "id": None, "prediction": "true", **line})
    data = zstandard.ZstdCompressor().compress(text.encode())
    now = workspace.clock.now()
    blob = workspace.blobs.put_bytes(data)
    block = AnswerBlock(0, deployment.id, champion.id, now, now, 1, 1, len(data), blob)
    with workspace.store.write() as tx:
        answer_logs.insert(tx, block)


def test_an_answer_goes_back_to_the_rows_learned_from_and_to_its_own(
    workspace: Workspace, champion: Any
) -> None:
    version = champion()
    deploying.http(workspace, "buyers")
    datasets.set_roles(workspace, "shop", {"x": Role.IDENTIFIER})
    from tidemill.services import tables

    whole = tables.whole(workspace, datasets.version(workspace, "shop@1"))
    of_row_7 = whole["x"].to_list()[6]
    kept(workspace, "r-1", key=of_row_7)
    found = lineage_rows.of(workspace, "request:r-1")
    assert found is not None
    [run] = runs.find(workspace, [version.run_pk])
    held = Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts["predictions.npz"])).rows
    expected = sorted(set(range(1, 121)) - {int(n) + 1 for n in held})
    assert [n for a, b in found.learned for n in range(a, b + 1)] == expected
    assert (found.n_learned, found.n_held_out) == (len(expected), len(held))
    assert (found.key, found.asked) == (str(of_row_7), (7,))
    assert found.words.endswith("which was asked for, is its row 7.")
    [file] = found.files
    assert (file.version, file.rows) == ("shop@1", (1, 120))
    assert file.file == "shop_2024-01.csv"


def test_a_retrained_version_names_the_files_whose_rows_it_learned_from(
    workspace: Workspace, champion: Any, take_in: Any, month: Any, drain: Drain
) -> None:
    champion("prior")
    take_in(month(2))
    take_in(month(3))
    retraining.ask(workspace, "buyers")
    drain()
    found = lineage_rows.of(workspace, "buyers@2")
    assert found is not None
    assert found.data == "shop@2"
    assert found.learned == ((1, 240),)
    assert [(one.file, one.rows, one.n_learned) for one in found.files] == [
        ("shop_2024-01.csv", (1, 120), 120),
        ("shop_2024-02.csv", (121, 240), 120),
    ]
    assert found.words == "buyers v2 learned from 240 rows of shop@2 (rows 1–240)."


def test_rows_without_the_target_were_not_learned_from(
    workspace: Workspace, take_in: Any, month: Any, drain: Drain, champion: Any, tmp_path: Path
) -> None:
    champion("prior")
    lines = month(2).read_text().splitlines()
    gone = tmp_path / "gone.csv"
    gone.write_text("\n".join([lines[0], lines[1].rpartition(",")[0] + ",", *lines[2:]]) + "\n")
    take_in(gone)
    take_in(month(3))
    retraining.ask(workspace, "buyers")
    drain()
    found = lineage_rows.of(workspace, "buyers@2")
    assert found is not None
    assert found.learned == ((1, 120), (122, 240))


@pytest.mark.parametrize("address", ["file:shop_2024-01.csv", "shop@1", "person:ada"])
def test_what_is_no_model_has_no_rows(workspace: Workspace, shop: str, address: str) -> None:
    assert lineage_rows.of(workspace, address) is None


def test_ranges_are_read_as_people_write_them() -> None:
    mask = np.zeros(2_000, dtype=bool)
    mask[[0, 1, 2, 4]] = True
    mask[1_200:1_300] = True
    found = lineage_rows.ranges(mask)
    assert found == ((1, 3), (5, 5), (1_201, 1_300))
    assert lineage_rows.ranges_in_words(found) == "rows 1–3, 5, 1,201–1,300"
    assert lineage_rows.ranges(np.zeros(3, dtype=bool)) == ()

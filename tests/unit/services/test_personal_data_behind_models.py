"""A planted mail address, once its column is marked, shows in nothing told of models either."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tidemill.base.progress import Silent
from tidemill.cli.output import plain
from tidemill.domain.jobs import Job
from tidemill.services import (
    data_exports,
    datasets,
    disagreements,
    monitoring,
    personal_data,
    promotion,
    registering,
    runs,
    slices,
    training_runs,
)
from tidemill.services.workspace import Workspace

PLANTED = "planted.guest@example.org"
OTHERS = ("ann@example.org", "bo@example.org", "cy@example.org")


def guests(path: Path, month: int, mails: tuple[str, ...]) -> Path:
    draw = random.Random(month)
    lines = ["day,x,mail,bought"]
    for i in range(2_400):
        mail, x = mails[i % len(mails)], draw.gauss(0.0, 1.0)
        spread = 5.0 if mail == PLANTED else 0.5  # hard to predict, so that a slice is told
        is_bought = x + draw.gauss(0.0, spread) > 0
        day = f"2024-{month:02d}-{1 + i // 100:02d} {i % 24:02d}:00:00"
        lines.append(f"{day},{x:.4f},{mail},{'yes' if is_bought else 'no'}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def watched(
    workspace: Workspace,
    tmp_path: Path,
    take_in: Callable[..., Job],
    drain: Callable[[], list[Job]],
) -> list[str]:
    """Two runs on guests, one of them champion, and a month without the planted guest."""
    take_in(guests(tmp_path / "guests_1.csv", 1, (PLANTED, *OTHERS)))
    estimators = ("logistic_regression", "hist_gradient_boosting")
    job_id = training_runs.train(workspace, "shop", estimators=estimators)
    drain()
    ranked = training_runs.ranked(workspace, job_id)
    registering.register(workspace, ranked[0].id, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="So that one serves")
    take_in(guests(tmp_path / "guests_2.csv", 2, OTHERS))
    return [run.id for run in ranked]


def outputs(workspace: Workspace, folder: Path, ids: list[str]) -> dict[str, str]:
    """What is told of the data by way of models and files, as text."""
    first = datasets.version(workspace, "shop@1")
    one, other = (runs.one(workspace, key) for key in ids)
    shown = {
        "drift": monitoring.show(workspace, "buyers"),
        "alerts": monitoring.alerts(workspace),
        "slices": slices.slices(workspace, [one], "", Silent()),
        "disagreements": disagreements.disagreements(workspace, one, other, 500, Silent()),
    }
    told = {name: json.dumps(plain(value), default=str) for name, value in shown.items()}
    for kind in ("csv", "jsonl"):
        path = folder / f"shop.{kind}"
        path.unlink(missing_ok=True)
        data_exports.export(workspace, first, path)
        told[f"export as {kind}"] = path.read_text(encoding="utf-8")
    return told


def test_drift_slices_disagreements_and_exports_mask_a_marked_column(workspace, tmp_path, watched):
    before = outputs(workspace, tmp_path, watched)
    showed = {name for name, text in before.items() if PLANTED in text}
    assert showed >= {"drift", "slices", "disagreements", "export as csv", "export as jsonl"}
    personal_data.mark(workspace, "shop", "mail", True)
    after = outputs(workspace, tmp_path, watched)
    mails = (PLANTED, *OTHERS)
    assert {name for name, text in after.items() if any(m in text for m in mails)} == set()
    assert "rows" in after["disagreements"]

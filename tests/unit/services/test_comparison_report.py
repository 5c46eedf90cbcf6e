"""The report of a comparison: one file that needs nothing else, whatever the runs are called."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run, RunState
from tidemill.services import comparison_report, runs
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

N = 500
VOID = {"meta", "br"}
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE run; -- &lt;b&gt;",
    "\u202egnp.exe\u0000\x1b[31m",
    "</title></svg></style><iframe src=//evil>",
)
Keep = Callable[..., Run]


class Look(HTMLParser):
    """Follows the tags of a page; notes what would run or load something, and what stays open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.suspicious: list[str] = []
        self.tags: dict[str, int] = {}
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag in {"script", "img", "iframe", "link", "object", "embed", "base", "a", "form"}:
            self.suspicious.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"href", "src", "srcset", "xlink:href", "action"}:
                self.suspicious.append(f"{tag} {name}={value}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def looked_at(page: str) -> Look:
    look = Look()
    look.feed(page)
    look.close()
    assert look.open == []
    assert look.suspicious == []
    for loading in ("url(", "@import", "http://", "https://", "javascript:"):
        assert loading not in page.lower()
    for plot in re.findall(r'<svg class="plot".*?</svg>', page, re.DOTALL):
        drawn = ET.fromstring(plot)
        assert drawn.find("title") is not None
        assert drawn.find("desc") is not None
    return look


@pytest.fixture
def keep(workspace: Workspace) -> Keep:
    def written(
        name: str,
        said: Predictions | None = None,
        params: dict[str, str] | None = None,
        metrics: dict[str, float] | None = None,
        importance: dict[str, float] | None = None,
    ) -> Run:
        files = {} if said is None else {"predictions.npz": said.to_bytes()}
        if importance:
            listed = [{"column": k, "value": v, "sd": 0.0} for k, v in importance.items()]
            files["importance.json"] = json.dumps(listed).encode()
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx, uuid=new_id(), project="default", experiment="churn", name=name, user="ada",
                job_id=None, dataset_version_id=None,
            )  # fmt: skip
            rows.put_values(tx, pk, params=params or {}, metrics=metrics or {})
            for path, data in files.items():
                rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
            rows.ended(tx, [pk], RunState.FINISHED)
        return runs.find(workspace, [pk])[0]

    return written


def binary(lift: float, seed: int, levels: tuple[str, str] = ("no", "yes")) -> Predictions:
    common = np.random.default_rng(0)
    y = (common.random(N) < 0.4).astype(np.int64)
    raw = y + common.normal(0, 1.0, N) + lift * (2 * y - 1)
    raw = raw + np.random.default_rng(seed).normal(0, 0.4, N)
    return Predictions(Task.BINARY, levels, np.arange(N), 1 / (1 + np.exp(0.5 - raw)), y)


def report(workspace: Workspace, *wanted: Run, **more: Any) -> str:
    return comparison_report.html(workspace, [run.pk for run in wanted], Silent(), **more)


def test_the_report_has_the_finding_the_table_and_the_plots(
    workspace: Workspace, keep: Keep
) -> None:
    base = keep("base", binary(0.0, 1), {"depth": "3"}, {"auc": 0.70, "log_loss": 0.60})
    deep = keep(
        "deep", binary(0.8, 2), {"depth": "9"}, {"auc": 0.75, "log_loss": 0.65}, {"age": 0.1}
    )
    page = report(workspace, base, deep)
    look = looked_at(page)
    text = " ".join(look.text)
    assert "deep is better than base by AUC on the same 500 rows" in text
    assert '<span class="best">0.7500</span>' in page
    assert '<span class="delta good" title="better against the baseline">+0.0500</span>' in page
    assert '<span class="delta bad" title="worse against the baseline">+0.0500</span>' in page
    assert '<td class="tinted"><bdi>9</bdi></td>' in page
    assert "1, the best" in text
    assert "2, worse than the best" in text
    for title in (
        "How far behind the best, AUC", "ROC", "Precision and recall", "Calibration",
        "Probabilities where the truth is no", "Confusion of base",
        "Confusion of deep against base",
        "Importance",
    ):  # fmt: skip
        assert title in text
    assert look.tags["svg"] >= 8
    assert "Ada" in text
    assert base.id in text


def test_the_baseline_is_the_one_asked_for(workspace: Workspace, keep: Keep) -> None:
    one = keep("one", metrics={"auc": 0.7})
    two = keep("two", metrics={"auc": 0.8})
    page = report(workspace, one, two, baseline=1)
    assert '<span class="delta bad" title="worse against the baseline">−0.1000</span>' in page
    assert "can&#x27;t be tested against each other. No run kept its answers." in page
    looked_at(page)


def test_regressions_and_several_classes_have_their_own_plots(
    workspace: Workspace, keep: Keep
) -> None:
    rng = np.random.default_rng(1)
    y = rng.normal(50, 10, N)
    numbers = [
        Predictions(Task.REGRESSION, (), np.arange(N), y + rng.normal(0, s, N), y) for s in (2, 3)
    ]
    page = report(workspace, *(keep(f"n{k}", one) for k, one in enumerate(numbers)))
    assert "Residuals along the prediction" in page
    assert "Confusion" not in page
    looked_at(page)
    codes = rng.integers(0, 20, N)
    shares = 0.3 * np.eye(20)[codes] + 0.7 * rng.dirichlet(np.ones(20), N)
    names = tuple(f"class {k}" for k in range(20))
    many = Predictions(Task.MULTICLASS, names, np.arange(N), shares, codes)
    page = report(workspace, keep("m0", many), keep("m1", many))
    assert "Rows said wrongly" in page
    assert "other classes" in page
    looked_at(page)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_of_any_kind_are_text_and_nothing_else(
    workspace: Workspace, keep: Keep, hostile: str
) -> None:
    levels = (hostile, "yes")
    wanted = [
        keep(
            f"{hostile}{k}",
            binary(0.1 * k, k, levels),
            {hostile: f"{k}{hostile}", "estimator": hostile, "seed": hostile},
            {hostile: 0.5 + k, "auc": 0.7},
            {hostile: 0.1},
        )
        for k in (1, 2)
    ]
    page = report(workspace, *wanted)
    look = looked_at(page)
    assert "<script" not in page
    assert not any(letter in page for letter in "\u202e\u0000\x1b")
    plain = re.sub(r"[\u202e\u0000\x1b]", " ", hostile)
    assert plain[:20] in " ".join(look.text)


def test_the_facts_tell_the_code_each_run_came_from(workspace: Workspace, keep: Keep) -> None:
    from tidemill.store import run_writing

    one, two = keep("one"), keep("two", params={"estimator": "prior", "seed": "7"})
    facts = {"script": "/home/ada/fit.py", "git_commit": "0123456789abcdef", "git_dirty": True}
    with workspace.store.write() as tx:
        run_writing.add_facts(tx, {one.pk: facts})
    text = " ".join(looked_at(report(workspace, one, two)).text)
    assert "fit.py, commit 0123456789, changed since" in text
    assert "prior, seed 7" in text
    assert "/home/ada" not in text


def test_the_policy_lets_the_browser_load_and_run_nothing(workspace: Workspace, keep: Keep) -> None:
    page = report(workspace, keep("a"), keep("b"))
    head = page[: page.index("<style>")]
    assert "default-src 'none'" in head
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page


def test_a_report_of_very_many_large_runs_stays_under_five_megabytes(
    workspace: Workspace, keep: Keep
) -> None:
    rng = np.random.default_rng(3)
    wild = "<&\"'>" * 2_000
    params = {f"{wild}{k}": "" for k in range(40)}
    wanted = []
    for k in range(230):
        said = binary(0.02 * k, k) if k < 90 else None
        changing = dict.fromkeys(params, f"{k}{wild}") if k < 3 else {"depth": str(k)}
        metrics = {f"m{n}{wild[:300]}": float(rng.normal()) for n in range(5)}
        wanted.append(keep(f"{k}{wild}", said, changing, metrics))
    page = report(workspace, *wanted)
    assert len(page.encode()) < comparison_report.MOST_BYTES
    text = " ".join(looked_at(page).text)
    assert "30 more runs are left out." in text
    assert "are not drawn" in text
    # Few runs with very many wild parameters are bounded as well.
    lines = {f"{k}": "" for k in range(400)}
    few = [keep(f"{k}{wild}", binary(0, k), dict.fromkeys(lines, f"{k}{wild}")) for k in range(8)]
    page = report(workspace, *few)
    assert len(page.encode()) < comparison_report.MOST_BYTES
    assert "100 more lines are left out." in page


def test_the_file_is_written_whole(workspace: Workspace, keep: Keep, tmp_path: Path) -> None:
    wanted = [keep("a", binary(0, 1)).pk, keep("b", binary(0, 2)).pk]
    path = tmp_path / "compared.html"
    n_bytes = comparison_report.write(workspace, wanted, path, Silent())
    assert path.stat().st_size == n_bytes
    looked_at(path.read_text(encoding="utf-8"))
    with pytest.raises(NeedsYou, match="1 run can't be compared"):
        comparison_report.html(workspace, wanted[:1], Silent())


def test_curves_are_drawn_where_a_metric_has_a_history(workspace: Workspace, keep: Keep) -> None:
    from tidemill.store import histories
    from tidemill.store.histories import Point

    one, two = keep("a", metrics={"loss": 1.0}), keep("b", metrics={"loss": 2.0})
    with workspace.store.write() as tx:
        key_id = histories.key_id(tx.connection, "loss")
        assert key_id is not None
        points = [Point(one.pk, key_id, step, float(step), 1 / (step + 1)) for step in range(900)]
        histories.append(tx, points)
    page = report(workspace, one, two)
    assert "loss by step, 2 runs." in page
    looked_at(page)

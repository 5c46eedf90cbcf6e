"""Every sentence of a run's findings is backed: each number it says is in the store.

The numbers are looked up here on ways of their own: metrics and courses in their tables, pages as
they were kept, and what the kept answers come to by scikit-learn and pandas.
"""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics as sk

from tidemill.base.progress import Silent
from tidemill.domain.recipes import Task
from tidemill.services import (
    datasets,
    promotion,
    registering,
    run_curves,
    run_evidence,
    run_page,
    runs,
    tables,
    training_runs,
)
from tidemill.services.training.predictions import Predictions
from tidemill.store import runs as run_rows

NUMERAL = re.compile(r"[+\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?%?")
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def trained(workspace, drain, take_in, month):
    """A run of an estimator on 2,000 rows, in which one shop's answers are drawn by lot."""
    path = month(1, n=2000)
    draw = np.random.default_rng(1)
    head, *lines = path.read_text().splitlines()
    cells = [line.split(",") for line in lines]
    for one in cells:
        if one[2] == "east":
            one[3] = str(draw.choice(["yes", "no"]))
        one.append(f"{draw.normal():.3f}")
    path.write_text("\n".join([f"{head},noise", *(",".join(one) for one in cells)]) + "\n")
    take_in(path)

    def made(estimator, **options):
        job_id = training_runs.train(workspace, "shop", estimators=(estimator,), **options)
        drain()
        return training_runs.ranked(workspace, job_id)[0]

    return made


def _said(workspace, run):
    page = run_page.of_run(workspace, run)
    return page, run_evidence.read(workspace, page, Silent())


def _answers(workspace, run):
    return Predictions.from_bytes(workspace.blobs.get_bytes(run.artifacts["predictions.npz"]))


class Store:
    """Looks numbers up by where a finding says they are."""

    def __init__(self, workspace, page):
        self.workspace, self.page, self.run = workspace, page, page.run
        self.held = _answers(workspace, self.run)
        self.y, self.p = self.held.truth, self.held.values

    def number(self, of, finding):
        place, _, rest = of.partition(".")
        return getattr(self, f"_{place}")(rest, finding)

    def _metrics(self, name, _finding):
        return self.run.metrics[name]

    def _learned(self, path, _finding):
        kept = json.loads(self.workspace.blobs.get_bytes(self.run.artifacts["learned.json"]))
        if path == "n_hold_out":
            return kept[path]
        weights = sorted(kept["importances"], key=lambda one: -one["value"])
        idle = [one for one in weights if one["value"] <= 2 * one["sd"]]
        return {
            "importances.0.value": weights[0]["value"],
            "importances.0.value/1.value": weights[0]["value"] / weights[1]["value"],
            "importances.idle": len(idle),
            "importances.idle_unnamed": len(idle) - 3,
            "importances.n": len(weights),
        }[path]

    def _curve(self, rest, finding):
        name, sign, at = rest.partition("@")
        if not sign:
            name, _, what = rest.rpartition(".")
        curve = run_curves.curve(self.workspace, self.run.pk, name)
        steps, values = list(curve.steps), np.asarray(curve.values)
        if at == "end":
            return values[-1]
        if at.endswith(".range"):
            first, last = (steps.index(int(one)) for one in at.removesuffix(".range").split("-"))
            return np.ptp(values[first : last + 1])
        if at:
            return values[steps.index(int(at))]
        if what == "step":
            return None  # a step is checked by its value being in the course
        assert what == "steps_after"
        begins = next(n.value for n in finding.numbers if n.of == f"curve.{name}.step")
        return steps[-1] - begins

    def _answers(self, what, finding):
        head, _, rest = what.partition(".")
        y, p = self.y, self.p
        if head in ("rows", "rows_shared"):
            return len(y)
        if head == "guess":
            if self.held.task is Task.REGRESSION:
                return np.sqrt(sk.mean_squared_error(y, np.full(len(y), y.mean())))
            shares = np.bincount(y) / len(y)
            return sk.log_loss(y, np.tile(shares, (len(y), 1)))
        if head.startswith("calibration"):
            frame = pd.DataFrame({"y": y, "p": p, "bin": pd.qcut(p, 10, duplicates="drop")})
            bins = frame.groupby("bin", observed=True).agg(
                y=("y", "mean"), p=("p", "mean"), n=("y", "size")
            )
            apart = (bins.y - bins.p).abs()
            if head == "calibration_error":
                return float((apart * bins.n).sum() / len(y))
            near = next(n.value for n in finding.numbers if n.of.endswith("worst.predicted"))
            bin_ = bins.iloc[(bins.p - near).abs().argmin()]
            return bin_.p if rest == "predicted" else bin_.n
        if head == "confusion":
            said = (p >= 0.5).astype(int) if p.ndim == 1 else p.argmax(axis=1)
            table = sk.confusion_matrix(y, said)
            true, taken = (self.held.levels.index(name) for name in finding.names)
            return table[true, taken] if rest == "taken" else table[true].sum()
        if head.startswith("slice"):
            column, value = finding.names[0].split(" = ")
            chosen = self._column(column) == value
            here = sk.roc_auc_score(y[chosen], p[chosen])
            if rest == "rows":
                return chosen.sum()
            return here if head == "slice" else abs(here - sk.roc_auc_score(y, p))
        if head.startswith("change"):
            other = _answers(self.workspace, self.page.rival_run)
            if head == "change":
                return sk.roc_auc_score(y, p) - sk.roc_auc_score(y, other.values)
            return None  # an interval's ends have tests of their own
        if head.startswith("error_mean"):
            apart = p - y
            sem = apart.std(ddof=1) / np.sqrt(len(y))
            z = {"error_mean": 0.0, "error_mean_low": -1.96, "error_mean_high": 1.96}[head]
            return apart.mean() + z * sem
        apart = np.sort(np.abs(p - y))[::-1]
        n = len(y) // 100
        return {"far_rows": n, "far_share": apart[:n].sum() / apart.sum()}[head]

    def _column(self, name):
        version = datasets.version(self.workspace, self.page.run.dataset)
        frame = tables.some_rows(self.workspace, version, self.held.rows, [name])
        return np.array(frame[name].to_list())


def _plain(words):
    return float(words.replace(",", "").replace(MINUS, "-").rstrip("%")) / (
        100 if words.endswith("%") else 1
    )


def _check(workspace, page, finding):
    store = Store(workspace, page)
    text = f"{finding.title}. {finding.text}"
    for name in sorted(finding.names, key=len, reverse=True):
        text = text.replace(name, "")
    written = NUMERAL.findall(text)
    told = [one.words for one in finding.numbers]
    assert set(written) == set(told), (finding.title, written, told)
    for one in finding.numbers:
        kept = store.number(one.of, finding)
        if kept is not None:
            assert one.value == pytest.approx(kept, rel=1e-6, abs=1e-9), (finding.title, one.of)
        digits = one.words.rstrip("%").partition(".")[2]
        unit = 10.0 ** -(len(digits) + 2 * one.words.endswith("%"))
        assert abs(_plain(one.words) - one.value) <= 0.5 * unit * (1 + 1e-6), one


def test_every_number_of_a_binary_runs_findings_is_in_the_store(workspace, trained):
    first = trained("logistic_regression")
    registering.register(workspace, first.id, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="So that one serves")
    page, evidence = _said(workspace, trained("hist_gradient_boosting"))
    titles = [one.title for one in evidence.findings]
    assert any("champion v1" in one for one in titles), titles
    assert any(one.startswith("Weak on shop = east") for one in titles), titles
    assert any(one.startswith("Probabilities") for one in titles), titles
    assert {"Leans on x most", "Knows more than a guess"} <= set(titles), titles
    assert len(titles) >= 6
    for finding in evidence.findings:
        _check(workspace, page, finding)


def test_every_number_of_other_tasks_findings_is_in_the_store(workspace, trained):
    for options in ({"target": "x"}, {"target": "shop"}):
        page, evidence = _said(workspace, trained("random_forest", **options))
        assert evidence.findings
        for finding in evidence.findings:
            assert finding.numbers, finding.title
            _check(workspace, page, finding)


def test_decisions_are_drawn_at_the_threshold_the_model_has_of_its_own(workspace, trained):
    run = trained("logistic_regression")
    with workspace.store.write() as tx:
        run_rows.put_values(tx, run.pk, params={"threshold": "0.7"})
    page, evidence = _said(workspace, runs.one(workspace, run.id))
    held = _answers(workspace, page.run)
    table = sk.confusion_matrix(held.truth, held.values >= 0.7)
    assert evidence.pictures.runs[0].confusion.tolist() == table.tolist()
    assert evidence.decisions.own == 0.7
    at = evidence.decisions.usual
    assert evidence.decisions.wrong_yes[at] == table[0, 1]
    assert evidence.decisions.cost[at] == pytest.approx(1 - np.trace(table) / table.sum())


def test_a_wrong_number_would_be_seen(workspace, trained):
    page, evidence = _said(workspace, trained("logistic_regression"))
    finding = next(one for one in evidence.findings if "guess" in one.title)
    first, *rest = finding.numbers
    wrong = replace(finding, numbers=(replace(first, value=first.value + 0.01), *rest))
    with pytest.raises(AssertionError):
        _check(workspace, page, wrong)
    longer = replace(finding, text=f"{finding.text}, 77 more")
    with pytest.raises(AssertionError):
        _check(workspace, page, longer)

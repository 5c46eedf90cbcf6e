"""Trains the model again on new rows, as it was trained: same columns, settings and hold-out rule.

Needs scikit-learn and skops.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from . import estimators, groups, own_code
from .model import HERE, load, unfitted_preparation, write_preparation
from .preparation import values
from .preparation.frames import Frame
from .steps import frame_of, read_steps
from .tables import rows_of, target_of


def retrain(data: Path, out: Path) -> "dict[str, Any]":
    """Learn from the rows of a CSV file and write a whole new package into `out`.

    Returns the figures of the old and the new model on the rows held out of the new file.
    """
    if out.exists():
        raise SystemExit(f"{out} is there already. Name a new folder.")
    plan = json.loads((HERE / "training.json").read_text("utf-8"))
    rows, table, y, levels = _learned_from(rows_of(data), plan)
    held = _held_out(table, y, plan)
    held_rows = [row for row, is_held in zip(rows, held, strict=True) if is_held]
    own = own_code.behind(HERE, unfitted_preparation(HERE, plan["preparation"]))
    preparation = groups.behind(HERE, own)
    matrix = preparation.fit_transform(table.take(np.flatnonzero(~held)), y[~held])
    estimator = estimators.made(plan)
    estimator.fit(matrix, y[~held])
    old = load("scikit-learn")
    shutil.copytree(HERE.parent, out, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    _write(out / HERE.name, preparation, estimator, levels)
    new = load("scikit-learn", out / HERE.name)
    _write_answers(out, new)
    figures = {"rows": int((~held).sum()), "held_out": len(held_rows)}
    figures["before"] = _figures(old, held_rows, y[held], levels)
    figures["after"] = _figures(new, held_rows, y[held], levels)
    return figures


def _learned_from(
    rows: "list[dict[str, Any]]", plan: "dict[str, Any]"
) -> "tuple[list[dict[str, Any]], Frame, np.ndarray, list[str]]":
    """The rows that have a target, as they came and as the steps leave them, the target as numbers
    or codes, and the classes in order."""
    target, levels = plan["target"], plan["levels"]
    steps = read_steps(HERE)
    columns = plan["columns"]
    reads = [name for name, _ in (columns if steps is None else steps.columns)]
    if (
        rows
        and plan["raw_target"] not in rows[0]
        and (steps is None or plan["raw_target"] in reads)
    ):
        raise SystemExit(f"The file has no column {plan['raw_target']}, which is to be learned.")
    absent = [name for name in reads if rows and name not in rows[0]]
    if absent:
        raise SystemExit("The file has no column " + ", ".join(absent) + ".")
    if steps is None:
        pairs = dict([*columns, [target, plan["target_kind"]]])
        if plan["time"] is not None and rows and plan["time"] in rows[0]:
            pairs.setdefault(plan["time"], "datetime")
        table, numbers = frame_of(rows, list(pairs.items())), np.arange(len(rows))
    else:
        table, numbers = steps.learned_from(rows)
    if not levels:
        y = values.numbers(table, target)
        known = np.isfinite(y)
    else:
        said = target_of(table, target, plan["target_kind"])
        if len(levels) > 2:
            levels = [*levels, *sorted({one for one in said if one is not None} - set(levels))]
        place = {level: code for code, level in enumerate(levels)}
        y = np.array([place.get(one, -1) for one in said])
        known = y >= 0
    kept = np.flatnonzero(known)
    if len(kept) < 20:
        raise SystemExit(f"Only {len(kept)} rows have a known {target}. Give it more.")
    return [rows[number] for number in numbers[kept]], table.take(kept), y[kept], levels


def _held_out(table: Frame, y: np.ndarray, plan: "dict[str, Any]") -> np.ndarray:
    """True for rows held out: the newest share by time where that was the rule, else a draw."""
    n_held = max(1, round(len(y) * plan["hold_out"]["share"]))
    held = np.zeros(len(y), dtype=bool)
    if plan["hold_out"]["kind"] == "newest" and plan["time"] in table:
        moments = values.dates(table, plan["time"]).view(np.int64)
        held[np.argsort(moments, kind="stable")[-n_held:]] = True
        return held
    draw = np.random.default_rng(plan["seed"])
    groups = np.unique(y) if plan["levels"] else [None]
    for one in groups:
        places = np.arange(len(y)) if one is None else np.flatnonzero(y == one)
        n = round(len(places) * plan["hold_out"]["share"])
        held[draw.permutation(places)[:n]] = True
    return held


def _write(folder: Path, preparation: Any, estimator: Any, levels: "list[str]") -> None:
    estimators.write(folder, estimator)
    estimators.read(folder)
    own = groups.inside(preparation)
    write_preparation(folder, own_code.inside(own))
    groups.write(folder, preparation)
    own_code.write(folder, own)
    # The ONNX file was the old model's; Tidemill writes one for the new.
    (folder / "model.onnx").unlink(missing_ok=True)
    for name in ("about.json", "training.json"):
        kept = json.loads((folder / name).read_text("utf-8"))
        text = json.dumps({**kept, "levels": levels, "retrained": True}, indent=2)
        (folder / name).write_text(text, "utf-8")


def _write_answers(out: Path, model: Any) -> None:
    examples = out / "examples"
    rows = json.loads((examples / "rows.json").read_text("utf-8"))
    said = np.where(np.isnan(found := model.values(rows)), None, found).tolist()
    (examples / "answers.json").write_text(json.dumps(said), "utf-8")


def _figures(model: Any, rows: Any, y: np.ndarray, levels: "list[str]") -> "dict[str, float]":
    """What the model is worth on rows, by scikit-learn's measures."""
    from sklearn import metrics

    said = model.values(rows)
    if not levels:
        off = metrics.mean_absolute_error(y, said)
        return {"mae": float(off), "rmse": float(np.sqrt(np.mean((y - said) ** 2)))}
    if len(levels) == 2:
        found = {"log_loss": float(metrics.log_loss(y, said, labels=[0, 1]))}
        if len(set(y.tolist())) == 2:
            found["auc"] = float(metrics.roc_auc_score(y, said))
        return found
    return {"accuracy": float(np.mean(said.argmax(axis=1) == y))}

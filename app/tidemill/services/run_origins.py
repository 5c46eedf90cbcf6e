"""Where a run came from and where it went: file, data, recipe, run, versions; and how it ran."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from tidemill.domain.models import ModelVersion, Stage

if TYPE_CHECKING:
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.domain.runs import Run
    from tidemill.services.evaluation import Figures

_MAIN_PACKAGES = ("lightgbm", "xgboost", "catboost", "torch", "scikit-learn", "numpy")


@dataclass(frozen=True)
class Step:
    """One step of the way from a file to what serves.

    `where` are the parts of its address in the window, empty where there is none to go to.
    """

    kind: str
    title: str
    text: str
    where: tuple[str, ...] = ()
    is_here: bool = False
    is_open: bool = False


class Sized(Protocol):
    """A stored file as far as its size and name matter."""

    @property
    def path(self) -> str: ...
    @property
    def blob(self) -> str: ...
    @property
    def n_bytes(self) -> int: ...


def lineage_of(
    run: "Run",
    version: "DatasetVersion | None",
    recipe: Any,
    figures: "Figures",
    versions: Sequence[ModelVersion],
    facts: Mapping[str, Any],
) -> tuple[Step, ...]:
    """From the file a run learned from to the versions that were made of it."""
    steps = []
    if version is not None:
        name = PurePath(version.source).name or version.source
        folder = str(PurePath(version.source).parent)
        if version.pieces:
            name, folder = f"{len(version.pieces):,} files", version.source
        said = f"from {folder}" if folder not in ("", ".") else "dropped in"
        steps.append(Step("file", name or "a file", said))
        text = f"{version.rows:,} rows, {len(version.schema.columns)} columns"
        where: tuple[str, ...] = ("data", version.dataset, str(version.number))
        steps.append(Step("data", version.label, text, where))
    elif run.dataset is not None:
        steps.append(Step("data", run.dataset.replace("@", " v"), "named by the run"))
    script = PurePath(str(facts.get("script") or "")).name
    if script:
        code = _code(facts, {})
        steps.append(Step("code", script, f"commit {code}" if code else "in no repository"))
    if isinstance(recipe, dict):
        n = len(recipe.get("features", ()))
        held = (
            f", {figures.split[0].lower()}{figures.split[1:].rstrip('.')}" if figures.split else ""
        )
        columns = "1 column" if n == 1 else f"{n:,} columns"
        title = f"predicts {recipe.get('target', 'the target')}"
        steps.append(Step("recipe", title, f"{columns} learned from{held}"))
    steps.append(Step("run", run.name, "this run", is_here=True))
    for one in versions:
        gates = [bool(gate.get("passed")) for gate in one.gates]
        passed = f", {sum(gates)} of {len(gates)} gates" if gates else ", gates not run yet"
        where = ("models", one.model, str(one.number))
        steps.append(Step("version", one.label, f"{one.stage}{passed}", where))
    champion = next((one for one in versions if one.stage is Stage.CHAMPION), None)
    if champion is not None:
        where = ("models", champion.model)
        steps.append(Step("serves", f"serves {champion.model}", "it is the champion", where))
    elif versions:
        steps.append(Step("serves", "serves nothing yet", "only the champion serves", is_open=True))
    else:
        steps.append(Step("version", "no model yet", "register it to make one", is_open=True))
    return tuple(steps)


def how_it_ran(
    run: "Run",
    facts: Mapping[str, Any],
    learned: Mapping[str, Any],
    files: Sequence[Sized],
) -> tuple[tuple[str, str, bool], ...]:
    """Label, words and whether they are code: script, commit, seed, packages, computer, memory."""
    surroundings = learned.get("environment") or {}
    rows = [
        ("Script", str(facts.get("script") or ""), True),
        ("Arguments", " ".join(str(word) for word in facts.get("arguments") or ()), True),
        ("Code", _code(facts, surroundings), True),
        ("Branch", str(facts.get("git_branch") or ""), True),
        ("Folder", str(facts.get("folder") or ""), True),
        ("Seed", run.params.get("seed") or run.params.get("random_state") or "", False),
        ("Threads", run.params.get("threads", ""), False),
        ("Packages", _packages(surroundings.get("versions") or {}), False),
        ("Preparation", _reasons(learned.get("steps") or ()), False),
        ("Python", str(facts.get("python") or ""), False),
        ("Memory, top", _size(learned.get("peak_memory")), False),
        ("Computer", str(facts.get("host") or _computer(surroundings)), False),
        ("Process", str(facts.get("pid") or ""), False),
        ("Model file", _model_file(files), False),
    ]
    return tuple((label, words, is_code) for label, words, is_code in rows if words)


def _code(facts: Mapping[str, Any], surroundings: Mapping[str, Any]) -> str:
    commit = facts.get("git_commit") or surroundings.get("git_commit")
    if not commit:
        return ""
    dirty = facts.get("git_dirty")
    state = {True: ", changed", False: ", clean"}.get(dirty, "") if dirty is not None else ""
    return f"{str(commit)[:7]}{state}"


def _reasons(steps: Sequence[Mapping[str, Any]]) -> str:
    """Why steps ran, or from where they were taken over."""
    return ", ".join(str(one["reason"]) for one in steps)


def _computer(surroundings: Mapping[str, Any]) -> str:
    """System and processor: `Linux, x86_64`."""
    system = str(surroundings.get("platform") or "").partition("-")[0]
    return ", ".join(part for part in (system, str(surroundings.get("machine") or "")) if part)


def _packages(versions: Mapping[str, Any]) -> str:
    others = {name: v for name, v in versions.items() if name != "python"}
    if not others:
        return ""
    first = next((name for name in _MAIN_PACKAGES if name in others), next(iter(others)))
    rest = f", {len(others) - 1} more" if len(others) > 1 else ""
    return f"{first} {others[first]}{rest}"


def _model_file(files: Sequence[Sized]) -> str:
    model = next((one for one in files if one.path == "model.zip"), None)
    if model is None:
        return ""
    return f"{_size(model.n_bytes)}, {model.blob[:4]}\N{HORIZONTAL ELLIPSIS}{model.blob[-4:]}"


def _size(n_bytes: Any) -> str:
    if not isinstance(n_bytes, int | float) or n_bytes <= 0:
        return ""
    for factor, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if n_bytes >= factor:
            value = n_bytes / factor
            return f"{value:.1f} {unit}" if value < 100 else f"{value:,.0f} {unit}"
    return f"{int(n_bytes)} B"

"""Model cards: filled from what is known of a version, completed by people, written as HTML."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.domain.metrics import for_task
from tidemill.domain.model_cards import (
    LONGEST,
    PARTS,
    CardSection,
    CardTable,
    ModelCard,
)
from tidemill.domain.models import DecisionKind, ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import comparing, datasets, evaluation, people, registry, report_page, slices
from tidemill.services.registry import ModelView
from tidemill.services.runs import estimator_title
from tidemill.services.svg_plots import escaped
from tidemill.services.workspace import Workspace
from tidemill.store import activities, models
from tidemill.store.engine import Transaction

MOST_COLUMNS = 40
MOST_SLICES = 8
_QUESTIONS = {
    str(Task.BINARY): "Says whether {} is yes or no.",
    str(Task.MULTICLASS): "Says which {} it is.",
    str(Task.REGRESSION): "Says how large {} is.",
}


def card(workspace: Workspace, address: str, reporter: Reporter | None = None) -> ModelCard:
    """The card of a version, named as `registry.version` takes it."""
    reporter = reporter or Silent()
    version = registry.version(workspace, address)
    view = registry.find(workspace, version.model)
    names = people.display_names(workspace)
    [run] = comparing.named(workspace, [version.run_pk])
    sections = (
        _standing(view, version),
        _data(workspace, version),
        _training(version, names),
        _measures(version),
        _gates(version),
        _reasons(workspace, run),
        _groups(workspace, version, run, Part(reporter, 0.2, 0.9)),
        _decisions(view, version, names),
    )
    question = _QUESTIONS.get(view.model.task, "Predicts {}.").format(view.model.target)
    return ModelCard(
        version.model,
        version.number,
        f"Model card: {version.label}",
        question,
        dict(view.model.card),
        tuple(one for one in sections if one is not None),
    )


def _standing(view: ModelView, version: ModelVersion) -> CardSection:
    labels = view.labels(version.id)
    words = [f"It is {_article(str(version.stage))}."]
    if labels:
        words.append(f"Its labels: {', '.join(labels)}.")
    on = [one.name for one in view.deployments if one.is_on]
    words.append(f"Deployments of the model: {', '.join(on)}." if on else "Nothing serves it yet.")
    if view.model.is_four_eyes:
        words.append("A promotion of the model needs two people.")
    n_alerts = len(view.open_alerts)
    if n_alerts:
        alerts = "alert is" if n_alerts == 1 else "alerts are"
        words.append(f"{n_alerts} {alerts} open.")
    return CardSection("Where it stands", tuple(words))


def _article(stage: str) -> str:
    nouns = {"candidate": "a candidate", "champion": "the champion"}
    return nouns.get(stage, stage)


def _data(workspace: Workspace, version: ModelVersion) -> CardSection:
    name = version.dataset.replace("@", " v")
    features = tuple(version.recipe["features"])
    try:
        learned = datasets.version_of_id(workspace, version.dataset_version_id)
    except NeedsYou as gone:
        return CardSection("Data", (f"It learned from {name}. {gone.message}",))
    words = [f"It learned from {name}: {learned.rows:,} rows, {len(features)} columns read."]
    if version.is_imported:
        words = [
            "What it learned from is not known: it was imported.",
            f"It was judged on {name}; {len(features)} columns are read.",
            *version.comparison.get("notes", ()),
        ]
    if learned.starts_at is not None and learned.ends_at is not None:
        words.append(f"They reach from {learned.starts_at:%Y-%m-%d} to {learned.ends_at:%Y-%m-%d}.")
    if version.validated_on and not version.is_imported and version.validated_on != version.dataset:
        words.append(f"It was judged on {version.validated_on.replace('@', ' v')}.")
    kinds = {column.name: str(column.kind) for column in learned.schema.columns}
    rows = tuple((one, kinds.get(one, "unknown")) for one in features[:MOST_COLUMNS])
    if len(features) > MOST_COLUMNS:
        words.append(f"The first {MOST_COLUMNS} columns are listed.")
    return CardSection("Data", tuple(words), CardTable(("Column", "Kind"), rows))


def _training(version: ModelVersion, names: Mapping[str, str]) -> CardSection:
    by = names.get(version.by, version.by)
    cause = f", {version.cause}" if version.cause else ""
    when = f"{version.created_at:%Y-%m-%d %H:%M} UTC"
    words = [
        f"{estimator_title(version.estimator)}, registered by {by} on {when}{cause}.",
        f"Everything that went in has the hash {version.input_hash}.",
    ]
    commit = version.code.get("commit")
    if commit:
        words.append(f"Trained at commit {commit}.")
    packages = version.code.get("packages") or {}
    if packages:
        words.append("Packages: " + ", ".join(f"{n} {v}" for n, v in packages.items()) + ".")
    settings = dict(version.recipe.get("estimator_settings") or {})
    if version.is_imported:
        words.append("How it was trained is not known, so it can't be trained again here.")
    else:
        settings["seed"] = version.recipe.get("seed")
    rows = tuple((name, str(value)) for name, value in settings.items())
    return CardSection("Training", tuple(words), CardTable(("Setting", "Value"), rows))


def _measures(version: ModelVersion) -> CardSection | None:
    against = str(version.comparison.get("against", ""))
    changes = {one["metric"]: one for one in version.comparison.get("measures", ())}
    rows = []
    for one in for_task(Task(version.recipe["task"])):
        value = version.metrics.get(one.id)
        if value is None:
            continue
        range_ = version.intervals.get(one.id) or {}
        low, high = range_.get("low"), range_.get("high")
        reach = "–" if low is None else f"{low:.{one.decimals}f} to {high:.{one.decimals}f}"
        change = changes.get(one.id)
        told = "–" if change is None else f"{change['change']:+.{one.decimals}f}"
        rows.append((one.title, f"{value:.{one.decimals}f}", reach, told))
    if not rows:
        return None
    n = version.comparison.get("rows")
    on = f"On {n:,} rows it had not seen." if n else "On rows it had not seen."
    if version.is_imported:
        on = f"On {n:,} rows of {version.dataset.replace('@', ' v')}."
    heads = ("Measure", "Value", "95% interval", f"Against {against or 'nothing'}")
    return CardSection("How good it is", (on,), CardTable(heads, tuple(rows)))


def _gates(version: ModelVersion) -> CardSection | None:
    if not version.gates:
        return CardSection("Gates", ("Its gates have not run.",))
    n_passed = sum(bool(gate["passed"]) for gate in version.gates)
    when = "" if version.gates_at is None else f" on {version.gates_at:%Y-%m-%d}"
    rows = tuple(
        (str(gate["name"]), "passed" if gate["passed"] else "failed", str(gate["message"]))
        for gate in version.gates
    )
    words = f"{n_passed} of {len(version.gates)} gates passed{when}."
    return CardSection("Gates", (words,), CardTable(("Gate", "Answer", "What it found"), rows))


def _reasons(workspace: Workspace, run: Run) -> CardSection | None:
    found = evaluation.figures(workspace, run).importances[:MOST_SLICES]
    if not found:
        return None
    rows = tuple((name, f"{value:.4f}") for name, value in found)
    words = "How much worse it gets where a column is shuffled."
    return CardSection("What it leans on", (words,), CardTable(("Column", "Loss"), rows))


def _groups(
    workspace: Workspace, version: ModelVersion, run: Run, reporter: Reporter
) -> CardSection | None:
    try:
        found = slices.slices(workspace, [run], str(version.recipe["metric"]), reporter)
    except (NeedsYou, WorldError) as gone:  # the rows were deleted, or their file can't be read
        return CardSection("Where it is weakest", (gone.message,))
    rows = []
    for one in found.slices[:MOST_SLICES]:
        figure = one.figures[0]
        if figure is not None:
            value = f"{figure.value:.{found.decimals}f}"
            rows.append((f"{one.column}: {one.words}", f"{one.n:,}", value))
    if not rows:
        return None
    heads = ("Group", "Rows", found.title)
    return CardSection("Where it is weakest", (), CardTable(heads, tuple(rows)))


def _decisions(
    view: ModelView, version: ModelVersion, names: Mapping[str, str]
) -> CardSection | None:
    rows = tuple(
        (
            f"{one.at:%Y-%m-%d %H:%M}",
            str(one.kind),
            names.get(one.by, one.by),
            one.note,
        )
        for one in view.decisions
        if one.version_id == version.id and one.kind is not DecisionKind.UNDONE
    )
    if not rows:
        return None
    return CardSection("Decisions", (), CardTable(("When (UTC)", "What", "Who", "Why"), rows))


# What people write


def write_part(workspace: Workspace, name: str, part: str, text: str) -> None:
    """Write a human part of a model's card; an empty text takes it away."""
    known = {one.id: one for one in PARTS}
    if part not in known:
        raise NeedsYou(f"A model card has no part {part}.", f"Its parts are: {', '.join(known)}.")
    text = text.strip()
    if len(text) > LONGEST:
        raise NeedsYou(
            f"A part of a card may have {LONGEST:,} characters; this has {len(text):,}.",
            "Keep it short, and link to the rest.",
        )
    with workspace.store.write(durable=True) as tx:
        model = models.find(tx.connection, name)
        if model is None:
            raise registry.unknown_model(name)
        before = model.card.get(part, "")
        if before == text:
            return
        models.update(tx, model, card={**model.card, part: text})
        verb = "wrote" if text else "took away"
        activities.add(
            tx,
            by=workspace.person.login,
            kind="card",
            subject=f"models/{name}",
            sentence=f"{verb} “{known[part].title}” in the card of {name}",
            note=text,
            detail={"undo": {"card": part, "model": name, "from": before, "to": text}},
        )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a part reads as an entry in Activity says it was written."""
    model = models.find(connection, facts["model"])
    return model is not None and model.card.get(facts["card"], "") == facts["to"]


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Let a part read as it did before."""
    model = models.find(tx.connection, facts["model"])
    assert model is not None
    models.update(tx, model, card={**model.card, facts["card"]: facts["from"]})


# As a page


def html(found: ModelCard) -> str:
    """The card as one page that needs nothing from outside."""
    return report_page.page(found.title, body(found))


def write(found: ModelCard, path: Path) -> int:
    """Write the card as an HTML file and return its bytes; `WorldError` where it can't be."""
    return report_page.write(path, html(found))


def body(found: ModelCard) -> list[str]:
    """The card's sections as plain HTML, human parts first."""
    parts = [f"<h1>{escaped(found.title)}</h1>", report_page.paragraph(found.subtitle)]
    if found.missing:
        parts.append(report_page.paragraph(found.missing_words, "bad"))
    for one in PARTS:
        text = found.written.get(one.id)
        if text:
            parts.append(f"<h2>{escaped(one.title)}</h2>")
            parts += [report_page.paragraph(line) for line in text.split("\n") if line.strip()]
    for section in found.sections:
        parts.append(f"<h2>{escaped(section.title)}</h2>")
        parts += [report_page.paragraph(words) for words in section.words]
        if section.table is not None and section.table.rows:
            parts.append(_table(section.table))
    return parts


def _table(table: CardTable) -> str:
    head = "".join(f"<th>{escaped(one)}</th>" for one in table.heads)
    rows = "".join(f"<tr>{_cells(row)}</tr>" for row in table.rows)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escaped(one, 400)}</td>" for one in row)

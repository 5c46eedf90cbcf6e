"""Model files from elsewhere: what they are, in words, and what stands against importing them.

Nothing here loads a model or imports what a file names; a look takes as long as reading it does.
"""

from importlib import metadata
from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.base.texts import told_bytes
from tidemill.catalog import model_reading
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelFacts

MOST_SHOWN = 12
"""Columns, parameters or parts that a line of words names."""

_USUAL = ("None", "True", "False", "'deprecated'")
"""Values of parameters that are told last: they are rarely what a model is known by."""

_INSTALLED = {"scikit-learn": "scikit-learn", "skops": "skops"}


def endings() -> tuple[str, ...]:
    """The endings of model files, each with its dot."""
    return model_reading.endings()


def is_model(path: Path) -> bool:
    """Whether a file is called a model, or a folder holds one of MLflow."""
    return model_reading.is_model(path)


def inspect(path: Path) -> ModelFacts:
    """What a model file or a folder of MLflow says of itself, told without loading it.

    Raises `NeedsYou` for what is missing or no model file, `WorldError` for the disk.
    """
    return model_reading.facts(path.expanduser())


def in_words(facts: ModelFacts) -> tuple[tuple[str, str], ...]:
    """What is known of a model file, as pairs of what and how; empty ones are left out."""
    said = (
        ("File", f"{facts.title}, {told_bytes(facts.n_bytes)}"),
        ("Holds", facts.type),
        ("Steps", ", ".join(f"{name}: {short(kind)}" for name, kind in facts.steps[:MOST_SHOWN])),
        ("Task", facts.task),
        ("Reads", _columns(facts)),
        ("Answers", _answers(facts)),
        ("Parameters", _parameters(facts)),
        ("Made with", ", ".join(f"{name} {v}" for name, v in list(facts.versions.items())[:8])),
        *facts.facts.items(),
    )
    return tuple((what, how) for what, how in said if how)


def title(facts: ModelFacts) -> str:
    """What a file is in a few words: "churn.pkl holds a Pipeline"."""
    what = short(facts.facts.get("In it", facts.type))
    article = "an" if what[:1] in "AEIOaeio" else "a"
    return f"{facts.name} holds {article} {what}" if what else facts.name


def short(name: str) -> str:
    """The last part of a class's name."""
    return name.rpartition(".")[2]


def remarks(facts: ModelFacts) -> tuple[str, ...]:
    """Sentences to look at: what stopped the reading, other versions here, oddities."""
    found = [facts.trouble] if facts.trouble else []
    for library, package in _INSTALLED.items():
        theirs, ours = facts.versions.get(library), _version(package)
        if theirs and ours and _release(theirs) != _release(ours):
            found.append(
                f"It was made with {library} {theirs}, here is {ours}: it may not load, or answer "
                "otherwise."
            )
    return (*found, *facts.notes)


def why_not_imported(facts: ModelFacts, *, is_trusted: bool = False) -> NeedsYou | None:
    """What stands against importing a file; None where nothing does.

    `is_trusted` is a person's word for this pickle. What runs code that is no part of a model is
    refused even so.
    """
    if facts.standing is Standing.ACTS:
        return NeedsYou(
            f"{facts.name} is not imported. {facts.verdict}",
            "Don't load it anywhere; ask whoever sent it for the model as skops or ONNX.",
        )
    if facts.trouble:
        return NeedsYou(
            f"{facts.name} is not imported: it could be read only in part. {facts.trouble}",
            "Ask for the file again.",
        )
    if facts.format == "mlflow" and not facts.inner:
        return NeedsYou(f"{facts.name} names no model file.", "Name the model file itself.")
    if facts.is_pickle:
        return None if is_trusted else _untrusted(facts)
    unknown = [part for part in facts.dangers if part.standing is Standing.UNKNOWN]
    if unknown:
        return NeedsYou(f"{facts.name} is not imported. {facts.verdict}", _WAY)
    if any(note.startswith("Its weights lie") for note in facts.notes):
        return NeedsYou(
            f"{facts.name} is not imported: its weights lie in other files.",
            "Save it as one file.",
        )
    return None


_WAY = "Ask who made it for a model of known parts, or train it here."


def _untrusted(facts: ModelFacts) -> NeedsYou:
    return NeedsYou(
        f"{facts.name} is a pickle: loading one can run any code. {facts.verdict}",
        "Import it only if you trust who made it, and say so.",
    )


def _columns(facts: ModelFacts) -> str:
    if not facts.columns:
        return "" if facts.n_columns is None else f"{facts.n_columns:,} columns, without names"
    names = [f"{c.name} ({c.kind})" if c.kind else c.name for c in facts.columns[:MOST_SHOWN]]
    n = len(facts.columns)
    more = f" and {n - MOST_SHOWN} more" if n > MOST_SHOWN else ""
    return f"{n:,} column{'' if n == 1 else 's'}: {', '.join(names)}{more}"


def _answers(facts: ModelFacts) -> str:
    if facts.classes:
        classes = facts.classes[:MOST_SHOWN]
        more = f" and {len(facts.classes) - len(classes)} more" if len(facts.classes) > 12 else ""
        return ", ".join(classes) + more
    return ", ".join(f"{c.name} ({c.kind})".strip() for c in facts.outputs[:MOST_SHOWN])


def _parameters(facts: ModelFacts) -> str:
    n = len(facts.parameters)
    items = sorted(facts.parameters.items(), key=lambda pair: pair[1] in _USUAL)
    said = [f"{name} = {value}" for name, value in items[:MOST_SHOWN]]
    return ", ".join(said) + (f" and {n - MOST_SHOWN} more" if n > MOST_SHOWN else "")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _release(version: str) -> tuple[str, ...]:
    return tuple(version.split(".")[:2])

"""What can be set of a script that is a step of an automation, and the parameters it has."""

from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain import script_params
from tidemill.domain.automations import Step, StepKind
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.script_params import ScriptParam

VARIABLES = {
    "TIDEMILL_DATA": "The file with the rows of the dataset version, where there is one.",
    "TIDEMILL_DATASET": "The name of the dataset.",
    "TIDEMILL_DATASET_VERSION": "The version the run works on, such as flights@13.",
    "TIDEMILL_MODEL": "The model of the automation, where it has one.",
    "TIDEMILL_MODEL_VERSION": "The candidate of this run, where there is one, such as late@4.",
    "TIDEMILL_AUTOMATION": "The name of the automation.",
    "TIDEMILL_AUTOMATION_RUN": "The number of the run.",
    "TIDEMILL_CAUSE": "Why the run began, in a sentence.",
    "TIDEMILL_PARAMETERS": "The parameters that were given, as JSON.",
    "TIDEMILL_JOB": "The job that runs the script; what it logs is linked by it.",
}
"""What a script is told by its environment, beside the workspace and who asked."""

FORMATS = ("parquet", "csv", "none")
ROWS = ("all", "new")
"""Which rows a script gets: all of the version, or those that the version added."""

_KNOWN = frozenset(
    "file command parameters requirements interpreter folder data rows environment limits "
    "on_failure title always".split()
)


def parameters(path: Path) -> tuple[ScriptParam, ...]:
    """The parameters of a script, found by reading it; `NeedsYou` where it can't be read."""
    try:
        source = path.expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NeedsYou(f"The script {path} can't be read.", "Check its path.") from error
    return script_params.find(source, path.name)


def step(path: Path | None = None, command: str = "", **settings: Any) -> Step:
    """A step that runs a Python script, or a command; see `checked` for its settings."""
    what = {"command": command} if path is None else {"file": str(path.expanduser().absolute())}
    return checked(Step(StepKind.SCRIPT, {**what, **settings}))


def _check_choices(settings: dict[str, Any]) -> None:
    """Raise `NeedsYou` for a setting that is none of its choices."""
    for name, choices, words in (
        ("data", FORMATS, "Data can't be handed over as {}."),
        ("rows", ROWS, "A script can't get the rows {}."),
        ("on_failure", ("stop", "go on"), "A failure lets the chain stop or go on, not {}."),
    ):
        if settings.get(name, choices[0]) not in choices:
            raise NeedsYou(words.format(settings[name]), f"Choose {', '.join(choices)}.")


def checked(one: Step) -> Step:
    """The step with its parameters in their own types; `NeedsYou` says what is wrong.

    Settings: `file` or `command`; `parameters` by name; `requirements` (a file), `interpreter`,
    `folder` to run in (that of the script unless said); `data`, in which format the rows are
    handed over, and which `rows`: all, or the new ones of the version; `environment` variables;
    `limits` (seconds, cores, memory_mb); `on_failure` (stop, go on); `title`; `always`, so that it
    runs although nothing changed.
    """
    settings = dict(one.settings)
    unknown = sorted(set(settings) - _KNOWN)
    if unknown:
        raise NeedsYou(
            f"A script has no setting {unknown[0]}.", f"It has {', '.join(sorted(_KNOWN))}."
        )
    if bool(settings.get("file")) == bool(settings.get("command")):
        raise NeedsYou("A script step names a file or a command.", "Name one of them.")
    _check_choices(settings)
    limits = JobLimits.from_dict(settings.get("limits") or {}).to_dict()
    settings = {key: value for key, value in settings.items() if key != "limits"}
    if limits:
        settings["limits"] = limits
    given = settings.get("parameters") or {}
    if settings.get("file"):
        known = {p.name: p for p in parameters(Path(settings["file"]))}
        for name in given:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise NeedsYou(f"The script has no parameter {name}.", f"Found are: {listed}.")
        given = {name: script_params.typed(known[name], value) for name, value in given.items()}
        script_params.command_words(tuple(known.values()), given)
    elif given:
        raise NeedsYou("A command takes no parameters.", "Write them into the command.")
    if given:
        settings["parameters"] = given
    for name in ("requirements", "folder"):
        if settings.get(name):
            settings[name] = str(Path(settings[name]).expanduser().absolute())
    return Step(one.kind, settings)

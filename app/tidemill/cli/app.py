"""The root of the command line: which workspace, which voice, which command."""

import itertools
from collections.abc import Iterable
from importlib import import_module
from typing import Annotated, Any

import typer

from tidemill import __version__
from tidemill.base import logs
from tidemill.base.errors import WrongUse
from tidemill.cli import output
from tidemill.cli.context import Chosen, Faces
from tidemill.cli.endings import ended

PICTURES = "pictures"
"""Where the pictures go when `--pictures` names no folder."""

MODULES = {
    "data": "data",
    "data_add": "data",
    "data_diff": "data",
    "data_rules": "data",
    "data_keeping": "data",
    "data_steps": "data",
    "data_labels": "data",
    "data_sources": "data",
    "train": "train",
    "recipes": "recipes",
    "code": "code",
    "predict": "predict",
    "forecast": "forecast",
    "runs": "runs",
    "imports": "import",
    "leaving": "export",
    "searches": "searches",
    "settings": "settings",
    "run_slices": "runs",
    "comparing": "runs",
    "run_changes": "runs",
    "run_reproduction": "runs",
    "run_groups": "runs",
    "trash": "trash undo",
    "views": "views",
    "models": "models",
    "model_exports": "models",
    "model_files": "models load-model",
    "model_marks": "models",
    "explanations": "runs models",
    "model_rehearsals": "models",
    "model_reports": "models",
    "maturity": "models",
    "outside_models": "models",
    "monitor": "monitor alerts drift",
    "monitor_value": "monitor",
    "alert_rules": "rules",
    "monitor_labels": "monitor",
    "channels": "channels notices",
    "monitor_chunks": "monitor",
    "monitor_references": "monitor",
    "watch": "watch",
    "automation": "automation",
    "trigger": "trigger why",
    "files": "data files",
    "gates": "gates",
    "choice": "runs choice",
    "preparations": "preparations",
    "incidents": "incidents",
    "jobs": "jobs run-job",
    "lineage": "models",
    "worker": "worker",
    "opening": "open",
    "catalogue": "catalogue",
    "care": "init gui doctor",
    "people": "people activity",
    "demo": "demo",
    "dry_runs": "watch automation",
    "deploy": "deploy serve",
    "tracking": "tracking",
}
"""The modules of commands in the order in which they are listed, each with the first words of the
commands it brings. A call reads those of its first word alone: all of them stand on much of the
program, and take a second to read."""

_TAKES_VALUE = ("-w", "--workspace")
_attached: set[str] = set()

app = typer.Typer(
    help="Tidemill keeps tabular models alive. Without a command it opens the window.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    workspace: Annotated[
        str | None, typer.Option("-w", "--workspace", help="Folder or URL of the workspace.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and leave.")] = False,
) -> None:
    """Tidemill keeps tabular models alive. Without a command it opens the window."""
    ctx.obj = Chosen(workspace, ctx.obj)
    if version:
        print(f"Tidemill {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from tidemill.cli import care

        care.gui(ctx)


def whole() -> typer.Typer:
    """The root with every command."""
    _attach(MODULES)
    return app


def _attach(names: Iterable[str]) -> None:
    for name in names:
        if name not in _attached:
            _attached.add(name)
            import_module(f"tidemill.cli.{name}").attach(app)


def first_word(words: list[str]) -> str:
    """The word that names the command, empty where the words name none."""
    before = ""
    for word in words:
        if not word.startswith("-") and before not in _TAKES_VALUE:
            return word
        before = word
    return ""


def run(words: list[str], faces: Faces) -> int:
    """Run one command line and return its exit code; `faces` starts the other faces."""
    output.set_json("--json" in words)
    words = completed([w for w in words if w != "--json"])
    asked = first_word(words)
    _attach([name for name, first in MODULES.items() if asked in first.split()] or MODULES)
    logs.set_up()
    return ended(lambda: _asked(words, faces))


def _asked(words: list[str], faces: Faces) -> Any:
    """Let the command that the words name do its work; returns what it returns."""
    try:
        return app(args=words, prog_name="tidemill", standalone_mode=False, obj=faces)
    except typer.Exit as leave:
        return int(leave.exit_code)
    except typer.TyperException as wrong:
        hint = f"See: {_command(wrong)} --help"
        output.show_error(WrongUse(wrong.format_message(), hint))
        return WrongUse.exit_code
    except typer.Abort as stopped:
        raise KeyboardInterrupt from stopped


def completed(words: list[str]) -> list[str]:
    """The words with the folder filled in that `--pictures` may do without."""
    found = []
    for word, after in itertools.pairwise([*words, "-"]):
        found += [word, PICTURES] if word == "--pictures" and after.startswith("-") else [word]
    return found


def _command(error: typer.TyperException) -> str:
    """The words of the command that was used wrongly, as far as they were understood."""
    context: typer.Context | None = getattr(error, "ctx", None)
    return "tidemill" if context is None else context.command_path

"""The root of the command line: which workspace, which voice, which command."""

import itertools
from typing import Annotated, Any

import typer

from tidemill import __version__
from tidemill.base import logs
from tidemill.base.errors import WrongUse
from tidemill.cli import (
    alert_rules,
    automation,
    care,
    catalogue,
    channels,
    choice,
    code,
    comparing,
    data,
    data_add,
    data_diff,
    data_keeping,
    data_labels,
    data_rules,
    data_sources,
    data_steps,
    demo,
    deploy,
    dry_runs,
    explanations,
    files,
    forecast,
    gates,
    imports,
    incidents,
    jobs,
    leaving,
    lineage,
    maturity,
    model_exports,
    model_files,
    model_marks,
    model_rehearsals,
    model_reports,
    models,
    monitor,
    monitor_chunks,
    monitor_labels,
    monitor_references,
    monitor_value,
    opening,
    output,
    outside_models,
    people,
    predict,
    preparations,
    recipes,
    run_changes,
    run_groups,
    run_reproduction,
    run_slices,
    runs,
    searches,
    settings,
    tracking,
    train,
    trash,
    trigger,
    views,
    watch,
    worker,
)
from tidemill.cli.context import Chosen, Faces
from tidemill.cli.endings import ended

PICTURES = "pictures"
"""Where the pictures go when `--pictures` names no folder."""

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
        care.gui(ctx)


for module in (
    data,
    data_add,
    data_diff,
    data_rules,
    data_keeping,
    data_steps,
    data_labels,
    data_sources,
    train,
    recipes,
    code,
    predict,
    forecast,
    runs,
    imports,
    leaving,
    searches,
    settings,
    run_slices,
    comparing,
    run_changes,
    run_reproduction,
    run_groups,
    trash,
    views,
    models,
    model_exports,
    model_files,
    model_marks,
    explanations,
    model_rehearsals,
    model_reports,
    maturity,
    outside_models,
    monitor,
    monitor_value,
    alert_rules,
    monitor_labels,
    channels,
    monitor_chunks,
    monitor_references,
    watch,
    automation,
    trigger,
    files,
    gates,
    choice,
    preparations,
    incidents,
    jobs,
    lineage,
    worker,
    opening,
    catalogue,
    care,
    people,
    demo,
    dry_runs,
    deploy,
    tracking,
):
    module.attach(app)


def run(words: list[str], faces: Faces) -> int:
    """Run one command line and return its exit code; `faces` starts the other faces."""
    output.set_json("--json" in words)
    words = completed([w for w in words if w != "--json"])
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

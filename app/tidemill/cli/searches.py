"""The commands about searches of settings: what was tried, and stopping one with its best kept."""

import typer

from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.domain.search_trials import Trial
from tidemill.services import searching
from tidemill.services.searching import Search

searches = typer.Typer(no_args_is_help=True, help="Searches of settings.")


def attach(app: typer.Typer) -> None:
    """Add the group to the root."""
    app.add_typer(searches, name="searches")


@searches.command()
def show(ctx: typer.Context, run: str) -> None:
    """Show what a search tried, best first, what matters, and what going on would bring."""
    with opened(ctx) as workspace:
        found = searching.find(workspace, run)
    output.show(found, "\n".join(_lines(found)))


@searches.command()
def stop(ctx: typer.Context, run: str) -> None:
    """Stop a search after the fold at work, and fit the best it found."""
    with opened(ctx) as workspace:
        found = searching.stop(workspace, run)
    output.show(found, f"{found.name} stops and keeps its best.")


def _lines(found: Search) -> list[str]:
    done = [one for one in found.trials if one.is_finished]
    rest = [one for one in found.trials if not one.is_finished]
    done.sort(key=lambda one: one.mean, reverse=found.up)
    head = (
        f"{found.run.name}: {len(found.trials):,} of {found.plan.n_trials:,} trials of "
        f"{found.recipe.estimator} by {found.plan.searcher}, {found.spent_s / 60:,.1f} minutes."
    )
    lines = [head]
    lines += [found.ended] if found.ended else []
    lines += [_line(found, one) for one in (*done, *rest)]
    shares = found.insights.importances or {}
    if shares:
        said = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
        lines.append(f"What matters: {said}.")
    lines += searching.outlook(found)
    return lines


def _line(found: Search, trial: Trial) -> str:
    values = ", ".join(
        f"{name} {value:.4g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in trial.values.items()
    )
    said = f"{found.measure} {trial.mean:.4f}" if trial.folds else "nothing"
    n_folds = len(trial.folds)
    judged = "1 fold" if n_folds == 1 else f"{n_folds} folds"
    state = "" if trial.is_finished else f" ({trial.state}, {judged})"
    return f"{trial.number:>4}  {said}{state}  {values}"

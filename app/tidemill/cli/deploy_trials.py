"""Commands for a candidate beside a deployment's champion."""

from typing import Annotated

import typer

from tidemill.base.errors import NeedsYou
from tidemill.cli import output
from tidemill.cli.context import opened
from tidemill.cli.models import version_dict
from tidemill.domain.deployments import Deployment
from tidemill.domain.trial_verdicts import TrialVerdict
from tidemill.domain.trials import trial_of
from tidemill.services import deploying, promotion, trial_verdict, trials

Named = Annotated[str, typer.Argument(help="The deployment: the model's name.")]
Candidate = Annotated[
    str,
    typer.Argument(help="The version's number or label; the newest candidate unless said."),
]
Key = Annotated[
    str, typer.Option(help="The column by whose value rows are sent; the whole row unless said.")
]
Percent = Annotated[float, typer.Option(min=0.0, max=100.0, help="Of the rows, in per cent.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Against a failed gate.")]
Reason = Annotated[str, typer.Option(help="Why, with --anyway.")]
Note = Annotated[str, typer.Option(help="For the audit log.")]


def attach(deploy: typer.Typer) -> None:
    """Add these commands to those of deployments."""
    for command in (split, shadow, verdict, end):
        deploy.command()(command)


def split(
    ctx: typer.Context,
    name: Named,
    candidate: Candidate = "",
    percent: Percent = 10.0,
    key: Key = "",
    anyway: Anyway = False,
    reason: Reason = "",
) -> None:
    """Let a candidate answer a share of the rows, chosen by a stable hash."""
    with opened(ctx) as workspace:
        try:
            one = trials.split(
                workspace,
                name,
                candidate,
                share=percent / 100,
                key=key,
                anyway=anyway,
                reason=reason,
            )
        except promotion.GateFailed as failed:
            way = f"tidemill deploy split {name} --anyway --reason …"
            raise NeedsYou(failed.message, f"{failed.hint.rstrip('.')}: {way}") from failed
        output.show(deploying.described(one), _begun(one))


def shadow(
    ctx: typer.Context,
    name: Named,
    candidate: Candidate = "",
    percent: Percent = 100.0,
    key: Key = "",
) -> None:
    """Let a candidate answer beside the champion; its answers are kept and never returned."""
    with opened(ctx) as workspace:
        one = trials.shadow(workspace, name, candidate, share=percent / 100, key=key)
        output.show(deploying.described(one), _begun(one))


def verdict(
    ctx: typer.Context,
    name: Named,
    within: Annotated[
        float | None,
        typer.Option(
            help="How far the interval may reach on each side of the difference: "
            "0.02 for two points of a share, in the target's unit for numbers."
        ),
    ] = None,
) -> None:
    """Show what the candidate has shown beside the champion, and what is still needed."""
    with opened(ctx) as workspace:
        found = trial_verdict.verdict(workspace, name, within=within)
        output.show(found, _shown(found))


def end(
    ctx: typer.Context,
    name: Named,
    promote: Annotated[
        bool, typer.Option("--promote", help="Make the candidate champion.")
    ] = False,
    note: Note = "",
    anyway: Anyway = False,
    reason: Reason = "",
) -> None:
    """Let the champion answer alone again, or promote the candidate beside it."""
    with opened(ctx) as workspace:
        if not promote:
            one = trials.end(workspace, name, note=note)
            output.show(deploying.described(one), f"The champion of {name} answers alone.")
            return
        try:
            version = trials.promote(workspace, name, note=note, anyway=anyway, reason=reason)
        except promotion.GateFailed as failed:
            way = f"tidemill deploy end {name} --promote --anyway --reason …"
            raise NeedsYou(failed.message, f"{failed.hint.rstrip('.')}: {way}") from failed
        output.show(version_dict(version), f"{version.label} is champion.")


def _begun(one: Deployment) -> str:
    trial = trial_of(one.split)
    assert trial is not None
    by = f"the hash of {trial.key}" if trial.key else "the hash of the whole row"
    told = f"{one.name}: {trial.words} of the rows, by {by}."
    return f"{told} See: tidemill deploy verdict {one.name}"


def _shown(found: TrialVerdict) -> str:
    lines = list(found.words)
    if found.needed:
        lines += ["", "Still needed:", *(f"  {one}" for one in found.needed)]
    lines += [
        "",
        f"To decide: tidemill deploy end {found.deployment} --promote, or without --promote.",
    ]
    return "\n".join(lines)

"""`rathaus tenants publish`, `suspend`, `resume` and `archive`: for whom a portal answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import typer

from rathaus.cli.output import DryRunOption, JsonOption, YesOption, answer, confirm
from tenants import services
from tenants.cli_shared import SlugArgument, facts_of, get_tenant, guarded
from tenants.models import Status, Tenant


@dataclass(frozen=True)
class _Answers:
    """How a command is to ask and to answer."""

    yes: bool
    dry_run: bool
    as_json: bool


@guarded
def publish(
    slug: SlugArgument,
    force: Annotated[
        bool, typer.Option("--force", help="Publish although steps of the checklist are missing.")
    ] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Open the portal to citizens. Says what is missing if the start checklist is not complete."""
    tenant = get_tenant(slug)
    if dry_run and tenant.status == Status.PREPARING:
        missing = [str(step.title) for step in services.missing_steps(tenant)]
        text = f"{slug} is ready to publish." if not missing else f"{slug} misses: " + "; ".join(missing)
        answer({"slug": slug, "missing": missing}, text, as_json=as_json)
        return
    _change(
        tenant,
        {Status.LIVE},
        services.MAY_PUBLISH,
        lambda: services.publish_tenant(tenant=tenant, force=force),
        "Open the portal to citizens",
        _Answers(yes, dry_run, as_json),
    )


@guarded
def suspend(
    slug: SlugArgument, yes: YesOption = False, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Close the portal for citizens and staff and stop its jobs. Nothing is deleted."""
    tenant = get_tenant(slug)
    _change(
        tenant,
        {Status.SUSPENDED},
        services.MAY_SUSPEND,
        lambda: services.suspend_tenant(tenant=tenant),
        "Close the portal for everybody",
        _Answers(yes, dry_run, as_json),
    )


@guarded
def resume(
    slug: SlugArgument, yes: YesOption = False, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Undo a suspension or an archiving: live again if it ever was published, else in preparation."""
    tenant = get_tenant(slug)
    _change(
        tenant,
        {Status.LIVE, Status.PREPARING},
        services.MAY_RESUME,
        lambda: services.resume_tenant(tenant=tenant),
        "Open the portal again",
        _Answers(yes, dry_run, as_json),
    )


@guarded
def archive(
    slug: SlugArgument, yes: YesOption = False, dry_run: DryRunOption = False, as_json: JsonOption = False
) -> None:
    """Take the portal off the net for good. Its data stays until it is exported and deleted by hand (runbook)."""
    tenant = get_tenant(slug)
    _change(
        tenant,
        {Status.ARCHIVED},
        services.MAY_ARCHIVE,
        lambda: services.archive_tenant(tenant=tenant),
        "Take the portal off the net",
        _Answers(yes, dry_run, as_json),
    )


def _change(
    tenant: Tenant,
    reached: set[Status],
    allowed: frozenset[Status],
    change: Callable[[], None],
    question: str,
    answers: _Answers,
) -> None:
    """Change the status; a municipality that has it already is left alone, so that a script may run again."""
    if tenant.status in reached:
        text = f"{tenant.slug} is {tenant.status} already, nothing was changed."
    else:
        services.require_status(tenant, allowed)
        if not answers.dry_run:
            confirm(f"{question} ({tenant.slug})?", yes=answers.yes)
            change()
        would = f"Would do for {tenant.slug} ({tenant.status}): {question.lower()}."
        text = would if answers.dry_run else f"{tenant.slug} is now {tenant.status}."
    answer(facts_of(tenant), text, as_json=answers.as_json)

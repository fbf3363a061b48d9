"""Publish, suspend, resume and archive a municipality."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import services
from tenants.errors import TenantError
from tenants.forms import PublishForm
from tenants.models import Status, Tenant
from tenants.views.questions import Question, ask_or_do, asks_first, question_page
from tenants.words import explain


@dataclass(frozen=True)
class Step:
    """A change of a municipality's status that its present status allows."""

    slug: str
    allowed: frozenset[str]
    change: Callable[..., None]
    question: Question


STEPS: Final = (
    Step(
        "veroeffentlichen",
        frozenset({Status.PREPARING}),
        services.publish_tenant,
        Question(
            gettext_lazy("{name} veröffentlichen?"),
            gettext_lazy("Alle Menschen können das Portal danach sehen und benutzen."),
            gettext_lazy("Portal veröffentlichen"),
            gettext_lazy("{name} ist jetzt in Betrieb."),
        ),
    ),
    Step(
        "freigeben",
        frozenset({Status.SUSPENDED, Status.ARCHIVED}),
        services.resume_tenant,
        Question(
            gettext_lazy("{name} wieder freigeben?"),
            gettext_lazy("Das Portal antwortet danach wieder wie vor der Sperre oder dem Archivieren."),
            gettext_lazy("Portal freigeben"),
            gettext_lazy("{name} ist wieder freigegeben."),
        ),
    ),
    Step(
        "sperren",
        frozenset({Status.PREPARING, Status.LIVE}),
        services.suspend_tenant,
        Question(
            gettext_lazy("{name} sperren?"),
            gettext_lazy(
                "Bürgerinnen und Bürger und die Verwaltung kommen nicht mehr in das Portal. Es gehen keine Mails "
                "mehr hinaus. Alle Daten bleiben erhalten, Sie können die Sperre wieder aufheben."
            ),
            gettext_lazy("Portal sperren"),
            gettext_lazy("{name} ist jetzt gesperrt."),
        ),
    ),
    Step(
        "archivieren",
        frozenset({Status.PREPARING, Status.LIVE, Status.SUSPENDED}),
        services.archive_tenant,
        Question(
            gettext_lazy("{name} archivieren?"),
            gettext_lazy(
                "Das Portal verschwindet aus dem Netz, seine Adressen antworten mit „nicht gefunden“. "
                "Die Daten bleiben, bis Sie sie ausgeben und von Hand löschen."
            ),
            gettext_lazy("Portal archivieren"),
            gettext_lazy("{name} ist jetzt archiviert."),
        ),
    ),
)


def steps_for(tenant: Tenant) -> list[Step]:
    """Return the steps that the municipality's status allows now."""
    return [step for step in STEPS if tenant.status in step.allowed]


@asks_first
def change_status(request: HttpRequest, tenant_id: uuid.UUID, step: str) -> HttpResponse:
    """Publish, suspend, resume or archive."""
    tenant = get_object_or_404(Tenant, pk=tenant_id)
    chosen = next((one for one in STEPS if one.slug == step), None)
    if chosen is None:
        raise Http404
    if chosen.slug == "veroeffentlichen" and tenant.status == Status.PREPARING:
        return _publish(request, tenant, chosen)
    return ask_or_do(request, tenant, chosen.question, chosen.change)


def _publish(request: HttpRequest, tenant: Tenant, step: Step) -> HttpResponse:
    """Publish when the start checklist is complete, or when the operator wants it all the same."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    force = form.is_valid() and bool(form.cleaned_data["force"])
    try:
        missing = [str(one.title) for one in services.missing_steps(tenant)]
    except TenantError as error:
        return question_page(request, tenant, step.question, {}, error=explain(error))
    if not missing or force:
        return ask_or_do(request, tenant, step.question, partial(step.change, force=force))
    hint = _("Setzen Sie das Häkchen, wenn Sie trotzdem veröffentlichen wollen.") if form.is_bound else ""
    return question_page(request, tenant, step.question, {}, form=form, missing=missing, error=hint)

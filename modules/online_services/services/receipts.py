"""The mail that says that something has arrived: its number and what happens next, nothing of what was written."""

from django.urls import reverse
from django.utils.translation import override

from modules.cases.api import Case, greeting_of
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import ServiceRequest
from modules.online_services.sent_links import sent_path
from modules.online_services.words_filling import what_next
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant

_TEMPLATE = "online_services/mail/received"


def send_receipt(*, request: ServiceRequest, case: Case, definition: FormDefinition) -> None:
    """Tell whoever applied that it arrived, in their language; people without an address get no mail."""
    if not case.applicant_email:
        return
    with override(request.language):
        greeting = greeting_of(case)
    context = {
        "greeting": greeting,
        "reference": case.reference,
        "name": request.service.name if request.service else str(definition.title),
        "what_next": what_next(definition, language=request.language),
        "is_application": definition.request_kind == "application",
        "copy_url": current_tenant().url(_copy_path(request, case)),
        "is_guest": case.person is None,
        "status_url": current_tenant().url(reverse("cases:guest", urlconf="rathaus.urls_tenant")),
    }
    mail = render_mail(_TEMPLATE, context, language=request.language)
    enqueue_mail(to=case.applicant_email, kind="online_services.received", reference=str(case.pk), **vars(mail))


def _copy_path(request: ServiceRequest, case: Case) -> str:
    """Return where the copy lies: for a guest behind a link that ends, for others behind their sign-in."""
    if case.person is None:
        return sent_path(request, viewer=None)
    return reverse("cases:case", args=[case.pk], urlconf="rathaus.urls_tenant")

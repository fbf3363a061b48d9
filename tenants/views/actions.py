"""Switch modules and change the domains of a municipality."""

import uuid
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.registry import UnknownModuleError, get_module
from tenants import passkeys, services
from tenants.models import Domain, Tenant
from tenants.views.questions import Question, ask_or_do, asks_first

SWITCH_ON: Final = Question(
    gettext_lazy("{module} für {name} einschalten?"),
    gettext_lazy("Alle Seiten des Moduls erscheinen sofort. Was schon gespeichert war, ist wieder da."),
    gettext_lazy("Modul einschalten"),
    gettext_lazy("{module} ist jetzt eingeschaltet."),
)
SWITCH_OFF: Final = Question(
    gettext_lazy("{module} für {name} ausschalten?"),
    gettext_lazy(
        "Bürgerinnen und Bürger und die Verwaltung sehen das Modul nicht mehr, seine Links führen ins Leere. "
        "Es verschickt keine Mails mehr. Alle Daten bleiben erhalten."
    ),
    gettext_lazy("Modul ausschalten"),
    gettext_lazy("{module} ist jetzt ausgeschaltet."),
)
MAKE_PRIMARY: Final = Question(
    gettext_lazy("{domain} zur Hauptdomain machen?"),
    gettext_lazy("Alle Links in neuen E-Mails führen auf diese Domain. Die bisherige antwortet weiter."),
    gettext_lazy("Zur Hauptdomain machen"),
    gettext_lazy("{domain} ist jetzt die Hauptdomain."),
)
REMOVE_DOMAIN: Final = Question(
    gettext_lazy("{domain} entfernen?"),
    gettext_lazy("Links auf diese Domain führen danach ins Leere, auch in Mails, die schon verschickt sind."),
    gettext_lazy("Domain entfernen"),
    gettext_lazy("{domain} ist entfernt."),
)

KEEP_FORMER: Final = gettext_lazy(
    "Passkeys, die zu {domain} gehören: {number}. Lassen Sie diese Domain bestehen: Solange sie antwortet, "
    "nehmen die meisten Browser sie auch unter der neuen Adresse an."
)
PASSKEYS_LOST: Final = gettext_lazy(
    "Passkeys, die zu {domain} gehören: {number}. Sie gelten danach nicht mehr. Wer nur einen solchen hat, meldet sich "
    "mit einem Code per E-Mail an und richtet einen neuen ein; Beschäftigte brauchen dafür einen Ersatzcode."
)


@asks_first
def switch_module(request: HttpRequest, tenant_id: uuid.UUID, module: str, *, is_on: bool) -> HttpResponse:
    """Switch a module on or off."""
    tenant = get_object_or_404(Tenant, pk=tenant_id)
    try:
        spec = get_module(module)
    except UnknownModuleError:
        raise Http404 from None
    change = partial(services.switch_module, module=spec.slug, is_on=is_on)
    return ask_or_do(request, tenant, SWITCH_ON if is_on else SWITCH_OFF, change, module=spec.label)


@asks_first
def make_primary(request: HttpRequest, tenant_id: uuid.UUID, domain_id: uuid.UUID) -> HttpResponse:
    """Use another of the municipality's domains in all links."""
    entry = get_object_or_404(Domain.objects.select_related("tenant"), pk=domain_id, tenant=tenant_id)
    change = partial(services.add_domain, domain=entry.domain, is_primary=True)
    number = passkeys.last_count_at(entry.tenant, entry.tenant.primary_domain)
    warning = str(KEEP_FORMER).format(number=number, domain=entry.tenant.primary_domain) if number else ""
    return ask_or_do(request, entry.tenant, MAKE_PRIMARY, change, warning=warning, domain=entry.domain)


@asks_first
def remove_domain(request: HttpRequest, tenant_id: uuid.UUID, domain_id: uuid.UUID) -> HttpResponse:
    """Take a domain away."""
    entry = Domain.objects.select_related("tenant").filter(pk=domain_id, tenant=tenant_id).first()
    if entry is None:
        messages.info(request, _("Diese Domain ist schon entfernt."))
        return redirect("console:detail", tenant_id)
    change = partial(services.remove_domain, domain=entry.domain)
    number = passkeys.last_count_at(entry.tenant, entry.domain)
    warning = str(PASSKEYS_LOST).format(number=number, domain=entry.domain) if number else ""
    return ask_or_do(request, entry.tenant, REMOVE_DOMAIN, change, warning=warning, domain=entry.domain)

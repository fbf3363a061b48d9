"""What a newer shipped description changes: read it, take it over, or keep what is said now."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.online_services.models import PublicService
from modules.online_services.services.reviewing import accept, accept_over_own, keep, open_differences
from modules.online_services.views.staff.catalogue.common import of_service
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@of_service
@require_safe
def differences(request: HttpRequest, service: PublicService) -> HttpResponse:
    """Show each change word by word."""
    context = {"service": service, "differences": open_differences(service)}
    return render(request, "online_services/staff/catalogue/differences.html", context)


@of_service
@require_POST
def decide(request: HttpRequest, service: PublicService) -> HttpResponse:
    """Take over one change or all, or keep what is said now; sent twice, the second changes nothing."""
    actor, path, decision = acting_user(request), request.POST.get("teil", ""), request.POST.get("entscheidung", "")
    if decision == "alle":
        accept(service=service, paths=[one.path for one in open_differences(service)], actor=actor)
        messages.success(request, _("Alle Änderungen sind übernommen. Ihre eigenen Texte bleiben, wie sie sind."))
    elif decision == "uebernehmen":
        accept(service=service, paths=[path], actor=actor)
        messages.success(request, _("Die Änderung ist übernommen."))
    elif decision == "ersetzen":
        accept_over_own(service=service, path=path, actor=actor)
        messages.success(request, _("Der neue Text steht jetzt auf der Website."))
    elif decision == "behalten":
        keep(service=service, path=path, actor=actor)
        messages.success(request, _("Ihr Text bleibt."))
    else:
        raise Http404
    service.refresh_from_db()
    page = "differences" if open_differences(service) else "service"
    return see_other(reverse(f"online_services_staff:{page}", args=[service.pk]))

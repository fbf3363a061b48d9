"""Somebody who lost the link gets it again by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modules.appointments.errors import CrowdedNetworkError
from modules.appointments.forms.public import FindForm
from modules.appointments.services.admitting import admit_finding
from modules.appointments.services.finding import send_link
from modules.appointments.views.public.admission import too_many
from modules.appointments.views.public.guards import see_other, unlisted
from rathaus.limits.networks import client_network
from rathaus.web.origin import cookieless_post


@cookieless_post
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for number and address; the answer is the same whether there is such an appointment or not."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            admit_finding(network=client_network(request))
        except CrowdedNetworkError as error:
            form.add_error(None, str(error))
            return too_many(_page(request, form), error)
        send_link(code=form.cleaned_data["number"], contact=form.cleaned_data["contact"])
        return see_other(reverse("appointments:find") + "?gesendet=1")
    return _page(request, form)


def _page(request: HttpRequest, form: FindForm) -> HttpResponse:
    context = {"form": form, "was_sent": "gesendet" in request.GET and not form.is_bound}
    return render(request, "appointments/public/find.html", context)

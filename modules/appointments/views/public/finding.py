"""Somebody who lost the link gets it again by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from modules.appointments.forms.public import FindForm
from modules.appointments.services.finding import send_link
from modules.appointments.views.public.guards import see_other, unlisted
from rathaus.web.origin import cookieless_post


@cookieless_post
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for number and address; the answer is the same whether there is such an appointment or not."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_link(code=form.cleaned_data["number"], contact=form.cleaned_data["contact"])
        return see_other(reverse("appointments:find") + "?gesendet=1")
    return render(request, "appointments/public/find.html", {"form": form, "was_sent": "gesendet" in request.GET})

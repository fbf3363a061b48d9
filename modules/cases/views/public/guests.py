"""The way in for guests: number and address, then the code from the mail. The token in the address is all they have."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from modules.cases.errors import CaseError, TooOftenError
from modules.cases.forms.public import CodeForm, GuestForm
from modules.cases.services.guests import ask_for_code, enter_code
from rathaus.limits.networks import client_network
from rathaus.web.answers import see_other
from rathaus.web.origin import cookieless_post


@cookieless_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask for number and address; the answer is the same whether there is such a case."""
    initial = {"reference": request.GET.get("nummer", "")[:24]}
    form = GuestForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            token = ask_for_code(reference=typed["reference"], email=typed["email"], network=client_network(request))
        except TooOftenError as error:
            form.add_error(None, str(error))
            status = 429
        else:
            return see_other(reverse("cases:guest_code", args=[token]))
    context = {"form": form, "is_over": "abgelaufen" in request.GET}
    return render(request, "cases/public/guest.html", context, status=status)


@cookieless_post
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code from the mail and open the case with it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_code(token=token, code=form.cleaned_data["code"])
        except CaseError as error:
            form.add_error("code", str(error))
        else:
            return see_other(reverse("cases:guest_case", args=[token]))
    return render(request, "cases/public/guest_code.html", {"form": form})

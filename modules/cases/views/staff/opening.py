"""Open a case for somebody at the counter, on the telephone, or who wrote."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.cases.forms.staff import OpenForm
from modules.cases.models import Channel
from modules.cases.selectors.access import case_for
from modules.cases.services.beginning import open_for_somebody
from modules.cases.views.staff.common import for_opening
from rathaus.accounts.session import acting_user
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other

_FORMS = ("online_services", "online_services_staff:taking")


@for_opening
@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest) -> HttpResponse:
    """Offer the forms of the services, and take a plain case."""
    form = OpenForm(request.POST or None, request.FILES or None, initial={"channel": Channel.COUNTER})
    clerk = acting_user(request)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        case = open_for_somebody(
            new=form.new_case(), files=typed["attachments"], idem_key=typed["idem_key"], actor=clerk
        )
        messages.success(request, _("Der Vorgang %(reference)s ist aufgenommen.") % {"reference": case.reference})
        if case_for(clerk, case.pk):
            return see_other(reverse("cases_staff:case", args=[case.pk]))
        return see_other(reverse("cases_staff:desk"))
    return render(request, "cases/staff/open.html", {"form": form, "forms_url": _forms_url()})


def _forms_url() -> str:
    """Return where the forms of the services are filled in for somebody, "" where that module is off."""
    module, name = _FORMS
    if not current_tenant().has_module(module):
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

"""The official contact data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.accounts.permissions import permission_required
from tenants.municipality.forms import ContactForm
from tenants.municipality.selectors import get_profile
from tenants.municipality.services import save_profile
from tenants.municipality.views.staff import actor_of


@permission_required("platform.texts")
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponseBase:
    """Change the contact data; they stand in footer, imprint and drafts."""
    form = ContactForm(request.POST or None, instance=get_profile())
    if request.method == "POST" and form.is_valid():
        save_profile(changes=form.cleaned_data, actor=actor_of(request))
        messages.success(request, _("Gespeichert. Die Angaben stehen ab sofort im Fuß jeder Seite."))
        return redirect("portal_staff:contact")
    return render(request, "municipality/contact.html", {"form": form})

"""Appointments on the municipality's own homepage: the snippet with a preview, and where it may stand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from modules.appointments.forms.setup.embedding import OriginsForm, SnippetForm
from modules.appointments.permissions import SETUP
from rathaus.accounts.permissions import permission_required
from rathaus.tenancy import current_tenant
from tenants.municipality.errors import MunicipalityError
from tenants.municipality.selectors import get_profile
from tenants.municipality.services import save_embed_origins
from tenants.municipality.views.staff import actor_of


@permission_required(SETUP)
@require_http_methods(["GET", "HEAD", "POST"])
def embedding(request: HttpRequest) -> HttpResponseBase:
    """Show the snippet with its preview; POST saves the homepages that may show it."""
    origins = get_profile().embed_origins
    form = OriginsForm(request.POST or None, initial={"origins": "\n".join(origins)})
    if request.method == "POST" and form.is_valid():
        try:
            save_embed_origins(origins=form.cleaned_data["origins"], actor=actor_of(request))
        except MunicipalityError as error:
            form.add_error("origins", str(error))
        else:
            messages.success(request, _("Die Internetseiten sind gespeichert. Das gilt in spätestens 30 Sekunden."))
            return redirect("appointments_staff:embedding")
    choice = SnippetForm(request.GET)
    attributes = choice.attributes()
    context = {
        "form": form,
        "choice": choice if choice.is_bound else SnippetForm(),
        "origins": origins,
        "attributes": attributes,
        "snippet": snippet(attributes),
        "element_url": reverse("appointments:element"),
        "portal_origin": current_tenant().url("/").rstrip("/"),
    }
    return render(request, "appointments/setup/embedding.html", context)


def snippet(attributes: dict[str, str]) -> str:
    """Return the HTML for the homepage; whoever has no script finds a link in it."""
    with override("de"):  # the address of the script has no language; the element has
        script = current_tenant().url(reverse("appointments:element"))
        link = current_tenant().url(reverse("appointments:start"))
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    label = "Book an appointment" if attributes.get("sprache") == "en" else "Termin buchen"
    return (
        f'<script src="{escape(script)}" async></script>\n'
        f'<rathaus-termine{written}>\n  <a href="{escape(link)}">{label}</a>\n</rathaus-termine>'
    )

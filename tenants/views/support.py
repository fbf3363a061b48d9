"""The way into a municipality that has opened support access."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rathaus.accounts.proof import fresh_proof_required
from rathaus.accounts.support.errors import NoGrantError
from tenants.models import Tenant
from tenants.support import hand_over
from tenants.views.people import operator


@require_POST
@never_cache
@fresh_proof_required
def enter_municipality(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """Make the one-time way in and show it: the municipality's own page asks once more and acts on POST."""
    tenant = get_object_or_404(Tenant, pk=tenant_id)
    try:
        url = hand_over(tenant=tenant, operator=operator(request))
    except NoGrantError as error:
        messages.error(request, str(error))
        return redirect("console:detail", tenant_id)
    return render(request, "tenants/support.html", {"municipality_row": tenant, "url": url})

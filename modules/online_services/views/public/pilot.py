"""The door of a pilot: who has the link tries a form that is not open to everybody yet."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from modules.online_services.api import draft_path, open_draft
from modules.online_services.models import FormVersion, Stage
from modules.online_services.views.building_links import PURPOSE
from rathaus.signing import BadLinkError, unsign
from rathaus.web.origin import cookieless_post


@cookieless_post
@require_http_methods(["GET", "HEAD", "POST"])
def pilot(request: HttpRequest, *, token: str) -> HttpResponse:
    """Say what a pilot is; the button begins to fill in. Nothing is sent to the town hall with it."""
    version = _version(token)
    if version.stage != Stage.PILOT:
        return render(request, "online_services/building/public/pilot_over.html", {"form_": version.form}, status=410)
    if request.method == "POST":
        draft = open_draft(
            version=version, service=version.form.service, is_rehearsal=True, language=get_language() or "de"
        )
        response = HttpResponseRedirect(draft_path(draft))
        response.status_code = 303
        return response
    return render(request, "online_services/building/public/pilot.html", {"form_": version.form, "version": version})


def _version(token: str) -> FormVersion:
    try:
        key = uuid.UUID(unsign(purpose=PURPOSE, token=token))
    except (BadLinkError, ValueError, TypeError, AttributeError):
        raise Http404 from None
    found = FormVersion.objects.select_related("form__service").filter(pk=key, number__gt=0).first()
    if found is None:
        raise Http404
    return found

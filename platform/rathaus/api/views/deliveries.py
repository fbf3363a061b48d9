"""Messages of a webhook: look at one, send it again, try the address."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.api import services
from rathaus.api.delivery import body_of
from rathaus.api.forms import ReplayForm
from rathaus.api.selectors import deliveries_of
from rathaus.api.views.webhooks import event_words, find_endpoint, replay_page


@require_safe
@permission_required("platform.api")
def show(request: HttpRequest, endpoint_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Show what was sent and what came back."""
    endpoint = find_endpoint(endpoint_id)
    delivery = get_object_or_404(deliveries_of(endpoint), pk=delivery_id)
    body = json.dumps(json.loads(body_of(delivery)), ensure_ascii=False, indent=2)
    context = {"endpoint": endpoint, "delivery": delivery, "event": event_words(delivery.event), "body": body}
    return render(request, "api/delivery.html", context)


@require_POST
@permission_required("platform.api")
def replay(request: HttpRequest, endpoint_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Send one message again."""
    delivery = get_object_or_404(deliveries_of(find_endpoint(endpoint_id)), pk=delivery_id)
    services.replay_delivery(delivery=delivery, actor=acting_user(request))
    messages.success(request, _("Die Nachricht geht noch einmal hinaus."))
    return redirect("api_staff:delivery", endpoint_id, delivery_id)


@require_POST
@permission_required("platform.api")
def replay_range(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Send all messages from a day on again."""
    endpoint = find_endpoint(endpoint_id)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return replay_page(request, endpoint, form)
    count = services.replay_since(
        endpoint=endpoint,
        since=form.since_instant(),
        only_failed=form.cleaned_data["only_failed"],
        actor=acting_user(request),
    )
    words = ngettext(
        "Eine Nachricht geht noch einmal hinaus.", "%(count)s Nachrichten gehen noch einmal hinaus.", count
    )
    messages.success(request, words % {"count": count})
    return redirect("api_staff:webhook", endpoint_id)


@require_POST
@permission_required("platform.api")
def test(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Send a message that says nothing."""
    delivery = services.send_test(endpoint=find_endpoint(endpoint_id))
    messages.success(request, _("Die Probe ist unterwegs. Laden Sie diese Seite neu, um die Antwort zu sehen."))
    return redirect("api_staff:delivery", endpoint_id, delivery.pk)

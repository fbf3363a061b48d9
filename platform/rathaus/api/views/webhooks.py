"""Webhooks: where other programs are told what happened."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.api import services
from rathaus.api.errors import AlreadyCreatedError, ApiError
from rathaus.api.forms import EditWebhookForm, NewWebhookForm, ReplayForm
from rathaus.api.models import DeliveryState, WebhookEndpoint
from rathaus.api.scopes import TEST_EVENT, all_events
from rathaus.api.selectors import all_endpoints, deliveries_of
from rathaus.web.navigation import Chip

_PER_PAGE = 50


@permission_required("platform.api")
def create(request: HttpRequest) -> HttpResponse:
    """Ask for the address; the answer to the POST is the only page that ever shows the secret."""
    form = NewWebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = services.create_webhook(actor=acting_user(request), **form.cleaned_data)
        except AlreadyCreatedError as error:
            messages.info(request, str(error))
            return redirect("api_staff:overview")
        except ApiError as error:
            form.add_error(None, str(error))
        else:
            return _secret_page(request, endpoint, secret)
    return render(request, "api/create_webhook.html", {"form": form})


@require_safe
@permission_required("platform.api")
def show(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Show an address and what it was sent, with a filter."""
    endpoint = find_endpoint(endpoint_id)
    return render(request, "api/webhook.html", _context(request, endpoint, ReplayForm()))


@permission_required("platform.api")
def edit(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Change name, address, events and the switch."""
    endpoint = find_endpoint(endpoint_id)
    form = EditWebhookForm.of(endpoint, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_webhook(endpoint=endpoint, actor=acting_user(request), **form.cleaned_data)
        except ApiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Die Änderungen sind gespeichert."))
            return redirect("api_staff:webhook", endpoint_id)
    return render(request, "api/edit_webhook.html", {"endpoint": endpoint, "form": form})


@require_POST
@permission_required("platform.api")
def renew_secret(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Make a new secret and show it once."""
    endpoint = find_endpoint(endpoint_id)
    return _secret_page(request, endpoint, services.renew_secret(endpoint=endpoint, actor=acting_user(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("platform.api")
def delete(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Say what is lost; POST removes the address with its messages."""
    endpoint = find_endpoint(endpoint_id)
    if request.method != "POST":
        return render(request, "api/delete_webhook.html", {"endpoint": endpoint})
    services.delete_webhook(endpoint=endpoint, actor=acting_user(request))
    messages.success(request, _("Der Webhook ist gelöscht."))
    return redirect("api_staff:overview")


@require_POST
@permission_required("platform.api")
def resume(request: HttpRequest, endpoint_id: UUID) -> HttpResponse:
    """Send again to an address that was paused."""
    services.resume_webhook(endpoint=find_endpoint(endpoint_id), actor=acting_user(request))
    messages.success(request, _("Wir senden wieder. Was gewartet hat, geht zuerst hinaus."))
    return redirect("api_staff:webhook", endpoint_id)


def find_endpoint(endpoint_id: UUID) -> WebhookEndpoint:
    """Return the address or answer 404."""
    return get_object_or_404(all_endpoints(), pk=endpoint_id)


def event_words(code: str) -> str:
    """Return what to call an event; its code where no module names it any more."""
    event = TEST_EVENT if code == TEST_EVENT.code else all_events().get(code)
    return str(event.label) if event else code


def replay_page(request: HttpRequest, endpoint: WebhookEndpoint, form: ReplayForm) -> HttpResponse:
    """Show the address again with what was wrong about the wish to send again."""
    return render(request, "api/webhook.html", _context(request, endpoint, form))


def _context(request: HttpRequest, endpoint: WebhookEndpoint, form: ReplayForm) -> dict[str, Any]:
    state = request.GET.get("stand", "")
    state = state if state in DeliveryState.values else ""
    page = Paginator(deliveries_of(endpoint, state=state), _PER_PAGE).get_page(request.GET.get("seite"))
    return {
        "endpoint": endpoint,
        "events": [event_words(code) for code in endpoint.events],
        "page": page,
        "lines": [(delivery, event_words(delivery.event)) for delivery in page],
        "state": state,
        "chips": _chips(state),
        "form": form,
    }


def _chips(state: str) -> list[Chip]:
    everything = Chip(_("Alle"), "?", is_current=not state)
    return [everything] + [Chip(label, f"?stand={value}", value == state) for value, label in DeliveryState.choices]


def _secret_page(request: HttpRequest, endpoint: WebhookEndpoint, secret: str) -> HttpResponse:
    return render(request, "api/webhook_secret.html", {"endpoint": endpoint, "secret": secret})

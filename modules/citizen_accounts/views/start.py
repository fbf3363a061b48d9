"""The first page of a citizen's own pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from modules.citizen_accounts.selectors.cards import cards_of
from rathaus.accounts.session import acting_user, citizen_required
from rathaus.web.keeping import kept_on_private_devices


@citizen_required
@kept_on_private_devices
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Greet, and show what waits for the person and what is going on."""
    user = acting_user(request)
    cards = cards_of(user)
    context = {
        "first_name": user.first_name,
        "waiting": [card for card in cards if card.is_waiting],
        "cards": [card for card in cards if not card.is_waiting],
    }
    return render(request, "citizen_accounts/start.html", context)

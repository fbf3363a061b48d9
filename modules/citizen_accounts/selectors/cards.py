"""What the first page shows: what every active module has for this person."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from modules.citizen_accounts.selectors.details import person_details
from modules.citizen_accounts.selectors.representations import waiting_around
from rathaus.accounts.guests import GuestItems
from rathaus.accounts.models import User
from rathaus.registry import MyCard, active_modules, contribution
from rathaus.tenancy import current_tenant


def cards_of(user: User) -> list[MyCard]:
    """Return the cards of the active modules: what waits for the person first, then by the modules' order."""
    sources = [contribution(spec, "my_cards") for spec in active_modules(current_tenant())]
    cards = [card for source in sources if source for card in source(user)]
    return sorted(cards, key=lambda card: (not card.is_waiting, card.order))


def my_cards(user: User) -> Iterator[MyCard]:
    """Yield the module's own cards: two queries, and one for each module that has guests."""
    yield from _representation_cards(user)
    if waiting_guest_items(user):
        yield MyCard(
            _("Ohne Konto gebucht?"),
            [_("Zu Ihrer E-Mail-Adresse gibt es Buchungen ohne Konto.")],
            reverse("citizen_accounts:claim"),
            _("Übernehmen"),
            order=80,
        )
    if not person_details(user).street:
        yield MyCard(
            _("Ihr Profil"),
            [_("Mit Ihrer Anschrift füllen wir Formulare für Sie aus.")],
            reverse("citizen_accounts:profile"),
            _("Profil ausfüllen"),
            order=90,
        )


def _representation_cards(user: User) -> Iterator[MyCard]:
    url = reverse("citizen_accounts:acting")
    waiting = list(waiting_around(user))
    theirs = [entry.representative.full_name for entry in waiting if entry.representative_id != user.pk]
    if theirs:
        yield MyCard(_("Jemand möchte für Sie handeln"), theirs, url, _("Ansehen"), is_waiting=True, order=40)
    mine = [entry.full_name for entry in waiting if entry.representative_id == user.pk]
    if mine:
        yield MyCard(_("Wir prüfen Ihren Nachweis"), mine, url, _("Vertretungen ansehen"), order=60)


def waiting_guest_items(user: User) -> int:
    """Return how many things were done with the person's address without an account."""
    return sum(part.waiting(email=user.email) for part in guest_parts())


def guest_parts() -> list[GuestItems]:
    """Return what the active modules keep of guests."""
    found = [contribution(spec, "guest_items") for spec in active_modules(current_tenant())]
    return [part for part in found if part]

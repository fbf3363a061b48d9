"""What the first page shows: what every active module has for this person."""

from rathaus.accounts.models import User
from rathaus.registry import MyCard, active_modules, contribution
from rathaus.tenancy import current_tenant


def cards_of(user: User) -> list[MyCard]:
    """Return the cards of the active modules: what waits for the person first, then by the modules' order."""
    sources = [contribution(spec, "my_cards") for spec in active_modules(current_tenant())]
    cards = [card for source in sources if source for card in source(user)]
    return sorted(cards, key=lambda card: (not card.is_waiting, card.order))

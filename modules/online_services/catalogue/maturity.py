"""How far a service is online, after the levels of the OZG (Reifegradmodell), told honestly.

0 nothing on the internet, 1 information, 2 a form or request can be sent, 3 the whole request is done online with
proofs and identification, 4 wholly digital including the decision and proofs from registers.

The level that a description claims is capped by what is really there: without a text 0; what another authority does,
or what cannot be sent at all, 1; without a form of its own (the generic request) 2; where the form asks for more trust
than the ways to sign in can prove here, 2. Nothing reaches 4 while decisions go out by letter and proofs are uploaded.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.online_services.catalogue.description import ServiceDescription

LEVELS: Final = {
    0: _("Keine Informationen im Internet"),
    1: _("Informationen"),
    2: _("Formular oder Anfrage online"),
    3: _("Ganz online beantragen"),
    4: _("Vollständig digital"),
}
TRUST: Final = {0: _("keins"), 1: _("niedrig"), 3: _("substanziell"), 4: _("hoch")}


@dataclass(frozen=True, slots=True)
class Maturity:
    """The level that can be claimed, and why it is not higher than that."""

    level: int
    reason: Any


def maturity_of(
    description: ServiceDescription, *, is_active: bool, has_own_form: bool, can_be_sent: bool, trust_here: int
) -> Maturity:
    """Return the honest level: the claimed one, or the cap with its reason. `trust_here` is what sign-in can prove."""
    cap = _cap(description, is_active=is_active, has_own_form=has_own_form, can_be_sent=can_be_sent, trust=trust_here)
    if description.maturity <= cap.level:
        return Maturity(description.maturity, "")
    return cap


def _cap(
    description: ServiceDescription, *, is_active: bool, has_own_form: bool, can_be_sent: bool, trust: int
) -> Maturity:
    if not is_active or not description.texts.short_text:
        return Maturity(0, _("Die Leistung steht nicht auf der Website."))
    if description.channel == "elsewhere" or not can_be_sent:
        return Maturity(1, _("Hier steht nur, wie es geht; beantragt wird an anderer Stelle."))
    if not has_own_form:
        return Maturity(2, _("Es gibt nur die allgemeine Anfrage, kein eigenes Formular."))
    if description.assurance_level > trust:
        return Maturity(2, _("Die nötige Anmeldung, zum Beispiel mit der BundID, ist hier nicht eingerichtet."))
    return Maturity(3, _("Bescheide gehen noch als Brief hinaus, und Nachweise werden hochgeladen."))

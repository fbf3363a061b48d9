"""Life situations: how people look for services who do not know their official names."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class LifeSituation:
    """A situation with what belongs to it; descriptions of services name its key."""

    key: str
    title: Any
    hint: Any
    icon: str = "draft"


LIFE_SITUATIONS: Final = (
    LifeSituation(
        "ausweis",
        _("Ausweis und Dokumente"),
        _("Personalausweis, Reisepass, Bescheinigungen, Urkunden"),
        "account-circle",
    ),
    LifeSituation("umzug", _("Umziehen und Wohnen"), _("Anmelden, ummelden, Platz für den Umzugswagen"), "home"),
    LifeSituation("familie", _("Familie und Kinder"), _("Geburt, Kita und Hort, Urkunden"), "account-circle"),
    LifeSituation("tiere", _("Tiere"), _("Hund anmelden, abmelden, Steuer"), "checklist"),
    LifeSituation("verkehr", _("Auto und Verkehr"), _("Parken, Haltverbot, Sperrungen"), "arrow-forward"),
    LifeSituation("gewerbe", _("Arbeit und Gewerbe"), _("Ein Gewerbe anmelden, ändern, abmelden"), "draft"),
    LifeSituation("feste", _("Feste und Vereine"), _("Veranstaltungen, Osterfeuer, Ausschank"), "calendar-today"),
    LifeSituation("bauen", _("Straße und Bauen"), _("Gerüst, Container, Sperrung, Außengastronomie"), "edit"),
    LifeSituation("geld", _("Steuern und Zahlen"), _("Lastschrift, Stundung, Ratenzahlung"), "draft"),
    LifeSituation("ordnung", _("Ordnung und Sicherheit"), _("Anhörung, Verwarnung, Feuer im Freien"), "info"),
    LifeSituation("sauberkeit", _("Sauberkeit und Schäden"), _("Schlagloch, Laterne, Müll melden"), "warning"),
    LifeSituation("verloren", _("Verloren und gefunden"), _("Fundsachen, verlorene Ausweise"), "search"),
    LifeSituation("schwere-zeiten", _("Schwere Zeiten"), _("Sterbefall, Geldsorgen, Schutz der eigenen Daten"), "help"),
)

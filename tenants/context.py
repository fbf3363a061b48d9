"""Template context of the operators' pages: navigation and search."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rathaus.accounts.models import User
from rathaus.accounts.session import has_second_factor
from rathaus.tenancy.context import tenant_or_none
from rathaus.web.navigation import NavGroup, NavItem
from tenants.selectors import count_with_error


def console(request: HttpRequest) -> dict[str, Any]:
    """Return the console's navigation for operators with a second factor, nothing for others and elsewhere."""
    user = getattr(request, "user", None)
    if tenant_or_none() is not None or not isinstance(user, User) or not has_second_factor(request, user):
        return {}
    return {
        "nav": SimpleLazyObject(lambda: navigation(errors=count_with_error())),
        "search_url": reverse("console:list"),
        "person_role": pgettext("Person", "Betrieb"),
        "person_note": _("Zweiter Faktor aktiv"),
    }


def navigation(*, errors: int) -> tuple[NavGroup, ...]:
    """Return the console's lines; `errors` is the number of municipalities whose last migration failed."""
    home = reverse("console:list")
    items = (
        NavItem(_("Kommunen"), home, icon="home", is_exact=True),
        NavItem(_("Störungen"), f"{home}?auswahl=fehler", icon="warning", count=errors),
        NavItem(_("Kommune anlegen"), reverse("console:create"), icon="add"),
    )
    return (NavGroup("", items),)

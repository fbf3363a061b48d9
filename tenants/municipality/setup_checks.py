"""The platform's steps of the start checklist; the modules contribute theirs."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.accounts.selectors import administrators
from rathaus.registry import SetupStep, active_modules
from rathaus.tenancy import current_tenant
from tenants.municipality.models import Locality, MemberMunicipality, MunicipalityProfile
from tenants.municipality.selectors import get_profile, unreviewed_legal_pages


def setup_checks() -> Iterator[SetupStep]:
    """Yield contact, appearance, legal texts, modules, localities and administrators of the entered municipality."""
    profile = get_profile()
    yield _contact(profile)
    yield _modules()
    yield _legal_pages()
    yield _appearance(profile)
    yield _places()
    yield _second_administrator()


def _contact(profile: MunicipalityProfile) -> SetupStep:
    return SetupStep(
        title=_("Anschrift, Telefon und E-Mail eintragen"),
        is_done=profile.is_reachable,
        url_name="portal_staff:contact",
        hint=_("Stehen im Fuß jeder Seite und im Impressum."),
    )


def _modules() -> SetupStep:
    return SetupStep(
        title=_("Mindestens ein Modul einschalten"),
        is_done=bool(active_modules(current_tenant())),
        url_name="portal_staff:modules",
        hint=_("Ohne Modul gibt es für Bürgerinnen und Bürger nichts zu erledigen."),
    )


def _legal_pages() -> SetupStep:
    missing = unreviewed_legal_pages()
    return SetupStep(
        title=_("Impressum, Datenschutz und Barrierefreiheit prüfen"),
        is_done=missing == 0,
        url_name="portal_staff:texts",
        hint=ngettext("Ein Text ist noch ein Entwurf.", "%(count)s Texte sind noch Entwürfe.", missing)
        % {"count": missing}
        if missing
        else "",
    )


def _appearance(profile: MunicipalityProfile) -> SetupStep:
    return SetupStep(
        title=_("Wappen und Farbe festlegen"),
        is_done=bool(profile.crest and profile.brand_color),
        url_name="portal_staff:branding",
        hint=_("Bürgerinnen und Bürger erkennen daran Ihre Kommune."),
        is_required=False,
    )


def _places() -> SetupStep:
    return SetupStep(
        title=_("Ortschaften oder Mitgliedsgemeinden eintragen"),
        is_done=Locality.objects.exists() or MemberMunicipality.objects.exists(),
        url_name="portal_staff:localities",
        hint=_("Damit Bürgerinnen und Bürger ihren Ort auswählen können."),
        is_required=False,
    )


def _second_administrator() -> SetupStep:
    return SetupStep(
        title=_("Eine zweite Person für die Administration einladen"),
        is_done=administrators().count() > 1,
        url_name="staff:people",
        hint=_("Falls eine Person ausfällt oder ihr Telefon verliert."),
        is_required=False,
    )

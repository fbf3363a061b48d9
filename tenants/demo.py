"""Four municipalities that show the product: two full portals, one with appointments only, one Verbandsgemeinde.

Places are real, persons and contact data are invented.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rathaus.accounts.models import Role, StaffMembership, User
from rathaus.registry import active_modules, contribution
from rathaus.tenancy import enter, enter_public
from tenants.demo_staff import organise
from tenants.figures import BOOKINGS, write_figures
from tenants.models import DailyFigures, Status, Tenant
from tenants.municipality.selectors import legal_texts
from tenants.municipality.services import approve_legal_text
from tenants.provisioning import NewTenant, create_tenant
from tenants.services import publish_tenant, switch_module

TANGERHUETTE_LOCALITIES = (
    "Bellingen",
    "Birkholz",
    "Bittkau",
    "Cobbel",
    "Demker",
    "Grieben",
    "Hüselitz",
    "Jerchel",
    "Kehnert",
    "Lüderitz",
    "Ringfurth",
    "Schelldorf",
    "Schernebeck",
    "Schönwalde",
    "Tangerhütte",
    "Uchtdorf",
    "Uetz",
    "Weißewarte",
    "Windberge",
)
ARNEBURG_GOLDBECK_MEMBERS = (
    "Stadt Arneburg",
    "Eichstedt (Altmark)",
    "Goldbeck",
    "Hassel",
    "Hohenberg-Krusemark",
    "Iden",
    "Rochau",
    "Stadt Werben (Elbe)",
)


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(frozen=True)
class DemoPerson:
    """An invented member of staff."""

    first_name: str
    last_name: str
    role: str

    def email(self, slug: str) -> str:
        """Return an address that can never exist."""
        name = f"{self.first_name}.{self.last_name}".lower().translate(UMLAUTS)
        return f"{name}@{slug}.example"


@dataclass(frozen=True)
class Demo:
    """A demo municipality and its people."""

    wish: NewTenant
    people: Sequence[DemoPerson]
    is_live: bool = True
    modules: Sequence[str] = ()  # switched on besides those of the first day


PEOPLE = (
    DemoPerson("Katrin", "Voss", "administrator"),
    DemoPerson("Jens", "Albers", "administrator"),
    DemoPerson("Renate", "Timm", "case_worker"),
    DemoPerson("Olaf", "Behn", "front_desk"),
)

PORTAL = ("citizen_accounts", "inbox", "bundid", "cases", "online_services", "hearings")

DEMOS = (
    Demo(
        NewTenant(
            slug="tangerhuette",
            official_name="Einheitsgemeinde Stadt Tangerhütte – Der Bürgermeister",
            short_name="Stadt Tangerhütte",
            kind="einheitsgemeinde",
            state="ST",
            plan="full",
            ags="15090546",
            inhabitants=10_000,
            localities=TANGERHUETTE_LOCALITIES,
            profile={
                "authority": "Der Bürgermeister",
                "street": "Bismarckstraße 5",
                "postal_code": "39517",
                "city": "Tangerhütte",
                "phone": "03935 000-0",
                "email": "stadt@tangerhuette.example",
            },
            is_demo=True,
        ),
        PEOPLE,
        modules=PORTAL,
    ),
    Demo(
        NewTenant(
            slug="thale",
            official_name="Stadt Thale – Der Bürgermeister",
            short_name="Stadt Thale",
            kind="stadt",
            state="ST",
            plan="full",
            ags="15085330",
            inhabitants=16_700,
            localities=(
                "Allrode",
                "Altenbrak",
                "Friedrichsbrunn",
                "Neinstedt",
                "Stecklenberg",
                "Thale",
                "Treseburg",
                "Warnstedt",
                "Weddersleben",
                "Westerhausen",
            ),
            profile={
                "authority": "Der Bürgermeister",
                "street": "Rathausstraße 1",
                "postal_code": "06502",
                "city": "Thale",
                "phone": "03947 000-0",
                "email": "stadt@thale.example",
            },
            is_demo=True,
        ),
        PEOPLE[:2],
        is_live=False,
        modules=PORTAL,
    ),
    Demo(
        NewTenant(
            slug="stendal",
            official_name="Hansestadt Stendal – Der Oberbürgermeister",
            short_name="Hansestadt Stendal",
            kind="stadt",
            state="ST",
            plan="appointments",
            ags="15090535",
            inhabitants=38_800,
            profile={
                "authority": "Der Oberbürgermeister",
                "street": "Markt 1",
                "postal_code": "39576",
                "city": "Hansestadt Stendal",
                "phone": "03931 000-0",
                "email": "buergerbuero@stendal.example",
            },
            is_demo=True,
        ),
        PEOPLE,
    ),
    Demo(
        NewTenant(
            slug="arneburg-goldbeck",
            official_name="Verbandsgemeinde Arneburg-Goldbeck – Der Verbandsgemeindebürgermeister",
            short_name="Verbandsgemeinde Arneburg-Goldbeck",
            kind="verbandsgemeinde",
            state="ST",
            plan="appointments",
            inhabitants=8_700,
            member_municipalities=ARNEBURG_GOLDBECK_MEMBERS,
            profile={
                "authority": "Der Verbandsgemeindebürgermeister",
                "street": "An der Zuckerfabrik 1",
                "postal_code": "39596",
                "city": "Goldbeck",
                "phone": "039388 000-0",
                "email": "info@arneburg-goldbeck.example",
            },
            is_demo=True,
        ),
        PEOPLE[:3],
    ),
)


def create_all() -> Iterator[str]:
    """Create or complete what is missing and yield the name of each demo municipality that was filled now."""
    ensure_operator()
    for demo in DEMOS:
        tenant, _is_new = create_tenant(demo.wish)
        if not _is_filled(tenant):
            fill(tenant, demo)
            yield tenant.short_name
        if demo.is_live and tenant.status == Status.PREPARING:
            publish_tenant(tenant=tenant, force=True)


def _is_filled(tenant: Tenant) -> bool:
    with enter(tenant):
        return User.objects.exists()


@transaction.atomic
def fill(tenant: Tenant, demo: Demo) -> None:
    """Add people, approved legal pages and weeks of invented life, all or nothing."""
    for module in demo.modules:
        switch_module(tenant=tenant, module=module, is_on=True)
    tenant = Tenant.objects.get(pk=tenant.pk)  # knows what is switched on now
    with enter(tenant):
        for person in demo.people:
            _add_person(person, tenant.slug)
        organise()
        if demo.is_live:
            approve_legal_pages()
        for spec in sorted(active_modules(tenant), key=lambda spec: spec.person_details is None):  # people come first
            if add := contribution(spec, "demo_data"):
                add(timezone.now())
        _add_figures(tenant)


def approve_legal_pages() -> None:
    """Fill the open points of the entered municipality's drafts with an example and approve them."""
    for text in legal_texts():
        body = re.sub(r"\[bitte ergänzen[^\]]*\]", "Beispielangabe", text.body)
        approve_legal_text(kind=text.kind, body=body, actor=None)


def _add_figures(tenant: Tenant) -> None:
    """Write today's figures and, for the days before, some that go up and down around them."""
    today = timezone.localdate()
    row = write_figures(day=today)
    with enter_public():
        for back, share in enumerate((0.9, 1.2, 0.7, 0.1, 0.2, 1.1, 0.8), start=1):
            counts = {**row.counts, BOOKINGS: round(row.counts.get(BOOKINGS, 0) * share)}
            DailyFigures.objects.create(tenant_id=tenant.pk, day=today - timedelta(days=back), counts=counts)


def ensure_operator() -> None:
    """Make the invented operator that the development sign-in offers on the base domain."""
    with enter_public():
        if not User.objects.filter(email="ines.falk@betrieb.example").exists():
            User.objects.create_user("ines.falk@betrieb.example", first_name="Ines", last_name="Falk")


def _add_person(person: DemoPerson, slug: str) -> None:
    user = User.objects.create_user(person.email(slug), first_name=person.first_name, last_name=person.last_name)
    membership = StaffMembership.objects.create(user=user)
    membership.roles.set(Role.objects.filter(slug=person.role))

"""The module contract: one frozen object says everything about a switchable feature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery.schedules import crontab

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class NavCount:
    """How much waits behind an entry of the navigation; the counts of all entries cost one query together.

    `rows` is a dotted path to `(user: User) -> QuerySet` without duplicates, `words` an `ngettext_lazy(..., "count")`
    that says what the number means: "3 neue Vorgänge".
    """

    rows: str
    words: Text


@dataclass(frozen=True)
class NavEntry:
    """An entry of the dashboard's left navigation."""

    label: Text
    url_name: str
    icon: str
    permission: str
    group: str = "work"  # work | content | setup
    count: NavCount | None = None


@dataclass(frozen=True)
class HomeCard:
    """A large card on the municipality's start page."""

    title: Text
    text: Text
    url_name: str
    icon: str


@dataclass(frozen=True)
class HomeTask:
    """A card of the start page that a module finds in its data: one of the tasks that people come for most often."""

    title: Text
    text: Text
    url: str
    icon: str


@dataclass(frozen=True)
class Permission:
    """A right that roles hold by its code, for example `appointments.work`.

    With `for_support` an operator in support access holds it too; nothing that opens lasting ways in, or citizens'
    papers, may have it.
    """

    code: str
    label: Text
    default_roles: tuple[str, ...]
    for_support: bool = False


@dataclass(frozen=True)
class RestrictedAreaSpec:
    """Data that only named people may open whatever their role, by a code such as `applications.tax`."""

    code: str
    label: Text
    hint: Text = ""


@dataclass(frozen=True)
class Schedule:
    """A job that the dispatcher starts for every working municipality which has the module."""

    name: str
    task: str
    every: timedelta | crontab
    only_operators: bool = False  # once in `public` instead of once per municipality


@dataclass(frozen=True)
class SetupStep:
    """One line of the start checklist, computed for the current municipality."""

    title: Text
    is_done: bool
    url_name: str
    hint: Text = ""
    is_required: bool = True


@dataclass(frozen=True)
class DashboardCard:
    """A short list on the dashboard's first page: what waits for this person today."""

    title: Text
    lines: Sequence[str]
    url: str
    action: Text


@dataclass(frozen=True)
class OpeningToday:
    """What is true of the town hall at this moment: "Heute geöffnet bis 18 Uhr", and whether it is open."""

    words: str
    is_open: bool

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class SearchHit:
    """One result of the dashboard's global search."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True)
class ApiScope:
    """What a key of the public API may do, by a code such as `appointments:read`."""

    code: str
    label: Text
    hint: Text = ""


@dataclass(frozen=True)
class ApiEvent:
    """Something that other programs may be told of, by a code such as `appointments.booking_moved`."""

    code: str
    label: Text


@dataclass(frozen=True)
class TimelineKind:
    """Something that a timeline tells, by a code such as `appointments.booking_confirmed`."""

    code: str
    label: Text
    icon: str = "calendar-today"


@dataclass(frozen=True)
class NotificationKind:
    """What a person may be told of, by a code such as `appointments.reminder`; mail and push hold until they choose."""

    code: str
    label: Text
    hint: Text = ""
    mail: bool = True
    push: bool = True
    needs_mail: bool = False  # a law wants the mail, so it cannot be switched off (§ 41 (2a) VwVfG, § 9 OZG)
    for_staff: bool = False  # told to colleagues only: citizens are not asked how
    is_urgent: bool = False  # worth waking a telephone for and worth nothing an hour later, such as a free place


@dataclass(frozen=True)
class MyEntry:
    """An entry of the navigation in a citizen's own pages."""

    label: Text
    url_name: str
    icon: str
    group: str = "matters"  # matters | self: who one is stands below what one has to do with the administration


@dataclass(frozen=True)
class MyCard:
    """A part of the first page below /mein/: the next appointment, new messages, what waits for an answer."""

    title: Text
    lines: Sequence[Text]
    url: str
    action: Text
    is_waiting: bool = False  # stands on top: the administration waits for this person
    order: int = 50


@dataclass(frozen=True)
class ActingFor:
    """For whom the signed-in person acts just now, as every page says it; `role` is such as "Ihr Kind"."""

    name: str
    role: Text
    url: str  # where to change it
    proof: Text = ""  # how far somebody has checked it: "Nachweis geprüft"
    is_organisation: bool = False


@dataclass(frozen=True)
class SignInMethod:
    """A further way for citizens to sign in or to prove more, such as BundID; `level` is what it can reach at most."""

    slug: str
    label: Text
    url_name: str  # takes `?next=` and `?level=`
    level: int  # rathaus.accounts.trust.TrustLevel


@dataclass(frozen=True)
class CaseKind:
    """A kind of case, by a code such as `online_services.request`; `handler` is a dotted path to its CaseHandler."""

    code: str
    label: Text
    handler: str
    icon: str = "draft"


@dataclass(frozen=True)
class FormDoor:
    """Another way into a form than account or mail, by a code such as `hearings.access`.

    What is sent through it becomes a case of `case_kind`; `on_sent(door_id=, request_id=, case_id=)` is called in the
    same transaction, `is_open(door_id=) -> bool` before each step.
    """

    code: str
    case_kind: str
    on_sent: str
    is_open: str


@dataclass(frozen=True)
class ModuleSpec:
    """A module as the platform sees it. Functions are named by dotted path and loaded when first used."""

    slug: str
    label: Text
    path: str
    for_citizens: Text
    for_staff: Text
    public_urls: str | None = None
    staff_urls: str | None = None
    staff_path: str = ""  # below /verwaltung/, where that of the public pages would say the wrong thing
    icon: str = "dehaze"
    nav: Sequence[NavEntry] = ()
    home: Sequence[HomeCard] = ()
    home_tasks: str | None = None  # () -> Sequence[HomeTask], shown after all cards while there is room
    public_search: str = ""  # URL name of the page that finds things for citizens by `?q=`, from the start page
    old_addresses: str | None = None  # (path: str) -> str, where an address of the former homepage leads now, or ""
    permissions: Sequence[Permission] = ()
    restricted_areas: Sequence[RestrictedAreaSpec] = ()  # asked for with rathaus.accounts.areas.may_open
    schedules: Sequence[Schedule] = ()
    requires: tuple[str, ...] = ()
    setup_checks: str | None = None  # () -> Iterable[SetupStep]
    sample_data: str | None = None  # (actor: User | None) -> None, sample concerns of a new municipality
    demo_data: str | None = None  # (now: datetime) -> None, weeks of invented life for demonstrations
    personal_data: str | None = None  # rathaus.privacy.PersonalData
    settings_url: str | None = None
    cli: str | None = None  # a Python module with COMMANDS: name -> typer.Typer, for `rathaus <name> ...`
    activity: str | None = None  # () -> str, one line for the modules page ("34 Buchungen in 7 Tagen")
    counts: str | None = None  # () -> Mapping[str, int], figures of the last 24 hours ("bookings") for operators
    opening_today: str | None = None  # () -> OpeningToday | None
    opening_week: str | None = None  # () -> Sequence[tuple[str, str]], weekday and hours for the footer
    next_free: str | None = None  # () -> the start page's "next free" panel or None
    booking_url: str | None = None  # (concern: str) -> str, where a time is booked for what contains these words, or ""
    public_api: str | None = None  # a ninja Router, mounted below /api/v1/<slug>/
    api_scopes: Sequence[ApiScope] = ()
    api_events: Sequence[ApiEvent] = ()
    notices: str | None = None  # () -> Sequence[str], what everybody should know today; on start page and own pages
    search: str | None = None  # (query: str, user: User) -> Sequence[SearchHit]
    timeline: Sequence[TimelineKind] = ()  # what the module writes with rathaus.timeline.services.add_entry
    notifications: Sequence[NotificationKind] = ()  # what it sends with rathaus.notifications.services.notify
    my_nav: Sequence[MyEntry] = ()
    acting_for: str | None = None  # (request: HttpRequest) -> ActingFor | None, whom the signed-in person stands for
    my_cards: str | None = None  # (user: User) -> Sequence[MyCard], the citizen's first page
    person_details: str | None = None  # (user: User) -> rathaus.accounts.details.PersonDetails, for prefilling forms
    confirmed_details: str | None = None  # (request) -> Mapping[str, str] as rathaus.accounts.details.confirmed_of says
    find_people: str | None = None  # (query: str) -> Sequence[rathaus.accounts.details.FoundPerson], for the town hall
    guest_items: str | None = None  # rathaus.accounts.guests.GuestItems: what guests did before they had an account
    sign_in_methods: str | None = None  # () -> Sequence[SignInMethod], those that are set up here
    screen_paths: tuple[str, ...] = ()  # below `path`: pages of screens in the town hall, of which no app is a part
    case_kinds: Sequence[CaseKind] = ()  # opened with modules.cases.api.open_case
    form_doors: Sequence[FormDoor] = ()  # drafts are opened with modules.online_services.api.open_draft
    sitemap: str | None = None  # () -> Iterable[str], paths of public pages that search engines should know
    is_embeddable: bool = False  # its public pages may stand in a frame on the sites that the municipality lists
    is_start_page: bool = False  # alone on a site, the module's first page is the start page
    dashboard: str | None = None  # (user: User) -> Sequence[DashboardCard], the page "Heute"

    @property
    def namespace(self) -> str:
        """URL namespace of the public pages."""
        return self.slug

    @property
    def staff_namespace(self) -> str:
        """URL namespace of the dashboard pages."""
        return f"{self.slug}_staff"

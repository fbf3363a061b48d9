"""Tell people that something happened in their case: in the timeline, by mail or push. Never what it says."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.cases.models import Case, CaseEntry, EntryKind
from modules.cases.words import NOTIFICATION_KINDS, STATE, TELLS_STATE, TIMELINE_KINDS, greeting_of, subject_of
from rathaus.accounts.models import User
from rathaus.mail.services import enqueue_mail
from rathaus.notifications.services import notify
from rathaus.tenancy import current_tenant
from rathaus.timeline.models import By
from rathaus.timeline.services import add_entry as add_timeline_entry


def tell_timeline(*, case: Case, entry: CaseEntry, by: By) -> None:
    """Write a public entry into the timeline of the person whose case it is, in their language."""
    if case.person is None:
        return
    with override(case.language):
        add_timeline_entry(
            person=case.person,
            key=f"cases.entry:{entry.pk}",
            kind=TIMELINE_KINDS.get(EntryKind(entry.kind), STATE),
            title=entry.title or _("%(kind)s: %(subject)s") % _words(case, entry),
            matter=case.matter,
            text=entry.text,
            path=case_path(case),
            at=entry.at,
            by=by,
            by_name=entry.author_name if by == By.STAFF else "",
            area=case.area,
        )


def tell_person(*, case: Case, entry: CaseEntry, is_told_already: bool) -> None:
    """Tell whose case it is that something is there; of further messages only once they read the first."""
    if is_told_already and entry.kind in {EntryKind.MESSAGE_OUT, EntryKind.STATE, EntryKind.NOTE}:
        return
    with override(case.language):
        subject = _("Neues zu Ihrem Vorgang %(reference)s") % {"reference": case.reference}
        if case.person:
            _notify(case.person, case, entry, subject)
        elif case.applicant_email:
            _mail_guest(case, entry, subject)


def case_path(case: Case) -> str:
    """Return the address of the case for its owner."""
    return reverse("cases:case", args=[case.pk], urlconf="rathaus.urls_tenant")


def guest_path() -> str:
    """Return the address where guests ask for their case."""
    return reverse("cases:guest", urlconf="rathaus.urls_tenant")


def _notify(person: User, case: Case, entry: CaseEntry, subject: str) -> None:
    notify(
        person=person,
        kind=NOTIFICATION_KINDS.get(EntryKind(entry.kind), TELLS_STATE),
        key=f"cases.entry:{entry.pk}",
        subject=subject,
        text=_("Zu Ihrem Vorgang gibt es etwas Neues vom Rathaus. Zum Lesen melden Sie sich bitte an."),
        path=case_path(case),
    )


def _mail_guest(case: Case, entry: CaseEntry, subject: str) -> None:
    text = _(
        "%(greeting)s\n\nzu Ihrem Vorgang %(reference)s gibt es etwas Neues vom Rathaus.\n\n"
        "So sehen Sie es: Öffnen Sie die Seite, geben Sie die Vorgangsnummer und Ihre E-Mail-Adresse ein. "
        "Dann schicken wir Ihnen einen Code.\n\n%(url)s"
    )
    words = {"greeting": greeting_of(case), "reference": case.reference, "url": current_tenant().url(guest_path())}
    enqueue_mail(
        to=case.applicant_email, subject=subject, text=text % words, kind="cases.news", reference=str(entry.pk)
    )


def _words(case: Case, entry: CaseEntry) -> dict[str, str]:
    return {"kind": str(EntryKind(entry.kind).label), "subject": subject_of(case)}

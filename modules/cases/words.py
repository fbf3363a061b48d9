"""Codes of what the module tells in timelines and by mail or push, and how people and states are named."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.cases.models import Case, EntryKind, Status
from rathaus.accounts.models import User

OPENED: Final = "cases.opened"
SENT: Final = "cases.message_sent"
RECEIVED: Final = "cases.message_received"
STATE: Final = "cases.state_changed"
DOCUMENTS: Final = "cases.documents_requested"
NOTICE: Final = "cases.notice_sent"
FEE: Final = "cases.fee_asked"

TELLS_OPENED: Final = "cases.opened"
TELLS_MESSAGE: Final = "cases.message"
TELLS_STATE: Final = "cases.state"
TELLS_DOCUMENTS: Final = "cases.documents"
TELLS_NOTICE: Final = "cases.notice"
TELLS_CALL: Final = "cases.call"

TIMELINE_KINDS: Final[Mapping[EntryKind, str]] = {
    EntryKind.OPENED: OPENED,
    EntryKind.MESSAGE_IN: SENT,
    EntryKind.MESSAGE_OUT: RECEIVED,
    EntryKind.DOCUMENTS_REQUESTED: DOCUMENTS,
    EntryKind.NOTICE: NOTICE,
    EntryKind.FEE: FEE,
}
NOTIFICATION_KINDS: Final[Mapping[EntryKind, str]] = {
    EntryKind.MESSAGE_OUT: TELLS_MESSAGE,
    EntryKind.DOCUMENTS_REQUESTED: TELLS_DOCUMENTS,
    EntryKind.NOTICE: TELLS_NOTICE,
}
STATE_MEANS: Final = {
    Status.INITIATED: gettext_lazy("Sie haben angefangen, aber noch nicht alles abgesendet."),
    Status.SUBMITTED: gettext_lazy("Sie haben alles abgesendet. Es kommt gleich bei uns an."),
    Status.RECEIVED: gettext_lazy("Ihr Anliegen ist bei uns angekommen. Noch hat niemand damit angefangen."),
    Status.PROCESSING: gettext_lazy("Wir kümmern uns gerade darum. Sie müssen nichts tun."),
    Status.ACTION_REQUIRED: gettext_lazy("Wir brauchen etwas von Ihnen. Erst dann geht es weiter."),
    Status.COMPLETED: gettext_lazy("Wir haben alles erledigt."),
}


def author_name(actor: User | None) -> str:
    """Return how citizens read who it was; never an address."""
    name = f"{actor.first_name} {actor.last_name}".strip() if actor else ""
    return name or _("Verwaltung")


def applicant_name(case: Case) -> str:
    """Return how clerks read whose case it is."""
    return case.applicant_name or _("Ohne Namen")


def greeting_of(case: Case, *, with_name: bool = False) -> str:
    """Return how a letter or mail about the case begins; an organisation is greeted without its name."""
    if case.is_for_organization:
        return _("Sehr geehrte Damen und Herren,")
    if with_name and case.applicant_name:
        return _("Guten Tag %(name)s,") % {"name": case.applicant_name}
    return _("Guten Tag,")


def subject_of(case: Case) -> str:
    """Return what the case is about in a few words: the service, else the subject."""
    return case.service_name or case.title

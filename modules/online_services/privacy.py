"""What the module keeps about people: drafts for 30 days, and what was sent as long as its case."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from modules.cases.api import Case
from modules.online_services.models import Draft, ServiceRequest, Upload
from modules.online_services.privacy_records import draft_record, request_record
from modules.online_services.services.drafts import drop_draft
from modules.online_services.services.keeping import remove_expired_drafts
from rathaus.privacy.protocol import Kept, Record


class OnlineServicesPersonalData:
    """Drafts with their files, and what was sent.

    What was sent belongs to its case: the module cases says how long that is kept, and has the answers removed with it.
    """

    models: tuple[type[Model], ...] = (Draft, Upload, ServiceRequest)

    def export(self, *, email: str) -> Sequence[Record]:
        """Return what was begun with this address or account, and what was sent from the account."""
        return list(_export(email))

    @transaction.atomic
    def erase(self, *, email: str) -> int:
        """Remove drafts with their files; what was sent goes with its case."""
        drafts = list(_drafts(email))
        for draft in drafts:
            drop_draft(draft=draft)
        return len(drafts)

    def kept_after_erasure(self, *, email: str) -> Sequence[Kept]:
        """Return what was sent: it stays as long as its case."""
        count = _requests(email).count()
        if not count:
            return []
        what = _("Abgesendete Anträge und Anzeigen: %(count)s") % {"count": count}
        return [Kept(what, _("Sie gehören zu Ihren Vorgängen und werden mit diesen gelöscht."))]

    def apply_retention(self, *, now: datetime) -> int:
        """Remove the drafts whose 30 days are over."""
        return remove_expired_drafts(now=now)


def _export(email: str) -> Iterator[Record]:
    yield from map(draft_record, _drafts(email).select_related("form_version__form", "service"))
    yield from map(request_record, _requests(email).select_related("form_version__form", "service"))


def _drafts(email: str) -> QuerySet[Draft]:
    return Draft.objects.filter(Q(email__iexact=email) | Q(person__email=email) | Q(contact__email__iexact=email))


def _requests(email: str) -> QuerySet[ServiceRequest]:
    """Return what became cases of this person, by account or, for guests, by address."""
    mine = Q(person__email=email) | Q(person__isnull=True, applicant_email__iexact=email)
    return ServiceRequest.objects.filter(case_id__in=Case.objects.filter(mine).values("pk")).exclude(answers={})


PERSONAL_DATA: Final = OnlineServicesPersonalData()
